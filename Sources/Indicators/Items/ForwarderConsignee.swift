// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Controlled goods consigned to a forwarder, warehouse or courier, so that the end user stays unseen.
public struct ForwarderConsignee: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "forwarder-consignee", title: "A forwarder as consignee", typology: "T13", weight: 0.20, floor: .blue,
    source: "typologies T11 and T13; FATF-Egmont Trade-Based Money Laundering Risk Indicators, 2021",
    innocentExplanations: ["goods in a bonded warehouse for a named buyer", "a consolidated consignment"])

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.consigneeIsForwarder else { return 0 }
    return item.declared.outcome >= .cannotDecide || item.hiddenProbability >= 0.2 ? 1 : 0
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    IndicatorStatement(
      "The consignee's name is that of a forwarder, warehouse or courier; the end user is not seen.",
      fields: ["consignee_name", "end_user"])
  }
}

/// Words by which forwarders, warehouses and couriers name themselves, in English and Chinese.
public enum ForwarderNames {
  static let words = PhraseFinder([
    "logistic", "freight", "forward", "courier", "express", "warehous", "cargo", "shipping", "consolidat",
    "物流", "货运", "货代",
    "快递", "仓储", "速运",
  ])

  /// Whether a party's name is that of a forwarder, warehouse or courier.
  public static func matches(_ name: String) -> Bool { words.matches(name) }

  /// The same for a name as UTF-8 bytes.
  public static func matches(_ name: Span<UInt8>) -> Bool { words.matches(name) }
}
