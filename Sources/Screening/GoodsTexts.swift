// SPDX-License-Identifier: Apache-2.0

import Intake
import TradeModel

/// The distinct goods of a table - description, composition and code together - and what each says.
///
/// Descriptions repeat, so each is read once for all rows, passes and threads. Beyond a number of distinct goods they are
/// read where they are met, so that memory stays bounded.
struct GoodsTexts: Sendable {
  /// By row: the number of its goods, in order of first appearance.
  let kinds: [UInt32]
  /// By number, the first `limit` of them.
  private let records: [TextRecord]
  private let sights: [TextSight]

  private struct Goods {
    let composition: UInt32
    let code: UInt32
    let kind: UInt32
  }

  /// Distinct goods that are kept, about 300 bytes each.
  static let limit = 1 << 20

  init(_ table: DeclarationTable, screener: Screener, threads: Int, limit: Int = Self.limit) {
    var known = NumberMap<UInt32>()
    var kinds: [UInt32] = []
    kinds.reserveCapacity(table.rowCount)
    let (descriptions, compositions) = (table.goodsDescription.codes, table.composition.codes)
    // Most descriptions stand with one composition and code, which a look at the first of them tells.
    var usual = [Goods?](repeating: nil, count: table.goodsDescription.dictionary.count)
    // The row in which goods appear first stands for them.
    for row in 0..<table.rowCount {
      let (description, composition) = (descriptions[row], compositions[row])
      let code = table.commodityCode[row]
      if let usual = usual[Int(description)], usual.composition == composition, usual.code == code {
        kinds.append(usual.kind)
        continue
      }
      let key = NumberKey(UInt64(description) << 32 | UInt64(composition), UInt64(code))
      let kind = UInt32(known.position(of: key, default: UInt32(row)))
      kinds.append(kind)
      if usual[Int(description)] == nil {
        usual[Int(description)] = Goods(composition: composition, code: code, kind: kind)
      }
    }
    let rows = known.values.prefix(limit)
    let codes = CodeTable(table, screener)
    let size = 256
    let read = inChunks((rows.count + size - 1) / size, threads: threads) {
      codes
    } body: { codes, chunk in
      (chunk * size..<min((chunk + 1) * size, rows.count)).map { number in
        screener.read(table, Int(rows[number]), codes, serial: UInt32(number))
      }
    }
    self.kinds = kinds
    records = Array(read.joined())
    sights = records.map { TextSight($0) }
    self.codes = codes
  }

  let codes: CodeTable

  /// The goods of the only row of a table, as a memory knows them.
  init(only record: TextRecord) {
    kinds = [0]
    records = [record]
    sights = [TextSight(record)]
    codes = CodeTable(facts: [nil, record.codeRecord])
  }

  /// What the goods of a row say, where it is kept.
  @inline(__always)
  func sight(_ row: Int) -> TextSight? {
    let kind = Int(kinds[row])
    return kind < sights.count ? sights[kind] : nil
  }
}

/// What each commodity code of a table says by itself.
struct CodeTable: Sendable {
  /// By code of the table's list of commodity codes; nothing for the absent code.
  let facts: [CodeRecord?]

  init(facts: [CodeRecord?]) { self.facts = facts }

  init(_ table: DeclarationTable, _ screener: Screener) {
    facts = table.commodityCodes.map { $0.map { CodeRecord($0, screener) } }
  }
}
