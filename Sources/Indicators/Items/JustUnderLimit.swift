// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A stated value stays just on the free side of a limit of the law.
public struct JustUnderLimit: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "just-under-limit", title: "Value just under a limit", typology: "T2", weight: 0.30,
    source: "histogram gaps under control limits; typology T2",
    innocentExplanations: ["a standard commercial grade below the limit", "an honest measurement"])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.declared.outcome == .notControlled, !item.nearLimits.isEmpty else { return 0 }
    if item.nearLimits.count > 1 { return 1 }
    // 99.9 and 99.99 % are grades that the trade sells; 99.98 % is not.
    return item.nearLimits.allSatisfy { Self.isTradeGrade($0.value) } ? 0.15 : 1
  }

  /// Whether a figure is a purity that the trade sells as a grade.
  static func isTradeGrade(_ value: Double) -> Bool {
    [90, 95, 97, 98, 99, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999].contains { abs($0 - value) < 1e-9 }
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
