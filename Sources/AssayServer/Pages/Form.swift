// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// What a form sent: fields by name, and files.
struct Form: Sendable {
  struct File: Sendable {
    /// As the browser names it, without folders.
    var name: String
    var bytes: [UInt8]
  }

  private(set) var fields: [String: String] = [:]
  private(set) var files: [String: File] = [:]

  static let fieldLimit = 64

  subscript(name: String) -> String? {
    fields[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  func required(_ name: String) throws -> String {
    guard let text = self[name] else { throw Problem(.badRequest, "field", "'\(name)' must be filled in") }
    return text
  }

  func choice<Value: RawRepresentable>(_ name: String, _: Value.Type) throws -> Value
  where Value.RawValue == String {
    guard let value = Value(rawValue: try required(name)) else {
      throw Problem(.badRequest, "field", "'\(name)' is none of its choices")
    }
    return value
  }

  init(_ request: Request, upTo limit: Int) async throws {
    let type = request.headers[.contentType] ?? ""
    let bytes = try await request.bytes(upTo: limit)
    if type.lowercased().hasPrefix("multipart/form-data") {
      try self.init(multipart: bytes, type: type)
    } else {
      try self.init(urlencoded: bytes)
    }
  }

  init(urlencoded bytes: [UInt8]) throws {
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      try add(try Self.decoded(parts[0]), parts.count > 1 ? try Self.decoded(parts[1]) : "")
    }
  }

  /// Reads the parts of a body as RFC 7578 has them.
  init(multipart bytes: [UInt8], type: String) throws {
    guard let boundary = Self.parameter("boundary", of: type), (1...70).contains(boundary.utf8.count) else {
      throw Self.broken
    }
    let mark = Array("--\(boundary)".utf8)
    let delimiter = Array("\r\n".utf8) + mark
    guard bytes.starts(with: mark) else { throw Self.broken }
    var at = mark.count
    while true {
      if bytes[at...].starts(with: "--".utf8) { return }
      guard bytes[at...].starts(with: "\r\n".utf8),
        let head = bytes.place(of: Array("\r\n\r\n".utf8), from: at),
        let end = bytes.place(of: delimiter, from: head + 2)
      else { throw Self.broken }
      let content = head + 4 <= end ? bytes[(head + 4)..<end] : []
      try add(part: String(decoding: bytes[at..<head], as: UTF8.self), content)
      at = end + delimiter.count
    }
  }

  private mutating func add(part head: String, _ content: ArraySlice<UInt8>) throws {
    let lines = head.split(whereSeparator: \.isNewline)
    guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
      let name = Self.parameter("name", of: String(line))
    else { throw Self.broken }
    guard let file = Self.parameter("filename", of: String(line)) else {
      guard let text = String(validating: content, as: UTF8.self) else { throw Self.broken }
      return try add(name, text)
    }
    // A field for a file that was left empty has neither name nor content.
    guard !file.isEmpty || !content.isEmpty else { return }
    guard files.count + fields.count < Self.fieldLimit, files[name] == nil else { throw Self.broken }
    let last = file.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "file"
    files[name] = File(name: String(last.prefix(200)), bytes: Array(content))
  }

  private mutating func add(_ name: String, _ value: String) throws {
    guard fields.count + files.count < Self.fieldLimit, fields.updateValue(value, forKey: name) == nil else {
      throw Self.broken
    }
  }

  private static let broken = Problem(
    .badRequest, "form", "the form cannot be read: broken, with a field twice or with too many")

  /// `+` and `%XX` decoded; bytes that are not UTF-8 are refused.
  private static func decoded(_ bytes: ArraySlice<UInt8>) throws -> String {
    var out: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex {
      switch bytes[at] {
      case UInt8(ascii: "+"): out.append(0x20)
      case UInt8(ascii: "%"):
        guard at + 2 < bytes.endIndex, let high = Character(Unicode.Scalar(bytes[at + 1])).hexDigitValue,
          let low = Character(Unicode.Scalar(bytes[at + 2])).hexDigitValue
        else { throw broken }
        out.append(UInt8(high << 4 | low))
        at += 2
      default: out.append(bytes[at])
      }
      at += 1
    }
    guard let text = String(validating: out, as: UTF8.self) else { throw broken }
    return text
  }

  /// A parameter of a header's value, quoted or plain.
  private static func parameter(_ name: String, of header: String) -> String? {
    for part in header.split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].trimmed.lowercased() == name else { continue }
      let value = pair[1].trimmed
      guard value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 else { return value }
      return String(value.dropFirst().dropLast())
        .replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}

extension Array where Element == UInt8 {
  /// Where a sequence of bytes begins, at or after a position.
  fileprivate func place(of wanted: [UInt8], from start: Int) -> Int? {
    guard let first = wanted.first, count >= wanted.count else { return nil }
    var at = start
    while at <= count - wanted.count {
      guard let next = self[at...(count - wanted.count)].firstIndex(of: first) else { return nil }
      if self[next..<(next + wanted.count)].elementsEqual(wanted) { return next }
      at = next + 1
    }
    return nil
  }
}
