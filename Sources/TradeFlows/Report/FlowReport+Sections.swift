// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import ReferenceData
import TradeModel

extension FlowReport {
  var identitySection: String {
    guard !identities.isEmpty else { return "" }
    let rows = identities.map {
      "<tr><td>\($0.code)</td><td>\($0.purity.rawValue)</td><td>\(SafeText.escape($0.statement(unitValue: nil)))</td></tr>"
    }
    return
      "<section><h2>What the codes hold</h2><div class=\"wide\"><table><thead><tr><th>Code</th><th>Purity</th><th>Minerals</th></tr>"
      + "</thead><tbody>" + rows.joined() + "</tbody></table></div></section>"
  }

  var mapSection: String {
    var arcs: [MapDrawing.Arc] = []
    var named: Set<CountryCode> = [origin, destination]
    for (code, relay) in relays.prefix(12) {
      named.insert(relay.country)
      if relay.excessOfBothLegs > 0 {
        arcs.append(
          .init(
            from: origin, to: relay.country, kilograms: relay.excessOfBothLegs, isLead: true,
            label:
              "\(name(origin)) to \(name(relay.country)), \(code): at least \(Markup.tonnes(relay.excessOfBothLegs)) t above its former share"
          ))
      }
      arcs.append(
        .init(
          from: relay.country, to: destination, kilograms: relay.excess, isLead: true,
          label:
            "\(name(relay.country)) to \(name(destination)), \(code): \(Markup.tonnes(relay.excess)) t above its former share"
        ))
    }
    for gap in gaps.filter({ $0.isAlert && $0.kind == .excessImports && $0.pair.exporter == origin }).prefix(
      12)
    {
      named.insert(gap.pair.importer)
      arcs.append(
        .init(
          from: gap.pair.exporter, to: gap.pair.importer, kilograms: gap.kilograms, isLead: false,
          label: "\(name(gap.pair.exporter)) to \(name(gap.pair.importer)), \(gap.pair.period): "
            + "\(Markup.tonnes(gap.kilograms)) t more recorded on arrival than on leaving"))
    }
    guard !arcs.isEmpty else { return "" }
    return "<section><h2>Lanes</h2>"
      + MapDrawing(places: facts.places, arcs: arcs, origin: origin, destination: destination, named: named)
      .svg()
      + "<p class=\"legend\"><span class=\"key k2\"></span> relay to destination, excess above its former share &nbsp; "
      + "<span class=\"key\"></span> recorded on arrival beyond what was recorded on leaving. Width grows with the root "
      + "of the mass. \(MapDrawing.note)</p></section>"
  }

  var alertSection: String {
    guard !alerts.isEmpty else { return "" }
    let leads = alerts.filter(\.isAlert)
    let silent = alerts.filter { $0.silence != nil }
    var out = "<section><h2>Lanes that changed at a control</h2>"
    if leads.isEmpty {
      out += "<p>None stands out after correction for \(Figure.count(alerts.count, "test")).</p>"
    }
    for alert in leads.prefix(30) {
      out +=
        "<article><h3>\(SafeText.escape(name(alert.lane.exporter))) → \(SafeText.escape(name(alert.lane.importer))) "
        + "<span class=\"chip\">\(SafeText.escape(alert.identity.heading))</span> "
        + "<span class=\"chip\" title=\"share of false alarms among leads as strong as this\">q \(Figure.chance(alert.q))</span> "
        + "<span class=\"chip\">code purity: \(alert.identity.purity.rawValue)</span>"
        + (alert.placeboP.map {
          " <span class=\"chip\">placebo p \(Figure.chance($0)) of \(Figure.grouped(Double(alert.placebos), places: 0))</span>"
        } ?? "")
        + "</h3><p>\(SafeText.escape(alert.words))</p>\(list(alert.explanations))\(shipmentList(alert.shipments))</article>"
    }
    if !silent.isEmpty {
      out += "<details><summary>\(Figure.count(silent.count, "lane")) not reported, and why</summary><ul>"
      for alert in silent.prefix(100) {
        out +=
          "<li>\(alert.lane.code) \(SafeText.escape(name(alert.lane.exporter))) → \(SafeText.escape(name(alert.lane.importer))): "
          + "\(SafeText.escape(alert.silence ?? ""))</li>"
      }
      out += "</ul></details>"
    }
    return out + "</section>"
  }

  var arrivalSection: String {
    guard !arrivals.isEmpty else { return "" }
    return "<section><h2>Arrivals while a control held</h2>"
      + arrivals.prefix(30).map {
        "<article><p>\(SafeText.escape($0.words))</p>\(list($0.explanations))</article>"
      }
      .joined() + "</section>"
  }

  func shipmentList(_ shipments: [AlertShipment]) -> String {
    guard !shipments.isEmpty else { return "" }
    let rows = shipments.prefix(50).map {
      "<tr><td>\(SafeText.escape($0.day))</td><td>\(SafeText.escape($0.declaration))</td><td>\(SafeText.escape($0.exporter))</td>"
        + "<td>\(SafeText.escape($0.consignee))</td><td class=\"n\">\($0.kilograms.map { Markup.number($0, 1) } ?? "")</td></tr>"
    }
    return
      "<details><summary>\(Figure.count(shipments.count, "declaration")) of this lane</summary><div class=\"wide\"><table><thead><tr>"
      + "<th>Day</th><th>Declaration</th><th>Exporter</th><th>Consignee</th><th class=\"n\">kg</th></tr></thead><tbody>"
      + rows.joined() + "</tbody></table></div></details>"
  }

  func list(_ explanations: [Explanation]) -> String {
    "<ul class=\"why\">"
      + explanations.map {
        "<li><b class=\"\($0.verdict.rawValue)\">\($0.verdict.name)</b><span><em>\($0.kind.words)</em> "
          + "\(SafeText.escape($0.words))</span></li>"
      }.joined() + "</ul>"
  }

  var relaySection: String {
    guard !relays.isEmpty else { return "" }
    var out =
      "<section><h2>Relays to \(name(destination))</h2><p>The upper bound is what the destination records above the relay's "
      + "former share. Firm-level data confirmed about one ninth of such bounds in another case; both are given. Unaccounted "
      + "for is what partners record out of a country beyond what goes in and is mined there.</p>"
    let greatest = relays.map { max($0.relay.before, $0.relay.after) }.max() ?? 1
    for (code, relay) in relays.prefix(30) {
      let t = Markup.tonnes
      func bar(_ label: String, _ value: Double, _ kind: String) -> String {
        "<div class=\"row\"><span>\(label)</span><i class=\"\(kind)\" style=\"width:\(Markup.number(max(0.5, 52 * value / max(greatest, 1e-9)), 1))%\"></i>"
          + "<b>\(t(value)) t</b></div>"
      }
      out +=
        "<article><h3>\(SafeText.escape(name(relay.country))) <span class=\"chip\">\(code)</span> <span class=\"chip\">ground: "
        + "\(relay.ground == .massBalance ? "mass balance" : relay.ground.rawValue)</span> <span class=\"chip\" title=\"lane, first leg "
        + "and balance together, in standard errors\">evidence \(Markup.number(relay.evidence, 1)) s.e.</span></h3><div class=\"bars\">\(bar("before", relay.before, "quiet"))"
        + "\(bar("after", relay.after, "strong"))</div><dl class=\"facts\">"
        + "<div><dt>upper bound</dt><dd>\(t(relay.excess)) t</dd></div><div><dt>at firm level</dt><dd>\(t(relay.firmLevelExcess)) t</dd></div>"
        + "<div><dt>recorded out</dt><dd>\(t(relay.outflow)) t</dd></div><div><dt>recorded in</dt><dd>\(t(relay.inflow)) t</dd></div>"
        + "<div><dt>mined there</dt><dd>\(t(relay.ownOutput)) t</dd></div><div><dt>unaccounted for</dt><dd>\(t(relay.breach)) t "
        + "<small>\(t(relay.breachBand.lowerBound)) to \(t(relay.breachBand.upperBound)) (95 %)</small></dd></div></dl>"
        + "\(list(relay.explanations))</article>"
    }
    return out + "</section>"
  }

  var chainSection: String {
    guard let chains, chains.upperBound > 0 else { return "" }
    var out =
      "<section><h2>Chains</h2><p>At most \(Markup.tonnes(chains.upperBound)) t can have gone from \(SafeText.escape(name(origin))) over others to "
      + "\(SafeText.escape(name(destination))) above expectation; discounted to firm level \(Markup.tonnes(chains.firmLevel)) t.</p><div class=\"wide\"><table>"
      + "<thead><tr><th>Way</th><th>Months</th><th class=\"n\">t</th></tr></thead>"
    for chain in chains.chains.prefix(20) {
      out +=
        "<tr><td>\(SafeText.escape(chain.route.map(name).joined(separator: " → ")))</td><td>"
        + "\(chain.legs.map(\.month.description).joined(separator: ", "))</td><td class=\"n\">"
        + "\(Markup.tonnes(chain.kilograms))</td></tr>"
    }
    return out + "</table></div></section>"
  }

  var seriesSection: String {
    guard !series.isEmpty else { return "" }
    return "<section><h2>Series and controls</h2>"
      + series.prefix(24).enumerated().map { place, drawn in
        let isLast = place + 1 == min(24, series.count)
        return SeriesDrawing(
          series: drawn.series, events: drawn.events, breaks: drawn.breaks, atControls: drawn.atControls,
          title: drawn.title,
          hasLegend: isLast || series[place + 1].events != drawn.events
        ).svg()
      }.joined()
      + "<p class=\"legend\">Dashed: a control comes into force; dotted: it was announced; shaded: a ban held. Circles: breaks "
      + "found. A gap in the line is a month without a report.</p></section>"
  }

  /// Gaps by what accounts for them, widest first.
  var funnelSection: String {
    guard !gaps.isEmpty else { return "" }
    var steps: [(String, Double, Int)] = [("all gaps listed", 0, 0)]
    for gap in gaps {
      steps[0].1 += gap.kilograms
      steps[0].2 += 1
    }
    var left = gaps
    for kind in Explanation.Kind.allCases {
      let explained = left.filter { $0.explanations.contains { $0.kind == kind && $0.verdict == .explains } }
      guard !explained.isEmpty else { continue }
      left.removeAll { $0.explanations.contains { $0.kind == kind && $0.verdict == .explains } }
      steps.append(
        ("after those explained by \(kind.words)", left.reduce(0) { $0 + $1.kilograms }, left.count))
    }
    left.removeAll { $0.band.lowerBound <= 0 }
    steps.append(
      ("beyond the errors of both reports: the leads", left.reduce(0) { $0 + $1.kilograms }, left.count))
    let widest = max(steps[0].1, 1e-9)
    var out =
      "<section><h2>Funnel of gaps</h2><p>What is left of the gaps between both reports when each explanation that accounts for "
      + "some of them is taken off.</p><svg viewBox=\"0 0 960 \(steps.count * 38 + 4)\" role=\"img\" aria-label=\"Funnel of gaps\">"
    for (index, step) in steps.enumerated() {
      let width = max(2, 470 * step.1 / widest)
      let next = index + 1 < steps.count ? max(2, 470 * steps[index + 1].1 / widest) : width
      let top = Double(index) * 38 + 2
      func n(_ value: Double) -> String { Markup.number(value, 1) }
      out +=
        "<path class=\"\(index + 1 == steps.count ? "bar lead" : "bar")\" d=\"M\(n(240 - width / 2)) \(n(top))h\(n(width))L"
        + "\(n(240 + next / 2)) \(n(top + 34))h\(n(-next))z\"/><text class=\"t\" x=\"500\" y=\"\(n(top + 16))\">"
        + "\(Markup.tonnes(step.1)) t in \(Figure.count(step.2, "gap"))</text><text class=\"a\" x=\"500\" y=\"\(n(top + 31))\">"
        + "\(SafeText.escape(step.0))</text>"
    }
    return out + "</svg></section>"
  }

  var gapSection: String {
    guard !gaps.isEmpty else { return "" }
    let t = Markup.tonnes
    var out =
      "<section><h2>Gaps between the two reports</h2><p>What one side records beyond the other, in tonnes, with its 95 % band. "
      + "Open a row for the explanations tested.</p>"
    for kind in MirrorGap.Kind.allCases {
      let own = gaps.filter { $0.kind == kind }
      guard !own.isEmpty else { continue }
      out +=
        "<h3 class=\"part\">\(kind == .excessImports ? "Excess imports: recorded on arrival beyond what was recorded on leaving" : "Orphan exports: recorded on leaving, not on arrival")</h3>"
        + "<div class=\"gaps\"><div class=\"head\"><span>Period</span><span>Lane</span><span class=\"n\">Left</span>"
        + "<span class=\"n\">Arrived</span><span class=\"n\">Gap</span><span class=\"n\">95 % band</span><span>Finding</span></div>"
      for gap in own.prefix(40) {
        out +=
          "<details><summary><span>\(gap.pair.period)</span><span>\(SafeText.escape(name(gap.pair.exporter))) → "
          + "\(SafeText.escape(name(gap.pair.importer)))<small>\(SafeText.escape(gap.pair.code.description))</small></span>"
          + "<span class=\"n\">\(gap.pair.exportedMass.map(t) ?? "–")</span><span class=\"n\">\(gap.pair.importedMass.map(t) ?? "–")</span>"
          + "<span class=\"n\"><b>\(t(gap.kilograms))</b></span><span class=\"n soft\">\(t(gap.band.lowerBound)) to "
          + "\(t(gap.band.upperBound))</span><span class=\"\(gap.isAlert ? "isLead" : "soft")\">\(gap.finding)</span></summary>"
          + "\(list(gap.explanations))</details>"
      }
      if own.count > 40 { out += "<p class=\"legend\">and \(own.count - 40) smaller ones</p>" }
      out += "</div>"
    }
    return out + "</section>"
  }

  var gateSection: String {
    let counted = gates.sorted { $0.key < $1.key }
    return
      "<section><h2>Data and gates</h2><p>\(Figure.count(rows, "row")) read from \(SafeText.escape(sources.joined(separator: "; "))).</p>"
      + "<dl class=\"gates\">"
      + counted.map {
        "<div><dt>\($0.key.rawValue.split(separator: "-").joined(separator: " "))</dt><dd>\(Figure.grouped(Double($0.value), places: 0))</dd></div>"
      }.joined()
      + "</dl></section>"
  }

  func name(_ code: CountryCode) -> String {
    ReferenceData.embedded.countries[code]?.name ?? code.description
  }

  var headSection: String {
    "<header><p class=\"kind\">Trade-flow report</p><h1>\(SafeText.escape(title))</h1><p class=\"way\">"
      + "\(SafeText.escape(name(origin))) <span>→</span> \(SafeText.escape(name(destination)))</p></header>"
      + "<p class=\"lead\">\(SafeText.escape(Wording.leads))</p>"
  }

  /// The few figures that a reader wants first.
  var summarySection: String {
    var cards: [(String, String)] = []
    if !relays.isEmpty {
      cards.append(("relays to look into", "\(relays.count)"))
      cards.append(
        ("upper bound over relays", Markup.tonnes(relays.reduce(0) { $0 + $1.relay.excess }) + " t"))
      cards.append(
        ("the same at firm level", Markup.tonnes(relays.reduce(0) { $0 + $1.relay.firmLevelExcess }) + " t"))
    }
    let leads = gaps.filter { $0.isAlert && $0.kind == .excessImports }
    if !gaps.isEmpty {
      cards.append(("gaps left unexplained", "\(gaps.count(where: \.isAlert)) of \(gaps.count)"))
      cards.append(("arrived beyond what left", Markup.tonnes(leads.reduce(0) { $0 + $1.kilograms }) + " t"))
    }
    if !alerts.isEmpty {
      cards.append(
        ("lanes that changed at a control", "\(alerts.count(where: \.isAlert)) of \(alerts.count)"))
    }
    if !arrivals.isEmpty {
      cards.append(
        ("recorded while a control held", Markup.tonnes(arrivals.reduce(0) { $0 + $1.kilograms }) + " t"))
    }
    guard !cards.isEmpty else { return "" }
    return "<div class=\"cards\">" + cards.map { "<div><b>\($0.1)</b><span>\($0.0)</span></div>" }.joined()
      + "</div>"
  }
}
