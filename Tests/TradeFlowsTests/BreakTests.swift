// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import TradeFlows
import TradeModel

@Suite("Breaks of monthly series") struct BreakTests {
  func found(_ generated: GeneratedSeries) -> [Int] {
    BreakFinder().report(on: generated.series).breaks.map { generated.series.start.distance(to: $0.month) }
  }

  @Test func `known breaks are found with F1 of 0.93 and false alarms of one per cent`() {
    var score = BreakScore()
    for generated in GeneratedSeries.make(count: 400, seed: 7) {
      score.add(generated, found: found(generated))
    }
    #expect(score.f1 >= 0.93, "F1 \(score.f1), \(score)")
    #expect(score.falseAlarmRate <= 0.01, "\(score)")
  }

  @Test func `outliers and missing months do not make breaks`() {
    var score = BreakScore()
    for generated in GeneratedSeries.make(count: 200, seed: 11, outliers: 0.03, missing: 0.05) {
      score.add(generated, found: found(generated))
    }
    #expect(score.f1 >= 0.9, "\(score)")
    #expect(score.falseAlarmRate <= 0.025, "\(score)")
  }

  @Test func `kinds of change are named`() throws {
    let make = { (value: (Int) -> Double) in
      MonthlySeries(
        id: "x", start: Month(year: 2019, month: 1)!,
        values: (0..<72).map { value($0) * (1 + 0.05 * sin(Double($0 * $0))) })
    }
    let level = BreakFinder().report(on: make { $0 < 40 ? 1000 : 200 })
    let first = try #require(level.breaks.first)
    #expect(level.breaks.count == 1)
    #expect(first.kind == .level)
    #expect(first.month.description == "2022-05")
    #expect(abs((first.factor ?? 0.2) - 0.2) < 0.05)
    let dip = BreakFinder().report(on: make { (30..<36).contains($0) ? 200 : 1000 })
    #expect(dip.breaks.map(\.kind) == [.transient, .recovery])
    #expect(dip.breaks.map(\.month.description) == ["2021-07", "2022-01"])
  }

  @Test func `a spike of one month is an outlier and no break`() {
    var values = (0..<60).map { 1000 * (1 + 0.1 * sin(Double($0 * $0))) }
    values[31] = 9000
    let report = BreakFinder().report(
      on: MonthlySeries(id: "x", start: Month(year: 2020, month: 1)!, values: values))
    #expect(report.breaks.isEmpty)
    #expect(report.outliers.map(\.description) == ["2022-08"])
  }

  @Test(arguments: [(40, 84), (30, 36), (0, 40)])
  func `a stop to nothing is found at its month, once for each end`(_ start: Int, _ end: Int) {
    let values = (0..<84).map { (start..<end).contains($0) ? 0 : 1000 * (1 + 0.2 * sin(Double($0 * $0))) }
    let report = BreakFinder().report(
      on: MonthlySeries(id: "x", start: Month(year: 2018, month: 1)!, values: values))
    let ends = [start, end].filter { $0 > 0 && $0 < 84 }
    #expect(report.breaks.map { Month(year: 2018, month: 1)!.distance(to: $0.month) } == ends)
    #expect(report.outliers.isEmpty)
  }

  @Test(arguments: [0.05, 0.1, 0.2, 0.35])
  func `months without trade that come by chance are no stops`(_ share: Double) {
    var random = GeneratedSeries.Random(UInt64(share * 1000))
    var score = BreakScore()
    for var generated in GeneratedSeries.make(count: 100, seed: 13) {
      for place in generated.series.values.indices where random.unit() < share {
        generated.series.values[place] = 0
      }
      score.add(generated, found: found(generated))
    }
    #expect(score.falseAlarmRate <= 0.05, "\(score)")
    #expect(score.f1 >= 0.85, "\(score)")
  }

  @Test func `a lane that becomes rare is found though what is shipped stays the same`() {
    var random = GeneratedSeries.Random(3)
    let values = (0..<96).map { place in
      random.unit() < (place < 50 ? 0.05 : 0.75) ? 0 : 1000 * exp(0.1 * random.normal())
    }
    let start = Month(year: 2017, month: 1)!
    let report = BreakFinder().report(on: MonthlySeries(id: "x", start: start, values: values))
    #expect(report.breaks.count == 1)
    #expect(report.breaks.allSatisfy { abs(start.distance(to: $0.month) - 50) <= 3 })
  }

  static let odd: [[Double]] = {
    var all: [[Double]] = [[], [1, 2, 3]]
    all.append([Double](repeating: 5, count: 60))
    all.append([Double](repeating: .nan, count: 80))
    all.append([Double](repeating: 0, count: 50))
    all.append([Double](repeating: .infinity, count: 60))
    all.append([Double](repeating: .greatestFiniteMagnitude, count: 60))
    all.append((0..<60).map { (t: Int) -> Double in Double(t) * 10 })
    all.append((0..<60).map { (t: Int) -> Double in t % 2 == 0 ? 0 : 1e300 })
    all.append((0..<60).map { (t: Int) -> Double in -Double(t) })
    return all
  }()

  @Test(arguments: odd)
  func `odd series neither crash nor alarm`(_ values: [Double]) {
    let report = BreakFinder().report(
      on: MonthlySeries(id: "x", start: Month(year: 2020, month: 1)!, values: values))
    #expect(report.breaks.isEmpty)
  }

  @Test func `the order of series and a change of unit change nothing`() {
    let series = GeneratedSeries.make(count: 20, seed: 3).map(\.series)
    let forward = BreakFinder().reports(on: series).map(\.1.breaks)
    let backward = BreakFinder().reports(on: series.reversed()).map(\.1.breaks).reversed()
    #expect(Array(backward) == forward)
    for one in series.prefix(10) {
      var tonnes = one
      tonnes.values = one.values.map { $0 / 1000 }
      #expect(
        BreakFinder().report(on: tonnes).breaks.map(\.month)
          == BreakFinder().report(on: one).breaks.map(\.month))
    }
  }

  @Test func `optimal partition finds the same breaks as trying all of them`() {
    var random = GeneratedSeries.Random(5)
    for trial in 0..<30 {
      let values = (0..<14).map {
        ($0 >= 5 && $0 < 9 ? 4.0 : 0) + random.normal() * (trial % 2 == 0 ? 0.5 : 1.5)
      }
      let beta = 3 * log(14.0)
      func cost(_ a: Int, _ b: Int) -> Double {
        let part = values[a..<b]
        let mean = part.reduce(0, +) / Double(part.count)
        return part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      }
      var best = (Double.infinity, [Int]())
      func search(_ start: Int, _ so: Double, _ breaks: [Int]) {
        if 14 - start >= 3 {
          let total = so + cost(start, 14)
          if total < best.0 - 1e-12 { best = (total, breaks) }
        }
        for next in stride(from: start + 3, through: 11, by: 1) {
          search(next, so + cost(start, next) + beta, breaks + [next])
        }
      }
      search(0, 0, [])
      #expect(Pelt.breaks(in: values, sigma: 1) == best.1)
    }
  }

  @Test func `cumulative sums rise at a fall and stay quiet without one`() {
    var random = GeneratedSeries.Random(9)
    let values = (0..<80).map { ($0 >= 60 ? -3.0 : 0) + random.normal() }
    let alarms = CumulativeSum.alarms(in: values, from: 48)
    #expect(alarms.first.map { (60...63).contains($0.index) && $0.isDown } == true)
    #expect(CumulativeSum.alarms(in: Array(values[..<60]), from: 48).isEmpty)
  }

  @Test func `an interrupted series gives back the change of level that made it`() {
    var random = GeneratedSeries.Random(21)
    var covered = 0
    for _ in 0..<40 {
      var values: [Double] = []
      for t in 0..<72 {
        let season = 0.2 * cos(2 * .pi * Double(t) / 12)
        let mean: Double = 8 + 0.005 * Double(t) + (t >= 40 ? -0.7 : 0) + season
        values.append(exp(mean + 0.1 * random.normal()))
      }
      let start = Month(year: 2019, month: 1)!
      let series = MonthlySeries(id: "x", start: start, values: values)
      guard let fit = InterruptedSeries(series, event: start.advanced(by: 40)) else {
        Issue.record("no fit")
        continue
      }
      #expect(abs(fit.level + 0.7) < 0.3)
      if abs(fit.level + 0.7) < 1.96 * fit.levelError { covered += 1 }
      #expect(fit.levelP < 0.01)
    }
    #expect(covered >= 30, "95 % intervals cover in \(covered) of 40")
  }

  @Test func `corrections for many tests follow their papers`() {
    let p = [0.01, 0.04, 0.03, 0.005]
    let q = MultipleTesting.qValues(p)
    #expect(zip(q, [0.02, 0.04, 0.04, 0.02]).allSatisfy { abs($0 - $1) < 1e-12 })
    let dependent = MultipleTesting.qValues(p, dependent: true)
    #expect(abs(dependent[3] - 0.02 * (1 + 0.5 + 1.0 / 3 + 0.25)) < 1e-12)
    #expect(MultipleTesting.placeboP([5], placebos: [1, 2, 3, 4, 6]) == [2.0 / 6])
    let adjusted = MultipleTesting.maxT([3, 1], resampled: [[0.5, 2], [4, 0.1], [0.2, 0.3]])
    #expect(adjusted == [0.5, 0.75] || adjusted == [0.5, 0.5])
  }
}
