// SPDX-License-Identifier: Apache-2.0

import Foundation
public import GRDB
import TradeModel

/// Screening runs and their decisions in the database.
public enum DecisionStore {
  /// What a list of decisions is asked for.
  public struct Query: Sendable, Hashable {
    public var screening: Int64?
    /// The least lane, such as 2 for yellow and red.
    public var minimumLane = 0
    public var declaration: String?
    /// Only those nobody has disposed of yet.
    public var isOpen = false
    /// Only those of runs that no later run has done again.
    public var isCurrent = true
    public var offset = 0
    public var limit = 50

    public init() {}
  }

  /// Keeps a run with its decisions, as one entry of the audit.
  @discardableResult
  public static func store(
    _ screening: ScreeningRecord, program: String, decisions: some Sequence<DecisionRecord>,
    in database: Database,
    audit: AuditTrail
  ) throws -> ScreeningRecord {
    var stored = screening
    stored.program = program
    stored.at = try audit.moment()
    stored.actor = audit.actor
    let inputs = CanonicalValue.list(
      stored.inputs.map { ["name": .text($0.name), "digest": .text($0.digest)] })
    try database.execute(
      sql: """
        INSERT INTO screening (at, actor, program, inputs, input_digest, law_digest, lists_digest, model_digest,
          ledger_digest, options, rows, quarantined, result_digest, replaces, cause)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        stored.at.milliseconds, stored.actor, stored.program, inputs.string, stored.inputDigest,
        stored.lawDigest,
        stored.listsDigest, stored.modelDigest, stored.ledgerDigest, stored.options.string, stored.rows,
        stored.quarantined, stored.resultDigest, stored.replaces, stored.cause,
      ])
    stored.id = database.lastInsertedRowID
    let insert = try database.makeStatement(
      sql: """
        INSERT INTO decision (screening_id, row, declaration, item, day, destination, commodity_code, exporter,
          consignee, lane, score, declared, likely, control, material, licence_state, headline, digest, full)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for decision in decisions {
      try insert.execute(arguments: [
        stored.id, decision.row, decision.declaration, decision.item, decision.day.number,
        decision.destination,
        decision.commodityCode, decision.exporter, decision.consignee, decision.lane, decision.score,
        decision.declared, decision.likely, decision.control, decision.material, decision.licenceState,
        decision.headline, decision.digest, decision.full.map { Data($0) },
      ])
    }
    try audit.append(
      "screening.store", "screening:\(stored.id)",
      [
        "input_digest": .text(stored.inputDigest), "law_digest": .text(stored.lawDigest),
        "lists_digest": .text(stored.listsDigest), "model_digest": .text(stored.modelDigest),
        "ledger_digest": .text(stored.ledgerDigest), "program": .text(stored.program),
        "result_digest": .text(stored.resultDigest), "rows": .integer(Int64(stored.rows)),
        "replaces": stored.replaces.map(CanonicalValue.integer) ?? .null, "cause": .optional(stored.cause),
      ])
    return stored
  }

  public static func screening(_ id: Int64, in database: Database) throws -> ScreeningRecord {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM screening WHERE id = ?", arguments: [id])
    else {
      throw WorkspaceError(.notFound, "there is no screening \(id) in the workspace")
    }
    return try record(row)
  }

  /// Runs, latest first.
  public static func screenings(
    offset: Int = 0, limit: Int = 50, in database: Database
  ) throws -> [ScreeningRecord] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM screening ORDER BY id DESC LIMIT ? OFFSET ?", arguments: [limit, offset]
    ).map(record)
  }

  public static func screeningCount(in database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM screening") ?? 0
  }

  /// How many items of a run lie in each lane, by the lane's number.
  public static func lanes(of screening: Int64, in database: Database) throws -> [Int: Int] {
    var lanes: [Int: Int] = [:]
    for row in try Row.fetchAll(
      database, sql: "SELECT lane, count(*) AS items FROM decision WHERE screening_id = ? GROUP BY lane",
      arguments: [screening])
    {
      lanes[row["lane"]] = row["items"]
    }
    return lanes
  }

  /// One decision, with the whole assessment where it was kept.
  public static func decision(_ id: Int64, in database: Database) throws -> DecisionRecord {
    let row = try Row.fetchOne(
      database, sql: "\(selection) WHERE decision.id = ?", arguments: [id])
    guard let row else { throw WorkspaceError(.notFound, "there is no decision \(id) in the workspace") }
    return decision(row)
  }

  /// Decisions by expected harm: lane, then score, highest first.
  public static func list(_ query: Query, in database: Database) throws -> [DecisionRecord] {
    try Row.fetchAll(
      database,
      sql: """
        \(selection) WHERE \(condition)
        ORDER BY lane DESC, score DESC, decision.id LIMIT \(max(0, query.limit)) OFFSET \(max(0, query.offset))
        """, arguments: arguments(query)
    ).map(decision)
  }

  public static func count(_ query: Query, in database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM decision LEFT JOIN disposition ON disposition.decision_id = decision.id WHERE \(condition)
        """, arguments: arguments(query)) ?? 0
  }

  static let selection = """
    SELECT decision.*, disposition.kind, disposition.reason, disposition.actor, disposition.at, disposition.second
    FROM decision LEFT JOIN disposition ON disposition.decision_id = decision.id
    """

  private static let condition = """
    lane >= ?1 AND (?2 IS NULL OR screening_id = ?2) AND (?3 IS NULL OR declaration = ?3)
    AND (NOT ?4 OR disposition.decision_id IS NULL)
    AND (NOT ?5 OR NOT EXISTS (SELECT 1 FROM screening later WHERE later.replaces = decision.screening_id))
    """

  private static func arguments(_ query: Query) -> StatementArguments {
    [
      query.minimumLane, query.screening, query.declaration, query.isOpen,
      query.isCurrent && query.screening == nil,
    ]
  }

  private static func record(_ row: Row) throws -> ScreeningRecord {
    guard let inputs = CanonicalValue(parsing: (row["inputs"] as String).utf8)?.listValue,
      let options = CanonicalValue(parsing: (row["options"] as String).utf8)
    else { throw WorkspaceError(.damaged, "a screening cannot be read; restore the latest backup") }
    var record = ScreeningRecord(
      inputs: inputs.map {
        .init(name: $0["name"]?.textValue ?? "", digest: $0["digest"]?.textValue ?? "")
      },
      lawDigest: row["law_digest"], listsDigest: row["lists_digest"], modelDigest: row["model_digest"],
      ledgerDigest: row["ledger_digest"], options: options, rows: row["rows"],
      quarantined: row["quarantined"],
      resultDigest: row["result_digest"], replaces: row["replaces"], cause: row["cause"])
    record.id = row["id"]
    record.at = Instant(milliseconds: row["at"])
    record.actor = row["actor"]
    record.program = row["program"]
    return record
  }

  static func decision(_ row: Row) -> DecisionRecord {
    var record = DecisionRecord(
      row: row["row"], declaration: row["declaration"], item: row["item"], day: Day(number: row["day"]),
      destination: row["destination"], commodityCode: row["commodity_code"], exporter: row["exporter"],
      consignee: row["consignee"], lane: row["lane"], score: row["score"], declared: row["declared"],
      likely: row["likely"], control: row["control"], material: row["material"],
      licenceState: row["licence_state"],
      headline: row["headline"], digest: row["digest"], full: (row["full"] as Data?).map(Array.init))
    record.id = row["id"]
    record.screening = row["screening_id"]
    if let kind = (row["kind"] as String?).flatMap(Disposition.Kind.init(rawValue:)) {
      record.disposition = Disposition(
        kind: kind, reason: row["reason"], actor: row["actor"], at: Instant(milliseconds: row["at"]),
        second: row["second"])
    }
    return record
  }
}
