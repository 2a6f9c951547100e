// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Words that name no goods, on a line under which strategic minerals travel.
public struct VagueWords: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "vague-words", title: "Words that name no goods", typology: "T1", weight: 0.10,
    source: "typology T1; GAC rules on the elements of a declaration",
    innocentExplanations: ["a broker's short form", "a description kept in another document"])

  public func strength(_ item: borrowing ItemContext) -> Double {
    // A file without descriptions says nothing by having none.
    guard item.isDescribed, item.isChapterOfConcern, !item.isSpecific,
      !item.reading.claims.contains(where: { $0.basis != .coded })
    else { return 0 }
    let base = item.isResidualLine ? 0.6 : 0.3
    return item.declared.outcome == .cannotDecide || item.hidden != nil ? min(1, base + 0.4) : base
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    IndicatorStatement(
      "The description names no particular goods"
        + (item.isResidualLine ? ", and the code is a residual line." : "."),
      fields: ["goods_description", "commodity_code"],
      tested: ["description elsewhere: not tested, ask for invoice and packing list"])
  }
}
