// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// One screening under one state of law, lists, models and party records.
public struct RescreeningKey: Sendable, Hashable {
  public var screening: Int64
  public var law: String
  public var lists: String
  public var model: String
  public var parties: String

  public init(screening: Int64, law: String, lists: String, model: String, parties: String) {
    self.screening = screening
    self.law = law
    self.lists = lists
    self.model = model
    self.parties = parties
  }
}

/// Which screenings were done again under what: each change once.
public enum Rescreenings {
  /// Screenings that no later one has done again, oldest first.
  public static func current(in database: Database) throws -> [ScreeningRecord] {
    try Int64.fetchAll(
      database,
      sql: """
        SELECT id FROM screening WHERE NOT EXISTS (SELECT 1 FROM screening later WHERE later.replaces = screening.id)
        ORDER BY id
        """
    ).map { try DecisionStore.screening($0, in: database) }
  }

  /// Why a screening must be done again; nothing when nothing it rests on has changed.
  ///
  /// A screening that was itself a repetition stands under the party records it was repeated for.
  public static func cause(
    _ record: ScreeningRecord, _ key: RescreeningKey, in database: Database
  ) throws -> String? {
    var causes: [String] = []
    if record.lawDigest != key.law { causes.append("law") }
    if record.listsDigest != key.lists { causes.append("lists") }
    if record.modelDigest != key.model { causes.append("reference data") }
    if try parties(of: record, in: database) != key.parties { causes.append("party records") }
    return causes.isEmpty ? nil : causes.joined(separator: ", ")
  }

  private static func parties(of record: ScreeningRecord, in database: Database) throws -> String {
    if let kept = record.options["exceptions"]?.textValue { return kept }
    // Screenings of earlier versions did not say it themselves.
    return try String.fetchOne(
      database, sql: "SELECT parties_digest FROM rescreening WHERE new_screening_id = ?",
      arguments: [record.id])
      ?? "none"
  }

  public static func isUnclaimed(_ key: RescreeningKey, in database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT NOT EXISTS (SELECT 1 FROM screening WHERE replaces = ?1)
          AND NOT EXISTS (SELECT 1 FROM rescreening WHERE screening_id = ?1 AND law_digest = ?2 AND lists_digest = ?3
            AND model_digest = ?4 AND parties_digest = ?5)
        """, arguments: [key.screening, key.law, key.lists, key.model, key.parties]) ?? false
  }

  public static func claim(
    _ key: RescreeningKey, by screening: Int64, changes: CanonicalValue, in database: Database,
    audit: AuditTrail
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO rescreening (screening_id, law_digest, lists_digest, model_digest, parties_digest, at,
          new_screening_id, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        key.screening, key.law, key.lists, key.model, key.parties, try audit.moment().milliseconds, screening,
        changes.string,
      ])
    try audit.append(
      "screening.repeat", "screening:\(key.screening)",
      ["replacement": .integer(screening), "sha256": .text(Digest.sha256(changes.string))])
  }

  /// The decisions of two screenings on the same rows.
  public static func pairs(
    _ before: Int64, _ after: Int64, in database: Database
  ) throws -> [(DecisionRecord, DecisionRecord)] {
    func decisions(_ screening: Int64) throws -> [Int: DecisionRecord] {
      var query = DecisionStore.Query()
      query.screening = screening
      query.limit = .max
      var decisions: [Int: DecisionRecord] = [:]
      for decision in try DecisionStore.list(query, in: database) { decisions[decision.row] = decision }
      return decisions
    }
    let (old, new) = (try decisions(before), try decisions(after))
    return old.keys.sorted().compactMap { row in
      guard let before = old[row], let after = new[row] else { return nil }
      return (before, after)
    }
  }

  /// Repetitions as they were reported, latest first.
  public static func reports(limit: Int = 20, in database: Database) throws -> [CanonicalValue] {
    try String.fetchAll(
      database, sql: "SELECT changes FROM rescreening ORDER BY id DESC LIMIT ?", arguments: [limit]
    ).compactMap { CanonicalValue(parsing: $0.utf8) }
  }
}
