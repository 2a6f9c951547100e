// SPDX-License-Identifier: Apache-2.0

import TradeModel

extension FlowRecord {
  /// What makes a row the same row again.
  func hasKey(of other: FlowRecord) -> Bool {
    period == other.period && reporter == other.reporter && partner == other.partner
      && direction == other.direction
      && code == other.code
  }

  static func inOrder(_ a: FlowRecord, _ b: FlowRecord) -> Bool {
    if a.code != b.code { return a.code < b.code }
    if a.period != b.period { return a.period < b.period }
    if a.reporter != b.reporter { return a.reporter < b.reporter }
    if a.partner != b.partner { return a.partner < b.partner }
    return a.direction.rawValue < b.direction.rawValue
  }
}

extension FlowTable {
  /// Sorts the rows and applies the gates that need to see more than one row.
  mutating func finish() {
    records.sort(by: FlowRecord.inOrder)
    dropDuplicates()
    markSharedUnitValues()
    markImplausibleUnitValues()
  }

  /// Keeps one of rows with the same key and values; rows with the same key and other values are all set aside, or added
  /// up where the publisher gives a flow in parts.
  private mutating func dropDuplicates() {
    func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }
    var kept: [FlowRecord] = []
    kept.reserveCapacity(records.count)
    var index = 0
    while index < records.count {
      var end = index + 1
      var agree = true
      while end < records.count, records[end].hasKey(of: records[index]) {
        if !same(records[end].kilograms, records[index].kilograms)
          || !same(records[end].usd, records[index].usd)
        {
          agree = false
        }
        end += 1
      }
      if agree {
        kept.append(records[index])
        if end - index > 1 { count(.duplicate, end - index - 1) }
      } else if hasParts {
        kept.append(added(index..<end))
      } else {
        count(.conflictingDuplicate, end - index)
      }
      index = end
    }
    records = kept
  }

  /// One row of parts; a part that stands there twice with the same mass and value counts once.
  private mutating func added(_ rows: Range<Int>) -> FlowRecord {
    var sum = records[rows.lowerBound]
    var seen: Set<[Double]> = [[sum.kilograms, sum.usd]]
    for record in records[rows.dropFirst()] {
      guard seen.insert([record.kilograms, record.usd]).inserted else {
        count(.duplicate)
        continue
      }
      count(.part)
      // Parts without a mass make the mass of the whole an estimate from below.
      sum.estimated =
        sum.estimated || record.estimated || record.kilograms.isNaN != sum.kilograms.isNaN
      func known(_ a: Double, _ b: Double) -> Double { a.isNaN ? b : b.isNaN ? a : a + b }
      sum.kilograms = known(sum.kilograms, record.kilograms)
      sum.usd = known(sum.usd, record.usd)
    }
    return sum
  }

  /// Marks masses that were made from values: at least three partners of one reporter, flow, code and period share
  /// a unit value to four significant digits.
  private mutating func markSharedUnitValues() {
    var index = 0
    while index < records.count {
      var end = index
      var groups: [UInt64: [Int]] = [:]
      while end < records.count, records[end].code == records[index].code,
        records[end].period == records[index].period, records[end].reporter == records[index].reporter
      {
        if let value = records[end].unitValue, records[end].kilograms >= 10 {
          groups[Self.fourDigits(value) << 2 | UInt64(records[end].direction.rawValue), default: []].append(
            end)
        }
        end += 1
      }
      for rows in groups.values where rows.count >= 3 {
        for row in rows where !records[row].estimated {
          records[row].estimated = true
          count(.sharedUnitValue)
        }
      }
      index = end
    }
  }

  /// The first four significant digits and the power of ten, packed.
  static func fourDigits(_ value: Double) -> UInt64 {
    var scaled = value
    var power: UInt64 = 500
    while scaled >= 10_000, power < 900 {
      scaled /= 10
      power += 1
    }
    while scaled < 1_000, power > 100 {
      scaled *= 10
      power -= 1
    }
    return power << 16 | UInt64(min(65_535, scaled.rounded()))
  }

  /// Marks rows whose unit value is more than twenty times off the median of its code and period.
  private mutating func markImplausibleUnitValues() {
    var index = 0
    while index < records.count {
      var end = index
      var values: [Double] = []
      while end < records.count, records[end].code == records[index].code,
        records[end].period == records[index].period
      {
        if let value = records[end].unitValue, !records[end].estimated { values.append(value) }
        end += 1
      }
      if values.count >= 8 {
        let middle = Mathematics.median(values)
        for row in index..<end {
          guard let value = records[row].unitValue, value > 20 * middle || value < middle / 20,
            !records[row].estimated
          else { continue }
          records[row].estimated = true
          count(.unitValueOutlier)
        }
      }
      index = end
    }
  }
}
