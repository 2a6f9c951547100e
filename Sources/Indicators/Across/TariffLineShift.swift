// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// An exporter that used a controlled line for a consignee goes on under another line of the same chapter.
public struct TariffLineShift: FileIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "tariff-line-shift", title: "Moved from a controlled line to a free one", typology: "T3",
    weight: 0.20,
    floor: .blue, source: "typology T3",
    innocentExplanations: ["a customer that buys both products", "a corrected classification"])

  private struct Key: Hashable {
    let exporter: UInt32
    let consignee: UInt32
    let chapter: Int
  }

  public func findings(_ items: [FileItem]) -> [FileFinding] {
    var controlled: [Key: (last: Day, codes: Set<CommodityCode>, count: Int)] = [:]
    for item in items where item.declared >= .licenceRequired {
      guard let (key, code) = key(item) else { continue }
      var entry = controlled[key] ?? (item.day, [], 0)
      entry.last = max(entry.last, item.day)
      entry.codes.insert(code)
      entry.count += 1
      controlled[key] = entry
    }
    guard !controlled.isEmpty else { return [] }
    var findings: [FileFinding] = []
    for item in items where item.declared < .licenceRequired && !item.isStrategic {
      guard let (key, code) = key(item), let entry = controlled[key], item.day > entry.last,
        !entry.codes.contains(code), isShift(to: code, from: entry.codes)
      else { continue }
      findings.append(
        FileFinding(
          row: item.row, strength: item.material == nil ? 0.4 : 0.8,
          statement: IndicatorStatement(
            "After \(entry.count) items under a controlled line, the last on \(entry.last), the same parties "
              + "trade under \(code.digits) of the same chapter.",
            fields: ["commodity_code", "exporter_name", "consignee_name", "date"],
            tested: ["a customer that buys both: no item under both lines on later days"])))
    }
    return findings.sorted { $0.row < $1.row }
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
