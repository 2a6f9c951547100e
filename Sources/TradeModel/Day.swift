// SPDX-License-Identifier: Apache-2.0

/// A calendar day, without time or zone: the unit in which law comes into force.
///
/// Days are counted in the proleptic Gregorian calendar from 1970-01-01. For Chinese law the day is that of
/// China's time zone; whoever makes a `Day` from an instant chooses the zone.
public struct Day: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01; negative before it.
  public let number: Int32

  public init(number: Int32) { self.number = number }

  /// Makes a day from year, month and day of month, or nothing when no such day exists (2025-02-30).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    // Days from civil, H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `2025-04-04`, `2025/4/4`, `2025.04.04`, `20250404` or `2025年4月4日`; a time after `T` or a space is dropped.
  /// - Throws: `ValueError` when the text has another shape or names no real day.
  public init(_ text: some StringProtocol) throws(ValueError) {
    var parts: [Int] = []
    var current = 0
    var digits = 0
    var widths: [Int] = []
    func shape() -> ValueError {
      ValueError("not a date; write it as YYYY-MM-DD")
    }
    scan: for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9":
        guard digits < 8 else { throw shape() }
        current = current * 10 + Int(scalar.value - 0x30)
        digits += 1
      case "-", "/", ".", "年", "月":
        guard digits > 0, parts.count < 3 else { throw shape() }
        parts.append(current)
        widths.append(digits)
        current = 0
        digits = 0
      case "T", "t", " ", "日":
        if digits > 0 { break scan }
        guard parts.isEmpty else { throw shape() }
      default: throw shape()
      }
    }
    if digits > 0 {
      parts.append(current)
      widths.append(digits)
    }
    let (year, month, day): (Int, Int, Int)
    if parts.count == 1, widths[0] == 8 {
      (year, month, day) = (parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100)
    } else if parts.count == 3, widths[0] == 4, widths[1] <= 2, widths[2] <= 2 {
      (year, month, day) = (parts[0], parts[1], parts[2])
    } else {
      throw shape()
    }
    guard let made = Day(year: year, month: month, day: day) else {
      throw ValueError("no such day in the calendar")
    }
    self = made
  }

  static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Year, month and day of month.
  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  /// The day a number of days later; negative goes back.
  public func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }
  /// Days from this day to another; negative when the other is earlier.
  public func distance(to other: Day) -> Int { Int(other.number) - Int(number) }
}

extension Day: CustomStringConvertible, LosslessStringConvertible {
  public init?(_ description: String) {
    do throws(ValueError) { try self.init(description[...]) } catch { return nil }
  }

  /// The day as `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = civil
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
