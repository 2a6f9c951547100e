// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import Testing

@testable import TradeFlows

@Suite("Golden values of the statistics") struct GoldenTests {
  /// 240 prices, a fifth of them of another product; the values beside are by Tools/least-trimmed-squares.py.
  static func mixed() -> (x: [Double], y: [Double]) {
    var random = GeneratedSeries.Random(97)
    for _ in 0..<20 { _ = random.unit() }
    let x = (0..<240).map { _ in random.within(10, 1000) }
    let y = x.enumerated().map { 40 + ($0 % 5 != 0 ? 4.25 : 1.6) * $1 + 25 * random.normal() }
    return (x, y)
  }

  @Test(arguments: [
    (LeastTrimmedSquares.Trimming.share(0.75), false, 143_704.39758249169, [4.310433499906382]),
    (.half, false, 28_919.468791775245, [4.3045264474199145]),
    (.share(0.75), true, 79_752.14023498003, [44.00962963538466, 4.244456416948359]),
    (.half, true, 16_646.692589601338, [55.9352286131734, 4.2275312716006495]),
  ])
  func `least trimmed squares gives what another implementation gives`(
    _ trimming: LeastTrimmedSquares.Trimming, _ hasIntercept: Bool, _ objective: Double, _ beta: [Double]
  ) {
    let (x, y) = Self.mixed()
    let columns = hasIntercept ? [x.map { _ in 1.0 }, x] : [x]
    let fit = LeastTrimmedSquares.fit(columns: columns, response: y, trimming: trimming)
    #expect(abs(fit.objective - objective) <= 1e-6 * objective, "\(fit.objective)")
    for (found, golden) in zip(fit.coefficients, beta) {
      #expect(abs(found - golden) <= 1e-6 * abs(golden), "\(found) for \(golden)")
    }
  }

  /// The public set of the FSDA toolbox, where a copy lies in the folder that ASSAY_TRADE_SETS names.
  static let trade = ProcessInfo.processInfo.environment["ASSAY_TRADE_SETS"].map { $0 + "/inttrade.txt" }

  @Test(
    .enabled(
      if: GoldenTests.trade.map(FileManager.default.fileExists) ?? false,
      "ASSAY_TRADE_SETS names no folder with inttrade.txt of the FSDA toolbox"))
  func `the published trade set gives its published values`() throws {
    let text = try String(contentsOfFile: try #require(Self.trade), encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t").compactMap { Double($0) } }
    #expect(rows.count == 180)
    let (x, y) = (rows.map { $0[0] }, rows.map { $0[1] })
    for (columns, trimming, objective, beta) in [
      (
        [x.map { _ in 1.0 }, x], LeastTrimmedSquares.Trimming.share(0.75), 2.0271143, [1.0543402, 2.9443184]
      ),
      ([x.map { _ in 1.0 }, x], .half, 0.39678749, [1.0380311, 2.9228877]),
      ([x], .share(0.75), 13.720441, [4.8938314]), ([x], .half, 3.6303163, [4.9565644]),
    ] {
      let fit = LeastTrimmedSquares.fit(columns: columns, response: y, trimming: trimming)
      #expect(abs(fit.objective - objective) <= 1e-6 * objective, "\(fit.objective)")
      for (found, golden) in zip(fit.coefficients, beta) { #expect(abs(found - golden) <= 1e-6 * golden) }
    }
  }

  @Test(arguments: [
    (3.0, 5.0, 0.2, 0.148032), (0.5, 10, 0.01, 0.3420718248432154), (12, 109, 0.05, 0.017302597740532534),
  ])
  func `the incomplete beta function is right to twelve digits`(
    _ a: Double, _ b: Double, _ x: Double, _ golden: Double
  ) {
    #expect(abs(Distributions.incompleteBeta(a, b, x) - golden) < 1e-12)
    #expect(abs(Distributions.incompleteBeta(b, a, 1 - x) - (1 - golden)) < 1e-12)
  }

  @Test func `tails of Student and of order statistics are right`() {
    #expect(abs(Distributions.studentTwoTails(2.5, freedom: 7) - 0.04099221858575289) < 1e-13)
    #expect(abs(Distributions.studentTwoTails(6, freedom: 59) / 1.2932377080398238e-07 - 1) < 1e-9)
    // The greatest of n lies beyond a tail with chance 1 - (1 - tail)^n.
    #expect(abs(Distributions.orderStatisticTail(0.01, k: 50, of: 50) - (1 - pow(0.99, 50))) < 1e-12)
    #expect(Distributions.studentTwoTails(.infinity, freedom: 5) == 0)
  }

  /// World Mining Data is not shipped; Tools/world-mining-data.py writes the table from a public package.
  static let mining = ProcessInfo.processInfo.environment["ASSAY_WORLD_MINING_DATA"]

  @Test(
    .enabled(
      if: GoldenTests.mining.map(FileManager.default.fileExists) ?? false
        && SharedData.path("methods/ref/ref_hhi.json") != nil,
      "ASSAY_WORLD_MINING_DATA names no table of Tools/world-mining-data.py, or the golden values are not here"
    ))
  func `concentrations of 2022 are exact to a point`() throws {
    struct Entry: Decodable {
      var HHI: Double
      var N1_residual_pct: Double
    }
    let golden = try JSONDecoder().decode(
      [String: Entry].self,
      from: Data(contentsOf: URL(fileURLWithPath: SharedData.path("methods/ref/ref_hhi.json")!)))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: try #require(Self.mining)))
    let text = try DelimitedText(Array(bytes), file: "mining")
    var amounts: [String: [Double]] = [:]
    for row in 0..<text.rowCount {
      amounts[text[row, 0], default: []].append(try #require(Double(text[row, 2])))
    }
    var checked = 0
    for (mineral, entry) in golden {
      guard let own = amounts[mineral], let found = Concentration(own) else { continue }
      #expect(abs(found.index - entry.HHI) <= 0.5001, "\(mineral): \(found.index) for \(entry.HHI)")
      #expect(abs(found.residualPercent - entry.N1_residual_pct) <= 0.0501, "\(mineral)")
      checked += 1
    }
    #expect(checked >= 20)
  }
}
