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

  /// How many items go by each transit and to each destination. What a pair of parties does itself says nothing of what others
  /// do; only those parties are counted of whom anything is asked.
  private struct Counts {
    private var routed = 0
    private var transits: [CountryCode: Int] = [:]
    /// By pair of parties, and by pair and country.
    private var ownRouted: [UInt32]
    private var ownTransits: [UInt64: Int] = [:]
    /// By consignee, and by consignee and country.
    private var all: [UInt32]
    private var kinds = NumberIndex()
    private var here: [Int] = []

    init(_ file: FileItems) {
      ownRouted = [UInt32](repeating: 0, count: file.pairCount)
      all = [UInt32](repeating: 0, count: file.partyCount)
      var isAsked = [Bool](repeating: false, count: file.partyCount)
      var isAskedPair = [Bool](repeating: false, count: file.pairCount)
      for (index, item) in file.items.enumerated() where UnusualRoute.isConcerned(item) {
        isAsked[Int(item.consignee)] = true
        isAskedPair[Int(file.pairs[index])] = true
      }
      for (index, item) in file.items.enumerated() {
        if let transit = item.transit {
          transits[transit, default: 0] += 1
          routed += 1
          let pair = file.pairs[index]
          if isAskedPair[Int(pair)] {
            ownTransits[Self.key(pair, transit), default: 0] += 1
            ownRouted[Int(pair)] += 1
          }
        }
        if item.consignee != 0, isAsked[Int(item.consignee)] {
          all[Int(item.consignee)] += 1
          let number = kinds.number(of: Self.key(item.consignee, item.destination))
          if number == here.count { here.append(0) }
          here[number] += 1
        }
      }
    }

    private static func key(_ number: UInt32, _ country: CountryCode) -> UInt64 {
      UInt64(number) << 16 | UInt64(country.packed)
    }

    /// Of the items of others, how many have a transit, and how many this one.
    func transits(_ transit: CountryCode, pair: UInt32) -> (others: Int, same: Int) {
      (
        routed - Int(ownRouted[Int(pair)]),
        (transits[transit] ?? 0) - (ownTransits[Self.key(pair, transit)] ?? 0)
      )
    }

    /// How many items the consignee has, and how many to this destination.
    func destinations(of item: FileItem) -> (total: Int, here: Int) {
      (
        Int(all[Int(item.consignee)]),
        kinds[Self.key(item.consignee, item.destination)].map { here[$0] } ?? 0
      )
    }
  }

  private static func isConcerned(_ item: FileItem) -> Bool {
    item.isStrategic || item.material != nil || item.declared >= .licenceRequired
  }

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    let counts = Counts(file)
    var findings: [FileFinding] = []
    for (index, item) in items.enumerated() where Self.isConcerned(item) {
      var strength = 0.0
      var parts: [String] = []
      if let transit = item.transit {
        let (others, count) = counts.transits(transit, pair: file.pairs[index])
        let share = Double(count) / Double(max(others, 1))
        // What is rare is told from enough routes only.
        strength = share >= 0.04 ? 0.08 : others >= 25 ? 0.85 : 0.3
        parts.append("in transit through \(transit), \(figure(share * 100)) % of the transits of others")
      }
      if item.consignee != 0 {
        let (total, here) = counts.destinations(of: item)
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
