// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Appends to the audit within one write transaction; what is appended stands or falls with the change itself.
public final class AuditTrail {
  private let database: Database
  /// Who acts in this transaction.
  public let principal: Principal
  public var actor: String { principal.id }
  private let now: Instant
  private let key: SigningKey
  private var last: AuditEntry?
  private var loaded = false
  /// How many entries this transaction has appended.
  public private(set) var appended = 0
  private(set) var checkpoints: [AuditCheckpoint] = []
  private(set) var head: AuditCheckpoint?

  init(database: Database, principal: Principal, now: Instant, key: SigningKey) {
    self.database = database
    self.principal = principal
    self.now = now
    self.key = key
  }

  /// The moment of this transaction: the clock's, or that of the last entry where the clock stands behind it.
  public func moment() throws -> Instant {
    try load()
    return max(now, last?.at ?? now)
  }

  /// Adds an entry.
  /// - Parameters:
  ///   - action: what was done, such as `case.close`.
  ///   - subject: what it was done to, such as `case:12`.
  ///   - detail: the particulars; identifiers and digests rather than names.
  @discardableResult
  public func append(_ action: String, _ subject: String, _ detail: CanonicalValue = [:]) throws -> AuditEntry
  {
    try load()
    let floor = last?.at ?? now
    let entry = AuditEntry(
      sequence: (last?.sequence ?? 0) + 1, at: max(now, floor),
      clockBehind: max(0, floor.milliseconds - now.milliseconds), actor: actor, action: action,
      subject: subject,
      detail: detail.string, previous: last?.digest ?? AuditEntry.genesis)
    try database.execute(
      sql: """
        INSERT INTO audit (sequence, at, clock_behind, actor, action, subject, detail, previous, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        entry.sequence, entry.at.milliseconds, entry.clockBehind, entry.actor, entry.action, entry.subject,
        entry.detail, entry.previous, entry.digest,
      ])
    if entry.sequence.isMultiple(of: AuditCheckpoint.interval) {
      let checkpoint = AuditCheckpoint(of: entry, key: key)
      try database.execute(
        sql: "INSERT INTO audit_checkpoint (sequence, at, digest, signature) VALUES (?, ?, ?, ?)",
        arguments: [checkpoint.sequence, checkpoint.at.milliseconds, checkpoint.digest, checkpoint.signature])
      checkpoints.append(checkpoint)
    }
    last = entry
    appended += 1
    return entry
  }

  /// Whether the chain holds the end that the files beside the database have seen.
  private(set) var agreesWithWitness = true

  /// Signs where the chain ends now; called once, at the end of the transaction.
  func seal(seen: AuditCheckpoint? = nil) throws {
    guard appended > 0, let last else { return }
    if let seen {
      let digest = try String.fetchOne(
        database, sql: "SELECT digest FROM audit WHERE sequence = ?", arguments: [seen.sequence])
      agreesWithWitness = digest == seen.digest && seen.sequence <= last.sequence
    }
    let head = AuditCheckpoint(of: last, key: key)
    try database.execute(
      sql: """
        INSERT INTO audit_head (id, sequence, at, digest, signature) VALUES (1, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, at = excluded.at, digest = excluded.digest,
          signature = excluded.signature
        """,
      arguments: [head.sequence, head.at.milliseconds, head.digest, head.signature])
    self.head = head
  }

  private func load() throws {
    guard !loaded else { return }
    last = try AuditEntry.last(in: database)
    loaded = true
  }
}

extension AuditEntry {
  init(_ row: Row) {
    self.init(
      sequence: row["sequence"], at: Instant(milliseconds: row["at"]), clockBehind: row["clock_behind"],
      actor: row["actor"], action: row["action"], subject: row["subject"], detail: row["detail"],
      previous: row["previous"], digest: row["digest"])
  }

  static func last(in database: Database) throws -> AuditEntry? {
    try Row.fetchOne(database, sql: "SELECT * FROM audit ORDER BY sequence DESC LIMIT 1").map(AuditEntry.init)
  }
}

extension AuditCheckpoint {
  init(_ row: Row) {
    self.init(
      sequence: row["sequence"], at: Instant(milliseconds: row["at"]), digest: row["digest"],
      signature: row["signature"])
  }
}
