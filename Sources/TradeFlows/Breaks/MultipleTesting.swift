// SPDX-License-Identifier: Apache-2.0

/// Corrections for many tests at once.
public enum MultipleTesting {
  /// q-values by Benjamini and Hochberg (1995); `dependent` adds the factor of Benjamini and Yekutieli (2001).
  public static func qValues(_ p: [Double], dependent: Bool = false) -> [Double] {
    let n = p.count
    guard n > 0 else { return [] }
    var factor = 1.0
    if dependent { factor = (1...n).reduce(0) { $0 + 1 / Double($1) } }
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    var q = [Double](repeating: 1, count: n)
    var least = 1.0
    for rank in order.indices.reversed() {
      least = min(least, p[order[rank]] * Double(n) / Double(rank + 1) * factor)
      q[order[rank]] = least
    }
    return q
  }

  /// p-values of statistics against placebos pooled over uncontrolled codes: `(1 + at least as large) / (1 + all)`.
  ///
  /// With few placebos no statistic can be small enough: 54 months give 0.018 at best whatever the effect.
  public static func placeboP(_ statistics: [Double], placebos: [Double]) -> [Double] {
    let sorted = placebos.filter(\.isFinite).map { abs($0) }.sorted()
    return statistics.map { statistic in
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < abs(statistic) { low = middle + 1 } else { high = middle }
      }
      return Double(1 + sorted.count - low) / Double(1 + sorted.count)
    }
  }

  /// Family-wise p-values by the greatest statistic of resampled families, stepped down (Westfall and Young 1993,
  /// Romano and Wolf 2005).
  ///
  /// - Parameter resampled: one row of statistics for each resample, in the order of `statistics`
  public static func maxT(_ statistics: [Double], resampled: [[Double]]) -> [Double] {
    let order = statistics.indices.sorted { (abs(statistics[$1]), $0) < (abs(statistics[$0]), $1) }
    var p = [Double](repeating: 1, count: statistics.count)
    var previous = 0.0
    for (rank, index) in order.enumerated() {
      var exceed = 0
      for row in resampled {
        precondition(row.count == statistics.count, "a resample has one statistic for each test")
        var greatest = 0.0
        for later in order[rank...] { greatest = max(greatest, abs(row[later])) }
        if greatest >= abs(statistics[index]) { exceed += 1 }
      }
      previous = max(previous, Double(1 + exceed) / Double(1 + resampled.count))
      p[index] = previous
    }
    return p
  }

  /// Statistics of several series under permutations of blocks of months, the same permutation for all series.
  public static func blockPermutations(
    of series: [[Double]], blockLength: Int = 6, count: Int = 199, seed: UInt64 = 1,
    statistic: ([Double]) -> Double
  ) -> [[Double]] {
    guard let length = series.first?.count, length >= 2 * blockLength,
      series.allSatisfy({ $0.count == length })
    else {
      return []
    }
    var generator = Xorshift(seed: seed)
    let blocks = stride(from: 0, to: length, by: blockLength).map { $0..<min(length, $0 + blockLength) }
    return (0..<count).map { _ in
      var order = Array(blocks.indices)
      for i in order.indices.reversed() where i > 0 {
        order.swapAt(i, Int(generator.next() % UInt64(i + 1)))
      }
      return series.map { values in statistic(order.flatMap { values[blocks[$0]] }) }
    }
  }
}
