// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import HTTPTypes
import Synchronization
import Testing

@Suite("Bad requests") struct HostileTests {
  private let form = HTTPField.Name("X-CSRF-Token")!
  static let item =
    #"{"date":"2025-05-10","destination":"VN","goods_description":"gallium metal","net_mass_kg":12}"#

  @Test func `a body over the limit is refused`() async throws {
    let desk = try Desk()
    let long = #"{"goods":""# + String(repeating: "a", count: 2 << 20) + #""}"#
    let answer = try await desk.send(.post, "/v1/law/check", long)
    #expect(answer.status == 413 && answer.code == "body-too-large")
  }

  @Test(
    "a body that is no object is refused",
    arguments: [
      "", "{", "[]", "nul", #"{"goods":"#, #"{"goods":"a","goods":"b"}"#, #"{"goods":"\ud800"}"#,
      "{\"goods\":\"a\nb\"}",
      String(repeating: "[", count: 100_000), #"{"goods":1}"#, "{\"goods\":\"\u{0}\"}", #"{"a":01}"#,
      #"{"a":1e999}"#,
    ])
  func malformed(_ body: String) async throws {
    let answer = try await Desk().send(.post, "/v1/law/check", body)
    #expect(answer.status == 400)
    #expect(answer.headers[.contentType] == "application/problem+json")
  }

  /// The quick look at a body and the parser agree, on texts made from pieces that matter, seeded.
  @Test func `a body is an object to the scanner when it is one to the parser`() {
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"\\u0061\"", "\"\"", "1", "-0", "01", "1.5", "1e5",
      "1e999",
      "true", "false", "null", "nul", " ", "\n", "\"", "\\", "é", "\u{1}", "{\"a\":1}",
      "{\"a\":1,\"b\":[{}]}",
      "{\"a\":1,\"a\":2}", "12345678901234567890",
    ]
    var objects = 0
    for _ in 0..<20_000 {
      var text = random(2) == 0 ? "{" : ""
      for _ in 0..<random(9) { text += pieces[random(pieces.count)] }
      if random(2) == 0 { text += "}" }
      let isObject = JSON(parsing: text.utf8)?.members != nil
      if isObject { objects += 1 }
      #expect(JSON.isObject(Array(text.utf8)) == isObject, "\(text)")
    }
    #expect(objects > 200)
    let deep = String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40)
    for text in [deep, "{\"a\":\"\u{1}\"}", "{\"\\ud800\":1}"] {
      #expect(JSON.isObject(Array(text.utf8)) == (JSON(parsing: text.utf8)?.members != nil))
    }
    #expect(!JSON.isObject(Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)))
  }

  @Test func `a wrong content type is refused`() async throws {
    for type in ["text/plain", "application/xml", "application/jsonp", "application/x-www-form-urlencoded"] {
      let answer = try await Desk().send(.post, "/v1/law/check", "{}", headers: [.contentType: type])
      #expect(answer.status == 415)
    }
  }

  @Test(
    "paths that try to leave are not found",
    arguments: [
      "/../etc/passwd", "/v1/../../etc/passwd", "/v1/%2e%2e/%2e%2e/etc/passwd",
      "/entities/..%2f..%2fetc%2fpasswd",
      "/v1/licences/..%2F..%2Fetc", "/v1/cases/0", "/v1/cases/-1", "/v1/cases/99999999999999999999",
      "/v1/cases/1x",
      "/entities/%00", "/entities/%ff",
    ])
  func traversal(_ path: String) async throws {
    #expect(try await Desk().send(.get, path).status == 404)
  }

  @Test func `a wrong method names the right ones`() async throws {
    let answer = try await Desk().send(.put, "/v1/cases")
    #expect(answer.status == 405)
    #expect(answer.headers[.allow] == "GET, POST")
  }

  @Test func `the local server answers to local names only`() async throws {
    let desk = try Desk()
    #expect(try await desk.send(.get, "/v1/lists", host: "evil.example").status == 421)
    #expect(try await desk.send(.get, "/v1/lists", host: "localhost.evil.example").status == 421)
    for host in ["localhost", "127.0.0.1:9000", "[::1]:80"] {
      #expect(try await desk.send(.get, "/v1/lists", host: host).status == 200)
    }
  }

  @Test func `a page of another site cannot change anything`() async throws {
    let desk = try Desk()
    let body = #"{"title":"x"}"#
    let site = HTTPField.Name("Sec-Fetch-Site")!
    #expect(
      try await desk.send(.post, "/v1/cases", body, headers: [.origin: "http://evil.example"]).status == 403)
    #expect(try await desk.send(.post, "/v1/cases", body, headers: [site: "cross-site"]).status == 403)
    #expect(try await desk.send(.post, "/v1/cases", body, headers: [site: "same-site"]).status == 403)
    #expect(
      try await desk.send(.post, "/v1/cases", body, headers: [.origin: "http://localhost:8080"]).status == 201
    )
  }

  @Test func `a session needs its form token and ends when it is replayed after signing out`() async throws {
    let desk = try Desk(accounts: true)
    try desk.accounts?.add("anna", role: .analyst, password: "a long enough password", by: Principal("test"))
    let wrong = try await desk.send(.post, "/v1/session", #"{"name":"anna","password":"not the right one"}"#)
    #expect(wrong.status == 401)
    let signedIn = try await desk.send(
      .post, "/v1/session", #"{"name":"anna","password":"a long enough password"}"#)
    #expect(signedIn.status == 201)
    let set = try #require(signedIn.headers[.setCookie])
    #expect(set.contains("HttpOnly") && set.contains("SameSite=Strict"))
    let cookie = String(set.prefix { $0 != ";" })
    let token = try #require(signedIn.json?["csrf_token"]?.text)
    let body = #"{"title":"x"}"#
    #expect(try await desk.send(.post, "/v1/cases", body, headers: [.cookie: cookie]).code == "form-token")
    #expect(
      try await desk.send(.post, "/v1/cases", body, headers: [.cookie: cookie, form: token]).status == 201)
    #expect(
      try await desk.send(.delete, "/v1/session", headers: [.cookie: cookie, form: token]).status == 204)
    #expect(
      try await desk.send(.post, "/v1/cases", body, headers: [.cookie: cookie, form: token]).status == 401)
  }

  @Test func `an expired, revoked or invented token is refused`() async throws {
    let clock = HandClock()
    let desk = try Desk(accounts: true, clock: { clock.read() })
    let token = try desk.token(.viewer)
    #expect(try await desk.send(.get, "/v1/lists", token: token).status == 200)
    clock.advance(days: 2)
    let late = try await desk.send(.get, "/v1/lists", token: token)
    #expect(late.status == 401 && late.code == "token")
    #expect(try await desk.send(.get, "/v1/lists", token: "assay_invented").status == 401)
  }

  @Test func `guessing a password is slowed down`() async throws {
    let desk = try Desk(accounts: true)
    try desk.accounts?.add("anna", role: .analyst, password: "a long enough password", by: Principal("test"))
    var statuses: [Int] = []
    for _ in 0..<12 {
      let answer = try await desk.send(
        .post, "/v1/session", #"{"name":"anna","password":"guess guess guess"}"#)
      statuses.append(answer.status)
    }
    #expect(statuses.prefix(10).allSatisfy { $0 == 401 } && statuses.suffix(2).allSatisfy { $0 == 429 })
  }

  @Test func `too many requests are told to wait`() async throws {
    var configuration = AssayServer.ServerConfiguration()
    configuration.requestsPerSecond = 1
    let desk = try Desk(configuration: configuration)
    for _ in 0..<10 { #expect(try await desk.send(.get, "/v1/lists").status == 200) }
    let answer = try await desk.send(.get, "/v1/lists")
    #expect(answer.status == 429 && answer.headers[.retryAfter] == "1")
  }

  @Test func `every answer carries the headers for safety, errors too`() async throws {
    let desk = try Desk()
    for path in ["/healthz", "/nowhere", "/v1/cases/7"] {
      let answer = try await desk.send(.get, path)
      #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
      #expect(answer.headers[.xContentTypeOptions] == "nosniff")
      #expect(answer.headers[HTTPField.Name("X-Frame-Options")!] == "DENY")
    }
  }

  @Test func `markup in a value comes back escaped`() async throws {
    let desk = try Desk()
    let answer = try await desk.send(.post, "/v1/cases", #"{"title":"<script>alert(1)</script>"}"#)
    #expect(answer.status == 201)
    #expect(answer.headers[.contentType] == "application/json")
  }

  /// A clock that the test moves.
  private final class HandClock: Sendable {
    private let now = Mutex(Instant(milliseconds: 1_760_000_000_000))
    func read() -> Instant { now.withLock { $0 } }
    func advance(days: Int) { now.withLock { $0 = $0.advanced(days: days) } }
  }
}
