// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Cheap goods by air or courier of a code that hardly ever flies, the more so in packages heavier than theirs.
public struct UnusualCarriage: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "unusual-carriage", title: "Goods that never fly, by air", typology: "T8", weight: 0.20,
    source: "MSS statement of 18 July 2025, method 6; typology T8",
    innocentExplanations: ["an urgent delivery", "a sample"])

  /// The share of a code's items by air or courier from which on it is usual, and the least number to know it.
  static let usual = 0.05, least = 30
  /// USD per kilogram below which carriage by air costs about as much as the goods.
  static let cheap = 12.0

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    // Cheap goods that fly are few, and only of their kind is anything asked.
    let cheap = items.filter { item in
      guard item.mode.flies, let code = item.commodityCode, code.chapter < 84, let mass = item.netMass,
        mass.kilograms >= 20, let price = item.pricePerKilogram
      else { return false }
      return price < Self.cheap
    }
    guard !cheap.isEmpty else { return [] }
    let flights = TraitCounts(items, of: \.subheading) { $0.mode == .unknown ? nil : $0.mode.flies }
    return cheap.compactMap { item in
      guard let code = item.commodityCode,
        let count = flights.rare(code.subheading, below: Self.usual, least: Self.least),
        let mass = item.netMass, let price = item.pricePerKilogram
      else { return nil }
      let packages = item.packageDistance ?? 0
      // Nobody flies tens of tonnes to hide something in them; that is a slip in the mode.
      let strength = (packages > 2 ? 1 : packages > 1.2 ? 0.7 : 0.2) * (mass.kilograms > 5000 ? 0.4 : 1)
      return FileFinding(
        row: item.row, strength: strength,
        statement: IndicatorStatement(
          "\(figure(mass.kilograms)) kg at \(figure(price)) USD/kg by \(item.mode.name), as \(count.showing) of \(count.all) items "
            + "of the subheading in the file"
            + (packages > 1.2
              ? "; a package weighs \(figure(packages)) robust standard deviations more than theirs." : "."),
          fields: ["mode", "net_mass", "statistical_value", "packages"], tested: ["a sample: not by weight"]))
    }.sorted { $0.row < $1.row }
  }
}
