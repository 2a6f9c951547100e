// SPDX-License-Identifier: Apache-2.0

public import Indicators
import Tabular
import TradeFlows
public import TradeModel

/// Alerts of trade statistics from a file, as context for a screening.
public enum FlowLeadFile {
  /// Reads what `assay flows alerts` wrote as JSON or CSV; rows that are no alert are passed over.
  /// - Throws: `ValueError` when a column is missing or an alert cannot be read.
  public static func leads(_ bytes: [UInt8], file: String) throws(ValueError) -> [FlowLead] {
    let start = bytes.first { $0 > 0x20 }
    let rows: any FieldRows =
      start == 0x7B || start == 0x5B
      ? try JSONRows(bytes) : try DelimitedText(bytes, file: file)
    var leads: [FlowLead] = []
    guard rows.rowCount > 0 else { return [] }
    var place: [String: Int] = [:]
    for name in ["alert", "code", "mineral", "exporter", "importer", "effective", "until", "words"] {
      guard let index = rows.header.firstIndex(of: name) else { throw ValueError("no column '\(name)'") }
      place[name] = index
    }
    for row in 0..<rows.rowCount {
      func text(_ name: String) -> String { place[name].map { rows[row, $0] } ?? "" }
      guard text("alert") == "yes" else { continue }
      guard let exporter = CountryCode(text("exporter")), let importer = CountryCode(text("importer")) else {
        throw ValueError("line \(rows.line(ofRow: row)): no exporter or no importer")
      }
      let until = text("until")
      leads.append(
        FlowLead(
          mineral: text("mineral"), subheading: try CommodityCode(text("code")).subheading,
          exporter: exporter, importer: importer, from: try Month(text("effective")).firstDay,
          until: until.isEmpty ? nil : try Month(until).advanced(by: 1).firstDay.advanced(by: -1),
          words: text("words")))
    }
    return leads
  }
}
