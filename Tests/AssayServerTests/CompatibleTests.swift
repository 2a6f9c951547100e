// SPDX-License-Identifier: Apache-2.0

import AssayServer
import HTTPTypes
import Parties
import Testing
import TradeModel

@Suite("Interfaces of others") struct CompatibleTests {
  private static let lists: PartyLists = {
    var first = ListEntry(id: "1", kind: .organisation, effect: .controlList)
    first.add("Guangzhou Gallium Materials Co., Ltd.", .primary)
    first.add("广州镓业材料有限公司", .alias)
    first.countries = [.china]
    var second = ListEntry(id: "2", kind: .organisation, effect: .other)
    second.add("Guangdong Germanium Materials Co., Ltd.", .primary)
    second.countries = [.china]
    return PartyLists([
      PartyList(
        id: "us_bis_entity", title: "Entity List", publisher: "BIS", version: "2026-08-01",
        sha256: String(repeating: "0", count: 64), rowCount: 1, entries: [first]),
      PartyList(
        id: "ext", title: "Other list", publisher: "Example", version: "2026-08-01",
        sha256: String(repeating: "1", count: 64), rowCount: 1, entries: [second]),
    ])
  }()

  private func desk() throws -> Desk { try Desk(workspace: false, lists: Self.lists) }

  /// The query of the sample, as a client sends it.
  private static let query = """
    {"queries":{"q1":{"schema":"Company","properties":
    {"name":["Guangzhou Gallium Mateirals Co., Ltd"],"country":["China"],"nonsense":"x"}}}}
    """

  @Test func `yente's sample query is answered in yente's shape`() async throws {
    let answer = try await desk().send(.post, "/match/default", Self.query)
    #expect(answer.status == 200)
    #expect(answer.headers[HTTPField.Name("x-batch-size")!] == "1")
    let body = try #require(answer.json)
    #expect(body["limit"]?.int == 5)
    let response = try #require(body["responses"]?["q1"])
    #expect(response["status"]?.int == 200)
    #expect(response["total"]?["relation"]?.text == "eq")
    #expect(response["query"]?["properties"]?["country"] == ["cn"])
    #expect(response["query"]?["properties"]?["nonsense"] == nil)
    #expect(response["query"]?["id"]?.text?.utf8.count == 40)
    let results = try #require(response["results"]?.elements)
    let best = try #require(results.first)
    for name in [
      "id", "caption", "schema", "properties", "datasets", "referents", "target", "first_seen", "last_seen",
      "last_change", "score", "explanations", "match",
    ] {
      #expect(best[name] != nil, "a result lacks '\(name)'")
    }
    #expect(best["datasets"] == ["us_bis_entity"])
    #expect(best["match"]?.flag == true && best["target"]?.flag == true)
    #expect(best["explanations"]?["name_match"]?["detail"]?.text != nil)
    #expect(response["total"]?["value"]?.int == results.count { $0["match"]?.flag == true })
  }

  @Test func `yente's errors keep their status and shape`() async throws {
    let desk = try desk()
    let cases: [(String, String, Int)] = [
      ("/match/nowhere", Self.query, 404),
      ("/match/default", #"{"queries":{}}"#, 400),
      ("/match/default", #"{"queries":{"a":{"properties":{"name":"x"}}}}"#, 422),
      ("/match/default", #"{"queries":{"a":{"schema":"Spaceship","properties":{"name":"x"}}}}"#, 400),
      ("/match/default", #"{"queries":{"a":{"schema":"Thing","properties":{"name":"x"}}}}"#, 400),
      ("/match/default?algorithm=nonsense", Self.query, 400),
      ("/match/default?limit=x", Self.query, 422),
      ("/match/default", "{", 422),
    ]
    for (path, body, status) in cases {
      let answer = try await desk.send(.post, path, body)
      #expect(answer.status == status, "\(path) \(body)")
      #expect(answer.json?["detail"] != nil)
    }
    #expect(
      try await desk.send(.post, "/match/nowhere", Self.query).json?["detail"]?.text == "No such dataset.")
    let many = (0...100).map { #""q\#($0)":{"schema":"Company","properties":{"name":"x"}}"# }.joined(
      separator: ",")
    #expect(try await desk.send(.post, "/match/default", "{\"queries\":{\(many)}}").status == 400)
    #expect(try await desk.send(.get, "/entities/none").status == 404)
  }

  @Test func `a threshold changes what counts as a match and a cutoff what is given`() async throws {
    let desk = try desk()
    let strict = try await desk.send(.post, "/match/default?threshold=1.1", Self.query)
    #expect(strict.json?["responses"]?["q1"]?["total"]?["value"]?.int == 0)
    let cut = try await desk.send(.post, "/match/default?cutoff=0.99999", Self.query)
    #expect(cut.json?["responses"]?["q1"]?["results"]?.elements?.isEmpty == true)
    let other = try await desk.send(.post, "/match/ext", Self.query)
    for result in other.json?["responses"]?["q1"]?["results"]?.elements ?? [] {
      #expect(result["datasets"] == ["ext"])
    }
  }

  @Test func `yente's search, entity, algorithms and catalog answer`() async throws {
    let desk = try desk()
    let search = try await desk.send(.get, "/search/default?q=gallium%20materials")
    let first = try #require(search.json?["results"]?.elements?.first)
    #expect(search.json?["facets"]?["datasets"]?["values"]?.elements?.isEmpty == false)
    let id = try #require(first["id"]?.text)
    #expect(try await desk.send(.get, "/entities/\(id)?nested=true").json?["id"]?.text == id)
    let algorithms = try await desk.send(.get, "/algorithms").json
    #expect(algorithms?["best"] != nil && algorithms?["default"] != nil)
    let catalog = try await desk.send(.get, "/catalog")
    #expect(catalog.json?["datasets"]?.elements?.count == 3)
    let tag = try #require(catalog.headers[.eTag])
    #expect(try await desk.send(.get, "/catalog", headers: [.ifNoneMatch: tag]).status == 304)
  }

  @Test func `watchman's search is flat, and unknown parameters are an error`() async throws {
    let desk = try desk()
    let answer = try await desk.send(
      .get, "/v2/search?name=Guangzhou%20Gallium%20Materials&type=business&limit=1")
    let entity = try #require(answer.json?["entities"]?.elements?.first)
    for name in [
      "name", "entityType", "sourceList", "sourceID", "person", "business", "organization", "aircraft",
      "vessel",
      "contact", "addresses", "cryptoAddresses", "affiliations", "sanctionsInfo", "historicalInfo",
      "sourceData",
      "match",
    ] {
      #expect(entity[name] != nil, "an entity lacks '\(name)'")
    }
    #expect(entity["sourceList"]?.text == "us_bis_entity")
    #expect(try await desk.send(.get, "/v2/search?name=x&colour=red").status == 400)
    let info = try await desk.send(.get, "/v2/listinfo").json
    #expect(info?["lists"]?["us_bis_entity"]?.int == 1)
    #expect(info?["listHashes"]?["ext"]?.text == String(repeating: "1", count: 64))
  }
}
