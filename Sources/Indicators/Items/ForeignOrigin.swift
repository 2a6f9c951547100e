// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Strategic goods said to be of another country's origin leave a country that makes them.
public struct ForeignOrigin: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "foreign-origin", title: "Strategic goods of foreign origin", typology: "T6", weight: 0.30,
    floor: .blue,
    source: "MSS statement of 18 July 2025, method 1: relabelling as goods of non-Chinese origin",
    innocentExplanations: [
      "returned goods", "processing for a foreign principal", "goods in transit under bond",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.isForeignOrigin else { return 0 }
    if item.declared.outcome >= .licenceRequired { return 1 }
    // Relabelled, the goods escape the law; as goods of this country they would need a licence.
    if let domestic = item.outcomeIfDomestic, domestic >= .licenceRequired { return 0.9 }
    if item.declared.outcome == .cannotDecide, item.reading.claims.contains(where: { $0.basis == .named }) {
      return 0.15
    }
    return item.hiddenProbability >= 0.2 ? item.hiddenProbability : 0
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    IndicatorStatement(
      "Declared of origin \(item.origin?.description ?? "?") while leaving a country that produces the material.",
      fields: ["country_of_origin", "goods_description"],
      tested: [
        item.outcomeIfDomestic.map { "the law, were the goods of this country's origin: \($0.name)" },
        "returned goods: not tested, ask for the import declaration",
      ].compactMap { $0 })
  }
}
