// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking
import Screening

/// The four lanes as one bar, with counts, shares and what each lane means.
struct LaneSection {
  let summary: ScreeningSummary

  /// A lane with items in it is drawn at least this wide, so that one item in a million is still seen.
  static let least = 0.012

  /// Share of the bar for each lane, strictest first; sums to 1.
  static func widths(_ counts: [(lane: Lane, count: Int)]) -> [(lane: Lane, share: Double)] {
    let total = counts.reduce(0) { $0 + $1.count }
    guard total > 0 else { return [] }
    let raised = counts.filter { $0.count > 0 }.map {
      (lane: $0.lane, share: max(least, Double($0.count) / Double(total)))
    }
    let sum = raised.reduce(0) { $0 + $1.share }
    return raised.map { ($0.lane, $0.share / sum) }
  }

  func write(to page: inout Markup) {
    let counts = Lane.allCases.sorted(by: >).map { (lane: $0, count: summary.byLane[$0] ?? 0) }
    let total = counts.reduce(0) { $0 + $1.count }
    page.element("section", ["class": "lanes", "aria-labelledby": "h-lanes"]) { page in
      page.element("h2", ["id": "h-lanes"], text: "Where the items go")
      page.element("svg", ["class": "lanebar", "role": "img", "aria-label": "Items by lane", "height": "34"])
      { page in
        var x = 0.0
        for (lane, share) in Self.widths(counts) {
          let count = summary.byLane[lane] ?? 0
          page.segment(
            lane, x: Figures.coordinate(x), y: "0", width: Figures.coordinate(share), height: "34",
            count: count,
            label: "\(lane.title): \(Figures.grouped(count))")
          x += share
        }
      }
      page.element("dl", ["class": "lanecounts"]) { page in
        for (lane, count) in counts {
          page.element("div", ["class": "lane-\(lane.name)"]) { page in
            page.element("dt") { page in
              page.mark(lane)
              page.element("span", text: " \(lane.title)")
            }
            page.element("dd", ["class": "big"], text: Figures.grouped(count))
            page.element(
              "dd",
              text: lane.meaning + (total > 0 ? " · " + Figures.percent(Double(count) / Double(total)) : ""))
          }
        }
      }
      if counts.contains(where: { $0.count > 0 && Double($0.count) < Self.least * Double(total) }) {
        page.element(
          "p", ["class": "note"],
          text:
            "A lane with few items is drawn wider than its share so that it can be seen; the counts are exact."
        )
      }
    }
  }
}
