// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import Testing
import TradeFlows
import TradeModel

@Suite("Effects of a control") struct EffectTests {
  /// Donors and a treated unit that follow common factors, with a known effect.
  static func panel(_ seed: UInt64, effect: Double, donors: Int = 12, months: Int = 48, event: Int = 36) -> (
    treated: [[Double]], donors: [[Double]]
  ) {
    var random = GeneratedSeries.Random(seed)
    for _ in 0..<20 { _ = random.unit() }
    var factor = 0.0
    let factors = (0..<months).map { _ -> Double in
      factor += 0.1 * random.normal()
      return factor
    }
    func unit(_ extra: Double) -> [Double] {
      let base = random.within(5, 9)
      let load = random.within(0.2, 1.8)
      return (0..<months).map {
        base + load * factors[$0] + 0.05 * random.normal() + ($0 >= event ? extra : 0)
      }
    }
    let treated = [unit(effect)]
    return (treated, (0..<donors).map { _ in unit(0) })
  }

  @Test func `synthetic difference in differences gives back the effect that was put in`() throws {
    var errors: [Double] = []
    for seed in 1...16 {
      let panel = Self.panel(UInt64(seed), effect: -0.8)
      let fit = try #require(SyntheticDifference(treated: panel.treated, donors: panel.donors, event: 36))
      errors.append(fit.effect + 0.8)
      #expect(abs(fit.unitWeights.reduce(0, +) - 1) < 1e-9)
      #expect(abs(fit.timeWeights.reduce(0, +) - 1) < 1e-9)
      #expect((fit.unitWeights + fit.timeWeights).allSatisfy { $0 >= -1e-12 })
      #expect((fit.placeboP ?? 1) < 0.1, "seed \(seed)")
    }
    #expect(abs(errors.reduce(0, +) / 16) < 0.03, "\(errors)")
    #expect(errors.allSatisfy { abs($0) < 0.3 }, "\(errors)")
  }

  @Test func `without an effect placebos stay above`() throws {
    var small = 0
    for seed in 21...40 {
      let panel = Self.panel(UInt64(seed), effect: 0, donors: 20, months: 24, event: 18)
      let fit = try #require(SyntheticDifference(treated: panel.treated, donors: panel.donors, event: 18))
      if (fit.placeboP ?? 1) <= 0.05 { small += 1 }
    }
    // Of twenty-one units alike each is the greatest with chance 1/21: one of twenty seeds to be expected.
    #expect(small <= 3, "\(small) of 20")
  }

  @Test func `too few donors or months give no answer`() {
    #expect(SyntheticDifference(treated: [[1, 2, 3]], donors: [[1, 2, 3], [1, 2, 3]], event: 2) == nil)
    #expect(
      SyntheticDifference(treated: [[1, 2, 3, 4, 5, 6]], donors: [[1, 2, 3, 4, 5, 6]], event: 5) == nil)
    #expect(
      SyntheticDifference(
        treated: [[1, 2, 3, 4, 5, .nan]], donors: [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]], event: 5) == nil)
  }

  static func rows(_ seed: UInt64, effect: Double) -> [PoissonTripleDifference.Row] {
    var random = GeneratedSeries.Random(seed)
    for _ in 0..<20 { _ = random.unit() }
    var rows: [PoissonTripleDifference.Row] = []
    let months = 12
    let productMonth = (0..<6 * months).map { _ in 0.3 * random.normal() }
    let destinationMonth = (0..<8 * months).map { _ in 0.3 * random.normal() }
    for product in 0..<6 {
      for destination in 0..<8 {
        let base = random.within(2, 5)
        for t in 0..<months {
          let isTreated = product < 2 && destination < 2 && t >= 7
          let mean = exp(
            base + productMonth[product * months + t] + destinationMonth[destination * months + t]
              + (isTreated ? effect : 0))
          // A gamma draw of shape four: the variance goes with the square, zeros come by rounding.
          var draw = 0.0
          for _ in 0..<4 { draw -= log(max(1e-300, random.unit())) }
          let quantity = (mean * draw / 4).rounded()
          rows.append(
            .init(
              effects: [product * 8 + destination, product * months + t, destination * months + t],
              cluster: product * 8 + destination, isTreated: isTreated, quantity: quantity))
        }
      }
    }
    return rows
  }

  @Test func `the Poisson triple difference gives back the effect, with errors that cover`() throws {
    var covered = 0
    var sum = 0.0
    for seed in 1...12 {
      let fit = try #require(PoissonTripleDifference(Self.rows(UInt64(seed), effect: -1.2)))
      sum += fit.effect
      if fit.chance(of: -1.2) > 0.05 { covered += 1 }
      #expect(fit.used + fit.leftOut == 6 * 8 * 12)
    }
    #expect(abs(sum / 12 + 1.2) < 0.12, "mean \(sum / 12)")
    // Four treated lanes of forty-eight: over 150 sets of another generator 96.7 % of the intervals cover.
    #expect(covered >= 11, "\(covered) of 12")
  }

  @Test func `an effect of nothing is seldom called one`() throws {
    let found = try (31...42).count { seed in
      try #require(PoissonTripleDifference(Self.rows(UInt64(seed), effect: 0))).p < 0.05
    }
    #expect(found <= 2, "\(found) of 12")
  }

  @Test func `a single fixed effect gives the ratio of sums`() throws {
    // Two cells, treated or not, one lane effect each month: the closed form is a ratio of ratios.
    var rows: [PoissonTripleDifference.Row] = []
    let table: [[Double]] = [[10, 40], [20, 20], [5, 5]]
    for (lane, values) in table.enumerated() {
      for (t, value) in values.enumerated() {
        for _ in 0..<3 {
          rows.append(
            .init(effects: [lane, t], cluster: lane, isTreated: lane == 0 && t == 1, quantity: value))
        }
      }
    }
    let fit = try #require(PoissonTripleDifference(rows))
    // Lanes 1 and 2 say that nothing moved; lane 0 rose fourfold.
    #expect(abs(fit.effect - log(4)) < 1e-6, "\(fit.effect)")
  }

  @Test func `effects that only zeros tell are left out, and what cannot be told gives no answer`() {
    let zeros = (0..<20).map {
      PoissonTripleDifference.Row(effects: [0, $0 % 5], cluster: $0, isTreated: $0 > 10, quantity: 0)
    }
    #expect(PoissonTripleDifference(zeros) == nil)
    let same = (0..<20).map {
      PoissonTripleDifference.Row(effects: [$0 / 10, 0], cluster: $0, isTreated: $0 >= 10, quantity: 5)
    }
    #expect(PoissonTripleDifference(same) == nil)
  }

  @Test func `the forward search leaves out what does not belong and nothing else`() {
    var random = GeneratedSeries.Random(5)
    for _ in 0..<20 { _ = random.unit() }
    var falseSignals = 0
    for _ in 0..<40 {
      let kilograms = (0..<120).map { _ in random.within(10, 1000) }
      let clean = kilograms.map { $0 * 4.25 * exp(0.1 * random.normal()) }
      if ForwardSearch(kilograms: kilograms, usd: clean, start: 4.25).signal != nil { falseSignals += 1 }
      var usd = clean
      for index in stride(from: 0, to: 120, by: 10) { usd[index] *= 0.35 }
      let search = ForwardSearch(kilograms: kilograms, usd: usd, start: 4.25)
      #expect(Set(search.outliers).isSuperset(of: stride(from: 0, to: 120, by: 10)), "\(search.outliers)")
      #expect(search.outliers.count <= 16, "\(search.outliers.count)")
      #expect(abs(search.fairPrice - 4.25) < 0.1)
    }
    #expect(falseSignals <= 2, "\(falseSignals) of 40")
  }
}
