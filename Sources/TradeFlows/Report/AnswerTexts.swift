// SPDX-License-Identifier: Apache-2.0

import TradeModel

extension CodeIdentity {
  /// A code and what it may be called, for a heading.
  public var heading: String {
    switch purity {
    case .exact: "\(code) \(minerals[0].name)"
    case .dominant: "\(code) \(minerals[0].name) and other goods"
    case .basket:
      "\(code) shared by \(minerals.map(\.name).joined(separator: ", ")): reported as none of them"
    case .unknown: "\(code) no mineral of the reference"
    }
  }
}

extension MirrorGap {
  /// What became of the gap, in a word or two.
  public var finding: String {
    if isAlert { return "lead" }
    return explanations.contains { $0.verdict == .explains } ? "explained" : "within errors"
  }

  /// Gaps for the terminal, excess imports and orphan exports apart.
  public static func table(_ gaps: [MirrorGap]) -> TextTable {
    var blocks: [TextTable.Block] = []
    for code in Set(gaps.map(\.pair.code)).sorted() {
      for kind in Kind.allCases {
        let own = gaps.filter { $0.pair.code == code && $0.kind == kind }
        guard let one = own.first else { continue }
        let words =
          kind == .excessImports
          ? "excess imports: recorded on arrival beyond what was recorded on leaving"
          : "orphan exports: recorded on leaving, not on arrival"
        blocks.append(
          TextTable.Block(
            "\(one.identity.heading) · \(words)",
            own.map { gap in
              let told =
                gap.isAlert ? gap.explanations : gap.explanations.filter { $0.verdict == .explains }
              return TextTable.Row(
                [
                  gap.pair.period.description, "\(gap.pair.exporter.place) > \(gap.pair.importer.place)",
                  gap.pair.exportedMass.map(Figure.tonnes) ?? "",
                  gap.pair.importedMass.map(Figure.tonnes) ?? "",
                  Figure.tonnes(gap.kilograms),
                  "\(Figure.tonnes(gap.band.lowerBound)) to \(Figure.tonnes(gap.band.upperBound))",
                  gap.finding,
                ], below: told.map(\.note))
            }))
      }
    }
    let leads = gaps.filter(\.isAlert)
    let sum =
      "\(Figure.count(gaps.count, "gap")): \(leads.count) leads, "
      + "\(gaps.count { $0.finding == "explained" }) explained, \(gaps.count { $0.finding == "within errors" }) within the "
      + "errors of both reports. Leads: \(Figure.tonnes(leads.filter { $0.kind == .excessImports }.reduce(0) { $0 + $1.kilograms })) "
      + "t of excess imports, \(Figure.tonnes(leads.filter { $0.kind == .orphanExports }.reduce(0) { $0 + $1.kilograms })) t of "
      + "orphan exports."
    return TextTable(
      [
        .words("Period"), .words("Lane", widest: 27), .figure("Left", "t"), .figure("Arrived", "t"),
        .figure("Gap", "t"), .figure("95 % band", "t"), .words("Finding"),
      ], blocks: blocks, whenEmpty: "No gap beyond the noise.",
      notes: (gaps.isEmpty ? [] : [sum]) + [Wording.leads])
  }
}

extension Relay.Conditions {
  /// The conditions that hold and those that do not, in words.
  func words(origin: String, destination: String, relay: String) -> (holds: [String], fails: [String]) {
    let all: [(Bool, String)] = [
      (originFellAtDestination, "share of \(origin) fell in \(destination)"),
      (originRoseAtRelay, "share of \(origin) rose in \(relay)"),
      (relayRoseAtDestination, "share of \(relay) rose in \(destination)"),
      (originGrewMoreElsewhere, "\(origin) grew more elsewhere than \(relay)"),
      (legsMatch, "first leg at least three quarters of the second"),
      (cannotProduce, "\(relay) mines too little to send it"),
    ]
    let price = unitValuesMatch.map { [($0, "unit values of both legs match")] } ?? []
    return ((all + price).filter(\.0).map(\.1), (all + price).filter { !$0.0 }.map(\.1))
  }
}

extension Relay {
  /// Relays of one question for the terminal.
  public static func table(_ relays: [Relay], _ question: RelayQuestion, identity: CodeIdentity) -> TextTable
  {
    let rows = relays.map { relay -> TextTable.Row in
      let words = relay.conditions.words(
        origin: question.origin.place, destination: question.destination.place, relay: relay.country.place)
      let t = Figure.tonnes
      let balance =
        "after: \(t(relay.outflow)) t out, \(t(relay.inflow)) t in, \(t(relay.ownOutput)) t mined; "
        + "\(t(relay.breach)) t beyond (95 % band \(t(relay.breachBand.lowerBound)) to \(t(relay.breachBand.upperBound))). "
        + "Both windows together: \(t(relay.breachOfBoth)) t beyond "
        + "(\(t(relay.breachOfBothBand.lowerBound)) to \(t(relay.breachOfBothBand.upperBound)))."
      var below = [
        TextTable.Note("balance", balance),
        TextTable.Note("holds", words.holds.isEmpty ? "none" : words.holds.joined(separator: "; ")),
      ]
      if !words.fails.isEmpty {
        below.append(TextTable.Note("fails", words.fails.joined(separator: "; ")))
      }
      return TextTable.Row(
        [
          relay.country.place, t(relay.before), t(relay.after), t(relay.excess), t(relay.firmLevelExcess),
          t(relay.excessOfBothLegs), BreakTable.decimal(relay.evidence, places: 1),
          relay.ground == .direct ? "shares" : relay.ground == .both ? "shares, balance" : "mass balance",
        ], below: below + relay.explanations.map(\.note))
    }
    let heading =
      "\(identity.heading) · \(question.origin.place) to \(question.destination.place) over others"
    let notes = [
      identity.mineral == nil
        ? identity.statement(unitValue: nil) + " No relay of a mineral is reported on such a code." : "",
      relays.isEmpty
        ? ""
        : "Upper: what \(question.destination.place) records above the relay's former share. Firm: the same over nine, the "
          + "factor by which firm-level data cut such a bound elsewhere. Both legs: the lesser excess of first and second "
          + "leg. Evidence: lane, first leg and balance together, in standard errors; 2 to 3 is weak, above 5 strong.",
      Wording.leads,
    ]
    return TextTable(
      [
        .words("Relay", widest: 24), .figure("Before", "t"), .figure("After", "t"), .figure("Upper", "t"),
        .figure("Firm", "t"), .figure("Both legs", "t"), .figure("Evidence", "s.e."), .words("Ground"),
      ], blocks: [TextTable.Block(heading, rows)], whenEmpty: "No relay stands out.", notes: notes)
  }
}

extension FlowAlert {
  /// What became of the lane, in a word or two.
  public var finding: String {
    if isAlert { return "lead" }
    if silence != nil { return "not reported" }
    if explanations.contains(where: { $0.verdict == .explains }) { return "explained" }
    return "not certain"
  }

  /// Alerts for the terminal, by code and control.
  public static func table(_ alerts: [FlowAlert], tested: Int) -> TextTable {
    var order: [String] = []
    var groups: [String: [FlowAlert]] = [:]
    for alert in alerts {
      let heading = "\(alert.identity.heading) · \(alert.event.title), \(alert.event.effective)"
      if groups[heading] == nil { order.append(heading) }
      groups[heading, default: []].append(alert)
    }
    let blocks = order.map { heading in
      TextTable.Block(
        heading,
        (groups[heading] ?? []).map { alert in
          var below: [TextTable.Note] = []
          if alert.isAlert {
            below.append(TextTable.Note("measured", alert.words))
            below += alert.explanations.map(\.note)
            for shipment in alert.shipments.prefix(20) {
              below.append(TextTable.Note("shipment", shipment.words))
            }
          } else if let silence = alert.silence {
            below.append(TextTable.Note("why not", silence))
          } else {
            below += alert.explanations.filter { $0.verdict == .explains }.map(\.note)
          }
          return TextTable.Row(
            [
              "\(alert.lane.exporter.place) > \(alert.lane.importer.place)",
              (alert.lane.byImporter ? alert.lane.importer : alert.lane.exporter).description,
              Figure.tonnes(alert.kilograms),
              "\(Figure.tonnes(alert.band.lowerBound)) to \(Figure.tonnes(alert.band.upperBound))",
              alert.breakMonth?.description ?? "", Figure.chance(alert.q),
              alert.placeboP.map(Figure.chance) ?? "", alert.finding,
            ], below: below)
        })
    }
    let leads = alerts.count(where: \.isAlert)
    return TextTable(
      [
        .words("Lane", widest: 30), .words("By"), .figure("Change", "t"), .figure("95 % band", "t"),
        .figure("Break"), .figure("q"), .figure("Placebo", "p"), .words("Finding"),
      ], blocks: blocks,
      whenEmpty: tested == 0
        ? "No lane could be tested." : "None of \(Figure.count(tested, "lane")) tested stands out.",
      notes: [
        tested == 0
          ? ""
          : "\(Figure.count(tested, "lane")) tested, \(Figure.count(leads, "lead")). By: the country whose statistics these are. Change: kilograms since the control "
            + "against the twelve months before it. q: share of false alarms among leads as strong as this (Benjamini and "
            + "Yekutieli), by ranks, so that a few large lots widen the band and not q. Placebo: share of lanes and months without a control that changed as much.",
        Wording.leads,
      ])
  }
}

extension AlertShipment {
  /// The declaration in one line.
  public var words: String {
    "\(day) \(declaration): \(exporter) to \(consignee), \(code), "
      + (kilograms.map { Figure.grouped($0, places: 1) + " kg" } ?? "no mass")
  }
}
