// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// What the day's queue and the history of a party are read from.
extension DecisionStore {
  /// The number of the latest run; nothing before the first. Decisions are added with runs only.
  public static func latestScreening(in database: Database) throws -> Int64? {
    try Int64.fetchOne(database, sql: "SELECT max(id) FROM screening")
  }

  /// Items by lane, 0 green to 3 red, of the runs that no later run has done again.
  /// - Complexity: reads all decisions; the answer holds until the next run.
  public static func lanes(in database: Database) throws -> [Int] {
    var counts = [0, 0, 0, 0]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT lane, count(*) AS n FROM decision
        WHERE NOT EXISTS (SELECT 1 FROM screening later WHERE later.replaces = decision.screening_id) GROUP BY lane
        """)
    while let row = try rows.next() {
      if counts.indices.contains(row["lane"]) { counts[row["lane"]] = row["n"] }
    }
    return counts
  }

  /// The sum of the scores of the first referred items that nobody has disposed of, and of all of them.
  public static func harm(first count: Int, in database: Database) throws -> (first: Double, all: Double) {
    let open = """
      SELECT score FROM decision LEFT JOIN disposition ON disposition.decision_id = decision.id
      WHERE lane >= 2 AND disposition.decision_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM screening later WHERE later.replaces = decision.screening_id)
      """
    let first = try Int.fetchOne(
      database,
      sql: "SELECT sum(score) FROM (\(open) ORDER BY lane DESC, score DESC, decision.id LIMIT ?)",
      arguments: [max(0, count)])
    let all = try Int.fetchOne(database, sql: "SELECT sum(score) FROM (\(open))")
    return (Double(first ?? 0) / 10_000, Double(all ?? 0) / 10_000)
  }

  /// The items of the queue before and after one, by lane, score and number; those nobody has disposed of.
  public static func neighbours(
    of decision: DecisionRecord, in database: Database
  ) throws -> (previous: Int64?, next: Int64?) {
    func neighbour(_ comparison: String, _ order: String) throws -> Int64? {
      try Int64.fetchOne(
        database,
        sql: """
          SELECT decision.id FROM decision LEFT JOIN disposition ON disposition.decision_id = decision.id
          WHERE lane >= 2 AND disposition.decision_id IS NULL AND (lane, score, -decision.id) \(comparison) (?, ?, ?)
            AND NOT EXISTS (SELECT 1 FROM screening later WHERE later.replaces = decision.screening_id)
          ORDER BY lane \(order), score \(order), decision.id \(order == "DESC" ? "ASC" : "DESC") LIMIT 1
          """, arguments: [decision.lane, decision.score, -decision.id])
    }
    return (try neighbour(">", "ASC"), try neighbour("<", "DESC"))
  }

  /// Other items of a party by its name as written, latest first, with how many there are and how many were referred.
  public static func history(
    of name: String, except decision: Int64, limit: Int, in database: Database
  ) throws -> (items: [DecisionRecord], total: Int, referred: Int) {
    let condition = """
      (exporter = ?1 OR consignee = ?1) AND decision.id <> ?2
      AND NOT EXISTS (SELECT 1 FROM screening later WHERE later.replaces = decision.screening_id)
      """
    let rows = try Row.fetchAll(
      database,
      sql: "\(selection) WHERE \(condition) ORDER BY day DESC, decision.id DESC LIMIT ?3",
      arguments: [name, decision, max(0, limit)])
    let counts = try Row.fetchOne(
      database, sql: "SELECT count(*) AS n, sum(lane >= 2) AS referred FROM decision WHERE \(condition)",
      arguments: [name, decision])
    return (rows.map(Self.decision), counts?["n"] ?? 0, counts?["referred"] ?? 0)
  }

  /// The run that has taken the place of one.
  public static func replacement(of screening: Int64, in database: Database) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT id FROM screening WHERE replaces = ? ORDER BY id LIMIT 1", arguments: [screening]
    )
  }

  /// Whether the workspace holds declarations made by the generator, whose numbers begin with `GEN`.
  public static func holdsGenerated(in database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM decision WHERE declaration >= 'GEN' AND declaration < 'GEO')")
      ?? false
  }
}
