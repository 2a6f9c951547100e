// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// A monthly flow with the months of controls drawn through it and the breaks that were found.
public struct MonthPlot: Encodable, Sendable {
  public struct Mark: Encodable, Sendable {
    /// The place of the month in `values`, which may lie before or after them.
    public var at: Int
    public var month: String
    public var label: String
    /// The place of the month in which it was announced, where that is another.
    public var announced: Int?

    public init(at: Int, month: String, label: String, announced: Int?) {
      self.at = at
      self.month = month
      self.label = label
      self.announced = announced
    }
  }

  public struct Break: Encodable, Sendable {
    public var at: Int
    public var month: String
    /// `level`, `slope`, `transient`, `recovery`, `decay` or `seasonal`.
    public var kind: String

    public init(at: Int, month: String, kind: String) {
      self.at = at
      self.month = month
      self.kind = kind
    }
  }

  public var title: String
  /// The months as `YYYY-MM`, and kilograms in each; nothing where nothing was reported.
  public var months: [String]
  public var values: [Double?]
  public var marks: [Mark]
  public var breaks: [Break]

  public init(title: String, months: [String], values: [Double?], marks: [Mark], breaks: [Break]) {
    self.title = title
    self.months = months
    self.values = values
    self.marks = marks
    self.breaks = breaks
  }

  private static let (width, height, left, right, top, bottom) = (800.0, 236.0, 52.0, 14.0, 30.0, 26.0)

  /// - Parameter isTitled: whether the lane is named; not where a heading names it already.
  func write(isTitled: Bool = true, to page: inout Page) {
    guard values.contains(where: { $0 != nil }) else {
      page.nothing(page.say("series.none"))
      return
    }
    let highest = values.compactMap(\.self).max() ?? 1
    let (unit, size) = highest >= 10_000 ? ("t", 1000.0) : ("kg", 1.0)
    let ticks = Axis.ticks(upTo: highest / size)
    let ceiling = max((ticks.last ?? 1) * size, 1e-9)
    let count = Double(max(1, values.count - 1))
    func x(_ at: Int) -> Double { Self.left + Double(at) / count * (Self.width - Self.left - Self.right) }
    func y(_ value: Double) -> Double {
      Self.top + (Self.height - Self.top - Self.bottom) * (1 - max(0, value) / ceiling)
    }
    page.tag(
      "figure",
      [
        "class": "series", "data-live": "series", "data-say-hint": page.say("live.series.hint"),
        "data-say-month": page.say("live.series.month"), "data-say-nothing": page.say("live.series.nothing"),
        "data-say-window": page.say("live.series.window"), "data-say-before": page.say("live.series.before"),
      ]
    ) { page in
      page.tag("figcaption") { page in
        page.tag("h4") { page in
          if isTitled { page.tag("bdi", title + "  ") }
          page.tag("span", ["class": "unit"], page.say("flows.unit.\(unit)"))
        }
      }
      page.tag(
        "svg",
        [
          "viewBox": "0 0 \(Number.length(Self.width)) \(Number.length(Self.height))", "role": "img",
          "class": "plot", "aria-label": "\(title), \(page.say("flows.unit.\(unit)"))",
          "data-unit": unit, "data-ceiling": Number.length(ceiling / size),
          "data-box": [Self.left, Self.top, Self.width - Self.right, Self.height - Self.bottom].map(
            Number.length
          )
          .joined(separator: ","),
        ]
      ) { page in
        axes(ticks, size, x, y, &page)
        controls(x, &page)
        page.html.path(["class": "line"], d: line(x, y))
        for found in breaks where values.indices.contains(found.at) {
          page.tag(
            "circle",
            [
              "class": "break", "cx": Number.length(x(found.at)),
              "cy": Number.length(y(values[found.at] ?? 0)), "r": "5",
            ]
          ) { page in
            page.tag("title", "\(found.month): \(page.say.term("break", found.kind))")
          }
        }
      }
      legend(&page)
      table(unit, size, &page)
    }
  }

  private func axes(
    _ ticks: [Double], _ size: Double, _ x: (Int) -> Double, _ y: (Double) -> Double, _ page: inout Page
  ) {
    for tick in ticks {
      let at = Number.length(y(tick * size))
      page.html.empty(
        "line",
        [
          "class": tick == 0 ? "base" : "grid", "x1": Number.length(Self.left),
          "x2": Number.length(Self.width - Self.right), "y1": at, "y2": at,
        ])
      page.tag(
        "text",
        [
          "class": "tick", "x": Number.length(Self.left - 8), "y": Number.length(y(tick * size) + 4),
          "text-anchor": "end",
        ], Number.rounded(tick))
    }
    for (index, month) in months.enumerated() where month.hasSuffix("-01") {
      let at = Number.length(x(index))
      page.html.empty(
        "line",
        [
          "class": "grid", "x1": at, "x2": at, "y1": Number.length(Self.top),
          "y2": Number.length(Self.height - Self.bottom),
        ])
      page.tag(
        "text",
        ["class": "tick", "x": at, "y": Number.length(Self.height - 8), "text-anchor": "middle"],
        String(month.prefix(4)))
    }
  }

  /// Controls within the months shown, in order; their numbers are those of the list below.
  private var shown: [Mark] { marks.filter { values.indices.contains($0.at) }.sorted { $0.at < $1.at } }

  private func controls(_ x: (Int) -> Double, _ page: inout Page) {
    var last = -100.0
    var shift = 0.0
    for (number, mark) in shown.enumerated() {
      let at = x(mark.at)
      // Numbers of controls close together stand one above the other.
      shift = at - last < 12 ? shift + 11 : 0
      last = at
      page.tag("g", ["class": "event control"]) { page in
        page.tag("title", "\(mark.month) \(mark.label)")
        if let announced = mark.announced, values.indices.contains(announced), announced != mark.at {
          let early = Number.length(x(announced))
          page.html.empty(
            "line",
            [
              "class": "announced", "x1": early, "x2": early, "y1": Number.length(Self.top),
              "y2": Number.length(Self.height - Self.bottom),
            ])
        }
        page.html.empty(
          "line",
          [
            "x1": Number.length(at), "x2": Number.length(at), "y1": Number.length(Self.top - 6),
            "y2": Number.length(Self.height - Self.bottom),
          ])
        page.tag(
          "text",
          ["x": Number.length(at), "y": Number.length(Self.top - 10 - shift), "text-anchor": "middle"],
          String(number + 1))
      }
    }
  }

  private func line(_ x: (Int) -> Double, _ y: (Double) -> Double) -> String {
    var (path, isDown) = ("", false)
    for (index, value) in values.enumerated() {
      guard let value, value.isFinite else {
        isDown = false
        continue
      }
      path += "\(isDown ? "L" : "M")\(Number.length(x(index))) \(Number.length(y(value)))"
      if !isDown { path += "h0.1" }
      isDown = true
    }
    return path
  }

  private func legend(_ page: inout Page) {
    guard !shown.isEmpty else { return }
    page.tag("ol", ["class": "events"]) { page in
      for mark in shown {
        page.tag("li") { page in
          page.tag("bdi", "\(mark.month)  \(mark.label)")
        }
      }
    }
  }

  private func table(_ unit: String, _ size: Double, _ page: inout Page) {
    page.tag("details", ["class": "more"]) { page in
      page.tag("summary", page.say("series.table"))
      page.tag("div", ["class": "scroll short", "tabindex": "0", "role": "region", "aria-label": title]) {
        page in
        page.tag("table") { page in
          page.tag("caption", ["class": "hidden"], title)
          page.columns(["series.when", "#series.value"])
          page.tag("tbody") { page in
            for (month, value) in zip(months, values) {
              page.tag("tr") { page in
                page.tag("th", ["scope": "row"], month)
                page.tag(
                  "td", ["class": "n", "data-value": value.map { Figures.plain($0 / size) } ?? ""],
                  value.map { "\(Number.rounded($0 / size)) \(unit)" } ?? "–")
              }
            }
          }
        }
      }
    }
  }
}
