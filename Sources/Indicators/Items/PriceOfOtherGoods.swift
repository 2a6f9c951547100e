// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A price many times above all that goods of the declared heading cost: the price of other goods.
public struct PriceOfOtherGoods: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "price-of-other-goods", title: "Price of other goods than declared", typology: "T1", weight: 0.30,
    source:
      "MSS statement of 18 July 2025, method 3: false names for dear metals; reference prices by heading",
    innocentExplanations: [
      "a special grade of the declared goods", "samples and small lots",
      "tooling or services inside the value",
      "a wrong unit or currency",
    ])

  /// How many times the price is the upper end of the heading's reference band.
  static func ratio(_ item: borrowing ItemContext) -> Double? {
    guard let price = item.pricePerKilogram, let upper = item.headingUpperPrice, upper > 0,
      let mass = item.netMass, mass.kilograms >= 5
    else { return nil }
    // The file's own prices widen the band where many items agree, the named material's price where one is named.
    var usual = upper
    if let expectation = item.expectation, expectation.observations >= 20 {
      usual = max(usual, exponential(expectation.logMedian + 1.3 * expectation.logSpread))
    }
    if let span = item.namedSpan { usual = max(usual, span.upperBound) }
    return price / usual
  }

  public func strength(_ item: borrowing ItemContext) -> Double {
    // What is usual is the upper end at the least, so that most goods are passed over without more.
    guard item.declared.outcome < .licenceRequired, let price = item.pricePerKilogram,
      let upper = item.headingUpperPrice, price / upper > 4, let ratio = Self.ratio(item), ratio > 4
    else { return 0 }
    let strength = min(1, logarithm(ratio / 3) / logarithm(3))
    // A coat or a car at a wrong price is a slip; what may hide a material there is for the identity to say.
    return item.isChapterOfConcern ? strength : item.isOfConcern ? strength * 0.6 : strength * 0.15
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let known =
      item.expectation.map {
        "in this file the median is \(figure($0.median)) USD/kg of \($0.observations) items"
      }
      ?? "this file holds too few items under the code to compare"
    return IndicatorStatement(
      "\(figure(item.pricePerKilogram ?? 0)) USD/kg is \(figure(Self.ratio(item) ?? 0)) times the upper end of what goods "
        + "of the declared heading cost.", fields: ["statistical_value", "net_mass", "commodity_code"],
      tested: [
        "special grade: \(known)",
        "sample or small lot: not by weight (\(figure(item.netMass?.kilograms ?? 0)) kg)",
      ])
  }
}
