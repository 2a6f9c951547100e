// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Goods of concern by a country of transit that others do not use, or to another country than their consignee's own.
public struct UnusualRoute: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "unusual-route", title: "A route or destination unlike the others", typology: "T6", weight: 0.45,
    floor: .blue,
    source: "MSS statement of 18 July 2025, methods 1 and 5; typology T6",
    innocentExplanations: [
      "a change of carrier", "a site of the consignee abroad", "a shipment through a regional hub",
    ])

  private static func pair(_ item: FileItem) -> UInt64 {
    UInt64(item.exporter) << 32 | UInt64(item.consignee)
  }

  private static func isConcerned(_ item: FileItem) -> Bool {
    item.isStrategic || item.material != nil || item.declared >= .licenceRequired
  }

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    var transits: [CountryCode: Int] = [:]
    // What a pair of parties does itself says nothing of what others do.
    var ownTransits: [UInt64: [CountryCode: Int]] = [:]
    var ownRouted: [UInt64: Int] = [:]
    var destinations: [UInt32: [CountryCode: Int]] = [:]
    var routed = 0
    // Only those consignees are counted of whom anything is asked below.
    let concerned = Set(items.lazy.filter(Self.isConcerned).map(\.consignee))
    for item in items {
      if let transit = item.transit {
        transits[transit, default: 0] += 1
        routed += 1
        ownTransits[Self.pair(item), default: [:]][transit, default: 0] += 1
        ownRouted[Self.pair(item), default: 0] += 1
      }
      if item.consignee != 0, concerned.contains(item.consignee) {
        destinations[item.consignee, default: [:]][item.destination, default: 0] += 1
      }
    }
    var findings: [FileFinding] = []
    for item in items where Self.isConcerned(item) {
      var strength = 0.0
      var parts: [String] = []
      if let transit = item.transit {
        let others = routed - (ownRouted[Self.pair(item)] ?? 0)
        let count = (transits[transit] ?? 0) - (ownTransits[Self.pair(item)]?[transit] ?? 0)
        let share = Double(count) / Double(max(others, 1))
        // What is rare is told from enough routes only.
        strength = share >= 0.04 ? 0.08 : others >= 25 ? 0.85 : 0.3
        parts.append("in transit through \(transit), \(figure(share * 100)) % of the transits of others")
      }
      if item.consignee != 0, let own = destinations[item.consignee] {
        let total = own.values.reduce(0, +)
        let here = own[item.destination] ?? 0
        if total >= 4, here * 4 <= total {
          strength = max(strength, 0.55)
          parts.append("\(here) of the consignee's \(total) items go to \(item.destination)")
        }
      }
      guard strength > 0 else { continue }
      findings.append(
        FileFinding(
          row: item.row, strength: strength,
          statement: IndicatorStatement(
            parts.joined(separator: "; ").capitalizedFirst + ".",
            fields: ["itinerary", "destination", "consignee_name"],
            tested: ["regional hub: by how common the route is in the file, as said"])))
    }
    return findings.sorted { $0.row < $1.row }
  }
}
