// SPDX-License-Identifier: Apache-2.0

import Accounts
import Casework
import Synchronization
import Testing

@Suite("Accounts") struct AccountTests {
  /// A clock that tests move by hand.
  final class HandClock: Sendable {
    private let now = Mutex(Instant(milliseconds: 1_760_000_000_000))
    func advance(days: Int) { now.withLock { $0 = $0.advanced(days: days) } }
    func read() -> Instant { now.withLock { $0 } }
  }

  private let clock = HandClock()
  private let admin = Principal("admin")

  private func accounts() throws -> Accounts {
    let clock = clock
    return Accounts(
      try .inMemory(clock: { clock.read() }, modules: [AccountSchema.module]), cost: .quick)
  }

  @Test func `a password opens a session and a wrong one does not`() throws {
    let accounts = try accounts()
    try accounts.add("anna", role: .analyst, password: "correct horse battery", by: admin)
    #expect(try accounts.signIn("anna", password: "correct horse batterz") == nil)
    #expect(try accounts.signIn("bert", password: "correct horse battery") == nil)
    let session = try #require(try accounts.signIn("anna", password: "correct horse battery"))
    #expect(try accounts.account(session: session.secret)?.role == .analyst)
  }

  @Test func `a session ends by the clock, by signing out and with a new role`() throws {
    let accounts = try accounts()
    try accounts.add("anna", role: .analyst, password: "correct horse battery", by: admin)
    func session() throws -> String {
      try #require(try accounts.signIn("anna", password: "correct horse battery")).secret
    }
    let first = try session()
    clock.advance(days: 1)
    #expect(try accounts.account(session: first) == nil)
    let second = try session()
    try accounts.signOut(session: second, by: Principal("anna"))
    #expect(try accounts.account(session: second) == nil)
    let third = try session()
    try accounts.setRole("anna", .viewer, by: admin)
    #expect(try accounts.account(session: third) == nil)
  }

  @Test func `a token works until it is revoked, expires or its user is barred`() throws {
    let accounts = try accounts()
    try accounts.add("intake", role: .service, password: nil, by: admin)
    let token = try accounts.makeToken("intake", label: "nightly", days: 30, by: admin)
    #expect(try accounts.account(token: token)?.name == "intake")
    #expect(try accounts.account(token: String(token.dropLast()) + "x") == nil)
    try accounts.setDisabled("intake", true, by: admin)
    #expect(try accounts.account(token: token) == nil)
    try accounts.setDisabled("intake", false, by: admin)
    #expect(try accounts.account(token: token) != nil)
    clock.advance(days: 31)
    #expect(try accounts.account(token: token) == nil)
    let second = try accounts.makeToken("intake", label: "nightly", days: 30, by: admin)
    try accounts.revokeTokens(of: "intake", by: admin)
    #expect(try accounts.account(token: second) == nil)
  }

  @Test func `names and passwords that cannot be are refused`() throws {
    let accounts = try accounts()
    for name in ["", "a", "Anna", "a b", "../x", String(repeating: "a", count: 65)] {
      #expect(throws: WorkspaceError.self) {
        try accounts.add(name, role: .viewer, password: "correct horse battery", by: admin)
      }
    }
    #expect(throws: WorkspaceError.self) {
      try accounts.add("anna", role: .viewer, password: "short", by: admin)
    }
    #expect(throws: WorkspaceError.self) { try accounts.add("anna", role: .viewer, password: nil, by: admin) }
  }

  @Test func `only digests of secrets are kept, and hashes name their method`() throws {
    let hash = try #require(PasswordHash.make("correct horse battery", cost: .quick))
    #expect(hash.hasPrefix("$argon2id$"))
    #expect(PasswordHash.make("correct horse battery", cost: .quick) != hash)
    #expect(Secret.digest("a") != Secret.digest("b"))
    #expect(Secret.formToken(ofSession: "a") != Secret.digest("a"))
  }
}
