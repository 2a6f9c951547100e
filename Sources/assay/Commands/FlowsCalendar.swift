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
