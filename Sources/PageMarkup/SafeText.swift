// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Makes any text fit for a page: escaped, bounded, and with nothing in it that the reader cannot see.
///
/// Declarations are written by others. A right-to-left override (U+202E) can make one commodity code look like
/// another, and a zero-width space can split a word that a reader would search for ("Trojan Source",
/// N. Boucher and R. Anderson, USENIX Security 2023). Such characters are shown as `[U+202E]`.
package enum SafeText {
  /// The longest text shown, in Unicode scalars; what follows is counted, not shown.
  package static let limit = 1_200
  /// The most combining marks shown on one character.
  package static let marks = 8

  package static func append(_ text: some StringProtocol, to bytes: inout [UInt8]) {
    var count = 0
    var combining = 0
    for scalar in text.unicodeScalars {
      count += 1
      if count > limit { break }
      if scalar.value < 0x80, let plain = plain(UInt8(scalar.value)) {
        bytes.append(plain)
        combining = 0
        continue
      }
      if scalar.properties.canonicalCombiningClass != .notReordered {
        combining += 1
        if combining > marks { continue }
      } else {
        combining = 0
      }
      bytes.append(contentsOf: replacement(for: scalar).utf8)
    }
    if count > limit {
      let rest = text.unicodeScalars.count - limit
      bytes.append(contentsOf: "… (\(Figures.grouped(rest)) more characters)".utf8)
    }
  }

  /// The escaped and visible form of a text.
  package static func escape(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The byte itself where it needs neither escape nor picture.
  private static func plain(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): nil
    case 0x20...0x7E: byte
    case 0x09, 0x0A, 0x0D: 0x20
    default: nil
    }
  }

  private static func replacement(for scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x26: "&amp;"
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x22: "&quot;"
    case 0x27: "&#39;"
    // Separators of lines and paragraphs.
    case 0x2028, 0x2029: " "
    case _ where VisibleText.isUnseen(scalar): name(scalar)
    default: String(scalar)
    }
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "[U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "]"
  }

  /// The address, when it is one that a page may link to: `http` or `https` and printable ASCII only.
  package static func link(_ address: String) -> String? {
    guard address.hasPrefix("https://") || address.hasPrefix("http://"), address.utf8.count <= limit,
      address.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return address
  }
}
