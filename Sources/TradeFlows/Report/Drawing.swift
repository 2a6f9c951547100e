// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import TradeModel

/// Figures of HTML and SVG.
enum Markup {
  static func number(_ value: Double, _ places: Int = 1) -> String {
    BreakTable.decimal(value, places: places)
  }

  /// Tonnes in words that fit their size.
  static func tonnes(_ kilograms: Double) -> String { Figure.tonnes(kilograms) }

  /// A step of 1, 2 or 5 times a power of ten that gives four to eight marks up to a value.
  static func step(for high: Double) -> Double {
    guard high > 0, high.isFinite else { return 1 }
    var step = 1.0
    while step * 5 > high { step /= 10 }
    while step * 50 <= high { step *= 10 }
    for factor in [1.0, 2, 5, 10] where high / (step * factor) <= 6 { return step * factor }
    return step * 10
  }
}

/// A monthly series with the dates of controls and the breaks found, as SVG.
struct SeriesDrawing {
  var series: MonthlySeries
  var events: [ControlEvent]
  var breaks: [SeriesBreak]
  var atControls: [Month] = []
  var title: String
  /// Whether the controls are listed below; not where the drawing before has the same.
  var hasLegend = true

  func svg() -> String {
    let (width, height, left, top, bottom) = (860.0, 246.0, 64.0, 46.0, 34.0)
    let plotWidth = width - left - 16
    let plotHeight = height - top - bottom
    let known = series.values.filter(\.isFinite)
    let high = max(known.max() ?? 1, 1e-9)
    let unit = high >= 10_000 ? 1000.0 : 1.0
    let step = Markup.step(for: high / unit)
    let ceiling = max(step, (high / unit / step).rounded(.up) * step) * unit
    let count = max(1, series.values.count - 1)
    func x(_ index: Double) -> Double { left + plotWidth * index / Double(count) }
    func y(_ value: Double) -> Double { top + plotHeight * (1 - value / ceiling) }
    func n(_ value: Double) -> String { Markup.number(value, 1) }
    var out =
      "<svg viewBox=\"0 0 \(n(width)) \(n(height))\" role=\"img\" aria-label=\"\(SafeText.escape(title))\">"
      + "<text class=\"t\" x=\"0\" y=\"14\">\(SafeText.escape(title)), \(unit == 1000 ? "tonnes" : "kilograms") a month</text>"
    var mark = 0.0
    while mark <= ceiling / unit + 1e-9 {
      let line = y(mark * unit)
      out +=
        "<line class=\"g\" x1=\"\(n(left))\" x2=\"\(n(width - 16))\" y1=\"\(n(line))\" y2=\"\(n(line))\"/>"
        + "<text class=\"a\" text-anchor=\"end\" x=\"\(n(left - 6))\" y=\"\(n(line + 4))\">"
        + "\(Figure.grouped(mark, places: step < 1 ? 1 : 0))</text>"
      mark += step
    }
    for index in series.values.indices where series.month(at: index).monthOfYear == 1 {
      out +=
        "<line class=\"g\" x1=\"\(n(x(Double(index))))\" x2=\"\(n(x(Double(index))))\" y1=\"\(n(top))\" "
        + "y2=\"\(n(top + plotHeight))\"/><text class=\"a\" x=\"\(n(x(Double(index)) + 3))\" y=\"\(n(height - 18))\">"
        + "\(series.month(at: index).year)</text>"
    }
    // A ban that was lifted again is a span.
    for event in events {
      guard let until = event.until else { continue }
      let from = max(0, series.start.distance(to: event.effective))
      let to = min(count, series.start.distance(to: until) + 1)
      guard from < to else { continue }
      out +=
        "<rect class=\"span\" x=\"\(n(x(Double(from))))\" y=\"\(n(top))\" width=\"\(n(x(Double(to)) - x(Double(from))))\" "
        + "height=\"\(n(plotHeight))\"/>"
    }
    // Controls: a dashed line each, numbered so that labels never overlap; the legend stands below.
    var legend: [String] = []
    for event in events {
      let at = series.start.distance(to: event.effective)
      guard (0...count).contains(at) else { continue }
      legend.append(
        "\(legend.count + 1): \(event.effective)\(event.until.map { " to \($0)" } ?? "") \(event.title)")
      let place = n(x(Double(at)))
      out +=
        "<line class=\"c\" x1=\"\(place)\" x2=\"\(place)\" y1=\"\(n(top - 4))\" y2=\"\(n(top + plotHeight))\"/>"
        + "<text class=\"cl\" text-anchor=\"middle\" x=\"\(place)\" y=\"\(n(top - 7))\">\(legend.count)</text>"
      if let announced = event.announced, announced != event.effective {
        let known = series.start.distance(to: announced)
        if (0...count).contains(known) {
          let early = n(x(Double(known)))
          out +=
            "<line class=\"ca\" x1=\"\(early)\" x2=\"\(early)\" y1=\"\(n(top))\" y2=\"\(n(top + plotHeight))\"/>"
        }
      }
    }
    var path = ""
    var pen = false
    for (index, value) in series.values.enumerated() {
      guard value.isFinite else {
        pen = false
        continue
      }
      path += "\(pen ? "L" : "M")\(n(x(Double(index)))) \(n(y(value)))"
      if !pen { path += "h0.1" }
      pen = true
    }
    out += "<path class=\"s\" d=\"\(path)\"/>"
    for found in breaks {
      let index = series.start.distance(to: found.month)
      guard series.values.indices.contains(index) else { continue }
      let level = series.values[index].isFinite ? series.values[index] : 0
      let direction = found.kind.rawValue
      out +=
        "<circle class=\"b\" cx=\"\(n(x(Double(index))))\" cy=\"\(n(y(level)))\" r=\"5\"><title>\(found.month) "
        + "\(direction), evidence \(Markup.number(found.score, 1))</title></circle>"
    }
    for month in Set(atControls).subtracting(breaks.map(\.month)).sorted() {
      let index = series.start.distance(to: month)
      guard series.values.indices.contains(index) else { continue }
      let level = series.values[index].isFinite ? series.values[index] : 0
      out +=
        "<circle class=\"b\" cx=\"\(n(x(Double(index))))\" cy=\"\(n(y(level)))\" r=\"5\"><title>\(month) the course changed, "
        + "by the test at the control</title></circle>"
    }
    out += "</svg>"
    if hasLegend, !legend.isEmpty {
      out += "<p class=\"legend\">\(SafeText.escape(legend.joined(separator: "  ·  ")))</p>"
    }
    return out
  }
}
