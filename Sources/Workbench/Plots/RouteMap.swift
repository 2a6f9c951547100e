// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import ReferenceData
import TradeModel

/// Places of a way on the outlines of the world.
public struct RouteMap: Encodable, Sendable {
  public struct Stop: Encodable, Sendable {
    /// Two letters of ISO 3166-1.
    public var country: String
    public var name: String
    /// Degrees.
    public var east: Double
    public var north: Double
    /// `export`, `transit`, `destination`, `end-user`.
    public var role: String

    public init(country: String, name: String, east: Double, north: Double, role: String) {
      self.country = country
      self.name = name
      self.east = east
      self.north = north
      self.role = role
    }
  }

  public struct Leg: Encodable, Sendable {
    /// Positions in `stops`.
    public var from: Int
    public var to: Int
    /// Breadth of the line, 0 to 1.
    public var weight: Double
    /// Whether it stands out: the lane of an alert, or the part of a way that the papers do not state.
    public var isMarked: Bool
    /// What it shows, in words.
    public var label: String

    public init(from: Int, to: Int, weight: Double, isMarked: Bool, label: String) {
      self.from = from
      self.to = to
      self.weight = weight
      self.isMarked = isMarked
      self.label = label
    }
  }

  public var stops: [Stop]
  public var legs: [Leg]

  public init(stops: [Stop], legs: [Leg]) {
    self.stops = stops
    self.legs = legs
  }

  /// A way from stop to stop.
  public init(way stops: [Stop]) {
    self.stops = stops
    legs = stops.indices.dropFirst().map { index in
      Leg(
        from: index - 1, to: index, weight: 0.3, isMarked: stops[index].role == "end-user",
        label: "\(stops[index - 1].name) → \(stops[index].name)")
    }
  }

  func write(_ title: String, to page: inout Page) {
    let projection = MapWindow.projection
    let places = stops.map { projection.place(GeoPoint(east: $0.east, north: $0.north)) }
    // Broader than the world, so that the way fills the drawing.
    let window = MapWindow(around: places, shape: 0.42, closest: 2.4, room: (1.5, 1.9), above: 0.06)
    let unit = window.pixel * 1.1
    page.tag("figure", ["class": "map"]) { page in
      page.tag(
        "svg",
        [
          "viewBox": window.viewBox, "role": "img", "class": "world",
          "aria-label": "\(title): " + legs.map(\.label).joined(separator: "; "),
        ]
      ) { page in
        page.html.empty("use", ["href": "/assets/world.svg#land", "class": "land"])
        for leg in legs where places.indices.contains(leg.from) && places.indices.contains(leg.to) {
          let (a, b) = (places[leg.from], places[leg.to])
          let (dx, dy) = (b.x - a.x, b.y - a.y)
          let length = (dx * dx + dy * dy).squareRoot()
          guard length > 0.5 else { continue }
          let bend = min(110, length * 0.22)
          let middle = (x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 - bend)
          page.tag("g", ["class": leg.isMarked ? "leg marked" : "leg"]) { page in
            page.tag("title", leg.label)
            page.html.path(
              [
                "class": "way", "stroke-width": Number.length((1.2 + 4 * max(0, min(1, leg.weight))) * unit),
              ],
              d:
                "M\(Number.length(a.x)) \(Number.length(a.y))Q\(Number.length(middle.x)) \(Number.length(middle.y)) \(Number.length(b.x)) \(Number.length(b.y))"
            )
          }
        }
        var written: [(x: Double, y: Double)] = []
        for (stop, place) in zip(stops, places) {
          let isEnd = stop.role == "destination" || stop.role == "end-user"
          page.tag("g", ["class": isEnd ? "stop end" : "stop"]) { page in
            page.tag("title", "\(stop.name) (\(page.say.term("stop", stop.role)))")
            page.html.empty(
              "circle",
              ["cx": Number.length(place.x), "cy": Number.length(place.y), "r": Number.length(4.2 * unit)])
            let crowded = written.contains {
              abs($0.x - place.x) < 70 * unit && abs($0.y - place.y) < 13 * unit
            }
            page.tag(
              "text",
              [
                "x": Number.length(place.x + 8 * unit),
                "y": Number.length(place.y + (crowded ? 16 : 4) * unit),
                "font-size": Number.length(12 * unit),
              ], stop.name)
          }
          written.append(place)
        }
      }
      page.tag("figcaption") { page in
        page.tag("ol", ["class": "way-list"]) { page in
          for leg in legs { page.tag("li") { $0.tag("bdi", leg.label) } }
        }
        page.tag("p", ["class": "note"], page.say("map.lines"))
      }
    }
  }
}
