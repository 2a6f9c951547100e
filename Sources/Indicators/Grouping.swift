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
  init(_ count: Int, key: (Int) -> NumberKey?) {
    var known = NumberMap<Int>()
    var groups = [Int32](repeating: -1, count: count)
    for index in 0..<count {
      guard let key = key(index) else { continue }
      let group = known.position(of: key, default: 0)
      known.values[group] += 1
      groups[index] = Int32(truncatingIfNeeded: group)
    }
    var starts = [0]
    starts.reserveCapacity(known.count + 1)
    for size in known.values { starts.append(starts[starts.count - 1] + size) }
    self.starts = starts
    var next = starts
    var members = [Int32](repeating: 0, count: starts[starts.count - 1])
    for index in 0..<count where groups[index] >= 0 {
      let group = Int(groups[index])
      members[next[group]] = Int32(truncatingIfNeeded: index)
      next[group] += 1
    }
    self.members = members
  }

  var count: Int { starts.count - 1 }

  /// How many items a group has.
  func size(_ group: Int) -> Int { starts[group + 1] - starts[group] }

  /// The positions of the items of a group.
  func items(_ group: Int) -> [Int] { members[starts[group]..<starts[group + 1]].map { Int($0) } }
}
