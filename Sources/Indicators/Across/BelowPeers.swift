// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A named strategic material at a fraction of what others pay for the same material in the file.
public struct BelowPeers: FileIndicator {
  /// The least number of items to compare with, and of days around an item from which they are taken first.
  public let least: Int
  public let days: Int

  public init(least: Int = 8, days: Int = 60) {
    self.least = least
    self.days = days
  }

  public let definition = IndicatorDefinition(
    id: "below-peers", title: "Far below what others pay for the same material", typology: "T4", weight: 0.45,
    floor: .blue,
    source: "FATF-Egmont Trade-Based Money Laundering Risk Indicators, 2021; unit values among peers",
    innocentExplanations: [
      "scrap, residues or a low grade of the material", "a wrong unit or currency",
      "a transfer price between affiliates",
    ])

  /// Logarithms below the median from which on a price is low, and robust standard deviations.
  static let reach = 1.2, spreads = 2.2

  public func findings(_ file: FileItems) -> [FileFinding] {
    let peers = Grouping(peersAmong: file) { $0.pricePerKilogram != nil }
    var findings: [FileFinding] = []
    for group in 0..<peers.count where peers.size(group) >= least {
      let sorted = peers.peers(group, file).sorted { $0.day < $1.day }
      let prices = sorted.map { logarithm($0.pricePerKilogram ?? 1) }
      let whole = RobustBand(prices)
      var near = (day: Day?.none, count: sorted.count, band: whole)
      for (item, logPrice) in zip(sorted, prices) where item.declared >= .licenceRequired || item.licence != 0
      {
        guard whole.center - logPrice > Self.reach / 2 else { continue }
        // Prices move: those of the same weeks say more, where there are enough. Items of one day share them.
        if near.day != item.day {
          let weeks = Self.weeks(around: item.day, days, in: sorted)
          near =
            weeks.count >= least
            ? (item.day, weeks.count, RobustBand(Array(prices[weeks]))) : (item.day, sorted.count, whole)
        }
        let below = near.band.center - logPrice
        guard below > Self.reach, below > Self.spreads * near.band.scale else { continue }
        var strength = min(1, 0.6 + (below - Self.reach) / 2)
        if let mass = item.netMass, mass.kilograms < 1 { strength *= 0.5 }
        findings.append(
          FileFinding(
            row: item.row, strength: strength,
            statement: IndicatorStatement(
              "\(figure(exponential(logPrice))) USD/kg, while the \(near.count) items of the same "
                + "material in the file have a median of \(figure(exponential(near.band.center))) USD/kg.",
              fields: ["statistical_value", "net_mass", "goods_description"],
              tested: ["low grade: the papers name the same material under the same subheading"])))
      }
    }
    return findings.sorted { $0.row < $1.row }
  }

  /// The places of items within so many days of a day, among items in order of day.
  private static func weeks(around day: Day, _ days: Int, in sorted: [FileItem]) -> Range<Int> {
    func first(_ isWithin: (Day) -> Bool) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if isWithin(sorted[middle].day) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let start = first { $0.distance(to: day) <= days }
    return start..<max(start, first { day.distance(to: $0) > days })
  }
}
