// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// The order of year, month and day in dates whose shape does not tell it.
public enum DateFormat: String, Sendable, Hashable, CaseIterable {
  /// `2025-04-04`, `2025/4/4`, `2025.04.04`, `20250404`, `2025年4月4日`; a time after it is dropped.
  case yearMonthDay = "YYYY-MM-DD"
  /// `04/12/2025` is the fourth of December.
  case dayMonthYear = "DD/MM/YYYY"
  /// `04/12/2025` is the twelfth of April.
  case monthDayYear = "MM/DD/YYYY"
}

enum DateReading {
  static let malformed = Int32.min
  static let impossible = Int32.min + 1

  /// Days since 1970-01-01, or one of the two faults.
  @inline(__always) static func day(_ text: Bytes, _ format: DateFormat) -> Int32 {
    if format == .yearMonthDay, text.count == 10, text[4] == 0x2D, text[7] == 0x2D {
      var bad: UInt8 = 0
      func digit(_ i: Int) -> Int {
        let d = text[i] &- 0x30
        if d > 9 { bad = 1 }
        return Int(d)
      }
      let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
      let month = digit(5) &* 10 &+ digit(6)
      let day = digit(8) &* 10 &+ digit(9)
      if bad == 0 { return Day(year: year, month: month, day: day)?.number ?? impossible }
      return malformed
    }
    return slowDay(text, format)
  }

  @inline(never) private static func slowDay(_ text: Bytes, _ format: DateFormat) -> Int32 {
    guard text.count <= 64 else { return malformed }
    if format == .yearMonthDay {
      do throws(ValueError) { return try Day(text.text).number } catch {
        return error.message.hasPrefix("no such day") ? impossible : malformed
      }
    }
    var parts: [Int] = [0]
    var widths = [0]
    scan: for byte in text.array {
      switch byte {
      case 0x30...0x39:
        parts[parts.count - 1] = parts[parts.count - 1] * 10 + Int(byte - 0x30)
        widths[widths.count - 1] += 1
        if widths[widths.count - 1] > 4 { return malformed }
      case 0x2D, 0x2E, 0x2F:
        if parts.count == 3 { return malformed }
        parts.append(0)
        widths.append(0)
      case 0x20, 0x54: break scan
      default: return malformed
      }
    }
    guard parts.count == 3, widths[2] == 4, (1...2).contains(widths[0]), (1...2).contains(widths[1]) else {
      return malformed
    }
    let (day, month) = format == .dayMonthYear ? (parts[0], parts[1]) : (parts[1], parts[0])
    return Day(year: parts[2], month: month, day: day)?.number ?? impossible
  }
}
