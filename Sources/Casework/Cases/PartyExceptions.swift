// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// A hit of a list on a party that two officers have found to be another party.
public struct PartyException: Sendable, Hashable {
  public var id: Int64
  /// The list and its entry, as the lists name them.
  public var list: String
  public var entry: String
  /// The party as declared.
  public var party: String
  public var reason: String
  public var askedBy: String
  public var approvedBy: String
  public var at: Instant
  /// From this moment on it counts no more.
  public var expires: Instant?
  public var ended: Instant?

  public func counts(at moment: Instant) -> Bool {
    ended == nil && expires.map { moment < $0 } ?? true
  }

  public var json: CanonicalValue {
    [
      "id": .integer(id), "list": .text(list), "entry": .text(entry), "party": .text(party),
      "reason": .text(reason), "asked_by": .text(askedBy), "approved_by": .text(approvedBy),
      "at": .text(at.description), "expires": .optional(expires?.description),
      "ended": .optional(ended?.description),
    ]
  }
}

/// Exceptions to list hits; each is asked for by one officer and approved by another.
public enum PartyExceptions {
  public static func ask(
    list: String, entry: String, party: String, reason: String, expires: Instant?, in database: Database,
    audit: AuditTrail
  ) throws -> Approval {
    let list = try CaseText.line(list, "a list")
    let entry = try CaseText.line(entry, "an entry")
    let party = try CaseText.line(party, "a party")
    if let expires, expires <= (try audit.moment()) {
      throw WorkspaceError(.invalid, "an exception ends at a moment to come")
    }
    // The party's name stays out of the subject; its digest tells requests apart.
    let subject = "exception:" + Digest.sha256(CanonicalValue.texts([list, entry, party]).bytes).prefix(16)
    return try Approvals.ask(
      .addException, subject,
      [
        "list": .text(list), "entry": .text(entry), "party": .text(party),
        "expires": expires.map { .integer($0.milliseconds) } ?? .null,
      ], reason: reason, in: database, audit: audit)
  }

  static func add(_ approval: Approval, in database: Database, audit: AuditTrail) throws {
    guard let list = approval.request["list"]?.textValue, let entry = approval.request["entry"]?.textValue,
      let party = approval.request["party"]?.textValue
    else { throw WorkspaceError(.damaged, "approval \(approval.id) cannot be read") }
    try database.execute(
      sql: """
        INSERT INTO party_exception (list, entry, party, reason, asked_by, approved_by, at, expires)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        list, entry, party, approval.reason, approval.askedBy, audit.actor, try audit.moment().milliseconds,
        approval.request["expires"]?.integerValue,
      ])
    try audit.append(
      "exception.add", approval.subject,
      ["exception": .integer(database.lastInsertedRowID), "approval": .integer(approval.id)])
  }

  /// Ends an exception; one officer is enough to be stricter.
  public static func end(_ id: Int64, reason: String, in database: Database, audit: AuditTrail) throws {
    let reason = try CaseText.required(reason, "a reason", limit: 2000)
    try database.execute(
      sql: "UPDATE party_exception SET ended = ? WHERE id = ? AND ended IS NULL",
      arguments: [try audit.moment().milliseconds, id])
    guard database.changesCount == 1 else {
      throw WorkspaceError(.notFound, "there is no such exception in force")
    }
    try audit.append("exception.end", "exception:\(id)", ["reason": .text(reason)])
  }

  /// A digest of the exceptions in force at a moment: the state of the party records; `none` without any.
  public static func digest(at moment: Instant, in database: Database) throws -> String {
    let exceptions = try list(at: moment, in: database)
    guard !exceptions.isEmpty else { return "none" }
    return Digest.sha256(
      CanonicalValue.list(exceptions.map { .texts([$0.list, $0.entry, $0.party]) }).bytes)
  }

  /// Exceptions, those in force at a moment or all.
  public static func list(at moment: Instant? = nil, in database: Database) throws -> [PartyException] {
    // Asked for every item that a server screens.
    let statement = try database.cachedStatement(
      sql: """
        SELECT * FROM party_exception
        WHERE ?1 IS NULL OR (ended IS NULL AND (expires IS NULL OR expires > ?1)) ORDER BY id
        """)
    return try Row.fetchAll(statement, arguments: [moment?.milliseconds]).map { row in
      PartyException(
        id: row["id"], list: row["list"], entry: row["entry"], party: row["party"], reason: row["reason"],
        askedBy: row["asked_by"], approvedBy: row["approved_by"], at: Instant(milliseconds: row["at"]),
        expires: (row["expires"] as Int64?).map(Instant.init(milliseconds:)),
        ended: (row["ended"] as Int64?).map(Instant.init(milliseconds:)))
    }
  }
}
