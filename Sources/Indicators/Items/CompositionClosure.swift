// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A composition that sums to exactly 100 and leaves out what its grade is made with, or does not sum up.
public struct CompositionClosure: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "composition-closure", title: "Composition closed without an expected element", typology: "T2",
    weight: 0.35,
    floor: .yellow,
    source: "Yangshan customs, decision of 27 February 2026; MSS statement of 18 July 2025, method 2",
    innocentExplanations: [
      "a grade made without heavy rare earths by grain refinement", "traces below the laboratory's limit",
    ])

  /// USD per kilogram above which a sintered magnet is seldom one without heavy rare earths.
  static let dearMagnet = 75.0

  static let neodymium = Element(symbol: "Nd"), iron = Element(symbol: "Fe"), boron = Element(symbol: "B")
  static let heavy = [Element(symbol: "Dy"), Element(symbol: "Tb")]

  /// Whether the composition is one of sintered NdFeB: Nd or Pr with Fe and B.
  static func isNeodymiumMagnet(_ reading: GoodsReading) -> Bool {
    guard let neodymium, let iron, let boron else { return false }
    return reading.share(of: neodymium) != nil && reading.share(of: boron) != nil
      && (reading.share(of: iron)?.upper ?? 0) > 50
  }

  static func namesHeavyRareEarth(_ reading: GoodsReading) -> Bool {
    heavy.contains { element in element.map { reading.share(of: $0) != nil } ?? false }
  }

  /// How many times above the worth of all stated elements the price is, where it is far above: alloys and mixtures sold by
  /// weight cost a few times their metals, and one closed at exactly 100 leaves no room for anything else.
  static func excess(_ item: borrowing ItemContext) -> Double? {
    guard let worth = item.containedValue, worth > 0, let price = item.pricePerKilogram,
      let mass = item.netMass, mass.kilograms >= 20, item.isChapterOfConcern,
      item.commodityCode.map({ $0.chapter < 82 || $0.heading == 8505 }) ?? true
    else { return nil }
    let ratio = price / worth
    return ratio > 4 && price > 40 ? ratio : nil
  }

  public func strength(_ item: borrowing ItemContext) -> Double {
    max(closure(item), omitted(item))
  }

  /// Something dear is not among what is stated.
  private func omitted(_ item: borrowing ItemContext) -> Double {
    guard item.declared.outcome < .licenceRequired, !item.isHiddenCovered, let ratio = Self.excess(item)
    else { return 0 }
    let isExact = item.signs.exactSum.map { abs($0 - 100) < 0.0005 } ?? false
    return min(1, (isExact ? 0.5 : 0.25) + 0.25 * logarithm(ratio / 4))
  }

  private func closure(_ item: borrowing ItemContext) -> Double {
    guard item.mayBeClosed else { return 0 }
    let signs = item.signs
    // Goods that leave under a licence for what is left out are not hidden by leaving it out.
    guard !item.isHiddenCovered else { return 0 }
    if let sum = signs.exactSum, signs.shares >= 4, Self.isNeodymiumMagnet(item.reading),
      !Self.namesHeavyRareEarth(item.reading), abs(sum - 100) < 0.0005
    {
      return signs.highCoercivityGrade == nil ? 0.6 : 1
    }
    if signs.highCoercivityGrade != nil, Self.isNeodymiumMagnet(item.reading),
      !Self.namesHeavyRareEarth(item.reading)
    {
      return 0.8
    }
    if signs.highCoercivityGrade != nil, signs.namesMagnet, !signs.namesHeavyRareEarth,
      !Self.namesHeavyRareEarth(item.reading)
    {
      // A control that is not in force yet, or never was, is no reason to leave an element out.
      guard item.declared.outcome >= .cannotDecide else { return 0.05 }
      // The grade alone, at the price of the dear grade or not.
      let price = item.pricePerKilogram ?? 0
      return price > Self.dearMagnet || (PriceOutsideBand.distance(item) ?? 0) > 1 ? 0.8 : 0.4
    }
    if let sum = signs.exactSum, item.reading.compositionIsWhole || signs.shares >= 4,
      sum > 102 || (sum < 97 && item.reading.compositionIsWhole)
    {
      return 0.3
    }
    return 0
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let signs = item.signs
    var parts: [String] = []
    if let sum = signs.exactSum {
      parts.append("the \(signs.shares) stated shares sum to \(figure(sum)) %")
    }
    if Self.isNeodymiumMagnet(item.reading), !Self.namesHeavyRareEarth(item.reading) {
      parts.append("neither dysprosium nor terbium is among them")
    }
    if let grade = signs.highCoercivityGrade {
      parts.append("grade \(grade) is made with heavy rare earths as a rule")
    }
    if let ratio = Self.excess(item), let worth = item.containedValue {
      parts.append(
        "\(figure(item.pricePerKilogram ?? 0)) USD/kg is \(figure(ratio)) times the worth of all stated elements "
          + "(\(figure(worth)) USD/kg)")
    }
    return IndicatorStatement(
      parts.joined(separator: "; ").capitalizedFirst + ".", fields: ["composition", "goods_description"],
      tested: ["traces below the laboratory's limit: ask for the certificate of each model"])
  }
}

extension String {
  var capitalizedFirst: String { isEmpty ? self : prefix(1).uppercased() + dropFirst() }
}
