// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Masses that contradict each other.
public struct QuantityMisstatement: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "quantity-misstatement", title: "Masses contradict each other", typology: "T5", weight: 0.08,
    floor: .blue,
    source: "typology T5",
    innocentExplanations: ["net and gross mass in different units", "one gross mass for several items"])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard let net = item.netMass, let gross = item.grossMass, gross.milligrams > 0 else { return 0 }
    return net > gross ? 1 : 0
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    IndicatorStatement(
      "The net mass of \(figure(item.netMass?.kilograms ?? 0)) kg is more than the gross mass of "
        + "\(figure(item.grossMass?.kilograms ?? 0)) kg.", fields: ["net_mass", "gross_mass"])
  }
}
