// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Goods of a banned origin that the destination went on recording while the ban held.
public struct ArrivalsUnderBan: Hashable, Sendable {
  public var lane: LaneSeries
  public var event: ControlEvent
  public var first: Month
  public var last: Month
  /// Kilograms recorded from the first to the last month of the ban.
  public var kilograms: Double
  /// Months with any arrival, and months without a report.
  public var monthsWithArrivals: Int
  public var monthsUnknown: Int
  /// None of them is excluded by statistics alone.
  public var explanations: [Explanation]

  /// Lists what lanes record while a ban holds; lanes without any arrival are left out.
  public static func list(_ lanes: [LaneSeries], under event: ControlEvent) -> [ArrivalsUnderBan] {
    lanes.compactMap { lane in
      let last = min(
        event.until ?? lane.mass.month(at: max(0, lane.mass.values.count - 1)),
        lane.mass.month(at: max(0, lane.mass.values.count - 1)))
      guard event.effective <= last else { return nil }
      var (sum, hits, unknown) = (0.0, 0, 0)
      for index in lane.mass.months {
        let month = lane.mass.month(at: index)
        guard month >= event.effective, month <= last else { continue }
        let value = lane.mass.values[index]
        if value.isNaN {
          unknown += 1
        } else if value > 0 {
          sum += value
          hits += 1
        }
      }
      guard sum > 0 else { return nil }
      return ArrivalsUnderBan(
        lane: lane, event: event, first: event.effective, last: last, kilograms: sum,
        monthsWithArrivals: hits,
        monthsUnknown: unknown,
        explanations: [
          Explanation(
            .stock, .notTested,
            "Origin is recorded: goods that left \(lane.exporter.place) before the ban and were held elsewhere count here."
          ),
          Explanation(
            .transit, .notTested,
            "Goods worked in a third country without a change of origin count as of \(lane.exporter.place)."),
          Explanation(
            .lag, .possible,
            "Arrivals in the first three months can be goods that were under way when the ban began."),
          Explanation(
            .coding, .possible, "Scrap, powder and wrought forms can be entered under the unwrought code."),
          Explanation(
            .confidentiality, unknown > 0 ? .possible : .excluded,
            unknown == 0
              ? "No month of the ban is without a report."
              : "\(Figure.count(unknown, "month")) of the ban without a report; not counted as zero."),
        ])
    }.sorted { ($1.kilograms, $0.lane.code) < ($0.kilograms, $1.lane.code) }
  }

  /// The finding in words.
  public var words: String {
    "\(lane.code) \(lane.exporter.place) to \(lane.importer.place): \(Figure.tonnes(kilograms)) t recorded from \(first) "
      + "to \(last) under \(event.title), in \(Figure.count(monthsWithArrivals, "month")). Unexplained so far; not shown "
      + "to be unlawful."
  }
}

/// A comparison of two samples by ranks (Wilcoxon 1945, Mann and Whitney 1947).
enum RankSum {
  /// Two-sided p-value by the normal approximation with ties.
  ///
  /// - Parameter inflation: factor on the variance, for months that lean on each other
  static func p(_ a: [Double], _ b: [Double], inflation: Double) -> Double {
    let n = Double(a.count)
    let m = Double(b.count)
    guard n > 0, m > 0 else { return 1 }
    let all = (a.map { ($0, true) } + b.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var (rankSum, ties, index) = (0.0, 0.0, 0)
    while index < all.count {
      var end = index
      while end < all.count, all[end].0 == all[index].0 { end += 1 }
      let size = Double(end - index)
      let rank = Double(index + end + 1) / 2
      for item in all[index..<end] where item.1 { rankSum += rank }
      ties += size * size * size - size
      index = end
    }
    let u = rankSum - n * (n + 1) / 2
    let total = n + m
    let variance = n * m / 12 * (total + 1 - ties / (total * (total - 1))) * inflation
    guard variance > 0 else { return 1 }
    return min(1, 2 * Mathematics.normalUpperTail(max(0, abs(u - n * m / 2) - 0.5) / variance.squareRoot()))
  }
}
