// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// What was drawn and kept aside on a licence over its term, under the ceiling that was granted.
///
/// Every value holds until the next movement, so lines are steps.
public struct BalancePlot: Encodable, Sendable {
  public struct Point: Encodable, Sendable {
    /// Days since 1970, with parts of days, and the moment as written.
    public var at: Double
    public var label: String
    /// What was done, as the ledger names it, such as `commit`.
    public var kind: String
    public var committed: Double
    public var reserved: Double
    /// Nothing for a general licence without a ceiling.
    public var granted: Double?

    public init(
      at: Double, label: String, kind: String, committed: Double, reserved: Double, granted: Double?
    ) {
      self.at = at
      self.label = label
      self.kind = kind
      self.committed = committed
      self.reserved = reserved
      self.granted = granted
    }
  }

  public var unit: String
  /// The term of the licence and the day of looking, in days since 1970.
  public var from: Double
  public var to: Double
  public var today: Double
  public var ticks: [LawTimeline.Year]
  public var points: [Point]

  public init(
    unit: String, from: Double, to: Double, today: Double, ticks: [LawTimeline.Year], points: [Point]
  ) {
    self.unit = unit
    self.from = from
    self.to = to
    self.today = today
    self.ticks = ticks
    self.points = points
  }

  private static let (width, height, left, right, top, bottom) = (860.0, 306.0, 60.0, 14.0, 26.0, 30.0)

  func write(to page: inout Page) {
    guard let start = points.first else {
      page.nothing(page.say("series.none"))
      return
    }
    let highest = points.map { max($0.granted ?? 0, $0.committed + $0.reserved) }.max() ?? 1
    let marks = Axis.ticks(upTo: highest > 0 ? highest : 1)
    let ceiling = max(marks.last ?? 1, 1e-9)
    let (begin, end) = (min(from, start.at), max(to, points.last?.at ?? to))
    let span = max(end - begin, 1e-9)
    func x(_ at: Double) -> Double {
      Self.left + max(0, min(1, (at - begin) / span)) * (Self.width - Self.left - Self.right)
    }
    func y(_ value: Double) -> Double {
      Self.top + (Self.height - Self.top - Self.bottom) * (1 - max(0, value) / ceiling)
    }
    let now = max(start.at, min(today, end))
    page.tag("figure", ["class": "balance"]) { page in
      page.tag(
        "svg",
        [
          "viewBox": "0 0 \(Number.length(Self.width)) \(Number.length(Self.height))", "role": "img",
          "class": "plot", "aria-label": page.say("licence.balance"),
        ]
      ) { page in
        axes(marks, x, y, &page)
        if now < end {
          page.html.empty(
            "rect",
            [
              "class": "to-come", "x": Number.length(x(now)), "y": Number.length(Self.top),
              "width": Number.length(x(end) - x(now)),
              "height": Number.length(Self.height - Self.top - Self.bottom),
            ])
        }
        page.html.path(
          ["class": "kept"], d: area(x, y, until: now, low: \.committed) { $0.committed + $0.reserved })
        page.html.path(["class": "drawn"], d: area(x, y, until: now, low: { _ in 0 }) { $0.committed })
        if points.contains(where: { $0.granted != nil }) {
          page.html.path(["class": "ceiling"], d: steps(x, y, until: end) { $0.granted ?? 0 })
        }
        for point in points where point.kind != "grant" {
          let place = (x(point.at), y(point.committed + point.reserved))
          page.tag(
            "circle",
            [
              "class": "dot", "cx": Number.length(place.0), "cy": Number.length(place.1), "r": "3.2",
            ]
          ) { page in
            page.tag("title", "\(point.label): \(page.say.term("ledger", point.kind))")
          }
        }
      }
      legend(&page)
    }
  }

  private func axes(
    _ marks: [Double], _ x: (Double) -> Double, _ y: (Double) -> Double, _ page: inout Page
  ) {
    for mark in marks {
      let at = Number.length(y(mark))
      page.html.empty(
        "line",
        [
          "class": mark == 0 ? "base" : "grid", "x1": Number.length(Self.left),
          "x2": Number.length(Self.width - Self.right), "y1": at, "y2": at,
        ])
      page.tag(
        "text",
        [
          "class": "tick", "x": Number.length(Self.left - 9), "y": Number.length(y(mark) + 4),
          "text-anchor": "end",
        ], Number.rounded(mark))
    }
    page.tag("text", ["class": "tick", "x": "0", "y": "10"], unit)
    for tick in ticks {
      page.tag(
        "text",
        [
          "class": "tick", "x": Number.length(x(tick.at)), "y": Number.length(Self.height - 9),
          "text-anchor": "middle",
        ], tick.name)
    }
  }

  private func legend(_ page: inout Page) {
    page.tag("figcaption", ["class": "legend"]) { page in
      for kind in ["drawn", "kept", "ceiling"] {
        if kind == "ceiling", points.allSatisfy({ $0.granted == nil }) { continue }
        page.tag("span") { page in
          page.html.raw(
            "<svg class=\"swatch\" viewBox=\"0 0 22 11\" width=\"22\" height=\"11\" aria-hidden=\"true\">")
          if kind == "ceiling" {
            page.html.path(["class": "ceiling"], d: "M0 5.5h22")
          } else {
            page.html.path(["class": "\(kind)"], d: "M0 0h22v11h-22z")
          }
          page.html.raw("</svg>")
          page.html.text(page.say("licences.legend.\(kind)"))
        }
      }
    }
  }

  /// A line that keeps each value until the next point.
  private func steps(
    _ x: (Double) -> Double, _ y: (Double) -> Double, until end: Double, _ value: (Point) -> Double
  ) -> String {
    var path = ""
    for (index, point) in points.enumerated() {
      let next = index + 1 < points.count ? points[index + 1].at : end
      path += "\(index == 0 ? "M" : "L")\(Number.length(x(point.at))) \(Number.length(y(value(point))))"
      path += "H\(Number.length(x(max(point.at, next))))"
    }
    return path
  }

  /// The area between two stepped lines.
  private func area(
    _ x: (Double) -> Double, _ y: (Double) -> Double, until end: Double, low: (Point) -> Double,
    high: (Point) -> Double
  ) -> String {
    var back = ""
    for (index, point) in points.enumerated().reversed() {
      let next = index + 1 < points.count ? points[index + 1].at : end
      back += "L\(Number.length(x(max(point.at, next)))) \(Number.length(y(low(point))))"
      back += "H\(Number.length(x(point.at)))"
    }
    return steps(x, y, until: end, high) + back + "z"
  }
}
