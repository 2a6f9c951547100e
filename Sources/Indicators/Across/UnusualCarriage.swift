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

  private static func flies(_ mode: TransportMode) -> Bool {
    mode == .air || mode == .express || mode == .mail
  }

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    var codes: [Int: (all: Int, flown: Int)] = [:]
    for item in items where item.mode != .unknown {
      guard let code = item.commodityCode else { continue }
      codes[code.subheading, default: (0, 0)].all += 1
      if Self.flies(item.mode) { codes[code.subheading, default: (0, 0)].flown += 1 }
    }
    return items.compactMap { item in
      guard Self.flies(item.mode), let code = item.commodityCode, let count = codes[code.subheading],
        code.chapter < 84, count.all >= Self.least, Double(count.flown) < Self.usual * Double(count.all),
        let mass = item.netMass, mass.kilograms >= 20, let price = item.pricePerKilogram, price < Self.cheap
      else { return nil }
      let packages = item.packageDistance ?? 0
      // Nobody flies tens of tonnes to hide something in them; that is a slip in the mode.
      let strength = (packages > 2 ? 1 : packages > 1.2 ? 0.7 : 0.2) * (mass.kilograms > 5000 ? 0.4 : 1)
      return FileFinding(
        row: item.row, strength: strength,
        statement: IndicatorStatement(
          "\(figure(mass.kilograms)) kg at \(figure(price)) USD/kg by \(item.mode.name), as \(count.flown) of \(count.all) items "
            + "of the subheading in the file"
            + (packages > 1.2
              ? "; a package weighs \(figure(packages)) robust standard deviations more than theirs." : "."),
          fields: ["mode", "net_mass", "statistical_value", "packages"], tested: ["a sample: not by weight"]))
    }.sorted { $0.row < $1.row }
  }
}
