// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Writes quarantined rows so that they can be mended and fed again.
///
/// The header of the source is kept and six columns are put after it, which the readers pass over. The text of a row
/// is kept byte for byte; where the row has another number of fields than the header, the added columns
/// follow the fields there are, and the row must be mended before it fits.
public enum QuarantineFile {
  static let columns = [
    "assay_file", "assay_line", "assay_column", "assay_field", "assay_reason", "assay_message",
  ]

  /// The quarantine of one file of a result as bytes, header included; nothing when all its rows were read.
  public static func csv(of result: IntakeResult, file index: Int) -> [UInt8]? {
    let rows = result.quarantine.filter { $0.fileIndex == index }
    guard !rows.isEmpty else { return nil }
    let header = result.headers[index]
    let delimiter = result.delimiters[index]
    var out = header
    let isFedAgain = String(decoding: header, as: UTF8.self).contains("assay_line")
    if !isFedAgain {
      for column in columns {
        out.append(delimiter)
        out += Array(column.utf8)
      }
    }
    out.append(0x0A)
    for row in rows {
      out += row.raw
      if !isFedAgain {
        let texts = [
          row.file, String(row.line), String(row.column), row.field?.rawValue ?? "", row.reason.rawValue,
          row.faults.map(\.message).joined(separator: " / "),
        ]
        for text in texts {
          out.append(delimiter)
          out += quoted(text, delimiter)
        }
      }
      out.append(0x0A)
    }
    return out
  }

  private static func quoted(_ text: String, _ delimiter: UInt8) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      return bytes
    }
    return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }
}
