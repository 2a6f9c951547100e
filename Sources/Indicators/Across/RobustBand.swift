// SPDX-License-Identifier: Apache-2.0

/// Median and scaled median absolute deviation of logarithms, the latter at least 0.35, since goods differ.
struct RobustBand {
  let center: Double
  let scale: Double

  /// - Parameter values: at least one.
  init(_ values: [Double]) {
    let sorted = values.sorted()
    center = sorted[(sorted.count - 1) / 2]
    let middle = center
    let deviations = sorted.map { abs($0 - middle) }.sorted()
    scale = max(0.35, 1.4826 * deviations[(deviations.count - 1) / 2])
  }

  /// How many scales a value lies above the median; below zero for one beneath it.
  func distance(_ value: Double) -> Double { (value - center) / scale }
}
