// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Counts by name as horizontal bars, largest first.
struct RankedBars {
  let heading: String
  let note: String
  let counts: [String: Int]
  /// How many bars are drawn; the rest are summed in one line.
  var limit = 12
  /// Turns a key into words for people.
  var label: (String) -> String = { $0 }

  /// Keys and counts above 0, largest first, then by key.
  static func ranked(_ counts: [String: Int]) -> [(key: String, count: Int)] {
    counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (key: $0.key, count: $0.value) }
  }

  func write(to page: inout Markup) {
    let rows = Self.ranked(counts)
    page.element("section", ["class": "bars"]) { page in
      page.element("h3", text: heading)
      page.element("p", ["class": "note"], text: note)
      guard let largest = rows.first?.count else {
        page.element("p", ["class": "none"], text: "None in this run.")
        return
      }
      page.element("ol") { page in
        for row in rows.prefix(limit) {
          page.element("li") { page in
            page.element("bdi", ["class": "name"], text: label(row.key))
            page.element("span", ["class": "count"], text: Figures.grouped(row.count))
            page.raw("<svg height=\"7\" aria-hidden=\"true\">")
            page.empty(
              "rect",
              [
                "class": "f-ink", "width": Figures.coordinate(Double(row.count) / Double(largest)),
                "height": "7",
                "data-n": String(row.count),
              ])
            page.raw("</svg>")
          }
        }
      }
      let rest = rows.dropFirst(limit)
      if !rest.isEmpty {
        let sum = rest.reduce(0) { $0 + $1.count }
        page.element(
          "p", ["class": "note"],
          text: "and \(Figures.grouped(rest.count)) more with \(Figures.grouped(sum)) between them")
      }
    }
  }
}
