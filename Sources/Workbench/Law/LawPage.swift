// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// The law over time: controls of one mineral as bars, each control with its citation, and questions put to the law.
public struct LawPage: WorkbenchPage {
  public struct Span: Encodable, Sendable {
    /// Days since 1970, and as written.
    public var from: Double
    public var to: Double
    public var fromDay: String
    /// Nothing at the open end.
    public var toDay: String?
    /// `in force`, `suspended`, `unverified`.
    public var state: String

    public init(from: Double, to: Double, fromDay: String, toDay: String?, state: String) {
      self.from = from
      self.to = to
      self.fromDay = fromDay
      self.toDay = toDay
      self.state = state
    }
  }

  public struct Row: Encodable, Sendable {
    public var citation: String
    public var items: [String]
    public var outcome: String
    public var spans: [Span]

    public init(citation: String, items: [String], outcome: String, spans: [Span]) {
      self.citation = citation
      self.items = items
      self.outcome = outcome
      self.spans = spans
    }
  }

  /// A question put by the form, with its answer.
  public struct WhatIf: Encodable, Sendable {
    public var goods: String
    public var code: String
    public var destination: String
    public var day: String
    /// Nothing before a question is put.
    public var outcome: String?
    public var controls: [ControlView]
    /// What would change the answer, in words.
    public var turns: [String]
    /// What the form could not read.
    public var problem: String?

    public init(
      goods: String = "", code: String = "", destination: String = "", day: String = "",
      outcome: String? = nil,
      controls: [ControlView] = [], turns: [String] = [], problem: String? = nil
    ) {
      self.goods = goods
      self.code = code
      self.destination = destination
      self.day = day
      self.outcome = outcome
      self.controls = controls
      self.turns = turns
      self.problem = problem
    }
  }

  /// Minerals under control: slug and names.
  public struct Mineral: Encodable, Sendable {
    public var slug: String
    public var name: String
    public var controls: Int

    public init(slug: String, name: String, controls: Int) {
      self.slug = slug
      self.name = name
      self.controls = controls
    }
  }

  public var minerals: [Mineral]
  /// The mineral shown.
  public var mineral: String
  public var mineralName: String
  public var knownOn: String
  public var first: Double
  public var last: Double
  /// The first day of each year on the scale: the year and its day number.
  public var years: [Fact]
  public var rows: [Row]
  /// Controls of the mineral with citation and confidence.
  public var controls: [ControlView]
  public var whatIf: WhatIf
  public var digest: String

  public init(
    minerals: [Mineral], mineral: String, mineralName: String, knownOn: String, first: Double, last: Double,
    years: [Fact], rows: [Row], controls: [ControlView], whatIf: WhatIf, digest: String
  ) {
    self.minerals = minerals
    self.mineral = mineral
    self.mineralName = mineralName
    self.knownOn = knownOn
    self.first = first
    self.last = last
    self.years = years
    self.rows = rows
    self.controls = controls
    self.whatIf = whatIf
    self.digest = digest
  }

  public var place: Place { .law }
  public func title(_ words: Words) -> String { words("law.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("law.title"), lede: page.say("law.lede"))
    question(&page)
    page.section(
      "timeline", page.say("law.timeline", mineralName), note: page.say("law.timeline.note", knownOn)
    ) { page in
      page.tag("form", ["method": "get", "action": "/law", "class": "inline"]) { page in
        page.select(
          page.say("law.mineral"), name: "mineral", chosen: mineral,
          options: minerals.map { ($0.slug, "\($0.name) (\(Number.grouped($0.controls)))") })
        page.tag("button", page.say("law.show"))
      }
      if rows.isEmpty { page.nothing(page.say("law.none")) } else { timeline(&page) }
    }
    page.section("controls", page.say("law.controls")) { page in
      for control in controls { control.write(to: &page) }
    }
    page.tag("p", ["class": "note"]) { page in
      page.html.text(page.say("law.digest") + " ")
      page.tag("code", digest)
    }
  }

  private func question(_ page: inout Page) {
    page.section("what-if", page.say("law.what-if"), class: "panel", note: page.say("law.what-if.note")) {
      page in
      page.tag("form", ["method": "get", "action": "/law", "class": "grid"]) { page in
        page.html.empty("input", ["type": "hidden", "name": "mineral", "value": mineral])
        page.field(page.say("law.goods"), name: "goods", value: whatIf.goods, isRequired: true)
        page.field(page.say("law.code"), name: "code", value: whatIf.code)
        page.field(page.say("law.to"), name: "to", value: whatIf.destination, hint: page.say("law.to.hint"))
        page.field(page.say("law.day"), name: "day", value: whatIf.day, type: "date")
        page.tag("div", ["class": "buttons"]) { $0.tag("button", ["class": "primary"], $0.say("law.ask")) }
      }
      if let problem = whatIf.problem {
        page.tag("p", ["class": "notice problem", "role": "alert"], problem)
      }
      if let outcome = whatIf.outcome {
        page.tag("div", ["class": "answer", "id": "answer"]) { page in
          page.tag("h3", page.say("law.answer"))
          page.tag("p") { $0.outcome(outcome) }
          for control in whatIf.controls { control.write(to: &page) }
          page.sentences(page.say("law.turns"), whatIf.turns)
        }
      }
    }
  }

  private func timeline(_ page: inout Page) {
    let (left, right, top, row) = (8.0, 8.0, 26.0, 44.0)
    let width = 860.0
    let height = top + Double(rows.count) * row + 8
    let span = max(1, last - first)
    func x(_ day: Double) -> Double { left + max(0, min(1, (day - first) / span)) * (width - left - right) }
    page.tag("figure", ["class": "timeline"]) { page in
      page.tag(
        "svg",
        [
          "viewBox": "0 0 860 \(Number.length(height))", "role": "img", "class": "plot",
          "aria-label": page.say("law.timeline", mineralName),
        ]
      ) { page in
        for year in years {
          guard let day = Double(year.value) else { continue }
          let at = Number.length(x(day))
          page.html.empty(
            "line", ["class": "grid", "x1": at, "x2": at, "y1": "18", "y2": Number.length(height)])
          page.tag("text", ["class": "tick", "x": at, "y": "13", "text-anchor": "middle"], year.name)
        }
        for (index, line) in rows.enumerated() {
          let y = top + Double(index) * row
          page.tag("text", ["class": "row-name", "x": Number.length(left), "y": Number.length(y + 13)]) {
            page in
            page.html.text(line.citation)
            page.tag(
              "tspan", ["class": "soft"],
              "  \(page.say.term("outcome", line.outcome)) · \(page.say.count("law.items", line.items.count))"
            )
          }
          for span in line.spans {
            let (from, to) = (x(span.from), x(span.to))
            page.tag(
              "rect",
              [
                "class":
                  "span \(span.state == "in force" ? "force" : span.state == "suspended" ? "suspended" : "unverified")",
                "x": Number.length(from), "y": Number.length(y + 19),
                "width": Number.length(max(2, to - from)),
                "height": "11", "rx": "1.5",
              ]
            ) { page in
              page.tag(
                "title",
                "\(line.citation): \(page.say.term("force", span.state)), \(span.fromDay) – \(span.toDay ?? "…")"
              )
            }
          }
        }
      }
      page.tag("figcaption", ["class": "legend"]) { page in
        for (state, key) in [("force", "in-force"), ("suspended", "suspended"), ("unverified", "unverified")]
        {
          page.tag("span") { page in
            page.html.raw("<svg class=\"swatch\" width=\"22\" height=\"11\" aria-hidden=\"true\">")
            page.html.empty("rect", ["class": "span \(state)", "width": "22", "height": "11", "rx": "1.5"])
            page.html.raw("</svg>")
            page.html.text(" " + page.say("force.\(key)"))
          }
        }
      }
      table(&page)
    }
  }

  private func table(_ page: inout Page) {
    page.tag("details", ["class": "more"]) { page in
      page.tag("summary", page.say("law.as-table"))
      page.tag(
        "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": page.say("law.as-table")]
      ) { page in
        page.tag("table") { page in
          page.columns([
            "column.citation", "column.items", "column.answer", "column.state", "column.from", "column.until",
          ])
          page.tag("tbody") { page in
            for row in rows {
              for span in row.spans {
                page.tag("tr") { page in
                  page.tag("th", ["scope": "row"]) { $0.tag("bdi", row.citation) }
                  page.tag("td") { $0.tag("bdi", row.items.joined(separator: ", ")) }
                  page.tag("td") { $0.outcome(row.outcome) }
                  page.tag("td", page.say.term("force", span.state))
                  page.tag("td", span.fromDay)
                  page.tag("td", span.toDay ?? "–")
                }
              }
            }
          }
        }
      }
    }
  }
}
