// SPDX-License-Identifier: Apache-2.0

import AssayServer
import AssayTestKit
import Casework
import ControlLaw
import FlowWatch
import Foundation
import HTTPTypes
import Indicators
import Testing
import TradeModel

@Suite("Trade statistics kept and asked at the dates of the law") struct FlowRouteTests {
  /// Monthly lanes of antimony: one that rises threefold with the Chinese control of September 2024, others that stay.
  static let statistics: String = {
    var generator = SeededGenerator(seed: 11)
    var lines = ["period,reporter,partner,flow,code,kilograms,usd"]
    for step in 0..<48 {
      let (year, month) = (2022 + step / 12, step % 12 + 1)
      let period = "\(year)\(month < 10 ? "0" : "")\(month)"
      let isAfter = year * 12 + month >= 2024 * 12 + 9
      for (partner, base) in [("THA", 40_000.0), ("BEL", 60_000), ("KOR", 30_000), ("MEX", 20_000)] {
        let factor = partner == "THA" && isAfter ? 3.0 : 1
        let mass = base * factor * Double.random(in: 0.9...1.1, using: &generator)
        lines.append("\(period),USA,\(partner),import,811010,\(Int(mass)),\(Int(mass * 12))")
      }
      for partner in ["DEU", "FRA"] {
        let mass = 50_000 * Double.random(in: 0.9...1.1, using: &generator)
        lines.append("\(period),USA,\(partner),import,740311,\(Int(mass)),\(Int(mass * 9))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let type: HTTPFields = [.contentType: "text/csv"]

  @Test func `a lane that rose at a control is an alert with every explanation tested, and is kept`()
    async throws
  {
    try await withDesk { desk in
      let made = try await desk.send(
        .post, "/v1/flows?name=antimony.csv&source=generic&code=811010", Self.statistics,
        headers: Self.type)
      #expect(made.status == 201, "\(made.text)")
      #expect((made.json?["alerts"]?.int ?? 0) >= 1, "\(made.text)")
      let id = try #require(made.json?["id"]?.int)
      let shown = try await desk.send(.get, "/v1/flows/\(id)")
      let alerts = try #require(shown.json?["result"]?["alerts"]?.elements)
      #expect(alerts.allSatisfy { ($0["explanations"]?.elements?.count ?? 0) >= 5 })
      #expect(alerts.allSatisfy { $0["words"]?.text?.contains("not shown to be unlawful") == true })
      let lanes = try #require(shown.json?["result"]?["lanes"]?.elements)
      let named = try alerts.map { lanes[try #require($0["lane"]?.int)]["exporter"]?.text }
      #expect(Set(named) == ["TH"], "the lanes that stayed are no alerts")
      #expect(try await desk.send(.get, "/v1/flows").json?["total"]?.int == 1)
      #expect(try await desk.send(.get, "/v1/uploads?kind=statistics").json?["total"]?.int == 1)
      let again = try await desk.send(
        .post, "/v1/flows?name=antimony.csv&source=generic&code=811010", Self.statistics,
        headers: Self.type)
      #expect(again.json?["id"]?.int == id, "the same question on the same file is kept once")

      let leads = try await desk.send(.get, "/v1/flows/\(id)/alerts")
      let read = try FlowLeadFile.leads(leads.bytes, file: "alerts")
      #expect(!read.isEmpty && read.allSatisfy { $0.mineral == "antimony" })
    }
  }

  @Test func `what is no table of statistics is refused with the column that is missing`() async throws {
    try await withDesk { desk in
      let answer = try await desk.send(
        .post, "/v1/flows?name=x.csv&source=generic", "a,b\n1,2\n", headers: Self.type)
      #expect(
        answer.status == 422 && answer.json?["detail"]?.text?.contains("period") == true, "\(answer.text)")
      let source = try await desk.send(.post, "/v1/flows?name=x.csv&source=rumour", "a\n", headers: Self.type)
      #expect(source.status == 422)
      let code = try await desk.send(.post, "/v1/flows?name=x.csv&code=abc", "a\n", headers: Self.type)
      #expect(code.status == 400)
      #expect(try await desk.send(.get, "/v1/flows/1").status == 404)
    }
  }

  @Test func `a study does not depend on the order of its rows`() throws {
    var question = FlowStudy.Question()
    question.source = "generic"
    let lines = Self.statistics.split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
    let (a, b) = (
      try FlowStudy.make(of: [("a", Array(Self.statistics.utf8))], question, law: .embedded),
      try FlowStudy.make(of: [("a", Array(turned.utf8))], question, law: .embedded)
    )
    #expect(a == b)
    #expect(a.codes == ["811010"], "only codes that a control names are asked when none are given")
  }
}
