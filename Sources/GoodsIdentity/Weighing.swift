// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// One goods item being weighed: hypotheses with prior and likelihood.
struct Weighing {
  enum Standing: UInt8 { case claimed, rightful, hidden }

  struct Hypothesis {
    var material: MaterialID
    var standing: Standing
    /// Prior times likelihood, then probability.
    var weight: Double
  }

  let model: IdentityModel
  let input: IdentityInput
  let logPrice: Double?
  let fromChina: Bool
  let facts: CodeFacts?
  var heading: HeadingPrice? { facts?.heading }
  let learned: PriceBook.Band?
  var hypotheses: [Hypothesis] = []
  var none = 1.0
  /// Density of the price if the papers are right.
  var declaredDensity = 1.0
  /// Odds that packing and carriage give to any hidden dear material.
  var packingOdds = 1.0
  var hiddenPrior = 0.0
  /// Bands of the day where the caller keeps them.
  var dayPrices: DayPrices?

  init(_ model: IdentityModel, _ input: IdentityInput) {
    self.model = model
    self.input = input
    logPrice = input.pricePerKilogram.flatMap { $0 > 0 && $0.isFinite ? Numerics.logarithm($0) : nil }
    fromChina = input.exportCountry == .china
    facts = input.codeFacts ?? input.code.map { model.facts(of: $0) }
    learned =
      input.learned
      ?? input.code.flatMap {
        model.priceBook.band(code: $0, day: input.day, origin: input.origin, destination: input.destination)
      }
  }

  /// Whether nothing stands out: the price is usual for what is declared, and the heading hides nothing by custom.
  var isPlain: Bool {
    guard let logPrice, let plain = PlainGoods(input.reading, facts) else { return false }
    return plain.holds(logPrice: logPrice, learned: learned, history: input.history)
  }

  mutating func run() {
    weighPapers()
    finish()
  }

  /// What the papers name or leave open, before anything hidden is thought of.
  mutating func weighPapers() {
    addClaims()
    addRightful()
    weighDeclaredPrice()
    weighPacking()
  }

  /// What may be hidden, and the probabilities of all; after `weighPapers`.
  mutating func finish() {
    addHidden()
    normalize()
  }

  /// The density of the price among the bands of a material, or nothing when none is known.
  func priceDensity(_ material: MaterialID, _ logPrice: Double) -> Double? {
    if let dayPrices { return dayPrices.density(of: logPrice, material: material) }
    return model.prices.density(of: logPrice, material: material, on: input.day, fromChina: fromChina)
  }

  /// The lowest usual price of a material in USD per kilogram, or nothing when none is known.
  private func lowestPrice(_ material: MaterialID) -> Double? {
    if let dayPrices { return dayPrices.lowest(of: material) }
    return model.prices.span(of: material, on: input.day, fromChina: fromChina)?.lowerBound
  }

  mutating func addClaims() {
    let claims = input.reading.claims
    guard !claims.isEmpty else { return }
    let isNamed = claims.contains { $0.basis == .named || $0.basis == .composed }
    guard model.counts(isNamed ? .words : .code) else { return }
    let trust =
      isNamed ? model.parameters.namedTrust : input.reading.isSpecific ? 0.5 : model.parameters.codedTrust
    let counted = isNamed ? claims.filter { $0.basis != .coded } : claims
    for claim in counted {
      hypotheses.append(
        Hypothesis(material: claim.material, standing: .claimed, weight: trust / Double(counted.count)))
    }
    none = 1 - trust
  }

  /// Materials that the heading may rightly hold, where the words leave it open.
  mutating func addRightful() {
    guard model.counts(.code), let facts else { return }
    guard let rightful = facts.rightful else { return addHeading(facts) }
    let isNamed = input.reading.claims.contains { $0.basis != .coded }
    let factor = isNamed ? 0.02 : input.reading.isSpecific && model.counts(.words) ? 0.1 : 1
    var added = 0.0
    for candidate in rightful where !hypotheses.contains(where: { $0.material == candidate.material }) {
      let weight = candidate.weight * factor * (isNamed ? 1 : none)
      hypotheses.append(Hypothesis(material: candidate.material, standing: .rightful, weight: weight))
      added += weight
    }
    none = max(none - (isNamed ? 0 : added), 0.02)
  }

  /// A line that is no subheading of the reference, with words that name nothing: what its heading holds.
  private mutating func addHeading(_ facts: CodeFacts) {
    guard !input.reading.isSpecific, input.reading.claims.isEmpty, let candidates = facts.rightfulByHeading
    else { return }
    var added = 0.0
    for candidate in candidates {
      hypotheses.append(
        Hypothesis(material: candidate.material, standing: .rightful, weight: candidate.weight * none))
      added += candidate.weight
    }
    none *= 1 - min(added, 0.95)
  }

  /// Share of prices that are wrong or special for no reason; samples by courier cost many times the usual.
  var noiseShare: Double {
    guard let mass = input.netKilograms else { return model.parameters.noiseShare }
    return mass < 1 ? 0.4 : mass < 5 ? 0.25 : model.parameters.noiseShare
  }

  mutating func weighDeclaredPrice() {
    guard model.counts(.price), let logPrice else { return }
    let noise = Numerics.density(logPrice - 2, scale: 2.5)
    var usual = 0.0
    var parts = 0.0
    if let heading {
      let lower = Numerics.logarithm(heading.lower)
      let upper = Numerics.logarithm(heading.upper)
      usual += Numerics.density(logPrice - (lower + upper) / 2, scale: 0.1 + (upper - lower) / 2.6)
      parts += 1
    }
    if let learned {
      let weight = 2.0
      usual += weight * Numerics.density(logPrice - learned.center, scale: learned.scale * 1.15)
      parts += weight
    }
    let other = parts > 0 ? usual / parts : Numerics.density(logPrice - 2, scale: 2)
    let noiseShare = self.noiseShare
    declaredDensity = (1 - noiseShare) * other + noiseShare * noise
    var claimedDensity = 0.0
    for index in hypotheses.indices {
      let own =
        priceDensity(hypotheses[index].material, logPrice) ?? other
      // Papers that name a material are not proved wrong by a price that is usual for the heading.
      let density =
        (1 - noiseShare) * (hypotheses[index].standing == .claimed ? 0.6 * own + 0.4 * other : own)
        + noiseShare * noise
      if hypotheses[index].standing == .claimed { claimedDensity = max(claimedDensity, density) }
      hypotheses[index].weight *= density
    }
    none *= declaredDensity
    declaredDensity = max(declaredDensity, claimedDensity)
  }

  /// Carriage and packing that dear metals have and cheap bulk goods have not.
  mutating func weighPacking() {
    guard model.counts(.packing), let heading else { return }
    let middle = (heading.lower * heading.upper).squareRoot()
    var odds = 1.0
    if middle < 12 {
      switch input.mode {
      case .air: odds *= heading.isBulk ? 4 : 2
      case .express, .mail: odds *= heading.isBulk ? 5 : 1.5
      default: break
      }
      if heading.isBulk, let mass = input.netKilograms, mass > 0, mass < 500 { odds *= 1.8 }
    }
    if heading.isBulk, input.packing == .sealed { odds *= 4 }
    if heading.isBulk, input.packing == .drum || input.packing == .bottle { odds *= 1.5 }
    packingOdds = min(odds, 20)
  }

  private mutating func addHidden() {
    let (candidates, rate) = hiddenCandidates()
    addHidden(candidates, rate: rate)
  }

  /// Materials to think of beyond the papers, and the share of declarations like this one that hide any.
  func hiddenCandidates() -> (candidates: [IdentityModel.Candidate], rate: Double) {
    guard let facts else { return (model.everywhere, model.parameters.hiddenRate) }
    if model.counts(.code), let own = facts.hidden { return (own, model.parameters.disguiseRate) }
    return (model.everywhere, ordinaryRate(facts))
  }

  /// The share of declarations that hide any material, under a code that is no disguise by custom.
  func ordinaryRate(_ facts: CodeFacts) -> Double {
    let isResidual = model.counts(.code) && facts.isResidual
    let rate = isResidual ? model.parameters.residualRate : model.parameters.hiddenRate
    return rate * (facts.isMaterial ? 1 : 0.4)
  }

  /// The prior of anything hidden, after the words.
  func hiddenPrior(_ rate: Double) -> Double {
    guard model.counts(.words) else { return rate }
    return rate
      * (input.reading.isSpecific ? model.parameters.specificFactor : model.parameters.vagueFactor)
  }

  private mutating func addHidden(_ candidates: [IdentityModel.Candidate], rate: Double) {
    let prior = hiddenPrior(rate)
    hiddenPrior = prior
    let claimed = input.reading.claims
    let share = model.parameters.honestPriceShare
    // Hidden candidates differ among themselves, so only what came before can hold one of them.
    let before = hypotheses.count
    hypotheses.reserveCapacity(before + candidates.count)
    for candidate in candidates {
      let material = candidate.material
      if claimed.contains(where: { $0.material == material })
        || hypotheses[..<before].contains(where: { $0.material == material })
      {
        continue
      }
      var weight = prior * candidate.weight
      if model.counts(.price), let logPrice {
        let own = priceDensity(material, logPrice) ?? 0
        weight *= share * own + (1 - share) * declaredDensity
      }
      weight *= packingOdds * contextOdds(material) * massOdds(material)
      hypotheses.append(Hypothesis(material: material, standing: .hidden, weight: weight))
    }
  }

  /// The parties dealt in the mineral, or in another one worth hiding, before.
  func contextOdds(_ material: MaterialID) -> Double {
    guard model.counts(.context) else { return 1 }
    let history = input.history
    guard history.exporterMinerals | history.consigneeMinerals != 0 else { return 1 }
    let bit = model.tables.mineralBits[Int(material.rawValue)]
    var odds = 1.0
    if history.exporterMinerals & bit != 0 { odds *= 5 } else if history.exporterMinerals != 0 { odds *= 1.5 }
    if history.consigneeMinerals & bit != 0 {
      odds *= 4
    } else if history.consigneeMinerals != 0 {
      odds *= 1.3
    }
    return odds
  }

  /// Tens of tonnes of a material of which the world trades kilograms are not plausible.
  func massOdds(_ material: MaterialID) -> Double {
    guard model.counts(.packing), let mass = input.netKilograms, mass > 3000,
      let lowest = lowestPrice(material)
    else { return 1 }
    let worth = mass * lowest
    return worth > 2e7 ? 0.05 : worth > 4e6 ? 0.3 : 1
  }

  private mutating func normalize() {
    var sum = none
    for hypothesis in hypotheses { sum += hypothesis.weight }
    guard sum > 0, sum.isFinite else {
      none = 1
      hypotheses.removeAll()
      return
    }
    none /= sum
    for index in hypotheses.indices { hypotheses[index].weight /= sum }
  }

  func candidates() -> [Identity.Candidate] {
    hypotheses.filter { $0.weight >= model.parameters.floor }
      .sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.material < $1.material }
      .map { Identity.Candidate($0.material, probability: $0.weight) }
  }

  func compact() -> CompactIdentity {
    var top: Hypothesis?
    var hidden = 0.0
    for hypothesis in hypotheses where hypothesis.standing != .claimed {
      if hypothesis.standing == .hidden { hidden += hypothesis.weight }
      if hypothesis.weight > top?.weight ?? 0 { top = hypothesis }
    }
    if let found = top, found.weight < model.parameters.floor { top = nil }
    return CompactIdentity(
      material: top?.material, probability: top?.weight ?? 0, hidden: hidden, none: none)
  }
}
