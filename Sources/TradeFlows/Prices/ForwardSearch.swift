// SPDX-License-Identifier: Apache-2.0

/// The forward search for flows that do not belong to the fair price (Atkinson and Riani, "Robust Diagnostic Regression
/// Analysis", 2000; rule of Riani, Atkinson and Cerioli, JRSS B 71, 2009).
///
/// From a robust start the subset of best fit grows by one flow at a time, while the smallest deletion residual outside it
/// is watched; when it leaves its envelope, all flows beyond are left out. Errors are taken as a share of the mass, as
/// trade values are: the regression is weighted by one over mass squared, so that it is one of unit values.
public struct ForwardSearch: Hashable, Sendable {
  /// USD per kilogram of the flows that belong.
  public let fairPrice: Double
  /// Places of the flows that do not belong, in the order given.
  public let outliers: [Int]
  /// Size of the subset at which the signal came; nothing without one.
  public let signal: Int?

  /// Searches flows with positive mass and value.
  ///
  /// - Parameter start: a robust price to start from
  /// - Complexity: O(n squared log n); more than 3,000 flows are searched in their order of fit in steps of `n / 3000`.
  public init(kilograms: [Double], usd: [Double], start: Double) {
    precondition(kilograms.count == usd.count, "one value for each mass")
    let values = zip(kilograms, usd).map { Mathematics.log($1 / $0) }
    let n = values.count
    guard n >= 8, start > 0 else {
      fairPrice = start
      outliers = []
      signal = nil
      return
    }
    let middle = Mathematics.log(start)
    var order = values.indices.sorted { (abs(values[$0] - middle), $0) < (abs(values[$1] - middle), $1) }
    var size = max(4, n / 2)
    let step = max(1, n / 3000)
    var over: [Int] = []
    var found: Int?
    while size < n {
      let subset = order[..<size].map { values[$0] }
      let mean = subset.reduce(0, +) / Double(size)
      // The spread of the central part is too small by a known factor.
      let raw = subset.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size - 1)
      let spread = (raw / Self.consistency(Double(size) / Double(n))).squareRoot()
      order.sort { (abs(values[$0] - mean), $0) < (abs(values[$1] - mean), $1) }
      let next = abs(values[order[size]] - mean)
      let residual =
        spread > 0 ? next / (spread * (1 + 1 / Double(size)).squareRoot()) : (next > 0 ? .infinity : 0)
      // Envelopes of the (size + 1)-th smallest of n absolute deviations.
      if residual > Self.envelope(n, size + 1, 0.9999) { over.append(size) } else { over.removeAll() }
      let isLate = size >= n - 2
      let single = residual > Self.envelope(n, size + 1, 1 - 0.01 / Double(n))
      if over.count >= 3 || (over.count >= 2 && residual > Self.envelope(n, size + 1, 0.99999))
        || (isLate && single)
      {
        found = over.first ?? size
        break
      }
      size += step
    }
    signal = found
    let kept = found ?? n
    let subset = order[..<kept].map { values[$0] }
    let mean = subset.reduce(0, +) / Double(kept)
    fairPrice = Mathematics.exp(mean)
    outliers = order[kept...].sorted()
  }

  /// Variance of the central share of a normal distribution, relative to the whole.
  static func consistency(_ share: Double) -> Double {
    guard share < 1 else { return 1 }
    let q = PriceScreen.normalQuantile((1 + share) / 2)
    let density = Mathematics.exp(-q * q / 2) / (2 * Double.pi).squareRoot()
    return max(1e-6, 1 - 2 * q * density / share)
  }

  /// A quantile of the k-th smallest of n absolute standard normal deviations, by the Wilson-Hilferty approximation to
  /// the F distribution of order statistics (Riani, Atkinson and Cerioli 2009, equation 9).
  static func envelope(_ n: Int, _ k: Int, _ gamma: Double) -> Double {
    let a = Double(k)
    let b = Double(n - k + 1)
    // Beta(a, b) quantile by a logit-normal approximation: exact enough at the tails used here.
    let z = PriceScreen.normalQuantile(gamma)
    let logit = Mathematics.log((a - 1.0 / 3) / (b - 1.0 / 3))
    let spread = (1 / (a - 0.5) + 1 / (b - 0.5)).squareRoot()
    let odds = Mathematics.exp(min(40, logit + z * spread))
    let share = min(1 - 1e-15, odds / (1 + odds))
    return PriceScreen.normalQuantile((1 + share) / 2)
  }
}
