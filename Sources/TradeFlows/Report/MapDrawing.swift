// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// The world in outline, with arcs from origin over relays to the destination.
struct MapDrawing {
  struct Arc {
    var from: CountryCode
    var to: CountryCode
    var kilograms: Double
    var isLead: Bool
    var label: String
  }
  var places: [CountryCode: (east: Double, north: Double)]
  var arcs: [Arc]
  var origin: CountryCode
  var destination: CountryCode
  /// Countries named on the map beside the two ends.
  var named: Set<CountryCode>

  static let note =
    "Outlines: Natural Earth 1:110m (public domain). Lines on disputed areas are Natural Earth's own choice and no position of this report."

  func svg() -> String {
    let projection = MapProjection(width: 960)
    let outline = WorldOutline.embedded
    func n(_ value: Double) -> String { Markup.number(value, 1) }
    func spot(_ code: CountryCode) -> (x: Double, y: Double)? {
      places[code].map { projection.place(GeoPoint(east: $0.east, north: $0.north)) }
    }
    var out =
      "<svg class=\"map\" viewBox=\"0 0 960 \(n(projection.height))\" role=\"img\" aria-label=\"Map of lanes\">"
      + "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"9\" markerHeight=\"9\" "
      + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip\" d=\"M0 0.6L7.4 4L0 7.4z\"/></marker>"
      + "<marker id=\"tip2\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"9\" markerHeight=\"9\" "
      + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip lead\" d=\"M0 0.6L7.4 4L0 7.4z\"/></marker></defs>"
      + "<path class=\"land\" d=\"\(outline.path(projection))\"/>"
    for code in named.subtracting([origin, destination]).sorted() {
      out += "<path class=\"land on\" d=\"\(outline.path(projection, of: code))\"/>"
    }
    out += "<path class=\"land from\" d=\"\(outline.path(projection, of: origin))\"/>"
    out += "<path class=\"land to\" d=\"\(outline.path(projection, of: destination))\"/>"
    let greatest = arcs.map(\.kilograms).max() ?? 1
    // Thin arcs last, so that none hides another.
    for arc in arcs.sorted(by: { ($1.kilograms, $0.label) < ($0.kilograms, $1.label) }) {
      guard let a = spot(arc.from), let b = spot(arc.to) else { continue }
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = max(1, (dx * dx + dy * dy).squareRoot())
      let bend = min(90, 0.22 * length)
      let width = 1.2 + 5 * (arc.kilograms / max(greatest, 1e-9)).squareRoot()
      // Bowed to the north, whatever the way.
      let side = dx >= 0 ? -1.0 : 1
      let middle = (
        x: (a.x + b.x) / 2 - dy / length * bend * side * -1, y: (a.y + b.y) / 2 - abs(dx) / length * bend
      )
      out +=
        "<path class=\"\(arc.isLead ? "arc lead" : "arc")\" stroke-width=\"\(n(width))\" "
        + "marker-end=\"url(#\(arc.isLead ? "tip2" : "tip"))\" d=\"M\(n(a.x)) \(n(a.y))Q\(n(middle.x)) "
        + "\(n(max(6, middle.y))) \(n(b.x)) \(n(b.y))\"><title>\(Markup.escape(arc.label))</title></path>"
    }
    var taken: [(x: Double, y: Double)] = []
    for code in named.union([origin, destination]).sorted() {
      guard let place = spot(code) else { continue }
      out += "<circle class=\"spot\" cx=\"\(n(place.x))\" cy=\"\(n(place.y))\" r=\"2.6\"/>"
      var at = (x: place.x + 6, y: place.y + 4)
      while let hit = taken.first(where: { abs($0.x - at.x) < 60 && abs($0.y - at.y) < 13 }) {
        at.y = hit.y + 13
      }
      taken.append(at)
      let name = ReferenceData.embedded.countries[code]?.name ?? code.description
      out += "<text class=\"name\" x=\"\(n(at.x))\" y=\"\(n(at.y))\">\(Markup.escape(name))</text>"
    }
    return out + "</svg>"
  }
}
