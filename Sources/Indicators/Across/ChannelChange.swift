// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Parties that moved strategic goods by one channel go on with other goods by another channel and office.
public struct ChannelChange: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "channel-change", title: "Another channel, another name", typology: "T9", weight: 0.30, floor: .blue,
    source: "MSS statement of 18 July 2025, method 5; typology T9",
    innocentExplanations: [
      "a change of carrier or season", "an urgent delivery", "a customer that buys other goods too",
    ])

  private struct Key: Hashable {
    let exporter: UInt32
    let consignee: UInt32
  }

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    var channels: [Key: (last: Day, modes: Set<TransportMode>, offices: Set<UInt32>)] = [:]
    for item in items where item.isStrategic && item.exporter != 0 && item.consignee != 0 {
      let key = Key(exporter: item.exporter, consignee: item.consignee)
      var entry = channels[key] ?? (item.day, [], [])
      entry.last = max(entry.last, item.day)
      entry.modes.insert(item.mode)
      entry.offices.insert(item.office)
      channels[key] = entry
    }
    guard !channels.isEmpty else { return [] }
    /// Parties that traded other goods while they still traded the strategic ones.
    var mixed: Set<Key> = []
    for item in items where !item.isStrategic {
      let key = Key(exporter: item.exporter, consignee: item.consignee)
      if let entry = channels[key], item.day <= entry.last { mixed.insert(key) }
    }
    var findings: [FileFinding] = []
    for item in items where !item.isStrategic && item.declared < .licenceRequired && item.mode != .unknown {
      let key = Key(exporter: item.exporter, consignee: item.consignee)
      guard let entry = channels[key], entry.last < item.day,
        !entry.modes.contains(item.mode), item.office == 0 || !entry.offices.contains(item.office)
      else { continue }
      let isOdd = item.hidden > 0.02 || (item.priceDistance ?? 0) > 1.2
      let isMachine = item.commodityCode.map { $0.chapter >= 84 } ?? false
      var strength = isOdd ? 1 : isMachine ? 0.1 : 0.3
      if mixed.contains(key) { strength *= 0.4 }
      findings.append(
        FileFinding(
          row: item.row, strength: strength,
          statement: IndicatorStatement(
            "The parties moved strategic minerals until \(entry.last); since then other goods, by \(item.mode.name) and "
              + "another office.", fields: ["mode", "office", "commodity_code", "date"],
            tested: [
              "the same channel for both goods: no",
              "a customer that buys other goods too: \(mixed.contains(key) ? "yes, also before" : "not before")",
            ])))
    }
    return findings.sorted { $0.row < $1.row }
  }
}
