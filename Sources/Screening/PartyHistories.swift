// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import Intake
import ReferenceData
import TradeModel

/// Since which day each party has declared each mineral under a code that names it.
struct PartyHistories: Sendable {
  /// First days of minerals, those of one party side by side in order of mineral.
  private let days: [(bit: UInt64, day: Int32)]
  /// By code of a party, where its days begin.
  private let starts: [UInt32]

  init(_ table: DeclarationTable, _ reference: ReferenceData) {
    let bits = table.commodityCodes.map { $0.map { Self.minerals(under: $0, reference) } ?? 0 }
    var first = NumberMap<Int32>()
    let (exporters, consignees) = (table.party(.exporter), table.party(.consignee))
    for row in 0..<table.rowCount {
      var rest = bits[Int(table.commodityCode[row])]
      while rest != 0 {
        let mineral = rest.trailingZeroBitCount
        rest &= rest - 1
        for party in [exporters[row], consignees[row]] where party != 0 {
          let position = first.position(of: NumberKey(UInt64(party) << 8 | UInt64(mineral)), default: .max)
          first.values[position] = min(first.values[position], table.day[row])
        }
      }
    }
    var all: [(key: UInt64, day: Int32)] = []
    first.forEach { key, day in all.append((key.a, day)) }
    all.sort { $0.key < $1.key }
    days = all.map { (1 << ($0.key & 255), $0.day) }
    var starts: [UInt32] = []
    starts.reserveCapacity(table.parties.count + 1)
    var next = 0
    for party in 0..<UInt64(table.parties.count) {
      starts.append(UInt32(next))
      while next < all.count, all[next].key >> 8 == party { next += 1 }
    }
    starts.append(UInt32(next))
    self.starts = starts
  }

  /// The minerals worth hiding that a subheading names.
  private static func minerals(under code: CommodityCode, _ reference: ReferenceData) -> UInt64 {
    var bits: UInt64 = 0
    for id in reference.materials(underSubheading: code.subheading) where reference[id].scope == .named {
      if reference.motives[reference.mineral(of: id).slug] != nil { bits |= PartyHistory.bit(id, reference) }
    }
    // Headings of rare-earth metals and compounds name the group, not the element.
    if code.heading == 2805 || code.heading == 2846 {
      for material in reference.materials where material.subheadings.contains(code.subheading) {
        if reference.motives[reference.mineral(of: material.id).slug] != nil {
          bits |= PartyHistory.bit(material.id, reference)
        }
      }
    }
    return bits
  }

  func hasAny(_ party: UInt32) -> Bool { starts[Int(party)] < starts[Int(party) + 1] }

  func minerals(of party: UInt32, before day: Day) -> UInt64 {
    var minerals: UInt64 = 0
    for index in Int(starts[Int(party)])..<Int(starts[Int(party) + 1]) where days[index].day < day.number {
      minerals |= days[index].bit
    }
    return minerals
  }
}
