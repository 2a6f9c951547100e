// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import Tabular
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

  /// Public trade sets of the FSDA toolbox (github.com/UniprJRC/FSDA, datasets/regression), mass and value by tabs, where a
  /// copy lies in the folder that ASSAY_TRADE_SETS names; they are not shipped.
  struct PublicSet: Sendable, CustomTestStringConvertible {
    var name: String
    var rows: Int
    /// Objective and coefficients with intercept at three quarters and at half, then through the origin.
    var fits: [(objective: Double, beta: [Double])]
    var testDescription: String { name }
    static let all = [
      PublicSet(
        name: "inttrade", rows: 180,
        fits: [
          (2.0271143, [1.0543402, 2.9443184]), (0.39678749, [1.0380311, 2.9228877]), (13.720441, [4.8938314]),
          (3.6303163, [4.9565644]),
        ]),
      PublicSet(
        name: "inttrade1", rows: 3867,
        fits: [
          (222_661_850, [100.33299, 15180.302]), (55_345_476, [121.71834, 14984.57]),
          (222_950_220, [15303.509]), (55_622_589, [15135.241]),
        ]),
      PublicSet(
        name: "inttrade2", rows: 1302,
        fits: [
          (11_999_727_000, [610.5841, 4.1936324]), (1_535_066_100, [158.05331, 4.2466121]),
          (12_163_970_000, [4.2211091]), (1_543_285_100, [4.2554348]),
        ]),
      PublicSet(
        name: "inttrade3", rows: 389,
        fits: [
          (12_372_615_000, [-357.84628, 309439.23]), (2_013_443_000, [482.00881, 308696.27]),
          (12_379_219_000, [307278.25]), (1_980_387_700, [310007.67]),
        ]),
      PublicSet(
        name: "tradeH", rows: 1100,
        fits: [
          (1_089_331_400, [658.11201, 9.7646746]), (222_627_760, [414.93941, 10.637637]),
          (1_165_725_200, [10.457271]), (234_312_490, [11.249243]),
        ]),
    ]
    /// Those of which a copy is at hand.
    static let here = all.filter { set in
      ProcessInfo.processInfo.environment["ASSAY_TRADE_SETS"].map {
        FileManager.default.fileExists(atPath: "\($0)/\(set.name).txt")
      } ?? false
    }
  }

  @Test(
    .enabled(
      if: !PublicSet.here.isEmpty, "ASSAY_TRADE_SETS names no folder with a trade set of the FSDA toolbox"),
    arguments: PublicSet.here)
  func `the published trade sets give their published values`(_ set: PublicSet) throws {
    let folder = try #require(ProcessInfo.processInfo.environment["ASSAY_TRADE_SETS"])
    let text = try String(contentsOfFile: "\(folder)/\(set.name).txt", encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t").compactMap { Double($0) } }
    #expect(rows.count == set.rows)
    let (x, y) = (rows.map { $0[0] }, rows.map { $0[1] })
    let ones = x.map { _ in 1.0 }
    let trims: [LeastTrimmedSquares.Trimming] = [.share(0.75), .half, .share(0.75), .half]
    for (number, golden) in set.fits.enumerated() {
      let fit = LeastTrimmedSquares.fit(
        columns: number < 2 ? [ones, x] : [x], response: y, trimming: trims[number])
      #expect(abs(fit.objective - golden.objective) <= 1e-6 * golden.objective, "\(fit.objective)")
      for (found, beta) in zip(fit.coefficients, golden.beta) {
        #expect(abs(found - beta) <= 1e-6 * abs(beta), "\(found) for \(beta)")
      }
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
