// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A mass that its packages cannot hold, or would never travel in so empty.
public struct ImpossibleLoad: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "impossible-load", title: "What cannot be: mass against package and volume", typology: "T5",
    weight: 0.25,
    floor: .blue, source: "typologies T5 and T8; densities of the reference",
    innocentExplanations: [
      "pallets or inner packages counted", "a slip of a decimal place", "a heavy special packing",
    ])

  /// Gross over net beyond which packing alone does not explain the difference, from this net mass on in kilograms.
  static let grossToNet = 1.7, fromKilograms = 50.0

  public func strength(_ item: borrowing ItemContext) -> Double {
    var strength = 0.0
    if let bounds = item.packageBounds, let each = Self.each(item) {
      if each < bounds.lowerBound { strength = min(1, 0.4 + 0.3 * logarithm(bounds.lowerBound / each)) }
      if each > bounds.upperBound { strength = min(1, 0.5 + 0.5 * logarithm(each / bounds.upperBound)) }
    }
    if let ratio = Self.ratio(item), ratio > Self.grossToNet {
      strength = max(strength, min(1, (ratio - 1.2) / 2))
    }
    return strength
  }

  private static func each(_ item: borrowing ItemContext) -> Double? {
    guard let count = item.packageCount, count > 0, let mass = item.netMass, mass.milligrams > 0 else {
      return nil
    }
    return mass.kilograms / Double(count)
  }

  private static func ratio(_ item: borrowing ItemContext) -> Double? {
    guard let net = item.netMass, let gross = item.grossMass, net.kilograms >= fromKilograms else {
      return nil
    }
    return gross.kilograms / net.kilograms
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    var parts: [String] = []
    if let bounds = item.packageBounds, let each = Self.each(item), !bounds.contains(each) {
      parts.append(
        "\(figure(each)) kg a package, while one of this kind holds \(figure(bounds.lowerBound)) to "
          + "\(figure(bounds.upperBound)) kg of the material named, by its density")
    }
    if let ratio = Self.ratio(item), ratio > Self.grossToNet {
      parts.append("the gross mass is \(figure(ratio)) times the net mass")
    }
    return IndicatorStatement(
      parts.joined(separator: "; ").capitalizedFirst + ".",
      fields: ["net_mass", "gross_mass", "packages", "package_kind"],
      tested: ["slip of a decimal place: not tested, ask for the packing list"])
  }
}
