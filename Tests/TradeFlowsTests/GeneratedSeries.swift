// SPDX-License-Identifier: Apache-2.0

import Foundation
import TradeFlows
import TradeModel

/// Monthly series with known breaks: the same five kinds as the published comparison.
struct GeneratedSeries {
  enum Kind: CaseIterable { case level, slope, transient, seasonal, none }
  var kind: Kind
  var series: MonthlySeries
  /// First months of new courses, as places in the series.
  var truth: [Int]

  struct Random {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 2 &+ 1 }
    mutating func unit() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    mutating func within(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }
    mutating func normal() -> Double { (-2 * log(max(1e-300, unit()))).squareRoot() * cos(2 * .pi * unit()) }
  }

  static func make(count: Int, seed: UInt64, outliers: Double = 0, missing: Double = 0) -> [GeneratedSeries] {
    var random = Random(seed)
    for _ in 0..<20 { _ = random.unit() }
    return (0..<count).map { number in
      let kind = Kind.allCases[number % 5]
      let n = 84
      let at = Int(random.within(17, Double(n - 17)))
      let sign: Double = random.unit() < 0.5 ? -1 : 1
      let size = random.within(0.7, 2)
      let slope = random.within(0.03, 0.08)
      let length = Int(random.within(3, 9))
      let (amplitude, phase) = (random.within(0, 0.3), random.within(0, 6.28))
      let strong = random.within(0.3, 0.8)
      let (spread, base) = (random.within(0.08, 0.25), random.within(8, 13))
      var values: [Double] = []
      for t in 0..<n {
        var mean = base + amplitude * cos(2 * .pi * Double(t) / 12 + phase)
        switch kind {
        case .level: mean += t >= at ? sign * size : 0
        case .slope: mean += t > at ? sign * slope * Double(t - at) : 0
        case .transient: mean += t >= at && t < at + length ? sign * (size + 0.3) : 0
        case .seasonal: mean += strong * cos(2 * .pi * Double(t) / 12 + phase)
        case .none: break
        }
        var value = exp(mean + spread * random.normal())
        if random.unit() < outliers { value *= random.unit() < 0.5 ? 8 : 0.12 }
        values.append(random.unit() < missing ? .nan : value)
      }
      let truth: [Int] =
        switch kind {
        case .level, .slope: [at]
        case .transient: [at, at + length]
        case .seasonal, .none: []
        }
      return GeneratedSeries(
        kind: kind,
        series: MonthlySeries(id: "s\(number)", start: Month(year: 2018, month: 1)!, values: values),
        truth: truth)
    }
  }
}

struct BreakScore {
  var hits = 0
  var extra = 0
  var missed = 0
  var quiet = 0
  var falseAlarms = 0
  var f1: Double { 2 * Double(hits) / Double(max(1, 2 * hits + extra + missed)) }
  var falseAlarmRate: Double { Double(falseAlarms) / Double(max(1, quiet)) }

  /// Matches found months to true ones within three months, each once.
  mutating func add(_ generated: GeneratedSeries, found: [Int]) {
    var left = found
    for month in generated.truth {
      if let near = left.filter({ abs($0 - month) <= 3 }).min(by: { abs($0 - month) < abs($1 - month) }) {
        left.removeAll { $0 == near }
        hits += 1
      } else {
        missed += 1
      }
    }
    extra += left.count
    if generated.truth.isEmpty {
      quiet += 1
      if !found.isEmpty { falseAlarms += 1 }
    }
  }
}
