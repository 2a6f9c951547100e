// SPDX-License-Identifier: Apache-2.0

/// Optimal partition of a series into segments of constant mean, pruned to linear expected time (Killick, Fearnhead and
/// Eckley, JASA 107, 2012: PELT).
public enum Pelt {
  /// The first index of each segment but the first.
  ///
  /// - Parameters:
  ///   - values: the series; not-a-number values are left out of the cost
  ///   - penalty: cost of a break in units of the noise variance; `3 ln n` when not given
  ///   - shortest: fewest values in a segment, at least 1
  ///   - sigma: noise; by default the median absolute deviation of first differences over the root of 2
  /// - Complexity: O(n) expected, O(n squared) at worst.
  public static func breaks(
    in values: [Double], penalty: Double? = nil, shortest: Int = 3, sigma: Double? = nil
  ) -> [Int] {
    let kept = values.indices.filter { values[$0].isFinite }
    let n = kept.count
    guard n >= 2 * shortest, shortest >= 1 else { return [] }
    let noise = sigma ?? spread(kept.map { values[$0] })
    guard noise > 0 else { return [] }
    var sums = [0.0]
    var squares = [0.0]
    sums.reserveCapacity(n + 1)
    squares.reserveCapacity(n + 1)
    let centre = values[kept[0]]
    for index in kept {
      let value = (values[index] - centre) / noise
      sums.append(sums[sums.count - 1] + value)
      squares.append(squares[squares.count - 1] + value * value)
    }
    func cost(_ start: Int, _ end: Int) -> Double {
      let sum = sums[end] - sums[start]
      return squares[end] - squares[start] - sum * sum / Double(end - start)
    }
    let beta = penalty ?? 3 * Mathematics.log(Double(n))
    var best = [Double](repeating: .infinity, count: n + 1)
    var previous = [Int](repeating: 0, count: n + 1)
    best[0] = -beta
    var candidates = [0]
    for end in shortest...n {
      var found = (Double.infinity, 0)
      for start in candidates where end - start >= shortest {
        let value = best[start] + cost(start, end) + beta
        if value < found.0 { found = (value, start) }
      }
      best[end] = found.0
      previous[end] = found.1
      // A start that is already worse than the best without a further break can never win.
      candidates.removeAll { end - $0 >= shortest && best[$0] + cost($0, end) > found.0 }
      let next = end + 1 - shortest
      if next >= shortest, best[next].isFinite { candidates.append(next) }
    }
    var breaks: [Int] = []
    var place = n
    while place > 0 {
      place = previous[place]
      if place > 0 { breaks.append(kept[place]) }
    }
    return breaks.reversed()
  }

  /// Noise from first differences, robust to level shifts.
  public static func spread(_ values: [Double]) -> Double {
    guard values.count > 2 else { return 0 }
    var differences: [Double] = []
    for i in 1..<values.count { differences.append(values[i] - values[i - 1]) }
    let spread = Mathematics.scaledMAD(differences) / 2.0.squareRoot()
    return spread > 0 ? spread : (sumOfSquares(differences) / Double(2 * differences.count)).squareRoot()
  }
}

/// One-sided cumulative sums against a baseline (Page 1954).
public enum CumulativeSum {
  public struct Alarm: Hashable, Sendable {
    public var index: Int
    public var isDown: Bool
  }

  /// Alarms, the sum starting again after each; the baseline is the last months before `start`.
  ///
  /// - Parameters:
  ///   - k: allowance in standard deviations
  ///   - h: threshold in standard deviations; with k 0.5 and h 5 a false alarm comes once in about 465 months
  public static func alarms(
    in values: [Double], from start: Int, baseline: Int = 36, k: Double = 0.5, h: Double = 5
  ) -> [Alarm] {
    guard start > 2, start < values.count else { return [] }
    let before = values[max(0, start - baseline)..<start].filter(\.isFinite)
    guard before.count >= 6 else { return [] }
    let centre = Mathematics.median(before)
    let spread = Mathematics.scaledMAD(before)
    guard spread > 0 else { return [] }
    var (up, down) = (0.0, 0.0)
    var alarms: [Alarm] = []
    for index in start..<values.count where values[index].isFinite {
      let z = (values[index] - centre) / spread
      up = max(0, up + z - k)
      down = max(0, down - z - k)
      if up > h || down > h {
        alarms.append(Alarm(index: index, isDown: down > h))
        (up, down) = (0, 0)
      }
    }
    return alarms
  }
}
