// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// The papers point to another country than the declared destination, for goods under control or undecided.
public struct Transhipment: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "transhipment", title: "Signs of another final destination", typology: "T6", weight: 0.30,
    floor: .blue,
    source: "MSS statement of 18 July 2025, methods 1 and 5; typology T6",
    innocentExplanations: [
      "a trading house that pays and does not receive", "a regional distribution centre",
    ])

  static func strangers(_ item: borrowing ItemContext) -> [(role: String, country: CountryCode)] {
    var strangers: [(String, CountryCode)] = []
    if let country = item.notifyCountry, country != item.destination {
      strangers.append(("notify party", country))
    }
    if let country = item.consigneeCountry, country != item.destination {
      strangers.append(("consignee", country))
    }
    if let country = item.beyondDestination { strangers.append(("end of the itinerary", country)) }
    return strangers
  }

  public func strength(_ item: borrowing ItemContext) -> Double {
    let concerned = item.declared.outcome >= .cannotDecide || item.hiddenProbability >= 0.2
    guard concerned else { return 0 }
    if item.beyondDestination != nil { return 1 }
    return switch Self.strangers(item).count {
    case 0: 0
    case 1: 0.6
    default: 1
    }
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let strangers = Self.strangers(item).map { "the \($0.role) is in \($0.country)" }
    return IndicatorStatement(
      "Declared for \(item.destination), but \(strangers.joined(separator: " and ")).",
      fields: ["destination", "consignee_country", "notify_country", "itinerary"],
      tested: ["trading house: not tested, ask for the end-user certificate"])
  }
}
