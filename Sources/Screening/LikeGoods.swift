// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Intake
import TradeModel

/// How much of the like goods an exporter sends within the windows that the law names, so that a consignment split into
/// lines, parcels or days is judged as the whole it was.
///
/// Like goods are those of one exporter under one subheading; only subheadings for which the law asks a mass are kept.
struct LikeGoods: Sendable {
  private var windows: [[MassInWindow]] = []
  /// By row: its place in `windows`, or none; empty where no row has any.
  private var places: [UInt32] = []
  private static let none = UInt32.max

  private struct Group: Hashable {
    let exporter: UInt32
    let subheading: Int
  }

  /// The sum of one day.
  private struct DayMass {
    let day: Int32
    var milligrams: Int64
  }

  init(_ table: DeclarationTable, _ rules: MassRules) {
    guard !rules.windows.isEmpty else { return }
    let subheadings = table.commodityCodes.map { code in
      code.flatMap { rules.subheadings.contains($0.subheading) ? $0.subheading : nil }
    }
    let exporters = table.party(.exporter)
    var groups: [Group: [Int]] = [:]
    for row in 0..<table.rowCount {
      guard let subheading = subheadings[Int(table.commodityCode[row])], exporters[row] != 0,
        table.netMass[row] != DeclarationTable.absent64
      else { continue }
      groups[Group(exporter: exporters[row], subheading: subheading), default: []].append(row)
    }
    guard !groups.isEmpty else { return }
    places = [UInt32](repeating: Self.none, count: table.rowCount)
    for rows in groups.values {
      let days = Self.days(of: rows, table)
      // Rows of one day share their windows.
      var byDay: [Int32: UInt32] = [:]
      for length in rules.windows {
        for (day, mass) in Self.fullest(days, length) {
          let place = byDay[day] ?? UInt32(windows.count)
          if byDay[day] == nil {
            byDay[day] = place
            windows.append([])
          }
          windows[Int(place)].append(MassInWindow(days: length, mass: Mass(milligrams: mass)))
        }
      }
      for row in rows { places[row] = byDay[table.day[row]] ?? Self.none }
    }
  }

  private static func days(of rows: [Int], _ table: DeclarationTable) -> [DayMass] {
    var sums: [Int32: Int64] = [:]
    for row in rows {
      let (sum, overflow) = sums[table.day[row], default: 0].addingReportingOverflow(table.netMass[row])
      sums[table.day[row]] = overflow ? .max : sum
    }
    return sums.map { DayMass(day: $0.key, milligrams: $0.value) }.sorted { $0.day < $1.day }
  }

  /// By day, the mass of the fullest window of so many days that holds it.
  private static func fullest(_ days: [DayMass], _ length: Int) -> [Int32: Int64] {
    var best: [Int32: Int64] = [:]
    for first in days.indices {
      var sum: Int64 = 0
      var last = first
      while last < days.count, Int(days[last].day) - Int(days[first].day) < length {
        let (next, overflow) = sum.addingReportingOverflow(days[last].milligrams)
        sum = overflow ? .max : next
        last += 1
      }
      for index in first..<last { best[days[index].day] = max(best[days[index].day] ?? 0, sum) }
    }
    return best
  }

  /// The masses of a row's like goods, in order of window.
  subscript(row: Int) -> [MassInWindow] {
    guard !places.isEmpty, places[row] != Self.none else { return [] }
    return windows[Int(places[row])]
  }
}
