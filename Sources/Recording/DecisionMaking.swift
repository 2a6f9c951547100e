// SPDX-License-Identifier: Apache-2.0

public import Casework
import ControlLaw
import Intake
import Licensing
import Ranking
import Reporting
public import Screening
import TradeModel

/// Turns the result of a screening into what is kept of it.
public enum DecisionMaking {
  /// One decision a row, in the order of the rows; the digest is over the whole assessment as `--format jsonl` writes it.
  ///
  /// The whole assessment is kept of what was referred (yellow and red); replay makes the others again.
  /// - Complexity: one explanation a row; memory for the decisions and the referred assessments.
  public static func decisions(of result: ScreeningResult) -> [DecisionRecord] {
    var decisions: [DecisionRecord] = []
    decisions.reserveCapacity(result.table.rowCount)
    result.forEachChunk(rows: 2048) { rows, explain in
      var bytes: [UInt8] = []
      for row in rows {
        let assessment = explain.assessment(at: row)
        // Headline and line are told apart by bytes that neither holds.
        bytes += assessment.headline.utf8.map { $0 < 0x20 ? 0x20 : $0 }
        bytes.append(0)
        bytes += ResultWriter.jsonLine(assessment, of: result)
      }
      return bytes
    } sink: { bytes in
      for record in bytes.split(separator: 0x0A) {
        guard let end = record.firstIndex(of: 0) else { continue }
        decisions.append(
          decision(
            decisions.count, of: result, headline: String(decoding: record[..<end], as: UTF8.self),
            line: Array(record[(end + 1)...])))
      }
    }
    precondition(decisions.count == result.table.rowCount, "one decision a row")
    return decisions
  }

  private static func decision(
    _ row: Int, of result: ScreeningResult, headline: String, line: [UInt8]
  ) -> DecisionRecord {
    let table = result.table
    let compact = result.compact[row]
    func name(_ role: PartyRole) -> String? { table.parties.party(table.party(role)[row])?.name }
    let control =
      compact.likelyControl != CompactAssessment.none ? compact.likelyControl : compact.declaredControl
    let number = table.itemNumber[row]
    return DecisionRecord(
      row: row, declaration: table.declarationID.text(at: row),
      item: number == DeclarationTable.absent32 ? nil : Int(number), day: Day(number: table.day[row]),
      destination: CountryCode(packed: table.destination[row]).description,
      commodityCode: code(row, table), exporter: name(.exporter), consignee: name(.consignee),
      lane: Int(compact.lane.rawValue), score: Int((Double(compact.score) * 10_000).rounded()),
      declared: compact.declaredOutcome.name, likely: compact.likelyOutcome.name,
      control: result.controlCode(control), material: result.materialSlug(compact.material),
      licenceState: compact.licence.name, headline: headline, digest: Digest.sha256(line),
      full: compact.lane >= .yellow ? line : nil)
  }

  private static func code(_ row: Int, _ table: DeclarationTable) -> String? {
    table.commodityCodes[Int(table.commodityCode[row])]?.digits
  }

  /// The digest over all decisions, in order.
  public static func digest(of decisions: [DecisionRecord]) -> String {
    var digest = RunningDigest()
    for decision in decisions { digest.update(Array(decision.digest.utf8)) }
    return digest.finish()
  }
}
