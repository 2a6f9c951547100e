// SPDX-License-Identifier: Apache-2.0

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
}
