// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Values over time as a line, with days that matter drawn through: a monthly flow with controls, a licence's balance.
public struct SeriesPlot: Encodable, Sendable {
  public struct Point: Encodable, Sendable {
    /// A day or month as written, `2025-04-04` or `2025-04`.
    public var label: String
    /// Position in time in any unit that grows, such as days or months.
    public var at: Double
    /// Nothing where nothing is reported: the line has a gap there.
    public var value: Double?

    public init(label: String, at: Double, value: Double?) {
      self.label = label
      self.at = at
      self.value = value
    }
  }

  public struct Mark: Encodable, Sendable {
    public var at: Double
    public var label: String
    /// `control` or `break`.
    public var kind: String

    public init(at: Double, label: String, kind: String) {
      self.at = at
      self.label = label
      self.kind = kind
    }
  }

  public var title: String
  public var unit: String
  public var points: [Point]
  public var marks: [Mark]
  /// Whether a value holds until the next one, as a balance does.
  public var isStepped: Bool

  public init(title: String, unit: String, points: [Point], marks: [Mark] = [], isStepped: Bool = false) {
    self.title = title
    self.unit = unit
    self.points = points
    self.marks = marks
    self.isStepped = isStepped
  }

  func write(to page: inout Page) {
    let known = points.filter { $0.value?.isFinite == true }
    guard let first = points.first?.at, let last = points.last?.at, !known.isEmpty else {
      page.nothing(page.say("series.none"))
      return
    }
    let (width, height, left, top, bottom) = (860.0, 232.0, 58.0, 30.0, 28.0)
    let ticks = Axis.ticks(upTo: known.compactMap(\.value).max() ?? 1)
    let ceiling = max(ticks.last ?? 1, 1e-9)
    let span = max(last - first, 1e-9)
    func x(_ at: Double) -> Double { left + (at - first) / span * (width - left - 12) }
    func y(_ value: Double) -> Double { top + (height - top - bottom) * (1 - max(0, value) / ceiling) }
    page.tag("figure", ["class": "series"]) { page in
      page.tag("figcaption") { page in
        page.tag("h3") { page in
          page.tag("bdi", title)
          page.tag("span", ["class": "unit"], " \(unit)")
        }
      }
      page.tag(
        "svg",
        [
          "viewBox": "0 0 \(Number.length(width)) \(Number.length(height))", "role": "img",
          "aria-label": "\(title), \(unit)", "class": "plot",
        ]
      ) { page in
        for tick in ticks {
          let at = Number.length(y(tick))
          page.html.empty(
            "line",
            [
              "class": tick == 0 ? "base" : "grid", "x1": Number.length(left),
              "x2": Number.length(width - 12), "y1": at, "y2": at,
            ])
          page.tag(
            "text",
            [
              "class": "tick", "x": Number.length(left - 8), "y": Number.length(y(tick) + 4),
              "text-anchor": "end",
            ], Number.rounded(tick))
        }
        let step = max(1, (points.count + 5) / 6)
        for index in stride(from: 0, to: points.count, by: step) {
          page.tag(
            "text",
            [
              "class": "tick", "x": Number.length(x(points[index].at)), "y": Number.length(height - 8),
              "text-anchor": index == 0 ? "start" : "middle",
            ], points[index].label)
        }
        for (number, mark) in marks.enumerated() where mark.at >= first && mark.at <= last {
          let at = Number.length(x(mark.at))
          page.tag("g", ["class": mark.kind == "control" ? "event control" : "event"]) { page in
            page.tag("title", mark.label)
            page.html.empty("line", ["x1": at, "x2": at, "y1": "20", "y2": Number.length(height - bottom)])
            page.tag("text", ["x": at, "y": "14", "text-anchor": "middle"], String(number + 1))
          }
        }
        var path = ""
        var pen: Double?
        for point in points {
          guard let value = point.value, value.isFinite else {
            pen = nil
            continue
          }
          let place = "\(Number.length(x(point.at))) \(Number.length(y(value)))"
          if let level = pen {
            if isStepped { path += "L\(Number.length(x(point.at))) \(Number.length(level))" }
            path += "L\(place)"
          } else {
            path += "M\(place)h0.1"
          }
          pen = y(value)
        }
        page.html.path(["class": "line"], d: path)
        if points.count <= 40 {
          for point in known {
            page.tag(
              "circle",
              [
                "class": "dot", "cx": Number.length(x(point.at)), "cy": Number.length(y(point.value ?? 0)),
                "r": "2.6",
              ]
            ) { page in
              page.tag("title", "\(point.label): \(Number.rounded(point.value ?? 0)) \(unit)")
            }
          }
        }
      }
      if !marks.isEmpty {
        page.tag("ol", ["class": "events"]) { page in
          for mark in marks { page.tag("li") { $0.tag("bdi", mark.label) } }
        }
      }
      table(known, to: &page)
    }
  }

  private func table(_ known: [Point], to page: inout Page) {
    page.tag("details", ["class": "more"]) { page in
      page.tag("summary", page.say("series.table"))
      page.table(title, ["series.when", "#series.value"]) { page in
        for point in known {
          page.tag("tr") { page in
            page.tag("th", ["scope": "row"], point.label)
            page.tag("td", ["class": "n"], "\(Number.rounded(point.value ?? 0)) \(unit)")
          }
        }
      }
    }
  }
}
