// SPDX-License-Identifier: Apache-2.0

import CWorkbench
import ReferenceData
import TradeModel

/// Files the pages refer to, carried in the binary: one stylesheet, one module, the outlines of the world.
public enum Assets {
  public struct Asset: Sendable {
    public var contentType: String
    public var bytes: [UInt8]

    public init(contentType: String, bytes: [UInt8]) {
      self.contentType = contentType
      self.bytes = bytes
    }
  }

  /// By name under `/assets/`.
  public static let all: [String: Asset] = [
    "workbench.css": Asset(
      contentType: "text/css; charset=utf-8",
      bytes: unsafe [UInt8](
        UnsafeRawBufferPointer(start: assay_workbench_css_bytes(), count: assay_workbench_css_size))),
    "workbench.js": Asset(
      contentType: "text/javascript; charset=utf-8",
      bytes: unsafe [UInt8](
        UnsafeRawBufferPointer(start: assay_workbench_js_bytes(), count: assay_workbench_js_size))),
    "explore.js": Asset(
      contentType: "text/javascript; charset=utf-8",
      bytes: unsafe [UInt8](
        UnsafeRawBufferPointer(start: assay_explore_js_bytes(), count: assay_explore_js_size))),
    "world.svg": Asset(contentType: "image/svg+xml", bytes: Array(world.utf8)),
    "icon.svg": Asset(contentType: "image/svg+xml", bytes: Array(icon.utf8)),
  ]

  /// Changes whenever an asset does.
  public static let tag: String = {
    var together: [UInt8] = []
    for (name, asset) in all.sorted(by: { $0.key < $1.key }) { together += Array(name.utf8) + asset.bytes }
    return String(SHA256.hexDigest(of: together).prefix(12))
  }()

  private static let world =
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- Natural Earth 1:110m, public domain --><path id=\"land\" d=\""
    + WorldOutline.embedded.path(MapWindow.projection) + "\"/></svg>\n"

  private static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#0d6070" d="M12 2.5 21 7.5v9L12 21.5 3 16.5v-9z"/>\
    <path fill="none" stroke="#fff" stroke-width="1.4" d="M3 7.5l9 5 9-5M12 12.5v9"/></svg>

    """
}
