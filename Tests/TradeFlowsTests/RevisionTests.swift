// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import ReferenceData
import Testing
import TradeFlows
import TradeModel

@Suite("Revisions of the nomenclature and plantings") struct RevisionTests {
  @Test(arguments: [
    ("811230", 2002, CodeRevisions.Answer.split), ("282733", 2002, .moved(code("282739"))),
    ("810600", 2017, .split), ("811010", 1996, .same), ("811010", 2022, .same),
  ])
  func `a code is followed to the edition of 2022`(
    _ text: String, _ edition: Int, _ expected: CodeRevisions.Answer
  ) {
    #expect(CodeRevisions.embedded.followed(code(text), from: edition) == expected)
  }

  @Test(arguments: [("H0", 1992), ("H4", 2012), ("h6", 2022), ("HS2017", 2017), ("2007", 2007)])
  func `the edition is read as publishers name it`(_ text: String, _ year: Int) {
    #expect(CodeRevisions.edition(text) == year)
  }

  @Test(arguments: ["S4", "BEC", "", "H9", "HS"])
  func `other nomenclatures have no edition`(_ text: String) {
    #expect(CodeRevisions.edition(text) == nil)
  }

  @Test func `moved and split codes are counted when a table is read`() throws {
    let csv = """
      period,reporterISO,partnerISO,flowCode,cmdCode,netWgt,primaryValue,classificationCode
      2005,USA,CHN,M,282733,100,1000,H2
      2005,USA,CHN,M,811230,100,1000,H2
      2005,USA,CHN,M,811010,100,1000,H2
      """
    let table = try reading(csv, .comtrade)
    #expect(table.gates[.revised] == 1)
    #expect(table.gates[.splitByRevision] == 1)
    #expect(Set(table.records.map(\.code)) == [code("282739"), code("811230"), code("811010")])
  }

  @Test func `a large planted diversion is found and none is found where none was`() throws {
    let path = repositoryRoot() + "/Examples/flows/antimony-811010-2022-2024.csv"
    let table = try FlowReaderOfExamples.read(path)
    var study = PlantedDiversion(finder: RelayFinder(reference: .embedded, facts: .embedded))
    study.noise = 0.05
    study.isFirstLegHidden = true
    let question = RelayQuestion(
      code: code("811010"), origin: country("CN"), destination: country("US"),
      base: [FlowPeriod(year: 2022)!],
      end: [FlowPeriod(year: 2024)!])
    let trials = study.trials(
      question, in: try MirrorPairs(table).pairs, relays: [country("FR"), country("IT"), country("KR")],
      shares: [0.4, 0.8], rounds: 3)
    #expect(trials.count == 3 * 3 * 3)
    let area = try #require(PlantedDiversion.area(trials))
    #expect(area > 0.99, "\(area)")
    // Countries that take in and use most of their antimony hide a small diversion best.
    let small = study.trials(
      question, in: try MirrorPairs(table).pairs,
      relays: ["FR", "IT", "KR", "JP", "DE", "ES", "TR"].map(country), shares: [0.05, 0.1, 0.2], rounds: 2)
    let areaOfSmall = try #require(PlantedDiversion.area(small))
    #expect(areaOfSmall > 0.9, "\(areaOfSmall)")
    let curve = PlantedDiversion.curve(trials)
    #expect(curve.last?.falseAlarms == 1 && curve.last?.detections == 1)
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0.falseAlarms <= $1.falseAlarms })
    // The same seed gives the same trials.
    #expect(
      try study.trials(
        question, in: MirrorPairs(table).pairs, relays: [country("FR"), country("IT"), country("KR")],
        shares: [0.4, 0.8], rounds: 3) == trials)
  }

  @Test func `the area under the curve and the smallest found follow their definitions`() {
    func trial(_ planted: Double, _ score: Double) -> PlantedDiversion.Trial {
      .init(relay: country("TH"), planted: planted, score: score, isListed: false)
    }
    let trials =
      [0.0, 0.1, 0.2, 0.3].map { trial(0, $0) } + [0.25, 0.35].map { trial(10, $0) }
      + [1.0, 2.0].map { trial(20, $0) }
    #expect(abs((PlantedDiversion.area(trials) ?? 0) - 15.0 / 16) < 1e-12)
    #expect(PlantedDiversion.smallestFound(trials) == 20)
    #expect(PlantedDiversion.area([trial(0, 1)]) == nil)
  }

  /// Shares are published to a tenth and only for the largest three: the index lies between even and most uneven rests.
  @Test(
    .enabled(
      if: SharedData.path("methods/ref/ref_hhi.json") != nil,
      Comment(rawValue: SharedData.reason("the golden concentrations"))))
  func `golden concentrations lie where their published shares allow`() throws {
    struct Entry: Decodable {
      var n: Int
      var top: [Share]
      var HHI: Double
      var N1_residual_pct: Double
      struct Share: Decodable {
        var value: Double
        init(from decoder: any Decoder) throws {
          var list = try decoder.unkeyedContainer()
          _ = try list.decode(String.self)
          value = try list.decode(Double.self)
        }
      }
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: SharedData.path("methods/ref/ref_hhi.json")!))
    let table = try JSONDecoder().decode([String: Entry].self, from: data)
    #expect(table.count >= 10)
    for (mineral, entry) in table where entry.n > 3 && entry.top.count == 3 {
      let shares = entry.top.map(\.value)
      let rest = max(0, 100 - shares.reduce(0, +))
      let others = entry.n - 3
      let even = try #require(
        Concentration(shares + [Double](repeating: rest / Double(others), count: others)))
      var uneven = shares
      var left = rest
      while left > 1e-9, uneven.count < entry.n {
        uneven.append(min(left, shares[2]))
        left -= min(left, shares[2])
      }
      let most = try #require(Concentration(uneven))
      // Half a tenth of rounding on each share moves the index by at most twice the share times that.
      let rounding = 2 * 0.05 * shares.reduce(0, +) + 3
      #expect(
        entry.HHI >= even.index - rounding && entry.HHI <= most.index + rounding,
        "\(mineral): \(even.index) to \(most.index), golden \(entry.HHI)")
      #expect(abs(even.residualPercent - entry.N1_residual_pct) < 0.11, "\(mineral)")
    }
  }
}

/// The bundled examples are plain long tables.
enum FlowReaderOfExamples {
  static func read(_ path: String) throws -> FlowTable {
    try FlowReader(map: .generic, areas: .embedded, currencies: ReferenceData.embedded.currencies)
      .read(Array(Data(contentsOf: URL(fileURLWithPath: path))), file: path)
  }
}
