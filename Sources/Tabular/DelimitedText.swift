// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A table of delimited text held as one buffer with the place of each field: lists, records, series, statistics.
///
/// Two ways to read: a list as others publish it, whose rows may be short and whose bytes may be Windows-1252; or a table of
/// figures named by its file, of which rows that do not fit the header are left out and counted.
public struct DelimitedText: Sendable {
  /// What is shared by all rows, so that a row is no more than a place.
  final class Storage: Sendable {
    let text: [UInt8]
    let ends: [UInt32]
    /// Number of the first field of each row, and one more.
    let starts: [UInt32]
    let lines: [Int]

    init(text: [UInt8], ends: [UInt32], starts: [UInt32], lines: [Int]) {
      (self.text, self.ends, self.starts, self.lines) = (text, ends, starts, lines)
    }

    func bytes(_ field: Int) -> Range<Int> {
      (field == 0 ? 0 : Int(ends[field - 1]))..<Int(ends[field])
    }

    /// A field with blanks at both ends taken off.
    func trimmed(_ field: Int) -> String {
      var range = bytes(field)
      while let first = range.first, text[first] <= 0x20 { range = range.dropFirst() }
      while let last = range.last, text[last] <= 0x20 { range = range.dropLast() }
      return String(decoding: text[range], as: UTF8.self)
    }
  }

  /// One row, with its fields as received.
  public struct Row: Sendable {
    let storage: Storage
    let fields: Range<Int>

    public var count: Int { fields.count }
    public subscript(_ column: Int) -> String {
      precondition(column >= 0 && column < fields.count, "a column of the row")
      return String(decoding: storage.text[storage.bytes(fields.lowerBound + column)], as: UTF8.self)
    }
  }

  /// All rows below the header.
  public struct Rows: RandomAccessCollection, Sendable {
    let storage: Storage
    public var startIndex: Int { 0 }
    public var endIndex: Int { storage.lines.count }
    public subscript(_ row: Int) -> Row {
      Row(storage: storage, fields: Int(storage.starts[row])..<Int(storage.starts[row + 1]))
    }
  }

  public let file: String
  public let header: [String]
  public private(set) var diagnostics: [Diagnostic] = []
  /// Rows that could not be used, with a diagnostic for the first of them.
  public private(set) var rejectedRows = 0
  private let storage: Storage

  public var rows: Rows { Rows(storage: storage) }
  public var rowCount: Int { storage.lines.count }
  /// Line of the file on which each row begins, 1-based.
  public var lines: [Int] { storage.lines }

  /// At most this many diagnostics are kept; the rest is counted.
  static let mostDiagnostics = 50

  /// Reads a table as it is published: rows may be shorter or longer than the header, and bytes that are not UTF-8 are read
  /// as Windows-1252.
  /// - Parameter separator: by default the one that the first line holds most of.
  /// - Throws: `ValueError` when a quote is never closed or the text holds NUL bytes.
  public init(_ bytes: [UInt8], separator: UInt8? = nil, hasHeader: Bool = true) throws(ValueError) {
    guard !bytes.contains(0) else {
      throw ValueError("the file holds NUL bytes: not a text table (UTF-16 or binary?)")
    }
    var scanner = DelimitedScanner(
      Self.isUTF8(bytes) ? bytes : Array(Self.windows1252(bytes).utf8), separator: separator)
    var building = Building(bytes.count)
    var header: [String] = hasHeader ? [] : [""]
    while scanner.next() {
      switch scanner.fault {
      case .openQuote(let line, _):
        throw ValueError("a quote in line \(line) is never closed; the file may be cut off")
      case .longField: throw ValueError("a quote in line \(scanner.line) is never closed")
      case .nul, nil: break
      }
      if scanner.ends.count == 1, scanner.text.isEmpty { continue }
      if header.isEmpty { header = Self.texts(scanner) } else { try building.add(scanner) }
    }
    file = ""
    self.header = hasHeader ? header : []
    storage = building.finish()
  }

  /// Reads a table of figures with a header row. Broken UTF-8 is replaced; NUL bytes and unclosed quotes are reported, and
  /// rows with another number of fields than the header are reported and left out. Nothing is dropped without a count.
  /// - Throws: `ValueError` when there is no header or a single field is longer than a mebibyte.
  public init(_ bytes: [UInt8], file: String) throws(ValueError) {
    self.file = file
    var scanner = DelimitedScanner(bytes)
    guard scanner.next(), scanner.text.contains(where: { $0 > 0x20 }) else {
      throw ValueError("the file is empty; a header row with column names is needed")
    }
    header = Self.texts(scanner)
    var building = Building(bytes.count)
    while scanner.next() {
      if scanner.ends.count == 1, scanner.text.isEmpty { continue }
      let reason: String
      switch scanner.fault {
      case .longField:
        throw ValueError(
          "a field is longer than a mebibyte; is a quote left open on line \(scanner.line)?")
      case .openQuote: reason = "a quote is never closed"
      case .nul: reason = "a NUL byte"
      case nil:
        if scanner.ends.count == header.count {
          try building.add(scanner)
          continue
        }
        reason = "this row has \(scanner.ends.count) fields, the header has \(header.count)"
      }
      rejectedRows += 1
      if diagnostics.count < Self.mostDiagnostics {
        diagnostics.append(
          Diagnostic(
            .warning, "row-unreadable", reason, at: SourceLocation(file: file, line: scanner.line)))
      }
    }
    storage = building.finish()
  }

  /// A table of texts that are at hand already, one for each heading in a row; lines are counted below the header.
  public init(header: [String], rows: [[String]]) throws(ValueError) {
    var building = Building(rows.count * 64)
    for (row, fields) in rows.enumerated() { try building.add(fields, line: row + 2) }
    file = ""
    self.header = header
    storage = building.finish()
  }

  /// The line of a row in the file, 1-based.
  public func line(ofRow row: Int) -> Int { storage.lines[row] }

  /// The text of one field with blanks at both ends removed; empty where the row is short.
  public subscript(row: Int, column: Int) -> String {
    let field = Int(storage.starts[row]) + column
    return field < Int(storage.starts[row + 1]) ? storage.trimmed(field) : ""
  }

  /// The place of the first column that bears one of some names, capitals not regarded.
  public func column(_ names: String...) -> Int? { column(names) }

  public func column(_ names: [String]) -> Int? {
    for name in names {
      if let place = header.firstIndex(where: { $0.lowercased() == name.lowercased() }) { return place }
    }
    return nil
  }

  /// A field with blanks taken off, or nothing when the row is short, the column absent or the field empty.
  public static func value(_ row: Row, _ column: Int?) -> String? {
    guard let column, column >= 0, column < row.count else { return nil }
    let text = row.storage.trimmed(row.fields.lowerBound + column)
    return text.isEmpty ? nil : text
  }

  private static func texts(_ scanner: borrowing DelimitedScanner) -> [String] {
    var start = 0
    return scanner.ends.map { end in
      defer { start = end }
      return trimmed(String(decoding: scanner.text[start..<end], as: UTF8.self))
    }
  }
}

extension DelimitedText {
  /// Rows as they are gathered.
  private struct Building {
    var text: [UInt8] = []
    var ends: [UInt32] = []
    var starts: [UInt32] = [0]
    var lines: [Int] = []

    init(_ size: Int) { text.reserveCapacity(size) }

    mutating func add(_ scanner: borrowing DelimitedScanner) throws(ValueError) {
      let base = text.count
      guard base + scanner.text.count <= Int(UInt32.max) else {
        throw ValueError("the file is larger than four gibibytes; split it")
      }
      text.append(contentsOf: scanner.text)
      for end in scanner.ends { ends.append(UInt32(base + end)) }
      starts.append(UInt32(ends.count))
      lines.append(scanner.line)
    }

    mutating func add(_ fields: [String], line: Int) throws(ValueError) {
      for field in fields {
        text.append(contentsOf: field.utf8)
        guard let end = UInt32(exactly: text.count) else {
          throw ValueError("the table is larger than four gibibytes; split it")
        }
        ends.append(end)
      }
      starts.append(UInt32(ends.count))
      lines.append(line)
    }

    consuming func finish() -> Storage { Storage(text: text, ends: ends, starts: starts, lines: lines) }
  }

  package static func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }),
      let last = bytes.lastIndex(where: { $0 > 0x20 })
    else { return "" }
    if first == bytes.startIndex, bytes.index(after: last) == bytes.endIndex { return text }
    return String(text[first...last])
  }

  package static func isUTF8(_ bytes: [UInt8]) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
  }

  /// Reads bytes as Windows-1252; the five codes it leaves open become U+FFFD.
  static func windows1252(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      if (0x80...0x9F).contains(byte) {
        text.append(Unicode.Scalar(Self.high[Int(byte) - 0x80]) ?? "\u{FFFD}")
      } else {
        text.append(Unicode.Scalar(byte))
      }
    }
    return String(text)
  }

  private static let high: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
  ]

  /// A text of others as a cell of CSV that no spreadsheet runs: neutral, and quoted when it must be.
  public static func cell(_ text: String) -> String { quote(neutral(text)) }

  /// A field that no spreadsheet takes for a formula: text that starts like one gets an apostrophe, a number does not. What is
  /// neutral already stays as it is.
  public static func neutral(_ field: String) -> String {
    guard let first = field.utf8.first, [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first) else {
      return field
    }
    let isNumber = field.utf8.allSatisfy { (0x2B...0x39).contains($0) } && Double(field) != nil
    return isNumber ? field : "'" + field
  }

  /// What `neutral` made a field of: the text without the apostrophe that it put.
  public static func original(_ field: String) -> String {
    guard field.utf8.first == 0x27 else { return field }
    let rest = String(field.dropFirst())
    return neutral(rest) == field ? rest : field
  }

  /// A field as CSV: quoted when it must be.
  public static func quote(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
      return text
    }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
