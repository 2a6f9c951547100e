// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Flows of one code over a window of periods, the importer's report preferred and the exporter's as a fall-back.
public struct FlowMatrix: Sendable {
  /// Kilograms by exporter and importer.
  public private(set) var mass: [CountryCode: [CountryCode: Double]] = [:]
  /// USD by exporter and importer, of the report whose mass was taken.
  private var value: [CountryCode: [CountryCode: Double]] = [:]
  /// Kilograms into each importer, by any exporter.
  public private(set) var into: [CountryCode: Double] = [:]
  public private(set) var outOf: [CountryCode: Double] = [:]
  /// Countries with an import report of their own in the window.
  public private(set) var importReporters: Set<CountryCode> = []

  /// Sums a window. Every period of the window must be of one length, or months would be counted with years.
  public init(_ pairs: [MirrorPair], code: CommodityCode, window: Set<FlowPeriod>) {
    for pair in pairs where pair.code == code && window.contains(pair.period) {
      if pair.importerReports { importReporters.insert(pair.importer) }
      let usesImport = (pair.imported ?? .nan) > 0
      let kilograms = usesImport ? pair.imported! : pair.exported.flatMap { $0 > 0 ? $0 : nil } ?? 0
      guard kilograms > 0 else { continue }
      let usd = usesImport ? pair.importedUSD ?? 0 : pair.exportedUSD ?? 0
      mass[pair.exporter, default: [:]][pair.importer, default: 0] += kilograms
      value[pair.exporter, default: [:]][pair.importer, default: 0] += usd.isFinite ? usd : 0
      into[pair.importer, default: 0] += kilograms
      outOf[pair.exporter, default: 0] += kilograms
    }
  }

  public func flow(_ exporter: CountryCode, _ importer: CountryCode) -> Double {
    mass[exporter]?[importer] ?? 0
  }

  /// The share of an exporter in what an importer takes in, 0 to 1.
  public func share(of exporter: CountryCode, in importer: CountryCode) -> Double {
    guard let all = into[importer], all > 0 else { return 0 }
    return flow(exporter, importer) / all
  }

  /// USD a kilogram, or nothing.
  public func unitValue(_ exporter: CountryCode, _ importer: CountryCode) -> Double? {
    let kilograms = flow(exporter, importer)
    guard kilograms > 0, let usd = value[exporter]?[importer], usd > 0 else { return nil }
    return usd / kilograms
  }

  /// The share of an exporter in the imports of all countries but some, 0 to 1.
  func share(of exporter: CountryCode, inWorldWithout left: Set<CountryCode>) -> Double {
    var all = 0.0
    for (importer, kilograms) in into.sorted(by: { $0.key.packed < $1.key.packed })
    where !left.contains(importer) { all += kilograms }
    var own = 0.0
    for (importer, kilograms) in (mass[exporter] ?? [:]).sorted(by: { $0.key.packed < $1.key.packed })
    where !left.contains(importer) { own += kilograms }
    return all > 0 ? own / all : 0
  }

  public var countries: [CountryCode] { Set(into.keys).union(outOf.keys).sorted() }
}
