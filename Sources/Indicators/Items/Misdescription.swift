// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// The evidence says another material than the papers, and the law is stricter for it.
public struct Misdescription: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "misdescription", title: "Described as something else", typology: "T1", weight: 0.25,
    source: "MSS statement of 18 July 2025, method 3; WCO-Egmont Customs-FIU Handbook",
    innocentExplanations: ["a dear grade of the declared goods", "a value that includes tooling or services"])

  public func strength(_ item: borrowing ItemContext) -> Double {
    item.hiddenProbability >= 0.2 ? item.hiddenProbability : 0
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    guard let hidden = item.hidden else { return IndicatorStatement("", fields: []) }
    var tested: [String] = []
    if let expectation = item.expectation, let price = item.pricePerKilogram, expectation.observations >= 8 {
      let ratio = price / expectation.median
      tested.append(
        "dear grade of the declared goods: \(figure(ratio)) times the median of \(expectation.observations) items "
          + "under the code in this file")
    }
    return IndicatorStatement(
      "The goods are more likely \(hidden.name) (\(figure(hidden.probability * 100)) %) than what is declared, "
        + "and the law is stricter for it.",
      fields: ["goods_description", "commodity_code", "statistical_value", "net_mass"], tested: tested)
  }
}
