// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Intake
import Licensing
import Ranking
import Screening
import TradeModel

/// One line an item, with the columns of docs/output.md. Items of interest also say why, and what would make them lawful.
enum CSVReport {
  static let columns = [
    "file", "line", "declaration_id", "item_number", "date", "destination", "commodity_code", "lane", "score",
    "certainty", "declared_outcome", "declared_control", "likely_material", "likely_probability",
    "likely_outcome",
    "likely_control", "licence", "indicators", "finding", "to_do", "listed_parties",
  ]

  static var header: [UInt8] { Array((columns.joined(separator: ",") + "\n").utf8) }

  static func rows(_ rows: Range<Int>, of result: ScreeningResult, explain: Explainer) -> [UInt8] {
    var writer = ByteWriter(capacity: rows.count * 160)
    let table = result.table
    for row in rows {
      let compact = result.compact[row]
      writer.field(table.files[table.fileIndex(of: row)])
      writer.field(table.line[row])
      writer.field(table.declarationID.codes[row], of: table.declarationID.dictionary)
      if table.itemNumber[row] == DeclarationTable.absent32 {
        writer.emptyField()
      } else {
        writer.field(table.itemNumber[row])
      }
      writer.field(Day(number: table.day[row]))
      writer.field(CountryCode(packed: table.destination[row]).description)
      writer.field(table.commodityCodes[Int(table.commodityCode[row])]?.digits ?? "")
      writer.field(compact.lane.name)
      writer.field(ExactDecimal(millionths: Int64((Double(compact.score) * 1e4).rounded()) * 100))
      writer.field(ExactDecimal(millionths: Int64(compact.certainty) * 10_000))
      writer.field(compact.declaredOutcome.name)
      writer.field(result.controlCode(compact.declaredControl) ?? "")
      writer.field(result.materialSlug(compact.material) ?? "")
      if compact.material == CompactAssessment.none {
        writer.emptyField()
      } else {
        writer.field(ExactDecimal(millionths: Int64((Double(compact.probability) / 65.535).rounded()) * 1000))
      }
      writer.field(compact.likelyOutcome.name)
      writer.field(result.controlCode(compact.likelyControl) ?? "")
      writer.field(compact.licence.name)
      writer.field(
        compact.indicators == 0 ? "" : result.indicatorNames(compact.indicators).joined(separator: ";"))
      if compact.lane > .green || compact.indicators != 0 {
        let brief = explain.brief(at: row)
        writer.field(brief.headline)
        writer.field(brief.remedies.joined(separator: " "))
        writer.field(brief.listed.map(ListedPartyText.short).joined(separator: "; "))
      } else {
        writer.emptyField()
        writer.emptyField()
        writer.emptyField()
      }
      writer.endRow()
    }
    return writer.bytes
  }
}

/// Id and score of every item, for whoever wants to measure the ranking.
enum ScoresReport {
  static var header: [UInt8] { Array("id,score\n".utf8) }

  static func rows(_ rows: Range<Int>, of result: ScreeningResult) -> [UInt8] {
    var writer = ByteWriter(capacity: rows.count * 24)
    let ids = result.table.declarationID
    for row in rows {
      if ids.codes[row] == 0 {
        writer.field("line \(result.table.line[row])")
      } else {
        writer.field(ids.codes[row], of: ids.dictionary)
      }
      writer.field(ExactDecimal(millionths: Int64((Double(result.compact[row].score) * 1e6).rounded())))
      writer.endRow()
    }
    return writer.bytes
  }
}
