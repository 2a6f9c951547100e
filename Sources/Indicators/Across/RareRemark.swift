// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A remark that goods are not controlled, on goods of which nobody else says so.
public struct RareRemark: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "rare-remark", title: "Said to be free where nobody asked", typology: "T14", weight: 0.15,
    source: "MOFCOM/GAC Announcements 55 to 58 of 2025, remark field; GAC Announcement 123 of 2025",
    innocentExplanations: ["a standing remark of the agent's software", "a careful exporter"])

  /// The share of a chapter's items from which on the remark is usual, and the least number of items to know it.
  static let usual = 0.05, least = 20

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    guard items.contains(where: \.isRemarkedFree) else { return [] }
    let remarks = TraitCounts(items, of: \.chapter) { $0.isRemarkedFree }
    return items.compactMap { item in
      guard item.isRemarkedFree, item.declared < .licenceRequired, let code = item.commodityCode,
        let count = remarks.rare(code.chapter, below: Self.usual, least: Self.least)
      else { return nil }
      return FileFinding(
        row: item.row, strength: 1,
        statement: IndicatorStatement(
          "The papers remark that the goods are not controlled, as \(count.showing) of \(count.all) items of chapter "
            + "\(code.chapter) in the file do.", fields: ["goods_description"],
          tested: ["a remark that the code asks for: no, hardly anybody makes it"]))
    }.sorted { $0.row < $1.row }
  }
}
