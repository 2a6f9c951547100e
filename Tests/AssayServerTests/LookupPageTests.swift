// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import Foundation
import HTTPTypes
import Testing

@Suite("Pages to look things up") struct LookupPageTests {
  private func visitor(_ role: Role = .analyst) async throws -> PagesTests.Visitor {
    try await PagesTests.Visitor(try Desk(accounts: true, onDisk: true), "ana", role)
  }

  @Test func `the law of a mineral stands on a time line with every act, and weak knowledge is marked`()
    async throws
  {
    let reader = try await visitor(.viewer)
    let page = try await reader.get("/law?mineral=gallium")
    #expect(page.status == 200)
    #expect(page.text.contains("class=\"timeline\"") && page.text.contains("class=\"span force\""))
    let twin = try #require(try await reader.get("/law.json?mineral=gallium").json)
    let acts = try #require(twin["acts"]?.elements)
    #expect(!acts.isEmpty)
    let items = acts.flatMap { $0["items"]?.elements ?? [] }
    let weak = items.contains {
      ["inferred", "memory", "unverified"].contains($0["confidence"]?.text ?? "")
    }
    #expect(page.text.contains("confidence weak") == weak || page.text.contains("confidence weak"))
    for row in try #require(twin["timeline"]?["rows"]?.elements) {
      let address = try #require(row["href"]?.text)
      #expect(try await reader.get(address).status == 200, "\(address)")
    }
    #expect(try await reader.get("/law?mineral=unobtainium").status == 404)
    #expect(try await reader.get("/law/instruments/none").status == 404)
  }

  @Test func `a question put to the law is answered with its article and with what would change the answer`()
    async throws
  {
    let reader = try await visitor(.viewer)
    let query = "?goods=gallium%20metal&to=US&day=2025-02-01"
    let twin = try #require(try await reader.get("/law.json\(query)").json?["what_if"])
    let outcome = try #require(twin["outcome"]?.text)
    #expect(outcome != "not controlled")
    let controls = try #require(twin["controls"]?.elements)
    #expect(controls.contains { $0["outcome"]?.text == outcome && $0["citation"]?.text?.isEmpty == false })
    #expect(twin["turns"]?.elements?.isEmpty == false)
    let page = try #require(try await reader.get("/law.json?goods=dysprosium%20oxide&to=JP").json)
    #expect(page["mineral"]?["slug"]?.text == "dysprosium", "the time line is that of the goods asked about")
    // The same as the interface says.
    let said = try await reader.desk.send(
      .post, "/v1/law/check", #"{"goods":"gallium metal","destination":"US","as_of":"2025-02-01"}"#,
      token: try reader.desk.token(.analyst))
    #expect(said.json?["outcome"]?.text == outcome)
    for (wrong, problem) in [
      ("?code=12", "commodity code has"), ("?goods=x&to=Atlantis", "are countries"),
      ("?goods=x&from=Atlantis", "are countries"),
      ("?goods=x&day=yesterday", "day is written"), ("?to=US", "Say what the goods are"),
    ] {
      let page = try await reader.get("/law\(wrong)")
      #expect(page.status == 200 && page.text.contains(problem), "\(wrong)")
    }
  }

  @Test func `a licence shows its balance over time and the declarations that draw on it`() async throws {
    let reader = try await visitor(.supervisor)
    let workspace = try #require(reader.desk.services.workspace)
    let token = try reader.desk.token(.supervisor)
    let grant = """
      {"number":"L/1 <x>","holder_name":"Example","control_codes":["1C905.a.4"],"quantity":"100 kg",
       "valid_from":"2025-01-01","valid_to":"2026-12-31"}
      """
    #expect(try await reader.desk.send(.post, "/v1/licences", grant, token: token).status == 201)
    let path = "/v1/licences/L%2F1%20%3Cx%3E/operations"
    for body in [
      #"{"operation":"reserve","reservation":"r1","declaration":"D1","quantity":"60 kg","day":"2025-06-01"}"#,
      #"{"operation":"commit","reservation":"r1","quantity":"40 kg","final":true,"day":"2025-06-02"}"#,
    ] {
      let answer = try await reader.desk.send(.post, path, body, token: token)
      #expect(answer.status == 200, "\(answer.text)")
    }
    let list = try await reader.get("/licences")
    #expect(list.text.contains("/licences/L%2F1%20%3Cx%3E") && list.text.contains("60 kg"))
    let page = try await reader.get("/licences/L%2F1%20%3Cx%3E")
    #expect(page.status == 200)
    #expect(page.text.contains("60 kg of 100 kg is left"))
    #expect(page.text.contains("class=\"drawn\"") && page.text.contains("/search?q=D1"))
    let twin = try #require(try await reader.get("/licences/L%2F1%20%3Cx%3E.json").json)
    let points = try #require(twin["balance"]?["points"]?.elements)
    #expect(points.count == 3, "granted, kept aside, drawn")
    #expect(twin["draws"]?.elements?.first?["state"]?.text == "settled")
    #expect(try await reader.get("/licences?status=revoked").text.contains("No licence"))
    #expect(try await reader.get("/licences?status=lost").status == 400)
    #expect(try await reader.get("/licences/none").status == 404)
    #expect(try workspace.read { try LicenceRegister.list(in: $0) }.count == 1)
  }

  @Test func `a party shows what it declared and whom it deals with, and text of others stays text`()
    async throws
  {
    let reader = try await visitor()
    #expect(try await reader.upload(PagesTests.declarations).status == 303)
    let page = try await reader.get("/party?name=Exporter%20%3Ci%3EOne%3C%2Fi%3E")
    #expect(page.status == 200, "\(page.text)")
    #expect(page.text.contains("Exporter &lt;i&gt;One") && !page.text.contains("<i>One"))
    #expect(page.text.contains("class=\"network\"") && page.text.contains("Consignee Two"))
    let twin = try #require(
      try await reader.get("/party.json?name=Exporter%20%3Ci%3EOne%3C%2Fi%3E").json)
    #expect(twin["total"]?.int == 1)
    #expect(twin["network"]?["nodes"]?.elements?.count == 2)
    #expect(twin["history"]?.elements?.first?["role"]?.text == "exporter")
    let opened = try await reader.post(
      "/open-case", ["title": "Exporter", "kind": "party", "target": "Exporter <i>One</i>"])
    #expect(opened.headers[.location] == "/cases/1?done=opened", "\(opened.text)")
    let again = try await reader.get("/party.json?name=Exporter%20%3Ci%3EOne%3C%2Fi%3E")
    #expect(again.json?["cases"]?.elements?.count == 1)
    #expect(
      try await reader.post("/open-case", ["title": "x", "kind": "rumour", "target": "x"]).status == 400)
    #expect(try await reader.get("/party?name=Nobody").status == 404)
    #expect(try await reader.get("/party").status == 400)
  }

  /// One exporter spelled three ways under one number and address, and others that are not it.
  private static var spellings: String {
    var text =
      "declaration_id,item_number,date,commodity_code,goods_description,net_mass_kg,statistical_value,currency,destination,exporter_name,exporter_id,exporter_address,exporter_country,consignee_name\n"
    let same = [
      "Halvorsen Tungsten Works Co., Ltd.", "HALVORSEN TUNGSTEN WORKS", "Halvorsen Tungsten Worcs Ltd",
    ]
    for (number, name) in (same + same).enumerated() {
      text +=
        "S\(number),1,2025-06-05,9403200000,steel shelves,1000,3000,USD,VN,\"\(name)\",913100007012345678,\"88 Example Harbour Road, Example City\",CN,Receiver \(number % 3)\n"
    }
    for number in 0..<60 {
      text +=
        "O\(number),1,2025-06-05,9403200000,steel shelves,1000,3000,USD,VN,\(["Amber", "Birch", "Cedar", "Dune", "Elm"][number % 5]) \(["Glass", "Paper", "Toys", "Lamps"][number / 5 % 4]) Number \(number),9131000070\(10_000_000 + number),\"\(number) Other Street, Town \(number)\",CN,Buyer \(number)\n"
    }
    return text
  }

  @Test func `a party gathers its spellings as resolved, each with its reasons, or stands alone when asked`()
    async throws
  {
    let reader = try await visitor()
    #expect(try await reader.upload(Self.spellings).status == 303)
    let address = "/party.json?name=HALVORSEN%20TUNGSTEN%20WORKS"
    let twin = try #require(try await reader.get(address).json)
    let names = twin["variants"]?.elements?.compactMap { $0["name"]?.text }
    #expect(
      Set(names ?? []) == ["Halvorsen Tungsten Works Co., Ltd.", "Halvorsen Tungsten Worcs Ltd"],
      "\(names ?? [])")
    #expect(twin["total"]?.int == 6 && twin["is_resolved"]?.flag == true)
    #expect(twin["variants"]?.elements?.first?["reasons"]?.elements?.isEmpty == false)
    #expect(twin["network"]?["nodes"]?.elements?.count == 4, "one circle for the party, three receivers")
    let spelled = twin["history"]?.elements?.compactMap { $0["spelling"]?.text } ?? []
    #expect(spelled.count == 4)
    let alone = try #require(try await reader.get(address + "&as=declared").json)
    #expect(alone["total"]?.int == 2 && alone["is_resolved"]?.flag == false)
    #expect(try await reader.get(address + "&as=guess").status == 400)
    let page = try await reader.get("/party?name=HALVORSEN%20TUNGSTEN%20WORKS").text
    #expect(page.contains("Also declared as") && page.contains("as=declared"))
    // A later screening is read as well.
    #expect(
      try await reader.get("/party.json?name=Amber%20Glass%20Number%200").json?["variants"]?.elements?.isEmpty
        == true)
  }

  @Test func `a list hit is set aside by two officers on the party's page, and ended by one`() async throws {
    let desk = try Desk(accounts: true, lists: CompatibleTests.lists, onDisk: true)
    let (ana, sue) = (
      try await PagesTests.Visitor(desk, "ana", .analyst),
      try await PagesTests.Visitor(desk, "sue", .supervisor)
    )
    let reader = try await PagesTests.Visitor(desk, "vic", .viewer)
    let party = "Guangzhou Gallium Material <Trading>"
    let page = "/party?name=Guangzhou%20Gallium%20Material%20%3CTrading%3E"
    let twin = page.replacing("/party?", with: "/party.json?")
    func hit() async throws -> JSON? { try await ana.get(twin).json?["hits"]?.elements?.first }
    let first = try #require(try await hit())
    #expect(
      first["entry"]?.text == "1" && first["list_id"]?.text == "us_bis_entity" && first["exception"] == nil)
    #expect(try await ana.get(page).text.contains("action=\"/party/exceptions\""))
    #expect(
      !(try await reader.get(page).text.contains("action=\"/party/exceptions\"")), "a viewer asks for nothing"
    )
    var form = ["party": party, "list": "us_bis_entity", "entry": "1", "reason": "another number <b>"]
    #expect(try await reader.post("/party/exceptions", form).status == 403)
    form["expires"] = "soon"
    #expect(try await ana.post("/party/exceptions", form).status == 400)
    form["expires"] = "2035-03-01"
    let asked = try await ana.post("/party/exceptions", form)
    #expect(
      asked.status == 303 && asked.headers[.location]?.hasSuffix("&done=asked#hits") == true, "\(asked.text)")
    #expect(try await ana.post("/party/exceptions", form).status == 409, "one request at a time")
    let request = try #require(try await hit()?["exception"]?["request"]?["id"]?.int)
    #expect(
      try await ana.post("/approvals/\(request)", ["answer": "approve", "approval-reason": "x"]).status == 403
    )
    let waiting = try await sue.get("/today.json").json?["approvals"]?.elements?.first
    #expect(waiting?["href"]?.text == page + "#hits")
    let agreed = try await sue.post(
      "/approvals/\(request)", ["answer": "approve", "approval-reason": "seen", "back": page + "#hits"])
    #expect(agreed.status == 303)
    let stands = try #require(try await hit()?["exception"])
    #expect(stands["asked_by"]?.text == "ana" && stands["approved_by"]?.text == "sue")
    #expect(stands["until"]?.text == "2035-03-01")
    #expect(try await ana.get(page).text.contains("another number &lt;b&gt;"))
    let id = try #require(stands["id"]?.int)
    let ended = try await ana.post("/party/exceptions/\(id)/end", ["party": party, "reason": "renamed"])
    #expect(ended.status == 303, "\(ended.text)")
    #expect(try await hit()?["exception"] == nil)
  }

  @Test
  func `one box finds declarations, parties, cases, licences and law, and cases only for those who may`()
    async throws
  {
    let reader = try await visitor()
    #expect(try await reader.upload(PagesTests.declarations).status == 303)
    _ = try await reader.desk.send(
      .post, "/v1/cases", #"{"title":"Dysprosium to the US"}"#, token: try reader.desk.token(.analyst))
    func kinds(_ query: String, token: String? = nil) async throws -> [String: Int] {
      let headers: HTTPFields = token == nil ? [.accept: "application/json", .cookie: reader.cookie] : [:]
      let answer = try await reader.desk.send(
        .get, "/search.json?q=\(query)", headers: headers, token: token)
      return Dictionary(
        uniqueKeysWithValues: (answer.json?["groups"]?.elements ?? []).compactMap {
          guard let kind = $0["kind"]?.text, let total = $0["total"]?.int, total > 0 else { return nil }
          return (kind, total)
        })
    }
    #expect(try await kinds("D2") == ["declarations": 1])
    #expect(try await kinds("Consignee%20F") == ["parties": 1])
    let word = try await kinds("dysprosium")
    #expect(word["cases"] == 1 && word["minerals"] == 1 && (word["law"] ?? 0) > 0)
    #expect(try await kinds("dysprosium", token: try reader.desk.token(.viewer))["cases"] == nil)
    #expect(try await kinds("%25").isEmpty, "a sign of the database means itself")
    let page = try await reader.get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    #expect(page.status == 200 && !page.text.contains("<script>alert"))
  }

  @Test func `statistics handed in become a study with alerts, explanations and series`() async throws {
    let reader = try await visitor()
    #expect(try await reader.get("/flows").text.contains("No study is kept yet"))
    let mark = "----assay-test"
    let body = """
      --\(mark)\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n\(reader.token)\r\n--\(mark)\r
      Content-Disposition: form-data; name="source"\r\n\r\ngeneric\r\n--\(mark)\r
      Content-Disposition: form-data; name="code"\r\n\r\n811010\r\n--\(mark)\r
      Content-Disposition: form-data; name="file"; filename="antimony.csv"\r\nContent-Type: text/csv\r\n\r
      \(FlowRouteTests.statistics)\r\n--\(mark)--\r\n
      """
    let sent = try await reader.desk.send(
      .post, "/flows", body,
      headers: [
        .contentType: "multipart/form-data; boundary=\(mark)", .accept: PagesTests.browser,
        .cookie: reader.cookie,
      ])
    #expect(sent.status == 303 && sent.headers[.location] == "/flows?study=1&done=studied", "\(sent.text)")
    let page = try await reader.get("/flows?study=1")
    #expect(page.status == 200)
    #expect(page.text.contains("class=\"alert\"") && page.text.contains("Ordinary explanations, each tested"))
    #expect(page.text.contains("not shown to be unlawful"))
    let twin = try #require(try await reader.get("/flows.json?study=1").json?["study"])
    let alerts = try #require(twin["alerts"]?.elements)
    let readings = alerts.flatMap { $0["readings"]?.elements ?? [] }
    #expect(!readings.isEmpty && readings.allSatisfy { ($0["explanations"]?.elements?.count ?? 0) >= 5 })
    #expect(twin["map"]?["lanes"]?.elements?.isEmpty == false)
    let link = try #require(alerts.first?["link"]?.text)
    _ = try await reader.post("/open-case", ["title": "A lane", "kind": "alert", "target": link])
    #expect(try await reader.get("/cases/1").text.contains("/flows?study=1#lane-"))
    #expect(try await reader.get("/flows?study=9").status == 404)
  }
}
