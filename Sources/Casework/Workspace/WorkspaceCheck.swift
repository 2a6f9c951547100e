// SPDX-License-Identifier: Apache-2.0

import GRDB

/// What a check of a whole workspace found.
public struct WorkspaceReport: Sendable, Hashable {
  public var audit: AuditReport
  /// What is damaged in the database file, or does not add up on the ledger.
  public var faults: [String]

  public var isSound: Bool { audit.isSound && faults.isEmpty }
}

extension Workspace {
  /// Checks everything: the pages of the database, the references between tables, the audit, and that the ledger adds up.
  /// - Complexity: reads the whole database.
  public func check(key: PublicKey? = nil, anchor: AuditCheckpoint? = nil) throws -> WorkspaceReport {
    let faults = try read { database in
      var faults = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        .map { "database: \($0)" }
      guard faults.isEmpty else { return faults }
      let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
      if orphans > 0 { faults.append("database: \(orphans) rows point at something that is not there") }
      return faults + (try LicenceRegister.inconsistencies(in: database))
    }
    return WorkspaceReport(audit: try verifyAudit(key: key, anchor: anchor), faults: faults)
  }
}

extension LicenceRegister {
  /// Where the ledger does not add up: balances against reservations and movements, movements against the audit.
  static func inconsistencies(in database: Database) throws -> [String] {
    let balances = try String.fetchAll(
      database,
      sql: """
        SELECT number_key FROM licence
        LEFT JOIN (SELECT licence_id, sum(reserved) AS r, sum(committed) AS c FROM reservation GROUP BY licence_id)
          ON licence_id = licence.id
        LEFT JOIN (SELECT licence_id AS e, reserved AS er, committed AS ec, granted AS eg, status AS es, max(sequence)
          FROM ledger_event GROUP BY licence_id) ON e = licence.id
        WHERE reserved <> coalesce(r, 0) OR committed <> coalesce(c, 0) OR er IS NOT reserved OR ec IS NOT committed
          OR eg IS NOT granted OR es IS NOT status
        """)
    let movements = try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger_event") ?? 0
    let entries =
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM audit WHERE action GLOB 'licence.*' AND subject GLOB 'licence:*'"
      ) ?? 0
    var faults = balances.map { "ledger: licence \($0) does not add up with its reservations and movements" }
    if movements != entries {
      faults.append("ledger: \(movements) movements, but \(entries) entries of the audit")
    }
    return faults
  }
}
