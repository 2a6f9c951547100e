// SPDX-License-Identifier: Apache-2.0

import Intake
import Ranking
public import Screening
import TradeModel

/// Every way a result leaves the program. Large results are handed on in pieces, in the order of the rows.
public enum ResultWriter {
  /// One line an item as CSV.
  public static func csv(_ result: ScreeningResult, _ sink: ([UInt8]) -> Void) {
    sink(CSVReport.header)
    result.forEachChunk({ rows, explain in CSVReport.rows(rows, of: result, explain: explain) }, sink: sink)
  }

  /// One JSON object an item.
  public static func jsonLines(_ result: ScreeningResult, _ sink: ([UInt8]) -> Void) {
    result.forEachChunk(
      rows: 2048, { rows, explain in JSONLinesReport.rows(rows, of: result, explain: explain) }, sink: sink)
  }

  /// One assessment as one line of JSON, with its line feed: the same bytes as in `jsonLines`.
  public static func jsonLine(_ assessment: Assessment, of result: ScreeningResult) -> [UInt8] {
    json(assessment, reference: result.reference) + [0x0A]
  }

  /// Id and score of every item as CSV.
  public static func scores(_ result: ScreeningResult, _ sink: ([UInt8]) -> Void) {
    sink(ScoresReport.header)
    result.forEachChunk({ rows, _ in ScoresReport.rows(rows, of: result) }, sink: sink)
  }

  /// The ranked table and the summary for a terminal.
  public static func table(
    _ top: [Assessment], _ summary: ScreeningSummary, width: Int, colour: Bool
  ) -> String {
    TerminalTable.text(top, summary, width: width, colour: colour)
  }

  /// One assessment in full for a terminal.
  public static func explanation(
    _ assessment: Assessment, of result: ScreeningResult, width: Int, colour: Bool
  ) -> String {
    Explanation.text(assessment, width: width, colour: colour) { result.materialName($0) }
  }

  /// One self-contained page with charts and the ranked items.
  public static func html(
    _ result: ScreeningResult, _ summary: ScreeningSummary, top: [Assessment], title: String
  ) -> [UInt8] {
    let table = result.table
    var days: [Int64: Int] = [:]
    var destinations: [Int64: Int] = [:]
    for row in 0..<table.rowCount {
      let lane = Int64(result.compact[row].lane.rawValue)
      days[Int64(table.day[row]) << 8 | lane, default: 0] += 1
      destinations[Int64(table.destination[row]) << 8 | lane, default: 0] += 1
    }
    func lane(_ key: Int64) -> Lane { Lane(rawValue: UInt8(truncatingIfNeeded: key)) ?? .green }
    let generated = (0..<min(table.rowCount, 20)).contains { row in
      table.declarationID.text(at: row)?.hasPrefix("GEN") ?? false
    }
    return HTMLReport.page(
      summary: summary, top: top,
      days: days.sorted { $0.key < $1.key }.map {
        DayCount(Day(number: Int32($0.key >> 8)), lane($0.key), $0.value)
      },
      points: top.compactMap { assessment in
        guard let mass = assessment.item.netMass?.kilograms, mass > 0,
          let price = result.pricePerKilogram(at: assessment.row), price > 0
        else { return nil }
        return PricePoint(
          netKilograms: mass, dollarsPerKilogram: price, lane: assessment.lane, row: assessment.row)
      },
      destinations: destinations.sorted { $0.key < $1.key }.map { key, count in
        let country = CountryCode(packed: UInt16(key >> 8))
        return DestinationCount(country, name: result.countryName(country), lane(key), count)
      },
      materialName: { result.materialName($0) }, title: title, isGenerated: generated)
  }
}
