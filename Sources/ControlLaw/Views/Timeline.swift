// SPDX-License-Identifier: Apache-2.0

import PageMarkup
public import TradeModel

/// The law of a mineral over time: one row for each instrument and course of force, cut where the state changes.
public struct Timeline: Sendable, Hashable {
  public struct Span: Sendable, Hashable {
    public var from: Day
    /// The last day of the span; nothing at the open end.
    public var to: Day?
    public var state: ForceState
  }

  public struct Row: Sendable, Hashable {
    public var citation: String
    public var items: [String]
    public var outcome: Outcome
    public var spans: [Span]
  }

  public var mineral: String
  public var rows: [Row]
  public var first: Day
  public var last: Day

  /// The rows as text: `=` in force, `.` suspended, `?` unverified, blank not in force; a scale of years above.
  public func text(width: Int = 60) -> String {
    let columns = max(10, width)
    let total = max(1, first.distance(to: last))
    func column(_ day: Day) -> Int { min(columns - 1, max(0, first.distance(to: day) * columns / total)) }
    let label = min(44, rows.map { $0.citation.count }.max() ?? 0)
    func padded(_ text: String) -> String {
      let cut = String(text.prefix(label))
      return cut + String(repeating: " ", count: label - cut.count)
    }
    var scale = [Character](repeating: " ", count: columns + 4)
    for year in first.civil.year...last.civil.year {
      guard let day = Day(year: year, month: 1, day: 1), day >= first else { continue }
      let start = column(day)
      if start + 4 <= scale.count, scale[start..<start + 4].allSatisfy({ $0 == " " }) {
        for (offset, digit) in String(year).enumerated() { scale[start + offset] = digit }
      }
    }
    var lines = ["\(padded(mineral))  \(String(scale))"]
    for row in rows {
      var cells = [Character](repeating: " ", count: columns)
      for span in row.spans {
        let mark: Character =
          switch span.state {
          case .inForce: "="
          case .suspended: "."
          case .unverified: "?"
          case .ended: " "
          }
        for cell in column(span.from)...column(min(span.to ?? last, last)) { cells[cell] = mark }
      }
      lines.append(
        "\(padded(row.citation))  \(String(cells))  \(row.outcome.name), \(row.items.count) item(s)")
    }
    lines.append("= in force   . suspended   ? unverified   from \(first) to \(last)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The rows as a picture in SVG, without script or outside references.
  public var svg: String {
    let (left, top, wide, high) = (300, 40, 640, 26)
    let total = Double(max(1, first.distance(to: last)))
    func x(_ day: Day) -> Double { Double(left) + Double(first.distance(to: day)) / total * Double(wide) }
    func number(_ value: Double) -> String { String((value * 10).rounded() / 10) }
    let height = top + rows.count * high + 40
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(left + wide + 20)" height="\(height)" \
      font-family="sans-serif" font-size="12" role="img">
      <title>Export control of \(SafeText.escape(mineral)), \(first) to \(last)</title>
      """
    ]
    for year in first.civil.year...last.civil.year {
      guard let day = Day(year: year, month: 1, day: 1), day >= first else { continue }
      parts.append(
        "<line x1=\"\(number(x(day)))\" y1=\"\(top - 14)\" x2=\"\(number(x(day)))\" y2=\"\(height - 30)\" "
          + "stroke=\"#ccc\"/><text x=\"\(number(x(day) + 3))\" y=\"\(top - 6)\" fill=\"#555\">\(year)</text>"
      )
    }
    for (index, row) in rows.enumerated() {
      let y = top + index * high
      let name = row.citation.count > 46 ? String(row.citation.prefix(45)) + "…" : row.citation
      parts.append("<text x=\"8\" y=\"\(y + 15)\">\(SafeText.escape(name))</text>")
      for span in row.spans where span.state != .ended {
        let from = x(max(span.from, first))
        let to = x(min((span.to ?? last).advanced(by: 1), last))
        let end = (span.to.map { " to \($0)" } ?? "")
        let title = "\(row.citation): \(span.state.name) from \(span.from)\(end)"
        parts.append(
          "<rect x=\"\(number(from))\" y=\"\(y + 3)\" width=\"\(number(max(1, to - from)))\" height=\"16\" "
            + "fill=\"\(Self.colour(span.state))\"><title>\(SafeText.escape(title))</title></rect>")
      }
    }
    parts.append(
      "<text x=\"8\" y=\"\(height - 10)\" fill=\"#555\">in force (dark), suspended (light), unverified (amber)</text>"
    )
    return parts.joined(separator: "\n") + "\n</svg>\n"
  }

  static func colour(_ state: ForceState) -> String {
    switch state {
    case .inForce: "#1b4f72"
    case .suspended: "#aed6f1"
    case .unverified: "#f0b429"
    case .ended: "#ffffff"
    }
  }
}

extension LawBook {
  /// The law of a mineral over time, as known on a day.
  public func timeline(of mineral: String, knownOn: Day) -> Timeline {
    var rows: [Timeline.Row] = []
    var first: Day?
    var last = knownOn
    for id in controls(onMineral: mineral) {
      let control = control(id)
      if control.isNote { continue }
      let known = control.force.filter { $0.knownFrom <= knownOn }
      var spans: [Timeline.Span] = []
      for day in known.boundaries {
        guard let state = known.force(on: day, knownOn: knownOn).current?.state else {
          if spans.last?.to == nil, !spans.isEmpty { spans[spans.count - 1].to = day.advanced(by: -1) }
          continue
        }
        if !spans.isEmpty, spans[spans.count - 1].to == nil {
          if spans[spans.count - 1].state == state { continue }
          spans[spans.count - 1].to = day.advanced(by: -1)
        }
        spans.append(Timeline.Span(from: day, to: nil, state: state))
      }
      guard let start = spans.first?.from else { continue }
      first = min(first ?? start, start)
      last = max(last, spans.last?.from ?? last)
      let citation = instrument(of: id).citation + (control.isClause ? " (\(control.item))" : "")
      if let index = rows.firstIndex(where: {
        $0.citation == citation && $0.spans == spans && $0.outcome == control.outcome
      }) {
        rows[index].items.append(control.item)
      } else {
        rows.append(
          Timeline.Row(citation: citation, items: [control.item], outcome: control.outcome, spans: spans))
      }
    }
    return Timeline(
      mineral: mineral, rows: rows, first: first ?? knownOn.advanced(by: -1), last: last.advanced(by: 60))
  }
}
