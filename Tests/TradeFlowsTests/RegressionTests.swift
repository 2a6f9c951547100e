// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import TradeFlows

@Suite("Robust regression and weights") struct RegressionTests {
  @Test func `least trimmed squares through the origin is the best of all subsets`() {
    var random = GeneratedSeries.Random(31)
    for _ in 0..<20 {
      let x = (0..<11).map { _ in random.within(1, 100) }
      let y = x.enumerated().map { $0 < 3 ? 20 * $1 : 4 * $1 + random.normal() * 5 }
      let fit = LeastTrimmedSquares.fit(columns: [x], response: y)
      // Every subset of six rows of eleven, by its own least squares.
      var best = Double.infinity
      for mask in 0..<(1 << 11) where mask.nonzeroBitCount == fit.h {
        let rows = (0..<11).filter { mask >> $0 & 1 == 1 }
        let beta = rows.reduce(0) { $0 + x[$1] * y[$1] } / rows.reduce(0) { $0 + x[$1] * x[$1] }
        best = min(best, rows.reduce(0) { $0 + (y[$1] - beta * x[$1]) * (y[$1] - beta * x[$1]) })
      }
      #expect(abs(fit.objective - best) <= 1e-9 * best)
    }
  }

  @Test func `a fifth of wrong prices does not move the fair price`() throws {
    var random = GeneratedSeries.Random(41)
    let kilograms = (0..<300).map { _ in random.within(10, 1000) }
    let usd = kilograms.enumerated().map { $1 * ($0 % 5 == 0 ? 0.4 : 4.25) * (1 + 0.02 * random.normal()) }
    let screen = try #require(PriceScreen(kilograms: kilograms, usd: usd))
    #expect(abs(screen.fairPrice - 4.25) < 0.03)
    for (index, flags) in screen.flags.enumerated() {
      #expect(flags.contains(.underHalf) == (index % 5 == 0))
    }
  }

  @Test(arguments: [(0.3, 0.6, 0.857704), (0.5, 0.5, 0.5), (0.2, 1.0, 0.990988)])
  func `BACI weights have their golden values`(_ reporter: Double, _ partner: Double, _ expected: Double) {
    #expect(abs(BACIWeights.weight(reporter: reporter, partner: partner) - expected) < 1e-6)
  }

  @Test func `a spread below zero counts as the least one`() {
    #expect(BACIWeights.spread(effect: 0.1, least: 0.1, standardError: 0.5) == 1e-3)
    #expect(abs(BACIWeights.spread(effect: 0.5, least: 0.1, standardError: 0.1) - .pi / 2 * 0.2) < 1e-12)
  }

  @Test func `concentration follows its definition and its golden values within rounding`() throws {
    let even = try #require(Concentration([1, 1, 1, 1]))
    #expect(even.index == 2500)
    #expect(even.residualPercent == 75)
    // Shares of World Mining Data for 2022 rounded to a tenth: gallium 9,679 and 1.6 %.
    let gallium = try #require(Concentration([98.38, 0.8, 0.5, 0.32]))
    #expect(abs(gallium.index - 9679) < 1)
    #expect(abs(gallium.residualPercent - 1.6) < 0.05)
    #expect(Concentration([0, .nan, -1]) == nil)
  }

  @Test func `freight is right at both ends where a flat rate is wrong`() {
    #expect(FreightMargin.imf.freeOnBoard(usd: 106, kilograms: 1) == 100)
    let air = FreightMargin.perKilogram(5)
    #expect(air.freeOnBoard(usd: 2000, kilograms: 1) == 1995)
    #expect(FreightMargin.perKilogram(0.2).freeOnBoard(usd: 1.5, kilograms: 1) == 1.3)
    #expect(FreightMargin.perKilogram(5).freeOnBoard(usd: 1.5, kilograms: 1) == 0.75)
    #expect(FreightMargin.none.freeOnBoard(usd: 7, kilograms: nil) == 7)
  }

  @Test func `an exporter that disagrees with all is the less reliable`() {
    let flows: [(exporter: String, importer: String, exported: Double, imported: Double)] = [
      ("CN", "US", 100, 150), ("CN", "DE", 100, 60), ("CN", "JP", 100, 190), ("FR", "US", 100, 101),
      ("FR", "DE", 100, 99), ("FR", "JP", 100, 103), ("KR", "US", 50, 51), ("KR", "JP", 70, 69),
      ("KR", "DE", 20, 20.5),
    ]
    let reliability = DiscrepancyReliability(
      flows.map { (Self.country($0.exporter), Self.country($0.importer), $0.exported, $0.imported) })
    #expect(reliability.exporterWeight(Self.country("CN"), Self.country("US")) < 0.5)
    #expect(reliability.exporters[Self.country("FR")]! > reliability.exporters[Self.country("CN")]!)
  }
}
