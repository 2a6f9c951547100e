// SPDX-License-Identifier: Apache-2.0

import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes quarantined rows so that they can be mended and fed again.
///
/// The header of the source is kept and six columns are put after it, which the readers pass over. The text of a row
/// is kept byte for byte, but for an apostrophe before what a spreadsheet would run as a formula; where the row has another number of fields than the header, the added columns
/// follow the fields there are, and the row must be mended before it fits.
public enum QuarantineFile {
  static let columns = [
    "assay_file", "assay_line", "assay_column", "assay_field", "assay_reason", "assay_message",
  ]

  /// The quarantine of one file of a result in the form of the file, CSV or JSON Lines; nothing when all its rows
  /// were read.
  public static func text(of result: IntakeResult, file index: Int) -> [UInt8]? {
    let rows = result.quarantine.filter { $0.fileIndex == index }
    guard !rows.isEmpty else { return nil }
    return result.headers[index].isEmpty ? jsonLines(rows) : csv(rows, of: result, file: index)
  }

  /// Lines as received; the reason is put into the objects that are whole.
  private static func jsonLines(_ rows: [QuarantinedRow]) -> [UInt8] {
    var out: [UInt8] = []
    for row in rows {
      var line = row.raw
      while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
      let isWhole = row.faults.allSatisfy { $0.field != nil || $0.reason == .duplicateItem }
      if isWhole, line.last == 0x7D, !row.isCut,
        !String(decoding: line, as: UTF8.self).contains("\"assay_line\"")
      {
        line.removeLast()
        let texts = [
          ("assay_file", quotedJSON(row.file)), ("assay_line", String(row.line)),
          ("assay_reason", quotedJSON(row.reason.rawValue)),
          ("assay_message", quotedJSON(row.faults.map(\.message).joined(separator: " / "))),
        ]
        for (key, value) in texts { line += Array(",\"\(key)\":\(value)".utf8) }
        line.append(0x7D)
      }
      out += line
      out.append(0x0A)
    }
    return out
  }

  private static func quotedJSON(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: out += "\\\""
      case 0x5C: out += "\\\\"
      case 0..<0x20: out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private static func csv(_ rows: [QuarantinedRow], of result: IntakeResult, file index: Int) -> [UInt8] {
    let header = result.headers[index]
    let delimiter = result.delimiters[index]
    var out = harmless(header, delimiter)
    let isFedAgain = String(decoding: header, as: UTF8.self).contains("assay_line")
    if !isFedAgain {
      for column in columns {
        out.append(delimiter)
        out += Array(column.utf8)
      }
    }
    out.append(0x0A)
    for row in rows {
      out += harmless(row.raw, delimiter)
      if !isFedAgain {
        let texts = [
          row.file, String(row.line), String(row.column), row.field?.rawValue ?? "", row.reason.rawValue,
          row.faults.map(\.message).joined(separator: " / "),
        ]
        for text in texts {
          out.append(delimiter)
          out += harmless(quoted(text, delimiter), delimiter)
        }
      }
      out.append(0x0A)
    }
    return out
  }

  /// Writes the quarantine of a result: one file, or one a source with `.2`, `.3` ... put after the name.
  public static func write(_ result: IntakeResult, to path: String) throws(IntakeError) {
    var number = 1
    for index in result.headers.indices {
      guard let bytes = text(of: result, file: index) else { continue }
      let target = number == 1 ? path : "\(path).\(number)"
      number += 1
      guard let file = unsafe fopen(target, "wb") else {
        throw IntakeError(
          .notReadable, "cannot be written", at: SourceLocation(file: target, line: 0),
          suggestion: "check the folder and its permissions")
      }
      let written = unsafe bytes.withUnsafeBufferPointer { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
      guard unsafe fclose(file) == 0, written == bytes.count else {
        throw IntakeError(
          .notReadable, "was not written whole", at: SourceLocation(file: target, line: 0),
          suggestion: "check the space on the disk")
      }
    }
  }

  /// The same row with an apostrophe before every cell that a spreadsheet would run; numbers stay as they are.
  ///
  /// Where quotes do not pair a spreadsheet may begin a cell anywhere: then every delimiter counts.
  private static func harmless(_ row: [UInt8], _ delimiter: UInt8) -> [UInt8] {
    guard row.contains(where: isDangerous) else { return row }
    let pairs = row.count { $0 == 0x22 }.isMultiple(of: 2)
    var out: [UInt8] = []
    var isQuoted = false
    var isStart = true
    for (at, byte) in row.enumerated() {
      if isStart, byte == 0x22 || byte == 0x20 {
        if byte == 0x22, pairs { isQuoted.toggle() }
        out.append(byte)
        continue
      }
      if isStart, isDangerous(byte), !isNumber(row[at...], delimiter) { out.append(0x27) }
      isStart = false
      if byte == 0x22, pairs { isQuoted.toggle() }
      if !isQuoted, byte == delimiter || byte == 0x0A || byte == 0x0D { isStart = true }
      out.append(byte)
    }
    return out
  }

  private static func isDangerous(_ byte: UInt8) -> Bool {
    byte == 0x3D || byte == 0x2B || byte == 0x2D || byte == 0x40 || byte == 0x09 || byte == 0x0D
  }

  /// Whether a cell that begins with a sign is a plain number.
  private static func isNumber(_ rest: ArraySlice<UInt8>, _ delimiter: UInt8) -> Bool {
    guard let first = rest.first, first == 0x2B || first == 0x2D else { return false }
    let cell = rest.dropFirst().prefix { $0 != delimiter && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D }
    return !cell.isEmpty && cell.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C }
  }

  private static func quoted(_ text: String, _ delimiter: UInt8) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      return bytes
    }
    return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }
}
