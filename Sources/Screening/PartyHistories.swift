// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import Intake
import ReferenceData
import TradeModel

/// Since which day each party has declared each mineral under a code that names it.
struct PartyHistories: Sendable {
  /// By party: first day by mineral, in order of mineral.
  private let first: [UInt32: [(bit: UInt64, day: Int32)]]

  init(_ table: DeclarationTable, _ reference: ReferenceData) {
    let bits = table.commodityCodes.map { $0.map { Self.minerals(under: $0, reference) } ?? 0 }
    var days: [UInt64: Int32] = [:]
    let columns = [table.party(.exporter), table.party(.consignee)]
    for row in 0..<table.rowCount {
      var rest = bits[Int(table.commodityCode[row])]
      while rest != 0 {
        let mineral = rest.trailingZeroBitCount
        rest &= rest - 1
        for column in columns where column[row] != 0 {
          let key = UInt64(column[row]) << 8 | UInt64(mineral)
          days[key] = min(days[key] ?? .max, table.day[row])
        }
      }
    }
    var first: [UInt32: [(bit: UInt64, day: Int32)]] = [:]
    for (key, day) in days { first[UInt32(key >> 8), default: []].append((1 << (key & 255), day)) }
    self.first = first.mapValues { $0.sorted { $0.bit < $1.bit } }
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

  func minerals(of party: UInt32, before day: Day) -> UInt64 {
    guard party != 0, let days = first[party] else { return 0 }
    return days.reduce(0) { $1.day < day.number ? $0 | $1.bit : $0 }
  }
}
