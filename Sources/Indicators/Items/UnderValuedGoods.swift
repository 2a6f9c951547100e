// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Ranking
import TradeModel

/// A named strategic material at a fraction of what it costs anywhere, and of what its code costs in the file.
public struct UnderValuedGoods: ItemIndicator {
  public init() {}

  public let definition = IndicatorDefinition(
    id: "under-valued", title: "Named material far below its price", typology: "T4", weight: 0.40,
    floor: .blue,
    source:
      "FATF-Egmont Trade-Based Money Laundering Risk Indicators, 2021; dated price bands of the reference",
    innocentExplanations: [
      "scrap, residues or a low grade of the material", "a wrong unit or currency",
      "a transfer price between affiliates",
    ])

  /// How many times below the lower end of the material's band the price is; above 1 is below.
  static func ratio(_ item: borrowing ItemContext) -> Double? {
    guard let price = item.pricePerKilogram, price > 0, let span = item.namedSpan else { return nil }
    return span.lowerBound / price
  }

  public func strength(_ item: borrowing ItemContext) -> Double {
    guard item.declared.outcome >= .cannotDecide, let ratio = Self.ratio(item), ratio > 0.9 else { return 0 }
    guard ratio > 2 else {
      // Near the lower end of a wide band, yet far below what others in the file pay.
      guard item.declared.outcome >= .licenceRequired, let price = item.pricePerKilogram,
        let usual = item.expectation,
        usual.observations >= 12, usual.logMedian - logarithm(price) > 1.3
      else { return 0 }
      return 0.5
    }
    var strength = min(1, 0.4 + logarithm(ratio / 2) / logarithm(4))
    if item.declared.outcome >= .licenceRequired {
      // Under a licence the papers name the goods truly, so that what the material costs anywhere is the measure.
      let usual = item.expectation.flatMap { $0.observations >= 8 ? $0.logMedian : nil }
      guard let usual, let price = item.pricePerKilogram else { return strength * 0.5 }
      return usual - logarithm(price) < 0.7 ? strength * 0.2 : strength
    }
    if let expectation = item.expectation, expectation.observations >= 8, let price = item.pricePerKilogram {
      // The file's own prices speak too: usual there, and the reference band may be old.
      let below = expectation.logMedian - logarithm(price)
      if below < 0.7 { strength *= 0.2 } else if below < 1.2 { strength *= 0.6 }
      // Under a code whose prices differ widely a low one is nothing odd.
      let distance = below / max(expectation.logSpread, 0.35)
      if distance < 2 { strength *= 0.3 } else if distance < 2.8 { strength *= 0.6 }
    } else {
      strength *= 0.5
    }
    // Where the law has not decided that the goods are under control there is little to gain by a low value; stock lots and
    // scrap of common metals are sold so every day.
    return strength * 0.15
  }

  public func statement(_ item: borrowing ItemContext) -> IndicatorStatement {
    let span = item.namedSpan ?? 0...0
    var tested: [String] = []
    if let expectation = item.expectation {
      tested.append(
        "low grade: the median of \(expectation.observations) items under the code is \(figure(expectation.median)) USD/kg"
      )
    }
    return IndicatorStatement(
      "\(figure(item.pricePerKilogram ?? 0)) USD/kg, while the material named costs \(figure(span.lowerBound)) to "
        + "\(figure(span.upperBound)) USD/kg.",
      fields: ["statistical_value", "net_mass", "goods_description"],
      tested: tested)
  }
}
