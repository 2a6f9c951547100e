// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
public import Intake
import Licensing
import Ranking
public import ReferenceData
import Synchronization
public import TradeModel

/// What a run found: a small result for every row, and the full assessment of any row on demand.
public struct ScreeningResult: Sendable {
  public var table: DeclarationTable { ground.table }
  /// One a row, in the order of the table.
  public let compact: [CompactAssessment]
  public let summary: ScreeningSummary
  let ground: ScreeningGround
  var screener: Screener { ground.screener }
  /// How the licences answered the rows that need one.
  let settlements: [Int: LicenceSettlement]
  /// How common each failure of licences is in the file.
  let rates: LicenceRates
  /// How much each indicator says in the file.
  let indicatorRates: IndicatorRates
  /// Balances before any draw, to see what would cover a supposed material.
  let ledger: LicenceLedger
  /// Findings of the indicators across items, by row.
  let fileHits: [Int: [FileHit]]
  /// How the parties of the rows that were judged again trade.
  let habits: TradeHabits

  /// The reference data that the run rests on; writers take it once, since a result is costly to copy for every row.
  public var reference: ReferenceData { screener.reference }

  /// The rows worth opening first: by lane, score, and then declaration and line, so that ties never depend on order.
  /// - Complexity: O(n log k).
  public func ranking(limit: Int) -> [Int] {
    // Lane and score as one number: scores are not negative, so that their bits rise with them.
    let weights = compact.map {
      $0.lane > .green || $0.score > 0 ? UInt64($0.lane.rawValue) << 32 | UInt64($0.score.bitPattern) : 0
    }
    let least = Self.greatest(limit, of: weights).last ?? .max
    let candidates = compact.indices.filter { weights[$0] > 0 && weights[$0] >= least }
    let sorted = candidates.sorted { a, b in
      let (x, y) = (compact[a], compact[b])
      if x.lane != y.lane { return x.lane > y.lane }
      if x.score != y.score { return x.score > y.score }
      return tieKey(a) < tieKey(b)
    }
    return Array(sorted.prefix(limit))
  }

  /// The greatest so many of the numbers above 0, in falling order.
  private static func greatest(_ limit: Int, of numbers: [UInt64]) -> [UInt64] {
    guard limit > 0 else { return [] }
    var kept: [UInt64] = []
    var least: UInt64 = 0
    for number in numbers where number > least {
      kept.append(number)
      guard kept.count >= 2 * limit + 1024 else { continue }
      kept.sort(by: >)
      kept.removeSubrange(limit...)
      least = kept[limit - 1]
    }
    kept.sort(by: >)
    return Array(kept.prefix(limit))
  }

  private func tieKey(_ row: Int) -> (String, Int32, UInt32) {
    (table.declarationID.text(at: row) ?? "", table.itemNumber[row], table.line[row])
  }

  /// The full assessment of a row.
  public func assessment(at row: Int) -> Assessment {
    explain(row, with: makeEvaluator())
  }

  /// Full assessments of rows, in the order given; caches are shared among them.
  public func assessments(at rows: some Collection<Int>) -> [Assessment] {
    let evaluator = makeEvaluator()
    return rows.map { explain($0, with: evaluator) }
  }

  fileprivate func makeEvaluator() -> Evaluator { Evaluator(ground, rates: indicatorRates) }

  func explain(_ row: Int, with evaluator: Evaluator) -> Assessment {
    let (evaluation, settlement, hits) = evaluate(row, with: evaluator)
    var assessment = evaluator.explain(row, evaluation, settlement: settlement, hits: hits)
    assessment.identity.evidence += habits.evidence(row)
    return assessment
  }

  func brief(_ row: Int, with evaluator: Evaluator) -> AssessmentBrief {
    let (evaluation, settlement, hits) = evaluate(row, with: evaluator)
    return evaluator.brief(row, evaluation, settlement: settlement, hits: hits)
  }

  private func evaluate(
    _ row: Int, with evaluator: Evaluator
  ) -> (Evaluation, LicenceSettlement, [FileHit]) {
    let hits = fileHits[row] ?? []
    let evaluation = evaluator.evaluate(
      row, settlement: settlements[row], ledger: ledger, fileStrengths: hits.map { ($0.strength, $0.floor) },
      licenceWeight: rates.weight(settlements[row]), contextLogOdds: habits.logOdds(row))
    return (evaluation, settlements[row] ?? LicenceSettlement.notNeeded(item: row), hits)
  }
}

extension ScreeningResult {
  /// Makes bytes for all rows, chunk by chunk on the threads of the run, and hands them on in the order of the rows.
  ///
  /// - Parameters:
  ///   - body: writes rows to the buffer; it may ask `explain` for the full assessment of a row.
  ///   - sink: takes the bytes; called from the calling thread, in order.
  /// - Complexity: memory for a few chunks, whatever the number of rows.
  public func forEachChunk(
    rows chunkRows: Int = 8192,
    _ body: @Sendable (_ rows: Range<Int>, _ explain: Explainer) -> [UInt8],
    sink: ([UInt8]) -> Void
  ) {
    let chunks = (table.rowCount + chunkRows - 1) / chunkRows
    let wave = max(1, ground.options.threads) * 2
    // Caches of answers live across waves, one set a thread.
    let explainers = Mutex<[Explainer]>([])
    let done = Atomic(0)
    for first in stride(from: 0, to: chunks, by: wave) {
      let count = min(wave, chunks - first)
      let parts = inChunks(count, threads: ground.options.threads) {
        explainers.withLock { $0.popLast() } ?? Explainer(result: self)
      } finish: { explainer in
        explainers.withLock { $0.append(explainer) }
      } body: { explainer, index in
        let chunk = first + index
        let range = chunk * chunkRows..<min((chunk + 1) * chunkRows, table.rowCount)
        let bytes = body(range, explainer)
        ground.options.progress?(
          "written", done.add(range.count, ordering: .relaxed).newValue, table.rowCount)
        return bytes
      }
      for part in parts { sink(part) }
    }
  }

  /// The control of a compact result as people cite it, such as `1C905.a.4`; nothing for none.
  public func controlCode(_ raw: UInt16) -> String? {
    guard raw != CompactAssessment.none else { return nil }
    let control = screener.law.control(ControlID(rawValue: raw))
    return control.code ?? control.item
  }

  /// The slug of the material of a compact result, such as `dysprosium/metal`; nothing for none.
  public func materialSlug(_ raw: UInt16) -> String? {
    raw == CompactAssessment.none ? nil : screener.reference[MaterialID(rawValue: raw)].slug
  }

  /// The identifiers of the indicators of a compact result, in the order of the catalogue.
  public func indicatorNames(_ bits: UInt64) -> [String] {
    IndicatorCatalogue.definitions.indices.filter { bits & 1 << UInt64($0) != 0 }
      .map { IndicatorCatalogue.definitions[$0].id }
  }

  /// The price per kilogram in US dollars of a row, when mass, value and rate are known.
  public func pricePerKilogram(at row: Int) -> Double? { ground.learned.price(ground.table, row) }

  /// The name of a country in English; nothing when the code is not assigned.
  public func countryName(_ code: CountryCode) -> String? { screener.reference.countries[code]?.name }

  /// The name of a material in English.
  public func materialName(_ id: MaterialID) -> String { screener.reference[id].name }
}

/// Explains rows of a result on one thread, with caches of what repeats.
///
/// One thread at a time holds an explainer: they are handed from one to the next under a lock.
public final class Explainer: @unchecked Sendable {
  private let result: ScreeningResult
  private let evaluator: Evaluator

  init(result: ScreeningResult) {
    self.result = result
    evaluator = result.makeEvaluator()
  }

  /// The full assessment of a row.
  public func assessment(at row: Int) -> Assessment { result.explain(row, with: evaluator) }

  /// Headline and remedies of a row.
  public func brief(at row: Int) -> AssessmentBrief { result.brief(row, with: evaluator) }
}
