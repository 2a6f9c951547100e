// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import PageMarkup
public import Screening
public import TradeModel

/// The report of a screening as one page that needs nothing beside it.
///
/// The page holds its own style, drawings and a small script; it loads nothing, sends nothing, and works with
/// scripts off. The same arguments give the same bytes, whatever the order of days, points and destinations.
public enum HTMLReport {
  /// Writes the page.
  /// - Parameters:
  ///   - summary: counts of the run; the charts show exactly these.
  ///   - top: the assessments to list in full, most important first.
  ///   - days: items by day and lane, each pair at most once or in parts that add up.
  ///   - points: unit price and net mass of items, all or a sample.
  ///   - destinations: items by destination and lane.
  ///   - materialName: the English name of a material of the reference.
  ///   - title: what was screened, such as the name of the file.
  ///   - isGenerated: whether the declarations were made by a generator, which the page then says at its head.
  /// - Returns: HTML in UTF-8.
  public static func page(
    summary: ScreeningSummary, top: [Assessment], days: [DayCount], points: [PricePoint],
    destinations: [DestinationCount], materialName: (MaterialID) -> String, title: String, isGenerated: Bool
  ) -> [UInt8] {
    let names = names(of: top, materialName)
    var page = Markup()
    page.raw("<!DOCTYPE html>\n")
    page.element("html", ["lang": "en"]) { page in
      page.element("head") { page in head(title: title, to: &page) }
      page.element("body") { page in
        page.element("a", ["class": "skip", "href": "#list"], text: "Skip to the list")
        page.chartDefinitions()
        page.element("main") { page in
          PageHeader(summary: summary, title: title, isGenerated: isGenerated, listed: top.count).write(
            to: &page)
          LaneSection(summary: summary).write(to: &page)
          DayHistogram(days)?.write(to: &page)
          breakdowns(summary, to: &page)
          var ranks: [Int: Int] = [:]
          for (index, assessment) in top.enumerated() where ranks[assessment.row] == nil {
            ranks[assessment.row] = index + 1
          }
          PriceScatter(points, ranks: ranks).write(to: &page)
          DestinationTable(destinations).write(to: &page)
          RankedList(top: top, materialName: { names[$0] ?? "unnamed material" }).write(to: &page)
          PageFooter(summary: summary).write(to: &page)
        }
        page.embedded("script", script)
      }
    }
    return page.bytes
  }

  /// The names of all materials that the listed assessments speak of.
  private static func names(
    of top: [Assessment], _ name: (MaterialID) -> String
  ) -> [MaterialID: String] {
    var names: [MaterialID: String] = [:]
    for assessment in top {
      let materials =
        assessment.reading.claims.map(\.material) + assessment.identity.candidates.map(\.material)
        + assessment.identity.evidence.compactMap(\.material)
      for material in materials where names[material] == nil { names[material] = name(material) }
    }
    return names
  }

  private static func head(title: String, to page: inout Markup) {
    page.empty("meta", ["charset": "utf-8"])
    // Nothing may be loaded or sent; the one style and the one script are named by their digests.
    page.empty(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content": """
        default-src 'none'; style-src 'sha256-\(digest(style))'; script-src 'sha256-\(digest(script))'; \
        base-uri 'none'; form-action 'none'
        """,
      ])
    page.empty("meta", ["name": "referrer", "content": "no-referrer"])
    page.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    page.empty("meta", ["name": "color-scheme", "content": "light dark"])
    page.element("title", text: "Assay: \(title)")
    page.embedded("style", style)
  }

  private static func breakdowns(_ summary: ScreeningSummary, to page: inout Markup) {
    page.element("div", ["class": "columns"]) { page in
      RankedBars(
        heading: "By mineral",
        note: "Items under control or undecided, as declared or as they most likely are",
        counts: summary.byMineral, label: { $0.split(separator: "-").joined(separator: " ") }
      ).write(to: &page)
      RankedBars(
        heading: "By control", note: "Items to which a control applies or might apply",
        counts: summary.byControl
      ).write(to: &page)
      RankedBars(
        heading: "By indicator", note: "Items on which a risk indicator fired", counts: summary.byIndicator,
        label: { $0.split(separator: "-").joined(separator: " ") }
      ).write(to: &page)
      RankedBars(
        heading: "By licence", note: "Items by the answer of the licence ledger", counts: summary.byLicence
      ).write(to: &page)
    }
  }

  /// The SHA-256 digest of a text in base 64, as a content security policy names it.
  static func digest(_ text: StaticString) -> String {
    let hex = Array(SHA256.hexDigest(of: text.description.utf8).utf8)
    let bytes = stride(from: 0, to: hex.count, by: 2).map { nibble(hex[$0]) << 4 | nibble(hex[$0 + 1]) }
    return base64(bytes)
  }

  private static func nibble(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit - 0x30 : digit - 0x57 }

  /// Base 64 (RFC 4648) with padding.
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let word = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
      for place in 0..<4 {
        text.append(
          place <= part.count ? alphabet[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
