// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Trade statistics: lanes that changed at a control, on a map and over time, each with its innocent explanations.
public struct FlowsPage: WorkbenchPage {
  public struct Explanation: Encodable, Sendable {
    public var name: String
    /// `explains`, `excluded`, `possible`, `untested`.
    public var verdict: String
    public var words: String

    public init(name: String, verdict: String, words: String) {
      self.name = name
      self.verdict = verdict
      self.words = words
    }
  }

  public struct Alert: Encodable, Sendable {
    public var title: String
    public var words: String
    public var explanations: [Explanation]

    public init(title: String, words: String, explanations: [Explanation]) {
      self.title = title
      self.words = words
      self.explanations = explanations
    }
  }

  /// Tables of series that can be chosen, by name.
  public var sources: [Link]
  public var chosen: String
  public var map: RouteMap?
  public var series: [SeriesPlot]
  public var alerts: [Alert]
  /// What was read and left out, in words.
  public var notes: [String]

  public init(
    sources: [Link], chosen: String, map: RouteMap?, series: [SeriesPlot], alerts: [Alert], notes: [String]
  ) {
    self.sources = sources
    self.chosen = chosen
    self.map = map
    self.series = series
    self.alerts = alerts
    self.notes = notes
  }

  public var place: Place { .flows }
  public func title(_ words: Words) -> String { words("flows.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("flows.title"), lede: page.say("flows.lede"))
    if sources.isEmpty {
      page.nothing(page.say("flows.none"))
      return
    }
    page.tag("nav", ["class": "tabs", "aria-label": page.say("flows.sources")]) { page in
      for source in sources {
        if source.text == chosen {
          page.tag("a", ["href": source.href, "aria-current": "true"]) { $0.tag("bdi", source.text) }
        } else {
          page.tag("a", ["href": source.href]) { $0.tag("bdi", source.text) }
        }
      }
    }
    if let map {
      page.section("map", page.say("flows.map")) { map.write($0.say("flows.map"), to: &$0) }
    }
    page.section("alerts", page.say("flows.alerts"), note: page.say("flows.alerts.note")) { page in
      if alerts.isEmpty { page.nothing(page.say("flows.alerts.none")) }
      for alert in alerts {
        page.tag("article", ["class": "sign"]) { page in
          page.tag("h3", ["lang": "en"]) { $0.tag("bdi", alert.title) }
          page.tag("p", ["lang": "en"]) { $0.tag("bdi", alert.words) }
          page.tag("h4", page.say("referral.innocent"))
          page.tag("ul", ["class": "explanations"]) { page in
            for explanation in alert.explanations {
              page.tag("li") { page in
                page.tag("span", ["class": "verdict"], page.say.term("verdict", explanation.verdict))
                page.tag("bdi", ["lang": "en"], "\(explanation.name): \(explanation.words)")
              }
            }
          }
        }
      }
    }
    page.section("series", page.say("flows.series"), note: page.say("flows.series.note")) { page in
      if series.isEmpty { page.nothing(page.say("series.none")) }
      for one in series { one.write(to: &page) }
    }
    if !notes.isEmpty {
      page.section("notes", page.say("flows.notes"), class: "small") { page in
        page.tag("ul", ["lang": "en"]) { page in
          for note in notes { page.tag("li") { $0.tag("bdi", note) } }
        }
      }
    }
  }
}
