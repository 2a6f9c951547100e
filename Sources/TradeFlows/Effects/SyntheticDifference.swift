// SPDX-License-Identifier: Apache-2.0

/// Synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager, "Synthetic
/// Difference-in-Differences", American Economic Review 111, 2021, doi 10.1257/aer.20190159).
///
/// Donors are weighed so that they move with the treated lane before the event, months before it so that they predict
/// the donors' months after it; the effect is the difference of differences under both weights.
public struct SyntheticDifference: Hashable, Sendable {
  /// Mean change of the treated units after the event, in the unit of the outcome.
  public let effect: Double
  /// Spread of the effect when each donor in turn plays the treated unit; nothing with fewer than three donors.
  public let standardError: Double?
  /// Share of placebo effects at least as large, the treated one counted; nothing with fewer than three donors.
  public let placeboP: Double?
  /// Weights of the donors and of the months before, each with sum 1.
  public let unitWeights: [Double]
  public let timeWeights: [Double]
  /// How many donors and months in effect carry the comparison: `1 / sum of squares`.
  public var effectiveDonors: Double { 1 / max(1e-12, sumOfSquares(unitWeights)) }
  public var effectiveMonths: Double { 1 / max(1e-12, sumOfSquares(timeWeights)) }

  /// Fits the model; nothing with fewer than two donors, four months before or one after.
  ///
  /// - Parameters:
  ///   - treated: outcomes of the treated units, one row each, without gaps
  ///   - donors: outcomes of the donors, as long
  ///   - event: index of the first month after the event
  public init?(treated: [[Double]], donors: [[Double]], event: Int) {
    guard let length = treated.first?.count, donors.count >= 2, event >= 4, event < length,
      (treated + donors).allSatisfy({ $0.count == length && $0.allSatisfy(\.isFinite) })
    else { return nil }
    let mean = Self.average(treated)
    let fit = Self.fit(mean: mean, count: treated.count, donors: donors, event: event)
    effect = fit.effect
    unitWeights = fit.units
    timeWeights = fit.times
    guard donors.count >= 3 else {
      standardError = nil
      placeboP = nil
      return
    }
    var placebos: [Double] = []
    for index in donors.indices {
      var rest = donors
      let chosen = rest.remove(at: index)
      placebos.append(Self.fit(mean: chosen, count: 1, donors: rest, event: event).effect)
    }
    let centre = placebos.reduce(0, +) / Double(placebos.count)
    standardError =
      (placebos.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(placebos.count)).squareRoot()
    placeboP =
      Double(1 + placebos.count { abs($0) >= abs(fit.effect) }) / Double(1 + placebos.count)
  }

  private static func average(_ rows: [[Double]]) -> [Double] {
    guard let first = rows.first else { return [] }
    return first.indices.map { t in rows.reduce(0) { $0 + $1[t] } / Double(rows.count) }
  }

  private static func fit(mean: [Double], count: Int, donors: [[Double]], event: Int) -> (
    effect: Double, units: [Double], times: [Double]
  ) {
    let after = Double(mean.count - event)
    // Noise: spread of first differences of the donors before the event.
    var differences: [Double] = []
    for row in donors { for t in 1..<event { differences.append(row[t] - row[t - 1]) } }
    let centre = differences.reduce(0, +) / Double(max(1, differences.count))
    let sigma =
      (differences.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
      / Double(max(1, differences.count - 1))).squareRoot()
    let ridge = Mathematics.power(Double(count) * after, 0.25) * sigma
    // Unit weights: months are rows, donors are columns.
    let unitRows = (0..<event).map { t in donors.map { $0[t] } }
    let units = SimplexRegression.weights(
      rows: unitRows, target: (0..<event).map { mean[$0] }, ridge: ridge, tolerance: 1e-5 * sigma)
    // Time weights: donors are rows, months before are columns.
    let late = donors.map { row in row[event...].reduce(0, +) / after }
    let times = SimplexRegression.weights(
      rows: donors.map { Array($0[..<event]) }, target: late, ridge: 1e-6 * sigma, tolerance: 1e-5 * sigma)
    func contrast(_ row: [Double]) -> Double {
      var before = 0.0
      for t in 0..<event { before += times[t] * row[t] }
      return row[event...].reduce(0, +) / after - before
    }
    var effect = contrast(mean)
    for (weight, row) in zip(units, donors) { effect -= weight * contrast(row) }
    return (effect, units, times)
  }
}

/// Least squares with an intercept, weights at least zero with sum one, and a ridge, by Frank and Wolfe (1956) with exact
/// steps, sparsified once as the method's authors do.
enum SimplexRegression {
  static func weights(rows: [[Double]], target outcome: [Double], ridge: Double, tolerance: Double)
    -> [Double]
  {
    let n = rows.count
    guard let p = rows.first?.count, p > 0 else { return [] }
    // The intercept is taken out by centring.
    var a = rows
    for j in 0..<p {
      let mean = rows.reduce(0) { $0 + $1[j] } / Double(n)
      for i in 0..<n { a[i][j] -= mean }
    }
    let middle = outcome.reduce(0, +) / Double(n)
    let b = outcome.map { $0 - middle }
    let eta = Double(n) * ridge * ridge
    // Rounds end when one lowers the mean square by less than this, as the method's authors have it.
    let enough = Double(n) * max(1e-24, tolerance * tolerance)
    // All that a step needs is products of columns: with them a step costs p and not n p.
    var products = [Double](repeating: 0, count: p * p)
    var target = [Double](repeating: 0, count: p)
    for i in 0..<n {
      for j in 0..<p {
        target[j] += a[i][j] * b[i]
        for k in 0..<p { products[j * p + k] += a[i][j] * a[i][k] }
      }
    }
    for j in 0..<p { products[j * p + j] += eta }
    var w = [Double](repeating: 1 / Double(p), count: p)
    func descend(_ w: inout [Double], rounds: Int) {
      var image = [Double](repeating: 0, count: p)
      for round in 0..<rounds {
        // Made anew now and then, so that rounding does not add up.
        if round % 256 == 0 {
          for j in 0..<p {
            var sum = 0.0
            for k in 0..<p { sum += products[j * p + k] * w[k] }
            image[j] = sum
          }
        }
        var best = 0
        var (least, along, own) = (Double.infinity, 0.0, 0.0)
        for j in 0..<p {
          let gradient = image[j] - target[j]
          if gradient < least { (best, least) = (j, gradient) }
          along += w[j] * gradient
          own += w[j] * image[j]
        }
        let slope = least - along
        guard slope < 0 else { return }
        let curvature = products[best * p + best] - 2 * image[best] + own
        guard curvature > 0 else { return }
        let step = min(1, -slope / curvature)
        for j in 0..<p {
          w[j] *= 1 - step
          image[j] += step * (products[best * p + j] - image[j])
        }
        w[best] += step
        if -(2 * slope * step + curvature * step * step) < enough { return }
      }
    }
    descend(&w, rounds: 1000)
    let greatest = w.max() ?? 0
    for j in w.indices where w[j] <= greatest / 4 { w[j] = 0 }
    let sum = w.reduce(0, +)
    if sum > 0 { for j in w.indices { w[j] /= sum } }
    descend(&w, rounds: 10_000)
    return w
  }
}
