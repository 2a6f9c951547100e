// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// What examinations showed, for the case and for learning.
public enum Examinations {
  /// Records a finding on a case, a decision or both.
  @discardableResult
  public static func record(
    _ finding: ExaminationFinding, in database: Database, audit: AuditTrail
  ) throws -> ExaminationFinding {
    guard finding.caseID != nil || finding.decision != nil else {
      throw WorkspaceError(.invalid, "a finding belongs to a case or a decision")
    }
    if let id = finding.caseID { try CaseBook.touch(id, in: database, audit: audit) }
    if let id = finding.decision { _ = try DecisionStore.decision(id, in: database) }
    let now = try audit.moment()
    guard finding.examined <= now.advanced(days: 1) else {
      throw WorkspaceError(.invalid, "an examination cannot lie in the future; check the date")
    }
    let material = try finding.material.map { try CaseText.line($0, "a material", limit: 128) }
    let note = finding.note.isEmpty ? "" : try CaseText.required(finding.note, "a note")
    try database.execute(
      sql: """
        INSERT INTO examination (case_id, decision_id, label, material, note, examined, at, actor)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        finding.caseID, finding.decision, finding.label.rawValue, material, note,
        finding.examined.milliseconds,
        now.milliseconds, audit.actor,
      ])
    var stored = finding
    stored.id = database.lastInsertedRowID
    stored.actor = audit.actor
    try audit.append(
      "examination.record", finding.caseID.map(CaseBook.subject) ?? "decision:\(finding.decision ?? 0)",
      [
        "examination": .integer(stored.id), "label": .text(finding.label.rawValue),
        "material": .optional(material),
        "decision": finding.decision.map(CanonicalValue.integer) ?? .null,
      ])
    return stored
  }

  /// A label to learn from: what was found about a decision that had been made.
  public struct Label: Sendable, Hashable {
    public var decision: DecisionRecord
    public var finding: ExaminationFinding
  }

  /// Decisions with what was found about them, in the order of the findings; the latest finding on a decision counts.
  public static func labels(since: Instant? = nil, in database: Database) throws -> [Label] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM examination WHERE decision_id IS NOT NULL AND (?1 IS NULL OR at >= ?1)
          AND id = (SELECT max(id) FROM examination later WHERE later.decision_id = examination.decision_id)
        ORDER BY id
        """, arguments: [since?.milliseconds])
    return try rows.compactMap { row in
      let finding = try finding(row)
      guard let id = finding.decision else { return nil }
      return Label(decision: try DecisionStore.decision(id, in: database), finding: finding)
    }
  }

  static func finding(_ row: Row) throws -> ExaminationFinding {
    guard let label = ExaminationFinding.Label(rawValue: row["label"]) else {
      throw WorkspaceError(.damaged, "a finding cannot be read; restore the latest backup")
    }
    var finding = ExaminationFinding(
      caseID: row["case_id"], decision: row["decision_id"], label: label, material: row["material"],
      note: row["note"], examined: Instant(milliseconds: row["examined"]))
    finding.id = row["id"]
    finding.actor = row["actor"]
    return finding
  }
}
