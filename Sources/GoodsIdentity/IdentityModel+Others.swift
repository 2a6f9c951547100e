// SPDX-License-Identifier: Apache-2.0

public import TradeModel

extension IdentityModel {
  /// The materials that the papers do not name and that are at least this likely, as `candidates` gives them; faster.
  ///
  /// Most goods cannot hide anything at their price. An upper bound of all that could be hidden is looked up first, and
  /// the full weighing is done only where the bound reaches the floor; the answer is the same.
  /// - Parameter ceiling: bounds found so far; keep it between calls.
  public func others(
    _ input: IdentityInput, above floor: Double, ceiling: inout HiddenCeiling
  ) -> [Identity.Candidate] {
    var weighing = Weighing(self, input)
    if weighing.isPlain, input.reading.claims.isEmpty { return [] }
    weighing.dayPrices = ceiling.prices(on: input.day, fromChina: weighing.fromChina, self)
    weighing.weighPapers()
    if !weighing.mayHide(above: floor, ceiling: &ceiling) { return [] }
    weighing.finish()
    return weighing.candidates().filter { candidate in
      candidate.probability >= floor && !input.reading.claims(candidate.material)
    }
  }
}

/// The greatest density that materials worth hiding, by their weights, can give to a price: one figure a day and bin.
public struct HiddenCeiling: Sendable {
  private var densities = NumberMap<Double>()
  private var days = NumberMap<DayPrices>()
  private var last: (key: NumberKey, prices: DayPrices)?
  static let width = 0.05
  /// What is kept is dropped beyond so many days or figures, so that memory stays bounded.
  private static let dayLimit = 800
  private static let densityLimit = 1 << 18

  public init() {}

  /// Lowest and highest usual price of a material on a day, as `IdentityModel.priceSpan` gives them.
  public mutating func priceSpan(
    of material: MaterialID, on day: Day, from country: CountryCode, _ model: IdentityModel
  ) -> ClosedRange<Double>? {
    prices(on: day, fromChina: country == .china, model).span(of: material)
  }

  /// The bands that count on a day.
  mutating func prices(on day: Day, fromChina: Bool, _ model: IdentityModel) -> DayPrices {
    let key = NumberKey(UInt64(UInt32(bitPattern: day.number)) << 1 | (fromChina ? 1 : 0))
    if let last, last.key == key { return last.prices }
    if let known = days[key] {
      last = (key, known)
      return known
    }
    if days.count >= Self.dayLimit { days.removeAll() }
    let made = DayPrices(model.prices, on: day, fromChina: fromChina)
    days.set(key, made)
    return made
  }

  /// The bound for a logarithm of price on a day, exact for its bin.
  mutating func density(of logPrice: Double, on day: Day, fromChina: Bool, _ model: IdentityModel) -> Double {
    guard abs(logPrice) < 40 else { return 0 }
    let bin = (logPrice / Self.width).rounded(.down)
    let key = NumberKey(
      UInt64(UInt32(bitPattern: day.number)) << 16 | UInt64(UInt16(Int(bin) + 1000)) << 1
        | (fromChina ? 1 : 0))
    if let known = densities[key] { return known }
    let (low, high) = (bin * Self.width, (bin + 1) * Self.width)
    var sum = 0.0
    for candidate in model.everywhere {
      var best = 0.0
      model.prices.forEachBand(of: candidate.material, on: day, fromChina: fromChina) { center, scale in
        let nearest = min(max(center, low), high)
        best = max(best, Numerics.density(nearest - center, scale: scale))
      }
      sum += candidate.weight * best
    }
    if densities.count >= Self.densityLimit { densities.removeAll() }
    densities.set(key, sum)
    return sum
  }
}

extension Weighing {
  /// Whether a material that the papers do not name may reach a probability, by a bound that is never too low; after
  /// `weighPapers`.
  func mayHide(above floor: Double, ceiling: inout HiddenCeiling) -> Bool {
    var total = none
    var greatest = 0.0
    for hypothesis in hypotheses {
      total += hypothesis.weight
      if hypothesis.standing != .claimed { greatest = max(greatest, hypothesis.weight) }
    }
    guard total > 0, total.isFinite, greatest < floor * total else { return true }
    if let facts, model.counts(.code), facts.hidden != nil { return true }
    let rate = facts.map(ordinaryRate) ?? model.parameters.hiddenRate
    var density = 1.0
    if model.counts(.price), let logPrice {
      let share = model.parameters.honestPriceShare
      let own = ceiling.density(of: logPrice, on: input.day, fromChina: fromChina, model)
      density = share * own + (1 - share) * declaredDensity
    }
    var odds = packingOdds
    if model.counts(.context) {
      if input.history.exporterMinerals != 0 { odds *= 5 }
      if input.history.consigneeMinerals != 0 { odds *= 4 }
    }
    return hiddenPrior(rate) * density * odds >= floor * total
  }
}
