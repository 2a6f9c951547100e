// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// What officers decide about goods items.
public enum Dispositions {
  /// What came of a decision button.
  public enum Answer: Sendable, Hashable {
    case done(Disposition)
    /// A red item is let go only when a second officer agrees.
    case needsApproval(Approval)
  }

  /// Disposes of an item: lets it go, holds it, or has it examined.
  @discardableResult
  public static func dispose(
    of decision: Int64, _ kind: Disposition.Kind, reason: String, in database: Database, audit: AuditTrail
  ) throws -> Answer {
    let reason = try CaseText.required(reason, "a reason", limit: 2000)
    let record = try DecisionStore.decision(decision, in: database)
    if kind == .released, record.lane >= 3 {
      return .needsApproval(
        try Approvals.ask(
          .releaseItem, subject(decision), ["digest": .text(record.digest)], reason: reason, in: database,
          audit: audit))
    }
    return .done(try set(decision, kind, reason, by: audit.actor, second: nil, in: database, audit: audit))
  }

  static func release(_ approval: Approval, in database: Database, audit: AuditTrail) throws {
    guard let id = Int64(approval.subject.dropFirst("decision:".count)) else {
      throw WorkspaceError(.damaged, "approval \(approval.id) names no decision")
    }
    try set(
      id, .released, approval.reason, by: approval.askedBy, second: audit.actor, in: database, audit: audit)
  }

  private static func subject(_ decision: Int64) -> String { "decision:\(decision)" }

  @discardableResult
  private static func set(
    _ decision: Int64, _ kind: Disposition.Kind, _ reason: String, by actor: String, second: String?,
    in database: Database, audit: AuditTrail
  ) throws -> Disposition {
    let now = try audit.moment()
    try database.execute(
      sql: """
        INSERT INTO disposition (decision_id, kind, reason, actor, at, second) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (decision_id) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, actor = excluded.actor,
          at = excluded.at, second = excluded.second, version = version + 1
        """,
      arguments: [decision, kind.rawValue, reason, actor, now.milliseconds, second])
    try audit.append(
      "decision.\(kind.rawValue)", subject(decision),
      ["reason": .text(reason), "by": .text(actor), "second": .optional(second)])
    return Disposition(kind: kind, reason: reason, actor: actor, at: now, second: second)
  }
}
