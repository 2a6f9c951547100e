// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// The force of a rule on a day, as known on a day.
public struct Force: Sendable, Hashable {
  /// What holds on the day; nothing when the rule has not begun or is not known.
  public var current: ForceEvent?
  /// The day on which it comes into force, when that lies ahead.
  public var coming: Day?
  /// Whether anything of the rule is known at all.
  public var isKnown: Bool
}

extension [ForceEvent] {
  /// Resolves the statements on a rule's force; of those that cover the day, the one known last holds.
  public func force(on day: Day, knownOn: Day) -> Force {
    var force = Force(current: nil, coming: nil, isKnown: false)
    for event in self where event.knownFrom <= knownOn {
      force.isKnown = true
      if event.from > day {
        if event.state == .inForce, event.from < force.coming ?? Day(number: .max) {
          force.coming = event.from
        }
      } else if event.to ?? day >= day, event.knownFrom >= force.current?.knownFrom ?? event.knownFrom {
        force.current = event
      }
    }
    return force
  }

  /// Every day on which something changes: the first day of each statement and the day after each last one.
  public var boundaries: [Day] {
    Swift.Set(flatMap { [$0.from] + ($0.to.map { [$0.advanced(by: 1)] } ?? []) }).sorted()
  }
}
