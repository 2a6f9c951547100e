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
    var bytes = Array(bytes)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TableError(
        "the file is not UTF-8 text; save it as UTF-8", at: SourceLocation(file: file, line: 1))
    }
    guard !text.contains("\0") else {
      throw TableError("the file holds NUL bytes; it is no text", at: SourceLocation(file: file, line: 1))
    }
    let delimiter = Self.delimiter(of: bytes)
    var scanner = Scanner(bytes: bytes, delimiter: delimiter, file: file)
    guard let first = try scanner.next(), first.cells.contains(where: { !$0.text.isEmpty }) else {
      throw TableError(
        "the file is empty; a header line is expected", at: SourceLocation(file: file, line: 1))
    }
    header = first.cells.map(\.text)
    records = []
    while let record = try scanner.next() {
      if record.cells.count == 1, record.cells[0].text.isEmpty { continue }
      guard record.cells.count == header.count else {
        throw TableError(
          "this record has \(record.cells.count) cells, the header has \(header.count)", at: record.location)
      }
      records.append(record)
    }
  }

  /// The position of a column by any of its names; case, spaces, hyphens and underscores do not count.
  public func column(_ names: String...) -> Int? {
    let wanted = Set(names.map(Self.key))
    return header.firstIndex { wanted.contains(Self.key($0)) }
  }

  static func key(_ name: String) -> String {
    String(name.lowercased().unicodeScalars.filter { $0 != " " && $0 != "_" && $0 != "-" && $0 != "." })
  }

  static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let line = bytes.prefix { $0 != 0x0A }
    let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
    var best = (count: 0, byte: candidates[0])
    for byte in candidates {
      let count = line.count { $0 == byte }
      if count > best.count { best = (count, byte) }
    }
    return best.byte
  }

  private struct Scanner {
    let bytes: ArraySlice<UInt8>
    let delimiter: UInt8
    let file: String
    var position: Int
    var line = 1

    init(bytes: ArraySlice<UInt8>, delimiter: UInt8, file: String) {
      self.bytes = bytes
      self.delimiter = delimiter
      self.file = file
      position = bytes.startIndex
    }

    mutating func next() throws(TableError) -> Record? {
      guard position < bytes.endIndex else { return nil }
      let start = SourceLocation(file: file, line: line)
      var cells: [Cell] = []
      var cell: [UInt8] = []
      var lineStart = position
      var cellPlace = SourceLocation(file: file, line: line, column: 1)
      func finished() -> Cell {
        Cell(text: trim(cell), location: cellPlace)
      }
      while true {
        guard position < bytes.endIndex else {
          cells.append(finished())
          return Record(location: start, cells: cells)
        }
        let byte = bytes[position]
        if byte == 0x22, cell.allSatisfy({ $0 == 0x20 }) {
          cell = []
          let opening = SourceLocation(file: file, line: line, column: position - lineStart + 1)
          position += 1
          while true {
            guard position < bytes.endIndex else {
              throw TableError("a quoted cell opens here and never ends; close the quote", at: opening)
            }
            let inner = bytes[position]
            position += 1
            if inner == 0x22 {
              guard position < bytes.endIndex, bytes[position] == 0x22 else { break }
              position += 1
            } else if inner == 0x0A {
              line += 1
              lineStart = position
            }
            cell.append(inner)
          }
          continue
        }
        position += 1
        if byte == delimiter {
          cells.append(finished())
          cell = []
          cellPlace = SourceLocation(file: file, line: line, column: position - lineStart + 1)
        } else if byte == 0x0A || byte == 0x0D {
          if byte == 0x0D, position < bytes.endIndex, bytes[position] == 0x0A { position += 1 }
          line += 1
          cells.append(finished())
          return Record(location: start, cells: cells)
        } else {
          cell.append(byte)
        }
      }
    }

    func trim(_ cell: [UInt8]) -> String {
      var slice = cell[...]
      while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
      while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
      return String(decoding: slice, as: UTF8.self)
    }
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
