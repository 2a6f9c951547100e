// SPDX-License-Identifier: Apache-2.0

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

  public static let imf = FreightMargin.flat(1.06)

  /// An import value without freight and insurance, in USD.
  ///
  /// - Parameters:
  ///   - usd: value with cost, insurance and freight
  ///   - kilograms: net mass, needed by the margin per kilogram and the fitted one
  ///   - distance: kilometres between the countries
  public func freeOnBoard(usd: Double, kilograms: Double?, distance: Double? = nil, contiguous: Bool = false)
    -> Double
  {
    switch self {
    case .none: return usd
    case .flat(let factor): return usd / max(1, factor)
    case .perKilogram(let rate):
      // Never more than half: a rate too high for the good is a wrong lane, not a negative price.
      guard let kilograms, kilograms > 0 else { return usd }
      return max(usd / 2, usd - rate * kilograms)
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
