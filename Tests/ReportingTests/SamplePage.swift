// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Ranking
import Reporting
import Screening
import TradeModel

/// A whole page from invented figures whose sums agree.
struct SamplePage {
  var summary = ScreeningSummary()
  var top: [Assessment] = []
  var days: [DayCount] = []
  var points: [PricePoint] = []
  var destinations: [DestinationCount] = []

  /// Draws items from a fixed seed: mostly released, some to check, few to examine.
  init(items: Int = 40_000, dayCount: Int = 75, seed: UInt64 = 7) throws {
    top = try Sample.all()
    var random = SeededGenerator(seed: seed)
    let countries = [
      ("DE", "Germany"), ("JP", "Japan"), ("US", "United States"), ("VN", "Viet Nam"),
      ("AE", "United Arab Emirates"),
      ("KR", "Korea, Republic of"), ("MX", "Mexico"), ("HK", "Hong Kong"), ("TH", "Thailand"),
      ("NL", "Netherlands"),
    ]
    let start = Sample.day("2025-04-01")
    var byDay: [Int: [Lane: Int]] = [:]
    var byCountry: [Int: [Lane: Int]] = [:]
    for index in 0..<items {
      let draw = Int.random(in: 0..<10_000, using: &random)
      let lane: Lane = draw < 9_300 ? .green : draw < 9_650 ? .blue : draw < 9_940 ? .yellow : .red
      var day = Int.random(in: 0..<dayCount, using: &random)
      if start.advanced(by: day).number % 7 > 4, index % 3 > 0 { day = max(0, day - 2) }
      let country = min(
        Int.random(in: 0..<countries.count, using: &random),
        Int.random(in: 0..<countries.count, using: &random))
      byDay[day, default: [:]][lane, default: 0] += 1
      byCountry[country, default: [:]][lane, default: 0] += 1
      summary.byLane[lane, default: 0] += 1
      if index.isMultiple(of: 16) || lane == .red {
        let spread = (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &random) }
        let lift = lane == .red ? 2.0 : lane == .yellow ? 1.0 : 0
        let mass = (0..<4).reduce(2.6 - lift / 2) { sum, _ in
          sum + Double.random(in: -0.8...0.8, using: &random)
        }
        points.append(
          PricePoint(
            netKilograms: power(mass), dollarsPerKilogram: power(0.9 + lift + spread / 2 - mass / 8),
            lane: lane))
      }
    }
    for assessment in top {
      guard let mass = assessment.item.netMass, let value = assessment.item.statisticalValue else { continue }
      points.append(
        PricePoint(
          netKilograms: mass.kilograms, dollarsPerKilogram: value.amount.double / mass.kilograms,
          lane: assessment.lane, row: assessment.row))
    }
    days = byDay.flatMap { day, lanes in lanes.map { DayCount(start.advanced(by: day), $0.key, $0.value) } }
    destinations = byCountry.flatMap { index, lanes in
      lanes.compactMap { lane, count in
        CountryCode(countries[index].0).map { DestinationCount($0, name: countries[index].1, lane, count) }
      }
    }
    summary.assessed = items
    summary.quarantined = 12
    summary.rowsRead = items + 12
    summary.byMineral = [
      "dysprosium": 212, "antimony": 187, "gallium": 96, "rare-earths": 81, "graphite": 340, "tungsten": 77,
      "indium": 22,
    ]
    summary.byControl = [
      "MOFCOM/GAC No. 18 of 2025 1C905.a.4": 171, "MOFCOM/GAC No. 33 of 2024 3C901.c": 187,
      "MOFCOM/GAC No. 39 of 2023 1C901.b": 340, "MOFCOM/GAC No. 10 of 2025 1C117.d": 77,
      "MOFCOM/GAC No. 18 of 2025 1C905.a.1": 41,
    ]
    summary.byIndicator = [
      "price-outside-band": 310, "licence-misuse": 48, "splitting": 19, "transhipment": 133,
    ]
    summary.byLicence = [
      "not needed": items - 700, "covered": 421, "none cited": 231, "cited, does not cover": 48,
    ]
    summary.digests = [
      "law": "2026-11-20 sha256:\(SHA256.hexDigest(of: [1]))",
      "reference": "2026-11-18 sha256:\(SHA256.hexDigest(of: [2]))",
      "input": "sha256:\(SHA256.hexDigest(of: [3]))",
    ]
    summary.firstDay = start.description
    summary.lastDay = start.advanced(by: dayCount - 1).description
  }

  /// Ten to a power, without a mathematics library.
  private func power(_ exponent: Double) -> Double {
    let whole = exponent.rounded(.down)
    let tens = (0..<Int(abs(whole))).reduce(1.0) { value, _ in value * 10 }
    let x = (exponent - whole) * 2.302_585_092_994_046
    let series = 1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6)))))
    return (whole < 0 ? 1 / tens : tens) * series
  }

  func render(title: String = "declarations.csv", isGenerated: Bool = true) -> [UInt8] {
    HTMLReport.page(
      summary: summary, top: top, days: days, points: points, destinations: destinations,
      materialName: Sample.name,
      title: title, isGenerated: isGenerated)
  }

  func text(title: String = "declarations.csv", isGenerated: Bool = true) -> String {
    String(decoding: render(title: title, isGenerated: isGenerated), as: UTF8.self)
  }
}
