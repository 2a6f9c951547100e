// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Trade statistics: lanes that changed at a control, on a map and over time, each with its innocent explanations.
public struct FlowsPage: WorkbenchPage {
  public struct Explanation: Encodable, Sendable {
    /// `transit`, `coding`, `lag`…
    public var kind: String
    /// `explains`, `excluded`, `possible`, `not-tested`.
    public var verdict: String
    public var words: String

    public init(kind: String, verdict: String, words: String) {
      self.kind = kind
      self.verdict = verdict
      self.words = words
    }
  }

  /// What was measured on a lane at one control.
  public struct Reading: Encodable, Sendable {
    public var control: String
    public var words: String
    public var facts: [Fact]
    public var explanations: [Explanation]

    public init(control: String, words: String, facts: [Fact], explanations: [Explanation]) {
      self.control = control
      self.words = words
      self.facts = facts
      self.explanations = explanations
    }
  }

  /// A lane left unexplained: the most certain reading first, then those at other controls.
  public struct Alert: Encodable, Sendable {
    /// The anchor of the lane on the page, such as `lane-3`.
    public var id: String
    public var title: String
    public var readings: [Reading]
    public var plot: MonthPlot?
    /// What the link of a case says, such as `flows:3:lane-2`; nothing for those who do not work on cases.
    public var link: String?

    public init(
      id: String, title: String, readings: [Reading], plot: MonthPlot?, link: String? = nil
    ) {
      self.link = link
      self.id = id
      self.title = title
      self.readings = readings
      self.plot = plot
    }
  }

  /// A lane that was tested and is not reported, with the reason.
  public struct Silent: Encodable, Sendable {
    public var lane: String
    public var control: String
    public var reason: String

    public init(lane: String, control: String, reason: String) {
      self.lane = lane
      self.control = control
      self.reason = reason
    }
  }

  /// The study shown.
  public struct Study: Encodable, Sendable {
    public var id: Int64
    public var title: String
    public var facts: [Fact]
    public var map: LaneMap?
    public var alerts: [Alert]
    public var series: [MonthPlot]
    public var silent: [Silent]
    /// What was read and left out: gate and rows.
    public var gates: [Fact]

    public init(
      id: Int64, title: String, facts: [Fact], map: LaneMap?, alerts: [Alert], series: [MonthPlot],
      silent: [Silent], gates: [Fact]
    ) {
      self.id = id
      self.title = title
      self.facts = facts
      self.map = map
      self.alerts = alerts
      self.series = series
      self.silent = silent
      self.gates = gates
    }
  }

  /// Studies that are kept, by name.
  public var studies: [Link]
  public var study: Study?
  /// Whether this user may hand in statistics, and most bytes of a file.
  public var mayStudy: Bool
  public var limit: Int

  public init(studies: [Link], study: Study?, mayStudy: Bool, limit: Int) {
    self.studies = studies
    self.study = study
    self.mayStudy = mayStudy
    self.limit = limit
  }

  public var hasLivePlots: Bool { true }
  public var place: Place { .flows }
  public func title(_ words: Words) -> String { words("flows.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("flows.title"), lede: page.say("flows.lede"))
    if studies.count > 1 {
      page.tag("nav", ["class": "tabs", "aria-label": page.say("flows.studies")]) { page in
        for (index, link) in studies.enumerated() {
          let isShown = study.map { link.href == "/flows?study=\($0.id)" } ?? (index == 0)
          if isShown {
            page.tag("a", ["href": link.href, "aria-current": "true"]) { $0.tag("bdi", link.text) }
          } else {
            page.tag("a", ["href": link.href]) { $0.tag("bdi", link.text) }
          }
        }
      }
    }
    if let study { write(study, &page) } else { page.nothing(page.say("flows.none")) }
    if mayStudy { form(&page) }
  }

  private func write(_ study: Study, _ page: inout Page) {
    page.facts(study.facts.map { (page.say.term("fact", $0.name), $0.value) }, class: "facts across")
    if let map = study.map {
      page.section("map", page.say("flows.map"), note: page.say("flows.map.note")) { page in
        map.write(page.say("flows.map"), to: &page)
      }
    }
    page.section("alerts", page.say("flows.alerts"), note: page.say("flows.alerts.note")) { page in
      if study.alerts.isEmpty { page.nothing(page.say("flows.alerts.none")) }
      for alert in study.alerts { write(alert, &page) }
    }
    page.section("series", page.say("flows.series"), note: page.say("flows.series.note")) { page in
      if study.series.isEmpty { page.nothing(page.say("series.none")) }
      for plot in study.series { plot.write(to: &page) }
    }
    silent(study.silent, &page)
    if !study.gates.isEmpty {
      page.section("gates", page.say("flows.gates"), note: page.say("flows.gates.note")) { page in
        page.facts(study.gates.map { ($0.name, $0.value) }, class: "facts across")
      }
    }
  }

  private func write(_ alert: Alert, _ page: inout Page) {
    page.tag("article", ["class": "alert", "id": alert.id]) { page in
      page.tag("h3") { $0.tag("bdi", alert.title) }
      guard let first = alert.readings.first else { return }
      page.tag("p", ["class": "meta"]) { $0.tag("bdi", first.control) }
      page.tag("p", ["class": "words", "lang": "en"]) { $0.tag("bdi", first.words) }
      page.tag("div", ["class": "beside"]) { page in
        page.tag("div") { page in
          alert.plot?.write(isTitled: false, to: &page)
          figures(first.facts, &page)
        }
        page.tag("div") { page in
          page.tag("h4", page.say("flows.explanations"))
          explanations(first.explanations, &page)
        }
      }
      others(Array(alert.readings.dropFirst()), &page)
      if let link = alert.link { page.openCase(title: alert.title, kind: "alert", target: link) }
    }
  }

  private func figures(_ facts: [Fact], _ page: inout Page) {
    page.facts(facts.map { (page.say.term("fact", $0.name), $0.value) }, class: "facts across")
  }

  private func explanations(_ list: [Explanation], _ page: inout Page) {
    page.tag("ul", ["class": "explanations"]) { page in
      for explanation in list {
        page.tag("li") { page in
          page.tag(
            "span", ["class": "verdict-mark \(Page.known(explanation.verdict, in: Self.verdicts))"],
            page.say.term("verdict", explanation.verdict))
          page.tag("span", ["class": "kind"], page.say.term("explanation", explanation.kind))
          page.tag("bdi", ["lang": "en"], explanation.words)
        }
      }
    }
  }

  private func others(_ readings: [Reading], _ page: inout Page) {
    guard !readings.isEmpty else { return }
    page.tag("details", ["class": "more"]) { page in
      page.tag("summary", page.say.count("flows.others", readings.count))
      for reading in readings {
        page.tag("div", ["class": "other"]) { page in
          page.tag("h4") { $0.tag("bdi", reading.control) }
          page.tag("p", ["class": "words", "lang": "en"]) { $0.tag("bdi", reading.words) }
          figures(reading.facts, &page)
          explanations(reading.explanations, &page)
        }
      }
    }
  }

  private static let verdicts = ["not-tested", "explains", "possible", "excluded"]

  private func silent(_ silent: [Silent], _ page: inout Page) {
    guard !silent.isEmpty else { return }
    page.section("silent", page.say("flows.silent"), note: page.say("flows.silent.note")) { page in
      page.tag("details", ["class": "more"]) { page in
        page.tag("summary", page.say.count("flows.silent", silent.count))
        page.table(page.say("flows.silent"), ["column.lane-of-trade", "column.control", "column.reason"]) {
          page in
          for lane in silent {
            page.tag("tr") { page in
              page.tag("th", ["scope": "row"]) { $0.tag("bdi", lane.lane) }
              page.tag("td") { $0.tag("bdi", lane.control) }
              page.tag("td", ["lang": "en"]) { $0.tag("bdi", lane.reason) }
            }
          }
        }
      }
    }
  }

  private func form(_ page: inout Page) {
    page.section("hand-in", page.say("flows.hand-in"), class: "panel", note: page.say("flows.hand-in.note")) {
      page in
      page.form("/flows", ["class": "decide"], isUpload: true) { page in
        page.tag("div", ["class": "fields"]) { page in
          page.tag("div", ["class": "field"]) { page in
            page.tag("label", ["for": "f-file"], page.say("flows.file"))
            page.html.empty(
              "input",
              [
                "type": "file", "id": "f-file", "name": "file", "required": "required",
                "aria-describedby": "f-file-hint",
              ])
            page.tag("small", ["id": "f-file-hint"], page.say("flows.file.hint", Number.grouped(limit >> 20)))
          }
          page.select(
            page.say("flows.source"), name: "source", chosen: "comtrade",
            options: ["comtrade", "census", "eurostat", "hmrc", "generic"].map {
              ($0, page.say.term("source", $0))
            })
          page.field(page.say("flows.codes"), name: "code", hint: page.say("flows.codes.hint"))
        }
        page.tag("div", ["class": "buttons"]) { $0.tag("button", ["class": "primary"], $0.say("flows.go")) }
      }
    }
  }
}
