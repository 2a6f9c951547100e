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

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    var channels: [Channel] = []
    // By pair of parties: its place in `channels`, or -1.
    var places = [Int32](repeating: -1, count: file.pairCount)
    for (index, item) in items.enumerated()
    where item.isStrategic && item.exporter != 0 && item.consignee != 0 {
      let pair = Int(file.pairs[index])
      if places[pair] < 0 {
        places[pair] = Int32(channels.count)
        channels.append(Channel(last: item.day))
      }
      let place = Int(places[pair])
      channels[place].last = max(channels[place].last, item.day)
      channels[place].modes.insert(item.mode)
      channels[place].offices.insert(item.office)
    }
    guard !channels.isEmpty else { return [] }
    // The other goods of these parties.
    var others: [(item: FileItem, place: Int)] = []
    for (index, item) in items.enumerated() where !item.isStrategic {
      let place = Int(places[Int(file.pairs[index])])
      guard place >= 0 else { continue }
      others.append((item, place))
      if item.day <= channels[place].last { channels[place].isMixed = true }
    }
    var findings: [FileFinding] = []
    for (item, place) in others where item.declared < .licenceRequired && item.mode != .unknown {
      let entry = channels[place]
      guard entry.last < item.day,
        !entry.modes.contains(item.mode), item.office == 0 || !entry.offices.contains(item.office)
      else { continue }
      let isOdd = item.hidden > 0.02 || (item.priceDistance ?? 0) > 1.2
      let isMachine = item.commodityCode.map { $0.chapter >= 84 } ?? false
      var strength = isOdd ? 1 : isMachine ? 0.1 : 0.3
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
