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
    let weighing = Weighing(self, input)
    if input.reading.claims.isEmpty, weighing.isPlain { return [] }
    guard
      mayHide(PaperPrior(weighing), weighing.facts, ItemSight(weighing), above: floor, ceiling: &ceiling)
    else { return [] }
    return weighedOthers(input, above: floor, ceiling: &ceiling)
  }

  /// The same by the full weighing, for goods that may hide something.
  public func weighedOthers(
    _ input: IdentityInput, above floor: Double, ceiling: inout HiddenCeiling
  ) -> [Identity.Candidate] {
    var weighing = Weighing(self, input)
    weighing.dayPrices = ceiling.prices(on: input.day, fromChina: weighing.fromChina, self)
    weighing.run()
    return weighing.candidates().filter { candidate in
      candidate.probability >= floor && !input.reading.claims(candidate.material)
    }
  }

  /// Whether a material that the papers do not name may reach a probability, by a bound that is never too low.
  ///
  /// What the heading is known to hide and what the parties dealt in is weighed as it is; of all the rest, the greatest that
  /// any material can weigh at the price is looked up.
  /// - Parameter facts: what the code alone says, as for `prior`.
  public func mayHide(
    _ prior: PaperPrior, _ facts: CodeFacts?, _ item: ItemSight, above floor: Double,
    ceiling: inout HiddenCeiling
  ) -> Bool {
    let fromChina = item.exportCountry == .china
    let prices = ceiling.prices(on: item.day, fromChina: fromChina, self)
    let logPrice = counts(.price) ? item.logPrice : nil
    var (total, rightful, claimed) = (prior.none, 0.0, 0.0)
    var declaredDensity = 1.0
    if let logPrice {
      let price = DeclaredPrice(
        logPrice, facts, learned: item.learned, noiseShare: noiseShare(item.netKilograms))
      declaredDensity = price.density
      total *= price.density
      for hypothesis in prior.hypotheses {
        let isClaimed = hypothesis.standing == .claimed
        let density = price.density(
          own: prices.density(of: logPrice, material: hypothesis.material), isClaimed: isClaimed)
        total += hypothesis.weight * density
        if isClaimed {
          claimed = max(claimed, density)
        } else {
          rightful = max(rightful, hypothesis.weight * density)
        }
      }
      declaredDensity = max(declaredDensity, claimed)
    } else {
      for hypothesis in prior.hypotheses {
        total += hypothesis.weight
        if hypothesis.standing != .claimed { rightful = max(rightful, hypothesis.weight) }
      }
    }
    // A little below the floor, so that the order of operations does not matter.
    let least = floor * total * (1 - 1e-9)
    guard total > 0, total.isFinite, rightful < least else { return true }

    let hidesByCustom = counts(.code) && facts?.hidden != nil
    let share = hidesByCustom ? Self.everywhereShare : 1
    let rate =
      hidesByCustom
      ? parameters.disguiseRate : facts.map { ordinaryRate($0) } ?? parameters.hiddenRate
    let weight = hiddenPrior(rate, isSpecific: prior.isSpecific) * packingOdds(facts?.heading, item)
    let honest = parameters.honestPriceShare
    let unnamed = counts(.context) ? Weighing.contextOdds(item.history, of: 0) : 1
    var greatest = tables.greatestShare
    if let logPrice {
      greatest =
        honest * ceiling.density(of: logPrice, on: item.day, fromChina: fromChina, self)
        + (1 - honest) * declaredDensity * tables.greatestShare
    }
    if weight * share * unnamed * greatest >= least { return true }

    /// The weight of one material with all that is known of the item.
    func own(_ candidate: Candidate) -> Double {
      var own = weight * candidate.weight
      if let logPrice {
        own *=
          honest * (prices.density(of: logPrice, material: candidate.material) ?? 0)
          + (1 - honest) * declaredDensity
      }
      if counts(.context) {
        own *= Weighing.contextOdds(
          item.history, of: tables.mineralBits[Int(candidate.material.rawValue)])
      }
      return own * massOdds(item.netKilograms, lowest: prices.lowest(of: candidate.material))
    }
    if hidesByCustom, let facts {
      for candidate in facts.hiddenByCustom where own(candidate) >= least { return true }
    }
    guard counts(.context) else { return false }
    var dealtIn = item.history.exporterMinerals | item.history.consigneeMinerals
    while dealtIn != 0 {
      let mineral = dealtIn.trailingZeroBitCount
      dealtIn &= dealtIn - 1
      for candidate in tables.everywhereByMineral[mineral] where share * own(candidate) >= least {
        return true
      }
    }
    return false
  }
}

/// The greatest weight that a material worth hiding can have at a price: one figure a day and bin.
public struct HiddenCeiling: Sendable {
  /// A day's bands, and by bin of the price what was found so far; not a number where nothing was.
  private struct Known {
    let prices: DayPrices
    var densities = [Double](repeating: .nan, count: HiddenCeiling.bins)
  }
  private var known: [Known] = []
  /// By day and market: its place in `known`.
  private var days = NumberIndex()
  private var last: (key: UInt64, place: Int)?
  static let width = 0.05
  /// Logarithms of price between which figures are kept.
  static let reach = 40.0
  private static let bins = Int(2 * reach / width) + 1
  /// What is kept is dropped beyond so many days, so that memory stays bounded: 10 MiB.
  private static let dayLimit = 800

  public init() {}

  /// Lowest and highest usual price of a material on a day, as `IdentityModel.priceSpan` gives them.
  public mutating func priceSpan(
    of material: MaterialID, on day: Day, from country: CountryCode, _ model: IdentityModel
  ) -> ClosedRange<Double>? {
    prices(on: day, fromChina: country == .china, model).span(of: material)
  }

  /// The bands that count on a day.
  mutating func prices(on day: Day, fromChina: Bool, _ model: IdentityModel) -> DayPrices {
    known[place(of: day, fromChina, model)].prices
  }

  /// The place of a day in `known`.
  @inline(__always)
  private mutating func place(of day: Day, _ fromChina: Bool, _ model: IdentityModel) -> Int {
    let key = UInt64(UInt32(bitPattern: day.number)) << 1 | (fromChina ? 1 : 0)
    if let last, last.key == key { return last.place }
    let place = days[key] ?? make(key, day, fromChina, model)
    last = (key, place)
    return place
  }

  @inline(never)
  private mutating func make(_ key: UInt64, _ day: Day, _ fromChina: Bool, _ model: IdentityModel) -> Int {
    if known.count >= Self.dayLimit {
      known.removeAll()
      days = NumberIndex()
    }
    known.append(
      Known(prices: DayPrices(model.prices, on: day, fromChina: fromChina, hiding: model.everywhere)))
    return days.number(of: key)
  }

  /// The greatest that weight times density of any material worth hiding can be at a logarithm of price on a day; a bound for
  /// its bin, never too low.
  mutating func density(of logPrice: Double, on day: Day, fromChina: Bool, _ model: IdentityModel) -> Double {
    guard abs(logPrice) < Self.reach else { return .infinity }
    let bin = (logPrice / Self.width).rounded(.down)
    let place = place(of: day, fromChina, model)
    let index = Int(bin) + Self.bins / 2
    let density = known[place].densities[index]
    if !density.isNaN { return density }
    let greatest = known[place].prices
      .greatestHiding(from: bin * Self.width, to: (bin + 1) * Self.width)
    known[place].densities[index] = greatest
    return greatest
  }
}
