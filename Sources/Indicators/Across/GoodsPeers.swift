// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import TradeModel

extension Grouping {
  /// Items with those that they can be compared with: the same strategic material under the same subheading, where the law may
  /// ask for a licence.
  /// - Parameter isComparable: whether an item states what is compared.
  init(peersAmong items: [FileItem], where isComparable: (FileItem) -> Bool = { _ in true }) {
    self.init(items.count) { index in
      let item = items[index]
      guard item.isStrategic, item.declared >= .cannotDecide, let material = item.material,
        let code = item.commodityCode, isComparable(item)
      else { return nil }
      return NumberKey(UInt64(material.rawValue) << 32 | UInt64(code.subheading))
    }
  }
}

/// How many items of each kind a file has, and how many of them show a trait: a trait that is usual for its kind says nothing.
struct TraitCounts {
  private var counts: [Int: (all: Int, showing: Int)] = [:]

  /// - Parameters:
  ///   - kind: the kind of goods by the code.
  ///   - trait: whether an item shows it; nothing where that is not known.
  init(_ items: [FileItem], of kind: (CommodityCode) -> Int, trait: (FileItem) -> Bool?) {
    for item in items {
      guard let code = item.commodityCode, let shows = trait(item) else { continue }
      counts[kind(code), default: (0, 0)].all += 1
      if shows { counts[kind(code), default: (0, 0)].showing += 1 }
    }
  }

  /// The counts of a kind of which the file has enough items to know that fewer than a share of them show the trait.
  func rare(_ kind: Int, below share: Double, least: Int) -> (all: Int, showing: Int)? {
    guard let count = counts[kind], count.all >= least, Double(count.showing) < share * Double(count.all)
    else { return nil }
    return count
  }
}
