// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A calendar month, the period of most trade statistics.
public struct Month: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Months since January of year 0.
  public let number: Int32

  public init(number: Int32) { self.number = number }

  /// Makes a month of the years 1 to 9999, or nothing when there is no such month.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    number = Int32(year * 12 + month - 1)
  }

  /// The month in which a day lies.
  public init(of day: Day) {
    let civil = day.civil
    number = Int32(civil.year * 12 + civil.month - 1)
  }

  /// Reads `2024-09`, `2024/09`, `202409`, `2024M09` or a day of the month such as `2024-09-01`.
  /// - Throws: `ValueError` when the text has another shape or names no month.
  public init(_ text: some StringProtocol) throws(ValueError) {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    let error = ValueError("not a month; write it as YYYY-MM")
    guard let year = digits(0..<4), bytes.count >= 6 else { throw error }
    let separators: [UInt8] = [0x2D, 0x2F, 0x4D, 0x6D]  // - / M m
    let month: Int?
    if separators.contains(bytes[4]) {
      month = digits(5..<7) ?? (bytes.count == 6 ? digits(5..<6) : nil)
      if bytes.count > 7 {
        guard bytes.count >= 10, bytes[7] == bytes[4], digits(8..<10) != nil else { throw error }
      }
    } else {
      guard bytes.count == 6 || (bytes.count == 8 && digits(6..<8) != nil) else { throw error }
      month = digits(4..<6)
    }
    guard let month else { throw error }
    guard let made = Month(year: year, month: month) else {
      throw ValueError("no such month in the calendar")
    }
    self = made
  }

  public var year: Int { Int(number) / 12 }
  /// 1 to 12.
  public var monthOfYear: Int { Int(number) % 12 + 1 }
  /// The first day of the month.
  public var firstDay: Day { Day(year: year, month: monthOfYear, day: 1)! }

  public func advanced(by months: Int) -> Month { Month(number: number + Int32(months)) }
  /// Months from this one to another; negative when the other is earlier.
  public func distance(to other: Month) -> Int { Int(other.number) - Int(number) }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  /// The month as `YYYY-MM`.
  public var description: String {
    let year = String(self.year)
    let month = String(monthOfYear)
    return String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year
      + (month.utf8.count == 1 ? "-0" : "-")
      + month
  }
}

/// A quantity month by month; months without a report are not a number, which is not the same as zero.
public struct MonthlySeries: Hashable, Sendable {
  /// The name of the series as its source gives it.
  public var id: String
  /// The month of the first value.
  public var start: Month
  /// One value a month without gaps in time, in one unit for the whole series; not a number where none was reported.
  public var values: [Double]

  public init(id: String, start: Month, values: [Double]) {
    self.id = id
    self.start = start
    self.values = values
  }

  public func month(at index: Int) -> Month { start.advanced(by: index) }
  /// The value of a month, or nothing when it was not reported or lies outside.
  public subscript(month: Month) -> Double? {
    let index = start.distance(to: month)
    guard values.indices.contains(index), !values[index].isNaN else { return nil }
    return values[index]
  }
  public var months: Range<Int> { 0..<values.count }
}
