// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Weights of two reports by how well their makers agree with others, after CEPII's BACI (Gaulier and Zignago 2010).
public enum BACIWeights {
  /// Variance of a log-normal error of spread sigma: `exp(s2) (exp(s2) - 1)`.
  public static func variance(_ sigma: Double) -> Double {
    let square = max(sigma, 1e-3) * max(sigma, 1e-3)
    return Mathematics.exp(square) * (Mathematics.exp(square) - 1)
  }

  /// Weight on the reporter's value, 0 to 1; the partner's is one less it. Spreads below 0.001 count as 0.001.
  public static func weight(reporter: Double, partner: Double) -> Double {
    let r = variance(reporter)
    let p = variance(partner)
    return p / (r + p)
  }

  /// Spread from a fixed effect: `(pi / 2) (effect - (least effect + 2 standard errors))`, at least 0.001.
  public static func spread(effect: Double, least: Double, standardError: Double) -> Double {
    max(1e-3, .pi / 2 * (effect - (least + 2 * standardError)))
  }
}

/// How far the reports of each country stand from those of its partners, fitted over all flows reported twice.
public struct ReporterReliability: Sendable {
  /// Fixed effects of |ln(imported / exported)| by country, as exporter and as importer.
  public let exporterEffects: [CountryCode: Double]
  public let importerEffects: [CountryCode: Double]
  public let standardError: Double
  /// Flows that were reported twice and used.
  public let flows: Int

  /// Fits the effects by alternating means, which is least squares on two sets of dummies.
  public init(_ pairs: [MirrorPair], leastMass: Double = 100) {
    var rows: [(exporter: UInt16, importer: UInt16, distance: Double, weight: Double)] = []
    for pair in pairs {
      guard let out = pair.exported, let into = pair.imported, out >= leastMass, into >= leastMass,
        !pair.exportEstimated, !pair.importEstimated
      else { continue }
      // Small lots differ by nature; a large flow tells more of how a country counts.
      rows.append(
        (
          pair.exporter.packed, pair.importer.packed, min(5, abs(Mathematics.log(into / out))),
          min(out, into).squareRoot()
        ))
    }
    flows = rows.count
    let meanWeight = max(1e-9, rows.reduce(0) { $0 + $1.weight } / Double(max(1, rows.count)))
    var exporters: [UInt16: Double] = [:]
    var importers: [UInt16: Double] = [:]
    func update(_ own: (Int) -> UInt16, _ other: (Int) -> Double) -> [UInt16: Double] {
      var sums: [UInt16: (Double, Double)] = [:]
      for index in rows.indices {
        let key = own(index)
        let entry = sums[key] ?? (0, 0)
        let weight = rows[index].weight / meanWeight
        sums[key] = (entry.0 + weight * (rows[index].distance - other(index)), entry.1 + weight)
      }
      // One pseudo-observation at the general mean keeps a country with two flows from ruling.
      let mean = rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.distance } / Double(rows.count) / 2
      return sums.mapValues { ($0.0 + mean) / ($0.1 + 1) }
    }
    for _ in 0..<30 {
      exporters = update({ rows[$0].exporter }) { importers[rows[$0].importer] ?? 0 }
      importers = update({ rows[$0].importer }) { exporters[rows[$0].exporter] ?? 0 }
    }
    var squares = 0.0
    for row in rows {
      let residual = row.distance - (exporters[row.exporter] ?? 0) - (importers[row.importer] ?? 0)
      squares += residual * residual
    }
    let freedom = max(1, rows.count - exporters.count - importers.count)
    standardError =
      rows.isEmpty
      ? 0
      : (squares / Double(freedom) / max(1, Double(rows.count) / max(1, Double(exporters.count))))
        .squareRoot()
    exporterEffects = Dictionary(
      uniqueKeysWithValues: exporters.map { (CountryCode(packed: $0.key), $0.value) })
    importerEffects = Dictionary(
      uniqueKeysWithValues: importers.map { (CountryCode(packed: $0.key), $0.value) })
  }

  /// Relative error to expect of a report, at least 10 %; 35 % where nothing is known.
  public func relativeError(of country: CountryCode, asExporter: Bool) -> Double {
    let effect = asExporter ? exporterEffects[country] : importerEffects[country]
    guard let effect, flows >= 20 else { return 0.35 }
    // The effects hold both sides' noise; the median absolute log ratio of a normal error is 0.67 of its spread.
    return min(1.5, max(0.1, effect))
  }
}

/// Reliability of exporters and importers by the method of Bustos and Yildirim (Atlas of Economic Complexity).
///
/// `s(e, i) = |X - M| / (X + M)`; repeated 25 times from 1: `A_e = n_e / sum_i s(e, i) A_i` and likewise `A_i` over
/// its own column. The published port multiplies the wrong matrix and returns the exporter's value whenever both are
/// reliable; this one weighs by `exp(A_e) / (exp(A_e) + exp(A_i))` as the first version did.
public struct DiscrepancyReliability: Sendable {
  public let exporters: [CountryCode: Double]
  public let importers: [CountryCode: Double]

  public init(_ flows: [(exporter: CountryCode, importer: CountryCode, exported: Double, imported: Double)]) {
    var exportersIndex: [CountryCode: Int] = [:]
    var importersIndex: [CountryCode: Int] = [:]
    var cells: [(Int, Int, Double)] = []
    for flow in flows where flow.exported + flow.imported > 0 {
      let e = exportersIndex[flow.exporter] ?? exportersIndex.count
      exportersIndex[flow.exporter] = e
      let i = importersIndex[flow.importer] ?? importersIndex.count
      importersIndex[flow.importer] = i
      cells.append((e, i, abs(flow.exported - flow.imported) / (flow.exported + flow.imported)))
    }
    var a = [Double](repeating: 1, count: exportersIndex.count)
    var b = [Double](repeating: 1, count: importersIndex.count)
    for _ in 0..<25 {
      var sumsE = [Double](repeating: 0, count: a.count)
      var sumsI = [Double](repeating: 0, count: b.count)
      var countE = sumsE
      var countI = sumsI
      for (e, i, s) in cells {
        sumsE[e] += s * b[i]
        countE[e] += 1
        sumsI[i] += s * a[e]
        countI[i] += 1
      }
      // A country without any discrepancy is capped, not infinitely reliable.
      for e in a.indices { a[e] = min(100, countE[e] / max(1e-9, sumsE[e])) }
      for i in b.indices { b[i] = min(100, countI[i] / max(1e-9, sumsI[i])) }
      // Only the ratio of the two sides is free; keep their means equal.
      let meanA = a.reduce(0, +) / Double(max(1, a.count))
      let meanB = b.reduce(0, +) / Double(max(1, b.count))
      let scale = meanA > 0 ? (meanB / meanA).squareRoot() : 1
      for e in a.indices { a[e] *= scale }
      for i in b.indices { b[i] /= max(1e-12, scale) }
    }
    exporters = exportersIndex.mapValues { a[$0] }
    importers = importersIndex.mapValues { b[$0] }
  }

  /// Weight on the exporter's report, 0 to 1.
  public func exporterWeight(_ exporter: CountryCode, _ importer: CountryCode) -> Double {
    let difference = (importers[importer] ?? 1) - (exporters[exporter] ?? 1)
    return 1 / (1 + Mathematics.exp(min(500, max(-500, difference))))
  }
}
