// SPDX-License-Identifier: Apache-2.0

import AssayServer
import HTTPTypes
import Parties
import Testing
import TradeModel

@Suite("Interfaces of others") struct CompatibleTests {
  static let lists: PartyLists = {
    var first = ListEntry(id: "1", kind: .organisation, effect: .controlList)
    first.add("Guangzhou Gallium Materials Co., Ltd.", .primary)
    first.add("广州镓业材料有限公司", .alias)
    first.countries = [.china]
    first.referents = ["us-bis-1"]
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
  static let query = """
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

  @Test func `yente's errors keep their words`() async throws {
    let desk = try desk()
    func detail(_ path: String, _ body: String) async throws -> JSON? {
      try await desk.send(.post, path, body).json?["detail"]
    }
    func query(_ schema: String) -> String {
      #"{"queries":{"a":{"schema":"\#(schema)","properties":{"name":"x"}}}}"#
    }
    #expect(
      try await detail("/match/default", query("Spaceship"))
        == "Cannot parse example entity: No schema for entity.")
    #expect(
      try await detail("/match/default", query("Thing"))
        == "Cannot parse example entity: Non-matchable schema for query: Thing")
    #expect(try await detail("/match/default", #"{"queries":{}}"#) == "No queries provided.")
    #expect(try await detail("/match/default", #"{"queries":{"a":null}}"#) == "No queries provided.")
    #expect(
      try await detail("/match/default", #"{"config":{"nm_nonsense":1},"queries":{}}"#)
        == "Invalid configuration parameter: nm_nonsense for algorithm best")
    let missing = try await detail(
      "/match/default", #"{"queries":{"q7":{"properties":{"name":"x"}}}}"#)
    #expect(missing?.elements?.first?["loc"] == ["body", "queries", "q7", "schema"])
    #expect(missing?.elements?.first?["msg"] == "Field required")
    #expect(missing?.elements?.first?["type"] == "missing")
    let long = try await desk.send(.get, "/search/default?q=" + String(repeating: "a", count: 60_001))
    #expect(long.status == 414 && long.json == ["detail": "Request URI too long"])
    #expect(
      try await desk.send(
        .post, "/match/default",
        #"{"config":{"nm_number_mismatch":0.3},"queries":{"a":{"schema":"Company","properties":{"name":["x"],"leiCode":[7]}}}}"#
      ).status == 200)
  }

  @Test func `a merged identity leads to the one that stands`() async throws {
    let desk = try desk()
    let answer = try await desk.send(.get, "/entities/us-bis-1")
    #expect(answer.status == 308)
    let place = try #require(answer.headers[.location])
    #expect(try await desk.send(.get, place).json?["referents"] == ["us-bis-1"])
  }

  @Test func `yente's search filters, orders and counts over all that was found`() async throws {
    let desk = try desk()
    func captions(_ query: String) async throws -> [String] {
      let answer = try await desk.send(.get, "/search/default?" + query)
      #expect(answer.status == 200, "\(query): \(answer.text)")
      return answer.json?["results"]?.elements?.compactMap { $0["caption"]?.text } ?? []
    }
    let (gallium, germanium) = (
      "Guangzhou Gallium Materials Co., Ltd.", "Guangdong Germanium Materials Co., Ltd."
    )
    #expect(try await captions("sort=caption:asc") == [germanium, gallium])
    #expect(try await captions("sort=caption:desc") == [gallium, germanium])
    #expect(try await captions("filter=topics:export.control") == [gallium])
    #expect(try await captions("filter=properties.country:CN&sort=caption") == [germanium, gallium])
    #expect(try await captions("datasets=ext&datasets=us_bis_entity&sort=caption:asc").count == 2)
    #expect(try await captions("datasets=ext&datasets=us_bis_entity&filter_op=AND").isEmpty)
    #expect(try await captions("target=false") == [germanium])
    let counted = try await desk.send(.get, "/search/default?limit=1&facets=countries&facets=datasets")
    #expect(counted.json?["total"]?["value"] == 2)
    let china = counted.json?["facets"]?["countries"]?["values"]?.elements?.first
    #expect(china?["name"] == "cn" && china?["label"] == "China" && china?["count"] == 2)
    #expect(counted.json?["facets"]?["topics"] == nil)
    #expect(counted.json?["facets"]?["datasets"]?["label"] == "Data sources")
    for bad in ["filter=x", "sort=caption:up", "filter_op=XOR", "target=perhaps", "limit=x"] {
      let answer = try await desk.send(.get, "/search/default?" + bad)
      #expect(answer.status == 400 || answer.status == 422, "\(bad)")
      #expect(answer.json?["detail"] != nil)
    }
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
    let refused = try await desk.send(.get, "/v2/search?name=x&colour=red")
    #expect(refused.status == 400 && refused.json?["error"]?.text != nil)
    #expect(try await desk.send(.get, "/v2/search?name=x&format=senzing").status == 400)
    // A limit beyond the most is cut, as there; the query comes back as an entity.
    let cut = try await desk.send(.get, "/v2/search?name=Guangzhou%20Gallium&limit=500&debug=true")
    #expect(cut.status == 200 && cut.json?["query"]?["sourceList"] == "api-request")
    #expect(cut.json?["entities"]?.elements?.first?["debug"]?.text != nil)
    let business = try await desk.send(.get, "/v2/search?name=Gallium&type=Business")
    #expect(business.json?["query"]?["business"]?["name"] == "Gallium")
    let id = try #require(entity["sourceID"]?.text)
    let one = try await desk.send(.get, "/v2/search?sourceID=\(id)")
    #expect(one.json?["entities"]?.elements?.count == 1)
    let info = try await desk.send(.get, "/v2/listinfo").json
    #expect(info?["lists"]?["us_bis_entity"]?.int == 1)
    #expect(info?["listHashes"]?["ext"]?.text == String(repeating: "1", count: 64))
  }
}
