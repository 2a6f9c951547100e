// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Items by a key of numbers: those of one group side by side, in the order given.
///
/// One table and two arrays, whatever the number of groups; an array of its own for each costs more than what is asked of
/// most of them.
struct Grouping {
  /// Where each group begins in `members`; one more at the end.
  private let starts: [Int]
  private let members: [Int32]

  /// - Parameter key: the key of an item by its position; nothing for items that belong to no group.
  init(_ count: Int, key: (Int) -> UInt64?) {
    var known = NumberIndex()
    var sizes: [Int] = []
    var found: [(item: Int32, group: Int32)] = []
    for index in 0..<count {
      guard let key = key(index) else { continue }
      let group = known.number(of: key)
      if group == sizes.count { sizes.append(0) }
      sizes[group] += 1
      found.append((Int32(truncatingIfNeeded: index), Int32(truncatingIfNeeded: group)))
    }
    var starts = [0]
    starts.reserveCapacity(sizes.count + 1)
    for size in sizes { starts.append(starts[starts.count - 1] + size) }
    self.starts = starts
    var next = starts
    var members = [Int32](repeating: 0, count: starts[starts.count - 1])
    for (item, group) in found {
      members[next[Int(group)]] = item
      next[Int(group)] += 1
    }
    self.members = members
  }

  var count: Int { starts.count - 1 }

  /// How many items a group has.
  func size(_ group: Int) -> Int { starts[group + 1] - starts[group] }

  /// The positions of the items of a group.
  func items(_ group: Int) -> [Int] { members[starts[group]..<starts[group + 1]].map { Int($0) } }
}
