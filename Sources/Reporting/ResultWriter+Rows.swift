// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import Screening
import TradeModel

extension ResultWriter {
  /// One assessment as one JSON object without a line feed: the bytes that `jsonLines` gives.
  public static func json(_ assessment: Assessment, reference: ReferenceData) -> [UInt8] {
    var writer = JSONWriter(room: 8192)
    JSONLinesReport.write(assessment, materialSlug: { reference[$0].slug }, to: &writer)
    return writer.bytes
  }

  /// One JSON object an item for some rows, for answers that are sent piece by piece.
  public static func jsonLines(_ result: ScreeningResult, rows: Range<Int>) -> [UInt8] {
    var writer = JSONWriter()
    let reference = result.reference
    for assessment in result.assessments(at: rows) {
      JSONLinesReport.write(
        assessment, materialSlug: { reference[$0].slug }, to: &writer)
      writer.endLine()
    }
    return writer.bytes
  }
}
