// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking
import TradeModel

/// Where the goods go: items, and those of the two upper lanes, by country.
struct DestinationTable {
  static let limit = 14

  struct Row {
    var country: CountryCode
    var name: String
    var counts: [Lane: Int]

    var total: Int { counts.values.reduce(0, +) }
    var checked: Int { (counts[.red] ?? 0) + (counts[.yellow] ?? 0) }
  }

  let rows: [Row]

  init(_ counts: [DestinationCount]) {
    var gathered: [CountryCode: Row] = [:]
    for count in counts where count.count > 0 {
      var row =
        gathered[count.country] ?? Row(country: count.country, name: count.country.description, counts: [:])
      if let name = count.name { row.name = name }
      row.counts[count.lane, default: 0] += count.count
      gathered[count.country] = row
    }
    rows = gathered.values.sorted { a, b in
      (b.counts[.red] ?? 0, b.checked, b.total, a.country) < (
        a.counts[.red] ?? 0, a.checked, a.total, b.country
      )
    }
  }

  func write(to page: inout Markup) {
    page.element("section", ["class": "wide", "aria-labelledby": "h-destinations"]) { page in
      page.element("h2", ["id": "h-destinations"], text: "Where the goods go")
      guard !rows.isEmpty else {
        page.element("p", ["class": "none"], text: "No items.")
        return
      }
      page.element("table", ["class": "destinations"]) { page in
        page.element("thead") { page in
          page.element("tr") { page in
            page.element("th", ["scope": "col"], text: "Destination")
            page.element("th", ["scope": "col", "class": "n"], text: "Items")
            page.element("th", ["scope": "col", "class": "n"], text: "Yellow")
            page.element("th", ["scope": "col", "class": "n"], text: "Red")
            page.element("th", ["scope": "col", "class": "bar"], text: "Red and yellow")
          }
        }
        page.element("tbody") { page in
          let largest = max(1, rows.map(\.checked).max() ?? 1)
          for row in rows.prefix(Self.limit) { write(row, largest: largest, to: &page) }
        }
      }
      let rest = rows.dropFirst(Self.limit)
      if !rest.isEmpty {
        let items = rest.reduce(0) { $0 + $1.total }
        let checked = rest.reduce(0) { $0 + $1.checked }
        page.element(
          "p", ["class": "note"],
          text: """
            and \(Figures.grouped(rest.count)) more destinations with \(Figures.grouped(items)) items, \
            \(Figures.grouped(checked)) of them yellow or red
            """)
      }
    }
  }

  private func write(_ row: Row, largest: Int, to page: inout Markup) {
    page.element("tr") { page in
      page.element("th", ["scope": "row"]) { page in
        page.element("bdi", text: row.name)
        if row.name != row.country.description {
          page.element("span", ["class": "code"], text: " \(row.country)")
        }
      }
      page.element("td", ["class": "n"], text: Figures.grouped(row.total))
      page.element("td", ["class": "n"], text: Figures.grouped(row.counts[.yellow] ?? 0))
      page.element("td", ["class": "n"], text: Figures.grouped(row.counts[.red] ?? 0))
      page.element("td", ["class": "bar"]) { page in
        page.raw("<svg height=\"12\" aria-hidden=\"true\">")
        var x = 0.0
        for lane in [Lane.red, .yellow] {
          guard let count = row.counts[lane], count > 0 else { continue }
          let share = Double(count) / Double(largest)
          page.segment(
            lane, x: Figures.coordinate(x), y: "0", width: Figures.coordinate(share), height: "12",
            count: count,
            label: "\(Figures.grouped(count)) \(lane.name)")
          x += share
        }
        page.raw("</svg>")
      }
    }
  }
}
