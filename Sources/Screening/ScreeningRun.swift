// SPDX-License-Identifier: Apache-2.0

import CByteScan
import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import Licensing
import Parties
import Ranking
import ReferenceData
import Synchronization
import TradeModel

/// One run over a table: learn, evaluate, settle licences, look across items, conclude. One direction, no stage reaches back.
struct ScreeningRun {
  let ground: ScreeningGround
  let ledger: LicenceLedger
  private var screener: Screener { _read { yield ground.screener } }
  private var table: DeclarationTable { _read { yield ground.table } }
  private var options: ScreeningOptions { _read { yield ground.options } }
  private var learned: LearnedContext { _read { yield ground.learned } }
  private let hasLicences: Bool
  let parties: PartyScreening?

  init(
    screener: Screener, table: DeclarationTable, licences: [Licence], parties: PartyScreening?,
    options: ScreeningOptions, memory: ScreeningMemory? = nil, texts: GoodsTexts? = nil
  ) {
    var ledger = LicenceLedger(licences)
    ledger.statesEndUsers = table.endUser.dictionary.count > 1
    self.ledger = ledger
    hasLicences = !licences.isEmpty
    ground = ScreeningGround(screener, table, options, parties: parties, memory: memory, texts: texts)
    self.parties = parties
  }

  /// What the first pass over a chunk gives.
  private struct Chunk: Sendable {
    /// Rows that need a licence, with what they ask.
    var demands: [LicenceDemand]
    /// Rows that cite a licence and may be another material: judged again when the ledger is known.
    var again: [Int]
    /// Rows on which an indicator fired.
    var suspicions = Suspicions()
  }

  func result() -> ScreeningResult {
    var (compact, first, concerned) = firstPass()
    var settlements: [Int: LicenceSettlement] = [:]
    var balances = ledger
    for settlement in balances.settle(first.flatMap(\.demands)) { settlements[settlement.item] = settlement }
    var isAgain = [Bool](repeating: false, count: table.rowCount)
    for index in first.indices {
      for row in first[index].again { isAgain[row] = true }
      first[index].demands = []
    }
    let hits = fileHits(concerned).merging(partyHits(concerned)) { $0 + $1 }
    concerned = []
    let indicatorRates = IndicatorRates(compact)
    for row in settlements.keys { isAgain[row] = true }
    for row in hits.keys { isAgain[row] = true }
    for chunk in first {
      chunk.suspicions.temper(&compact, by: indicatorRates, policy: options.policy, except: isAgain)
    }
    let doubtful = compact.indices.filter { isAgain[$0] || compact[$0].score >= TradeHabits.leastScore }
    let habits = TradeHabits(table, learned, rows: doubtful) {
      compact[$0].declaredOutcome < .licenceRequired && table.licences.codes[$0] == 0
    }
    if !habits.isEmpty {
      for chunk in first {
        chunk.suspicions.temper(
          &compact, by: indicatorRates, policy: options.policy, except: isAgain, habits: habits)
      }
    }
    first = []
    let again = isAgain.indices.filter { isAgain[$0] }
    let rates = LicenceRates(settlements, rows: table.rowCount)
    conclude(
      again, settlements: settlements, rates: rates, indicatorRates: indicatorRates, hits: hits,
      habits: habits, into: &compact)

    var summary = ScreeningSummary(compact, settlements: settlements, table: table, screener: screener)
    if let parties { summary.digests["lists"] = parties.lists.digest }
    return ScreeningResult(
      compact: compact, summary: summary, ground: ground, settlements: settlements, rates: rates,
      indicatorRates: indicatorRates, ledger: ledger, fileHits: hits, habits: habits)
  }

  /// Judges every row by itself.
  /// - Returns: results by row, what licences and other rows have to say, and the rows of concern to indicators across
  ///   items, in order.
  private func firstPass() -> ([CompactAssessment], [Chunk], [FileItem]) {
    let chunkRows = max(1, options.chunkRows)
    let chunks = (table.rowCount + chunkRows - 1) / chunkRows
    let done = Atomic(0)
    var found: [Chunk] = []
    let gathered = Mutex<(chunks: [Chunk], concerned: [FileItem])>(([], []))
    // Room for all rows; what is not used costs no memory.
    gathered.withLock { $0.concerned.reserveCapacity(table.rowCount) }
    // Each chunk writes its own stretch, so that no result is held twice.
    let compact = unsafe [CompactAssessment](unsafeUninitializedCapacity: table.rowCount) { buffer, count in
      let results = unsafe RowResults(base: buffer.baseAddress)
      inTurn(chunks, threads: options.threads) {
        Worker(Evaluator(ground), room: min(chunkRows, table.rowCount))
      } body: { worker, chunk in
        let rows = chunk * chunkRows..<min((chunk + 1) * chunkRows, table.rowCount)
        let result = evaluate(rows, with: &worker, into: results)
        options.progress?(
          "assessed", done.add(rows.count, ordering: .relaxed).newValue, table.rowCount)
        return result
      } take: { worker, _, result in
        gathered.withLock {
          $0.chunks.append(result)
          let (held, more) = ($0.concerned.count, worker.concerned.count)
          unsafe $0.concerned.withUnsafeMutableBufferPointer { room in
            guard let base = room.baseAddress else { return }
            unsafe assay_memory_ready(base + held, more * MemoryLayout<FileItem>.stride)
          }
          $0.concerned += worker.concerned
        }
        worker.concerned.removeAll(keepingCapacity: true)
      }
      count = table.rowCount
    }
    var concerned: [FileItem] = []
    gathered.withLock {
      swap(&found, &$0.chunks)
      swap(&concerned, &$0.concerned)
    }
    return (compact, found, concerned)
  }

  /// One thread's tools, used again for every chunk.
  private struct Worker {
    let evaluator: Evaluator
    /// Rows of concern to indicators across items, of the chunk at hand.
    var concerned: [FileItem] = []

    init(_ evaluator: Evaluator, room: Int) {
      self.evaluator = evaluator
      concerned.reserveCapacity(room)
    }
  }

  /// The memory of the compact results; each chunk writes its own rows, once.
  @safe private struct RowResults: @unchecked Sendable {
    let base: UnsafeMutablePointer<CompactAssessment>?

    /// Asks for the memory of rows that are about to be written.
    func prepare(_ rows: Range<Int>) {
      guard let base = unsafe base else { return }
      unsafe assay_memory_ready(
        base + rows.lowerBound, rows.count * MemoryLayout<CompactAssessment>.stride)
    }

    func set(_ row: Int, _ result: CompactAssessment) {
      if let base = unsafe base { unsafe (base + row).initialize(to: result) }
    }
  }

  /// How many rows ahead memory is asked for: texts and parties lie scattered, and a look at memory costs as much as a rule.
  private static let farAhead = 6, ahead = 3

  private func evaluate(_ rows: Range<Int>, with worker: inout Worker, into results: RowResults)
    -> Chunk
  {
    var chunk = Chunk(demands: [], again: [])
    let evaluator = worker.evaluator
    var evaluation = evaluator.emptyEvaluation(rows.lowerBound)
    results.prepare(rows)
    for row in rows {
      if row + Self.farAhead < rows.upperBound { ground.prefetch(row + Self.farAhead) }
      if row + Self.ahead < rows.upperBound { ground.texts.sight(row + Self.ahead)?.prefetchParts() }
      evaluator.evaluate(row, settlement: nil, ledger: nil, into: &evaluation)
      results.set(row, compact(&evaluation, licence: .notNeeded))
      chunk.suspicions.note(row, &evaluation.grounds)
      note(row, &evaluation, evaluator, in: &chunk)
      if isOfConcern(row, &evaluation) { worker.concerned.append(fileItem(row, &evaluation)) }
    }
    return chunk
  }

  // An evaluation takes half a kilobyte: lent as `inout` it is not copied, and none of these changes it.

  /// Notes what other rows and licences have to say of a row.
  private func note(
    _ row: Int, _ evaluation: inout Evaluation, _ evaluator: Evaluator, in chunk: inout Chunk
  ) {
    if !evaluation.controlCodes.isEmpty {
      chunk.demands.append(evaluator.demand(row, controls: evaluation.controlCodes))
    } else if hasLicences, evaluation.declared.outcome <= .cannotDecide, table.licences.codes[row] != 0 {
      chunk.demands.append(evaluator.demand(row, controls: [], isAudit: true))
    } else if evaluation.declared.outcome >= .licenceRequired || mayBeCovered(row, &evaluation) {
      chunk.again.append(row)
    }
  }

  /// The whole assessment of the only row of a table.
  func assessmentOfOnlyRow(with evaluator: Evaluator) -> Assessment {
    var chunk = Chunk(demands: [], again: [])
    var first = evaluator.evaluate(0, settlement: nil, ledger: nil)
    note(0, &first, evaluator, in: &chunk)
    let concerned = isOfConcern(0, &first) ? [fileItem(0, &first)] : []
    var settlements: [Int: LicenceSettlement] = [:]
    if !chunk.demands.isEmpty {
      var balances = ledger
      for settlement in balances.settle(chunk.demands) { settlements[settlement.item] = settlement }
    }
    // One row is no network: without a listed party or a known owner nothing can be said of its parties together.
    let alone = !learned.hasListed && parties?.ownership.isEmpty ?? true
    let hits =
      (fileHits(concerned)[0] ?? []) + (alone ? [] : partyHits(concerned)[0] ?? [])
    // Where neither licences nor other rows have a say, a second look would see what the first saw.
    let isSettled = settlements.isEmpty && hits.isEmpty && table.licences.codes[0] == 0
    let evaluation =
      isSettled
      ? first
      : evaluator.evaluate(
        0, settlement: settlements[0], ledger: ledger, fileStrengths: hits.map { ($0.strength, $0.floor) },
        licenceWeight: LicenceRates(settlements, rows: table.rowCount).weight(settlements[0]))
    return evaluator.explain(
      0, evaluation, settlement: settlements[0] ?? .notNeeded(item: 0), hits: hits)
  }

  private func mayBeCovered(_ row: Int, _ evaluation: inout Evaluation) -> Bool {
    table.licences.codes[row] != 0 && evaluation.hypotheses.contains(where: \.isStricter)
  }

  /// Whether a row is of concern to any of the indicators across items.
  @inline(__always)
  private func isOfConcern(_ row: Int, _ evaluation: inout Evaluation) -> Bool {
    guard ground.exporters[row] != 0 else { return false }
    return evaluation.declared.outcome >= .cannotDecide || evaluation.text.isOfConcern
      || evaluation.hypotheses.contains { $0.isStricter && $0.probability >= 0.2 }
      || isDearParcel(evaluation.context)
  }

  /// A row as indicators across items see it.
  private func fileItem(_ row: Int, _ evaluation: inout Evaluation) -> FileItem {
    let material =
      evaluation.hypotheses.first { $0.isStricter && $0.probability >= 0.2 }?.material
      ?? (evaluation.declared.outcome >= .cannotDecide ? evaluation.text.claimed : nil)
    var item = FileItem(
      row: row, day: Day(number: table.day[row]), exporter: ground.exporters[row],
      consignee: ground.consignees[row], destination: evaluation.context.destination,
      commodityCode: evaluation.text.code, netMass: evaluation.context.netMass,
      value: learned.value(table, row), mode: evaluation.context.mode, declared: evaluation.declared.outcome,
      material: material)
    item.isStrategic = evaluation.text.isStrategic
    item.isVague = evaluation.text.isVague
    item.isRemarkedFree = evaluation.text.isRemarkedFree
    item.packageDistance = evaluation.context.packageMassDistance
    item.headingUpperPrice = evaluation.context.headingUpperPrice
    if let mass = item.netMass, let count = evaluation.context.packageCount, count > 0 {
      item.packageKilograms = mass.kilograms / Double(count)
    }
    for hypothesis in evaluation.hypotheses where hypothesis.isStricter {
      item.hidden += hypothesis.probability
    }
    item.priceDistance = evaluation.context.priceDistance
    if let span = evaluation.context.namedSpan, let price = evaluation.context.pricePerKilogram {
      item.isPriceOfNamed = span.contains(price)
    }
    item.usualKilograms = learned.usualKilograms(table, row)
    item.transit = learned.transit(table, row)
    item.licence = table.licences.codes[row]
    item.office = table.office.codes[row]
    return item
  }

  /// Whether goods of any other chapter fly in a small parcel at a price that is none of their code.
  private func isDearParcel(_ context: borrowing ItemContext) -> Bool {
    guard context.mode.flies, let mass = context.netMass, mass.kilograms <= 30 else { return false }
    return (context.priceDistance ?? 0) > 1.2
  }

  private func partyHits(_ items: [FileItem]) -> [Int: [FileHit]] {
    guard let parties else { return [:] }
    return PartyLeads(table: table, listed: learned.listed, ownership: parties.ownership)
      .hits(concerned: Set(items.map(\.row)))
  }

  private func fileHits(_ items: [FileItem]) -> [Int: [FileHit]] {
    var hits: [Int: [FileHit]] = [:]
    let file = FileItems(items)
    for (index, indicator) in IndicatorCatalogue.across.enumerated() {
      for finding in indicator.findings(file) {
        hits[finding.row, default: []].append(
          FileHit(
            indicator: index, strength: finding.strength * indicator.definition.weight,
            floor: indicator.definition.floor, statement: finding.statement))
      }
    }
    return hits
  }

  /// Judges the rows again on which licences or other rows have a say.
  private func conclude(
    _ rows: [Int], settlements: [Int: LicenceSettlement], rates: LicenceRates, indicatorRates: IndicatorRates,
    hits: [Int: [FileHit]], habits: TradeHabits,
    into compact: inout [CompactAssessment]
  ) {
    let size = 4096
    let chunks = (rows.count + size - 1) / size
    let concluded = inChunks(chunks, threads: options.threads) {
      Evaluator(ground, rates: indicatorRates)
    } body: { evaluator, chunk in
      let rows = rows[chunk * size..<min((chunk + 1) * size, rows.count)]
      var evaluation = evaluator.emptyEvaluation(rows[rows.startIndex])
      return rows.map { row in
        let hits = hits[row] ?? []
        evaluator.evaluate(
          row, settlement: settlements[row], ledger: ledger,
          fileStrengths: hits.map { ($0.strength, $0.floor) }, licenceWeight: rates.weight(settlements[row]),
          contextLogOdds: habits.logOdds(row), into: &evaluation)
        var result = self.compact(&evaluation, licence: settlements[row]?.state ?? .notNeeded)
        for hit in hits { result.indicators |= 1 << UInt64(IndicatorCatalogue.items.count + hit.indicator) }
        return (row, result)
      }
    }
    for (row, result) in concluded.joined() { compact[row] = result }
  }

  private func compact(_ evaluation: inout Evaluation, licence: LicenceSettlement.State)
    -> CompactAssessment
  {
    let likely = evaluation.hypotheses.first
    let none = CompactAssessment.none
    return CompactAssessment(
      score: Float(evaluation.score), lane: evaluation.lane, declaredOutcome: evaluation.declared.outcome,
      likelyOutcome: likely?.determination.outcome ?? evaluation.declared.outcome, licence: licence,
      declaredControl: evaluation.declared.control?.rawValue ?? none,
      likelyControl: (likely?.determination.control ?? evaluation.declared.control)?.rawValue ?? none,
      material: (likely?.material ?? evaluation.text.claimed)?.rawValue ?? none,
      probability: UInt16(((likely?.probability ?? 1) * 65_535).rounded()),
      certainty: UInt8((evaluation.certainty * 100).rounded()), indicators: evaluation.fired)
  }
}
