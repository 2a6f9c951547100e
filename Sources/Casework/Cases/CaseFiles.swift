// SPDX-License-Identifier: Apache-2.0

import Foundation
public import GRDB

/// Files attached to cases. The content lies under its digest beside the database, so that any change shows.
public enum CaseFiles {
  /// The largest file, in bytes.
  public static let limit = 256 << 20

  /// Attaches a file. The content is on the disk before the entry that names it.
  @discardableResult
  public static func attach(
    _ content: [UInt8], name: String, to id: Int64, workspace: Workspace, in database: Database,
    audit: AuditTrail
  ) throws -> CaseFile {
    let name = try CaseText.line(
      name.split(separator: "/").last.map(String.init) ?? "", "a file name", limit: 255)
    guard content.count <= limit else {
      throw WorkspaceError(.invalid, "a file is at most \(limit >> 20) MiB")
    }
    try CaseBook.touch(id, in: database, audit: audit)
    let digest = try ContentStore.store(content, in: workspace.folder.evidence)
    let now = try audit.moment()
    if try Bool.fetchOne(
      database, sql: "SELECT 1 FROM case_file WHERE case_id = ? AND digest = ? AND name = ?",
      arguments: [id, digest, name]) != nil
    {
      throw WorkspaceError(.conflict, "this file is attached already")
    }
    try database.execute(
      sql: "INSERT INTO case_file (case_id, name, digest, bytes, at, actor) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [id, name, digest, content.count, now.milliseconds, audit.actor])
    let file = CaseFile(
      id: database.lastInsertedRowID, name: name, digest: digest, bytes: content.count, at: now,
      actor: audit.actor)
    try audit.append(
      "case.attach", CaseBook.subject(id),
      ["file": .integer(file.id), "sha256": .text(digest), "bytes": .integer(Int64(content.count))])
    return file
  }

  /// A file of a case with its content, checked against its digest; reading it is an entry of the audit.
  public static func read(
    _ digest: String, of id: Int64, workspace: Workspace, in database: Database, audit: AuditTrail
  ) throws -> (file: CaseFile, content: [UInt8]) {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM case_file WHERE case_id = ? AND digest = ? ORDER BY id",
        arguments: [id, digest])
    else { throw WorkspaceError(.notFound, "there is no such file in case \(id)") }
    let file = file(row)
    let content = try ContentStore.content(file.digest, in: workspace.folder.evidence)
    try audit.append(
      "case.read-file", CaseBook.subject(id), ["file": .integer(file.id), "sha256": .text(file.digest)])
    return (file, content)
  }

  static func file(_ row: Row) -> CaseFile {
    CaseFile(
      id: row["id"], name: row["name"], digest: row["digest"], bytes: row["bytes"],
      at: Instant(milliseconds: row["at"]), actor: row["actor"])
  }
}

/// Files under the digest of their content.
public enum ContentStore {
  /// Keeps some content and gives its digest; content that is there already is not written again.
  @discardableResult
  public static func store(_ content: [UInt8], in folder: String) throws(WorkspaceError) -> String {
    let digest = Digest.sha256(content)
    let path = "\(folder)/\(digest)"
    if FileManager.default.fileExists(atPath: path), let there = FileManager.default.contents(atPath: path),
      there.count == content.count, Digest.sha256(Array(there)) == digest
    {
      return digest
    }
    let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).part"
    do {
      try Data(content).write(to: URL(fileURLWithPath: temporary))
      guard let handle = FileHandle(forWritingAtPath: temporary) else { throw CocoaError(.fileWriteUnknown) }
      try handle.synchronize()
      try handle.close()
      guard unsafe rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw WorkspaceError(
        .diskFull,
        "\(folder): a file cannot be written; check the space on the disk and the permissions of the folder")
    }
    return digest
  }

  /// The content of a digest, checked against it.
  public static func content(_ digest: String, in folder: String) throws(WorkspaceError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(digest)") else {
      throw WorkspaceError(.damaged, "\(folder)/\(digest): the file is missing; restore it from your backup")
    }
    let content = Array(data)
    guard Digest.sha256(content) == digest else {
      throw WorkspaceError(
        .damaged, "\(folder)/\(digest): the file was changed since it was kept; restore it from your backup")
    }
    return content
  }
}
