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

  private struct Key: Hashable {
    let material: MaterialID
    let subheading: Int
  }

  /// Logarithms below the median from which on a price is low, and robust standard deviations.
  static let reach = 1.2, spreads = 2.2

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    var groups: [Key: [(item: FileItem, logPrice: Double)]] = [:]
    for item in items where item.isStrategic && item.declared >= .cannotDecide {
      guard let material = item.material, let code = item.commodityCode, let price = item.pricePerKilogram
      else { continue }
      groups[Key(material: material, subheading: code.subheading), default: []].append(
        (item, logarithm(price)))
    }
    var findings: [FileFinding] = []
    for group in groups.values where group.count >= least {
      let whole = RobustBand(group.map(\.logPrice))
      for (item, logPrice) in group where item.declared >= .licenceRequired || item.licence != 0 {
        // Prices move: those of the same weeks say more, where there are enough.
        guard whole.center - logPrice > Self.reach / 2 else { continue }
        let near = group.filter { abs($0.item.day.distance(to: item.day)) <= days }
        let band = near.count >= least ? RobustBand(near.map(\.logPrice)) : whole
        let below = band.center - logPrice
        guard below > Self.reach, below > Self.spreads * band.scale else { continue }
        var strength = min(1, 0.6 + (below - Self.reach) / 2)
        if let mass = item.netMass, mass.kilograms < 1 { strength *= 0.5 }
        findings.append(
          FileFinding(
            row: item.row, strength: strength,
            statement: IndicatorStatement(
              "\(figure(exponential(logPrice))) USD/kg, while the \(near.count >= least ? near.count : group.count) items of the "
                + "same material in the file have a median of \(figure(exponential(band.center))) USD/kg.",
              fields: ["statistical_value", "net_mass", "goods_description"],
              tested: ["low grade: the papers name the same material under the same subheading"])))
      }
    }
    return findings.sorted { $0.row < $1.row }
  }
}
