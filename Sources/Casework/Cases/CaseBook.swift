// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// Cases in the database: each change and each reading of one is an entry of the audit.
public enum CaseBook {
  /// Opens a case about something.
  @discardableResult
  public static func open(
    title: String, priority: CasePriority = .normal, assignee: String? = nil, due: Instant? = nil,
    links: [CaseLink] = [], in database: Database, audit: AuditTrail
  ) throws -> CaseRecord {
    let title = try CaseText.line(title, "a title")
    let now = try audit.moment()
    try database.execute(
      sql: """
        INSERT INTO cases (title, status, priority, assignee, due, opened, opened_by, changed)
        VALUES (?, 'open', ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        title, priority.rawValue, try assignee.map { try CaseText.line($0, "an assignee", limit: 128) },
        due?.milliseconds, now.milliseconds, audit.actor, now.milliseconds,
      ])
    let id = database.lastInsertedRowID
    try audit.append(
      "case.open", subject(id),
      [
        "priority": .text(priority.rawValue), "assignee": .optional(assignee),
        "due": .optional(due?.description),
      ])
    for link in links { try addLink(link, id, in: database, audit: audit) }
    return try record(id, in: database)
  }

  /// A case with all that belongs to it; reading it is an entry of the audit.
  public static func read(_ id: Int64, in database: Database, audit: AuditTrail) throws -> CaseFolder {
    let folder = try folder(id, in: database)
    try audit.append("case.read", subject(id))
    return folder
  }

  /// What a list of cases is asked for.
  public struct Query: Sendable, Hashable {
    public var status: CaseStatus?
    public var assignee: String?
    public var tag: String?
    public var link: CaseLink?
    /// Leaves out what is closed.
    public var isOpen = true
    /// Leaves out what sleeps at this moment.
    public var awakeAt: Instant?
    public var offset = 0
    public var limit = 50

    public init() {}
  }

  /// Cases, most pressing first, then those due first; reading the list is an entry of the audit.
  public static func list(_ query: Query, in database: Database, audit: AuditTrail) throws -> [CaseRecord] {
    let records = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM cases WHERE \(condition)
        ORDER BY CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END,
          due IS NULL, due, id
        LIMIT \(max(0, query.limit)) OFFSET \(max(0, query.offset))
        """, arguments: arguments(query)
    ).map { try record($0, in: database) }
    try audit.append("case.list", "cases", ["count": .integer(Int64(records.count))])
    return records
  }

  public static func count(_ query: Query, in database: Database) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM cases WHERE \(condition)", arguments: arguments(query)) ?? 0
  }

  private static let condition = """
    (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR assignee = ?2)
    AND (?3 IS NULL OR EXISTS (SELECT 1 FROM case_tag WHERE case_id = cases.id AND tag = ?3))
    AND (?4 IS NULL OR EXISTS (SELECT 1 FROM case_link WHERE case_id = cases.id AND kind = ?4 AND target = ?5))
    AND (NOT ?6 OR status <> 'closed') AND (?7 IS NULL OR snoozed_until IS NULL OR snoozed_until <= ?7)
    """

  private static func arguments(_ query: Query) -> StatementArguments {
    [
      query.status?.rawValue, query.assignee, query.tag, query.link?.kind.rawValue, query.link?.target,
      query.isOpen && query.status == nil, query.awakeAt?.milliseconds,
    ]
  }

  static func subject(_ id: Int64) -> String { "case:\(id)" }

  static func record(_ id: Int64, in database: Database) throws -> CaseRecord {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM cases WHERE id = ?", arguments: [id])
    else {
      throw WorkspaceError(.notFound, "there is no case \(id)")
    }
    return try record(row, in: database)
  }

  static func folder(_ id: Int64, in database: Database) throws -> CaseFolder {
    func rows(_ table: String, _ order: String) throws -> [Row] {
      try Row.fetchAll(
        database, sql: "SELECT * FROM \(table) WHERE case_id = ? ORDER BY \(order)", arguments: [id])
    }
    let record = try record(id, in: database)
    return CaseFolder(
      record: record,
      comments: try rows("case_comment", "id").map {
        CaseComment(id: $0["id"], at: Instant(milliseconds: $0["at"]), author: $0["author"], text: $0["text"])
      },
      links: try rows("case_link", "kind, target").compactMap { row in
        CaseLinkKind(rawValue: row["kind"]).map { CaseLink($0, row["target"], note: row["note"]) }
      },
      files: try rows("case_file", "id").map(CaseFiles.file),
      findings: try rows("examination", "id").map(Examinations.finding),
      approvals: try Approvals.list(state: nil, subject: subject(id), in: database))
  }

  private static func record(_ row: Row, in database: Database) throws -> CaseRecord {
    guard let status = CaseStatus(rawValue: row["status"]),
      let priority = CasePriority(rawValue: row["priority"])
    else {
      throw WorkspaceError(.damaged, "a case cannot be read; restore the latest backup")
    }
    func moment(_ name: String) -> Instant? { (row[name] as Int64?).map(Instant.init(milliseconds:)) }
    return CaseRecord(
      id: row["id"], title: row["title"], status: status, priority: priority, assignee: row["assignee"],
      due: moment("due"), outcome: (row["outcome"] as String?).flatMap(CaseOutcome.init(rawValue:)),
      summary: row["summary"], snoozedUntil: moment("snoozed_until"), snoozeReason: row["snooze_reason"],
      opened: Instant(milliseconds: row["opened"]), openedBy: row["opened_by"],
      changed: Instant(milliseconds: row["changed"]), closed: moment("closed"), version: row["version"],
      tags: try String.fetchAll(
        database, sql: "SELECT tag FROM case_tag WHERE case_id = ? ORDER BY tag",
        arguments: [row["id"] as Int64]))
  }
}
