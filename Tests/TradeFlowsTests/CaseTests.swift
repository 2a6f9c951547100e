// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import ReferenceData
import Testing
import TradeFlows
import TradeModel

private let comtrade = [2022, 2024].map {
  "data/trade/comtrade/comtrade_raw_both_flows_\($0)_controlled_hs6.csv"
}
private let census = "data/trade/us-census/us_imports_monthly_sb_ga_ge_china_vs_all.csv"

@Suite("Cases that must come out") struct CaseTests {
  static var hasComtrade: Bool { comtrade.allSatisfy { SharedData.path($0) != nil } }

  static func relays(_ table: FlowTable) throws -> [Relay] {
    let question = RelayQuestion(
      code: code("811010"), origin: country("CN"), destination: country("US"),
      base: [FlowPeriod(year: 2022)!],
      end: [FlowPeriod(year: 2024)!])
    return RelayFinder(reference: .embedded, facts: .embedded)
      .relays(for: question, in: try MirrorPairs(table).pairs)
  }

  static func check(relays: [Relay]) throws {
    #expect(relays.prefix(2).map(\.country) == [country("TH"), country("GB")])
    let thailand = try #require(relays.first)
    #expect(abs(thailand.before / 1000 - 805) < 1)
    #expect(abs(thailand.after / 1000 - 1782) < 1)
    #expect(abs(thailand.inflow / 1000 - 5410) < 1)
    #expect(thailand.ownOutput == 0)
    #expect(thailand.breachOfBothBand.lowerBound > 0)
    let britain = relays[1]
    #expect(britain.breachBand.lowerBound > 0)
    #expect(abs(britain.firmLevelExcess * 9 - britain.excess) < 1e-6)
    #expect(!relays.contains { $0.country == country("NL") })
  }

  static func check(gaps: [MirrorGap]) throws {
    let year = FlowPeriod(year: 2024)!
    func gap(_ importer: String) -> MirrorGap? {
      gaps.first {
        $0.pair.importer == country(importer) && $0.pair.period == year && $0.pair.code == code("811010")
      }
    }
    for (importer, tonnes) in [("PK", 758.0), ("JP", 735), ("OM", 319), ("ES", 212), ("DE", 65)] {
      let found = try #require(gap(importer), "\(importer)")
      #expect(found.kind == .excessImports)
      #expect(abs(found.kilograms / 1000 - tonnes) < 1.5, "\(importer) \(found.kilograms)")
      #expect(found.isAlert, "\(importer)")
    }
    let netherlands = try #require(gap("NL"))
    #expect(netherlands.kind == .orphanExports)
    #expect(!netherlands.isAlert)
    #expect(netherlands.explanations.contains { $0.kind == .transit && $0.verdict == .explains })
  }

  @Test(.enabled(if: CaseTests.hasComtrade, Comment(rawValue: SharedData.reason("the Comtrade extracts"))))
  func `antimony to the United States ran over Thailand and the United Kingdom`() throws {
    let table = try shared(comtrade, .comtrade)
    try Self.check(relays: try Self.relays(table))
    var finder = MirrorFinder(reference: .embedded, facts: .embedded)
    finder.options.exporter = country("CN")
    try Self.check(gaps: try finder.gaps(in: table))
  }

  @Test func `the bundled example gives the same relays and gaps`() throws {
    let path = repositoryRoot() + "/Examples/flows/antimony-811010-2022-2024.csv"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let table = try FlowReader(
      map: .generic, areas: .embedded, currencies: ReferenceData.embedded.currencies
    ).read(Array(data), file: path)
    try Self.check(relays: try Self.relays(table))
  }

  @Test(.enabled(if: CaseTests.hasComtrade, Comment(rawValue: SharedData.reason("the Comtrade extracts"))))
  func `a shared code is not reported as germanium or gallium`() throws {
    let table = try shared(comtrade, .comtrade)
    var finder = MirrorFinder(reference: .embedded, facts: .embedded)
    finder.options.exporter = country("CN")
    let gaps = try finder.gaps(in: table).filter {
      $0.pair.code == code("811292") && $0.pair.period == FlowPeriod(year: 2024)!
    }
    for importer in ["HK", "US"] {
      let gap = try #require(gaps.first { $0.pair.importer == country(importer) })
      #expect(gap.identity.purity == .basket)
      #expect(gap.identity.mineral == nil)
      #expect(!gap.isAlert)
      #expect(!gap.row.dropLast().contains("germanium") && !gap.row.dropLast().contains("gallium"))
      let note = try #require(gap.explanations.first { $0.kind == .coding }).words
      #expect(note.contains("indium") || note.contains("niobium") || note.contains("gallium"), "\(note)")
      let fits = gap.identity.minerals(atUnitValue: try #require(gap.pair.unitValue)).map(\.slug)
      #expect(!fits.contains("germanium"), "\(fits)")
    }
    let question = RelayQuestion(
      code: code("811292"), origin: country("CN"), destination: country("US"),
      base: [FlowPeriod(year: 2022)!],
      end: [FlowPeriod(year: 2024)!])
    #expect(
      RelayFinder(reference: .embedded, facts: .embedded).relays(
        for: question, in: try MirrorPairs(table).pairs
      )
      .isEmpty)
  }

  /// The lanes of the Census table: China to the United States, three codes.
  static func censusLanes() throws -> [LaneSeries] {
    let path = repositoryRoot() + "/Examples/flows/us-imports-sb-ga-ge-monthly.csv"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let reader = FlowReader(map: .generic, areas: .embedded, currencies: ReferenceData.embedded.currencies)
    return LaneSeries.all(in: try reader.read(Array(data), file: path))
  }

  @Test func `United States imports changed at the controls`() throws {
    let lanes = try Self.censusLanes()
    #expect(lanes.count == 3)
    let germanium = try #require(lanes.first { $0.code == code("8112926000") })
    let licence = ControlEvent(
      id: "x", title: "licences", announced: Month(year: 2023, month: 7),
      effective: Month(year: 2023, month: 8)!)
    let result = try #require(
      AlertFinder(reference: .embedded).results(for: licence, lanes: [germanium]).first)
    #expect(result.identity.mineral?.slug == "germanium")
    #expect(result.kilograms < 0)
    #expect(result.q < 0.05)
    // The last large month was August, when goods under way arrived; the new course begins with September.
    #expect(result.breakMonth == Month(year: 2023, month: 9)!, "\(String(describing: result.breakMonth))")
    let antimony = try #require(lanes.first { $0.code == code("8110100000") })
    let ban = ControlEvent(id: "y", title: "ban", effective: Month(year: 2024, month: 12)!)
    let after = try #require(AlertFinder(reference: .embedded).results(for: ban, lanes: [antimony]).first)
    #expect(after.kilograms < 0 && after.q < 0.05)
    let month = try #require(after.breakMonth)
    #expect((Month(year: 2024, month: 12)!...Month(year: 2025, month: 3)!).contains(month), "\(month)")
    // Gallium came in lots of a few months a year before and after: no month can be named.
    let gallium = try #require(lanes.first { $0.code == code("8112921000") })
    let open = AlertFinder(reference: .embedded).results(for: licence, lanes: [gallium])
    #expect(open.allSatisfy { $0.breakMonth == nil && !$0.isAlert })
  }

  /// Published: 1.1 t of gallium and 4.5 t of germanium of Chinese origin from August 2023 to October 2024, when China
  /// recorded none (Fastmarkets).
  @Test func `goods of Chinese origin in the months without Chinese exports are those published`() throws {
    let span = ControlEvent(
      id: "x", title: "licences", effective: Month(year: 2023, month: 8)!,
      until: Month(year: 2024, month: 10)!, isBan: true)
    let arrivals = ArrivalsUnderBan.list(try Self.censusLanes(), under: span)
    let kilograms = Dictionary(uniqueKeysWithValues: arrivals.map { ($0.lane.code.digits, $0.kilograms) })
    #expect(kilograms["8112921000"] == 1100)
    #expect(kilograms["8112926000"] == 4467)
  }

  @Test func `arrivals during the ban are listed with what is not excluded`() throws {
    let ban = ControlEvent(
      id: "ban", title: "ban", effective: Month(year: 2024, month: 12)!, until: Month(year: 2025, month: 10)!,
      isBan: true)
    let arrivals = ArrivalsUnderBan.list(try Self.censusLanes(), under: ban)
    let tonnes = Dictionary(uniqueKeysWithValues: arrivals.map { ($0.lane.code.digits, $0.kilograms / 1000) })
    #expect(abs((tonnes["8110100000"] ?? 0) - 146) < 1, "\(tonnes)")
    #expect(abs((tonnes["8112921000"] ?? 0) - 1.1) < 0.05, "\(tonnes)")
    #expect(abs((tonnes["8112926000"] ?? 0) - 1.5) < 0.05, "\(tonnes)")
    for arrival in arrivals {
      #expect(arrival.explanations.contains { $0.verdict != .excluded })
      #expect(!arrival.words.contains("illegal") && !arrival.words.contains("smuggl"))
    }
  }

  /// Korea in the published map of losses: a basket of compounds fell by thousands of tonnes, the metal rose.
  @Test func `a fall of a compound basket is not reported as gallium or germanium`() throws {
    var csv = "reporter,partner,flow,code,period,kg,usd\n"
    for step in 0..<48 {
      let month = Month(year: 2021, month: 1)!.advanced(by: step)
      let after = step >= 31
      let wobble = 1 + 0.1 * sin(Double(step * step))
      csv += "CN,KR,export,285390,\(month),\((after ? 1_000_000.0 : 3_188_315) * wobble),\(9_000_000)\n"
      csv += "CN,KR,export,282560,\(month),\((after ? 90_000.0 : 200_000) * wobble),\(900_000)\n"
      csv += "CN,KR,export,811292,\(month),\((after ? 12_000.0 : 10_000) * wobble),\(3_000_000)\n"
    }
    let lanes = LaneSeries.all(in: try reading(csv, .generic))
    #expect(lanes.count == 3)
    let event = ControlEvent(id: "x", title: "x", effective: Month(year: 2023, month: 8)!)
    for result in AlertFinder(reference: .embedded).results(for: event, lanes: lanes) {
      #expect(!result.isAlert)
      let silence = try #require(result.silence)
      #expect(silence.hasPrefix("code-purity"), "\(silence)")
    }
  }

  /// Graphite to the Gulf after the control: at 0.5 USD/kg it is no anode graphite.
  @Test func `graphite at half a dollar a kilogram is another product`() throws {
    var csv = "reporter,partner,flow,code,period,kg,usd\n"
    for step in 0..<48 {
      let month = Month(year: 2021, month: 1)!.advanced(by: step)
      let kilograms = step >= 35 ? 3_500_000 * (1 + 0.1 * sin(Double(step))) : 2000.0
      csv += "CN,IR,export,380110,\(month),\(kilograms),\(kilograms * 0.52)\n"
    }
    let event = ControlEvent(id: "x", title: "x", effective: Month(year: 2023, month: 12)!)
    let result = try #require(
      AlertFinder(reference: .embedded).results(
        for: event, lanes: LaneSeries.all(in: try reading(csv, .generic))
      ).first)
    #expect(result.kilograms > 0)
    #expect(!result.isAlert)
    let silence = try #require(result.silence)
    #expect(silence.hasPrefix("product-mismatch") || silence.hasPrefix("code-purity"), "\(silence)")
  }
}
