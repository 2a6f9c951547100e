// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// The price bands of every material that count on one day in one market, found once for all goods of that day.
///
/// It answers as `PriceModel` does, to the last bit.
final class DayPrices: Sendable {
  /// By material, where its bands begin; one more at the end.
  private let starts: [Int32]
  private let bands: [(center: Double, scale: Double)]
  /// By material, the lowest usual price in USD per kilogram; not a number where none is known.
  private let lowest: [Double]
  /// The highest, likewise.
  private let highest: [Double]
  /// The bands of the materials worth hiding, those that can weigh most first.
  private let hiding: [HidingBand]

  private struct HidingBand {
    /// The share of the material among all that is worth hiding.
    let weight: Double
    let center: Double
    let scale: Double
    /// Weight times density at the centre: the most that the band can give.
    let most: Double
  }

  init(
    _ prices: PriceModel, on day: Day, fromChina: Bool, hiding candidates: [IdentityModel.Candidate]
  ) {
    var starts: [Int32] = []
    var bands: [(center: Double, scale: Double)] = []
    var lowest: [Double] = []
    var highest: [Double] = []
    for number in prices.ranges.indices {
      let material = MaterialID(rawValue: UInt16(number))
      starts.append(Int32(bands.count))
      prices.forEachBand(of: material, on: day, fromChina: fromChina) { bands.append(($0, $1)) }
      let span = prices.span(of: material, on: day, fromChina: fromChina)
      lowest.append(span?.lowerBound ?? .nan)
      highest.append(span?.upperBound ?? .nan)
    }
    starts.append(Int32(bands.count))
    self.starts = starts
    self.bands = bands
    self.lowest = lowest
    self.highest = highest
    hiding = candidates.flatMap { candidate in
      let number = Int(candidate.material.rawValue)
      return bands[Int(starts[number])..<Int(starts[number + 1])].map { band in
        HidingBand(
          weight: candidate.weight, center: band.center, scale: band.scale,
          most: candidate.weight * Numerics.density(0, scale: band.scale))
      }
    }.sorted { $0.most > $1.most }
  }

  /// The greatest that weight times density of any material worth hiding can be within a range of logarithms of price.
  func greatestHiding(from low: Double, to high: Double) -> Double {
    var greatest = 0.0
    for band in hiding {
      if band.most <= greatest { break }
      let nearest = min(max(band.center, low), high)
      greatest = max(
        greatest, band.weight * Numerics.density(nearest - band.center, scale: band.scale))
    }
    return greatest
  }

  /// The highest density of a price among the bands that count, or nothing when none is known.
  func density(of logPrice: Double, material: MaterialID) -> Double? {
    let number = Int(material.rawValue)
    let (first, end) = (Int(starts[number]), Int(starts[number + 1]))
    if first == end { return nil }
    var greatest = 0.0
    for index in first..<end {
      let band = bands[index]
      greatest = max(greatest, Numerics.density(logPrice - band.center, scale: band.scale))
    }
    return greatest
  }

  /// The lowest usual price in USD per kilogram, or nothing when none is known.
  func lowest(of material: MaterialID) -> Double? {
    let price = lowest[Int(material.rawValue)]
    return price.isNaN ? nil : price
  }

  /// Lowest and highest usual price in USD per kilogram, or nothing when none is known.
  func span(of material: MaterialID) -> ClosedRange<Double>? {
    lowest(of: material).map { $0...highest[Int(material.rawValue)] }
  }
}
