// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Licensing
import Ranking
import TradeModel

/// A residual commodity code where another one names the goods.
public struct ResidualCode: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "residual-code", title: "Residual code where a named one exists", typology: "T3", weight: 0.20,
    floor: .blue, source: "Beilun customs, decision 574/2025 (8108901090 for 8108901010); typology T3",
    innocentExplanations: [
      "a ruling of the customs laboratory", "a code valid in an earlier year", "goods of mixed composition",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard let code = item.commodityCode, let named = item.namedCode else { return 0 }
    let shared = code.commonPrefixLength(with: named)
    // A licence that covers the goods says that the authority knows them under this code, or that codes of two years differ.
    guard item.licence.state != .covered else { return 0 }
    return shared >= 8 ? 1 : shared >= 6 ? 0.7 : 0.4
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let declared = item.commodityCode?.digits ?? "none"
    let named = item.namedCode?.digits ?? "none"
    return IndicatorStatement(
      "Declared under \(declared), while \(named) names what the description names.",
      fields: ["commodity_code", "goods_description"],
      tested: ["code valid in an earlier year: the law's codes of the day were used"])
  }
}
