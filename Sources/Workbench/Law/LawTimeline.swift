// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Controls of one mineral over time: one bar an instrument and course of force, cut where the state changes.
public struct LawTimeline: Encodable, Sendable {
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
    /// The address of the instrument.
    public var href: String
    public var items: [String]
    public var outcome: String
    public var spans: [Span]

    public init(citation: String, href: String, items: [String], outcome: String, spans: [Span]) {
      self.citation = citation
      self.href = href
      self.items = items
      self.outcome = outcome
      self.spans = spans
    }
  }

  /// A year with the number of its first day.
  public struct Year: Encodable, Sendable {
    public var name: String
    public var at: Double

    public init(name: String, at: Double) {
      self.name = name
      self.at = at
    }
  }

  public var first: Double
  public var last: Double
  /// The day on which the law is looked at.
  public var today: Double
  public var years: [Year]
  public var rows: [Row]

  public init(first: Double, last: Double, today: Double, years: [Year], rows: [Row]) {
    self.first = first
    self.last = last
    self.today = today
    self.years = years
    self.rows = rows
  }

  private static let (width, left, right, top, step) = (1240.0, 2.0, 12.0, 30.0, 46.0)

  func write(_ mineral: String, to page: inout Page) {
    let title = page.say("law.timeline", mineral)
    let height = Self.top + Double(rows.count) * Self.step + 4
    let span = max(1, last - first)
    func x(_ day: Double) -> Double {
      Self.left + max(0, min(1, (day - first) / span)) * (Self.width - Self.left - Self.right)
    }
    page.tag("figure", ["class": "timeline"]) { page in
      page.scroll(title) { page in
        page.tag(
          "svg",
          [
            "viewBox": "0 0 \(Number.length(Self.width)) \(Number.length(height))", "role": "group",
            "class": "plot", "aria-label": title,
          ]
        ) { page in
          scale(x, height, &page)
          for (index, row) in rows.enumerated() {
            bars(row, at: Self.top + Double(index) * Self.step, x, &page)
          }
        }
      }
      page.tag("figcaption", ["class": "legend"]) { page in
        for state in ["force", "suspended", "unverified"] {
          page.tag("span") { page in
            page.html.raw(
              "<svg class=\"swatch\" viewBox=\"0 0 22 11\" width=\"22\" height=\"11\" aria-hidden=\"true\">")
            page.html.empty("rect", ["class": "span \(state)", "width": "22", "height": "11", "rx": "2"])
            page.html.raw("</svg>")
            page.html.text(page.say("force.legend.\(state)"))
          }
        }
      }
      table(&page)
    }
  }

  private func scale(_ x: (Double) -> Double, _ height: Double, _ page: inout Page) {
    for year in years {
      let at = Number.length(x(year.at))
      page.html.empty(
        "line", ["class": "grid", "x1": at, "x2": at, "y1": "20", "y2": Number.length(height)])
      page.tag("text", ["class": "tick", "x": at, "y": "13", "text-anchor": "middle"], year.name)
    }
    guard today >= first, today <= last else { return }
    let at = Number.length(x(today))
    page.html.empty(
      "line", ["class": "today", "x1": at, "x2": at, "y1": "20", "y2": Number.length(height)])
  }

  private func bars(_ row: Row, at y: Double, _ x: (Double) -> Double, _ page: inout Page) {
    page.tag("a", ["href": row.href]) { page in
      page.tag(
        "text", ["class": "row-name", "x": Number.length(Self.left), "y": Number.length(y + 15)]
      ) { page in
        page.html.text(row.citation)
        page.tag(
          "tspan", ["class": "soft", "dx": "8"],
          "\(page.say.term("outcome", row.outcome)), \(page.say.count("law.items", row.items.count))")
      }
    }
    for span in row.spans {
      let (from, to) = (x(span.from), x(span.to))
      page.tag(
        "rect",
        [
          "class": "span \(Self.style(span.state))", "x": Number.length(from), "y": Number.length(y + 22),
          "width": Number.length(max(2, to - from)), "height": "13", "rx": "2",
        ]
      ) { page in
        page.tag(
          "title",
          "\(row.citation): \(page.say.term("force", span.state)), \(span.fromDay) – \(span.toDay ?? "…")")
      }
    }
  }

  static func style(_ state: String) -> String {
    switch state {
    case "in force": "force"
    case "suspended": "suspended"
    default: "unverified"
    }
  }

  private func table(_ page: inout Page) {
    page.tag("details", ["class": "more"]) { page in
      page.tag("summary", page.say("law.as-table"))
      page.table(
        page.say("law.as-table"),
        ["column.citation", "column.items", "column.answer", "column.state", "column.from", "column.until"]
      ) { page in
        for row in rows {
          for span in row.spans {
            page.tag("tr") { page in
              page.tag("th", ["scope": "row"]) { page in
                page.tag("a", ["href": row.href]) { $0.tag("bdi", row.citation) }
              }
              page.tag("td") { $0.tag("bdi", row.items.joined(separator: ", ")) }
              page.tag("td") { $0.outcome(row.outcome) }
              page.tag("td", page.say.term("force", span.state))
              page.tag("td", ["class": "day"], span.fromDay)
              page.tag("td", ["class": "day"], span.toDay ?? "–")
            }
          }
        }
      }
    }
  }
}
