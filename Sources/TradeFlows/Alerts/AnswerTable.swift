// SPDX-License-Identifier: Apache-2.0

import Tabular
import TradeModel

/// Sentences that every report of flows carries.
public enum Wording {
  /// What statistics can and cannot say.
  public static let leads =
    "Figures are differences between official statistics. What is left is unexplained, not shown to be unlawful; "
    + "each row is a lead to look into."
}

/// An answer as a table of text, written for people, for spreadsheets or for programs.
public struct AnswerTable: Sendable {
  public var header: [String]
  public var rows: [[String]]
  public var note: String?

  public init(header: [String], rows: [[String]], note: String? = nil) {
    self.header = header
    self.rows = rows
    self.note = note
  }

  /// The text as `table`, `csv` or `json`; other words give the table.
  public func text(as format: String) -> String {
    switch format {
    case "csv":
      return ([header] + rows).map { $0.map { DelimitedText.cell($0) }.joined(separator: ",") }
        .joined(
          separator: "\n") + "\n"
    case "json":
      let objects = rows.map { row in
        "    {" + zip(header, row).map { "\(Self.json($0)): \(Self.jsonValue($1))" }.joined(separator: ", ")
          + "}"
      }
      let list = objects.isEmpty ? "[]" : "[\n" + objects.joined(separator: ",\n") + "\n  ]"
      return "{\n  \"note\": \(Self.json(note ?? "")),\n  \"rows\": \(list)\n}\n"
    default:
      // The last column may be long text: it goes on a line of its own.
      let widths = header.indices.map { column in
        min(28, ([header] + rows).map { $0[column].count }.max() ?? 0)
      }
      func line(_ row: [String]) -> String {
        let cells = zip(row, widths).map { text, width in
          text + String(repeating: " ", count: max(0, width - text.count))
        }
        return DelimitedText.trimmed(cells.joined(separator: "  "))
      }
      let wide = header.last == "explanations"
      var lines = [line(wide ? Array(header.dropLast()) : header)]
      for row in rows {
        lines.append(line(wide ? Array(row.dropLast()) : row))
        if wide, let text = row.last {
          lines += text.split(separator: "|").map { "    " + DelimitedText.trimmed(String($0)) }
        }
      }
      if rows.isEmpty { lines.append("nothing found") }
      if let note { lines += ["", note] }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// A JSON string.
  public static func json(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        if scalar.value < 0x20 {
          let hex = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }

  private static func jsonValue(_ text: String) -> String {
    guard let first = text.utf8.first, first == 0x2D || (0x30...0x39).contains(first), Double(text) != nil,
      text.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x2E || (0x30...0x39).contains($0) }),
      !(text.utf8.count > 1 && text.hasPrefix("0") && !text.hasPrefix("0."))
    else { return json(text) }
    return text
  }
}

extension Explanation {
  /// All explanations in one field.
  static func joined(_ list: [Explanation]) -> String {
    list.map { "\($0.kind.rawValue): \($0.verdict.rawValue). \($0.words)" }.joined(separator: " | ")
  }
}

extension MirrorGap {
  public static let header = [
    "code", "period", "exporter", "importer", "kind", "exported_t", "imported_t", "gap_t", "low_t", "high_t",
    "purity", "mineral", "lag", "value_gap_usd", "alert", "explanations",
  ]

  public var row: [String] {
    func tonnes(_ kilograms: Double?) -> String {
      kilograms.map { BreakTable.decimal($0 / 1000, places: 3) } ?? ""
    }
    return [
      pair.code.digits, pair.period.description, pair.exporter.description, pair.importer.description,
      kind.rawValue,
      tonnes(pair.exportedMass), tonnes(pair.importedMass), tonnes(kilograms), tonnes(band.lowerBound),
      tonnes(band.upperBound), identity.purity.rawValue, identity.mineral?.slug ?? "", String(lag),
      valueGap.map { BreakTable.decimal($0, places: 0) } ?? "", isAlert ? "yes" : "no",
      Explanation.joined(explanations),
    ]
  }
}

extension Relay {
  public static let header = [
    "relay", "ground", "before_t", "after_t", "excess_upper_t", "excess_firm_level_t", "both_legs_t",
    "outflow_t",
    "inflow_t", "own_output_t", "breach_t", "breach_low_t", "breach_high_t", "breach_both_t",
    "breach_both_low_t", "freund", "explanations",
  ]

  public var row: [String] {
    func tonnes(_ kilograms: Double) -> String { BreakTable.decimal(kilograms / 1000, places: 1) }
    let c = conditions
    let marks = [
      c.originFellAtDestination, c.originRoseAtRelay, c.relayRoseAtDestination, c.originGrewMoreElsewhere,
      c.legsMatch,
      c.cannotProduce,
    ].map { $0 ? "+" : "-" }.joined()
    let price = c.unitValuesMatch.map { $0 ? "+" : "-" } ?? "?"
    return [
      country.description, ground.rawValue, tonnes(before), tonnes(after), tonnes(excess),
      tonnes(firmLevelExcess),
      tonnes(excessOfBothLegs), tonnes(outflow), tonnes(inflow), tonnes(ownOutput), tonnes(breach),
      tonnes(breachBand.lowerBound), tonnes(breachBand.upperBound), tonnes(breachOfBoth),
      tonnes(breachOfBothBand.lowerBound), "conditions " + marks + price,
      Explanation.joined(explanations),
    ]
  }
}

extension FlowAlert {
  public static let header = [
    "alert", "code", "mineral", "purity", "exporter", "importer", "report_of", "control", "announced",
    "effective",
    "until", "break_month", "tonnes", "low_t", "high_t", "level", "p", "q_by", "q_bh", "placebo_p",
    "placebos",
    "max_t_p", "rush_t", "rush_p", "declarations", "declared_t", "shipments", "silence", "words",
    "explanations",
  ]

  public var row: [String] {
    func tonnes(_ kilograms: Double) -> String { BreakTable.decimal(kilograms / 1000, places: 3) }
    func chance(_ p: Double?) -> String { p.map { BreakTable.decimal($0, places: 5) } ?? "" }
    let declared = shipments.compactMap(\.kilograms).reduce(0, +)
    let list = shipments.prefix(50).map {
      "\($0.day) \($0.declaration): \($0.exporter) to \($0.consignee), \($0.code), "
        + ($0.kilograms.map { BreakTable.decimal($0, places: 1) + " kg" } ?? "no mass")
    }
    return [
      isAlert ? "yes" : "no", lane.code.digits, identity.mineral?.slug ?? "", identity.purity.rawValue,
      lane.exporter.description, lane.importer.description,
      (lane.byImporter ? lane.importer : lane.exporter).description, event.title,
      event.announced?.description ?? "", event.effective.description, event.until?.description ?? "",
      breakMonth?.description ?? "", tonnes(kilograms), tonnes(band.lowerBound), tonnes(band.upperBound),
      BreakTable.decimal(level, places: 3), chance(p), chance(q), chance(qIndependent), chance(placeboP),
      placeboP == nil ? "" : String(placebos), chance(familyP), rush.map { tonnes($0.kilograms) } ?? "",
      chance(rush?.p), shipments.isEmpty ? "" : String(shipments.count),
      shipments.isEmpty ? "" : tonnes(declared), list.joined(separator: " | "), silence ?? "", words,
      Explanation.joined(explanations),
    ]
  }
}
