// SPDX-License-Identifier: Apache-2.0

/// A control as the flow engine needs it: what it names and when; given by whoever knows the law.
public struct ControlEvent: Hashable, Sendable {
  public var id: String
  public var title: String
  /// The month in which it was made known; nothing when not known.
  public var announced: Month?
  /// The first month in which it held for at least one day.
  public var effective: Month
  /// The last month before it was lifted or suspended; nothing while it holds.
  public var until: Month?

  /// Whether it forbids the lane, or licenses it only against a presumption of denial.
  public var isBan: Bool

  public init(
    id: String, title: String, announced: Month? = nil, effective: Month, until: Month? = nil,
    isBan: Bool = false
  ) {
    self.isBan = isBan
    self.id = id
    self.title = title
    self.announced = announced
    self.effective = effective
    self.until = until
  }

  /// Whether a break stands at the announcement or the entry into force, a month more or less.
  public func explains(breakAt month: Month, within months: Int = 1) -> Bool {
    abs(effective.distance(to: month)) <= months
      || announced.map { abs($0.distance(to: month)) <= months } ?? false
  }
}
