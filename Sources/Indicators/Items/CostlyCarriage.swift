// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Cheap bulky goods by air or courier: the freight would cost more than the goods.
public struct CostlyCarriage: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "costly-carriage", title: "Cheap goods by air or courier", typology: "T8", weight: 0.10,
    source: "MSS statement of 18 July 2025, method 6; typology T8",
    innocentExplanations: ["an urgent spare part or sample", "a value stated too low for other reasons"])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.mode.flies, let mass = item.netMass,
      let price = item.pricePerKilogram, mass.kilograms >= 20, price > 0, price < 3
    else { return 0 }
    return price < 1 ? 1 : 0.6
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    IndicatorStatement(
      "\(figure(item.netMass?.kilograms ?? 0)) kg of goods at \(figure(item.pricePerKilogram ?? 0)) USD/kg "
        + "by \(item.mode.name), where carriage alone costs more as a rule.",
      fields: ["mode", "net_mass", "statistical_value"],
      tested: ["sample: not by weight"])
  }
}
