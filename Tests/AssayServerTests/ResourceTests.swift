// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import HTTPTypes
import Testing

@Suite("Resources") struct ResourceTests {
  private static let item = """
    {"date":"2025-05-10","destination":"VN","commodity_code":"8505111000",
     "goods_description":"sintered NdFeB magnets with dysprosium","net_mass_kg":120,
     "exporter_name":"Example Magnets Co Ltd"}
    """

  @Test func `one item is screened, and the same item has the same decision id`() async throws {
    let desk = try Desk(workspace: false)
    let first = try await desk.send(.post, "/v1/screen", Self.item)
    #expect(first.status == 200, "\(first.text)")
    #expect(first.json?["assessment"]?["declared"]?["outcome"]?.text != nil)
    let second = try await desk.send(.post, "/v1/screen", Self.item)
    #expect(first.bytes == second.bytes)
    let other = try await desk.send(
      .post, "/v1/screen", Self.item.replacing("120", with: "121"))
    #expect(other.json?["decision_id"] != first.json?["decision_id"])
  }

  @Test func `an item that cannot be read is told field by field`() async throws {
    let answer = try await Desk().send(
      .post, "/v1/screen", #"{"date":"2025-13-45","destination":"VN","goods_description":"magnets"}"#)
    #expect(answer.status == 422)
    #expect(answer.headers[.contentType] == "application/problem+json")
  }

  @Test func `a file is screened line by line, and progress is told as events`() async throws {
    let desk = try Desk()
    let rows = (0..<20).map {
      #"{"declaration_id":"D\#($0)","date":"2025-05-10","destination":"VN","goods_description":"gallium metal"}"#
    }.joined(separator: "\n")
    let type: HTTPFields = [.contentType: "application/x-ndjson"]
    let brief = try await desk.send(.post, "/v1/screen/batch?detail=brief", rows, headers: type)
    #expect(brief.status == 200)
    #expect(brief.text.split(separator: "\n").count == 20)
    let events = try await desk.send(.post, "/v1/screen/progress", rows, headers: type)
    #expect(events.headers[.contentType] == "text/event-stream")
    #expect(events.text.contains("event: done"))
  }

  @Test func `the law answers with its citation`() async throws {
    let answer = try await Desk().send(
      .post, "/v1/law/check", #"{"goods":"gallium metal","destination":"US","as_of":"2025-02-01"}"#)
    #expect(answer.json?["outcome"]?.text != nil)
    #expect(answer.json?["findings"]?.elements?.isEmpty == false)
  }

  @Test func `a licence is drawn on once for each key, and never beyond its grant`() async throws {
    let desk = try Desk()
    let grant = """
      {"number":"L-1","holder_name":"Example","control_codes":["1C905.a.4"],"quantity":"100 kg",
       "valid_from":"2025-01-01","valid_to":"2026-12-31"}
      """
    #expect(try await desk.send(.post, "/v1/licences", grant).status == 201)
    let key = HTTPField.Name("Idempotency-Key")!
    let reserve = """
      {"operation":"reserve","reservation":"r1","declaration":"D1","item":1,"quantity":"60 kg","day":"2025-06-01"}
      """
    let path = "/v1/licences/L-1/operations"
    let first = try await desk.send(.post, path, reserve, headers: [key: "k1"])
    #expect(first.status == 200, "\(first.text)")
    #expect(try await desk.send(.post, path, reserve, headers: [key: "k1"]).status == 200)
    let more = reserve.replacing("r1", with: "r2").replacing("D1", with: "D2")
    #expect(try await desk.send(.post, path, more, headers: [key: "k1"]).status == 422)
    let beyond = try await desk.send(.post, path, more, headers: [key: "k2"])
    #expect(beyond.status == 409)
    #expect(try await desk.send(.get, "/v1/licences").json?["total"]?.int == 1)
  }

  @Test func `a case is closed by two`() async throws {
    let desk = try Desk(accounts: true)
    let (analyst, supervisor) = (try desk.token(.analyst), try desk.token(.supervisor))
    let opened = try await desk.send(.post, "/v1/cases", #"{"title":"Magnets"}"#, token: analyst)
    #expect(opened.status == 201, "\(opened.text)")
    let id = try #require(opened.json?["id"]?.int)
    let outcome = try #require(CaseOutcome.allCases.first).rawValue
    let proposed = try await desk.send(
      .post, "/v1/cases/\(id)/closing", #"{"outcome":"\#(outcome)","summary":"examined"}"#, token: analyst)
    #expect(proposed.status == 201, "\(proposed.text)")
    let approval = try #require(proposed.json?["id"]?.int)
    let body = #"{"approve":true,"reason":"agreed"}"#
    #expect(try await desk.send(.post, "/v1/approvals/\(approval)", body, token: analyst).status == 403)
    #expect(try await desk.send(.post, "/v1/approvals/\(approval)", body, token: supervisor).status == 200)
  }

  @Test func `what needs memory says that there is none`() async throws {
    let answer = try await Desk(workspace: false).send(.get, "/v1/cases")
    #expect(answer.status == 503 && answer.code == "no-workspace")
  }

  @Test func `every list has a tag, by which a client is told that nothing has changed, and a bounded page`()
    async throws
  {
    try await withDesk { desk in
      #expect(try await desk.send(.post, "/v1/cases", #"{"title":"Magnets"}"#).status == 201)
      let lists = AssayApplication.endpoints.filter { endpoint in
        endpoint.method == .get && endpoint.path.hasPrefix("/v1/") && !endpoint.path.contains("{")
          && endpoint.parameters.contains { $0.name == "limit" }
      }
      #expect(lists.count >= 8)
      for endpoint in lists where endpoint.parameters.allSatisfy({ !$0.isRequired }) {
        let first = try await desk.send(.get, endpoint.path)
        #expect(first.status == 200, "\(endpoint.path): \(first.text)")
        let tag = try #require(first.headers[.eTag], "\(endpoint.path)")
        let again = try await desk.send(.get, endpoint.path, headers: [.ifNoneMatch: "\"other\", W/\(tag)"])
        // What is done is an entry of the audit, reading a case among it.
        if endpoint.path != "/v1/audit" {
          #expect(again.status == 304 && again.bytes.isEmpty, "\(endpoint.path)")
        }
        for bad in ["limit=0", "limit=501", "limit=x", "offset=-1", "limit=1&limit=2", "unknown=1"] {
          #expect(
            try await desk.send(.get, "\(endpoint.path)?\(bad)").status == 400, "\(endpoint.path)?\(bad)")
        }
      }
    }
  }

  @Test func `counters name routes and never values`() async throws {
    let desk = try Desk()
    _ = try await desk.send(.get, "/entities/secret-party")
    let text = try await desk.send(.get, "/metrics").text
    #expect(text.contains(#"route="/entities/{id}""#))
    #expect(!text.contains("secret-party"))
  }
}
