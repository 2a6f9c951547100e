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

  /// How a pair of parties moved strategic goods.
  private struct Channel {
    var last: Day
    var modes: Set<TransportMode> = []
    var offices: Set<UInt32> = []
    /// Whether they traded other goods while they still traded these.
    var isMixed = false
  }

  private static func key(_ item: FileItem) -> NumberKey {
    NumberKey(UInt64(item.exporter) << 32 | UInt64(item.consignee))
  }

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    var channels = NumberMap<Channel>()
    for item in items where item.isStrategic && item.exporter != 0 && item.consignee != 0 {
      let place = channels.position(of: Self.key(item), default: Channel(last: item.day))
      channels.values[place].last = max(channels.values[place].last, item.day)
      channels.values[place].modes.insert(item.mode)
      channels.values[place].offices.insert(item.office)
    }
    guard channels.count > 0 else { return [] }
    for item in items where !item.isStrategic {
      guard let place = channels.position(of: Self.key(item)) else { continue }
      if item.day <= channels.values[place].last { channels.values[place].isMixed = true }
    }
    var findings: [FileFinding] = []
    for item in items where !item.isStrategic && item.declared < .licenceRequired && item.mode != .unknown {
      guard let entry = channels[Self.key(item)], entry.last < item.day,
        !entry.modes.contains(item.mode), item.office == 0 || !entry.offices.contains(item.office)
      else { continue }
      let isOdd = item.hidden > 0.02 || (item.priceDistance ?? 0) > 1.2
      let isMachine = item.commodityCode.map { $0.chapter >= 84 } ?? false
      var strength = isOdd ? 1 : isMachine ? 0.15 : 0.6
      if entry.isMixed { strength *= 0.4 }
      findings.append(
        FileFinding(
          row: item.row, strength: strength,
          statement: IndicatorStatement(
            "The parties moved strategic minerals until \(entry.last); since then other goods, by \(item.mode.name) and "
              + "another office.", fields: ["mode", "office", "commodity_code", "date"],
            tested: [
              "the same channel for both goods: no",
              "a customer that buys other goods too: \(entry.isMixed ? "yes, also before" : "not before")",
            ])))
    }
    return findings.sorted { $0.row < $1.row }
  }
}
