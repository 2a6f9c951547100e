// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReferenceData
import Testing
import TradeFlows
import TradeModel

@Suite("Alerts and the explanations tested") struct AlertTests {
  static let start = Month(year: 2021, month: 1)!
  static let event = ControlEvent(
    id: "x", title: "control", announced: start.advanced(by: 33), effective: start.advanced(by: 36))

  /// Imports of antimony metal by month, with a lane that changes at month 36.
  static func table(
    _ lanes: [(reporter: String, partner: String, code: String, before: Double, after: Double)]
  )
    throws -> FlowTable
  {
    var csv = "reporter,partner,flow,code,period,kg,usd\n"
    for lane in lanes {
      for step in 0..<52 {
        let mass = (step < 36 ? lane.before : lane.after) * (1 + 0.1 * sin(Double(step * step)))
        csv +=
          "\(lane.reporter),\(lane.partner),import,\(lane.code),\(start.advanced(by: step)),\(mass),\(mass * 12)\n"
      }
    }
    return try reading(csv, .generic)
  }

  static func results(_ table: FlowTable, placebos: [LaneSeries] = []) -> [FlowAlert] {
    let lanes = LaneSeries.all(in: table)
    return AlertFinder(reference: .embedded).results(
      for: event, lanes: lanes.filter { $0.code == code("811010") }, placebos: placebos,
      surroundings: LaneSurroundings(table, lanes: lanes))
  }

  @Test func `a lane that rose is an alert with every explanation tested`() throws {
    let table = try Self.table([
      ("US", "TH", "811010", 20_000, 90_000), ("US", "BE", "811010", 30_000, 30_000),
    ])
    let found = Self.results(table)
    let alert = try #require(found.first)
    #expect(alert.isAlert)
    #expect(alert.lane.exporter == country("TH"))
    #expect(alert.breakMonth == Self.event.effective)
    #expect(alert.band.contains(alert.kilograms) && alert.kilograms > 0)
    #expect(
      Set(alert.explanations.map(\.kind)) == [
        .transit, .coding, .lag, .estimatedWeights, .confidentiality, .stock, .newCapacity,
      ])
    #expect(alert.words.contains("Unexplained so far; not shown to be unlawful."))
    #expect(!found.contains { $0.lane.exporter == country("BE") && $0.isAlert })
    #expect((alert.familyP ?? 1) < 0.1)
  }

  @Test func `a sibling code that fell as much explains a rise`() throws {
    let table = try Self.table([
      ("US", "TH", "811010", 20_000, 90_000), ("US", "TH", "811090", 100_000, 25_000),
    ])
    let alert = try #require(Self.results(table).first)
    #expect(!alert.isAlert)
    #expect(alert.explanations.contains { $0.kind == .coding && $0.verdict == .explains })
  }

  @Test func `goods held in a country before the control may be stock`() throws {
    let table = try Self.table([
      ("US", "TH", "811010", 2000, 9000), ("TH", "CN", "811010", 60_000, 1000),
    ])
    let alert = try #require(Self.results(table).first { $0.lane.exporter == country("TH") })
    #expect(alert.explanations.contains { $0.kind == .stock && $0.verdict == .possible })
  }

  @Test func `a rush between announcement and entry into force is sized`() throws {
    var csv = "reporter,partner,flow,code,period,kg,usd\n"
    for step in 0..<40 {
      let mass =
        (step >= 33 && step < 36 ? 60_000.0 : step >= 36 ? 500 : 20_000)
        * (1 + 0.05 * sin(Double(step * step)))
      csv += "US,CN,import,811010,\(Self.start.advanced(by: step)),\(mass),\(mass * 12)\n"
    }
    let alert = try #require(Self.results(try reading(csv, .generic)).first)
    let rush = try #require(alert.rush)
    #expect(abs(rush.kilograms - 120_000) < 10_000, "\(rush)")
    #expect(rush.p < 0.001)
    #expect(alert.explanations.contains { $0.kind == .stock && $0.verdict == .possible })
  }

  @Test func `placebos of other codes give a floor to the p-value`() throws {
    let table = try Self.table([("US", "TH", "811010", 20_000, 90_000)])
    let other = try Self.table(
      ["US", "DE", "GB", "JP", "KR", "IN", "BR", "MX", "CA", "PL", "TR", "CH", "AU", "ZA"].flatMap {
        reporter in
        ["DE", "FR", "JP", "KR", "IT", "NL", "ES", "SE", "AT", "CZ", "PT", "FI"].filter { $0 != reporter }
          .map { (reporter, $0, "721049", 50_000.0, 50_000.0) }
      })
    let alert = try #require(Self.results(table, placebos: LaneSeries.all(in: other)).first)
    #expect(alert.placebos >= 1000, "\(alert.placebos)")
    #expect((alert.placeboP ?? 0) >= 1 / Double(1 + alert.placebos))
    #expect((alert.placeboP ?? 1) < 0.005)
  }

  @Test func `a row of an alert is safe in a spreadsheet`() throws {
    var alert = try #require(Self.results(try Self.table([("US", "TH", "811010", 20_000, 90_000)])).first)
    alert.event.title = "=cmd|' /C calc'!A0"
    let text = AnswerTable(header: FlowAlert.header, rows: [alert.row]).text(as: "csv")
    #expect(!text.contains(",=cmd"))
    #expect(text.contains("'=cmd"))
    #expect(alert.row.count == FlowAlert.header.count)
  }

  @Test func `months set a month apart between two reports are no gap`() throws {
    var csv = "reporter,partner,flow,code,period,kg,usd\n"
    var random = GeneratedSeries.Random(3)
    let masses = (0..<40).map { _ in random.within(1000, 90_000) }
    for step in 0..<38 {
      csv += "CN,US,export,811010,\(Self.start.advanced(by: step)),\(masses[step]),\(masses[step] * 11)\n"
      csv += "US,CN,import,811010,\(Self.start.advanced(by: step + 2)),\(masses[step]),\(masses[step] * 12)\n"
    }
    let table = try reading(csv, .generic)
    let finder = MirrorFinder(reference: .embedded, facts: .embedded)
    #expect(
      try finder.gaps(in: table).filter { $0.isAlert && $0.pair.period.first < Self.start.advanced(by: 36) }
        .isEmpty)
    #expect(try MirrorPairs(table).aligned().contains { $0.lag == 2 })
  }

  @Test func `margins of freight differ and none moves a mass`() throws {
    let csv = """
      reporter,partner,flow,code,period,kg,usd
      CN,GB,export,811010,2024,100000,1000000
      GB,CN,import,811010,2024,200000,2300000
      """
    let table = try reading(csv, .generic)
    var values: [Double] = []
    for margin in [FreightMargin.none, .imf, .byWay(sea: 0.25, air: 5), .table([8110: 0.1], mean: 0.05)] {
      var finder = MirrorFinder(reference: .embedded, facts: .embedded)
      finder.options.margin = margin
      let gap = try #require(try finder.gaps(in: table).first)
      #expect(gap.kilograms == 100_000)
      values.append(try #require(gap.valueGap))
    }
    #expect(abs(values[0] - 1_300_000) < 1)
    #expect(abs(values[1] - (2_300_000 / 1.06 - 1_000_000)) < 1)
    #expect(abs(values[2] - (2_250_000 - 1_000_000)) < 1)
    #expect(abs(values[3] - (2_070_000 - 1_000_000)) < 1)
  }
}
