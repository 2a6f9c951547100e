// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// A study of trade statistics as it was kept: what it rests on, and the digest its result lies under.
public struct FlowStudyRecord: Sendable, Hashable {
  public var id: Int64
  public var at: Instant
  public var actor: String
  public var title: String
  /// Digest of the statistics.
  public var input: String
  /// Digest of the result, which lies in the folder of reports.
  public var digest: String
  /// What was asked, as canonical JSON.
  public var question: CanonicalValue
  /// Lanes tested, and those left unexplained.
  public var tested: Int
  public var alerts: Int

  public var json: CanonicalValue {
    [
      "id": .integer(id), "at": .text(at.description), "actor": .text(actor), "title": .text(title),
      "input": .text(input), "digest": .text(digest), "question": question,
      "tested": .integer(Int64(tested)), "alerts": .integer(Int64(alerts)),
    ]
  }
}

/// Studies of trade statistics in the workspace.
public enum FlowStudies {
  /// Keeps a study with its result. The same question on the same statistics is kept once for each result.
  public static func keep(
    _ result: [UInt8], title: String, input: String, question: CanonicalValue, tested: Int, alerts: Int,
    workspace: Workspace, in database: Database, audit: AuditTrail
  ) throws -> FlowStudyRecord {
    let title = try CaseText.line(title, "a title", limit: 255)
    let digest = try ContentStore.store(result, in: workspace.folder.reports)
    if let row = try Row.fetchOne(
      database, sql: "SELECT * FROM flow_study WHERE digest = ? AND title = ?", arguments: [digest, title])
    {
      return try record(row)
    }
    let now = try audit.moment()
    try database.execute(
      sql: """
        INSERT INTO flow_study (at, actor, title, input, digest, question, tested, alerts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        now.milliseconds, audit.actor, title, input, digest, question.string, tested, alerts,
      ])
    let id = database.lastInsertedRowID
    try audit.append(
      "flows.study", "flows:\(id)",
      ["input": .text(input), "digest": .text(digest), "alerts": .integer(Int64(alerts))])
    return try study(id, in: database)
  }

  public static func study(_ id: Int64, in database: Database) throws -> FlowStudyRecord {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM flow_study WHERE id = ?", arguments: [id])
    else { throw WorkspaceError(.notFound, "there is no study \(id) of trade statistics") }
    return try record(row)
  }

  /// Studies, latest first.
  public static func list(offset: Int = 0, limit: Int = 50, in database: Database) throws -> [FlowStudyRecord]
  {
    try Row.fetchAll(
      database, sql: "SELECT * FROM flow_study ORDER BY id DESC LIMIT ? OFFSET ?", arguments: [limit, offset]
    ).map(record)
  }

  public static func count(in database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM flow_study") ?? 0
  }

  private static func record(_ row: Row) throws -> FlowStudyRecord {
    guard let question = CanonicalValue(parsing: (row["question"] as String).utf8) else {
      throw WorkspaceError(.damaged, "a study cannot be read; restore the latest backup")
    }
    return FlowStudyRecord(
      id: row["id"], at: Instant(milliseconds: row["at"]), actor: row["actor"], title: row["title"],
      input: row["input"], digest: row["digest"], question: question, tested: row["tested"],
      alerts: row["alerts"])
  }
}
