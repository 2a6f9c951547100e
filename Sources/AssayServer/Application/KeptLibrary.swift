// SPDX-License-Identifier: Apache-2.0

import Foundation
import TradeModel

/// Where a script library lies on the disk, with the text of its licence.
public struct LibraryPlace: Sendable, Hashable {
  public var script: String
  public var licence: String

  public init(script: String, licence: String) {
    self.script = script
    self.licence = licence
  }

  /// D3 as Debian's package node-d3 installs it.
  public static let debian = LibraryPlace(
    script: "/usr/share/nodejs/d3/dist/d3.min.js", licence: "/usr/share/doc/node-d3/copyright")
}

/// D3 (https://d3js.org), read from the disk at the start and served as it lies there, beside its licence.
///
/// Nothing of it is in the program, nothing is fetched from elsewhere. Where the file is absent, pages work as they do without
/// script.
struct KeptLibrary: Sendable {
  let script: [UInt8]
  let licence: [UInt8]
  /// Changes whenever the script does.
  let tag: String

  /// Bytes of a script or a licence; a larger file is none.
  private static let most = 4 << 20

  init?(_ place: LibraryPlace) {
    guard let script = Self.read(place.script), let licence = Self.read(place.licence) else { return nil }
    self.script = script
    self.licence = licence
    tag = String(SHA256.hexDigest(of: script).prefix(12))
  }

  /// The file's bytes where they are text.
  private static func read(_ path: String) -> [UInt8]? {
    guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: most + 1),
      data.count <= most, String(validating: data, as: UTF8.self) != nil
    else { return nil }
    return Array(data)
  }
}
