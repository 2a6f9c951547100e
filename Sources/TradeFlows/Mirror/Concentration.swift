// SPDX-License-Identifier: Apache-2.0

/// How much of a supply hangs on few countries.
public struct Concentration: Hashable, Sendable {
  /// Herfindahl-Hirschman index, 0 to 10,000.
  public let index: Double
  /// What is left, in per cent, when the largest supplier stops (N-1).
  public let residualPercent: Double

  /// From amounts by supplier in any one unit; nothing when they sum to nothing.
  public init?(_ amounts: [Double]) {
    let positive = amounts.filter { $0 > 0 && $0.isFinite }
    let total = positive.reduce(0, +)
    guard total > 0, let largest = positive.max() else { return nil }
    index = positive.reduce(0) { $0 + ($1 / total) * ($1 / total) } * 10_000
    residualPercent = 100 * (1 - largest / total)
  }
}
