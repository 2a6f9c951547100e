// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259), read with bounded depth.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  static let deepest = 64

  /// Reads one value that fills the bytes.
  init(_ bytes: ArraySlice<UInt8>) throws(ListReadError) {
    var reader = Reader(bytes: bytes, place: bytes.startIndex)
    self = try reader.value(0)
    reader.space()
    guard reader.place == bytes.endIndex else { throw ListReadError("text follows the JSON value") }
  }

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { return members[key] }
    return nil
  }

  /// Names of the members of an object, in order.
  var keys: [String] {
    if case .object(let members) = self { return members.keys.sorted() }
    return []
  }

  var string: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let text): text
    default: nil
    }
  }

  var array: [JSONValue] {
    if case .array(let values) = self { return values }
    return []
  }

  /// Strings of an array, or the one string.
  var strings: [String] {
    if case .array(let values) = self { return values.compactMap(\.string) }
    return string.map { [$0] } ?? []
  }

  private struct Reader {
    let bytes: ArraySlice<UInt8>
    var place: Int

    mutating func space() {
      while place < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    func broken(_ what: String) -> ListReadError {
      ListReadError("byte \(place - bytes.startIndex): \(what)")
    }

    mutating func value(_ depth: Int) throws(ListReadError) -> JSONValue {
      guard depth < JSONValue.deepest else { throw broken("JSON is nested too deep") }
      space()
      guard place < bytes.endIndex else { throw broken("JSON is cut off") }
      switch bytes[place] {
      case UInt8(ascii: "{"):
        place += 1
        var members: [String: JSONValue] = [:]
        space()
        if take("}") { return .object(members) }
        while true {
          space()
          let key = try string()
          space()
          guard take(":") else { throw broken("a member lacks its colon") }
          members[key] = try value(depth + 1)
          space()
          if take(",") { continue }
          guard take("}") else { throw broken("an object is never closed") }
          return .object(members)
        }
      case UInt8(ascii: "["):
        place += 1
        var values: [JSONValue] = []
        space()
        if take("]") { return .array(values) }
        while true {
          values.append(try value(depth + 1))
          space()
          if take(",") { continue }
          guard take("]") else { throw broken("an array is never closed") }
          return .array(values)
        }
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "t"): return try word("true", .bool(true))
      case UInt8(ascii: "f"): return try word("false", .bool(false))
      case UInt8(ascii: "n"): return try word("null", .null)
      default:
        let begin = place
        while place < bytes.endIndex, "+-.eE0123456789".utf8.contains(bytes[place]) { place += 1 }
        let text = String(decoding: bytes[begin..<place], as: UTF8.self)
        guard Double(text) != nil else { throw broken("no JSON value stands here") }
        return .number(text)
      }
    }

    mutating func take(_ byte: Unicode.Scalar) -> Bool {
      guard place < bytes.endIndex, bytes[place] == UInt8(ascii: byte) else { return false }
      place += 1
      return true
    }

    mutating func word(_ text: String, _ value: JSONValue) throws(ListReadError) -> JSONValue {
      guard bytes[place...].starts(with: text.utf8) else { throw broken("no JSON value stands here") }
      place += text.utf8.count
      return value
    }

    mutating func string() throws(ListReadError) -> String {
      guard take("\"") else { throw broken("a string is expected") }
      var text: [UInt8] = []
      while place < bytes.endIndex {
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
        case UInt8(ascii: "\\"):
          guard place < bytes.endIndex else { throw broken("JSON is cut off") }
          let escape = bytes[place]
          place += 1
          switch escape {
          case UInt8(ascii: "n"): text.append(0x0A)
          case UInt8(ascii: "t"): text.append(0x09)
          case UInt8(ascii: "r"): text.append(0x0D)
          case UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(0x20)
          case UInt8(ascii: "u"):
            var code = try hex()
            if (0xD800..<0xDC00).contains(code), place + 6 <= bytes.endIndex, bytes[place] == 0x5C,
              bytes[place + 1] == UInt8(ascii: "u")
            {
              place += 2
              let low = try hex()
              code =
                (0xDC00..<0xE000).contains(low) ? 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) : 0xFFFD
            }
            text.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
          default: text.append(escape)
          }
        default: text.append(byte)
        }
      }
      throw broken("a string is never closed")
    }

    mutating func hex() throws(ListReadError) -> UInt32 {
      guard place + 4 <= bytes.endIndex,
        let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
      else { throw broken("an escape cannot be read") }
      place += 4
      return code
    }
  }
}
