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
  /// Months by which the importer's report was set back to fit the exporter's, 0 to 3.
  public var lag = 0
  /// Imported less exported kilograms over the month before, this one and the next, where all are known.
  public var quarterGap: Double?

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

  /// The pairs with the importer's months set back by the lag at which the two reports of a lane go best together.
  ///
  /// Years stay as they are; months whose later import report is not in the table have no import report.
  public func aligned(before control: Month? = nil) -> [MirrorPair] {
    struct Lane: Hashable {
      var code: CommodityCode
      var exporter: CountryCode
      var importer: CountryCode
    }
    var lanes: [Lane: [Int]] = [:]
    var result = pairs
    for (index, pair) in pairs.enumerated() where pair.period.months == 1 {
      lanes[Lane(code: pair.code, exporter: pair.exporter, importer: pair.importer), default: []].append(
        index)
    }
    for (_, places) in lanes where places.count >= 3 {
      let first = pairs[places[0]].period.first
      let span = first.distance(to: pairs[places[places.count - 1]].period.first) + 1
      guard span < 1200 else { continue }
      var out = [Double](repeating: .nan, count: span)
      var into = out
      for place in places {
        let at = first.distance(to: pairs[place].period.first)
        out[at] = pairs[place].exportedMass ?? .nan
        into[at] = pairs[place].importedMass ?? .nan
      }
      let lag = LagAlignment.lag(
        exported: MonthlySeries(id: "", start: first, values: out),
        imported: MonthlySeries(id: "", start: first, values: into), before: control)
      func gap(_ at: Int) -> Double? {
        guard at >= 0, at + lag < span, at < span, out[at].isFinite, into[at + lag].isFinite else {
          return nil
        }
        return into[at + lag] - out[at]
      }
      var byMonth: [Int: Int] = [:]
      for place in places { byMonth[first.distance(to: pairs[place].period.first)] = place }
      for place in places {
        let at = first.distance(to: pairs[place].period.first)
        if let a = gap(at - 1), let b = gap(at), let c = gap(at + 1) { result[place].quarterGap = a + b + c }
        guard lag > 0 else { continue }
        result[place].lag = lag
        let later = byMonth[at + lag]
        result[place].imported = later.flatMap { pairs[$0].imported }
        result[place].importedUSD = later.flatMap { pairs[$0].importedUSD }
        result[place].importEstimated = later.map { pairs[$0].importEstimated } ?? false
        result[place].importerReports = later.map { pairs[$0].importerReports } ?? false
      }
    }
    return result
  }

  /// The totals of one code and period.
  private static func reporters(_ table: FlowTable, code: CommodityCode, period: FlowPeriod) -> [FlowRecord] {
    // Totals are few (one a reporter); the table keeps them in reading order.
    table.totals.isEmpty || table.totals.count > 200_000
      ? [] : table.totals.filter { $0.code == code && $0.period == period }
  }
}
