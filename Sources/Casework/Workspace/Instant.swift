// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A moment in milliseconds since 1970-01-01T00:00:00Z.
///
/// The store never asks the machine for the time: whoever opens a workspace hands a clock in.
public struct Instant: Hashable, Sendable, Comparable {
  public let milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The first moment of a day in UTC.
  public init(_ day: Day) { milliseconds = Int64(day.number) * 86_400_000 }

  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

  /// The moment some milliseconds later; earlier when negative.
  public func advanced(milliseconds delta: Int64) -> Self { Self(milliseconds: milliseconds &+ delta) }

  /// The moment some whole days later.
  public func advanced(days: Int) -> Self { advanced(milliseconds: Int64(days) * 86_400_000) }

  /// The day in UTC.
  public var day: Day {
    let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    return Day(number: Int32(clamping: remainder < 0 ? quotient - 1 : quotient))
  }

  /// Reads `2026-03-01T08:30:00.250Z`, with or without seconds and fraction, or a day alone.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2, let day = Day(String(first)) else { return nil }
    var milliseconds = Int64(day.number) * 86_400_000
    if parts.count == 2 {
      guard parts[1].last == "Z" else { return nil }
      let clock = parts[1].dropLast().split(separator: ":", omittingEmptySubsequences: false)
      guard (2...3).contains(clock.count), let hour = Self.figure(clock[0]), hour < 24,
        let minute = Self.figure(clock[1]), minute < 60
      else { return nil }
      milliseconds += hour * 3_600_000 + minute * 60_000
      if clock.count == 3 {
        let seconds = clock[2].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(seconds.count), let whole = Self.figure(seconds[0]), whole < 60 else {
          return nil
        }
        milliseconds += whole * 1000
        if seconds.count == 2 {
          guard (1...3).contains(seconds[1].utf8.count), let fraction = UInt16(seconds[1]) else { return nil }
          milliseconds += Int64(fraction) * [100, 10, 1][seconds[1].utf8.count - 1]
        }
      }
    }
    self.milliseconds = milliseconds
  }

  private static func figure(_ text: some StringProtocol) -> Int64? {
    text.utf8.count == 2 ? UInt8(text).map(Int64.init) : nil
  }
}

extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC to the millisecond.
  public var description: String {
    let rest = milliseconds - Int64(day.number) * 86_400_000
    func padded(_ value: Int64, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    return
      "\(day)T\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2)).\(padded(rest % 1000, 3))Z"
  }
}

/// Tells the time to the store.
public typealias Clock = @Sendable () -> Instant
