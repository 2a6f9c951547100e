// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// An exporter that used a controlled line for a consignee goes on under another line of the same chapter.
public struct TariffLineShift: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "tariff-line-shift", title: "Moved from a controlled line to a free one", typology: "T3",
    weight: 0.35,
    floor: .blue, source: "typology T3",
    innocentExplanations: ["a customer that buys both products", "a corrected classification"])

  private struct Key: Hashable {
    let exporter: UInt32
    let consignee: UInt32
    let chapter: Int
  }

  public func findings(_ file: FileItems) -> [FileFinding] {
    let items = file.items
    var controlled: [Key: (last: Day, codes: Set<CommodityCode>, count: Int)] = [:]
    // Whether a pair of parties, or an exporter, has anything to do with such goods; most have not.
    var isKnown = [Bool](repeating: false, count: file.pairCount)
    var isDealer = [Bool](repeating: false, count: file.partyCount)
    /// Headings under which an exporter sends controlled goods, whoever receives them, with the lowest price a kilogram.
    var dealers: [UInt64: Double] = [:]
    for (index, item) in items.enumerated() where item.declared >= .licenceRequired {
      guard let (key, code) = key(item) else { continue }
      isKnown[Int(file.pairs[index])] = true
      isDealer[Int(item.exporter)] = true
      var entry = controlled[key] ?? (item.day, [], 0)
      entry.last = max(entry.last, item.day)
      entry.codes.insert(code)
      entry.count += 1
      controlled[key] = entry
      if let price = item.pricePerKilogram {
        dealers[Self.dealer(item, code)] = min(dealers[Self.dealer(item, code)] ?? price, price)
      }
    }
    guard !controlled.isEmpty else { return [] }
    var findings: [FileFinding] = []
    for (index, item) in items.enumerated()
    where item.declared < .licenceRequired && !item.isStrategic && isDealer[Int(item.exporter)] {
      guard item.isVague || isKnown[Int(file.pairs[index])], let (key, code) = key(item) else { continue }
      if let finding = vagueResidue(item, code, controlled[key] != nil, dealers) {
        findings.append(finding)
        continue
      }
      guard let entry = controlled[key], item.day > entry.last,
        !entry.codes.contains(code), isShift(to: code, from: entry.codes)
      else { continue }
      findings.append(
        FileFinding(
          row: item.row, strength: item.material == nil ? 0.25 : 0.5,
          statement: IndicatorStatement(
            "After \(entry.count) items under a controlled line, the last on \(entry.last), the same parties "
              + "trade under \(code.digits) of the same chapter.",
            fields: ["commodity_code", "exporter_name", "consignee_name", "date"],
            tested: ["a customer that buys both: no item under both lines on later days"])))
    }
    return findings.sorted { $0.row < $1.row }
  }

  private static func dealer(_ item: FileItem, _ code: CommodityCode) -> UInt64 {
    UInt64(item.exporter) << 16 | UInt64(code.heading)
  }

  /// Words that name nothing on a residual line of a heading under which the exporter sends controlled goods too.
  private func vagueResidue(
    _ item: FileItem, _ code: CommodityCode, _ isKnownPair: Bool, _ dealers: [UInt64: Double]
  ) -> FileFinding? {
    guard item.isVague, item.licence == 0, code.subheading % 10 == 9 || code.subheading % 100 == 90,
      let lowest = dealers[Self.dealer(item, code)],
      // Cheap by-products are what a residual line is for.
      item.pricePerKilogram.map({ $0 > lowest / 3 }) ?? true
    else { return nil }
    return FileFinding(
      row: item.row, strength: isKnownPair ? 1 : 0.8,
      statement: IndicatorStatement(
        "The words name no particular goods on the residual line \(code.digits), while the exporter sends controlled goods of "
          + "heading \(code.heading)\(isKnownPair ? " to the same consignee" : "").",
        fields: ["commodity_code", "goods_description", "exporter_name"],
        tested: ["by-products of the same works: not tested, ask for a certificate of analysis"]))
  }

  /// A line that may stand for the other: a residual one, or another line of the same heading.
  private func isShift(to code: CommodityCode, from codes: Set<CommodityCode>) -> Bool {
    code.subheading % 10 == 9 || code.subheading % 100 == 90 || codes.contains { $0.heading == code.heading }
  }

  private func key(_ item: FileItem) -> (Key, CommodityCode)? {
    guard item.exporter != 0, item.consignee != 0, let code = item.commodityCode else { return nil }
    return (Key(exporter: item.exporter, consignee: item.consignee, chapter: code.chapter), code)
  }
}
