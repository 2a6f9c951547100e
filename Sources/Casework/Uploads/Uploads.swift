// SPDX-License-Identifier: Apache-2.0

public import GRDB

/// A file that somebody handed in, kept as received under the digest of its content.
public struct StoredUpload: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case declarations
    /// Trade statistics.
    case statistics
  }

  public var id: Int64
  public var kind: Kind
  public var name: String
  /// SHA-256 of the content.
  public var digest: String
  public var bytes: Int
  public var at: Instant
  public var actor: String

  public var json: CanonicalValue {
    [
      "id": .integer(id), "kind": .text(kind.rawValue), "name": .text(name), "sha256": .text(digest),
      "bytes": .integer(Int64(bytes)), "at": .text(at.description), "actor": .text(actor),
    ]
  }
}

/// Files handed in. The content lies beside the database, on the disk before the entry that names it.
public enum Uploads {
  /// Keeps a file; the same file under the same name is kept once.
  /// - Returns: the file as kept, and whether it is new.
  public static func keep(
    _ content: [UInt8], name: String, kind: StoredUpload.Kind, workspace: Workspace, in database: Database,
    audit: AuditTrail
  ) throws -> (upload: StoredUpload, isNew: Bool) {
    let name = try CaseText.line(
      name.split(separator: "/").last.map(String.init) ?? "", "a file name", limit: 255)
    guard !content.isEmpty else { throw WorkspaceError(.invalid, "the file is empty") }
    let digest = Digest.sha256(content)
    if let row = try Row.fetchOne(
      database, sql: "SELECT * FROM upload WHERE digest = ? AND kind = ? AND name = ?",
      arguments: [digest, kind.rawValue, name])
    {
      return (try upload(row), false)
    }
    try ContentStore.store(content, in: workspace.folder.inputs)
    let now = try audit.moment()
    try database.execute(
      sql: "INSERT INTO upload (kind, name, digest, bytes, at, actor) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [kind.rawValue, name, digest, content.count, now.milliseconds, audit.actor])
    let kept = StoredUpload(
      id: database.lastInsertedRowID, kind: kind, name: name, digest: digest, bytes: content.count, at: now,
      actor: audit.actor)
    try audit.append(
      "upload.keep", "upload:\(kept.id)",
      ["sha256": .text(digest), "bytes": .integer(Int64(kept.bytes)), "kind": .text(kind.rawValue)])
    return (kept, true)
  }

  public static func upload(_ id: Int64, in database: Database) throws -> StoredUpload {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM upload WHERE id = ?", arguments: [id])
    else { throw WorkspaceError(.notFound, "there is no upload \(id)") }
    return try upload(row)
  }

  /// Files handed in, latest first.
  public static func list(
    kind: StoredUpload.Kind? = nil, offset: Int = 0, limit: Int = 50, in database: Database
  ) throws -> [StoredUpload] {
    try Row.fetchAll(
      database,
      sql: "SELECT * FROM upload WHERE ?1 IS NULL OR kind = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3",
      arguments: [kind?.rawValue, limit, offset]
    ).map(upload)
  }

  public static func count(kind: StoredUpload.Kind? = nil, in database: Database) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM upload WHERE ?1 IS NULL OR kind = ?1", arguments: [kind?.rawValue])
      ?? 0
  }

  /// The screenings that rest on this file alone, latest first.
  public static func screenings(of upload: StoredUpload, in database: Database) throws -> [ScreeningRecord] {
    let digest = Digest.sha256(CanonicalValue.texts([upload.digest]).bytes)
    return try Int64.fetchAll(
      database, sql: "SELECT id FROM screening WHERE input_digest = ? ORDER BY id DESC", arguments: [digest]
    ).map { try DecisionStore.screening($0, in: database) }
  }

  private static func upload(_ row: Row) throws -> StoredUpload {
    guard let kind = StoredUpload.Kind(rawValue: row["kind"]) else {
      throw WorkspaceError(.damaged, "an upload cannot be read; restore the latest backup")
    }
    return StoredUpload(
      id: row["id"], kind: kind, name: row["name"], digest: row["digest"], bytes: row["bytes"],
      at: Instant(milliseconds: row["at"]), actor: row["actor"])
  }
}
