// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import ReferenceData

/// The part of the world that a map shows: all its places with room around them, never so close that the surroundings are
/// unknown.
struct MapWindow {
  /// The world that every map of the workbench is cut from, 960 wide.
  static let projection = MapProjection(width: 960)

  /// The value of the `viewBox` of the drawing.
  let viewBox: String
  /// The size of a pixel in it, when the drawing is as wide as the world.
  let pixel: Double

  /// - Parameters:
  ///   - shape: height by width of the drawing.
  ///   - closest: how many times the whole world may be enlarged.
  ///   - room: width and height of the window by those of the places.
  ///   - above: share of the height by which the places stand below the middle.
  init(
    around places: [(x: Double, y: Double)], shape: Double, closest: Double,
    room: (wide: Double, high: Double),
    above: Double
  ) {
    let (world, tall) = (Self.projection.width, Self.projection.height)
    guard let left = places.map(\.x).min(), let right = places.map(\.x).max(),
      let top = places.map(\.y).min(), let bottom = places.map(\.y).max()
    else {
      (viewBox, pixel) = ("0 0 \(Number.length(world)) \(Number.length(tall))", 1)
      return
    }
    let width = min(
      world, max(world / closest, (right - left) * room.wide, (bottom - top) * room.high / shape))
    let height = min(tall, width * shape)
    let x = max(0, min(world - width, (left + right - width) / 2))
    let y = max(0, min(tall - height, (top + bottom - height) / 2 - height * above))
    viewBox = [x, y, width, height].map { Number.length($0) }.joined(separator: " ")
    pixel = width / world
  }
}
