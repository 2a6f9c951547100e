// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// No licence is cited for goods for which others cite one in the same weeks, where the words leave the law undecided.
public struct LicenceOfPeers: FileIndicator {
  /// How many items of the same goods before and after are asked, and within how many days.
  public let neighbours: Int
  public let days: Int

  public init(neighbours: Int = 5, days: Int = 90) {
    self.neighbours = neighbours
    self.days = days
  }

  public let definition = IndicatorDefinition(
    id: "licence-of-peers", title: "No licence where others cite one for the same goods", typology: "T14",
    weight: 0.50, floor: .yellow,
    source: "Export Control Law of China, articles 19 and 34; typology T14",
    innocentExplanations: [
      "a grade that is not controlled", "a licence number left out of the data",
    ])

  /// The share of the neighbours that must cite a licence, and the least number of them.
  static let share = 0.75, least = 6

  public func findings(_ file: FileItems) -> [FileFinding] {
    let peers = Grouping(peersAmong: file)
    var findings: [FileFinding] = []
    for group in 0..<peers.count where peers.size(group) > Self.least {
      let sorted = peers.peers(group, file).sorted { ($0.day, $0.row) < ($1.day, $1.row) }
      guard sorted.contains(where: { $0.licence != 0 }) else { continue }
      for (index, item) in sorted.enumerated() where item.licence == 0 && item.declared == .cannotDecide {
        // Items of the same parties are one campaign, not its peers.
        func isPeer(_ other: FileItem) -> Bool {
          (other.exporter, other.consignee) != (item.exporter, item.consignee)
            && abs(other.day.distance(to: item.day)) <= days
        }
        let before = sorted[..<index].reversed().prefix(4 * neighbours).filter(isPeer).prefix(neighbours)
        let after = sorted[(index + 1)...].prefix(4 * neighbours).filter(isPeer).prefix(neighbours)
        let count = before.count + after.count
        let cited = (before + after).count { $0.licence != 0 }
        guard count >= Self.least, Double(cited) >= Self.share * Double(count) else { continue }
        findings.append(
          FileFinding(
            row: item.row, strength: Double(cited) / Double(count),
            statement: IndicatorStatement(
              "\(cited) of \(count) items of the same material under the subheading at about this time cite a licence; this one "
                + "cites none.", fields: ["licence_numbers", "goods_description", "commodity_code", "date"],
              tested: ["a time before the control: no, others cite licences in the same weeks"])))
      }
    }
    return findings.sorted { $0.row < $1.row }
  }
}
