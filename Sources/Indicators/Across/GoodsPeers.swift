// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import TradeModel

extension Grouping {
  /// Items with those that they can be compared with: the same strategic material under the same subheading, where the law may
  /// ask for a licence.
  /// - Parameter isComparable: whether an item states what is compared.
  /// - Returns: positions in `file.strategic`.
  init(peersAmong file: FileItems, where isComparable: (FileItem) -> Bool = { _ in true }) {
    self.init(file.strategic.count) { place in
      let item = file.items[file.strategic[place]]
      guard let material = item.material, let code = item.commodityCode, isComparable(item) else {
        return nil
      }
      return UInt64(material.rawValue) << 32 | UInt64(code.subheading)
    }
  }

  /// The items of a group of peers.
  func peers(_ group: Int, _ file: FileItems) -> [FileItem] {
    items(group).map { file.items[file.strategic[$0]] }
  }
}

/// How many items of each kind a file has, and how many of them show a trait: a trait that is usual for its kind says nothing.
struct TraitCounts {
  private var kinds = NumberIndex()
  private var counts: [(all: Int, showing: Int)] = []

  /// - Parameters:
  ///   - kind: the kind of goods by the code.
  ///   - trait: whether an item shows it; nothing where that is not known.
  init(_ items: [FileItem], of kind: (CommodityCode) -> Int, trait: (FileItem) -> Bool?) {
    for item in items {
      guard let code = item.commodityCode, let shows = trait(item) else { continue }
      let number = kinds.number(of: UInt64(kind(code)))
      if number == counts.count { counts.append((0, 0)) }
      counts[number].all += 1
      if shows { counts[number].showing += 1 }
    }
  }

  /// The counts of a kind of which the file has enough items to know that fewer than a share of them show the trait.
  func rare(_ kind: Int, below share: Double, least: Int) -> (all: Int, showing: Int)? {
    guard let number = kinds[UInt64(kind)] else { return nil }
    let count = counts[number]
    return count.all >= least && Double(count.showing) < share * Double(count.all) ? count : nil
  }
}
