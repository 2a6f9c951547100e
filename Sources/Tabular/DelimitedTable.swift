// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A small table of delimited text (RFC 4180) held in memory: licences, truth files, lists, series.
///
/// Declarations by the million are read by `Intake`; this reader is for tables that people write by hand, and keeps
/// the place of every cell for messages.
public struct DelimitedTable: Sendable {
  /// One cell: its text, with white space at the ends removed, and where it stands.
  public struct Cell: Sendable, Hashable {
    public var text: String
    public var location: SourceLocation
  }

  /// One record below the header.
  public struct Record: Sendable {
    public var location: SourceLocation
    public var cells: [Cell]
  }

  /// Names of the columns as written.
  public var header: [String]
  public var records: [Record]

  /// Reads a table; the delimiter is the comma, semicolon, tab or bar that the first line holds most of.
  /// - Throws: `TableError` when the text is no UTF-8, has no header, a quoted cell that never ends, or a record
  ///   with another number of cells than the header.
  /// - Complexity: O(n) in the bytes.
  public init(_ bytes: some Collection<UInt8>, file: String) throws(TableError) {
    let bytes = Array(bytes)
    let top = SourceLocation(file: file, line: 1)
    guard DelimitedText.isUTF8(bytes) else {
      throw TableError("the file is not UTF-8 text; save it as UTF-8", at: top)
    }
    guard !bytes.contains(0) else { throw TableError("the file holds NUL bytes; it is no text", at: top) }
    var scanner = DelimitedScanner(bytes)
    guard let first = try Self.record(&scanner, file), first.cells.contains(where: { !$0.text.isEmpty })
    else {
      throw TableError("the file is empty; a header line is expected", at: top)
    }
    header = first.cells.map(\.text)
    records = []
    while let record = try Self.record(&scanner, file) {
      if record.cells.count == 1, record.cells[0].text.isEmpty { continue }
      guard record.cells.count == header.count else {
        throw TableError(
          "this record has \(record.cells.count) cells, the header has \(header.count)", at: record.location)
      }
      records.append(record)
    }
  }

  private static func record(_ scanner: inout DelimitedScanner, _ file: String) throws(TableError) -> Record?
  {
    guard scanner.next() else { return nil }
    let start = SourceLocation(file: file, line: scanner.line)
    switch scanner.fault {
    case .openQuote(let line, let column):
      throw TableError(
        "a quoted cell opens here and never ends; close the quote",
        at: SourceLocation(file: file, line: line, column: column))
    case .longField: throw TableError("a cell of this record is longer than a mebibyte", at: start)
    case .nul, nil: break
    }
    var begin = 0
    var cells: [Cell] = []
    for (end, place) in zip(scanner.ends, scanner.places) {
      cells.append(
        Cell(
          text: DelimitedText.trimmed(String(decoding: scanner.text[begin..<end], as: UTF8.self)),
          location: SourceLocation(file: file, line: place.line, column: place.column)))
      begin = end
    }
    return Record(location: start, cells: cells)
  }

  /// The position of a column by any of its names; case, spaces, hyphens and underscores do not count.
  public func column(_ names: String...) -> Int? {
    let wanted = Set(names.map(Self.key))
    return header.firstIndex { wanted.contains(Self.key($0)) }
  }

  static func key(_ name: String) -> String {
    String(name.lowercased().unicodeScalars.filter { $0 != " " && $0 != "_" && $0 != "-" && $0 != "." })
  }
}

/// Why a small table could not be read, and where.
public struct TableError: Error, Sendable, Hashable, CustomStringConvertible {
  public var message: String
  public var location: SourceLocation

  public init(_ message: String, at location: SourceLocation) {
    self.message = message
    self.location = location
  }

  public var description: String { "\(location): error: \(message)" }
}
