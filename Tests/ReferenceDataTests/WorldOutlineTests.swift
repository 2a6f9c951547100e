// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import Testing
import TradeModel

@Suite("Outlines of countries") struct WorldOutlineTests {
  let outline = WorldOutline.embedded

  @Test func `countries lie where they are`() throws {
    // A point inside each, and one outside, decided by counting crossings of a line to the east.
    func holds(_ code: String, _ east: Double, _ north: Double) throws -> Bool {
      let country = try #require(CountryCode(code))
      var inside = false
      for ring in outline.rings where ring.country == country {
        for (a, b) in zip(ring.points, ring.points.dropFirst() + ring.points.prefix(1))
        where (a.north > north) != (b.north > north) {
          if east < a.east + (north - a.north) / (b.north - a.north) * (b.east - a.east) { inside.toggle() }
        }
      }
      return inside
    }
    #expect(try holds("CN", 112.9, 28.2))
    #expect(try holds("TH", 100.5, 15.9))
    #expect(try holds("US", -98, 39))
    #expect(try holds("NL", 5.6, 52.2))
    #expect(try !holds("CN", 100.5, 15.9))
    #expect(try !holds("VN", 112.9, 28.2))
  }

  @Test func `every code is assigned but Kosovo's, which ISO leaves to users`() {
    let codes = Set(outline.rings.compactMap(\.country))
    #expect(codes.count > 170)
    #expect(codes.filter { !ReferenceData.embedded.isAssigned($0) }.map(\.description) == ["XK"])
  }

  @Test func `the projection keeps areas and stays within its frame`() {
    let projection = MapProjection(width: 960)
    // A square of ten degrees covers cos(latitude) of one at the equator; the middle of each is compared.
    func area(_ north: Double) -> Double {
      let step = 0.5
      let a = projection.place(GeoPoint(east: 40, north: north - step))
      let b = projection.place(GeoPoint(east: 41, north: north - step))
      let c = projection.place(GeoPoint(east: 41, north: north + step))
      let d = projection.place(GeoPoint(east: 40, north: north + step))
      let corners = [a, b, c, d]
      return abs(
        zip(corners, corners.dropFirst() + [a]).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }) / 2
    }
    // cos 60° = 1/2.
    #expect(abs(area(60) / area(0) - 0.5) < 0.001)
    for ring in outline.rings {
      for point in ring.points {
        let place = projection.place(point)
        #expect(place.x >= -0.01 && place.x <= 960.01)
        #expect(place.y >= -0.01 && place.y <= projection.height + 0.01)
      }
    }
  }

  @Test func `a path holds numbers and commands only`() {
    let path = outline.path(MapProjection(width: 640))
    #expect(path.utf8.count > 20_000)
    #expect(path.utf8.allSatisfy { "Mlz-. 0123456789".utf8.contains($0) })
  }

  @Test func `no outline runs across the map where the edge cuts an island`() throws {
    // St. Lawrence Island lies on both sides of 169 degrees west, the edge of the map.
    let us = try #require(CountryCode("US"))
    let path = outline.path(MapProjection(width: 960), of: us)
    var drawn = 0
    for ring in path.split(separator: "z") {
      let steps = ring.drop { $0 != "l" }.dropFirst().split(separator: " ").compactMap { Double($0) }
      for index in stride(from: 0, to: steps.count - 1, by: 2) {
        #expect(abs(steps[index]) < 480)
        drawn += 1
      }
    }
    #expect(drawn > 100)
    // The island is drawn once at each edge.
    #expect(path.filter { $0 == "M" }.count == outline.rings.filter { $0.country == us }.count + 1)
  }
}
