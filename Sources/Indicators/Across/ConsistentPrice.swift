// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// The same parties pay the price of other goods again and again: no outlier, no sample.
public struct ConsistentPrice: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "consistent-price", title: "The price of other goods, again and again", typology: "T1", weight: 0.45,
    floor: .blue,
    source:
      "MSS statement of 18 July 2025, method 3; typology T4: robust unit values by exporter and consignee",
    innocentExplanations: ["a customer that buys a special grade", "a standing error of unit or currency"])

  private static func key(_ item: FileItem, _ subheading: Int) -> NumberKey {
    NumberKey(UInt64(item.exporter) << 32 | UInt64(item.consignee), UInt64(subheading))
  }

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    let usual = usualHidden(items)
    let groups = Grouping(items.count) { index in
      let item = items[index]
      guard item.exporter != 0, let code = item.commodityCode,
        item.hidden > 0 || item.priceDistance.map({ $0 > 0 }) ?? false
      else { return nil }
      return Self.key(item, code.subheading)
    }
    var findings: [FileFinding] = []
    for group in 0..<groups.count where groups.size(group) >= 2 {
      let members = groups.items(group)
      let distances = members.map { items[$0].priceDistance ?? 0 }.sorted()
      let median = distances[(distances.count - 1) / 2]
      // What the code alone leaves open for everybody says nothing of these parties.
      let base = items[members[0]].commodityCode.flatMap { usual[$0.subheading] } ?? 0
      func excess(_ index: Int) -> Double { max(0, items[index].hidden - base) }
      // In order of size, so that sums do not depend on the order of rows.
      let hidden = members.map(excess).sorted().reduce(0, +)
      for index in members {
        let item = items[index]
        guard item.declared < .licenceRequired, (item.priceDistance ?? 0) > 1.2 || excess(index) > 0.02 else {
          continue
        }
        let priced = median > 1.8 && !item.isPriceOfNamed ? min(1, (median - 1.2) / 3) : 0
        // What the others say on the mean, and a little more for each: regular trade is no evidence by itself.
        let others = Double(members.count - 1)
        let supposed = min(1, (hidden - excess(index)) / others * min(3, (others + 1).squareRoot()))
        var strength = max(priced * (item.isStrategic ? 0.5 : 1), supposed)
        if members.count == 2 { strength *= 0.75 }
        guard strength >= 0.05 else { continue }
        findings.append(
          FileFinding(
            row: item.row, strength: strength,
            statement: IndicatorStatement(
              "One of \(members.count) consignments under the code between the same parties, with a median price "
                + "\(figure(median)) robust standard deviations above the code's in this file.",
              fields: ["statistical_value", "net_mass", "exporter_name", "consignee_name"],
              tested: ["single outlier or sample: no, \(members.count) consignments agree"])))
      }
    }
    return findings.sorted { $0.row < $1.row }
  }

  /// By subheading, what goods are supposed to be beyond their papers between ordinary parties: the median over pairs of
  /// parties of their means, where there are at least three pairs.
  private func usualHidden(_ items: [FileItem]) -> [Int: Double] {
    // Where nothing is supposed of any item the median is 0 without counting.
    var open = NumberMap<Bool>()
    for item in items where item.hidden > 0 {
      if let code = item.commodityCode { open.set(NumberKey(UInt64(code.subheading)), true) }
    }
    let pairs = Grouping(items.count) { index in
      guard let code = items[index].commodityCode,
        open.position(of: NumberKey(UInt64(code.subheading))) != nil
      else { return nil }
      return Self.key(items[index], code.subheading)
    }
    var means: [Int: [Double]] = [:]
    for pair in 0..<pairs.count {
      let members = pairs.items(pair)
      guard let code = items[members[0]].commodityCode else { continue }
      let sum = members.map { items[$0].hidden }.sorted().reduce(0, +)
      means[code.subheading, default: []].append(sum / Double(members.count))
    }
    return means.compactMapValues { $0.count < 3 ? nil : $0.sorted()[($0.count - 1) / 2] }
  }
}
