// SPDX-License-Identifier: Apache-2.0

public import GRDB

extension CaseBook {
  /// Adds a comment.
  @discardableResult
  public static func comment(_ text: String, on id: Int64, in database: Database, audit: AuditTrail) throws
    -> CaseComment
  {
    let text = try CaseText.required(text, "a comment")
    try touch(id, in: database, audit: audit, closedToo: true)
    let now = try audit.moment()
    try database.execute(
      sql: "INSERT INTO case_comment (case_id, at, author, text) VALUES (?, ?, ?, ?)",
      arguments: [id, now.milliseconds, audit.actor, text])
    let comment = CaseComment(id: database.lastInsertedRowID, at: now, author: audit.actor, text: text)
    try audit.append(
      "case.comment", subject(id), ["comment": .integer(comment.id), "sha256": .text(Digest.sha256(text))])
    return comment
  }

  /// Gives a case to somebody, or to nobody.
  public static func assign(
    _ id: Int64, to assignee: String?, version: Int? = nil, in database: Database, audit: AuditTrail
  ) throws {
    let assignee = try assignee.map { try CaseText.line($0, "an assignee", limit: 128) }
    try touch(id, version: version, in: database, audit: audit)
    try database.execute(sql: "UPDATE cases SET assignee = ? WHERE id = ?", arguments: [assignee, id])
    try audit.append("case.assign", subject(id), ["assignee": .optional(assignee)])
  }

  public static func setPriority(
    _ id: Int64, _ priority: CasePriority, version: Int? = nil, in database: Database, audit: AuditTrail
  ) throws {
    try touch(id, version: version, in: database, audit: audit)
    try database.execute(
      sql: "UPDATE cases SET priority = ? WHERE id = ?", arguments: [priority.rawValue, id])
    try audit.append("case.priority", subject(id), ["priority": .text(priority.rawValue)])
  }

  public static func setDue(
    _ id: Int64, _ due: Instant?, version: Int? = nil, in database: Database, audit: AuditTrail
  ) throws {
    try touch(id, version: version, in: database, audit: audit)
    try database.execute(sql: "UPDATE cases SET due = ? WHERE id = ?", arguments: [due?.milliseconds, id])
    try audit.append("case.due", subject(id), ["due": .optional(due?.description)])
  }

  /// Moves a case among open, examining and awaiting.
  public static func setStatus(
    _ id: Int64, _ status: CaseStatus, version: Int? = nil, in database: Database, audit: AuditTrail
  ) throws {
    let record = try touch(id, version: version, in: database, audit: audit)
    guard record.status != status else { return }
    guard record.status.next.contains(status) else {
      throw WorkspaceError(
        status == .closed || status == .closing ? .fourEyes : .conflict, reason: "transition",
        "a case that is \(record.status.rawValue) cannot become \(status.rawValue) by hand; propose to close it, decide its approval, or reopen it"
      )
    }
    try database.execute(sql: "UPDATE cases SET status = ? WHERE id = ?", arguments: [status.rawValue, id])
    try audit.append(
      "case.status", subject(id), ["from": .text(record.status.rawValue), "to": .text(status.rawValue)])
  }

  /// Adds or takes away a tag.
  public static func tag(
    _ id: Int64, _ tag: String, remove: Bool = false, in database: Database, audit: AuditTrail
  ) throws {
    let tag = try CaseText.line(tag, "a tag", limit: 64).lowercased()
    try touch(id, in: database, audit: audit)
    try database.execute(
      sql: remove
        ? "DELETE FROM case_tag WHERE case_id = ? AND tag = ?"
        : "INSERT OR IGNORE INTO case_tag (case_id, tag) VALUES (?, ?)", arguments: [id, tag])
    try audit.append(remove ? "case.untag" : "case.tag", subject(id), ["tag": .text(tag)])
  }

  /// Ties a case to a declaration, party, licence, alert or decision.
  public static func link(_ id: Int64, _ link: CaseLink, in database: Database, audit: AuditTrail) throws {
    try touch(id, in: database, audit: audit)
    try addLink(link, id, in: database, audit: audit)
  }

  static func addLink(_ link: CaseLink, _ id: Int64, in database: Database, audit: AuditTrail) throws {
    let target = try CaseText.line(link.target, "what a link points at")
    switch link.kind {
    case .decision:
      guard let number = Int64(target) else {
        throw WorkspaceError(.invalid, "a decision is named by its number")
      }
      _ = try DecisionStore.decision(number, in: database)
    case .cases:
      guard let number = Int64(target), number != id else {
        throw WorkspaceError(.invalid, "a case is named by its number, and does not link to itself")
      }
      _ = try record(number, in: database)
    case .licence: _ = try LicenceRegister.record(target, in: database)
    case .declaration, .party, .alert: break
    }
    try database.execute(
      sql:
        "INSERT OR IGNORE INTO case_link (case_id, kind, target, note, at, actor) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        id, link.kind.rawValue, target,
        try link.note.map { try CaseText.required($0, "a note", limit: 2000) },
        try audit.moment().milliseconds, audit.actor,
      ])
    try audit.append(
      "case.link", subject(id), ["kind": .text(link.kind.rawValue), "target": .text(target)])
  }

  /// Lets a case sleep until a moment, or wakes it.
  public static func snooze(
    _ id: Int64, until: Instant?, reason: String, in database: Database, audit: AuditTrail
  ) throws {
    let reason = try CaseText.required(reason, "a reason", limit: 2000)
    let now = try audit.moment()
    if let until {
      guard until > now else { throw WorkspaceError(.invalid, "a case sleeps until a moment to come") }
      guard until <= now.advanced(days: 366) else {
        throw WorkspaceError(.invalid, "a case sleeps for a year at most")
      }
    }
    try touch(id, in: database, audit: audit)
    try database.execute(
      sql: "UPDATE cases SET snoozed_until = ?, snooze_reason = ? WHERE id = ?",
      arguments: [until?.milliseconds, until == nil ? nil : reason, id])
    try audit.append(
      until == nil ? "case.wake" : "case.snooze", subject(id),
      ["until": .optional(until?.description), "reason": .text(reason)])
  }

  /// Proposes how a case ends; another officer must agree before it is closed.
  @discardableResult
  public static func proposeClosing(
    _ id: Int64, outcome: CaseOutcome, summary: String, version: Int? = nil, in database: Database,
    audit: AuditTrail
  ) throws -> Approval {
    let summary = try CaseText.required(summary, "a summary")
    let record = try touch(id, version: version, in: database, audit: audit)
    guard record.status != .closing else {
      throw WorkspaceError(
        .conflict, "the case waits for a second officer already; decide or withdraw that first")
    }
    try database.execute(
      sql: "UPDATE cases SET status = 'closing', outcome = ?, summary = ? WHERE id = ?",
      arguments: [outcome.rawValue, summary, id])
    return try Approvals.ask(
      .closeCase, subject(id), ["outcome": .text(outcome.rawValue), "from": .text(record.status.rawValue)],
      reason: summary, in: database, audit: audit)
  }

  static func finishClosing(
    _ approval: Approval, approve: Bool, in database: Database, audit: AuditTrail
  ) throws {
    guard let id = Int64(approval.subject.dropFirst("case:".count)) else {
      throw WorkspaceError(.damaged, "approval \(approval.id) names no case")
    }
    let now = try audit.moment().milliseconds
    if approve {
      try database.execute(
        sql:
          "UPDATE cases SET status = 'closed', closed = ?, changed = ?, snoozed_until = NULL, version = version + 1 WHERE id = ?",
        arguments: [now, now, id])
    } else {
      try database.execute(
        sql: "UPDATE cases SET status = ?, outcome = NULL, changed = ?, version = version + 1 WHERE id = ?",
        arguments: [approval.request["from"]?.textValue ?? "open", now, id])
    }
    try audit.append(
      approve ? "case.close" : "case.keep-open", subject(id), ["approval": .integer(approval.id)])
  }

  /// Opens a closed case again.
  public static func reopen(_ id: Int64, reason: String, in database: Database, audit: AuditTrail) throws {
    let reason = try CaseText.required(reason, "a reason", limit: 2000)
    let record = try touch(id, in: database, audit: audit, closedToo: true)
    guard record.status == .closed else {
      throw WorkspaceError(.conflict, "only a closed case can be reopened")
    }
    try database.execute(
      sql: "UPDATE cases SET status = 'open', closed = NULL, outcome = NULL WHERE id = ?", arguments: [id])
    try audit.append("case.reopen", subject(id), ["reason": .text(reason)])
  }

  /// Notes that a case changes, and refuses what its state or version does not allow.
  @discardableResult
  static func touch(
    _ id: Int64, version: Int? = nil, in database: Database, audit: AuditTrail, closedToo: Bool = false
  ) throws -> CaseRecord {
    let record = try record(id, in: database)
    if let version, version != record.version {
      throw WorkspaceError(.conflict, "the case was changed in between; look at it again and repeat")
    }
    guard closedToo || record.status != .closed else {
      throw WorkspaceError(.conflict, reason: "closed", "the case is closed; reopen it first")
    }
    try database.execute(
      sql: "UPDATE cases SET changed = ?, version = version + 1 WHERE id = ?",
      arguments: [try audit.moment().milliseconds, id])
    return record
  }
}
