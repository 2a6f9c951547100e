// SPDX-License-Identifier: Apache-2.0

public import Tabular
public import TradeModel

/// Rows of named text fields, whatever file they came from.
public protocol FieldRows {
  var header: [String] { get }
  var rowCount: Int { get }
  subscript(row: Int, column: Int) -> String { get }
  func line(ofRow row: Int) -> Int
}

extension DelimitedText: FieldRows {}

/// The flat rows of a JSON answer: an array of objects (alone, or under `data`, `value` or `dataset`), or an array of
/// arrays whose first is the header, as the US Census answers. Inner objects become `outer.inner` columns.
public struct JSONRows: FieldRows, Sendable {
  public private(set) var header: [String] = []
  private var cells: [[String]] = []
  private var lines: [Int] = []
  private var columns: [String: Int] = [:]
  /// Where the next page is, when the answer says so (OData `@odata.nextLink`).
  public private(set) var next: String?
  public var rowCount: Int { cells.count }

  public subscript(row: Int, column: Int) -> String {
    column < cells[row].count ? cells[row][column] : ""
  }
  public func line(ofRow row: Int) -> Int { lines[row] }

  /// Reads a text.
  /// - Throws: `ValueError` with the line where the text stops being JSON, or when it holds no rows.
  public init(_ bytes: [UInt8]) throws(ValueError) {
    var parser = JSONScanner(bytes)
    parser.space()
    switch parser.peek {
    case 0x5B: try array(&parser)
    case 0x7B:
      try parser.object { key, parser throws(ValueError) in
        if ["data", "value", "dataset", "rows"].contains(key), parser.peek == 0x5B {
          try self.array(&parser)
        } else if key.hasSuffix("nextLink"), parser.peek == 0x22 {
          self.next = try parser.string()
        } else {
          try parser.skip(depth: 0)
        }
      }
    default: throw parser.fault("an object or an array is expected")
    }
  }

  private mutating func array(_ parser: inout JSONScanner) throws(ValueError) {
    var isTable = false
    try parser.array { parser throws(ValueError) in
      let line = parser.line
      if parser.peek == 0x5B {
        var row: [String] = []
        try parser.array { parser throws(ValueError) in row.append(try parser.scalarText()) }
        if self.header.isEmpty && self.cells.isEmpty {
          self.header = row
          isTable = true
        } else {
          guard isTable, row.count == self.header.count else {
            throw parser.fault("a row has \(row.count) fields, the header has \(self.header.count)")
          }
          self.cells.append(row)
          self.lines.append(line)
        }
      } else {
        var row = [String](repeating: "", count: self.header.count)
        try self.fields(&parser, prefix: "", depth: 0, into: &row)
        self.cells.append(row)
        self.lines.append(line)
      }
    }
  }

  private mutating func fields(
    _ parser: inout JSONScanner, prefix: String, depth: Int, into row: inout [String]
  ) throws(ValueError) {
    guard depth < 8 else { throw parser.fault("objects are nested too deep") }
    var inner = row
    try parser.object { key, parser throws(ValueError) in
      let name = prefix + key
      if parser.peek == 0x7B {
        try self.fields(&parser, prefix: name + ".", depth: depth + 1, into: &inner)
      } else if parser.peek == 0x5B {
        try parser.skip(depth: 0)
      } else {
        let text = try parser.scalarText()
        let column: Int
        if let known = self.columns[name] {
          column = known
        } else {
          guard self.header.count < 500 else { throw parser.fault("more than 500 columns") }
          column = self.header.count
          self.columns[name] = column
          self.header.append(name)
        }
        while inner.count <= column { inner.append("") }
        inner[column] = text
      }
    }
    row = inner
  }
}

/// A scanner over the bytes of a JSON text; strict on structure, bounded in depth.
struct JSONScanner {
  private let bytes: [UInt8]
  private var cursor = 0
  private(set) var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { cursor = 3 }
  }

  var peek: UInt8? { cursor < bytes.count ? bytes[cursor] : nil }

  func fault(_ message: String) -> ValueError { ValueError("line \(line): \(message)") }

  mutating func space() {
    while cursor < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[cursor]) {
      if bytes[cursor] == 0x0A { line += 1 }
      cursor += 1
    }
  }

  private mutating func expect(_ byte: UInt8) throws(ValueError) {
    guard peek == byte else { throw fault("'\(Character(Unicode.Scalar(byte)))' is expected") }
    cursor += 1
    space()
  }

  mutating func object(
    _ member: (String, inout JSONScanner) throws(ValueError) -> Void
  ) throws(ValueError) {
    try expect(0x7B)
    if peek == 0x7D {
      try expect(0x7D)
      return
    }
    while true {
      let key = try string()
      space()
      try expect(0x3A)
      try member(key, &self)
      space()
      if peek == 0x2C { try expect(0x2C) } else { break }
    }
    try expect(0x7D)
  }

  mutating func array(_ element: (inout JSONScanner) throws(ValueError) -> Void) throws(ValueError) {
    try expect(0x5B)
    if peek == 0x5D {
      try expect(0x5D)
      return
    }
    while true {
      try element(&self)
      space()
      if peek == 0x2C { try expect(0x2C) } else { break }
    }
    try expect(0x5D)
  }

  /// A string, number, true, false or null as text; null is empty.
  mutating func scalarText() throws(ValueError) -> String {
    if peek == 0x22 { return try string() }
    let start = cursor
    while let byte = peek, ![0x2C, 0x5D, 0x7D, 0x20, 0x0A, 0x0D, 0x09].contains(byte), cursor - start < 64 {
      cursor += 1
    }
    let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
    switch text {
    case "null": return ""
    case "true", "false": return text
    default:
      guard Double(text) != nil else { throw fault("a value is expected") }
      return text
    }
  }

  mutating func skip(depth: Int) throws(ValueError) {
    guard depth < 64 else { throw fault("nested too deep") }
    switch peek {
    case 0x7B: try object { _, parser throws(ValueError) in try parser.skip(depth: depth + 1) }
    case 0x5B: try array { parser throws(ValueError) in try parser.skip(depth: depth + 1) }
    default: _ = try scalarText()
    }
  }

  mutating func string() throws(ValueError) -> String {
    guard peek == 0x22 else { throw fault("a string is expected") }
    cursor += 1
    var out: [UInt8] = []
    while let byte = peek {
      cursor += 1
      switch byte {
      case 0x22: return String(decoding: out, as: UTF8.self)
      case 0x5C:
        guard let escape = peek else { throw fault("the text ends inside a string") }
        cursor += 1
        switch escape {
        case 0x6E: out.append(0x0A)
        case 0x74: out.append(0x09)
        case 0x72: out.append(0x0D)
        case 0x62: out.append(0x08)
        case 0x66: out.append(0x0C)
        case 0x75:
          guard cursor + 4 <= bytes.count,
            let unit = UInt32(String(decoding: bytes[cursor..<(cursor + 4)], as: UTF8.self), radix: 16)
          else { throw fault("a broken escape in a string") }
          cursor += 4
          out += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        default: out.append(escape)
        }
      case 0x0A: throw fault("a line ends inside a string")
      default: out.append(byte)
      }
      guard out.count <= 1 << 20 else { throw fault("a string is longer than a mebibyte") }
    }
    throw fault("the text ends inside a string")
  }
}
