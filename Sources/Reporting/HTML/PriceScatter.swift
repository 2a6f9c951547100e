// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking

/// Price a kilogram against net mass, both on logarithmic scales, a mark of its own shape for each lane.
struct PriceScatter {
  /// Marks of one lane nearer than this share of the plot are drawn as one.
  static let columns = 260.0
  static let rows = 120.0
  static let height = 360

  let points: [PricePoint]
  /// Place in the ranked list, from 1, of the items in it, by row.
  let ranks: [Int: Int]

  init(_ points: [PricePoint], ranks: [Int: Int]) {
    self.points = points.filter {
      $0.netKilograms > 0 && $0.dollarsPerKilogram > 0 && $0.netKilograms.isFinite
        && $0.dollarsPerKilogram.isFinite
    }
    self.ranks = ranks
  }

  /// One mark: a place, how many items stand there, and the best-ranked listed one of them.
  struct Dot: Hashable {
    var lane: Lane
    var column: Int
    var row: Int
  }

  func write(to page: inout Markup) {
    page.element("section", ["class": "wide", "aria-labelledby": "h-price"]) { page in
      page.element("h2", ["id": "h-price"], text: "Price and size")
      page.element(
        "p", ["class": "note"],
        text: """
          US dollars a kilogram of net mass against net mass; each step of the grid is ten times the one before. \
          Goods with a cheap name and a dear price stand out at the top. Numbered marks are items of the list below.
          """)
      guard !points.isEmpty else {
        page.element("p", ["class": "none"], text: "No item states both a value and a net mass.")
        return
      }
      let x = LogScale(points.map(\.netKilograms))
      let y = LogScale(points.map(\.dollarsPerKilogram))
      page.element("p", ["class": "panel"], text: "US dollars a kilogram")
      page.element("div", ["class": "plot"]) { page in
        yAxis(
          ticks: y.labels.map { ($0.position, "$" + Figures.rounded($0.value)) }, height: Self.height,
          to: &page)
        page.element(
          "svg",
          [
            "class": "area", "height": String(Self.height), "role": "group",
            "aria-label": "Price a kilogram against net mass of \(Figures.grouped(points.count)) items",
          ]
        ) { page in
          gridLines(y.lines, height: Self.height, to: &page)
          for position in x.lines {
            let place = Figures.coordinate(position)
            page.empty(
              "line",
              [
                "class": position == 0 ? "base" : "grid", "x1": place, "x2": place, "y1": "0",
                "y2": String(Self.height),
              ])
          }
          marks(x, y, to: &page)
        }
        page.element("svg", ["class": "xaxis", "height": "20", "aria-hidden": "true"]) { page in
          for (index, label) in x.labels.enumerated() {
            page.element(
              "text",
              [
                "x": Figures.coordinate(label.position), "y": "15",
                "class": index.isMultiple(of: 2) ? "" : "alt",
                "text-anchor": index == 0 ? "start" : index == x.labels.count - 1 ? "end" : "middle",
              ], text: Figures.mass(kilograms: label.value))
          }
        }
      }
      page.element("p", ["class": "panel right"], text: "Net mass")
      page.element("p", ["class": "key"]) { page in
        for lane in Lane.allCases.sorted(by: >) {
          page.element("span") { page in
            page.mark(lane)
            page.text(" \(lane.name)")
          }
        }
      }
    }
  }

  private func marks(_ x: LogScale, _ y: LogScale, to page: inout Markup) {
    var places: [Dot: (count: Int, rank: Int?, item: Int?)] = [:]
    for point in points {
      let dot = Dot(
        lane: point.lane, column: Int((x.position(point.netKilograms) * Self.columns).rounded()),
        row: Int((y.position(point.dollarsPerKilogram) * Self.rows).rounded()))
      var place = places[dot] ?? (0, nil, nil)
      place.count += 1
      if let item = point.row, let rank = ranks[item], rank < place.rank ?? .max {
        place.rank = rank
        place.item = item
      }
      places[dot] = place
    }
    let ordered = places.sorted {
      ($0.key.lane, $0.key.column, $0.key.row) < ($1.key.lane, $1.key.column, $1.key.row)
    }
    var numbers: [(rank: Int, item: Int, dot: Dot)] = []
    for (dot, place) in ordered {
      page.empty(
        "use",
        [
          "href": "#m-\(dot.lane.name)", "x": Self.x(dot), "y": Self.y(dot, lift: 0),
          "data-n": String(place.count),
          "data-lane": dot.lane.name,
        ])
      if let rank = place.rank, let item = place.item { numbers.append((rank, item, dot)) }
    }
    number(numbers.sorted { $0.rank < $1.rank }, to: &page)
  }

  /// Writes the place in the list beside its mark, best first, where there is room for it.
  private func number(_ numbers: [(rank: Int, item: Int, dot: Dot)], to page: inout Markup) {
    var written: [Dot] = []
    for (rank, item, dot) in numbers {
      guard written.count < 20 else { break }
      guard !written.contains(where: { abs($0.column - dot.column) < 9 && abs($0.row - dot.row) < 6 }) else {
        continue
      }
      written.append(dot)
      page.element("a", ["href": "#item-\(item)", "tabindex": "-1"]) { page in
        page.element(
          "text",
          ["class": "number", "x": Self.x(dot), "y": Self.y(dot, lift: 8), "text-anchor": "middle"],
          text: String(rank))
      }
    }
  }

  private static func x(_ dot: Dot) -> String { Figures.coordinate(Double(dot.column) / columns) }

  private static func y(_ dot: Dot, lift: Double) -> String {
    Figures.pixels(Double(height) * (1 - Double(dot.row) / rows) - lift)
  }
}
