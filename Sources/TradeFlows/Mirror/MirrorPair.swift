// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// One flow as both countries report it.
public struct MirrorPair: Hashable, Sendable {
  public var code: CommodityCode
  public var period: FlowPeriod
  public var exporter: CountryCode
  public var importer: CountryCode
  /// Kilograms by the exporter's report; nothing when it reports this code and period but not this partner and so
  /// says zero; not a number when a row is there without a mass.
  public var exported: Double?
  /// Kilograms by the importer's report.
  public var imported: Double?
  public var exportedUSD: Double?
  public var importedUSD: Double?
  public var exportEstimated = false
  public var importEstimated = false
  /// Whether the country reports the code in the period at all; when not, its silence is not a zero.
  public var exporterReports = false
  public var importerReports = false

  /// Kilograms by the exporter, zero when it reports the code but not the partner, nothing when it is silent.
  public var exportedMass: Double? { exported.map { $0.isNaN ? nil : $0 } ?? (exporterReports ? 0 : nil) }
  public var importedMass: Double? { imported.map { $0.isNaN ? nil : $0 } ?? (importerReports ? 0 : nil) }

  /// USD a kilogram by the importer's report, by the exporter's when there is none.
  public var unitValue: Double? {
    if let kilograms = imported, kilograms > 0, let usd = importedUSD, usd > 0 { return usd / kilograms }
    if let kilograms = exported, kilograms > 0, let usd = exportedUSD, usd > 0 { return usd / kilograms }
    return nil
  }
}

/// Both reports of every flow of a table, joined.
public struct MirrorPairs: Sendable {
  /// In order of code, period, exporter and importer.
  public let pairs: [MirrorPair]

  /// Joins the reports of a table. Both sides are kept as they are: nothing is reconciled before it is looked at.
  /// - Throws: `ValueError` when the table holds reconciled values, which cannot show a gap.
  public init(_ table: FlowTable) throws(ValueError) {
    guard !table.reconciled else {
      throw ValueError(
        "this source gives one value a flow, made from both reports; gaps need both reports as they were made"
      )
    }
    // Sorted keys instead of a dictionary: the order is needed anyway and 10^7 rows stay in one array.
    struct Side {
      var key: UInt64
      var row: Int32
      var isExport: Bool
    }
    var pairs: [MirrorPair] = []
    let records = table.records
    var start = 0
    while start < records.count {
      let code = records[start].code
      let period = records[start].period
      var end = start
      var sides: [Side] = []
      var reportsOut: Set<UInt16> = []
      var reportsIn: Set<UInt16> = []
      while end < records.count, records[end].code == code, records[end].period == period {
        let record = records[end]
        if record.direction == .goodsOut {
          reportsOut.insert(record.reporter.packed)
          sides.append(
            Side(
              key: UInt64(record.reporter.packed) << 16 | UInt64(record.partner.packed), row: Int32(end),
              isExport: true))
        } else if record.direction == .goodsIn {
          reportsIn.insert(record.reporter.packed)
          sides.append(
            Side(
              key: UInt64(record.partner.packed) << 16 | UInt64(record.reporter.packed), row: Int32(end),
              isExport: false)
          )
        }
        end += 1
      }
      for total in Self.reporters(table, code: code, period: period) {
        if total.direction == .goodsOut {
          reportsOut.insert(total.reporter.packed)
        } else if total.direction == .goodsIn {
          reportsIn.insert(total.reporter.packed)
        }
      }
      sides.sort { ($0.key, $0.isExport ? 0 : 1, $0.row) < ($1.key, $1.isExport ? 0 : 1, $1.row) }
      var index = 0
      while index < sides.count {
        let key = sides[index].key
        var pair = MirrorPair(
          code: code, period: period, exporter: CountryCode(packed: UInt16(key >> 16)),
          importer: CountryCode(packed: UInt16(key & 0xFFFF)))
        while index < sides.count, sides[index].key == key {
          let record = records[Int(sides[index].row)]
          if sides[index].isExport {
            pair.exported = record.kilograms
            pair.exportedUSD = record.usd
            pair.exportEstimated = record.estimated
          } else {
            pair.imported = record.kilograms
            pair.importedUSD = record.usd
            pair.importEstimated = record.estimated
          }
          index += 1
        }
        pair.exporterReports = reportsOut.contains(pair.exporter.packed)
        pair.importerReports = reportsIn.contains(pair.importer.packed)
        if pair.exporter != pair.importer { pairs.append(pair) }
      }
      start = end
    }
    self.pairs = pairs
  }

  /// The totals of one code and period.
  private static func reporters(_ table: FlowTable, code: CommodityCode, period: FlowPeriod) -> [FlowRecord] {
    // Totals are few (one a reporter); the table keeps them in reading order.
    table.totals.isEmpty || table.totals.count > 200_000
      ? [] : table.totals.filter { $0.code == code && $0.period == period }
  }
}
