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
    openResidualLine(facts)
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

  /// On a residual line that words do not fill, the goods may be anything its heading names: "metal powder" under the other
  /// articles of molybdenum may be the powder.
  private mutating func openResidualLine(_ facts: CodeFacts) {
    guard facts.isResidual, !input.reading.isSpecific, facts.rightful != nil,
      !input.reading.claims.contains(where: { $0.basis != .coded }),
      let named = facts.rightfulByHeading?.filter({ candidate in
        !hypotheses.contains { $0.material == candidate.material }
          && !(facts.rightful?.contains { $0.material == candidate.material } ?? false)
      }), !named.isEmpty
    else { return }
    let share = model.parameters.residualOpenShare
    for index in hypotheses.indices { hypotheses[index].weight *= 1 - share }
    var freed = share
    if hypotheses.isEmpty {
      freed *= none
      none -= freed
    } else {
      freed *= 1 - none
    }
    for candidate in named {
      hypotheses.append(
        Hypothesis(
          material: candidate.material, standing: .rightful, weight: freed / Double(named.count)))
    }
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

  mutating func weighDeclaredPrice() {
    guard model.counts(.price), let logPrice else { return }
    let price = DeclaredPrice(
      logPrice, facts, learned: learned, noiseShare: model.noiseShare(input.netKilograms))
    declaredDensity = price.density
    var claimedDensity = 0.0
    for index in hypotheses.indices {
      let isClaimed = hypotheses[index].standing == .claimed
      let density = price.density(
        own: priceDensity(hypotheses[index].material, logPrice), isClaimed: isClaimed)
      if isClaimed { claimedDensity = max(claimedDensity, density) }
      hypotheses[index].weight *= density
    }
    none *= declaredDensity
    declaredDensity = max(declaredDensity, claimedDensity)
  }

  /// Carriage and packing that dear metals have and cheap bulk goods have not.
  mutating func weighPacking() { packingOdds = model.packingOdds(heading, ItemSight(self)) }

  private mutating func addHidden() {
    let (candidates, rate) = hiddenCandidates()
    addHidden(candidates, rate: rate)
  }

  /// Materials to think of beyond the papers, and the share of declarations like this one that hide any.
  func hiddenCandidates() -> (candidates: [IdentityModel.Candidate], rate: Double) {
    guard let facts else { return (model.everywhere, model.parameters.hiddenRate) }
    if model.counts(.code), let own = facts.hidden { return (own, model.parameters.disguiseRate) }
    return (model.everywhere, model.ordinaryRate(facts))
  }

  private mutating func addHidden(_ candidates: [IdentityModel.Candidate], rate: Double) {
    let prior = model.hiddenPrior(rate, isSpecific: input.reading.isSpecific)
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
    return Self.contextOdds(history, of: model.tables.mineralBits[Int(material.rawValue)])
  }

  /// - Parameter bit: the mineral's; 0 stands for one in which the parties never dealt.
  static func contextOdds(_ history: PartyHistory, of bit: UInt64) -> Double {
    var odds = 1.0
    if history.exporterMinerals & bit != 0 { odds *= 5 } else if history.exporterMinerals != 0 { odds *= 1.5 }
    if history.consigneeMinerals & bit != 0 {
      odds *= 4
    } else if history.consigneeMinerals != 0 {
      odds *= 1.3
    }
    return odds
  }

  func massOdds(_ material: MaterialID) -> Double {
    guard model.counts(.packing), let mass = input.netKilograms, mass > 3000 else { return 1 }
    return model.massOdds(mass, lowest: lowestPrice(material))
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
