// SPDX-License-Identifier: Apache-2.0

/// The effect of an event at a known month: `ln y = a + b t + month + d post + e (t - T) post`, with errors that allow
/// for autocorrelation and changing variance (Newey and West 1987, six lags).
///
/// A trend needs a year before the event and seasons need two: with fewer months they are left out, for a trend of a few
/// months carried on for years would be taken for an effect.
public struct InterruptedSeries: Hashable, Sendable {
  /// Change of level at the event in logarithms, its standard error and two-sided p-value.
  public let level: Double
  public let levelError: Double
  public let levelP: Double
  /// Change of slope in logarithms a month.
  public let slope: Double
  public let slopeError: Double
  /// Whether the model has a trend, and whether it has seasons.
  public let hasTrend: Bool
  public let hasSeason: Bool
  /// The change of level as a share: `exp(d) - 1`.
  public var relativeChange: Double { Mathematics.exp(level) - 1 }

  /// Fits the model; nothing when there are fewer than six months on a side or nothing varies.
  ///
  /// - Parameter event: the month that is the first after the event
  public init?(_ series: MonthlySeries, event: Month, lags: Int = 6, seasonal: Bool = true) {
    let at = series.start.distance(to: event)
    let positive = series.values.filter { $0 > 0 }
    guard !positive.isEmpty else { return nil }
    let offset = series.values.contains(0) ? 0.02 * Mathematics.median(positive) : 0
    let rows = series.values.indices.filter { series.values[$0].isFinite && series.values[$0] >= 0 }
    let before = rows.count { $0 < at }
    guard before >= 6, rows.count - before >= 6 else { return nil }
    let response = rows.map { Mathematics.log(series.values[$0] + offset) }
    let trend = before >= 12
    let season = seasonal && rows.count >= 36 && before >= 24
    var columns: [[Double]] = [rows.map { $0 >= at ? 1 : 0 }]
    if trend { columns.append(rows.map { $0 >= at ? Double($0 - at) : 0 }) }
    columns.append(rows.map { _ in 1 })
    if trend { columns.append(rows.map { Double($0 - at) }) }
    if season {
      for month in 1..<12 {
        columns.append(rows.map { (Int(series.start.number) + $0) % 12 == month ? 1 : 0 })
      }
    }
    guard rows.count > columns.count + 2 else { return nil }
    let beta = LeastSquares.solve(columns: columns, response: response)
    var residuals = response
    for (column, b) in zip(columns, beta) { for i in residuals.indices { residuals[i] -= b * column[i] } }
    guard
      let variance = HACVariance.variances(
        columns: columns, residuals: residuals, times: rows, wanted: trend ? [0, 1] : [0], lags: lags)
    else { return nil }
    level = beta[0]
    levelError = max(0, variance[0]).squareRoot()
    slope = trend ? beta[1] : 0
    slopeError = trend ? max(0, variance[1]).squareRoot() : 0
    hasTrend = trend
    hasSeason = season
    levelP =
      levelError > 0 ? 2 * Mathematics.normalUpperTail(abs(beta[0]) / levelError) : (beta[0] == 0 ? 1 : 0)
  }
}

/// Variances of least squares coefficients under autocorrelation and changing variance.
enum HACVariance {
  /// Bartlett weights to `lags` months, with the small-sample factor `n / (n - p)`; nothing when columns depend.
  static func variances(columns: [[Double]], residuals: [Double], times: [Int], wanted: [Int], lags: Int)
    -> [Double]?
  {
    let n = residuals.count
    let p = columns.count
    // For each wanted column: what is left of it after all others, over its length squared.
    var result: [Double] = []
    for target in wanted {
      var projection = Projection(rows: n)
      for j in 0..<p where j != target { projection.add(columns[j]) }
      let left = projection.remainder(of: columns[target])
      let norm = sumOfSquares(left)
      guard norm > 1e-10 * sumOfSquares(columns[target]) else { return nil }
      let scores = (0..<n).map { left[$0] * residuals[$0] }
      var sum = sumOfSquares(scores)
      for i in 0..<n {
        var j = i + 1
        while j < n, times[j] - times[i] <= lags {
          sum += 2 * (1 - Double(times[j] - times[i]) / Double(lags + 1)) * scores[i] * scores[j]
          j += 1
        }
      }
      result.append(max(0, sum) / (norm * norm) * Double(n) / Double(n - p))
    }
    return result
  }
}
