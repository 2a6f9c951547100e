// SPDX-License-Identifier: Apache-2.0

public import Casework
import GRDB

/// A user or a program that may sign in.
public struct Account: Sendable, Hashable {
  public var name: String
  public var role: Role
  public var isDisabled: Bool
  public var created: Instant

  public var principal: Principal { Principal(name, mayApprove: role.mayApprove) }
}

/// Users, sessions and tokens of a workspace. Every change of an account is an entry of the audit.
public struct Accounts: Sendable {
  public let workspace: Workspace
  let cost: PasswordHash.Cost
  /// A session ends this long after signing in.
  public static let sessionHours = 12

  public init(_ workspace: Workspace, cost: PasswordHash.Cost = .interactive) {
    self.workspace = workspace
    self.cost = cost
  }

  // MARK: Accounts

  /// Makes an account; a service has no password and signs in by tokens alone.
  @discardableResult
  public func add(_ name: String, role: Role, password: String?, by actor: Principal) throws -> Account {
    guard Self.isName(name) else {
      throw WorkspaceError(.invalid, "a user's name is 2 to 64 small letters, digits, '.', '-', '_' or '@'")
    }
    let hash = try password.map { try hashed($0) }
    guard hash != nil || role == .service else {
      throw WorkspaceError(.invalid, "a user needs a password of \(PasswordHash.shortest) characters or more")
    }
    return try workspace.write(actor: actor) { database, audit in
      guard try find(name, database) == nil else {
        throw WorkspaceError(.conflict, "there is a user of this name already")
      }
      let now = try audit.moment()
      try database.execute(
        sql: "INSERT INTO account (name, role, password, created) VALUES (?, ?, ?, ?)",
        arguments: [name, role.rawValue, hash, now.milliseconds])
      try audit.append("account.add", "account:\(name)", ["role": .text(role.rawValue)])
      return Account(name: name, role: role, isDisabled: false, created: now)
    }
  }

  public func list() throws -> [Account] {
    try workspace.read { try Row.fetchAll($0, sql: "SELECT * FROM account ORDER BY name").map(Self.account) }
  }

  /// Gives another role; open sessions end, so that no right outlives it.
  public func setRole(_ name: String, _ role: Role, by actor: Principal) throws {
    try change(name, by: actor, "account.role", ["role": .text(role.rawValue)]) { database in
      try database.execute(
        sql: "UPDATE account SET role = ? WHERE name = ?", arguments: [role.rawValue, name])
    }
  }

  public func setPassword(_ name: String, _ password: String, by actor: Principal) throws {
    let hash = try hashed(password)
    try change(name, by: actor, "account.password", [:]) { database in
      try database.execute(sql: "UPDATE account SET password = ? WHERE name = ?", arguments: [hash, name])
    }
  }

  /// Bars an account or lets it in again; sessions end at once.
  public func setDisabled(_ name: String, _ disabled: Bool, by actor: Principal) throws {
    try change(name, by: actor, disabled ? "account.disable" : "account.enable", [:]) { database in
      try database.execute(
        sql: "UPDATE account SET disabled = ? WHERE name = ?", arguments: [disabled, name])
    }
  }

  private func change(
    _ name: String, by actor: Principal, _ action: String, _ detail: CanonicalValue,
    _ body: (Database) throws -> Void
  ) throws {
    try workspace.write(actor: actor) { database, audit in
      guard try find(name, database) != nil else {
        throw WorkspaceError(.notFound, "there is no user of this name")
      }
      try body(database)
      try database.execute(sql: "DELETE FROM account_session WHERE account = ?", arguments: [name])
      try audit.append(action, "account:\(name)", detail)
    }
  }

  // MARK: Signing in

  /// Starts a session; nothing when name or password is wrong, with the same effort either way.
  public func signIn(_ name: String, password: String) throws -> (account: Account, secret: String)? {
    let row = try workspace.read {
      try Row.fetchOne($0, sql: "SELECT * FROM account WHERE name = ?", arguments: [name])
    }
    let hash: String = row?["password"] ?? Self.decoy
    let verified = PasswordHash.verify(password, against: hash)
    guard verified, let row, row["password"] != nil else { return nil }
    let account = Self.account(row)
    guard !account.isDisabled else { return nil }
    let secret = Secret.random(prefix: "")
    try workspace.write(actor: account.principal) { database, audit in
      // The clock's moment, not the audit's: where the audit is ahead of the clock no session lives longer for it.
      let now = workspace.now
      try database.execute(
        sql: "DELETE FROM account_session WHERE expires <= ?", arguments: [now.milliseconds])
      try database.execute(
        sql: "INSERT INTO account_session (digest, account, created, expires) VALUES (?, ?, ?, ?)",
        arguments: [
          Secret.digest(secret), name, now.milliseconds,
          now.advanced(milliseconds: Int64(Self.sessionHours) * 3_600_000).milliseconds,
        ])
      try audit.append("session.begin", "account:\(name)")
    }
    return (account, secret)
  }

  public func signOut(session secret: String, by actor: Principal) throws {
    try workspace.write(actor: actor) { database, audit in
      try database.execute(
        sql: "DELETE FROM account_session WHERE digest = ?", arguments: [Secret.digest(secret)])
      try audit.append("session.end", "account:\(actor.id)")
    }
  }

  /// The account of a session that has not ended. One that is found to have ended is forgotten, so that a clock that is set
  /// back does not revive it.
  public func account(session secret: String) throws -> Account? {
    let account = try lookUp(
      """
      SELECT account.* FROM account JOIN account_session AS secret ON account = name
      WHERE digest = ? AND secret.expires > ? AND secret.created <= ? AND disabled = 0
      """, secret)
    guard account == nil, secret.utf8.count == 64 else { return account }
    let (digest, now) = (Secret.digest(secret), workspace.now.milliseconds)
    let hasEnded =
      try workspace.read {
        try Bool.fetchOne(
          $0, sql: "SELECT expires <= ? FROM account_session WHERE digest = ?", arguments: [now, digest])
      } ?? false
    if hasEnded {
      try workspace.housekeeping {
        try $0.execute(sql: "DELETE FROM account_session WHERE digest = ?", arguments: [digest])
      }
    }
    return nil
  }

  // MARK: Tokens

  /// Makes a token for programs; its text is shown once and kept as a digest.
  public func makeToken(_ name: String, label: String, days: Int, by actor: Principal) throws -> String {
    guard (1...366).contains(days) else { throw WorkspaceError(.invalid, "a token lives 1 to 366 days") }
    guard (1...100).contains(label.count) else { throw WorkspaceError(.invalid, "a token needs a label") }
    let secret = Secret.random(prefix: "assay_")
    try workspace.write(actor: actor) { database, audit in
      guard try find(name, database) != nil else {
        throw WorkspaceError(.notFound, "there is no user of this name")
      }
      let now = workspace.now
      try database.execute(
        sql: "INSERT INTO account_token (digest, account, label, created, expires) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          Secret.digest(secret), name, label, now.milliseconds, now.advanced(days: days).milliseconds,
        ])
      try audit.append("token.make", "account:\(name)", ["token": .integer(database.lastInsertedRowID)])
    }
    return secret
  }

  public func revokeTokens(of name: String, by actor: Principal) throws {
    try change(name, by: actor, "token.revoke", [:]) { database in
      try database.execute(sql: "UPDATE account_token SET revoked = 1 WHERE account = ?", arguments: [name])
    }
  }

  /// The account of a token that is neither revoked nor past its end.
  public func account(token secret: String) throws -> Account? {
    try lookUp(
      """
      SELECT account.* FROM account JOIN account_token AS secret ON account = name
      WHERE digest = ? AND secret.expires > ? AND secret.created <= ? AND revoked = 0 AND disabled = 0
      """, secret)
  }

  // MARK: Rows

  /// A secret from a moment to come was made while the clock was wrong, and so would its end be: it is not taken. Five
  /// minutes are allowed for a clock that is put right little by little.
  private static let clockTolerance: Int64 = 300_000

  private func lookUp(_ sql: String, _ secret: String) throws -> Account? {
    guard secret.utf8.count <= 256 else { return nil }
    let now = workspace.now.milliseconds
    return try workspace.read {
      try Row.fetchOne(
        $0, sql: sql, arguments: [Secret.digest(secret), now, now + Self.clockTolerance]
      ).map(Self.account)
    }
  }

  private func find(_ name: String, _ database: Database) throws -> Account? {
    try Row.fetchOne(database, sql: "SELECT * FROM account WHERE name = ?", arguments: [name])
      .map(Self.account)
  }

  private static func account(_ row: Row) -> Account {
    Account(
      name: row["name"], role: Role(rawValue: row["role"]) ?? .viewer, isDisabled: row["disabled"],
      created: Instant(milliseconds: row["created"]))
  }

  private func hashed(_ password: String) throws -> String {
    guard password.count >= PasswordHash.shortest, password.utf8.count <= PasswordHash.longest else {
      throw WorkspaceError(
        .invalid,
        "a password has \(PasswordHash.shortest) characters or more, at most \(PasswordHash.longest) bytes")
    }
    guard let hash = PasswordHash.make(password, cost: cost) else {
      throw WorkspaceError(.failed, "memory does not suffice to keep a password; try again")
    }
    return hash
  }

  private static func isName(_ name: String) -> Bool {
    (2...64).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || ".-_@".utf8.contains($0)
      }
  }

  /// The hash of a password nobody has, so that unknown names cost as much time as known ones.
  private static let decoy = PasswordHash.make(Secret.random(prefix: "")) ?? ""
}
