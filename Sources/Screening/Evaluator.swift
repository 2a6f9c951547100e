// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import Licensing
import Ranking
import ReferenceData
import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Evaluates rows for one thread, with caches of what repeats. Caches never change a result.
///
/// A class with constants of its own: what all threads share is reached without counting references to it, which
/// processors do slowly when several do it at once.
final class Evaluator {
  let ground: ScreeningGround
  let screener: Screener
  let table: DeclarationTable
  let learned: LearnedContext
  let options: ScreeningOptions

  /// How much each item indicator says in this file.
  let rates: IndicatorRates

  /// Texts beyond those that the ground keeps.
  private var texts = NumberMap<TextRecord>()
  private var olderTexts = NumberMap<TextRecord>()
  var answers = NumberMap<CompactDetermination>()
  var determinations = NumberMap<Determination>()
  var codes = NumberMap<[String]>()
  var limits = NumberMap<[NearLimit]>()
  private var ceiling = HiddenCeiling()
  /// The period of law of the day asked for last; most files are in order of day.
  var lastEpoch: (day: Int32, number: Int32) = (.min, 0)
  /// Parties of demands by code: exporters with licences come again and again.
  private var parties = NumberMap<Party>()

  /// Caches are emptied when they hold this many entries, so that memory stays bounded on files without repeats.
  private static let cacheLimit = 200_000
  /// Whether the caches outlive the table (`ScreeningMemory`).
  private let isStanding: Bool

  init(_ ground: ScreeningGround, rates: IndicatorRates = IndicatorRates()) {
    self.ground = ground
    self.rates = rates
    screener = ground.screener
    table = ground.table
    learned = ground.learned
    options = ground.options
    isStanding = false
  }

  /// An evaluator that works with the caches of another table until `giveBack`. They are moved, for a copy would be made whole
  /// at the first answer that is new.
  init(_ ground: ScreeningGround, taking standing: inout StandingAnswers) {
    self.ground = ground
    rates = IndicatorRates()
    screener = ground.screener
    table = ground.table
    learned = ground.learned
    options = ground.options
    isStanding = true
    exchange(with: &standing)
  }

  /// Puts what another table may use of the caches back; the evaluator is not used any more.
  func giveBack(to standing: inout StandingAnswers) { exchange(with: &standing) }

  private func exchange(with standing: inout StandingAnswers) {
    swap(&standing.answers, &answers)
    swap(&standing.determinations, &determinations)
    swap(&standing.codes, &codes)
    swap(&standing.limits, &limits)
    swap(&standing.ceiling, &ceiling)
  }

  /// Whether an answer may be kept under a key: one that names a row of this table may not outlive it.
  func isKept(_ key: LawKey) -> Bool { !isStanding || key.mass >> 63 == 0 }

  // MARK: Texts

  /// What the texts of a row say; holds for as long as the evaluator and until many other texts were read.
  func text(at row: Int) -> TextSight {
    ground.texts.sight(row) ?? readText(at: row)
  }

  /// Goods beyond those that the ground keeps.
  private func readText(at row: Int) -> TextSight {
    let key = NumberKey(UInt64(ground.texts.kinds[row]))
    if let known = texts[key] ?? olderTexts[key] { return TextSight(known) }
    if texts.count >= Self.cacheLimit {
      swap(&texts, &olderTexts)
      texts.removeAll()
    }
    let record = read(row)
    texts.set(key, record)
    return TextSight(record)
  }

  /// Reads the texts of a row anew.
  func read(_ row: Int) -> TextRecord {
    screener.read(table, row, ground.texts.codes, serial: ground.texts.kinds[row])
  }

  static func keep<Value>(_ value: Value, _ key: NumberKey, in cache: inout NumberMap<Value>) {
    if cache.count >= cacheLimit { cache.removeAll() }
    cache.set(key, value)
  }

  // MARK: What is hidden

  /// The materials a row may well be and that its papers do not name.
  func others(_ row: Int, _ text: TextSight) -> [Identity.Candidate] {
    others(row, text, logPrice: Self.logarithm(learned.price(table, row)))
  }

  /// The natural logarithm of a price that has one.
  private static func logarithm(_ price: Double?) -> Double? {
    price.flatMap { $0 > 0 && $0.isFinite ? log($0) : nil }
  }

  private func others(_ row: Int, _ text: TextSight, logPrice: Double?) -> [Identity.Candidate] {
    let sight = ground.itemSight(row, logPrice: logPrice)
    if ground.isPlain(sight, text) { return [] }
    let floor = options.hypothesisFloor
    // A price book of the model may know what the file does not; then the input tells it.
    guard ground.hasNoPriceBook || sight.learned != nil else {
      return ground.model.others(ground.identityFacts(row, text), above: floor, ceiling: &ceiling)
    }
    guard text.mayHide(sight, above: floor, ground.model, ceiling: &ceiling) else { return [] }
    return ground.model.weighedOthers(ground.identityFacts(row, text), above: floor, ceiling: &ceiling)
  }

  // MARK: One row

  /// Whom the goods of a row are for, by words and by lists.
  func endUse(_ row: Int) -> EndUse {
    endUse(row, learned.hasListed ? learned.listed.at(row, table) : [])
  }

  private func endUse(_ row: Int, _ listed: [ListedParty]) -> EndUse {
    EndUse(
      learned.endUser(table, row),
      listed: listed.isEmpty ? nil : .listed(listed, by: screener.exportCountry))
  }

  /// Evaluates a row into memory of its own.
  func evaluate(
    _ row: Int, settlement: LicenceSettlement?, ledger: LicenceLedger?,
    fileStrengths: [(strength: Double, floor: Lane)] = [], licenceWeight: Double = 1,
    contextLogOdds: Double = 0
  ) -> Evaluation {
    var evaluation = emptyEvaluation(row)
    evaluate(
      row, settlement: settlement, ledger: ledger, fileStrengths: fileStrengths, licenceWeight: licenceWeight,
      contextLogOdds: contextLogOdds, into: &evaluation)
    return evaluation
  }

  /// An evaluation to be filled, of a row whose texts stand for those to come.
  func emptyEvaluation(_ row: Int) -> Evaluation {
    let text = text(at: row)
    return Evaluation(
      text: text, declared: CompactDetermination(outcome: .notControlled, control: nil), controlCodes: [],
      hypotheses: [], context: ground.emptyContext(row, text), fired: 0, grounds: LanePolicy.Grounds(),
      score: 0, lane: .green, certainty: 0, listed: [])
  }

  /// Evaluates a row, into what held another one before, so that its memory is used again.
  /// - Parameters:
  ///   - settlement: how the licences answer it; nothing while that is not known yet.
  ///   - ledger: balances, to see whether a cited licence would cover a supposed material.
  ///   - fileStrengths: strengths of the indicators across items that fired, weights applied.
  ///   - licenceWeight: how much it says in this file that no licence covers the item, 0 to 1.
  ///   - contextLogOdds: what the habits of its parties add to a suspicion (`TradeHabits`).
  func evaluate(
    _ row: Int, settlement: LicenceSettlement?, ledger: LicenceLedger?,
    fileStrengths: [(strength: Double, floor: Lane)] = [], licenceWeight: Double = 1,
    contextLogOdds: Double = 0, into evaluation: inout Evaluation
  ) {
    let text = text(at: row)
    evaluation.text = text
    let listed = learned.hasListed ? learned.listed.at(row, table) : []
    let endUser = endUse(row, listed)
    let declared = declared(row, text, endUser: endUser)
    let needsLicence = declared.outcome >= .licenceRequired
    evaluation.declared = declared
    if needsLicence {
      evaluation.controlCodes = controlCodes(row, text, endUser: endUser, material: nil)
    } else if !evaluation.controlCodes.isEmpty {
      evaluation.controlCodes = []
    }

    let price = learned.price(table, row)
    let logPrice = Self.logarithm(price)
    if !evaluation.hypotheses.isEmpty { evaluation.hypotheses.removeAll(keepingCapacity: true) }
    let cites = table.licences.codes[row] != 0
    let others = others(row, text, logPrice: logPrice)
    for candidate in others.prefix(options.hypothesisLimit) {
      let answer = supposed(row, text, endUser: endUser, material: candidate.material)
      var covered = false
      if cites, answer.outcome >= .licenceRequired, let ledger {
        var demand = self.demand(
          row,
          controls: self.controlCodes(row, text, endUser: endUser, material: candidate.material))
        demand.item = row
        covered = ledger.wouldCover(demand)
      }
      evaluation.hypotheses.append(
        CompactHypothesis(
          material: candidate.material, probability: candidate.probability, determination: answer,
          isStricter: answer.outcome > declared.outcome, isCovered: covered))
    }

    ground.fill(
      &evaluation.context, row, text, declared: declared, settlement: settlement, price: price,
      logPrice: logPrice, ceiling: &ceiling)
    look(row, text, endUser, listed, isCovered: settlement?.state == .covered, &evaluation)
    judge(&evaluation, fileStrengths)
    evaluation.grounds.unlawfulAsDeclared = unlawful(declared.outcome, settlement)
    evaluation.grounds.undecided = declared.outcome == .cannotDecide
    evaluation.grounds.isUndecidedButLicensed = settlement?.state == .covered
    evaluation.grounds.uncoveredWeight = licenceWeight
    evaluation.grounds.contextLogOdds = contextLogOdds
    (evaluation.score, evaluation.lane) = options.policy.decide(evaluation.grounds)
    evaluation.certainty = certainty(row, text)
    if !listed.isEmpty || !evaluation.listed.isEmpty { evaluation.listed = listed }
  }

  /// Adds to the context what only some items have.
  @inline(__always)
  private func look(
    _ row: Int, _ text: TextSight, _ endUser: EndUse, _ listed: [ListedParty], isCovered: Bool,
    _ evaluation: inout Evaluation
  ) {
    if !listed.isEmpty { evaluation.context.listed = listed.map { ListedSight(role: $0.role, hit: $0.hit) } }
    if !options.flowLeads.isEmpty, let code = text.code {
      let (destination, day) = (evaluation.context.destination, evaluation.context.day)
      evaluation.context.flowLead = options.flowLeads.first {
        $0.concerns(
          subheading: code.subheading, exportCountry: screener.exportCountry, destination: destination,
          day: day)
      }
    }
    if evaluation.context.isForeignOrigin, text.isStrategic, evaluation.declared.outcome < .licenceRequired {
      evaluation.context.outcomeIfDomestic = declaredAsDomestic(row, text, endUser: endUser).outcome
    }
    if evaluation.declared.outcome == .notControlled, text.isTouched, text.mayNearlyMiss {
      evaluation.context.nearLimits = nearLimits(row, text, endUser: endUser)
    }
    evaluation.context.isHiddenCovered =
      isCovered || evaluation.hypotheses.contains { $0.isStricter && $0.isCovered }
    if let hidden = evaluation.hypotheses.first(where: { $0.isStricter && !$0.isCovered }) {
      evaluation.context.hidden = HiddenMaterial(
        material: hidden.material, name: screener.reference[hidden.material].name,
        probability: hidden.probability, outcome: hidden.determination.outcome)
    }
  }

  /// Asks the indicators and gathers what a lane rests on.
  @inline(__always)
  private func judge(_ evaluation: inout Evaluation, _ fileStrengths: [(strength: Double, floor: Lane)]) {
    var fired: UInt64 = 0
    var floor = Lane.green
    // Out of the evaluation for the call, which looks at another part of it.
    var strengths: [Double] = []
    swap(&strengths, &evaluation.grounds.indicators)
    if !strengths.isEmpty { strengths.removeAll(keepingCapacity: true) }
    IndicatorCatalogue.forEachFiring(on: evaluation.context) { position, found in
      let strength = found * IndicatorCatalogue.itemWeights[position] * rates.factors[position]
      guard strength > 0 else { return }
      fired |= 1 << UInt64(position)
      strengths.append(strength)
      floor = max(floor, IndicatorCatalogue.itemFloors[position])
    }
    for (strength, least) in fileStrengths {
      strengths.append(strength)
      // A faint finding among many items ranks an item; it does not hold it up by itself.
      if strength >= options.policy.blueFrom { floor = max(floor, least) }
    }
    swap(&strengths, &evaluation.grounds.indicators)
    evaluation.fired = fired
    evaluation.grounds.indicatorFloor = floor
    evaluation.grounds.hiddenIllegality = 0
    for hypothesis in evaluation.hypotheses where hypothesis.isStricter && !hypothesis.isCovered {
      // A material on which the law itself could not decide is half a finding.
      evaluation.grounds.hiddenIllegality +=
        hypothesis.probability * (hypothesis.determination.outcome == .cannotDecide ? 0.5 : 1)
    }
  }

  /// Whether the goods leave against the law as declared.
  ///
  /// A licence covers goods that need one and goods for which refusal is presumed (the authority may still have granted
  /// it); nothing covers what is prohibited.
  private func unlawful(_ outcome: Outcome, _ settlement: LicenceSettlement?) -> Bool {
    switch outcome {
    case .notControlled, .cannotDecide: false
    case .prohibited: true
    case .licenceRequired, .presumptionOfDenial, .quotaExceeded:
      settlement.map { $0.state != .covered } ?? false
    }
  }

  private func certainty(_ row: Int, _ text: TextSight) -> Double {
    var fields = text.fields
    let absent = DeclarationTable.absent64
    if table.netMass[row] != absent { fields.insert(.netMass) }
    if table.statisticalValue[row] != absent { fields.insert(.value) }
    if ground.exporters[row] != 0 { fields.insert(.exporter) }
    if ground.consignees[row] != 0 { fields.insert(.consignee) }
    if table.endUser.codes[row] != 0 { fields.insert(.endUser) }
    if table.packages[row] != DeclarationTable.absent32 { fields.insert(.packages) }
    if table.origin[row] != 0 { fields.insert(.origin) }
    return Certainty.share(fields)
  }

  private func party(_ code: UInt32) -> Party? {
    let key = NumberKey(UInt64(code))
    if let known = parties[key] { return known }
    guard let party = table.parties.party(code) else { return nil }
    Self.keep(party, key, in: &parties)
    return party
  }

  /// What a row asks of the licences.
  func demand(_ row: Int, controls: [String], isAudit: Bool = false) -> LicenceDemand {
    let (number, mass, quantity) = (table.itemNumber[row], table.netMass[row], table.quantity[row])
    let unit = table.quantityUnit[row]
    let licences = table.licences.dictionary[table.licences.codes[row]]
    var demand = LicenceDemand(
      item: row, day: Day(number: table.day[row]), declarationID: table.declarationID.text(at: row),
      itemNumber: number == DeclarationTable.absent32 ? nil : Int(number),
      exporter: party(table.party(.exporter, at: row)),
      consignee: party(table.party(.consignee, at: row)),
      endUser: table.endUser.text(at: row), destination: CountryCode(packed: table.destination[row]),
      commodityCode: table.commodityCodes[Int(table.commodityCode[row])], controlCodes: controls,
      cited: licences.isEmpty ? [] : DeclarationTable.licenceNumbers(in: licences),
      netMass: mass == DeclarationTable.absent64 ? nil : Mass(milligrams: mass),
      quantity: quantity == DeclarationTable.absent64 ? nil : ExactDecimal(millionths: quantity),
      quantityUnit: unit == 0 ? nil : QuantityUnit(rawValue: unit - 1))
    demand.isAudit = isAudit
    return demand
  }
}
