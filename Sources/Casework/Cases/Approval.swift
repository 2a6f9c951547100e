// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// Something one officer asked for and another must agree to.
public struct Approval: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case closeCase = "close-case"
    /// To let a red item go.
    case releaseItem = "release-item"
    /// To take a party's list hit as another party's.
    case addException = "add-exception"
  }

  public enum State: String, Sendable, Hashable, CaseIterable {
    case open, approved, rejected, withdrawn
  }

  public var id: Int64
  public var kind: Kind
  /// What it is about, such as `case:12`.
  public var subject: String
  /// The particulars of what will be done.
  public var request: CanonicalValue
  public var reason: String
  public var askedBy: String
  public var asked: Instant
  public var state: State
  public var decidedBy: String?
  public var decided: Instant?
  public var decisionReason: String?

  public var json: CanonicalValue {
    [
      "id": .integer(id), "kind": .text(kind.rawValue), "subject": .text(subject), "request": request,
      "reason": .text(reason), "asked_by": .text(askedBy), "asked": .text(asked.description),
      "state": .text(state.rawValue), "decided_by": .optional(decidedBy),
      "decided": .optional(decided?.description), "decision_reason": .optional(decisionReason),
    ]
  }
}

/// Four eyes: what one asks for takes effect when another, who may, agrees.
public enum Approvals {
  /// Asks for something; at most one request of a kind is open for a subject.
  @discardableResult
  static func ask(
    _ kind: Approval.Kind, _ subject: String, _ request: CanonicalValue = [:], reason: String,
    in database: Database, audit: AuditTrail
  ) throws -> Approval {
    let reason = try CaseText.required(reason, "a reason")
    if let open = try Int64.fetchOne(
      database, sql: "SELECT id FROM approval WHERE kind = ? AND subject = ? AND state = 'open'",
      arguments: [kind.rawValue, subject])
    {
      throw WorkspaceError(
        .conflict, "approval \(open) is open for this already; decide or withdraw it first")
    }
    try database.execute(
      sql: """
        INSERT INTO approval (kind, subject, request, reason, asked_by, asked, state)
        VALUES (?, ?, ?, ?, ?, ?, 'open')
        """,
      arguments: [
        kind.rawValue, subject, request.string, reason, audit.actor, try audit.moment().milliseconds,
      ])
    let id = database.lastInsertedRowID
    try audit.append(
      "approval.ask", subject,
      ["approval": .integer(id), "kind": .text(kind.rawValue), "request": request, "reason": .text(reason)])
    return try approval(id, in: database)
  }

  /// Agrees or refuses; what was asked for is done in the same transaction.
  @discardableResult
  public static func decide(
    _ id: Int64, approve: Bool, reason: String, in database: Database, audit: AuditTrail
  ) throws -> Approval {
    let approval = try approval(id, in: database)
    let reason = try CaseText.required(reason, "a reason")
    guard approval.state == .open else {
      throw WorkspaceError(.conflict, "approval \(id) is \(approval.state.rawValue) already")
    }
    guard approval.askedBy != audit.actor else {
      throw WorkspaceError(
        .fourEyes, reason: "same-person", "whoever asks cannot also approve; another officer must decide this"
      )
    }
    guard audit.principal.mayApprove else {
      throw WorkspaceError(
        .fourEyes, reason: "not-allowed", "this user may not approve; a supervisor must decide this")
    }
    try finish(id, approve ? .approved : .rejected, reason, in: database, audit: audit)
    switch approval.kind {
    case .closeCase: try CaseBook.finishClosing(approval, approve: approve, in: database, audit: audit)
    case .releaseItem:
      if approve { try Dispositions.release(approval, in: database, audit: audit) }
    case .addException:
      if approve { try PartyExceptions.add(approval, in: database, audit: audit) }
    }
    return try Self.approval(id, in: database)
  }

  /// Takes a request back; only who asked can.
  public static func withdraw(_ id: Int64, reason: String, in database: Database, audit: AuditTrail) throws {
    let approval = try approval(id, in: database)
    guard approval.state == .open else {
      throw WorkspaceError(.conflict, "approval \(id) is \(approval.state.rawValue) already")
    }
    guard approval.askedBy == audit.actor else {
      throw WorkspaceError(.fourEyes, reason: "not-asker", "only whoever asked can withdraw a request")
    }
    try finish(id, .withdrawn, try CaseText.required(reason, "a reason"), in: database, audit: audit)
    if approval.kind == .closeCase {
      try CaseBook.finishClosing(approval, approve: false, in: database, audit: audit)
    }
  }

  public static func approval(_ id: Int64, in database: Database) throws -> Approval {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM approval WHERE id = ?", arguments: [id])
    else {
      throw WorkspaceError(.notFound, "there is no approval \(id)")
    }
    return try approval(row)
  }

  /// Requests, open ones by default, oldest first.
  public static func list(
    state: Approval.State? = .open, subject: String? = nil, in database: Database
  ) throws -> [Approval] {
    try Row.fetchAll(
      database,
      sql:
        "SELECT * FROM approval WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR subject = ?2) ORDER BY id",
      arguments: [state?.rawValue, subject]
    ).map(approval)
  }

  private static func finish(
    _ id: Int64, _ state: Approval.State, _ reason: String, in database: Database, audit: AuditTrail
  ) throws {
    try database.execute(
      sql: "UPDATE approval SET state = ?, decided_by = ?, decided = ?, decision_reason = ? WHERE id = ?",
      arguments: [state.rawValue, audit.actor, try audit.moment().milliseconds, reason, id])
    try audit.append(
      "approval.\(state.rawValue)", "approval:\(id)", ["reason": .text(reason)])
  }

  private static func approval(_ row: Row) throws -> Approval {
    guard let kind = Approval.Kind(rawValue: row["kind"]), let state = Approval.State(rawValue: row["state"]),
      let request = CanonicalValue(parsing: (row["request"] as String).utf8)
    else { throw WorkspaceError(.damaged, "an approval cannot be read; restore the latest backup") }
    return Approval(
      id: row["id"], kind: kind, subject: row["subject"], request: request, reason: row["reason"],
      askedBy: row["asked_by"], asked: Instant(milliseconds: row["asked"]), state: state,
      decidedBy: row["decided_by"], decided: (row["decided"] as Int64?).map(Instant.init(milliseconds:)),
      decisionReason: row["decision_reason"])
  }
}

/// Texts that people write, held to sizes and to characters that show.
enum CaseText {
  static func required(_ text: String, _ what: String, limit: Int = 20_000) throws -> String {
    let trimmed = String(
      text.unicodeScalars.drop { $0.properties.isWhitespace }.reversed().drop { $0.properties.isWhitespace }
        .reversed().map(Character.init))
    guard !trimmed.isEmpty else { throw WorkspaceError(.invalid, "\(what) is needed") }
    guard trimmed.utf8.count <= limit else {
      throw WorkspaceError(.invalid, "\(what) is at most \(limit) bytes long")
    }
    guard !trimmed.unicodeScalars.contains(where: { $0.value == 0 }) else {
      throw WorkspaceError(.invalid, "\(what) holds a character that cannot be shown")
    }
    return trimmed
  }

  /// A short single line, such as a title or a tag.
  static func line(_ text: String, _ what: String, limit: Int = 300) throws -> String {
    let text = try required(text, what, limit: limit)
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }) else {
      throw WorkspaceError(.invalid, "\(what) is one line without control characters")
    }
    return text
  }
}
