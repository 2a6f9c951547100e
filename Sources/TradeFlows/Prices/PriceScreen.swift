// SPDX-License-Identifier: Apache-2.0

/// Prices far from the fair price of comparable goods.
public struct PriceScreen: Sendable {
  public enum Flag: String, Hashable, Sendable, CaseIterable {
    /// Below half of the fair price: the lowest acceptable price of EU customs practice (joined cases and case C-213/19).
    case underHalf = "under-half"
    /// Above twice the fair price.
    case overTwice = "over-twice"
    /// Off the robust line by more than chance allows among so many.
    case outlier
  }

  /// Fair price in USD per kilogram: slope of value on mass through the origin by least trimmed squares.
  public let fairPrice: Double
  /// Fair price by the forward search, and the rows that it leaves out.
  public let forwardPrice: Double
  public let forwardOutliers: Set<Int>
  /// Robust spread of the residuals in USD.
  public let spread: Double
  /// Flags by row, in the order given.
  public let flags: [[Flag]]

  /// Screens shipments or flows by mass in kilograms and value in USD; rows without either get no flag.
  ///
  /// Returns nothing when fewer than five rows have both.
  public init?(kilograms: [Double], usd: [Double]) {
    precondition(kilograms.count == usd.count, "one value for each mass")
    let rows = kilograms.indices.filter {
      kilograms[$0] > 0 && usd[$0] > 0 && kilograms[$0].isFinite && usd[$0].isFinite
    }
    guard rows.count >= 5 else { return nil }
    let fit = LeastTrimmedSquares.fit(
      columns: [rows.map { kilograms[$0] }], response: rows.map { usd[$0] },
      trimming: .share(0.75))
    fairPrice = fit.coefficients[0]
    let search = ForwardSearch(
      kilograms: rows.map { kilograms[$0] }, usd: rows.map { usd[$0] }, start: fit.coefficients[0])
    forwardPrice = search.fairPrice
    forwardOutliers = Set(search.outliers.map { rows[$0] })
    spread = fit.scale
    var flags = [[Flag]](repeating: [], count: kilograms.count)
    // Bonferroni over the rows at 1 %: chance that any of n is beyond it.
    let limit = Self.normalQuantile(1 - 0.005 / Double(rows.count))
    for row in rows {
      let price = usd[row] / kilograms[row]
      if price < fairPrice / 2 { flags[row].append(.underHalf) }
      if price > fairPrice * 2 { flags[row].append(.overTwice) }
      if spread > 0, abs(usd[row] - fairPrice * kilograms[row]) > limit * spread {
        flags[row].append(.outlier)
      }
    }
    self.flags = flags
  }

  /// The mean of unit values without those outside half and twice the median; nothing for fewer than three.
  public static func cleanedAverage(_ unitValues: [Double]) -> Double? {
    let positive = unitValues.filter { $0 > 0 && $0.isFinite }
    guard positive.count >= 3 else { return nil }
    let middle = Mathematics.median(positive)
    let kept = positive.filter { $0 >= middle / 2 && $0 <= middle * 2 }
    return kept.sorted().reduce(0, +) / Double(kept.count)
  }

  /// The quantile of the standard normal distribution by bisection, to 1e-10.
  static func normalQuantile(_ p: Double) -> Double {
    var (low, high) = (-40.0, 40.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if 1 - Mathematics.normalUpperTail(middle) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
