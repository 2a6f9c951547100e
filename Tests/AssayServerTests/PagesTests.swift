// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import Foundation
import HTTPTypes
import Testing

@Suite("Pages") struct PagesTests {
  static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
  static let form = "application/x-www-form-urlencoded"

  /// A person with a browser: a cookie, and the token of the forms.
  struct Visitor {
    let desk: Desk
    var cookie = ""
    var token = ""

    init(_ desk: Desk, _ name: String = "", _ role: Role? = nil) async throws {
      self.desk = desk
      if let role {
        let accounts = try #require(desk.accounts)
        try accounts.add(name, role: role, password: "a long enough password", by: Principal("test"))
        let answer = try await post("/sign-in", ["user": name, "password": "a long enough password"])
        cookie = String(try #require(answer.headers[.setCookie]).prefix { $0 != ";" })
        #expect(answer.status == 303)
      }
      let page = try await get("/upload").text
      token = page.matches(of: /name="csrf_token" value="([^"]*)"/).first.map { String($0.1) } ?? ""
    }

    func get(_ path: String, accept: String = browser) async throws -> Desk.Answer {
      try await desk.send(.get, path, headers: [.accept: accept, .cookie: cookie])
    }

    func post(_ path: String, _ fields: [String: String], token: String? = nil) async throws -> Desk.Answer {
      var all = fields
      all["csrf_token"] = token ?? self.token
      let body = all.map { "\($0.key)=\(escape($0.value))" }.joined(separator: "&")
      return try await desk.send(
        .post, path, body, headers: [.contentType: form, .accept: browser, .cookie: cookie])
    }

    func upload(
      _ content: String, name: String = "month.csv", accept: String = browser
    ) async throws -> Desk.Answer {
      let mark = "----assay-test"
      let body = """
        --\(mark)\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n\(token)\r\n--\(mark)\r
        Content-Disposition: form-data; name="file"; filename="\(name)"\r\nContent-Type: text/csv\r\n\r
        \(content)\r\n--\(mark)\r\nContent-Disposition: form-data; name="licences"; filename=""\r\n\r\n\r\n--\(mark)--\r\n
        """
      return try await desk.send(
        .post, "/upload", body,
        headers: [
          .contentType: "multipart/form-data; boundary=\(mark)", .accept: accept, .cookie: cookie,
        ])
    }

    private func escape(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
  }

  /// Two items, one that the law binds, and one row that cannot be read.
  static let declarations = """
    declaration_id,item_number,date,commodity_code,goods_description,net_mass_kg,statistical_value,currency,destination,exporter_name,consignee_name
    <b>D1</b>,1,2025-06-05,2805301900,dysprosium metal 99.9%,100,30000,USD,US,Exporter <i>One</i>,Consignee Two
    D2,1,2025-06-05,9403200000,steel shelves,1000,3000,USD,VN,Exporter Three,Consignee Four
    D3,1,2025-13-45,9403200000,steel shelves,1000,3000,USD,VN,Exporter Three,Consignee Four
    """

  @Test func `someone who has not signed in is led to the door, and no further`() async throws {
    let desk = try Desk(accounts: true)
    let visitor = try await Visitor(desk)
    let answer = try await visitor.get("/cases?status=open")
    #expect(answer.status == 303)
    #expect(answer.headers[.location] == "/sign-in?back=%2Fcases%3Fstatus%3Dopen")
    let door = try await visitor.get("/sign-in?back=//evil.example")
    #expect(door.status == 200 && door.text.contains("name=\"back\" value=\"/\""))
    #expect(try await visitor.get("/today.json", accept: "application/json").status == 401)
    let wrong = try await visitor.post("/sign-in", ["user": "nobody", "password": "guess"])
    #expect(wrong.status == 401 && wrong.headers[.setCookie] == nil)
  }

  @Test func `a file handed in becomes the day's queue, with its JSON twin`() async throws {
    let analyst = try await Visitor(try Desk(accounts: true, onDisk: true), "ana", .analyst)
    #expect(try await analyst.get("/").text.contains("Nothing waits for a decision"))
    let sent = try await analyst.upload(Self.declarations)
    #expect(sent.status == 303 && sent.headers[.location] == "/?done=screened")
    let page = try await analyst.get("/?done=screened")
    #expect(page.status == 200)
    #expect(page.headers[.contentType] == "text/html; charset=utf-8")
    #expect(page.text.contains("Screened and kept"))
    #expect(page.text.contains("&lt;b&gt;D1&lt;/b&gt;") && !page.text.contains("<b>D1"))
    let twin = try #require(try await analyst.get("/today.json").json)
    #expect(twin["open"]?.int == 1)
    #expect(twin["queue"]?.elements?.first?["declaration"]?.text == "<b>D1</b> / 1")
    let same = try await analyst.get("/", accept: "application/json")
    #expect(same.json?["queue"] == twin["queue"])
    let runs = try #require(try await analyst.get("/upload.json").json?["runs"]?.elements)
    #expect(runs.first?["rows"]?.int == 2 && runs.first?["quarantined"]?.int == 1)
  }

  @Test func `a file handed in goes the way of the interface, and tells how far it has come to who asks`()
    async throws
  {
    let analyst = try await Visitor(try Desk(accounts: true, onDisk: true), "ana", .analyst)
    let told = try await analyst.upload(Self.declarations, accept: "text/event-stream")
    #expect(told.status == 200 && told.headers[.contentType] == "text/event-stream")
    let events = told.text.split(separator: "\n\n").map { $0.split(separator: "\n").map(String.init) }
    #expect(events.contains { $0[0] == "event: progress" && $0[1].contains("\"stage\":\"assessed\"") })
    let last = try #require(events.last)
    #expect(last[0] == "event: done")
    let done = try #require(JSON(parsing: last[1].dropFirst("data: ".count).utf8))
    #expect(done["rows"]?.int == 2 && done["quarantined"]?.int == 1)
    #expect(done["location"]?.text == "/?done=screened")
    // Kept as received, once, whichever way it came.
    let uploads = try await analyst.get("/v1/uploads", accept: "application/json")
    #expect(uploads.json?["total"]?.int == 1)
    #expect(uploads.json?["items"]?.elements?.first?["name"]?.text == "month.csv")
    #expect(try await analyst.upload(Self.declarations).status == 303)
    #expect(try await analyst.get("/v1/uploads", accept: "application/json").json?["total"]?.int == 1)
    let broken = try await analyst.upload("no,such\ncolumns,here\n", accept: "text/event-stream")
    #expect(broken.text.contains("event: failed") && broken.text.contains("input-"), "\(broken.text)")
    #expect(try await analyst.get("/upload.json").json?["runs"]?.elements?.count == 2)
  }

  @Test func `an item goes from the queue to a closed case, and two officers are needed`() async throws {
    let desk = try Desk(accounts: true, onDisk: true)
    let ana = try await Visitor(desk, "ana", .analyst)
    let sue = try await Visitor(desk, "sue", .supervisor)
    _ = try await ana.upload(Self.declarations)
    let id = try #require(try await ana.get("/today.json").json?["queue"]?.elements?.first?["id"]?.int)

    let page = try await ana.get("/referrals/\(id)")
    #expect(page.status == 200)
    for text in [
      "As declared", "As it most likely is", "What the law says", "dysprosium", "Exporter &lt;i&gt;One",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    let twin = try #require(try await ana.get("/referrals/\(id).json").json)
    #expect(twin["price"]?["value"]?.int == 300)
    #expect(twin["route"]?["stops"]?.elements?.count == 2)
    #expect(twin["parties"]?.elements?.count == 2)

    // A red item is released by two; anything else by one, with a reason.
    let without = try await ana.post("/referrals/\(id)/decision", ["decision": "held", "reason": ""])
    #expect(without.status == 400)
    let held = try await ana.post(
      "/referrals/\(id)/decision", ["decision": "held", "reason": "no <licence>"])
    #expect(held.headers[.location] == "/referrals/\(id)?done=decided")
    #expect(try await ana.get("/referrals/\(id)").text.contains("no &lt;licence&gt;"))
    #expect(try await ana.get("/today.json").json?["open"]?.int == 0)

    let opened = try await ana.post("/cases", ["decision": "\(id)", "title": "Dysprosium <b>"])
    #expect(opened.headers[.location] == "/cases/1?done=opened")
    #expect(try await ana.post("/cases/1/comments", ["text": "asked the <exporter>"]).status == 303)
    let change = try await ana.post(
      "/cases/1",
      ["status": "examining", "priority": "high", "assignee": "ana", "due": "2026-03-01", "tag": "magnets"])
    #expect(change.status == 303)
    let finding = try await ana.post(
      "/cases/1/findings", ["label": "smuggled", "decision": "\(id)", "note": "assay of <x>"])
    #expect(finding.headers[.location] == "/cases/1?done=found#findings")
    let record = try #require(try await ana.get("/cases/1.json").json)
    #expect(record["row"]?["status"]?.text == "examining" && record["row"]?["due"]?.text == "2026-03-01")
    #expect(record["findings"]?.elements?.first?["label"]?.text == "smuggled")

    #expect(try await ana.post("/cases/1/close", ["outcome": "seized", "reason": "done"]).status == 303)
    let request = try #require(try await ana.get("/cases/1.json").json?["request"])
    #expect(request["is_own"]?.flag == true && request["may_answer"]?.flag == false)
    let number = try #require(request["id"]?.int)
    let agree = ["answer": "approve", "approval-reason": "agreed", "back": "/cases/1"]
    #expect(try await ana.post("/approvals/\(number)", agree).status == 403)
    #expect(try await sue.post("/approvals/\(number)", agree).headers[.location] == "/cases/1?done=approved")
    #expect(try await ana.get("/cases/1.json").json?["row"]?["status"]?.text == "closed")

    let audit = try #require(try await sue.get("/audit.json?verify=1").json)
    #expect(audit["verdict"]?["is_intact"]?.flag == true)
    #expect(audit["rows"]?.elements?.contains { $0["action"]?.text == "case.close" } == true)

    let file = try await ana.post("/referrals/\(id)/certificate", ["format": "json"])
    #expect(file.headers[.contentDisposition] == "attachment; filename=\"certificate-\(id).json\"")
    #expect(Certificate.verify(file.bytes).0.isIntact)
  }

  @Test func `a viewer reads the queue and decides nothing`() async throws {
    let desk = try Desk(accounts: true, onDisk: true)
    let ana = try await Visitor(desk, "ana", .analyst)
    let vic = try await Visitor(desk, "vic", .viewer)
    _ = try await ana.upload(Self.declarations)
    let page = try await vic.get("/referrals/1")
    #expect(page.status == 200 && !page.text.contains("/referrals/1/decision"))
    #expect(try await vic.post("/referrals/1/decision", ["decision": "held", "reason": "x"]).status == 403)
    #expect(try await vic.get("/cases").status == 403)
    #expect(try await vic.upload(Self.declarations).status == 403)
  }

  @Test func `a form without its token, or with another session's, changes nothing`() async throws {
    let desk = try Desk(accounts: true)
    let ana = try await Visitor(desk, "ana", .analyst)
    let bo = try await Visitor(desk, "bo", .analyst)
    for token in ["", bo.token, "x"] {
      let answer = try await ana.post("/sign-out", [:], token: token)
      #expect(answer.status == 403 && answer.text.contains("out of date"))
    }
    #expect(try await ana.get("/").status == 200)
    #expect(try await ana.post("/sign-out", [:]).headers[.location] == "/sign-in")
    #expect(try await ana.get("/").status == 303)
  }

  @Test func `a page of another site cannot send a form`() async throws {
    let desk = try Desk()
    let visitor = try await Visitor(desk)
    let body = "theme=dark&csrf_token=\(visitor.token)"
    for headers: HTTPFields in [
      [.contentType: Self.form, .init("Sec-Fetch-Site")!: "cross-site"],
      [.contentType: Self.form, .origin: "https://evil.example"],
    ] {
      #expect(try await desk.send(.post, "/preferences", body, headers: headers).status == 403)
    }
  }

  @Test func `language and light are kept in cookies, and the browser's language counts before`() async throws
  {
    let visitor = try await Visitor(try Desk())
    let kept = try await visitor.post("/preferences", ["theme": "dark", "back": "https://evil.example"])
    #expect(kept.status == 303 && kept.headers[.location] == "/")
    #expect(
      kept.headers[.setCookie]?.hasPrefix("assay_theme=dark; Path=/; HttpOnly; SameSite=Strict") == true)
    let page = try await visitor.desk.send(
      .get, "/help", headers: [.accept: Self.browser, .acceptLanguage: "fr, zh-CN;q=0.8, en;q=0.5"])
    #expect(page.text.contains("<html lang=\"zh-Hans\""))
    let chosen = try await visitor.desk.send(
      .get, "/help",
      headers: [.accept: Self.browser, .acceptLanguage: "zh", .cookie: "assay_language=en; assay_theme=<x>"])
    #expect(chosen.text.contains("<html lang=\"en\" data-theme=\"automatic\""))
  }

  @Test func `errors are pages for people and documents for programs`() async throws {
    let visitor = try await Visitor(try Desk(onDisk: true))
    let lost = try await visitor.get("/nothing/here")
    #expect(lost.status == 404 && lost.text.contains("Nothing here"))
    #expect(try await visitor.get("/nothing", accept: "*/*").code == "not-found")
    #expect(try await visitor.get("/v1/nothing").code == "not-found")
    let broken = try await visitor.upload("no header\n")
    #expect(broken.status == 422 && broken.text.contains("<h1>"))
    #expect(try await visitor.get("/upload.json").json?["runs"]?.elements?.isEmpty == true)
  }

  @Test func `style and script come from the program, are kept by browsers, and nothing stands inline`()
    async throws
  {
    let visitor = try await Visitor(try Desk())
    let page = try await visitor.get("/")
    #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'; style-src 'self'") == true)
    #expect(!page.text.contains("<style") && !page.text.contains(" style="))
    for name in ["workbench.css", "workbench.js", "world.svg", "icon.svg"] {
      let asset = try await visitor.get("/assets/\(name)")
      let tag = try #require(asset.headers[.eTag])
      #expect(asset.status == 200 && asset.bytes.count > 100)
      let again = try await visitor.desk.send(.get, "/assets/\(name)", headers: [.ifNoneMatch: tag])
      #expect(again.status == 304 && again.bytes.isEmpty)
    }
    #expect(try await visitor.get("/assets/..%2F..%2Fetc%2Fpasswd").status == 404)
  }

  @Test func `the library of drawings is served from the disk with its licence, and pages do without it`()
    async throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "assay-library-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = LibraryPlace(
      script: folder.appending(path: "d3.js").path, licence: folder.appending(path: "licence").path)
    var configuration = ServerConfiguration()
    configuration.drawingLibrary = place
    let without = try await Visitor(try Desk(configuration: configuration))
    #expect(try await without.get("/assets/d3.min.js").status == 404)
    #expect(!(try await without.get("/flows").text.contains("d3.min.js")))
    try Data("globalThis.d3 = {};".utf8).write(to: folder.appending(path: "d3.js"))
    // A script without its licence is not served.
    #expect(try await Visitor(try Desk(configuration: configuration)).get("/assets/d3.min.js").status == 404)
    try Data("BSD-3-Clause".utf8).write(to: folder.appending(path: "licence"))
    let with = try await Visitor(try Desk(configuration: configuration))
    let page = try await with.get("/flows").text
    let address = try #require(page.matches(of: /src="(\/assets\/d3\.min\.js\?[0-9a-f]{12})"/).first).1
    let script = try await with.get(String(address))
    #expect(script.text == "globalThis.d3 = {};")
    #expect(script.headers[.cacheControl]?.contains("immutable") == true)
    #expect(try await with.get("/assets/d3-licence.txt").text == "BSD-3-Clause")
    #expect(try await with.get("/help").text.contains("/assets/d3-licence.txt"))
    #expect(!(try await with.get("/upload").text.contains("d3.min.js")), "pages without drawings need none")
  }

  @Test(arguments: [
    "a=1&a=2", "a=%zz", "a=%f", "a=%ff", (0...80).map { "f\($0)=1" }.joined(separator: "&"),
  ])
  func `a broken form is refused`(_ body: String) async throws {
    let answer = try await Desk().send(.post, "/preferences", body, headers: [.contentType: Self.form])
    #expect(answer.status == 400 && answer.code == "form")
  }

  @Test(arguments: [
    "", "--x", "--x\r\n", "--x\r\n\r\n\r\n--x--", "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
    "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end", "--y\r\n\r\n--y--",
  ])
  func `a broken upload is refused`(_ body: String) async throws {
    let answer = try await Desk().send(
      .post, "/upload", body, headers: [.contentType: "multipart/form-data; boundary=x"])
    #expect(answer.status == 400 && answer.code == "form", "\(answer.status)")
  }

  @Test func `only the door, the keys and the files of the pages are open`() {
    let open = Pages.all.filter { $0.access == .open }.map(\.path)
    #expect(Set(open) == ["/sign-in", "/help", "/help.json", "/preferences", "/assets/{name}"])
  }
}
