// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlLaw
import Foundation
import ReferenceData
import TradeFlows
import TradeModel

/// Control dates for the flow commands: from the law, or as given.
enum FlowsCalendar {
  /// Controls of a jurisdiction that print a code or name its mineral, one event for each instrument and month.
  static func events(for code: CommodityCode, jurisdiction: CountryCode, law: LawBook = .embedded)
    -> [ControlEvent]
  {
    let identity = CodeIdentity(code, reference: .embedded)
    var found: [String: ControlEvent] = [:]
    for id in law.controlIDs {
      let control = law.control(id)
      let instrument = law.instrument(of: id)
      guard instrument.jurisdiction == jurisdiction, !control.isNote else { continue }
      let byCode = control.codes.contains { $0.code.subheading == code.subheading }
      let byMineral =
        identity.mineral.map { (control.minerals + (control.scope?.minerals ?? [])).contains($0.slug) }
        ?? false
      guard byCode || byMineral else { continue }
      for (index, force) in control.force.enumerated()
      where force.state == .inForce || force.state == .suspended {
        let month = Month(of: force.from)
        // A suspension ends what was in force, on the day before it begins.
        let suspended = control.force.filter { $0.state == .suspended && $0.from > force.from }.map(\.from)
          .min()
        let end = [force.to, suspended.map { $0.advanced(by: -1) }].compactMap(\.self).min()
        let key = "\(instrument.id) \(month) \(force.state.name)"
        let words = force.state == .suspended ? "suspended: " : ""
        found[key] = ControlEvent(
          id: key, title: words + instrument.citation,
          announced: index == 0
            ? Month(of: min(instrument.published, force.knownFrom)) : Month(of: force.knownFrom),
          effective: month, until: end.map { Month(of: $0) },
          isBan: found[key]?.isBan ?? false || force.state == .inForce && Self.forbids(control))
      }
    }
    return found.values.sorted { ($0.effective, $0.id) < ($1.effective, $1.id) }
  }

  /// Whether a control forbids, or licenses only against a presumption of denial.
  private static func forbids(_ control: Control) -> Bool {
    control.regime == .destination || control.regime == .ban || control.outcome == .prohibited
      || control.outcome == .presumptionOfDenial
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
