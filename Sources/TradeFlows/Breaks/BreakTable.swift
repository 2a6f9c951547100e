// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Breaks of many series as a table of separated values: `series_id,break_month,score`, one row a break.
public enum BreakTable {
  public static func header(detailed: Bool) -> String {
    detailed ? "series_id,break_month,score,kind,factor" : "series_id,break_month,score"
  }

  /// The rows of one series.
  public static func rows(of report: BreakReport, series id: String, detailed: Bool) -> [String] {
    report.breaks.map { found in
      let score = decimal(found.score, places: 3)
      let row = "\(DelimitedText.cell(id)),\(found.month),\(score)"
      guard detailed else { return row }
      return row + ",\(found.kind.rawValue),\(found.factor.map { decimal($0, places: 4) } ?? "")"
    }
  }

  /// A number with a fixed count of decimals, rounded half away from zero, the same on every machine.
  public static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return value.isNaN ? "" : value > 0 ? "1e15" : "-1e15" }
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = (abs(value) * power).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e18 else { return String(value) }
    let whole = Int64(scaled)
    var digits = String(whole)
    if places > 0 {
      if digits.utf8.count <= places {
        digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
      }
      let split = digits.index(digits.endIndex, offsetBy: -places)
      digits = digits[..<split] + "." + digits[split...]
    }
    return (value < 0 && whole != 0 ? "-" : "") + digits
  }
}
