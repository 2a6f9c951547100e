// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Everything found about one mineral and lane, as one page of HTML that needs nothing else.
public struct FlowReport: Sendable {
  public struct DrawnSeries: Sendable {
    public var title: String
    public var series: MonthlySeries
    public var breaks: [SeriesBreak]
    /// Controls drawn in, in order of date.
    public var events: [ControlEvent]
    public init(title: String, series: MonthlySeries, breaks: [SeriesBreak], events: [ControlEvent]) {
      self.events = events
      self.title = title
      self.series = series
      self.breaks = breaks
    }
  }

  public var title: String
  public var origin: CountryCode
  public var destination: CountryCode
  public var sources: [String]
  public var identities: [CodeIdentity] = []
  public var gates: [FlowGate: Int] = [:]
  public var rows = 0
  public var gaps: [MirrorGap] = []
  public var relays: [(code: CommodityCode, relay: Relay)] = []
  public var alerts: [FlowAlert] = []
  public var series: [DrawnSeries] = []
  public var chains: ChainAnswer?
  public var arrivals: [ArrivalsUnderBan] = []
  public var facts: FlowReference

  public init(
    title: String, origin: CountryCode, destination: CountryCode, sources: [String], facts: FlowReference
  ) {
    self.title = title
    self.origin = origin
    self.destination = destination
    self.sources = sources
    self.facts = facts
  }

  public func html() -> String {
    var body = "<h1>\(Markup.escape(title))</h1><p class=\"lead\">\(Markup.escape(Wording.leads))</p>"
    body +=
      identitySection + mapSection + alertSection + arrivalSection + relaySection + chainSection
      + seriesSection
    body += funnelSection + gapSection + gateSection
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      + "content=\"width=device-width,initial-scale=1\"><title>\(Markup.escape(title))</title><style>\(Self.style)</style>"
      + "</head><body><main>\(body)</main></body></html>\n"
  }

  private var identitySection: String {
    guard !identities.isEmpty else { return "" }
    let rows = identities.map {
      "<tr><td>\($0.code)</td><td>\($0.purity.rawValue)</td><td>\(Markup.escape($0.statement(unitValue: nil)))</td></tr>"
    }
    return "<h2>What the codes hold</h2><table><tr><th>code</th><th>purity</th><th>minerals</th></tr>"
      + rows.joined() + "</table>"
  }

  private var mapSection: String {
    var arcs: [MapDrawing.Arc] = []
    var named: Set<CountryCode> = [origin, destination]
    for (code, relay) in relays.prefix(12) {
      named.insert(relay.country)
      arcs.append(
        .init(
          from: relay.country, to: destination, kilograms: relay.excess, isLead: true,
          label:
            "\(relay.country) to \(destination), \(code): \(Markup.tonnes(relay.excess)) t above its former share"
        ))
    }
    for gap in gaps.filter({ $0.isAlert && $0.kind == .excessImports && $0.pair.exporter == origin }).prefix(
      12)
    {
      named.insert(gap.pair.importer)
      arcs.append(
        .init(
          from: gap.pair.exporter, to: gap.pair.importer, kilograms: gap.kilograms, isLead: false,
          label: "\(gap.pair.exporter) to \(gap.pair.importer), \(gap.pair.period): "
            + "\(Markup.tonnes(gap.kilograms)) t more recorded on arrival than on leaving"))
    }
    guard !arcs.isEmpty else { return "" }
    return "<h2>Lanes</h2>" + MapDrawing(places: facts.places, arcs: arcs, named: named).svg()
      + "<p class=\"legend\"><span class=\"key k2\"></span> relay to destination, excess above its former share &nbsp; "
      + "<span class=\"key\"></span> recorded on arrival beyond what was recorded on leaving. Width grows with the root "
      + "of the mass.</p>"
  }

  private var alertSection: String {
    guard !alerts.isEmpty else { return "" }
    let leads = alerts.filter(\.isAlert)
    let silent = alerts.filter { $0.silence != nil }
    var out = "<h2>Lanes that changed at a control</h2>"
    if leads.isEmpty { out += "<p>None stands out after correction for \(alerts.count) tests.</p>" }
    for alert in leads.prefix(30) {
      out +=
        "<article><p>\(Markup.escape(alert.words)) q = \(Markup.number(alert.q, 4)); code purity "
        + "\(alert.identity.purity.rawValue).</p>\(list(alert.explanations))</article>"
    }
    if !silent.isEmpty {
      out += "<details><summary>\(silent.count) lanes are not reported, and why</summary><ul>"
      for alert in silent.prefix(100) {
        out += "<li>\(Markup.escape(alert.lane.mass.id)): \(Markup.escape(alert.silence ?? ""))</li>"
      }
      out += "</ul></details>"
    }
    return out
  }

  private var arrivalSection: String {
    guard !arrivals.isEmpty else { return "" }
    return "<h2>Arrivals while a control held</h2>"
      + arrivals.prefix(30).map {
        "<article><p>\(Markup.escape($0.words))</p>\(list($0.explanations))</article>"
      }
      .joined()
  }

  private func list(_ explanations: [Explanation]) -> String {
    "<ul class=\"why\">"
      + explanations.map {
        "<li><b class=\"\($0.verdict.rawValue)\">\($0.kind.rawValue): \($0.verdict.rawValue)</b> "
          + "\(Markup.escape($0.words))</li>"
      }.joined() + "</ul>"
  }

  private var relaySection: String {
    guard !relays.isEmpty else { return "" }
    var out =
      "<h2>Relays to \(destination)</h2><p>The upper bound is what the destination records above the relay's former share. "
      + "Firm-level data confirmed about one ninth of such bounds in another case; both are given.</p><table><tr><th>relay"
      + "</th><th>code</th><th>ground</th><th>before t</th><th>after t</th><th>upper bound t</th><th>firm level t</th>"
      + "<th>out t</th><th>in t</th><th>mined t</th><th>breach of mass t (95 %)</th></tr>"
    for (code, relay) in relays.prefix(30) {
      let t = Markup.tonnes
      out +=
        "<tr><td><b>\(relay.country)</b></td><td>\(code)</td><td>\(relay.ground.rawValue)</td><td class=\"n\">"
        + "\(t(relay.before))</td><td class=\"n\">\(t(relay.after))</td><td class=\"n\">\(t(relay.excess))</td>"
        + "<td class=\"n\">\(t(relay.firmLevelExcess))</td><td class=\"n\">\(t(relay.outflow))</td><td class=\"n\">"
        + "\(t(relay.inflow))</td><td class=\"n\">\(t(relay.ownOutput))</td><td class=\"n\">\(t(relay.breach)) "
        + "(\(t(relay.breachBand.lowerBound)) to \(t(relay.breachBand.upperBound)))</td></tr>"
        + "<tr><td></td><td colspan=\"10\">\(list(relay.explanations))</td></tr>"
    }
    return out + "</table>"
  }

  private var chainSection: String {
    guard let chains, chains.upperBound > 0 else { return "" }
    var out =
      "<h2>Chains</h2><p>At most \(Markup.tonnes(chains.upperBound)) t can have gone from \(origin) over others to "
      + "\(destination) above expectation; discounted to firm level \(Markup.tonnes(chains.firmLevel)) t.</p><table>"
      + "<tr><th>way</th><th>months</th><th>t</th></tr>"
    for chain in chains.chains.prefix(20) {
      out +=
        "<tr><td>\(chain.route.map(\.description).joined(separator: " → "))</td><td>"
        + "\(chain.legs.map(\.month.description).joined(separator: ", "))</td><td class=\"n\">"
        + "\(Markup.tonnes(chain.kilograms))</td></tr>"
    }
    return out + "</table>"
  }

  private var seriesSection: String {
    guard !series.isEmpty else { return "" }
    return "<h2>Series and controls</h2>"
      + series.prefix(24).map {
        SeriesDrawing(series: $0.series, events: $0.events, breaks: $0.breaks, title: $0.title).svg()
      }.joined()
      + "<p class=\"legend\">Dashed: a control comes into force; dotted: it was announced. Circles: breaks found.</p>"
  }

  /// Gaps by what accounts for them, widest first.
  private var funnelSection: String {
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
        ("after those explained by \(kind.rawValue)", left.reduce(0) { $0 + $1.kilograms }, left.count))
    }
    left.removeAll { $0.band.lowerBound <= 0 }
    steps.append(
      ("beyond the errors of both reports: leads", left.reduce(0) { $0 + $1.kilograms }, left.count))
    let widest = max(steps[0].1, 1e-9)
    var out =
      "<h2>Funnel of gaps</h2><svg viewBox=\"0 0 960 \(steps.count * 34)\" role=\"img\" aria-label=\"Funnel\">"
    for (index, step) in steps.enumerated() {
      let width = max(2, 560 * step.1 / widest)
      out +=
        "<rect class=\"bar\" x=\"\(Markup.number(280 - width / 2, 1))\" y=\"\(index * 34 + 3)\" width=\""
        + "\(Markup.number(width, 1))\" height=\"26\"/><text class=\"a\" x=\"575\" y=\"\(index * 34 + 21)\">"
        + "\(Markup.escape(step.0)): \(step.2) gaps, \(Markup.tonnes(step.1)) t</text>"
    }
    return out + "</svg>"
  }

  private var gapSection: String {
    guard !gaps.isEmpty else { return "" }
    var out =
      "<h2>Gaps between the two reports</h2><table><tr><th>code</th><th>period</th><th>lane</th><th>kind</th>"
      + "<th>leaving t</th><th>arriving t</th><th>gap t (95 %)</th><th>lead</th></tr>"
    for gap in gaps.prefix(60) {
      let t = Markup.tonnes
      out +=
        "<tr><td>\(gap.pair.code)</td><td>\(gap.pair.period)</td><td>\(gap.pair.exporter) → \(gap.pair.importer)</td>"
        + "<td>\(gap.kind.rawValue)</td><td class=\"n\">\(gap.pair.exportedMass.map(t) ?? "")</td><td class=\"n\">"
        + "\(gap.pair.importedMass.map(t) ?? "")</td><td class=\"n\">\(t(gap.kilograms)) (\(t(gap.band.lowerBound)) to "
        + "\(t(gap.band.upperBound)))</td><td>\(gap.isAlert ? "yes" : "no")</td></tr>"
        + "<tr><td></td><td colspan=\"7\"><details><summary>explanations tested</summary>\(list(gap.explanations))"
        + "</details></td></tr>"
    }
    return out + "</table>"
  }

  private var gateSection: String {
    let counted = gates.sorted { $0.key < $1.key }
    return
      "<h2>Data and gates</h2><p>\(rows) rows read from \(Markup.escape(sources.joined(separator: "; "))).</p><table>"
      + counted.map { "<tr><td>\($0.key.rawValue)</td><td class=\"n\">\($0.value)</td></tr>" }.joined()
      + "</table>"
  }

  static let style = """
    :root{color-scheme:light}body{margin:0;font:15px/1.5 system-ui,sans-serif;color:#1b2733;background:#f4f6f8}\
    main{max-width:1000px;margin:24px auto;padding:28px 32px;background:#fff;border:1px solid #dde3e8}\
    h1{font-size:26px;margin:0 0 8px}h2{font-size:18px;margin:32px 0 10px;border-bottom:1px solid #dde3e8}\
    .lead{background:#fff6dd;border-left:4px solid #d99a00;padding:8px 12px}table{border-collapse:collapse;width:100%;\
    font-size:13px}th,td{padding:4px 8px;text-align:left;border-bottom:1px solid #edf0f3;vertical-align:top}\
    td.n{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto;display:block;margin:8px 0}\
    .sea{fill:#eef4f9}.g{stroke:#d8e0e7;stroke-width:.6}.place{fill:#b9c6d1}.place.on{fill:#1b2733}.arc{fill:none;\
    stroke:#3572b0;opacity:.55}.arc.lead{stroke:#c2410c;opacity:.75}.name{font:600 12px system-ui,sans-serif;\
    paint-order:stroke;stroke:#fff;stroke-width:3px}.s{fill:none;stroke:#1f5fa8;stroke-width:1.8;stroke-linejoin:round;\
    stroke-linecap:round}.c{stroke:#c2410c;stroke-width:1.3;stroke-dasharray:5 3}.ca{stroke:#c2410c;stroke-width:1;\
    stroke-dasharray:1 3}.cl{font:700 11px system-ui,sans-serif;fill:#c2410c}.a{font:12px system-ui,sans-serif;fill:#51606d}\
    .t{font:600 13px system-ui,sans-serif;fill:#1b2733}.b{fill:#fff;stroke:#c2410c;stroke-width:2}.bar{fill:#7ba3c9}\
    .legend{font-size:12px;color:#51606d;margin:2px 0 14px}.key{display:inline-block;width:22px;height:4px;background:\
    #3572b0;vertical-align:middle}.key.k2{background:#c2410c}.why{margin:4px 0;padding-left:18px;font-size:12.5px}\
    .explains{color:#166534}.excluded{color:#9a3412}article{border:1px solid #edf0f3;padding:6px 12px;margin:8px 0}
    """
}
