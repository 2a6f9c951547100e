// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

extension Workspace {
  /// How a workspace is opened.
  public enum Mode: Sendable, Hashable {
    case readWrite
    case readOnly
  }

  /// `ASAY` in the header of the file marks a database as ours.
  private static let applicationID: Int64 = 0x4153_4159

  /// Makes a workspace in a folder that is empty or does not exist yet, and opens it.
  public static func create(
    _ path: String, clock: @escaping Clock, programVersion: String = "dev", modules: [SchemaModule] = []
  ) throws -> Workspace {
    let folder = WorkspaceFolder(path)
    let files = FileManager.default
    guard !files.fileExists(atPath: folder.database) else {
      throw WorkspaceError(
        .workspaceExists, "\(path): there is a workspace here already; open it, or choose another folder")
    }
    if let present = try? files.contentsOfDirectory(atPath: path), !present.isEmpty {
      throw WorkspaceError(
        .workspaceExists, "\(path): the folder is not empty; choose a new one for the workspace")
    }
    do {
      for subfolder in folder.all {
        try files.createDirectory(atPath: subfolder, withIntermediateDirectories: true)
      }
      try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.keys)
      let key = SigningKey.generate()
      try writeKeys(key, folder)
    } catch {
      throw WorkspaceError(
        .readOnly,
        "\(path): the folder cannot be made; check that you may write there and that the disk has space")
    }
    let workspace = try open(
      path, clock: clock, programVersion: programVersion, modules: modules, creating: true)
    try workspace.write(actor: .system) { _, audit in
      try audit.append("workspace.create", "workspace", ["key": .text(workspace.publicKey.hex)])
    }
    return workspace
  }

  /// Opens a workspace; an older one is copied to `backups` and then migrated.
  ///
  /// - Parameters:
  ///   - wait: how long to wait for another process that is writing, in seconds.
  ///   - modules: the tables of other parts of the program.
  public static func open(
    _ path: String, mode: Mode = .readWrite, clock: @escaping Clock, programVersion: String = "dev",
    wait: Double = 10, modules: [SchemaModule] = []
  ) throws -> Workspace {
    let folder = WorkspaceFolder(path)
    guard FileManager.default.fileExists(atPath: folder.database) else {
      throw WorkspaceError(.noWorkspace, "\(path): no workspace here; make one with 'assay init \(path)'")
    }
    return try open(
      path, mode: mode, clock: clock, programVersion: programVersion, wait: wait, modules: modules,
      creating: false)
  }

  private static func open(
    _ path: String, mode: Mode = .readWrite, clock: @escaping Clock, programVersion: String,
    wait: Double = 10,
    modules: [SchemaModule], creating: Bool
  ) throws -> Workspace {
    let folder = WorkspaceFolder(path)
    var key: SigningKey?
    if mode == .readWrite { key = try readKey(folder) }
    let publicKey = try key?.publicKey ?? readPublicKey(folder)
    let pool = try translating(folder.database) {
      do {
        return try DatabasePool(path: folder.database, configuration: configuration(mode, wait: wait))
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY
      {
        throw WorkspaceError(
          .readOnly,
          "\(path): the database cannot be opened for writing; check that the folder is yours and may be written to"
        )
      }
    }
    try translating(folder.database) {
      try check(pool, folder, creating: creating)
      try migrate(pool, folder, mode, [CaseworkSchema.module] + modules, creating: creating, now: clock())
    }
    return Workspace(
      folder: folder, clock: clock, key: key, publicKey: publicKey, programVersion: programVersion,
      database: pool,
      witness: AuditWitness(folder))
  }

  /// A workspace in memory, for tests and trials; nothing of it outlives the value.
  public static func inMemory(
    clock: @escaping Clock, programVersion: String = "dev", key: SigningKey = .generate(),
    modules: [SchemaModule] = []
  ) throws -> Workspace {
    let queue = try DatabaseQueue(configuration: configuration(.readWrite, wait: 10))
    try queue.write { try SchemaVersions.migrate($0, [CaseworkSchema.module] + modules) }
    return Workspace(
      folder: WorkspaceFolder("/nonexistent/in-memory"), clock: clock, key: key, publicKey: key.publicKey,
      programVersion: programVersion, database: queue, witness: nil)
  }

  private static func configuration(_ mode: Mode, wait: Double) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.readonly = mode == .readOnly
    configuration.busyMode = .timeout(wait)
    configuration.label = "assay"
    configuration.prepareDatabase { database in
      guard mode == .readWrite else { return }
      // FULL: what was acknowledged also outlives a loss of power. A bound on the log keeps the disk from filling.
      try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
    }
    return configuration
  }

  private static func check(_ pool: DatabasePool, _ folder: WorkspaceFolder, creating: Bool) throws {
    let (identifier, tables) = try pool.read { database in
      (
        try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      )
    }
    // An empty database is one whose making was interrupted.
    if creating || (identifier == 0 && tables == 0) {
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(applicationID)") }
    } else if identifier != applicationID {
      throw WorkspaceError(.damaged, "\(folder.database): this is no database of a workspace")
    }
  }

  private static func migrate(
    _ pool: DatabasePool, _ folder: WorkspaceFolder, _ mode: Mode, _ modules: [SchemaModule], creating: Bool,
    now: Instant
  ) throws {
    let stored = try pool.read(SchemaVersions.stored)
    if SchemaVersions.newer(stored, than: modules) != nil {
      throw WorkspaceError(
        .newerVersion,
        "\(folder.path): the workspace was written by a newer version of assay; install that version, or restore a copy from \(folder.backups)"
      )
    }
    guard !SchemaVersions.isCurrent(stored, modules) else { return }
    guard mode == .readWrite else {
      throw WorkspaceError(
        .readOnly, "\(folder.path): the workspace must be migrated first; open it for writing once")
    }
    let lock = try WorkspaceLock(folder)
    defer { lock.release() }
    // Another process may have migrated while this one waited for the lock.
    guard try !SchemaVersions.isCurrent(pool.read(SchemaVersions.stored), modules) else { return }
    if !creating {
      let stamp = now.description.filter { $0 != ":" }
      try FileManager.default.createDirectory(atPath: folder.backups, withIntermediateDirectories: true)
      let copy = try DatabaseQueue(path: "\(folder.backups)/before-migration-\(stamp).sqlite")
      try pool.backup(to: copy)
      try copy.close()
    }
    try pool.write { try SchemaVersions.migrate($0, modules) }
  }

  private static func writeKeys(_ key: SigningKey, _ folder: WorkspaceFolder) throws {
    let files = FileManager.default
    guard
      files.createFile(
        atPath: folder.secretKey, contents: Data((Digest.hex(key.seed) + "\n").utf8),
        attributes: [.posixPermissions: 0o600]),
      files.createFile(atPath: folder.publicKey, contents: Data((key.publicKey.hex + "\n").utf8))
    else { throw CocoaError(.fileWriteNoPermission) }
  }

  private static func readKey(_ folder: WorkspaceFolder) throws -> SigningKey {
    guard
      let key = text(at: folder.secretKey).flatMap({ Digest.bytes(hex: $0) }).flatMap(SigningKey.init(seed:))
    else {
      throw WorkspaceError(
        .damaged,
        "\(folder.secretKey): the signing key is missing or cannot be read; restore it from your backup")
    }
    return key
  }

  private static func readPublicKey(_ folder: WorkspaceFolder) throws -> PublicKey {
    guard let key = text(at: folder.publicKey).flatMap({ PublicKey(hex: $0) }) else {
      throw WorkspaceError(
        .damaged,
        "\(folder.publicKey): the public key is missing or cannot be read; restore it from your backup")
    }
    return key
  }

  private static func text(at path: String) -> String? {
    FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}

/// A lock on a file that only one process holds; the system frees it when the process ends, however it ends.
struct WorkspaceLock {
  private let descriptor: Int32

  init(_ folder: WorkspaceFolder) throws(WorkspaceError) {
    let opened = unsafe Foundation.open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw WorkspaceError(
        .readOnly, "\(folder.path): the folder may not be written to; check its permissions")
    }
    guard flock(opened, LOCK_EX) == 0 else {
      _ = Foundation.close(opened)
      throw WorkspaceError(
        .busy, "\(folder.path): another process is changing the workspace; try again in a moment")
    }
    descriptor = opened
  }

  func release() { _ = Foundation.close(descriptor) }
}
