// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import ReferenceData
import TradeModel

/// Lanes between countries on the outlines of the world: solid for more than expected, dashed for less, broader for
/// more mass.
public struct LaneMap: Encodable, Sendable {
  public struct Place: Encodable, Sendable {
    public var name: String
    /// Degrees.
    public var east: Double
    public var north: Double

    public init(name: String, east: Double, north: Double) {
      self.name = name
      self.east = east
      self.north = north
    }
  }

  public struct Lane: Encodable, Sendable {
    /// Positions in `places`.
    public var from: Int
    public var to: Int
    /// Kilograms above what the year before would give; below when negative.
    public var kilograms: Double
    /// The lane and its figure in words.
    public var label: String
    /// The address of its reading below.
    public var href: String

    public init(from: Int, to: Int, kilograms: Double, label: String, href: String) {
      self.from = from
      self.to = to
      self.kilograms = kilograms
      self.label = label
      self.href = href
    }
  }

  public var places: [Place]
  public var lanes: [Lane]

  public init(places: [Place], lanes: [Lane]) {
    self.places = places
    self.lanes = lanes
  }

  private typealias Point = (x: Double, y: Double)

  func write(_ title: String, to page: inout Page) {
    let projection = MapWindow.projection
    let points = places.map { projection.place(GeoPoint(east: $0.east, north: $0.north)) as Point }
    let window = MapWindow(around: points, shape: 0.4, closest: 2.2, room: (1.35, 2.2), above: 0.06)
    let unit = window.pixel * 0.8
    let most = max(lanes.map { abs($0.kilograms) }.max() ?? 1, 1e-9)
    page.tag("figure", ["class": "map lanes"]) { page in
      page.tag("svg", ["viewBox": window.viewBox, "role": "group", "class": "world", "aria-label": title]) {
        page in
        page.html.empty("use", ["href": "/assets/world.svg#land", "class": "land"])
        // Broad lanes first, so that none hides another.
        for lane in lanes.sorted(by: { abs($0.kilograms) > abs($1.kilograms) })
        where points.indices.contains(lane.from) && points.indices.contains(lane.to) {
          let share = (abs(lane.kilograms) / most).squareRoot()
          draw(
            lane, from: points[lane.from], to: points[lane.to], width: (1.2 + 3.6 * share) * unit, unit, &page
          )
        }
        for (place, point) in zip(places, points) {
          page.tag(
            "circle",
            [
              "class": "spot", "cx": Number.length(point.x), "cy": Number.length(point.y),
              "r": Number.length(3.2 * unit),
            ]
          ) { $0.tag("title", place.name) }
        }
        for (place, label) in zip(places, labels(at: points, unit)) {
          page.tag(
            "text",
            [
              "class": "place", "x": Number.length(label.x), "y": Number.length(label.y),
              "font-size": Number.length(12 * unit), "stroke-width": Number.length(3 * unit),
              "text-anchor": label.anchor,
            ], place.name)
        }
      }
      page.tag("figcaption") { page in
        page.tag("ul", ["class": "lane-list"]) { page in
          for lane in lanes {
            page.tag("li") { page in
              page.tag("a", ["href": lane.href]) { $0.tag("bdi", lane.label) }
            }
          }
        }
        page.tag("p", ["class": "note"], page.say("flows.map.legend") + " " + page.say("map.lines"))
      }
    }
  }

  private func draw(
    _ lane: Lane, from a: Point, to b: Point, width: Double, _ unit: Double, _ page: inout Page
  ) {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0.5 else { return }
    let bend = min(90, length * 0.2)
    let middle: Point = ((a.x + b.x) / 2, (a.y + b.y) / 2 - bend)
    // The arrow ends at the rim of the spot, along the last stretch of the bow.
    let (ex, ey) = (b.x - middle.x, b.y - middle.y)
    let last = max(1e-9, (ex * ex + ey * ey).squareRoot())
    let head = 5 * unit + width
    let tip: Point = (b.x - ex / last * 4 * unit, b.y - ey / last * 4 * unit)
    let end: Point = (tip.x - ex / last * head * 0.8, tip.y - ey / last * head * 0.8)
    let (nx, ny) = (-ey / last * head * 0.5, ex / last * head * 0.5)
    let base: Point = (tip.x - ex / last * head, tip.y - ey / last * head)
    func n(_ value: Double) -> String { Number.length(value) }
    page.tag("a", ["href": lane.href]) { page in
      page.tag("g", ["class": lane.kilograms < 0 ? "lane-way less" : "lane-way"]) { page in
        page.tag("title", lane.label)
        page.html.path(
          [
            "class": "bow", "stroke-width": n(width),
            "stroke-dasharray": lane.kilograms < 0 ? "\(n(width * 2.4)) \(n(width * 1.8))" : "none",
          ],
          d: "M\(n(a.x)) \(n(a.y))Q\(n(middle.x)) \(n(middle.y)) \(n(end.x)) \(n(end.y))")
        page.html.path(
          ["class": "tip"],
          d:
            "M\(n(tip.x)) \(n(tip.y))L\(n(base.x + nx)) \(n(base.y + ny))L\(n(base.x - nx)) \(n(base.y - ny))z"
        )
      }
    }
  }

  /// Where names stand: beside, above or below their spot, the first that covers no other name; where lanes end, on the
  /// side away from them.
  private func labels(at points: [Point], _ unit: Double) -> [(x: Double, y: Double, anchor: String)] {
    var taken: [(left: Double, right: Double, y: Double)] = []
    func isAway(_ index: Int) -> Bool {
      let ends = lanes.filter { $0.to == index && points.indices.contains($0.from) }
      return !ends.isEmpty && ends.allSatisfy { points[$0.from].x > points[index].x }
    }
    return points.indices.map { index in
      let point = points[index]
      let width = Number.width(of: places[index].name, size: 12) * unit
      var offers: [(x: Double, y: Double, anchor: String, left: Double)] = [
        (point.x + 7 * unit, point.y + 4 * unit, "start", point.x + 7 * unit),
        (point.x - 7 * unit, point.y + 4 * unit, "end", point.x - 7 * unit - width),
        (point.x, point.y + 18 * unit, "middle", point.x - width / 2),
        (point.x, point.y - 9 * unit, "middle", point.x - width / 2),
        (point.x + 7 * unit, point.y + 17 * unit, "start", point.x + 7 * unit),
        (point.x - 7 * unit, point.y + 17 * unit, "end", point.x - 7 * unit - width),
      ]
      if isAway(index) { offers.swapAt(0, 1) }
      let free = offers.first { offer in
        !taken.contains {
          abs($0.y - offer.y) < 13 * unit && offer.left < $0.right && offer.left + width > $0.left
        }
          && !points.contains {
            ($0.x != point.x || $0.y != point.y) && abs($0.y - offer.y + 4 * unit) < 9 * unit
              && $0.x > offer.left - 4 * unit && $0.x < offer.left + width + 4 * unit
          }
      }
      let chosen = free ?? offers[0]
      taken.append((chosen.left, chosen.left + width, chosen.y))
      return (chosen.x, chosen.y, chosen.anchor)
    }
  }
}

extension Number {
  /// About how wide a text is in a sans-serif of a size in pixels; Chinese characters are as wide as high.
  static func width(of text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 1.0 : 0.56) * size }
  }

  /// A text cut to a width, with an ellipsis where it was.
  static func cut(_ text: String, to most: Double, size: Double) -> String {
    guard width(of: text, size: size) > most else { return text }
    var kept = ""
    for character in text {
      if width(of: kept + String(character) + "…", size: size) > most { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
