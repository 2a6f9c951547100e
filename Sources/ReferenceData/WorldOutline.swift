// SPDX-License-Identifier: Apache-2.0

import CEmbedded
public import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A point of the globe in degrees.
public struct GeoPoint: Sendable, Hashable {
  /// −180 to 180.
  public var east: Double
  /// −90 to 90.
  public var north: Double

  public init(east: Double, north: Double) {
    self.east = east
    self.north = north
  }
}

/// Outlines of countries for small maps, from Natural Earth's 1:110m vectors (public domain).
///
/// Lines on disputed areas are Natural Earth's own choice, not a position of this project; every map that draws them
/// says so. Small states and territories (Singapore, Hong Kong, Malta…) have no outline and are drawn as points.
public struct WorldOutline: Sendable {
  /// One closed line: the last point joins the first.
  public struct Ring: Sendable, Hashable {
    /// Nothing where ISO 3166-1 has no code for the area.
    public var country: CountryCode?
    public var points: [GeoPoint]
  }

  /// In order of country, largest ring first.
  public let rings: [Ring]

  /// The outlines that the binary carries.
  public static let embedded: WorldOutline = {
    let bytes = unsafe [UInt8](
      UnsafeRawBufferPointer(start: assay_world_outline_bytes(), count: assay_world_outline_size))
    guard let outline = WorldOutline(table: String(decoding: bytes, as: UTF8.self)) else {
      fatalError("the embedded outlines are damaged")
    }
    return outline
  }()

  /// Reads the table `Reference/outline/world.csv`; nothing when a line is not of its form.
  init?(table: String) {
    var rings: [Ring] = []
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
      guard fields.count == 2 else { return nil }
      let steps = fields[1].split(separator: " ").compactMap { Int($0) }
      guard steps.count >= 6, steps.count.isMultiple(of: 2) else { return nil }
      var (east, north) = (0, 0)
      var points: [GeoPoint] = []
      for index in stride(from: 0, to: steps.count, by: 2) {
        east += steps[index]
        north += steps[index + 1]
        guard abs(east) <= 1_800, abs(north) <= 900 else { return nil }
        points.append(GeoPoint(east: Double(east) / 10, north: Double(north) / 10))
      }
      rings.append(Ring(country: CountryCode(String(fields[0])), points: points))
    }
    self.rings = rings
  }

  /// The outlines of one country, or of all, as the `d` of an SVG path.
  public func path(_ projection: MapProjection, of country: CountryCode? = nil) -> String {
    var out = ""
    for ring in rings where country == nil || ring.country == country {
      for places in projection.outlines(ring.points) { Self.write(places, to: &out) }
    }
    return out
  }

  private static func write(_ places: [(x: Double, y: Double)], to out: inout String) {
    var last = (0, 0)
    for (index, place) in places.enumerated() {
      let spot = (Int((place.x * 10).rounded()), Int((place.y * 10).rounded()))
      if index == 0 {
        out += "M\(tenth(spot.0)) \(tenth(spot.1))l"
      } else if spot != last {
        if out.last != "l" { out += " " }
        out += "\(tenth(spot.0 - last.0)) \(tenth(spot.1 - last.1))"
      }
      last = spot
    }
    if out.last == "l" { out.removeLast() }
    out += "z"
  }

  private static func tenth(_ value: Int) -> String {
    let whole = value.magnitude / 10
    let rest = value.magnitude % 10
    return (value < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : whole == 0 ? ".\(rest)" : "\(whole).\(rest)")
  }
}

/// The Equal Earth projection, in which areas compare truly: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map
/// projection", International Journal of Geographical Information Science 33 (2019), doi 10.1080/13658816.2018.1504949.
public struct MapProjection: Sendable, Hashable {
  /// Width of the drawing; east runs from 0 to it.
  public let width: Double
  /// The meridian in the middle, in degrees. 11 cuts the map in the Bering Strait, through no country but a tip of Russia.
  public let middle: Double
  /// Degrees north and south where the drawing ends.
  public let top: Double
  public let bottom: Double

  public init(width: Double, middle: Double = 11, top: Double = 84, bottom: Double = -57) {
    self.width = width
    self.middle = middle
    self.top = top
    self.bottom = bottom
  }

  public var height: Double { vertical(top) - vertical(bottom) }

  /// Where a point stands, y downwards.
  public func place(_ point: GeoPoint) -> (x: Double, y: Double) {
    place(degrees: degrees(of: point), north: point.north)
  }

  /// A closed line as it is drawn: once, or where the edge of the map cuts it once at each edge, each time whole, so that
  /// what lies beyond the frame falls away and no line runs across the map.
  func outlines(_ points: [GeoPoint]) -> [[(x: Double, y: Double)]] {
    var unrolled: [Double] = []
    for point in points {
      var east = degrees(of: point)
      if let before = unrolled.last {
        if east - before > 180 { east -= 360 }
        if east - before < -180 { east += 360 }
      }
      unrolled.append(east)
    }
    guard let first = unrolled.min(), let last = unrolled.max() else { return [] }
    let turns = (first < -180 ? [0.0, 360] : last > 180 ? [0, -360] : [0])
    return turns.map { turn in
      zip(unrolled, points).map { place(degrees: $0 + turn, north: $1.north) }
    }
  }

  /// Degrees east of the middle, −180 to 180.
  private func degrees(of point: GeoPoint) -> Double {
    let east = point.east - middle
    return east > 180 ? east - 360 : east < -180 ? east + 360 : east
  }

  private func place(degrees east: Double, north: Double) -> (x: Double, y: Double) {
    let parameter = Self.parameter(north)
    let p2 = parameter * parameter
    let p6 = p2 * p2 * p2
    let slope =
      3 * (9 * Self.a4 * p6 * p2 + 7 * Self.a3 * p6 + 3 * Self.a2 * p2 + Self.a1)
    let x = 2 * 3.0.squareRoot() * (east * .pi / 180) * cos(parameter) / slope
    return (width / 2 + x * scale, vertical(top) - vertical(north))
  }

  private static let a1 = 1.340264
  private static let a2 = -0.081106
  private static let a3 = 0.000893
  private static let a4 = 0.003796

  private static func parameter(_ north: Double) -> Double {
    asin(3.0.squareRoot() / 2 * sin(north * .pi / 180))
  }

  private var scale: Double { width / (2 * 2.0 * 3.0.squareRoot() * .pi / (3 * Self.a1)) }

  private func vertical(_ north: Double) -> Double {
    let p = Self.parameter(north)
    let p2 = p * p
    let p6 = p2 * p2 * p2
    return p * (Self.a1 + Self.a2 * p2 + p6 * (Self.a3 + Self.a4 * p2)) * scale
  }
}
