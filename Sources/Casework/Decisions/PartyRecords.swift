// SPDX-License-Identifier: Apache-2.0

public import GRDB
public import TradeModel

/// What decisions kept here say of a party, found by its name as declared, or by several that are taken for one party.
public struct PartyRecord: Sendable, Hashable {
  public var name: String
  public var asExporter = 0
  public var asConsignee = 0
  /// Items by the number of their lane.
  public var lanes: [Int: Int] = [:]
  public var first: Day?
  public var last: Day?
  /// Destinations and codes with the number of items, most first.
  public var destinations: [(name: String, items: Int)] = []
  public var codes: [(name: String, items: Int)] = []

  public var items: Int { lanes.values.reduce(0, +) }

  public static func == (a: Self, b: Self) -> Bool {
    (a.name, a.asExporter, a.asConsignee, a.lanes, a.first, a.last)
      == (b.name, b.asExporter, b.asConsignee, b.lanes, b.first, b.last)
      && a.destinations.elementsEqual(b.destinations, by: ==) && a.codes.elementsEqual(b.codes, by: ==)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// How many items went from one party to another.
public struct PartyDealing: Sendable, Hashable {
  public var exporter: String
  public var consignee: String
  public var items: Int
  public var first: Day
  public var last: Day
}

/// Parties in the decisions of the workspace. Runs that a later one has done again are passed over.
public enum PartyRecords {
  private static let current =
    "NOT EXISTS (SELECT 1 FROM screening later WHERE later.replaces = decision.screening_id)"

  /// What names several spellings of one party, given as a list of JSON, in the order of `spellings`.
  private static let isParty =
    "(exporter IN (SELECT value FROM json_each(?1)) OR consignee IN (SELECT value FROM json_each(?1)))"

  private static func spellings(_ name: String, _ others: [String]) -> String {
    CanonicalValue.texts([name] + others).string
  }

  /// - Parameter others: further spellings that are taken for the same party.
  public static func record(
    _ name: String, alsoAs others: [String] = [], in database: Database
  ) throws -> PartyRecord {
    var record = PartyRecord(name: name)
    let mine = "\(isParty) AND \(current)"
    let names = spellings(name, others)
    for row in try Row.fetchAll(
      database,
      sql: """
        SELECT lane, count(*) AS items,
          count(*) FILTER (WHERE exporter IN (SELECT value FROM json_each(?1))) AS sent,
          count(*) FILTER (WHERE consignee IN (SELECT value FROM json_each(?1))) AS received,
          min(day) AS first, max(day) AS last FROM decision WHERE \(mine) GROUP BY lane
        """, arguments: [names])
    {
      record.lanes[row["lane"]] = row["items"]
      record.asExporter += row["sent"] as Int
      record.asConsignee += row["received"] as Int
      let (first, last) = (Day(number: row["first"]), Day(number: row["last"]))
      record.first = min(record.first ?? first, first)
      record.last = max(record.last ?? last, last)
    }
    func most(_ column: String) throws -> [(name: String, items: Int)] {
      try Row.fetchAll(
        database,
        sql: """
          SELECT \(column) AS name, count(*) AS items FROM decision WHERE \(mine) AND \(column) IS NOT NULL
          GROUP BY \(column) ORDER BY items DESC, name LIMIT 8
          """, arguments: [names]
      ).map { ($0["name"], $0["items"]) }
    }
    record.destinations = try most("destination")
    record.codes = try most("commodity_code")
    return record
  }

  /// Items that a party sent or received, most pressing first.
  public static func items(
    of name: String, alsoAs others: [String] = [], offset: Int = 0, limit: Int = 50, in database: Database
  ) throws -> [DecisionRecord] {
    try Int64.fetchAll(
      database,
      sql: """
        SELECT id FROM decision WHERE \(isParty) AND \(current)
        ORDER BY lane DESC, score DESC, id LIMIT ?2 OFFSET ?3
        """, arguments: [spellings(name, others), limit, offset]
    ).map { try DecisionStore.decision($0, in: database) }
  }

  /// Who dealt with a party, most first, and whom those dealt with.
  /// - Parameters:
  ///   - partners: parties taken on the first step.
  ///   - each: dealings taken of each of them.
  public static func dealings(
    around name: String, alsoAs others: [String] = [], partners: Int = 24, each: Int = 8,
    in database: Database
  ) throws -> [PartyDealing] {
    let names = Set([name] + others)
    let own = try dealings(of: spellings(name, others), limit: partners, in: database)
    var found = own
    var seen = Set(own.map { [$0.exporter, $0.consignee] })
    for partner in own.map({ names.contains($0.exporter) ? $0.consignee : $0.exporter })
    where !names.contains(partner) {
      for dealing in try dealings(of: spellings(partner, []), limit: each, in: database)
      where seen.insert([dealing.exporter, dealing.consignee]).inserted {
        found.append(dealing)
      }
    }
    return found
  }

  private static func dealings(
    of names: String, limit: Int, in database: Database
  ) throws -> [PartyDealing] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT exporter, consignee, count(*) AS items, min(day) AS first, max(day) AS last FROM decision
        WHERE \(isParty) AND exporter IS NOT NULL AND consignee IS NOT NULL AND \(current)
        GROUP BY exporter, consignee ORDER BY items DESC, exporter, consignee LIMIT ?2
        """, arguments: [names, limit]
    ).map {
      PartyDealing(
        exporter: $0["exporter"], consignee: $0["consignee"], items: $0["items"],
        first: Day(number: $0["first"]), last: Day(number: $0["last"]))
    }
  }
}

/// Looking things up by a part of their name or number.
public enum WorkspaceSearch {
  /// Decisions whose declaration begins with the text, as written or in capitals.
  /// - Complexity: by the index of declarations, whatever their number.
  public static func declarations(
    _ text: String, limit: Int, in database: Database
  ) throws -> (hits: [DecisionRecord], total: Int) {
    // A range rather than LIKE, which would read every row.
    let condition = """
      declaration >= ?1 AND declaration < ?1 || char(1114111)
      OR declaration >= ?2 AND declaration < ?2 || char(1114111)
      """
    let (first, second) = (text, text.uppercased())
    let total =
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM decision WHERE \(condition)", arguments: [first, second]) ?? 0
    let ids = try Int64.fetchAll(
      database,
      sql: "SELECT id FROM decision WHERE \(condition) ORDER BY lane DESC, score DESC, id LIMIT ?3",
      arguments: [first, second, limit])
    return (try ids.map { try DecisionStore.decision($0, in: database) }, total)
  }

  /// Parties of declarations whose name holds the text, with the number of their items, most first.
  /// - Complexity: one pass over the indexes of exporters and consignees.
  public static func parties(
    _ text: String, limit: Int, in database: Database
  ) throws -> (hits: [(name: String, items: Int)], total: Int) {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT name, sum(items) AS items, count(*) OVER () AS total FROM (
          SELECT exporter AS name, count(*) AS items FROM decision WHERE exporter LIKE ?1 ESCAPE '\\' GROUP BY exporter
          UNION ALL SELECT consignee, count(*) FROM decision WHERE consignee LIKE ?1 ESCAPE '\\' GROUP BY consignee)
        GROUP BY name ORDER BY 2 DESC, name LIMIT ?2
        """, arguments: ["%\(escaped(text))%", limit])
    return (rows.map { ($0["name"], $0["items"]) }, rows.first?["total"] ?? 0)
  }

  /// Licences whose number or holder holds the text.
  public static func licences(
    _ text: String, limit: Int, in database: Database
  ) throws -> (hits: [LicenceRecord], total: Int) {
    let condition = "number LIKE ?1 ESCAPE '\\' OR holder_name LIKE ?1 ESCAPE '\\'"
    let pattern = "%\(escaped(text))%"
    let numbers = try String.fetchAll(
      database, sql: "SELECT number FROM licence WHERE \(condition) ORDER BY number_key", arguments: [pattern]
    )
    return (try numbers.prefix(limit).map { try LicenceRegister.record($0, in: database) }, numbers.count)
  }

  /// Cases whose title or tag holds the text, or whose number it is; reading their names is an entry of the audit.
  public static func cases(
    _ text: String, limit: Int, in database: Database, audit: AuditTrail
  ) throws -> (hits: [CaseRecord], total: Int) {
    let ids = try Int64.fetchAll(
      database,
      sql: """
        SELECT id FROM cases WHERE title LIKE ?1 ESCAPE '\\' OR CAST(id AS TEXT) = ?2
          OR EXISTS (SELECT 1 FROM case_tag WHERE case_id = cases.id AND tag LIKE ?1 ESCAPE '\\')
        ORDER BY status = 'closed', id DESC
        """, arguments: ["%\(escaped(text))%", text])
    let hits = try ids.prefix(limit).map { try CaseBook.record($0, in: database) }
    try audit.append("case.list", "cases", ["count": .integer(Int64(hits.count))])
    return (hits, ids.count)
  }

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { "%_\\".contains($0) ? ["\\", $0] : [$0] })
  }
}
