// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// A connection within a transaction, for modules that hand it on and do not look inside.
public typealias WorkspaceDatabase = Database

/// The tables of one part of the program, by versions. Parts share a database and migrate on their own.
///
///     let accounts = SchemaModule("accounts", [{ db in try db.execute(sql: "CREATE TABLE account (…)") }])
///     let workspace = try Workspace.open("desk", clock: clock, modules: [accounts])
public struct SchemaModule: Sendable {
  public typealias Migration = @Sendable (Database) throws -> Void

  /// Lower-case name; never reused for something else.
  public let name: String
  /// The step to each version, in order; a step that has been released never changes.
  public let steps: [Migration]

  public init(_ name: String, _ steps: [Migration]) {
    self.name = name
    self.steps = steps
  }

  var version: Int { steps.count }
}

/// Compares the versions in a database with those of the program.
enum SchemaVersions {
  static let table = """
    CREATE TABLE IF NOT EXISTS schema_version (module TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID
    """

  static func stored(in database: Database) throws -> [String: Int] {
    guard try database.tableExists("schema_version") else { return [:] }
    var versions: [String: Int] = [:]
    for row in try Row.fetchAll(database, sql: "SELECT module, version FROM schema_version") {
      versions[row["module"]] = row["version"]
    }
    return versions
  }

  static func newer(_ stored: [String: Int], than modules: [SchemaModule]) -> SchemaModule? {
    modules.first { stored[$0.name] ?? 0 > $0.version }
  }

  static func isCurrent(_ stored: [String: Int], _ modules: [SchemaModule]) -> Bool {
    modules.allSatisfy { stored[$0.name] ?? 0 == $0.version }
  }

  static func migrate(_ database: Database, _ modules: [SchemaModule]) throws {
    try database.execute(sql: table)
    let stored = try stored(in: database)
    for module in modules {
      for version in (stored[module.name] ?? 0)..<module.version { try module.steps[version](database) }
      try database.execute(
        sql: """
          INSERT INTO schema_version (module, version) VALUES (?, ?)
          ON CONFLICT (module) DO UPDATE SET version = excluded.version
          """, arguments: [module.name, module.version])
    }
  }
}
