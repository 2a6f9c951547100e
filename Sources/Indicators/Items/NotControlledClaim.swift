// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// The papers say "not controlled" of goods that the law controls, or cannot decide on.
public struct NotControlledClaim: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "not-controlled-claim", title: "Claim of 'not controlled' on controlled goods", typology: "T14",
    weight: 0.35,
    floor: .yellow,
    source: "MOFCOM/GAC Announcements 55 to 58 of 2025, remark field; GAC Announcement 123 of 2025",
    innocentExplanations: [
      "a standing remark of the agent's software", "an opinion of the authority not on file",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.claimsNotControlled else { return 0 }
    if item.declared.outcome >= .licenceRequired { return 1 }
    if item.declared.outcome == .cannotDecide { return 0.3 }
    return item.hiddenProbability >= 0.05 ? max(0.2, item.hiddenProbability) : 0
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let says =
      item.declared.outcome >= .licenceRequired
      ? "the law controls the goods as declared"
      : item.declared.outcome == .cannotDecide
        ? "the declaration leaves open a fact that decides" : "the goods are probably a controlled material"
    return IndicatorStatement(
      "The papers state that the goods are not controlled; \(says).",
      fields: ["goods_description", "composition"])
  }
}
