// SPDX-License-Identifier: Apache-2.0

import Tabular
public import TradeModel

/// Monthly series read from a long table with the columns `series_id`, `month` and `quantity`.
public struct SeriesTable: Sendable {
  /// The series in the order in which they first appear.
  public private(set) var series: [MonthlySeries] = []
  public private(set) var diagnostics: [Diagnostic] = []
  /// Rows read, rows used, and rows left out by reason.
  public private(set) var rows = 0
  public private(set) var used = 0
  public private(set) var leftOut: [String: Int] = [:]

  /// The widest span of one series, in months; a month far off is a mistake of writing, not a century of data.
  static let widestSpan = 1200

  /// Reads the table; months after `latest`, when given, are left out as future dates.
  /// - Throws: `ValueError` when a column is missing or the file has no header.
  public init(_ bytes: [UInt8], file: String, latest: Month? = nil) throws(ValueError) {
    let text = try DelimitedText(bytes, file: file)
    func needed(_ names: [String]) throws(ValueError) -> Int {
      guard let column = text.column(names) else {
        throw ValueError("no column '\(names[0])'; the header needs series_id, month and quantity")
      }
      return column
    }
    let idColumn = try needed(["series_id", "series", "id"])
    let monthColumn = try needed(["month", "period", "date"])
    let quantityColumn = try needed(["quantity", "qty", "netwgt", "value"])
    let unitColumn = text.column(["unit", "quantity_unit"])
    diagnostics = text.diagnostics
    rows = text.rowCount + text.rejectedRows
    if text.rejectedRows > 0 { leftOut["row-unreadable"] = text.rejectedRows }

    var order: [String: Int] = [:]
    var names: [String] = []
    var points: [[Month: Double]] = []
    var repeated: [Set<Month>] = []
    var units: [String?] = []
    for row in 0..<text.rowCount {
      let line = text.line(ofRow: row)
      let id = text[row, idColumn]
      guard !id.isEmpty else {
        leave(line, file, "series-missing", "the series has no name")
        continue
      }
      let month: Month
      do throws(ValueError) { month = try Month(text[row, monthColumn]) } catch {
        leave(line, file, "month-unreadable", error.message)
        continue
      }
      if let latest, month > latest {
        leave(line, file, "month-future", "the month lies after \(latest)")
        continue
      }
      let quantity: Double
      switch Self.number(text[row, quantityColumn]) {
      case .value(let number): quantity = number
      case .missing: quantity = .nan
      case .unreadable:
        leave(line, file, "quantity-unreadable", "the quantity is not a number")
        continue
      }
      if quantity < 0 {
        leave(line, file, "quantity-negative", "the quantity is negative")
        continue
      }
      let index: Int
      if let known = order[id] {
        index = known
      } else {
        index = names.count
        order[id] = index
        names.append(id)
        points.append([:])
        repeated.append([])
        units.append(nil)
      }
      if let unitColumn {
        let unit = text[row, unitColumn].lowercased()
        if let before = units[index], before != unit {
          leave(line, file, "unit-mixed", "this series was in another unit before")
          continue
        }
        units[index] = unit
      }
      if let before = points[index][month] {
        if before != quantity && !(before.isNaN && quantity.isNaN) { repeated[index].insert(month) }
        leave(line, file, "month-repeated", "this month of the series was given before")
        continue
      }
      points[index][month] = quantity
      used += 1
    }
    for (index, name) in names.enumerated() {
      guard let first = points[index].keys.min(), let last = points[index].keys.max() else {
        series.append(MonthlySeries(id: name, start: Month(year: 1970, month: 1)!, values: []))
        continue
      }
      guard first.distance(to: last) < Self.widestSpan else {
        diagnostics.append(
          Diagnostic(
            .error, "series-too-long",
            "a series spans more than \(Self.widestSpan) months; is a year mistyped?",
            at: SourceLocation(file: file, line: 0)))
        series.append(MonthlySeries(id: name, start: first, values: []))
        continue
      }
      var values = [Double](repeating: .nan, count: first.distance(to: last) + 1)
      // Two different values for one month: neither can be trusted, the month counts as not reported.
      for (month, value) in points[index] where !repeated[index].contains(month) {
        values[first.distance(to: month)] = value
      }
      series.append(MonthlySeries(id: name, start: first, values: values))
    }
  }

  private mutating func leave(_ line: Int, _ file: String, _ code: String, _ message: String) {
    leftOut[code, default: 0] += 1
    guard leftOut[code, default: 0] <= 5 else { return }
    diagnostics.append(Diagnostic(.warning, code, message, at: SourceLocation(file: file, line: line)))
  }

  enum Number: Equatable {
    case value(Double), missing, unreadable
  }

  /// Reads a number with a point; blanks, `NA`, `nan`, `null`, `-` and `:` mean not reported.
  static func number(_ text: String) -> Number {
    switch text.lowercased() {
    case "", "na", "n/a", "nan", "null", "none", "-", ":", "..": return .missing
    default: break
    }
    guard text.utf8.count <= 64, text.utf8.allSatisfy({ (0x2B...0x39).contains($0) || $0 | 0x20 == 0x65 }),
      let value = Double(text.filter { $0 != "," }), value.isFinite
    else { return .unreadable }
    return .value(value)
  }
}
