// SPDX-License-Identifier: Apache-2.0

import Indicators
import PageMarkup
import Ranking
import Screening

/// The summary of a run: counts that add up, lanes, minerals, controls, indicators, time, versions.
enum SummaryBlock {
  static func lines(_ summary: ScreeningSummary, width: Int, style: Style) -> [String] {
    var lines: [String] = []
    let period = summary.firstDay.flatMap { first in summary.lastDay.map { "\(first) to \($0)" } } ?? ""
    lines.append(
      style.strong(
        "\(Figures.grouped(summary.rowsRead)) \(summary.rowsRead == 1 ? "row" : "rows") read = \(Figures.grouped(summary.assessed)) assessed + "
          + "\(Figures.grouped(summary.quarantined)) quarantined") + (period.isEmpty ? "" : "   \(period)"))
    lines.append("")
    let barWidth = max(10, min(40, width - 48))
    for lane in Lane.allCases.reversed() {
      let count = summary.byLane[lane] ?? 0
      let share = summary.assessed > 0 ? Double(count) / Double(summary.assessed) : 0
      let label = DisplayWidth.fit(lane.name, 7) + DisplayWidth.fit(lane.meaning, 22)
      lines.append(
        "  " + style.lane(lane, label) + DisplayWidth.fit(Figures.grouped(count), 11, right: true) + "  "
          + DisplayWidth.fit(count > 0 ? Figures.percent(share) : "", 5, right: true) + " "
          + style.lane(lane, PlainFigures.bar(share, barWidth)))
    }
    lines += section("under control or in question, by mineral", summary.byMineral, width, style)
    lines += section("by control", summary.byControl, width, style)
    lines += section("indicators", summary.byIndicator, width, style)
    let licences = summary.byLicence.filter { $0.key != "not needed" && $0.value > 0 }
    lines += section("licences of goods that need one", licences, width, style)
    lines.append("")
    var time =
      "\(PlainFigures.fixed(summary.elapsedSeconds, 2)) s, \(Figures.grouped(Int(summary.rowsPerSecond.rounded()))) rows/s"
    for name in ["law", "reference"] {
      if let digest = summary.digests[name] { time += ", \(name) \(digest.prefix(12))" }
    }
    lines.append(style.dim(time))
    lines.append(style.dim("Findings are leads that keep to what was measured; they are not verdicts."))
    return lines
  }

  private static func section(
    _ title: String, _ counts: [String: Int], _ width: Int, _ style: Style, limit: Int = 8
  ) -> [String] {
    guard !counts.isEmpty else { return [] }
    let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let most = ranked.first?.value ?? 1
    let nameWidth = min(46, max(20, width - 40))
    var lines = ["", style.dim(title)]
    for (name, count) in ranked.prefix(limit) {
      lines.append(
        "  " + DisplayWidth.fit(name, nameWidth) + DisplayWidth.fit(Figures.grouped(count), 9, right: true)
          + "  "
          + PlainFigures.bar(Double(count) / Double(most), 20))
    }
    if ranked.count > limit { lines.append(style.dim("  and \(ranked.count - limit) more")) }
    return lines
  }
}
