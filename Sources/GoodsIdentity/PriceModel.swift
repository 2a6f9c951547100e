// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// Densities of the logarithm of USD per kilogram under each material, from dated bands of both markets.
struct PriceModel: Sendable {
  struct Band: Sendable {
    var first: Int32
    var last: Int32
    var market: PriceMarket
    var center: Double
    var scale: Double
  }

  /// Bands of every material in order of material.
  var bands: [Band] = []
  var ranges: [Range<Int>] = []
  /// Whether a material's bands were worked out from its element's.
  var isDerived: [Bool] = []

  init(_ reference: ReferenceData) {
    for material in reference.materials {
      let start = bands.count
      var derived = false
      if material.prices.isEmpty {
        derived = true
        bands += Self.derived(material, reference)
      } else {
        bands += material.prices.map { Self.band($0, factor: 1, widen: 0) }
      }
      ranges.append(start..<bands.count)
      isDerived.append(derived)
    }
  }

  private static func band(_ price: PriceBand, factor: Double, widen: Double) -> Band {
    let lower = Numerics.logarithm(price.lower * factor)
    let upper = Numerics.logarithm(price.upper * factor)
    return Band(
      first: price.first.number, last: price.last.number, market: price.market, center: (lower + upper) / 2,
      scale: 0.15 + (upper - lower) / 2.6 + widen)
  }

  /// A material without a price of its own costs about what its element costs, in proportion to its content.
  private static func derived(_ material: Material, _ reference: ReferenceData) -> [Band] {
    guard [.metal, .oxide, .compound, .powder, .alloy, .target, .crystal, .wafer].contains(material.kind)
    else {
      return []
    }
    let mineral = reference.minerals[material.mineral]
    let siblings = mineral.materials.map { reference.materials[$0] }
    guard
      let base = siblings.first(where: { $0.kind == .metal && !$0.prices.isEmpty })
        ?? siblings.first(where: { $0.kind == .oxide && !$0.prices.isEmpty }),
      mineral.element != nil
    else { return [] }
    let content = material.metalMassFraction ?? (material.kind == .compound ? 0.5 : 0.8)
    let markup = material.kind == .target || material.kind == .wafer || material.kind == .crystal ? 3.0 : 1.1
    let factor = content / (base.metalMassFraction ?? 1) * markup
    return base.prices.map { band($0, factor: factor, widen: 0.35) }
  }

  func hasBand(_ material: MaterialID) -> Bool { !ranges[Int(material.rawValue)].isEmpty }

  /// The bands that count on a day: those that hold then, else the nearest of each market, wider the farther they are.
  func forEachBand(
    of material: MaterialID, on day: Day, fromChina: Bool, _ body: (_ center: Double, _ scale: Double) -> Void
  ) {
    let range = ranges[Int(material.rawValue)]
    var nearest: Int32 = .max
    for index in range where fromChina || bands[index].market != .inside {
      nearest = min(nearest, Self.gap(bands[index], day))
    }
    guard nearest < 3000 else { return }
    let limit = nearest == 0 ? 0 : nearest + 45
    for index in range where fromChina || bands[index].market != .inside {
      let gap = Self.gap(bands[index], day)
      if gap <= limit { body(bands[index].center, bands[index].scale + 0.3 * Double(gap) / 365) }
    }
  }

  private static func gap(_ band: Band, _ day: Day) -> Int32 {
    day.number < band.first ? band.first - day.number : max(0, day.number - band.last)
  }

  /// The highest density of a price among the bands that count, or nothing when none is known.
  func density(of logPrice: Double, material: MaterialID, on day: Day, fromChina: Bool) -> Double? {
    var sum = 0.0
    var count = 0
    forEachBand(of: material, on: day, fromChina: fromChina) { center, scale in
      sum = max(sum, Numerics.density(logPrice - center, scale: scale))
      count += 1
    }
    return count == 0 ? nil : sum
  }

  /// Lowest and highest usual price on a day in USD per kilogram.
  func span(of material: MaterialID, on day: Day, fromChina: Bool) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    forEachBand(of: material, on: day, fromChina: fromChina) { center, scale in
      low = min(low, center - scale)
      high = max(high, center + scale)
    }
    return low <= high ? Numerics.exponential(low)...Numerics.exponential(high) : nil
  }
}
