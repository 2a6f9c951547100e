// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// Small parcels that reach one consignee within days, from whatever senders, of goods that travel in tonnes.
public struct PooledParcels: FileIndicator {
  /// The window in days, the least number of parcels, and the greatest mass of one in kilograms.
  public let window: Int
  public let least: Int
  public let smallMass: Double

  public init(window: Int = 10, least: Int = 4, smallMass: Double = 30) {
    self.window = window
    self.least = least
    self.smallMass = smallMass
  }

  public let definition = IndicatorDefinition(
    id: "pooled-parcels", title: "Parcels that come together at one consignee", typology: "T7", weight: 0.45,
    floor: .blue,
    source: "MSS statement of 18 July 2025, methods 3 and 4; typologies T7 and T11",
    innocentExplanations: [
      "an online shop", "a buyer of samples or spare parts", "urgent deliveries to one site",
    ])

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    let groups = Grouping(items.count) { index in
      let item = items[index]
      guard item.mode.flies, item.consignee != 0, let mass = item.netMass, mass.kilograms > 0,
        mass.kilograms <= smallMass, let code = item.commodityCode
      else { return nil }
      return UInt64(item.consignee) << 16 | UInt64(code.heading)
    }
    let sent = file.counts()
    var findings: [FileFinding] = []
    for group in 0..<groups.count where groups.size(group) >= least {
      let members = groups.items(group)
      // How much of what the senders send goes to one consignee: fronts serve nobody else. All are of one consignee, so that
      // a pair stands for its exporter.
      var all = 0
      var to = 0
      var pairs: Set<UInt32> = []
      for index in members where pairs.insert(file.pairs[index]).inserted {
        all += Int(sent.exporters[Int(items[index].exporter)])
        to += Int(sent.pairs[Int(file.pairs[index])])
      }
      findings += windows(
        of: members.map { items[$0] }.sorted { ($0.day, $0.row) < ($1.day, $1.row) },
        areFronts: pairs.count > 1 && 5 * to >= 4 * all)
    }
    return findings.sorted { $0.row < $1.row }
  }

  private func windows(of group: [FileItem], areFronts: Bool) -> [FileFinding] {
    var best = [Int](repeating: 0, count: group.count)
    var senders = [Int](repeating: 1, count: group.count)
    var start = 0
    for end in group.indices {
      while group[start].day.distance(to: group[end].day) >= window { start += 1 }
      guard end == group.count - 1 || group[end + 1].day != group[end].day else { continue }
      let count = end - start + 1
      guard count >= least else { continue }
      let distinct = Set(group[start...end].map(\.exporter)).count
      for index in start...end where (count, distinct) > (best[index], senders[index]) {
        (best[index], senders[index]) = (count, distinct)
      }
    }
    let masses = group.map { $0.netMass?.kilograms ?? 0 }.sorted()
    let usualLot = masses[masses.count / 2]
    let distances = group.map { $0.priceDistance ?? 0 }.sorted()
    let dearness = distances[distances.count / 2]
    return group.indices.compactMap { index in
      guard best[index] >= least else { return nil }
      let item = group[index]
      var strength = min(1, 0.5 + 0.1 * Double(best[index] - least))
      let usual = item.usualKilograms ?? 0
      if usual < 10 * usualLot {
        // Machines and apparatus travel in parcels and differ in price by kind.
        let isMachine = item.commodityCode.map { $0.chapter >= 84 } ?? false
        strength *=
          isMachine && !item.isStrategic && item.material == nil && !areFronts
          ? 0.08
          : areFronts ? 0.7 : item.isStrategic || item.material != nil ? 0.6 : dearness > 1.2 ? 0.7 : 0.2
      } else if dearness < -0.5 {
        strength *= 0.7
      }
      if item.isLicensed { strength *= 0.1 }
      if senders[index] > 1 { strength = min(1, strength * 1.3) }
      return FileFinding(
        row: item.row, strength: strength,
        statement: IndicatorStatement(
          "One of \(best[index]) parcels of at most \(figure(smallMass)) kg from \(senders[index]) "
            + "\(senders[index] == 1 ? "sender" : "senders") to one consignee within \(window) days, of goods whose usual "
            + "consignment in this file is \(figure(usual)) kg.",
          fields: ["consignee_name", "exporter_name", "net_mass", "mode", "date"],
          tested: [
            "online shop: the goods usually travel in larger lots, or not, as said",
            "senders with other customers: \(areFronts ? "hardly any" : "yes, or one sender only")",
          ]))
    }
  }
}
