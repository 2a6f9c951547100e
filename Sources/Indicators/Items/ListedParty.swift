// SPDX-License-Identifier: Apache-2.0

import ControlLaw
public import Parties
import Ranking

/// A party of the item may be an entry of a restricted-party list on the day of the declaration.
public struct ListedPartyIndicator: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "listed-party", title: "A party that may be on a restricted-party list", typology: "T13",
    weight: 0.60, floor: .yellow,
    source:
      "Regulations on Export Control of Dual-Use Items (Decree 792), control and watch lists; lists of the run",
    innocentExplanations: [
      "a namesake: compare registration number, address and persons", "an entry that was ended or amended",
    ])

  public func strength(_ item: borrowing ItemContext) -> Double {
    item.listed.reduce(0) { max($0, Self.strength($1.hit)) }
  }

  private static func strength(_ hit: ListHit) -> Double {
    let effect: Double =
      switch hit.effect {
      case .controlList, .sanctions, .unreliableEntity: 1
      case .watchList: 0.6
      case .concern, .other: 0.5
      }
    return effect * (hit.isLikely ? 1 : 0.5)
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let sights = item.listed.prefix(3).map { sight in
      let hit = sight.hit
      let percent = Int((hit.probability * 100).rounded())
      let since = hit.listedFrom.map { ", listed from \($0)" } ?? ""
      return "the \(sight.role) is with \(min(99, percent)) % entry \(hit.entryID) of \(hit.listTitle)"
        + " (\(hit.effect.rawValue), edition \(hit.listVersion)\(since))"
    }
    let text = "On the day of the declaration " + sights.joined(separator: "; ") + "."
    let fields = Set(item.listed.flatMap { Self.fields($0.role) }).sorted()
    return IndicatorStatement(
      text, fields: fields,
      tested: [
        item.listed.contains { !$0.hit.isLikely }
          ? "a namesake: name and what stands beside it leave it open"
          : "a namesake: the name is rare enough, and country and numbers do not speak against it"
      ])
  }

  private static func fields(_ role: String) -> [String] {
    switch role {
    case "exporter": ["exporter_name", "exporter_id", "exporter_country"]
    case "consignee": ["consignee_name", "consignee_id", "consignee_country"]
    case "declarant": ["declarant_name", "declarant_id", "declarant_country"]
    case "notify party": ["notify_name", "notify_id", "notify_country"]
    default: ["end_user"]
    }
  }
}

/// A party of an item on a list, as an indicator sees it.
public struct ListedSight: Sendable, Hashable {
  public var role: String
  public var hit: ListHit

  public init(role: String, hit: ListHit) {
    self.role = role
    self.hit = hit
  }
}
