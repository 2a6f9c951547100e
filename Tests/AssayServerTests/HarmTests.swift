// SPDX-License-Identifier: Apache-2.0

import Accounts
import AssayServer
import Casework
import Foundation
import GRDB
import HTTPTypes
import Synchronization
import Testing
import TradeModel

/// A clock that tests set.
final class SetClock: Sendable {
  private let moment = Mutex<Int64>(1_760_000_000_000)
  func read() -> Instant { Instant(milliseconds: moment.withLock(\.self)) }
  func jump(hours: Int64) { moment.withLock { $0 += hours * 3_600_000 } }
}

/// A workspace on disk that goes away with the test.
private func withDisk(_ body: (String) async throws -> Void) async throws {
  let path = NSTemporaryDirectory() + "assay-harm-\(UInt64.random(in: 0 ... .max))"
  defer { try? FileManager.default.removeItem(atPath: path) }
  try await body(path)
}

@Suite("A server that is harmed") struct HarmTests {
  private let key = HTTPField.Name("Idempotency-Key")!
  private let grant = """
    {"number":"L-1","holder_name":"Example","control_codes":["1C905.a.4"],"quantity":"100 kg",
     "valid_from":"2025-01-01","valid_to":"2026-12-31"}
    """

  private func reserve(_ id: String, _ quantity: String) -> String {
    """
    {"operation":"reserve","reservation":"\(id)","declaration":"D-\(id)","item":1,"quantity":"\(quantity)","day":"2025-06-01"}
    """
  }

  private func workspace(_ path: String, creating: Bool = true, mode: Workspace.Mode = .readWrite) throws
    -> Workspace
  {
    let clock: Clock = { Instant(milliseconds: 1_760_000_000_000) }
    return creating
      ? try .create(path, clock: clock, modules: [AccountSchema.module])
      : try .open(path, mode: mode, clock: clock, modules: [AccountSchema.module])
  }

  @Test func `says that the disk is full, keeps what was acknowledged, and goes on when there is space`()
    async throws
  {
    try await withDisk { path in
      let store = try workspace(path)
      let desk = try Desk(store: store)
      #expect(try await desk.send(.post, "/v1/licences", grant).status == 201)
      // The database may grow no further.
      let most = try store.housekeeping {
        try Int.fetchOne(
          $0, sql: "PRAGMA max_page_count = \(try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0)")
      }
      var acknowledged = 0
      var refused = 0
      for number in 0..<400 where refused < 5 {
        let title = String(repeating: "a", count: 250)
        let answer = try await desk.send(.post, "/v1/cases", "{\"title\":\"\(number) \(title)\"}")
        switch answer.status {
        case 201: acknowledged += 1
        case 507:
          refused += 1
          #expect(answer.code == "diskFull")
          #expect(answer.json?["detail"]?.text?.contains("nothing was changed") == true)
          #expect(!answer.text.contains(path), "no path of the machine leaves it")
        default: Issue.record("\(answer.status) \(answer.text)")
        }
      }
      #expect(refused == 5, "the limit of \(most ?? 0) pages was reached after \(acknowledged) cases")
      // Reading a case is an entry of the audit as well: it too is refused, in words.
      #expect(try await desk.send(.get, "/v1/licences").status == 200)
      try store.housekeeping { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
      let list = try await desk.send(.get, "/v1/cases")
      #expect(list.json?["total"]?.int == acknowledged)
      #expect(try await desk.send(.post, "/v1/cases", #"{"title":"after"}"#).status == 201)
      #expect(try store.check().isSound)
    }
  }

  @Test func `on a workspace open for reading only refuses changes and answers the rest`() async throws {
    try await withDisk { path in
      let store = try workspace(path)
      #expect(try await Desk(store: store).send(.post, "/v1/licences", grant).status == 201)
      let desk = try Desk(store: workspace(path, creating: false, mode: .readOnly))
      #expect(try await desk.send(.get, "/v1/licences/L-1").status == 200)
      for (method, route, body) in [
        (HTTPRequest.Method.post, "/v1/cases", #"{"title":"x"}"#),
        (.post, "/v1/licences/L-1/operations", reserve("r", "1 kg")), (.get, "/v1/cases/1", nil),
      ] {
        let answer = try await desk.send(method, route, body)
        #expect(answer.status == 503 && answer.code == "readOnly", "\(route): \(answer.text)")
      }
      #expect(try await desk.send(.post, "/v1/screen", HostileTests.item).status == 200)
    }
  }

  /// Every second page of the database is overwritten in turn: each route answers, with a clear refusal where it must.
  @Test func `with a damaged page answers in words and does not die`() async throws {
    try await withDisk { path in
      do {
        let store = try workspace(path)
        let desk = try Desk(store: store)
        #expect(try await desk.send(.post, "/v1/licences", grant).status == 201)
        for number in 0..<30 {
          #expect(try await desk.send(.post, "/v1/cases", "{\"title\":\"case \(number)\"}").status == 201)
        }
        // All of it into the one file that is then harmed.
        let queue = try DatabaseQueue(path: path + "/assay.sqlite")
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      }
      let whole = try Data(contentsOf: URL(fileURLWithPath: path + "/assay.sqlite"))
      let pages = whole.count / 4096
      var refused = 0
      for page in stride(from: 1, to: pages, by: 2) {
        // A copy of its own for each: what an earlier server holds open plays no part.
        let copy = "\(path)-\(page)"
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        for suffix in ["-wal", "-shm"] {
          try? FileManager.default.removeItem(atPath: copy + "/assay.sqlite" + suffix)
        }
        var harmed = whole
        harmed.replaceSubrange(page * 4096..<(page + 1) * 4096, with: [UInt8](repeating: 0xA5, count: 4096))
        try harmed.write(to: URL(fileURLWithPath: copy + "/assay.sqlite"))
        let desk: Desk
        do {
          desk = try Desk(store: workspace(copy, creating: false))
        } catch let error as WorkspaceError {
          #expect(error.code == .damaged || error.code == .failed, "page \(page): \(error)")
          refused += 1
          continue
        }
        for (method, route, body) in [
          (HTTPRequest.Method.get, "/readyz", nil), (.get, "/v1/licences", nil),
          (.get, "/v1/licences/L-1", nil),
          (.get, "/v1/cases", nil), (.get, "/v1/cases/3", nil), (.get, "/v1/decisions", nil),
          (.get, "/v1/approvals", nil), (.post, "/v1/cases", #"{"title":"x"}"#),
          (.post, "/v1/licences/L-1/operations", reserve("r\(page)", "1 kg")),
          (.post, "/v1/screen", HostileTests.item),
        ] {
          let answer = try await desk.send(method, route, body)
          #expect([200, 201, 404, 409, 500].contains(answer.status), "page \(page) \(route): \(answer.text)")
          if answer.status == 500 {
            refused += 1
            #expect(
              ["damaged", "failed"].contains(answer.code), "page \(page) \(route): \(answer.text)")
          }
        }
      }
      #expect(refused > 0, "damage was met")
    }
  }

  @Test func `keeps its audit in order when the clock jumps, and says by how much it stood behind`()
    async throws
  {
    let clock = SetClock()
    let desk = try Desk(clock: { clock.read() })
    #expect(try await desk.send(.post, "/v1/cases", #"{"title":"now"}"#).status == 201)
    clock.jump(hours: -48)
    #expect(try await desk.send(.post, "/v1/cases", #"{"title":"set back"}"#).status == 201)
    clock.jump(hours: 24 * 365)
    #expect(try await desk.send(.post, "/v1/cases", #"{"title":"far ahead"}"#).status == 201)
    clock.jump(hours: -24 * 365)
    #expect(try await desk.send(.post, "/v1/cases", #"{"title":"back again"}"#).status == 201)
    let store = try #require(desk.services.workspace)
    let times = try store.read {
      try Row.fetchAll($0, sql: "SELECT at, clock_behind FROM audit ORDER BY sequence").map {
        ($0["at"] as Int64, $0["clock_behind"] as Int64)
      }
    }
    #expect(zip(times, times.dropFirst()).allSatisfy { $0.0 <= $1.0 })
    #expect(times.contains { $0.1 == 48 * 3_600_000 })
    #expect(try store.verifyAudit().isSound)
  }

  @Test func `ends sessions by the clock and never revives one that has ended`() async throws {
    let clock = SetClock()
    let desk = try Desk(accounts: true, clock: { clock.read() })
    try desk.accounts?.add("anna", role: .analyst, password: "a long enough password", by: Principal("test"))
    let credentials = #"{"name":"anna","password":"a long enough password"}"#
    let signedIn = try await desk.send(.post, "/v1/session", credentials)
    let cookie = String(try #require(signedIn.headers[.setCookie]).prefix { $0 != ";" })
    func status() async throws -> Int {
      try await desk.send(.get, "/v1/session", headers: [.cookie: cookie]).status
    }
    #expect(try await status() == 200)
    clock.jump(hours: 13)
    #expect(try await status() == 401)
    // Somebody else signs in, which clears what has ended; then the clock is put right.
    try desk.accounts?.add("bo", role: .analyst, password: "a long enough password", by: Principal("test"))
    _ = try await desk.send(
      .post, "/v1/session", #"{"name":"bo","password":"a long enough password"}"#)
    clock.jump(hours: -13)
    #expect(try await status() == 401, "a session that ended stays ended")
    // A session from a moment to come is not taken either: the clock was wrong when it began.
    clock.jump(hours: 24 * 30)
    let later = try await desk.send(.post, "/v1/session", credentials)
    let ahead = String(try #require(later.headers[.setCookie]).prefix { $0 != ";" })
    clock.jump(hours: -24 * 30)
    #expect(try await desk.send(.get, "/v1/session", headers: [.cookie: ahead]).status == 401)
  }

  @Test func `lets nobody wait for a moment that a wrong clock named`() async throws {
    let clock = SetClock()
    var configuration = AssayServer.ServerConfiguration()
    configuration.requestsPerSecond = 1
    let desk = try Desk(configuration: configuration, clock: { clock.read() })
    clock.jump(hours: 24)
    for _ in 0..<12 { _ = try await desk.send(.get, "/v1/lists") }
    #expect(try await desk.send(.get, "/v1/lists").status == 429)
    clock.jump(hours: -24)
    #expect(try await desk.send(.get, "/v1/lists").status == 429)
    clock.jump(hours: 1)
    #expect(try await desk.send(.get, "/v1/lists").status == 200)
  }

  @Test func `does a replayed request once, and refuses a key that comes back with another`() async throws {
    let desk = try Desk(accounts: true)
    let (anna, supervisor) = (try desk.token(.analyst), try desk.token(.supervisor))
    #expect(try await desk.send(.post, "/v1/licences", grant, token: supervisor).status == 201)
    let path = "/v1/licences/L-1/operations"
    let first = try await desk.send(.post, path, reserve("a", "60 kg"), headers: [key: "k"], token: anna)
    #expect(first.status == 200)
    for _ in 0..<3 {
      let again = try await desk.send(.post, path, reserve("a", "60 kg"), headers: [key: "k"], token: anna)
      #expect(again.status == 200 && again.json?["repeated"]?.flag == true)
    }
    for body in [reserve("a", "61 kg"), reserve("b", "60 kg"), reserve("a", "6 kg")] {
      let other = try await desk.send(.post, path, body, headers: [key: "k"], token: anna)
      #expect(other.status == 422, "\(other.text)")
    }
    // Another user's key tells nothing and does nothing.
    let others = try await desk.send(
      .post, path, reserve("a", "60 kg"), headers: [key: "k"], token: supervisor)
    #expect(others.status == 422, "\(others.text)")
    let balance = try await desk.send(.get, "/v1/licences/L-1", token: anna)
    #expect(balance.json?["reservations"]?.elements?.count == 1)
    for bad in ["", String(repeating: "k", count: 201)] {
      #expect(
        try await desk.send(.post, path, reserve("z", "1 kg"), headers: [key: bad], token: anna).status == 400
      )
    }
  }

  @Test func `refuses the IDs of others: proposals, sessions, tokens, users`() async throws {
    let desk = try Desk(accounts: true)
    let (anna, supervisor) = (try desk.token(.analyst), try desk.token(.supervisor))
    let (viewer, service) = (try desk.token(.viewer), try desk.token(.service))
    #expect(try await desk.send(.post, "/v1/cases", #"{"title":"Magnets"}"#, token: supervisor).status == 201)
    let closing = #"{"outcome":"\#(CaseOutcome.allCases[0].rawValue)","summary":"examined"}"#
    let proposed = try await desk.send(.post, "/v1/cases/1/closing", closing, token: supervisor)
    #expect(proposed.status == 201)
    let decide = #"{"approve":true,"reason":"mine"}"#
    // Whoever proposed cannot decide; who has no right to cannot either; unknown ones are not told apart.
    #expect(try await desk.send(.post, "/v1/approvals/1", decide, token: supervisor).status == 403)
    for token in [anna, viewer, service] {
      #expect(try await desk.send(.post, "/v1/approvals/1", decide, token: token).status == 403)
      for path in ["/v1/users", "/v1/users/user-supervisor/tokens"] {
        let method: HTTPRequest.Method = path.hasSuffix("tokens") ? .post : .get
        let body = method == .post ? #"{"label":"x"}"# : nil
        #expect(try await desk.send(method, path, body, token: token).status == 403)
      }
    }
    for token in [viewer, service] {
      #expect(try await desk.send(.get, "/v1/cases/1", token: token).status == 403)
    }
    #expect(try await desk.send(.post, "/v1/approvals/99", decide, token: supervisor).status == 404)
    #expect(try await desk.send(.get, "/v1/cases/99", token: anna).status == 404)
    #expect(try await desk.send(.get, "/v1/decisions/99", token: anna).status == 404)
  }
}
