// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import Foundation
import HTTPTypes
import Testing

@Suite("Kept files, decisions and their record") struct RecordRouteTests {
  private static let file: HTTPFields = [.contentType: "text/csv"]
  private static let bytes: HTTPFields = [.contentType: "application/octet-stream"]
  private static let declarations = """
    declaration_id,item_number,date,destination,commodity_code,goods_description,net_mass_kg,statistical_value,currency,exporter_name,consignee_name
    D1,1,2025-05-10,VN,8110101000,antimony ingots 99.65%,20000,1100000,USD,Example Metals Co Ltd,Example Trading
    D2,1,2025-05-11,DE,6109100010,cotton T-shirts,800,9000,USD,Example Textiles,Example Mode GmbH
    D3,1,2025-05-12,US,3824999999,chemical preparation,400,190000,USD,Example Chemicals,Example Import LLC
    """

  /// Hands the file in and has it screened; gives the numbers of its decisions.
  private func screened(_ desk: Desk, token: String? = nil) async throws -> [Int] {
    let kept = try await desk.send(
      .post, "/v1/uploads?name=may.csv", Self.declarations, headers: Self.file, token: token)
    #expect(kept.status == 201, "\(kept.text)")
    let id = try #require(kept.json?["id"]?.int)
    let run = try await desk.send(.post, "/v1/uploads/\(id)/screening", "{}", token: token)
    #expect(run.status == 201, "\(run.text)")
    #expect(run.json?["screening"]?["rows"]?.int == 3)
    let lanes = try #require(run.json?["lanes"]?.members)
    #expect(lanes.compactMap(\.value.int).reduce(0, +) == 3)
    let list = try await desk.send(.get, "/v1/decisions?lane=0", token: token)
    return try #require(list.json?["items"]?.elements).compactMap { $0["id"]?.int }
  }

  @Test func `a file handed in twice is kept once, and screened into decisions and a queue`() async throws {
    try await withDesk { desk in
      let ids = try await screened(desk)
      #expect(ids.count == 3)
      let again = try await desk.send(
        .post, "/v1/uploads?name=may.csv", Self.declarations, headers: Self.file)
      #expect(again.status == 200)
      #expect(try await desk.send(.get, "/v1/uploads").json?["total"]?.int == 1)
      let shown = try await desk.send(.get, "/v1/uploads/1")
      #expect(shown.json?["screenings"]?.elements?.count == 1)
      let queue = try await desk.send(.get, "/v1/queue?capacity=1")
      let items = try #require(queue.json?["items"]?.elements)
      let decisions = try await desk.send(.get, "/v1/decisions?lane=2")
      #expect(items.count == decisions.json?["total"]?.int)
      #expect(!items.isEmpty, "antimony without a licence is referred")
      #expect(
        items.map { $0["within_capacity"]?.flag == true } == items.indices.map { $0 < 1 },
        "the queue is cut at the capacity")
      #expect(try await desk.send(.get, "/v1/screenings").json?["total"]?.int == 1)
    }
  }

  @Test func `a file that cannot be read is refused with words, and its bytes stay kept`() async throws {
    try await withDesk { desk in
      let kept = try await desk.send(
        .post, "/v1/uploads?name=../../etc/odd%0Aname", "no columns here\n1\n", headers: Self.file)
      #expect(kept.status == 400, "a name that breaks lines is refused: \(kept.text)")
      let plain = try await desk.send(
        .post, "/v1/uploads?name=../../odd.csv", "no columns here\n1\n", headers: Self.file)
      #expect(plain.json?["name"]?.text == "odd.csv", "a name is no path")
      let id = try #require(plain.json?["id"]?.int)
      let run = try await desk.send(.post, "/v1/uploads/\(id)/screening", "{}")
      #expect(run.status == 422, "\(run.text)")
      #expect(run.headers[.contentType] == "application/problem+json")
      #expect(try await desk.send(.get, "/v1/screenings").json?["total"]?.int == 0)
      #expect(try await desk.send(.post, "/v1/uploads?name=a.csv", "", headers: Self.file).status == 400)
      #expect(try await desk.send(.post, "/v1/uploads", "a,b\n", headers: Self.file).status == 400)
    }
  }

  @Test func `a decision done again gives the same bytes`() async throws {
    try await withDesk { desk in
      for id in try await screened(desk) {
        let replay = try await desk.send(.post, "/v1/decisions/\(id)/replay", "{}")
        #expect(replay.status == 200)
        #expect(replay.json?["same"]?.flag == true, "\(replay.text)")
      }
      #expect(try await desk.send(.post, "/v1/decisions/99/replay", "{}").status == 404)
    }
  }

  @Test func `a certificate is fetched as JSON and as a page, and any change of either is found`()
    async throws
  {
    try await withDesk { desk in
      let id = try #require(try await screened(desk).first)
      let made = try await desk.send(.post, "/v1/decisions/\(id)/certificate", "{}")
      #expect(made.status == 201, "\(made.text)")
      let address = try #require(made.json?["json"]?.text)
      let json = try await desk.send(.get, address)
      #expect(json.status == 200)
      #expect(json.headers[.contentDisposition]?.hasPrefix("attachment") == true)
      let page = try await desk.send(.get, address + "?format=html")
      #expect(page.text.contains("<h1>"))
      for (file, type) in [(json, "application/json"), (page, "text/html")] {
        let check = try await desk.send(
          .post, "/v1/certificates/verification", bytes: file.bytes, headers: [.contentType: type])
        #expect(check.json?["verdict"]?.text == "genuine", "\(check.text)")
        var changed = file.bytes
        let digit = try #require(changed.lastIndex { (0x31...0x38).contains($0) })
        changed[digit] += 1
        let forged = try await desk.send(
          .post, "/v1/certificates/verification", bytes: changed, headers: [.contentType: type])
        #expect(forged.json?["intact"]?.flag == false, "\(forged.text)")
      }
      let other = String(repeating: "ab", count: 32)
      let foreign = try await desk.send(
        .post, "/v1/certificates/verification?key=\(other)", bytes: json.bytes,
        headers: [.contentType: "application/json"])
      #expect(foreign.json?["verdict"]?.text == "other-key")
    }
  }

  @Test(arguments: [
    "x", "..%2F..%2Fkeys%2Fsigning.key", "%2e%2e%2fassay.sqlite", String(repeating: "a", count: 64),
    String(repeating: "A", count: 64),
  ])
  func `nothing but a kept certificate is fetched by name`(name: String) async throws {
    try await withDesk { desk in
      let answer = try await desk.send(.get, "/v1/certificates/\(name)")
      #expect(answer.status == 404)
    }
  }

  @Test func `a case gathers tags, links, files and findings, and sleeps until it is woken`() async throws {
    try await withDesk(accounts: true) { desk in
      let (analyst, viewer) = (try desk.token(.analyst), try desk.token(.viewer))
      let decision = try #require(try await screened(desk, token: analyst).first)
      _ = try await desk.send(.post, "/v1/cases", #"{"title":"Antimony"}"#, token: analyst)
      func post(_ part: String, _ body: String) async throws -> Desk.Answer {
        try await desk.send(.post, "/v1/cases/1/\(part)", body, token: analyst)
      }
      let tagged = try await post("tags", #"{"tag":"Antimony"}"#)
      #expect(tagged.json?["case"]?["tags"]?.elements?.compactMap(\.text) == ["antimony"])
      let untagged = try await desk.send(.delete, "/v1/cases/1/tags/antimony", token: analyst)
      #expect(untagged.json?["case"]?["tags"]?.elements?.isEmpty == true)
      let linked = try await post("links", #"{"kind":"decision","target":"\#(decision)"}"#)
      #expect(linked.json?["links"]?.elements?.count == 1)
      let about = "/v1/cases?about=decision&target=\(decision)"
      #expect(try await desk.send(.get, about, token: analyst).json?["total"]?.int == 1)
      #expect(try await desk.send(.get, about + "9", token: analyst).json?["total"]?.int == 0)
      #expect(try await desk.send(.get, "/v1/cases?about=decision", token: analyst).status == 400)
      #expect(try await post("links", #"{"kind":"licence","target":"none"}"#).status == 404)
      #expect(try await post("links", #"{"kind":"somebody","target":"x"}"#).status == 400)
      let finding = try await post(
        "findings", #"{"label":"smuggled","material":"antimony/metal","decision":\#(decision)}"#)
      #expect(finding.status == 201, "\(finding.text)")
      let slept = try await post("snooze", #"{"until":"2026-01-01","reason":"papers awaited"}"#)
      #expect(slept.json?["case"]?["snoozed_until"]?.text?.hasPrefix("2026-01-01") == true)
      #expect(try await post("snooze", #"{"until":"2020-01-01","reason":"past"}"#).status == 400)
      let woken = try await post("snooze", #"{"until":null,"reason":"papers came"}"#)
      #expect(woken.json?["case"]?["snoozed_until"] == .null)
      let due = try await post("due", #"{"due":"2025-12-24T12:00Z"}"#)
      #expect(due.json?["case"]?["due"]?.text?.hasPrefix("2025-12-24") == true)

      let content: [UInt8] = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      let attached = try await desk.send(
        .post, "/v1/cases/1/files?name=lab%20report.pdf", bytes: content, headers: Self.bytes, token: analyst)
      #expect(attached.status == 201, "\(attached.text)")
      let digest = try #require(attached.json?["sha256"]?.text)
      let fetched = try await desk.send(.get, "/v1/cases/1/files/\(digest)", token: analyst)
      #expect(fetched.bytes == content)
      #expect(fetched.headers[.contentDisposition] == "attachment; filename*=UTF-8''lab%20report.pdf")
      #expect(try await desk.send(.get, "/v1/cases/1/files/\(digest)", token: viewer).status == 403)
      #expect(try await desk.send(.get, "/v1/cases/2/files/\(digest)", token: analyst).status == 404)
      let audit = try await desk.send(.get, "/v1/audit?subject=case:1", token: analyst)
      let actions = try #require(audit.json?["items"]?.elements).compactMap { $0["action"]?.text }
      #expect(actions.contains("case.read-file") && actions.contains("case.snooze"))

      let package = try await desk.send(.get, "/v1/cases/1/package", token: analyst)
      #expect(package.status == 200)
      #expect(package.bytes.count.isMultiple(of: 512))
      #expect(Self.names(inTar: package.bytes).contains("manifest.json"))
      #expect(Self.names(inTar: package.bytes).contains { $0.hasPrefix("files/") })
    }
  }

  /// The paths of an archive, read by the format's own rules.
  private static func names(inTar bytes: [UInt8]) -> [String] {
    var (names, at) = ([String](), 0)
    while at + 512 <= bytes.count, bytes[at] != 0 {
      let header = bytes[at..<at + 512]
      names.append(String(decoding: header.prefix(100).prefix { $0 != 0 }, as: UTF8.self))
      let octal = String(decoding: header.dropFirst(124).prefix(11), as: UTF8.self)
      let size = Int(octal, radix: 8) ?? 0
      let sum = header.enumerated().reduce(0) {
        $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element))
      }
      let stated = String(decoding: header.dropFirst(148).prefix(6), as: UTF8.self)
      guard sum == Int(stated, radix: 8) else { return [] }
      at += 512 + (size + 511) / 512 * 512
    }
    return names
  }

  @Test func `a request for approval is taken back by who asked, and by nobody else`() async throws {
    let desk = try Desk(accounts: true)
    let (analyst, supervisor) = (try desk.token(.analyst), try desk.token(.supervisor))
    _ = try await desk.send(.post, "/v1/cases", #"{"title":"Magnets"}"#, token: analyst)
    let proposed = try await desk.send(
      .post, "/v1/cases/1/closing", #"{"outcome":"unfounded","summary":"examined"}"#, token: analyst)
    let id = try #require(proposed.json?["id"]?.int)
    let path = "/v1/approvals/\(id)/withdrawal"
    #expect(try await desk.send(.post, path, #"{"reason":"x"}"#, token: supervisor).status == 403)
    let taken = try await desk.send(.post, path, #"{"reason":"too early"}"#, token: analyst)
    #expect(taken.json?["state"]?.text == "withdrawn", "\(taken.text)")
    #expect(
      try await desk.send(.post, "/v1/cases/1/reopening", #"{"reason":"x"}"#, token: analyst).status == 409)
  }

  @Test func `an exception holds when two agree, and ends by one`() async throws {
    let desk = try Desk(accounts: true)
    let (analyst, supervisor) = (try desk.token(.analyst), try desk.token(.supervisor))
    let asked = try await desk.send(
      .post, "/v1/exceptions",
      #"{"list":"us-entity-list","entry":"e1","party":"Example Ltd","reason":"another firm"}"#, token: analyst
    )
    #expect(asked.status == 201, "\(asked.text)")
    #expect(try await desk.send(.get, "/v1/exceptions", token: analyst).json?["total"]?.int == 0)
    let id = try #require(asked.json?["id"]?.int)
    _ = try await desk.send(
      .post, "/v1/approvals/\(id)", #"{"approve":true,"reason":"seen"}"#, token: supervisor)
    let list = try await desk.send(.get, "/v1/exceptions", token: analyst)
    let exception = try #require(list.json?["items"]?.elements?.first?["id"]?.int)
    let end = "/v1/exceptions/\(exception)/end"
    #expect(try await desk.send(.post, end, #"{"reason":"renamed"}"#, token: analyst).status == 204)
    #expect(try await desk.send(.post, end, #"{"reason":"again"}"#, token: analyst).status == 404)
    #expect(try await desk.send(.get, "/v1/exceptions", token: analyst).json?["total"]?.int == 0)
    #expect(try await desk.send(.get, "/v1/exceptions?all=true", token: analyst).json?["total"]?.int == 1)
  }

  @Test func `a licence is amended, ended and reopened, and every other one says why it does not fit`()
    async throws
  {
    let desk = try Desk(accounts: true)
    let (analyst, supervisor) = (try desk.token(.analyst), try desk.token(.supervisor))
    for (number, country) in [("L-1", "JP"), ("L-2", "KR")] {
      let grant = """
        {"number":"\(number)","holder_name":"Example","control_codes":["1C905.a.4"],"quantity":"100 kg",
         "valid_from":"2025-01-01","valid_to":"2026-12-31","country":"\(country)"}
        """
      #expect(try await desk.send(.post, "/v1/licences", grant, token: supervisor).status == 201)
    }
    let goods = """
      {"control_codes":["1C905.a.4"],"destination":"JP","exporter_name":"Example","quantity":"60 kg","day":"2025-06-01"}
      """
    let fit = try await desk.send(.post, "/v1/licences/fit", goods, token: analyst)
    #expect(fit.json?["automatic"]?.text == "L-1", "\(fit.text)")
    let others = try #require(fit.json?["licences"]?.elements).filter { $0["fits"]?.flag == false }
    #expect(others.count == 1 && others[0]["explanations"]?.elements?.isEmpty == false)
    let reserve = """
      {"operation":"reserve","reservation":"r1","declaration":"D1","quantity":"60 kg","day":"2025-06-01"}
      """
    _ = try await desk.send(.post, "/v1/licences/L-1/operations", reserve, token: analyst)
    func amend(_ body: String, token: String) async throws -> Desk.Answer {
      try await desk.send(.patch, "/v1/licences/L-1", body, token: token)
    }
    #expect(try await amend(#"{"quantity":"70 kg"}"#, token: analyst).status == 403)
    #expect(
      try await amend(#"{"quantity":"50 kg"}"#, token: supervisor).status == 409, "60 kg are kept aside")
    #expect(try await amend(#"{"quantity":"70 kg"}"#, token: supervisor).json?["available"]?.text == "10")
    #expect(try await amend("{}", token: supervisor).status == 400)
    let stuck = try await desk.send(.get, "/v1/reservations?days=0", token: analyst)
    #expect(stuck.json?["total"]?.int == 1)
    func turn(_ action: String) async throws -> Desk.Answer {
      try await desk.send(
        .post, "/v1/licences/L-2/status", #"{"action":"\#(action)","reason":"asked"}"#, token: supervisor)
    }
    #expect(try await turn("surrender").json?["status"]?.text == "surrendered")
    #expect(try await turn("reopen").json?["status"]?.text == "active")
    #expect(try await turn("revoke").json?["status"]?.text == "revoked")
    #expect(try await turn("reopen").status == 409)
    #expect(try await turn("burn").status == 400)
  }

  @Test func `nothing is screened again while nothing has changed`() async throws {
    try await withDesk { desk in
      _ = try await screened(desk)
      let again = try await desk.send(.post, "/v1/rescreenings", "{}")
      #expect(again.status == 200 && again.json?["items"]?.elements?.isEmpty == true, "\(again.text)")
      #expect(try await desk.send(.get, "/v1/rescreenings").json?["items"]?.elements?.isEmpty == true)
    }
  }

  @Test func `the audit is paged, verified, and an anchor kept elsewhere still holds`() async throws {
    let desk = try Desk()
    for number in 1...5 {
      _ = try await desk.send(.post, "/v1/cases", #"{"title":"Case \#(number)"}"#)
    }
    let first = try await desk.send(.get, "/v1/audit?limit=2")
    let next = try #require(first.json?["next"]?.int)
    let second = try await desk.send(.get, "/v1/audit?limit=2&before=\(next)")
    let sequences = [first, second].flatMap { $0.json?["items"]?.elements ?? [] }
      .compactMap { $0["sequence"]?.int }
    #expect(sequences == [5, 4, 3, 2])
    let anchor = try await desk.send(.get, "/v1/audit/anchor")
    _ = try await desk.send(.post, "/v1/cases", #"{"title":"later"}"#)
    let sound = try await desk.send(.post, "/v1/audit/verification", #"{"anchor":\#(anchor.text)}"#)
    #expect(sound.json?["sound"]?.flag == true, "\(sound.text)")
    #expect(sound.json?["entries"]?.int == 6)
    let moved = anchor.text.replacing(#""sequence":5"#, with: #""sequence":4"#)
    #expect(moved != anchor.text)
    let unsound = try await desk.send(.post, "/v1/audit/verification", #"{"anchor":\#(moved)}"#)
    #expect(unsound.json?["sound"]?.flag == false)
    let other = String(repeating: "ab", count: 32)
    let foreign = try await desk.send(.post, "/v1/audit/verification", #"{"key":"\#(other)"}"#)
    #expect(foreign.json?["sound"]?.flag == false, "another key has signed nothing here")
    #expect(try await desk.send(.get, "/v1/audit?before=x").status == 400)
  }
}
