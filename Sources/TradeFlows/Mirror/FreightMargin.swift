// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// How much of an import value is freight and insurance, to be taken off before it is set beside an export value.
public enum FreightMargin: Hashable, Sendable {
  /// Nothing is taken off; right for importers that value free on board.
  case none
  /// A flat factor on the export value: 1.06 as the IMF's Direction of Trade Statistics uses since 2017, 1.10 before.
  case flat(Double)
  /// A freight in USD per kilogram: right at both ends, where a flat rate is wrong (1.5 and 2,000 USD/kg).
  case perKilogram(Double)
  /// A share of the export value that depends on distance and unit value, as CEPII's BACI fits it.
  case fitted(intercept: Double, logDistance: Double, contiguous: Double, logUnitValue: Double)
  /// By way: at most 50 USD/kg the goods go by sea, dearer ones by air; both rates in USD per kilogram.
  case byWay(sea: Double, air: Double)
  /// Shares of the import value by heading (four digits), such as the OECD's database ITIC gives; a mean for others.
  case table([Int: Double], mean: Double)

  public static let imf = FreightMargin.flat(1.06)

  /// An import value without freight and insurance, in USD.
  ///
  /// - Parameters:
  ///   - usd: value with cost, insurance and freight
  ///   - kilograms: net mass, needed by the margin per kilogram and the fitted one
  ///   - distance: kilometres between the countries
  public func freeOnBoard(
    usd: Double, kilograms: Double?, distance: Double? = nil, contiguous: Bool = false, heading: Int? = nil
  ) -> Double {
    switch self {
    case .none: return usd
    case .flat(let factor): return usd / max(1, factor)
    case .perKilogram(let rate):
      // Never more than half: a rate too high for the good is a wrong lane, not a negative price.
      guard let kilograms, kilograms > 0 else { return usd }
      return max(usd / 2, usd - rate * kilograms)
    case .byWay(let sea, let air):
      guard let kilograms, kilograms > 0 else { return usd }
      return max(usd / 2, usd - (usd / kilograms > 50 ? air : sea) * kilograms)
    case .table(let shares, let mean):
      return usd * (1 - min(0.9, max(0, heading.flatMap { shares[$0] } ?? mean)))
    case .fitted(let intercept, let logDistance, let contiguity, let logUnitValue):
      guard let kilograms, kilograms > 0, usd > 0, let distance, distance > 0 else { return usd }
      let margin =
        intercept + logDistance * Mathematics.log(distance) + (contiguous ? contiguity : 0) + logUnitValue
        * Mathematics.log(usd / kilograms)
      // Bounds of the Atlas procedure: 0 to 20 %.
      return usd * (1 - min(0.2, max(0, margin)))
    }
  }
}

extension FreightMargin {
  /// Fits the margin to values that both sides report, after BACI: `ln(M / X)` on log distance and log unit value, a
  /// tenth cut off at each end; flat 1.06 when fewer than thirty flows can be used.
  static func fitted(to pairs: [MirrorPair], facts: FlowReference) -> FreightMargin {
    var rows: [(ratio: Double, distance: Double, price: Double)] = []
    for pair in pairs {
      guard let sold = pair.exportedUSD, let bought = pair.importedUSD, sold >= 10_000, bought >= 10_000,
        let kilograms = pair.imported, kilograms > 0,
        let distance = facts.distance(pair.exporter, pair.importer), distance > 0
      else { continue }
      let ratio = Mathematics.log(bought / sold)
      if abs(ratio) < 1 {
        rows.append((ratio, Mathematics.log(distance), Mathematics.log(bought / kilograms)))
      }
    }
    rows.sort { ($0.ratio, $0.distance, $0.price) < ($1.ratio, $1.distance, $1.price) }
    rows = Array(rows.dropFirst(rows.count / 10).dropLast(rows.count / 10))
    guard rows.count >= 30 else { return .imf }
    let beta = LeastSquares.solve(
      columns: [rows.map { _ in 1 }, rows.map(\.distance), rows.map(\.price)], response: rows.map(\.ratio))
    return .fitted(intercept: beta[0], logDistance: beta[1], contiguous: 0, logUnitValue: beta[2])
  }
}

extension FlowReference {
  /// Kilometres between the middles of two countries on the great circle, or nothing where a place is not on file.
  public func distance(_ a: CountryCode, _ b: CountryCode) -> Double? {
    guard let x = places[a], let y = places[b] else { return nil }
    let radian = Double.pi / 180
    func half(_ angle: Double) -> Double { (1 - Mathematics.cos(angle * radian)) / 2 }
    let h =
      half(y.north - x.north) + Mathematics.cos(x.north * radian) * Mathematics.cos(y.north * radian)
      * half(y.east - x.east)
    return 2 * 6371 * Mathematics.arcsine(min(1, h).squareRoot())
  }
}
