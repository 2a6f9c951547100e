// SPDX-License-Identifier: Apache-2.0

/// What is known of a measured value: an interval whose ends belong to it or not.
///
/// "99.8 % min" is `[99.8, 100]`, "<0.5 %" is `[0, 0.5)`, a single figure is a point. Comparisons with a limit
/// therefore have three answers.
public struct Bounds: Hashable, Sendable {
  public let lower: Double
  public let upper: Double
  public let includesLower: Bool
  public let includesUpper: Bool

  /// Makes an interval; traps when it is empty or an end is not a number.
  public init(
    _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
  ) {
    precondition(
      lower < upper || (lower == upper && includesLower && includesUpper),
      "an interval holds at least one value")
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// The interval that holds one value.
  public init(exactly value: Double) { self.init(value, value) }

  public var isExact: Bool { lower == upper }

  /// How a limit in a text of law compares.
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
  }

  /// Whether the value stands in a relation to a limit: yes, no, or not known from these bounds.
  public func compares(_ comparison: Comparison, _ limit: Double) -> Truth {
    switch comparison {
    case .greater:
      if lower > limit || (lower == limit && !includesLower) { return .true }
      return upper <= limit ? .false : .unknown
    case .greaterOrEqual:
      if lower >= limit { return .true }
      return upper < limit || (upper == limit && !includesUpper) ? .false : .unknown
    case .less:
      if upper < limit || (upper == limit && !includesUpper) { return .true }
      return lower >= limit ? .false : .unknown
    case .lessOrEqual:
      if upper <= limit { return .true }
      return lower > limit || (lower == limit && !includesLower) ? .false : .unknown
    }
  }
}

/// A truth value of Kleene's strong three-valued logic: what is not known stays not known.
public enum Truth: UInt8, Sendable, Hashable, CaseIterable {
  case `false`, unknown, `true`

  public init(_ value: Bool) { self = value ? .true : .false }

  public static func && (a: Truth, b: Truth) -> Truth { a.rawValue < b.rawValue ? a : b }
  public static func || (a: Truth, b: Truth) -> Truth { a.rawValue > b.rawValue ? a : b }
  public static prefix func ! (a: Truth) -> Truth {
    switch a {
    case .true: .false
    case .false: .true
    case .unknown: .unknown
    }
  }
}
