// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A consignee of strategic goods is served by another exporter, under other goods, once its supplier has stopped.
public struct TakenOverBuyer: FileIndicator {
  /// A consignee with more exporters than this is a buyer with many suppliers, of whom nothing follows.
  public let mostSuppliers: Int

  public init(mostSuppliers: Int = 3) { self.mostSuppliers = mostSuppliers }

  public let definition = IndicatorDefinition(
    id: "taken-over-buyer", title: "A new supplier with other goods for a buyer of strategic minerals",
    typology: "T11",
    weight: 0.35, floor: .blue,
    source:
      "typology T11: the volume of a new firm equals that lost by an old one; WCO-Egmont Customs-FIU Handbook",
    innocentExplanations: [
      "a buyer with many suppliers", "a distributor of unrelated goods", "a change of supplier",
    ])

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    /// By consignee: the exporters that sent strategic goods, with the first and last day.
    var suppliers: [UInt32: [UInt32: (first: Day, last: Day)]] = [:]
    for item in items where item.isStrategic && item.consignee != 0 {
      var span = suppliers[item.consignee]?[item.exporter] ?? (item.day, item.day)
      span = (min(span.first, item.day), max(span.last, item.day))
      suppliers[item.consignee, default: [:]][item.exporter] = span
    }
    guard !suppliers.isEmpty else { return [] }
    // Most items are of other consignees.
    var isBuyer = [Bool](repeating: false, count: file.partyCount)
    for consignee in suppliers.keys { isBuyer[Int(consignee)] = true }
    // How many exporters those consignees have, and the first day of every exporter in the file.
    var exporters = [UInt32](repeating: 0, count: file.partyCount)
    var isCounted = [Bool](repeating: false, count: file.pairCount)
    var firstDay = [Int32](repeating: .max, count: file.partyCount)
    for (index, item) in items.enumerated() {
      firstDay[Int(item.exporter)] = min(firstDay[Int(item.exporter)], item.day.number)
      let pair = Int(file.pairs[index])
      if isBuyer[Int(item.consignee)], !isCounted[pair] {
        isCounted[pair] = true
        exporters[Int(item.consignee)] += 1
      }
    }
    var findings: [FileFinding] = []
    for item in items
    where !item.isStrategic && item.declared < .licenceRequired && isBuyer[Int(item.consignee)] {
      guard exporters[Int(item.consignee)] <= mostSuppliers, let known = suppliers[item.consignee],
        known[item.exporter] == nil
      else { continue }
      let earlier = known.values.filter { $0.first < item.day }
      guard let last = earlier.map(\.last).max() else { continue }
      let hasStopped = last < item.day
      let isNew =
        Day(number: firstDay[Int(item.exporter)]) > (earlier.map(\.first).min() ?? item.day)
      // Machines and apparatus (chapters 84 and up) differ in price by kind, and buyers of minerals buy them anyway.
      let isMachine = item.commodityCode.map { $0.chapter >= 84 } ?? false
      guard !isMachine || item.hidden > 0.02 else { continue }
      let isDear = item.hidden > 0.02 || (item.priceDistance ?? 0) > 1.2
      // Other goods from another exporter are ordinary trade unless it took the place of one, or the price is odd.
      guard isDear || (hasStopped && isNew) else { continue }
      var strength = 0.35
      if hasStopped { strength += 0.2 }
      if isNew { strength += 0.15 }
      if isDear { strength += 0.3 }
      findings.append(
        FileFinding(
          row: item.row, strength: min(1, strength),
          statement: IndicatorStatement(
            "The consignee bought strategic minerals of \(earlier.count) other \(earlier.count == 1 ? "exporter" : "exporters") "
              + "before, the last on \(last); this exporter sends it other goods.",
            fields: ["consignee_name", "exporter_name", "commodity_code", "date"],
            tested: [
              "a change of supplier: the earlier ones have \(hasStopped ? "sent none since" : "gone on")",
              "a firm long in the file: \(isNew ? "no, its first item is later" : "yes")",
            ])))
    }
    return findings.sorted { $0.row < $1.row }
  }
}
