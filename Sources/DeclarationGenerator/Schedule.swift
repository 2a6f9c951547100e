// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Which rows of the file fall on which day: more on working days and at month's end, in the order of days.
struct Schedule: Sendable {
  let from: Day
  /// First row of each day; one more entry than days.
  let firstRow: [Int]

  init(rows: Int, from: Day, to: Day, weekend: Double) {
    self.from = from
    var cumulative: [Double] = [0]
    for offset in 0...from.distance(to: to) {
      let day = from.advanced(by: offset)
      // 1970-01-01 was a Thursday: number 0 is weekday 3, Monday being 0.
      let weekday = ((Int(day.number) + 3) % 7 + 7) % 7
      let (_, month, dayOfMonth) = day.civil
      var weight = weekday >= 5 ? weekend : 1
      if dayOfMonth >= 26 { weight *= 1.18 }
      if month == 10, dayOfMonth <= 7 { weight *= 0.25 }
      if month == 5, dayOfMonth <= 3 { weight *= 0.35 }
      cumulative.append(cumulative[offset] + weight)
    }
    let total = cumulative[cumulative.count - 1]
    firstRow = cumulative.map { Int((Double(rows) * $0 / total).rounded()) }
  }

  var dayCount: Int { firstRow.count - 1 }

  /// The position of the day of a row.
  func dayIndex(ofRow row: Int) -> Int {
    var low = 0
    var high = dayCount
    while low + 1 < high {
      let middle = (low + high) / 2
      if firstRow[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }

  func day(_ index: Int) -> Day { from.advanced(by: index) }
}
