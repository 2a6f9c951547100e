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

  /// Pair of parties and subheading.
  private static func key(_ pair: UInt32, _ code: CommodityCode) -> UInt64 {
    UInt64(pair) << 32 | UInt64(code.subheading)
  }

  /// Whether an item by itself may be one that others confirm.
  private static func isOdd(_ item: FileItem) -> Bool {
    item.declared < .licenceRequired && ((item.priceDistance ?? 0) > 1.2 || item.hidden > 0.02)
  }

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    // Few parties have an odd item, and only their goods are put together.
    var hasOdd = [Bool](repeating: false, count: file.pairCount)
    for (index, item) in items.enumerated() where Self.isOdd(item) { hasOdd[Int(file.pairs[index])] = true }
    let groups = Grouping(items.count) { index in
      guard hasOdd[Int(file.pairs[index])] else { return nil }
      let item = items[index]
      guard item.exporter != 0, item.hidden > 0 || item.priceDistance.map({ $0 > 0 }) ?? false,
        let code = item.commodityCode
      else { return nil }
      return Self.key(file.pairs[index], code)
    }
    let usual = usualHidden(file)
    var findings: [FileFinding] = []
    for group in 0..<groups.count where groups.size(group) >= 2 {
      let members = groups.items(group)
      guard members.contains(where: { Self.isOdd(items[$0]) }) else { continue }
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
        var priced = median > 1.8 && !item.isPriceOfNamed ? min(1, (median - 1.2) / 3) : 0
        // Dear in this file, yet usual for the heading: a grade rather than other goods.
        if let price = item.pricePerKilogram, let upper = item.headingUpperPrice, price < upper {
          priced *= 0.5
        }
        // What the others say on the mean, and a little more for each: regular trade is no evidence by itself.
        let others = Double(members.count - 1)
        let supposed = min(1, (hidden - excess(index)) / others * min(3, (others + 1).squareRoot()))
        var strength = max(priced * (item.isStrategic ? 0.5 : 1), supposed)
        if members.count == 2 { strength *= 0.75 }
        if let code = item.commodityCode, code.chapter >= 84, supposed < 0.02 { strength *= 0.3 }
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
  private func usualHidden(_ file: FileItems) -> [Int: Double] {
    // Where nothing is supposed of any item the median is 0 without counting.
    var open = NumberIndex()
    for item in file.items where item.hidden > 0 {
      if let code = item.commodityCode { _ = open.number(of: UInt64(code.subheading)) }
    }
    guard open.count > 0 else { return [:] }
    var pairs = NumberIndex()
    // By pair of parties and subheading: the subheading and how many items they have.
    var counts: [(subheading: Int, items: Int)] = []
    // Sums are those of what is supposed at all, in order of size, so that they do not depend on the order of rows.
    var supposed: [(pair: Int, hidden: Double)] = []
    for (index, item) in file.items.enumerated() {
      guard let code = item.commodityCode, open[UInt64(code.subheading)] != nil else { continue }
      let pair = pairs.number(of: Self.key(file.pairs[index], code))
      if pair == counts.count { counts.append((code.subheading, 0)) }
      counts[pair].items += 1
      if item.hidden > 0 { supposed.append((pair, item.hidden)) }
    }
    supposed.sort { ($0.pair, $0.hidden) < ($1.pair, $1.hidden) }
    var sums = [Double](repeating: 0, count: counts.count)
    for (pair, hidden) in supposed { sums[pair] += hidden }
    var means: [Int: [Double]] = [:]
    for (pair, count) in counts.enumerated() {
      means[count.subheading, default: []].append(sums[pair] / Double(count.items))
    }
    return means.compactMapValues { $0.count < 3 ? nil : $0.sorted()[($0.count - 1) / 2] }
  }
}
