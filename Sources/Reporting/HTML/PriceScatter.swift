// SPDX-License-Identifier: Apache-2.0

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
          A cheap name at a dear price stands out at the top. Marks of items in the list below lead to them.
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
            "class": "area", "height": String(Self.height), "role": "img",
            "aria-label": "Price a kilogram against net mass of \(Figures.grouped(points.count)) items",
          ]
        ) { page in
          gridLines(y.labels.map(\.position), height: Self.height, to: &page)
          for label in x.labels {
            let place = Figures.coordinate(label.position)
            page.empty(
              "line",
              [
                "class": label.position == 0 ? "base" : "grid", "x1": place, "x2": place, "y1": "0",
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
    for (dot, place) in ordered {
      let attributes: KeyValuePairs<StaticString, String> = [
        "href": "#m-\(dot.lane.name)", "x": Figures.coordinate(Double(dot.column) / Self.columns),
        "y": Figures.pixels(Double(Self.height) * (1 - Double(dot.row) / Self.rows)),
        "data-n": String(place.count), "data-lane": dot.lane.name,
      ]
      guard let rank = place.rank, let item = place.item else {
        page.empty("use", attributes)
        continue
      }
      page.element("a", ["href": "#item-\(item)", "tabindex": "-1"]) { page in
        page.empty("use", attributes)
        page.element("title", text: "No. \(rank) in the list")
      }
    }
  }
}
