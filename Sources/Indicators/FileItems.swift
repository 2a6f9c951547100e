// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import TradeModel

/// The items of a file as indicators across them see them, with what several of them ask, found once.
///
/// Parties have small numbers here, so that what is known of each stands in an array and is not looked up.
public struct FileItems: Sendable {
  public let items: [FileItem]
  /// By item: the number of its exporter and consignee together.
  let pairs: [UInt32]
  /// How many such pairs there are.
  let pairCount: Int
  /// Numbers of parties are below it.
  let partyCount: Int
  /// The items of strategic goods on which the law may ask for a licence, in the order given.
  let strategic: [Int]

  public init(_ items: [FileItem]) {
    self.items = Self.renumbered(items)
    var numbers = NumberIndex()
    var pairs: [UInt32] = []
    pairs.reserveCapacity(items.count)
    var greatest: UInt32 = 0
    var last: (key: UInt64, pair: UInt32)?
    var strategic: [Int] = []
    for (index, item) in self.items.enumerated() {
      greatest = max(greatest, item.exporter, item.consignee)
      // The items of a declaration stand together.
      let key = UInt64(item.exporter) << 32 | UInt64(item.consignee)
      if last?.key != key { last = (key, UInt32(numbers.number(of: key))) }
      pairs.append(last?.pair ?? 0)
      if item.isStrategic, item.declared >= .cannotDecide, item.material != nil, item.commodityCode != nil {
        strategic.append(index)
      }
    }
    self.pairs = pairs
    self.strategic = strategic
    pairCount = numbers.count
    partyCount = Int(greatest) + 1
  }

  /// The same items, with parties numbered anew where their numbers lie far apart; 0 stays.
  private static func renumbered(_ items: [FileItem]) -> [FileItem] {
    let greatest = items.reduce(0) { max($0, $1.exporter, $1.consignee) }
    guard Int(greatest) > 16 * items.count + (1 << 20) else { return items }
    var numbers = NumberIndex()
    func small(_ party: UInt32) -> UInt32 { party == 0 ? 0 : UInt32(numbers.number(of: UInt64(party)) + 1) }
    return items.map { item in
      var item = item
      item.exporter = small(item.exporter)
      item.consignee = small(item.consignee)
      return item
    }
  }

  /// How many items each pair of parties has, and each exporter.
  func counts() -> (pairs: [UInt32], exporters: [UInt32]) {
    var byPair = [UInt32](repeating: 0, count: pairCount)
    var byExporter = [UInt32](repeating: 0, count: partyCount)
    for index in items.indices {
      byPair[Int(pairs[index])] += 1
      byExporter[Int(items[index].exporter)] += 1
    }
    return (byPair, byExporter)
  }
}
