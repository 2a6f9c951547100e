// SPDX-License-Identifier: Apache-2.0

extension JSON {
  /// Reads strict JSON (RFC 8259) of at most 32 levels; a name given twice in one object is refused.
  public init?(parsing bytes: some Sequence<UInt8>) {
    var parser = Parser(bytes: Array(bytes))
    parser.skip()
    guard let value = parser.value(32) else { return nil }
    parser.skip()
    guard parser.at == parser.bytes.count else { return nil }
    self = value
  }

  /// Whether bytes are one object in strict JSON, as `init(parsing:)` reads it; most are told without making values.
  public static func isObject(_ bytes: [UInt8]) -> Bool {
    var scan = JSONScan(bytes: bytes)
    return scan.isObject() ?? (JSON(parsing: bytes)?.members != nil)
  }

  private struct Parser {
    let bytes: [UInt8]
    var at = 0

    var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func skip() {
      while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    mutating func take(_ word: String) -> Bool {
      guard bytes[at...].starts(with: word.utf8) else { return false }
      at += word.utf8.count
      return true
    }

    mutating func value(_ depth: Int) -> JSON? {
      guard depth > 0 else { return nil }
      switch next {
      case 0x7B: return object(depth)
      case 0x5B: return array(depth)
      case 0x22: return string().map(JSON.string)
      case 0x74: return take("true") ? .bool(true) : nil
      case 0x66: return take("false") ? .bool(false) : nil
      case 0x6E: return take("null") ? .null : nil
      default: return number()
      }
    }

    mutating func object(_ depth: Int) -> JSON? {
      at += 1
      var members: [Member] = []
      var names: Set<String> = []
      skip()
      if next == 0x7D {
        at += 1
        return .object([])
      }
      while true {
        skip()
        guard next == 0x22, let name = string(), names.insert(name).inserted else { return nil }
        skip()
        guard next == 0x3A else { return nil }
        at += 1
        skip()
        guard let value = value(depth - 1) else { return nil }
        members.append(Member(name: name, value: value))
        skip()
        if next == 0x7D {
          at += 1
          return .object(members)
        }
        guard next == 0x2C else { return nil }
        at += 1
      }
    }

    mutating func array(_ depth: Int) -> JSON? {
      at += 1
      var values: [JSON] = []
      skip()
      if next == 0x5D {
        at += 1
        return .array([])
      }
      while true {
        skip()
        guard let value = value(depth - 1) else { return nil }
        values.append(value)
        skip()
        if next == 0x5D {
          at += 1
          return .array(values)
        }
        guard next == 0x2C else { return nil }
        at += 1
      }
    }

    mutating func number() -> JSON? {
      let start = at
      if next == 0x2D { at += 1 }
      let whole = digits()
      guard whole > 0, whole == 1 || bytes[at - whole] != 0x30 else { return nil }
      var isWhole = true
      if next == 0x2E {
        at += 1
        isWhole = false
        guard digits() > 0 else { return nil }
      }
      if next | 0x20 == 0x65 {
        at += 1
        isWhole = false
        if next == 0x2B || next == 0x2D { at += 1 }
        guard digits() > 0 else { return nil }
      }
      let text = String(decoding: bytes[start..<at], as: UTF8.self)
      if isWhole, let value = Int64(text) { return .integer(value) }
      return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    }

    mutating func digits() -> Int {
      let start = at
      while (0x30...0x39).contains(next) { at += 1 }
      return at - start
    }

    mutating func string() -> String? {
      at += 1
      var text: [UInt8] = []
      while at < bytes.count {
        let byte = bytes[at]
        at += 1
        if byte == 0x22 { return String(validating: text, as: UTF8.self) }
        guard byte >= 0x20 else { return nil }
        guard byte == 0x5C else {
          text.append(byte)
          continue
        }
        let mark = next
        at += 1
        switch mark {
        case 0x22, 0x5C, 0x2F: text.append(mark)
        case 0x62: text.append(8)
        case 0x66: text.append(12)
        case 0x6E: text.append(10)
        case 0x72: text.append(13)
        case 0x74: text.append(9)
        case 0x75:
          guard var code = unit() else { return nil }
          if (0xD800..<0xDC00).contains(code) {
            guard take("\\u"), let low = unit(), (0xDC00..<0xE000).contains(low) else { return nil }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
          }
          guard let scalar = Unicode.Scalar(code) else { return nil }
          text += Array(String(Character(scalar)).utf8)
        default: return nil
        }
      }
      return nil
    }

    mutating func unit() -> UInt32? {
      guard at + 4 <= bytes.count else { return nil }
      defer { at += 4 }
      let digits = bytes[at..<at + 4]
      guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }) else {
        return nil
      }
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
  }
}
