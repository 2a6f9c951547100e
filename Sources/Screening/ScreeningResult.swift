// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
public import Intake
import Licensing
import Ranking
import ReferenceData
import Synchronization
public import TradeModel

/// What a run found: a small result for every row, and the full assessment of any row on demand.
public struct ScreeningResult: Sendable {
  public let table: DeclarationTable
  /// One a row, in the order of the table.
  public let compact: [CompactAssessment]
  public let summary: ScreeningSummary
  let screener: Screener
  let options: ScreeningOptions
  let learned: LearnedContext
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

  /// The rows worth opening first: by lane, score, and then declaration and line, so that ties never depend on order.
  /// - Complexity: O(n log k).
  public func ranking(limit: Int) -> [Int] {
    let candidates = compact.indices.filter { compact[$0].lane > .green || compact[$0].score > 0 }
    let sorted = candidates.sorted { a, b in
      let (x, y) = (compact[a], compact[b])
      if x.lane != y.lane { return x.lane > y.lane }
      if x.score != y.score { return x.score > y.score }
      return tieKey(a) < tieKey(b)
    }
    return Array(sorted.prefix(limit))
  }

  private func tieKey(_ row: Int) -> (String, Int32, UInt32) {
    (table.declarationID.text(at: row) ?? "", table.itemNumber[row], table.line[row])
  }

  /// The full assessment of a row.
  public func assessment(at row: Int) -> Assessment {
    var evaluator = makeEvaluator()
    return explain(row, with: &evaluator)
  }

  /// Full assessments of rows, in the order given; caches are shared among them.
  public func assessments(at rows: some Collection<Int>) -> [Assessment] {
    var evaluator = makeEvaluator()
    return rows.map { explain($0, with: &evaluator) }
  }

  fileprivate func makeEvaluator() -> Evaluator {
    var evaluator = Evaluator(screener: screener, table: table, learned: learned, options: options)
    evaluator.rates = indicatorRates
    return evaluator
  }

  func explain(_ row: Int, with evaluator: inout Evaluator) -> Assessment {
    let (evaluation, settlement, hits) = evaluate(row, with: &evaluator)
    return evaluator.explain(row, evaluation, settlement: settlement, hits: hits)
  }

  func brief(_ row: Int, with evaluator: inout Evaluator) -> AssessmentBrief {
    let (evaluation, settlement, hits) = evaluate(row, with: &evaluator)
    return evaluator.brief(row, evaluation, settlement: settlement, hits: hits)
  }

  private func evaluate(
    _ row: Int, with evaluator: inout Evaluator
  ) -> (Evaluation, LicenceSettlement, [FileHit]) {
    let hits = fileHits[row] ?? []
    let evaluation = evaluator.evaluate(
      row, settlement: settlements[row], ledger: ledger, fileStrengths: hits.map { ($0.strength, $0.floor) },
      licenceWeight: rates.weight(settlements[row]))
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
    let wave = max(1, options.threads) * 2
    // Caches of texts and answers live across waves, one set a thread.
    let evaluators = Mutex<[Evaluator]>([])
    for first in stride(from: 0, to: chunks, by: wave) {
      let count = min(wave, chunks - first)
      let parts = inChunks(count, threads: options.threads) {
        evaluators.withLock { $0.popLast() }
          ?? makeEvaluator()
      } body: { evaluator, index in
        let chunk = first + index
        let range = chunk * chunkRows..<min((chunk + 1) * chunkRows, table.rowCount)
        let explainer = Explainer(result: self, evaluator: evaluator)
        let bytes = body(range, explainer)
        evaluator = explainer.evaluator
        options.progress?("written", range.upperBound, table.rowCount)
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
  public func pricePerKilogram(at row: Int) -> Double? { learned.price(table, row) }

  /// The name of a country in English; nothing when the code is not assigned.
  public func countryName(_ code: CountryCode) -> String? { screener.reference.countries[code]?.name }

  /// The name of a material in English.
  public func materialName(_ id: MaterialID) -> String { screener.reference[id].name }
}

/// Explains rows of a result on one thread, with caches of what repeats.
public final class Explainer {
  private let result: ScreeningResult
  var evaluator: Evaluator

  init(result: ScreeningResult, evaluator: Evaluator) {
    self.result = result
    self.evaluator = evaluator
  }

  /// The full assessment of a row.
  public func assessment(at row: Int) -> Assessment { result.explain(row, with: &evaluator) }

  /// Headline and remedies of a row.
  public func brief(at row: Int) -> AssessmentBrief { result.brief(row, with: &evaluator) }
}
