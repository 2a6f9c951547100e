// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import Licensing
import Ranking
import ReferenceData
import TradeModel

/// One material the goods may be, and what the law says of it; small.
struct CompactHypothesis {
  var material: MaterialID
  var probability: Double
  var determination: CompactDetermination
  var isStricter: Bool
  var isCovered: Bool
}

/// Everything found about one row in figures; words are made from it only where they are shown.
struct Evaluation {
  var text: TextRecord
  var declared: CompactDetermination
  /// Control codes that need a licence for the goods as declared.
  var controlCodes: [String]
  var hypotheses: [CompactHypothesis]
  var context: ItemContext
  /// Strength times weight of each item indicator of the catalogue, 0 where silent.
  var strengths: [Double]
  var score: Double
  var lane: Lane
  var certainty: Double
}

/// Evaluates rows for one thread, with caches of what repeats. Caches never change a result.
struct Evaluator {
  let screener: Screener
  let table: DeclarationTable
  let learned: LearnedContext
  let options: ScreeningOptions

  private var texts: [TextKey: TextRecord] = [:]
  private var answers: [LawKey: CompactDetermination] = [:]
  private var determinations: [LawKey: Determination] = [:]
  private var codes: [LawKey: [String]] = [:]
  private var limits: [LawKey: [NearLimit]] = [:]
  private var ceiling = HiddenCeiling()
  private var nextSerial: UInt32 = 0

  /// Caches are emptied when they hold this many texts, so that memory stays bounded on files without repeats.
  private static let cacheLimit = 200_000

  init(screener: Screener, table: DeclarationTable, learned: LearnedContext, options: ScreeningOptions) {
    self.screener = screener
    self.table = table
    self.learned = learned
    self.options = options
  }

  // MARK: Texts

  mutating func text(at row: Int) -> TextRecord {
    let key = TextKey(
      description: table.goodsDescription.codes[row], composition: table.composition.codes[row],
      code: table.commodityCode[row])
    if let known = texts[key] { return known }
    if texts.count >= Self.cacheLimit {
      texts.removeAll(keepingCapacity: true)
      answers.removeAll(keepingCapacity: true)
      codes.removeAll(keepingCapacity: true)
      determinations.removeAll(keepingCapacity: true)
      limits.removeAll(keepingCapacity: true)
    }
    let code = table.commodityCodes[Int(key.code)]
    let description = table.goodsDescription.dictionary.text(key.description)
    let composition = table.composition.dictionary.text(key.composition)
    let reading = screener.reader.read(description: description, composition: composition, code: code)
    var fields: Certainty.Fields = []
    if code != nil { fields.insert(.code) }
    if description != nil { fields.insert(.description) }
    if reading.isSpecific { fields.insert(.specificWords) }
    if !reading.composition.isEmpty || reading.purity != nil { fields.insert(.composition) }
    let record = TextRecord(
      serial: nextSerial, code: code, reading: reading,
      signs: TextSigns(description: description, composition: composition, reading: reading), fields: fields,
      massMatters: screener.massMatters(reading))
    nextSerial += 1
    texts[key] = record
    return record
  }

  // MARK: Law

  /// The question to the law for a row in a reading.
  func question(_ row: Int, _ text: TextRecord, reading: GoodsReading, endUser: EndUserStatus) -> LawQuestion
  {
    let day = Day(number: table.day[row])
    let mass = table.netMass[row]
    var question = LawQuestion(
      commodityCode: text.code, reading: reading, validOn: day,
      knownOn: options.knownOn ?? screener.law.version,
      exportCountry: screener.exportCountry,
      origin: table.origin[row] == 0 ? nil : CountryCode(packed: table.origin[row]),
      destination: CountryCode(packed: table.destination[row]), endUser: endUser,
      netMass: mass == DeclarationTable.absent64 ? nil : Mass(milligrams: mass))
    question.windows = learned.likeGoods[row]
    return question
  }

  private mutating func lawKey(_ row: Int, _ text: TextRecord, endUser: EndUserStatus, material: MaterialID?)
    -> LawKey
  {
    var key = LawKey(
      text: text.serial, day: screener.epoch(of: table.day[row]), destination: table.destination[row],
      origin: table.origin[row],
      endUser: endUser.rawValue, material: material.map { $0.rawValue &+ 1 } ?? 0)
    if text.massMatters || material.map(screener.massRules.materials.contains) == true {
      key.mass = massNumber(row)
    }
    return key
  }

  /// A number of the masses that count: rows with one number are answered alike.
  private func massNumber(_ row: Int) -> UInt64 {
    let mass = table.netMass[row]
    let rules = screener.massRules
    let windows = learned.likeGoods[row]
    guard windows.count < 7 else { return Self.massNumber(ofOnly: row) }
    let own = rules.stretch(of: mass == DeclarationTable.absent64 ? nil : Mass(milligrams: mass))
    return windows.reduce(UInt64(own)) { $0 << 8 | UInt64(rules.stretch(of: $1.mass)) }
  }

  /// A number that no other row has.
  private static func massNumber(ofOnly row: Int) -> UInt64 { 1 << 63 | UInt64(row) }

  private mutating func declared(_ row: Int, _ text: TextRecord, endUser: EndUserStatus)
    -> CompactDetermination
  {
    let key = lawKey(row, text, endUser: endUser, material: nil)
    if let known = answers[key] { return known }
    let answer = screener.law.compact(question(row, text, reading: text.reading, endUser: endUser))
    answers[key] = answer
    return answer
  }

  private mutating func supposed(
    _ row: Int, _ text: TextRecord, endUser: EndUserStatus, material: MaterialID
  ) -> CompactDetermination {
    let key = lawKey(row, text, endUser: endUser, material: material)
    if let known = answers[key] { return known }
    let reading = screener.model.hypothesis(supposing: material, declared: text.reading)
    let answer = screener.law.compact(question(row, text, reading: reading, endUser: endUser))
    answers[key] = answer
    return answer
  }

  /// What the law says of a row in full, as declared or supposing a material.
  mutating func determination(
    _ row: Int, _ text: TextRecord, endUser: EndUserStatus, material: MaterialID?
  ) -> Determination {
    var key = lawKey(row, text, endUser: endUser, material: material)
    // Its words may name the day and the mass.
    key.day = table.day[row]
    if key.mass != 0 { key.mass = Self.massNumber(ofOnly: row) }
    if let known = determinations[key] { return known }
    let reading =
      material.map { screener.model.hypothesis(supposing: $0, declared: text.reading) } ?? text.reading
    let found = screener.law.determine(question(row, text, reading: reading, endUser: endUser))
    determinations[key] = found
    return found
  }

  /// Control codes that need a licence, from the explained determination; asked only where one is needed.
  private mutating func controlCodes(
    _ row: Int, _ text: TextRecord, endUser: EndUserStatus, material: MaterialID?
  ) -> [String] {
    let key = lawKey(row, text, endUser: endUser, material: material)
    if let known = codes[key] { return known }
    let reading =
      material.map { screener.model.hypothesis(supposing: $0, declared: text.reading) } ?? text.reading
    let determination = screener.law.determine(question(row, text, reading: reading, endUser: endUser))
    let found = Self.controlCodes(of: determination)
    codes[key] = found
    return found
  }

  /// Control codes of the findings that need a licence; an item without a code goes by its instrument and item.
  static func controlCodes(of determination: Determination) -> [String] {
    let items = determination.findings.filter { $0.outcome >= .licenceRequired && $0.item != nil }
    return Array(Set(items.map { $0.controlCode ?? "\($0.instrument)#\($0.item ?? "")" })).sorted()
  }

  private mutating func nearLimits(_ row: Int, _ text: TextRecord, endUser: EndUserStatus) -> [NearLimit] {
    let reading = text.reading
    guard reading.purity != nil || !reading.composition.isEmpty || !reading.properties.isEmpty else {
      return []
    }
    let key = lawKey(row, text, endUser: endUser, material: nil)
    if let known = limits[key] { return known }
    let determination = determination(row, text, endUser: endUser, material: nil)
    let near = determination.findings.flatMap { finding in
      finding.nearMisses.filter(\.isClose).map {
        NearLimit(
          quantity: $0.quantity, value: $0.value, limit: $0.limit,
          controlCode: finding.controlCode ?? finding.item ?? finding.instrument)
      }
    }
    limits[key] = near
    return near
  }

  // MARK: One row

  /// Evaluates a row.
  /// - Parameters:
  ///   - settlement: how the licences answer it; nothing while that is not known yet.
  ///   - ledger: balances, to see whether a cited licence would cover a supposed material.
  ///   - fileStrengths: strengths of the indicators across items that fired, weights applied.
  ///   - licenceWeight: how much it says in this file that no licence covers the item, 0 to 1.
  mutating func evaluate(
    _ row: Int, settlement: LicenceSettlement?, ledger: LicenceLedger?,
    fileStrengths: [(strength: Double, floor: Lane)] = [], licenceWeight: Double = 1
  ) -> Evaluation {
    let text = text(at: row)
    let endUser = learned.endUser(table, row)
    let declared = declared(row, text, endUser: endUser)
    let needsLicence = declared.outcome >= .licenceRequired
    let controlCodes = needsLicence ? controlCodes(row, text, endUser: endUser, material: nil) : []

    let facts = screener.identityFacts(row: row, table: table, text: text, learned: learned)
    var hypotheses: [CompactHypothesis] = []
    let cites = table.licences.codes[row] != 0
    let others = screener.model.others(facts, above: options.hypothesisFloor, ceiling: &ceiling)
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
      hypotheses.append(
        CompactHypothesis(
          material: candidate.material, probability: candidate.probability, determination: answer,
          isStricter: answer.outcome > declared.outcome, isCovered: covered))
    }

    var context = screener.itemContext(
      row: row, table: table, text: text, declared: declared,
      settlement: settlement ?? LicenceSettlement.notNeeded(item: row), learned: learned,
      pricePerKilogram: facts.pricePerKilogram)
    if declared.outcome == .notControlled { context.nearLimits = nearLimits(row, text, endUser: endUser) }
    if let hidden = hypotheses.first(where: { $0.isStricter && !$0.isCovered }) {
      context.hidden = HiddenMaterial(
        material: hidden.material, name: screener.reference[hidden.material].name,
        probability: hidden.probability, outcome: hidden.determination.outcome)
    }

    var grounds = LanePolicy.Grounds()
    var strengths: [Double] = []
    strengths.reserveCapacity(IndicatorCatalogue.items.count)
    for (position, indicator) in IndicatorCatalogue.items.enumerated() {
      let strength = indicator.strength(context) * IndicatorCatalogue.itemWeights[position]
      strengths.append(strength)
      if strength > 0 {
        grounds.indicators.append(strength)
        grounds.indicatorFloor = max(grounds.indicatorFloor, IndicatorCatalogue.itemFloors[position])
      }
    }
    for (strength, floor) in fileStrengths {
      grounds.indicators.append(strength)
      // A faint finding among many items ranks an item; it does not hold it up by itself.
      if strength >= options.policy.blueFrom { grounds.indicatorFloor = max(grounds.indicatorFloor, floor) }
    }
    grounds.unlawfulAsDeclared = unlawful(declared.outcome, settlement)
    grounds.undecided = declared.outcome == .cannotDecide
    grounds.isUndecidedButLicensed = settlement?.state == .covered
    grounds.uncoveredWeight = licenceWeight
    for hypothesis in hypotheses where hypothesis.isStricter && !hypothesis.isCovered {
      // A material on which the law itself could not decide is half a finding.
      grounds.hiddenIllegality +=
        hypothesis.probability * (hypothesis.determination.outcome == .cannotDecide ? 0.5 : 1)
    }
    let (score, lane) = options.policy.decide(grounds)
    return Evaluation(
      text: text, declared: declared, controlCodes: controlCodes, hypotheses: hypotheses, context: context,
      strengths: strengths, score: score, lane: lane, certainty: certainty(row, text))
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

  private func certainty(_ row: Int, _ text: TextRecord) -> Double {
    var fields = text.fields
    let absent = DeclarationTable.absent64
    if table.netMass[row] != absent { fields.insert(.netMass) }
    if table.statisticalValue[row] != absent { fields.insert(.value) }
    if table.party(.exporter)[row] != 0 { fields.insert(.exporter) }
    if table.party(.consignee)[row] != 0 { fields.insert(.consignee) }
    if table.endUser.codes[row] != 0 { fields.insert(.endUser) }
    if table.packages[row] != DeclarationTable.absent32 { fields.insert(.packages) }
    if table.origin[row] != 0 { fields.insert(.origin) }
    return Certainty.share(fields)
  }

  /// What a row asks of the licences.
  func demand(_ row: Int, controls: [String], isAudit: Bool = false) -> LicenceDemand {
    let item = table.item(at: row)
    var demand = LicenceDemand(
      item: row, day: item.day, declarationID: item.declarationID, itemNumber: item.itemNumber,
      exporter: item.exporter, consignee: item.consignee, endUser: item.endUser,
      destination: item.destination,
      commodityCode: item.commodityCode, controlCodes: controls, cited: item.licenceNumbers,
      netMass: item.netMass,
      quantity: item.quantity, quantityUnit: item.quantityUnit)
    demand.isAudit = isAudit
    return demand
  }
}
