// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Rows of a CSV or TSV text (RFC 4180; quoted fields may hold line breaks), bytes kept as received.
public struct DelimitedText: Sendable {
  public var header: [String]
  public var rows: [[String]]
  /// Line of the file on which each row begins, 1-based.
  public var lines: [Int]

  /// Longest field read, in bytes; a longer one is refused, since it means a quote that was never closed.
  public static let longestField = 1 << 20

  /// Reads a table whose first row names the columns.
  ///
  /// A byte order mark is dropped; bytes that are not UTF-8 are read as Windows-1252 when the whole text is not UTF-8.
  /// - Throws: `ValueError` when a quote is never closed or the text holds NUL bytes.
  public init(_ bytes: [UInt8], separator: UInt8 = 0x2C, hasHeader: Bool = true) throws(ValueError) {
    guard !bytes.contains(0) else {
      throw ValueError("the file holds NUL bytes: not a text table (UTF-16 or binary?)")
    }
    let isUTF8 = Self.isUTF8(bytes)
    var rows: [[String]] = []
    var lines: [Int] = []
    var row: [String] = []
    var field: [UInt8] = []
    var quoted = false
    var touched = false
    var line = 1
    var startLine = 1
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func text(_ field: [UInt8]) -> String {
      isUTF8 ? String(decoding: field, as: UTF8.self) : Self.windows1252(field)
    }
    func endRow() {
      row.append(text(field))
      field.removeAll(keepingCapacity: true)
      if row.count > 1 || !row[0].isEmpty {
        rows.append(row)
        lines.append(startLine)
      }
      row.removeAll(keepingCapacity: true)
      touched = false
    }
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == 0x0A { line += 1 }
      if quoted {
        if byte == 0x22 {
          if place < bytes.count, bytes[place] == 0x22 {
            field.append(0x22)
            place += 1
          } else {
            quoted = false
          }
        } else {
          field.append(byte)
          if field.count > Self.longestField {
            throw ValueError("a quote in line \(startLine) is never closed")
          }
        }
        continue
      }
      switch byte {
      case 0x22 where field.allSatisfy({ $0 == 0x20 }):
        field.removeAll(keepingCapacity: true)
        quoted = true
        touched = true
      case separator:
        row.append(text(field))
        field.removeAll(keepingCapacity: true)
        touched = true
      case 0x0D: break
      case 0x0A:
        endRow()
        startLine = line
      case 0x1A where place == bytes.count: break  // end-of-file mark of the OFAC files
      default: field.append(byte)
      }
    }
    if quoted { throw ValueError("a quote in line \(startLine) is never closed; the file may be cut off") }
    if touched || !field.isEmpty || !row.isEmpty { endRow() }
    if hasHeader, !rows.isEmpty {
      header = rows.removeFirst().map { $0.trimmed }
      lines.removeFirst()
    } else {
      header = []
    }
    self.rows = rows
    self.lines = lines
  }

  /// The place of a column by any of its names, letters of either case.
  public func column(_ names: String...) -> Int? {
    for name in names {
      if let place = header.firstIndex(where: { $0.lowercased() == name.lowercased() }) { return place }
    }
    return nil
  }

  /// A field with white space taken off, or nothing when the row is short, the column absent or the field empty.
  public static func value(_ row: [String], _ column: Int?) -> String? {
    guard let column, column < row.count else { return nil }
    let field = row[column]
    let text = field.utf8.first == 0x20 || field.utf8.last == 0x20 ? field.trimmed : field
    return text.isEmpty ? nil : text
  }

  static func isUTF8(_ bytes: [UInt8]) -> Bool {
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

  /// A field as CSV: quoted when it must be.
  public static func quote(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
      return text
    }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
