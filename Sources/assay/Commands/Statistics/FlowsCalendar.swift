// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlLaw
import FlowWatch
import Foundation
import TradeFlows
import TradeModel

/// Control dates for the flow commands: from the law, or as given.
enum FlowsCalendar {
  /// Controls of a jurisdiction that print a code or name its mineral, one event for each instrument and month.
  static func events(for code: CommodityCode, jurisdiction: CountryCode, law: LawBook = .embedded)
    -> [ControlEvent]
  {
    ControlCalendar.events(for: code, jurisdiction: jurisdiction, law: law)
  }

  /// Why no lane could be tested, in one sentence; nothing when a lane could have been.
  static func whyUntested(_ lanes: [LaneSeries], given: [ControlEvent], jurisdiction: CountryCode) -> String?
  {
    let months = lanes.flatMap { [$0.mass.start, $0.mass.month(at: max(0, $0.mass.values.count - 1))] }
    guard let first = months.min(), let last = months.max() else { return nil }
    let dates = Set(
      (given.isEmpty
        ? Set(lanes.map(\.code)).flatMap { events(for: $0, jurisdiction: jurisdiction) } : given).map(
          \.effective)
    ).sorted()
    guard !dates.isEmpty else {
      return "no control of these codes is in the law of the jurisdiction; give --control with a date"
    }
    return
      "the table runs from \(first) to \(last); a test needs six months before a control and three after it, and the "
      + "controls are of \(dates.map(\.description).joined(separator: ", "))"
  }

  /// Reads `2024-09`, `2024-08:2024-09` (announced, in force) or `2024-12..2025-10` (a ban and its last month), each
  /// with `=TITLE` when wanted.
  static func event(_ text: String) throws -> ControlEvent {
    let parts = text.components(separatedBy: "=")
    let span = parts[0].components(separatedBy: "..")
    let until = span.count > 1 ? try FlowsFiles.month(span[1]) : nil
    let months = span[0].components(separatedBy: ":")
    let effective = try FlowsFiles.month(months[months.count - 1])
    let announced = months.count > 1 ? try FlowsFiles.month(months[0]) : nil
    let title = parts.count > 1 ? parts.dropFirst().joined(separator: "=") : "control"
    return ControlEvent(
      id: text, title: title, announced: announced, effective: effective, until: until, isBan: until != nil)
  }
}
