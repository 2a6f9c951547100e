// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Packages much lighter or heavier than those of the same code in the file.
public struct PackageMass: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "package-mass", title: "Unusual mass of a package", typology: "T5", weight: 0.25,
    source: "typologies T1, T5 and T8: weight per package and density",
    innocentExplanations: [
      "another kind of package", "pallets counted as packages", "samples", "a slip in the number of packages",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard let distance = item.packageMassDistance, let mass = item.netMass, mass.kilograms >= 5 else {
      return 0
    }
    // Fewer kilograms than the packages carry is how a licence's quantity is stretched; codes mix materials, which
    // `unstated-mass` tells apart.
    if distance < -2.2, item.declared.outcome >= .licenceRequired, !Self.isConfirmed(item) {
      return min(0.5, (-distance - 2.2) / 4 + 0.25)
    }
    guard abs(distance) > 3.5 else { return 0 }
    // Controlled goods under licence are packed in many ways.
    if item.declared.outcome >= .licenceRequired { return min(0.5, (abs(distance) - 3.5) / 10 + 0.1) }
    return min(0.8, (abs(distance) - 3.5) / 6 + 0.2) * (item.isOfConcern ? 1 : 0.3)
  }

  /// Whether the gross mass agrees with the net mass: packing adds a tenth as a rule and seldom more than a third.
  static func isConfirmed(_ item: borrowing ItemContext) -> Bool {
    guard let net = item.netMass, let gross = item.grossMass, net.milligrams > 0 else { return false }
    return gross >= net && gross.kilograms < net.kilograms * 1.35
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let distance = item.packageMassDistance ?? 0
    let count = item.packageCount ?? 0
    let mass = item.netMass?.kilograms ?? 0
    return IndicatorStatement(
      "\(figure(mass)) kg in \(count) packages, \(figure(mass / Double(max(count, 1)))) kg each: "
        + "\(figure(abs(distance))) robust standard deviations \(distance < 0 ? "below" : "above") the median of the code "
        + "in this file.", fields: ["net_mass", "packages"], tested: ["sample: not by weight"])
  }
}
