// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A table of text read from separated values (RFC 4180), held as one buffer with the place of each field.
///
/// Reading is linear in the size of the text. Broken UTF-8 is replaced, NUL bytes and unclosed quotes are reported,
/// rows with another number of fields than the header are reported and left out. Nothing is dropped without a count.
public struct DelimitedText: Sendable {
  public let file: String
  public let header: [String]
  public private(set) var diagnostics: [Diagnostic] = []
  /// Rows that could not be used, with a diagnostic for the first of them.
  public private(set) var rejectedRows = 0
  public var rowCount: Int { lines.count }

  private var buffer: [UInt8] = []
  private var ends: [Int] = []
  private var lines: [Int] = []
  private let width: Int

  /// At most this many diagnostics are kept; the rest is counted.
  static let mostDiagnostics = 50

  /// Reads a text with a header row. The separator is found from the header: comma, semicolon, tab or bar.
  /// - Throws: `ValueError` when there is no header or a single field is longer than a mebibyte.
  public init(_ bytes: [UInt8], file: String) throws(ValueError) {
    self.file = file
    var cursor = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let headerEnd = bytes[cursor...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    var counts: [(UInt8, Int)] = []
    for separator in [UInt8(0x2C), 0x3B, 0x09, 0x7C] {
      counts.append((separator, bytes[cursor..<headerEnd].count { $0 == separator }))
    }
    let separator = counts.max { $0.1 < $1.1 }!.0
    var line = 1
    var fields: [ArraySlice<UInt8>] = []
    var scratch: [UInt8] = []
    var columns: [String] = []

    // One record: field slices are copied into scratch, ends noted in fieldEnds.
    var fieldEnds: [Int] = []
    func record() throws(ValueError) -> (line: Int, fault: String?)? {
      guard cursor < bytes.count else { return nil }
      scratch.removeAll(keepingCapacity: true)
      fieldEnds.removeAll(keepingCapacity: true)
      let firstLine = line
      var quoted = false
      var fieldStart = 0
      var fault: String?
      var atFieldStart = true
      while true {
        guard cursor < bytes.count else {
          if quoted { fault = "a quote is never closed" }
          fieldEnds.append(scratch.count)
          break
        }
        let byte = bytes[cursor]
        cursor += 1
        if byte == 0 { fault = "a NUL byte" }
        if quoted {
          if byte == 0x22 {
            if cursor < bytes.count, bytes[cursor] == 0x22 {
              scratch.append(0x22)
              cursor += 1
            } else {
              quoted = false
            }
          } else {
            if byte == 0x0A { line += 1 }
            scratch.append(byte)
          }
        } else if byte == 0x22, atFieldStart {
          quoted = true
          atFieldStart = false
        } else if byte == separator {
          fieldEnds.append(scratch.count)
          fieldStart = scratch.count
          atFieldStart = true
        } else if byte == 0x0A || byte == 0x0D {
          if byte == 0x0D, cursor < bytes.count, bytes[cursor] == 0x0A { cursor += 1 }
          line += 1
          fieldEnds.append(scratch.count)
          break
        } else {
          atFieldStart = false
          scratch.append(byte)
        }
        if scratch.count - fieldStart > 1 << 20 {
          throw ValueError("a field is longer than a mebibyte; is a quote left open on line \(firstLine)?")
        }
      }
      return (firstLine, fault)
    }
    fields.removeAll()
    guard try record() != nil, scratch.contains(where: { $0 > 0x20 }) else {
      throw ValueError("the file is empty; a header row with column names is needed")
    }
    var start = 0
    for end in fieldEnds {
      columns.append(Self.trimmed(String(decoding: scratch[start..<end], as: UTF8.self)))
      start = end
    }
    header = columns
    width = columns.count
    while let read = try record() {
      if fieldEnds.count == 1, scratch.isEmpty { continue }
      if read.fault == nil, fieldEnds.count == width {
        let base = buffer.count
        buffer.append(contentsOf: scratch)
        for end in fieldEnds { ends.append(base + end) }
        lines.append(read.line)
      } else {
        rejectedRows += 1
        if diagnostics.count < Self.mostDiagnostics {
          diagnostics.append(
            Diagnostic(
              .warning, "row-unreadable",
              read.fault ?? "this row has \(fieldEnds.count) fields, the header has \(width)",
              at: SourceLocation(file: file, line: read.line)))
        }
      }
    }
  }

  /// The line of a row in the file, 1-based.
  public func line(ofRow row: Int) -> Int { lines[row] }

  /// The text of one field, with blanks at both ends removed.
  public subscript(row: Int, column: Int) -> String {
    let index = row * width + column
    let start = index == 0 ? 0 : ends[index - 1]
    return Self.trimmed(String(decoding: buffer[start..<ends[index]], as: UTF8.self))
  }

  /// The place of the first column that bears one of some names, capitals not regarded.
  public func column(_ names: [String]) -> Int? {
    for name in names {
      if let index = header.firstIndex(where: { $0.lowercased() == name.lowercased() }) { return index }
    }
    return nil
  }

  static func trimmed(_ text: String) -> String {
    let scalars = text.utf8
    guard let first = scalars.firstIndex(where: { $0 > 0x20 }),
      let last = scalars.lastIndex(where: { $0 > 0x20 })
    else { return "" }
    if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex { return text }
    return String(text[first...last])
  }
}
