// SPDX-License-Identifier: Apache-2.0

public import GoodsIdentity
import Indicators
public import Intake
import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Screener {
  /// The identity of every row without law, licences or indicators, for measurement.
  public func identities(_ table: DeclarationTable) -> [CompactIdentity] {
    let ground = ScreeningGround(self, table, ScreeningOptions())
    let evaluator = Evaluator(ground)
    return (0..<table.rowCount).map { row in
      let text = evaluator.text(at: row)
      return model.topCandidate(ground.identityFacts(row, text))
    }
  }

  /// How many rows may well be a material that their papers do not name: the identity step of a screening by itself, on
  /// one thread, for measurement.
  /// - Parameter reusingTexts: whether the reading of a text is kept for its next appearance; without it every row costs
  ///   what a row never seen before costs.
  public func rowsThatMayBeOther(_ table: DeclarationTable, reusingTexts: Bool) -> Int {
    let ground = ScreeningGround(
      self, table, ScreeningOptions(), textLimit: reusingTexts ? GoodsTexts.limit : 0)
    let evaluator = Evaluator(ground)
    return (0..<table.rowCount).count { row in
      if reusingTexts { return !evaluator.others(row, evaluator.text(at: row)).isEmpty }
      let record = evaluator.read(row)
      return withExtendedLifetime(record) { !evaluator.others(row, TextSight(record)).isEmpty }
    }
  }

  /// The distance of each row's price from the median of its group in robust standard deviations, the usual test of
  /// unit prices; 0 where there is none.
  public func priceScores(_ table: DeclarationTable) -> [Double] {
    let learned = LearnedContext(
      table, reference: reference, massRules: massRules, exportCountry: exportCountry, places: portPlaces)
    return (0..<table.rowCount).map { row in
      guard let price = learned.price(table, row), price > 0,
        let band = LearnedContext.expectation(learned.band(row))
      else { return 0 }
      return abs(log(price) - band.logMedian) / max(0.05, band.logSpread)
    }
  }
}
