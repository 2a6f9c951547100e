// SPDX-License-Identifier: Apache-2.0

import PageMarkup
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

  /// A rectangle that a name or a spot takes.
  private struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    func meets(_ other: Box) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }
  }

  private func rank(_ code: CountryCode) -> (Int, CountryCode) {
    (code == origin || code == destination ? 0 : 1, code)
  }

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
        + "\(n(max(6, middle.y))) \(n(b.x)) \(n(b.y))\"><title>\(SafeText.escape(arc.label))</title></path>"
    }
    // Names where there is room: beside the spot, then around it, farther out with a line to it; else only in the title.
    let spots = named.union([origin, destination]).sorted().compactMap { code in spot(code).map { (code, $0) }
    }
    var taken = spots.map { Box(x: $0.1.x - 3, y: $0.1.y - 3, width: 6, height: 6) }
    // The two ends first: they must have their names.
    for (code, place) in spots.sorted(by: { rank($0.0) < rank($1.0) }) {
      out += "<circle class=\"spot\" cx=\"\(n(place.x))\" cy=\"\(n(place.y))\" r=\"2.6\"><title>"
      let name = ReferenceData.embedded.countries[code]?.name ?? code.description
      out += "\(SafeText.escape(name))</title></circle>"
      let width = 6.9 * Double(name.count)
      var found: (box: Box, far: Bool)?
      search: for far in [7.0, 17, 28, 40] {
        for (dx, dy) in [
          (1.0, 0.0), (-1, 0), (0.7, -0.9), (0.7, 0.9), (-0.7, -0.9), (-0.7, 0.9), (0, -1.2), (0, 1.2),
        ] {
          let x = place.x + dx * far + (dx < 0 ? -width : dx == 0 ? -width / 2 : 0)
          let y = place.y + dy * far - 6.5
          let box = Box(x: x, y: y, width: width, height: 13)
          guard box.x > 2, box.x + width < 958, !taken.contains(where: { $0.meets(box) }) else { continue }
          found = (box, far > 10)
          break search
        }
      }
      guard let found else { continue }
      taken.append(found.box)
      if found.far {
        let nearX = min(max(place.x, found.box.x), found.box.x + width)
        let nearY = min(max(place.y, found.box.y + 2), found.box.y + 11)
        out +=
          "<line class=\"lead-line\" x1=\"\(n(place.x))\" y1=\"\(n(place.y))\" x2=\"\(n(nearX))\" y2=\"\(n(nearY))\"/>"
      }
      out +=
        "<text class=\"name\" x=\"\(n(found.box.x))\" y=\"\(n(found.box.y + 10.5))\">\(SafeText.escape(name))</text>"
    }
    return out + "</svg>"
  }
}
