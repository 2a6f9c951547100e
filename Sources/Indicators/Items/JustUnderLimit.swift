// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A stated value stays just on the free side of a limit of the law.
public struct JustUnderLimit: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "just-under-limit", title: "Value just under a limit", typology: "T2", weight: 0.15,
    source: "histogram gaps under control limits; typology T2",
    innocentExplanations: ["a standard commercial grade below the limit", "an honest measurement"])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.declared.outcome == .notControlled, !item.nearLimits.isEmpty else { return 0 }
    return item.nearLimits.count > 1 ? 1 : 0.7
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let limits = item.nearLimits.map {
      "\($0.quantity) \(figure($0.value)) against the limit \(figure($0.limit)) of \($0.controlCode)"
    }
    return IndicatorStatement(
      "Stated just on the free side of a limit: \(limits.joined(separator: "; ")).",
      fields: ["goods_description", "composition"],
      tested: ["standard commercial grade: not tested, ask for the certificate of analysis"])
  }
}
