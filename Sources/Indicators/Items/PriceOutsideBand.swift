// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

extension PriceExpectation {
  /// The median in US dollars per kilogram.
  public var median: Double { exponential(logMedian) }
}

extension ItemContext {
  /// The distance of the price from the median of the code in the file, in robust standard deviations.
  public var priceDistance: Double? { PriceOutsideBand.distance(self) }
}

/// A price per kilogram far from what the same code costs in the file.
public struct PriceOutsideBand: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "price-outside-band", title: "Price outside the band of the code", typology: "T4", weight: 0.12,
    source:
      "unit-value screens of the JRC school; FATF-Egmont Trade-Based Money Laundering Risk Indicators, 2021",
    innocentExplanations: [
      "samples and small lots", "a dear or a low grade", "freight or services inside the value",
      "a wrong unit",
    ])

  /// The distance from the median in robust standard deviations; the spread is at least 0.35, since codes mix grades.
  static func distance(_ item: borrowing ItemContext) -> Double? {
    guard let price = item.pricePerKilogram, price > 0, let expectation = item.expectation,
      expectation.observations >= 8
    else { return nil }
    return ((item.logPrice ?? logarithm(price)) - expectation.logMedian) / max(expectation.logSpread, 0.35)
  }

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard let distance = Self.distance(item), abs(distance) > 3.5 else { return 0 }
    let strength = min(1, (abs(distance) - 3.5) / 3.5 + 0.2) * (item.isOfConcern ? 1 : 0.25)
    // Samples cost many times what the goods cost; a named material may cost what it costs.
    if distance > 0, let mass = item.netMass, mass.kilograms < 5 { return strength * 0.25 }
    if let span = item.namedSpan, let price = item.pricePerKilogram, span.contains(price) {
      return strength * 0.25
    }
    return strength
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let price = item.pricePerKilogram ?? 0
    let median = item.expectation?.median ?? 0
    let count = item.expectation?.observations ?? 0
    var tested: [String] = []
    if let mass = item.netMass {
      tested.append(
        mass.kilograms < 1
          ? "sample or small lot: possible, the item weighs \(figure(mass.kilograms)) kg"
          : "sample or small lot: not by weight (\(figure(mass.kilograms)) kg)")
    }
    return IndicatorStatement(
      "\(figure(price)) USD/kg against a median of \(figure(median)) USD/kg of \(count) items under the code.",
      fields: ["statistical_value", "net_mass", "commodity_code"], tested: tested)
  }
}
