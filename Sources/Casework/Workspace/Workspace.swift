// SPDX-License-Identifier: Apache-2.0

import Foundation
public import GRDB

/// A folder with an SQLite database: the memory of licences, decisions, cases and of everything that was done.
///
/// One process or several may have it open. Each write is one transaction that is on the disk when it returns; a process
/// that is killed at any moment loses nothing that was acknowledged.
public final class Workspace: Sendable {
  public let folder: WorkspaceFolder
  public let clock: Clock
  /// The key that signs checkpoints and certificates; nothing when the workspace is open for reading only.
  let key: SigningKey?
  public let publicKey: PublicKey
  /// The version of the program, kept with each decision and certificate.
  public let programVersion: String
  let database: any DatabaseWriter
  /// The files beside the database; nothing for a workspace in memory.
  let witness: AuditWitness?

  init(
    folder: WorkspaceFolder, clock: @escaping Clock, key: SigningKey?, publicKey: PublicKey,
    programVersion: String,
    database: any DatabaseWriter, witness: AuditWitness?
  ) {
    self.folder = folder
    self.clock = clock
    self.key = key
    self.publicKey = publicKey
    self.programVersion = programVersion
    self.database = database
    self.witness = witness
  }

  /// Reads within one consistent snapshot.
  public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.translating(folder.database) { try database.read(body) }
  }

  /// Changes the database in one transaction: all of it and its audit entries, or nothing.
  ///
  /// - Parameters:
  ///   - actor: who does it; stands in every entry.
  ///   - body: makes the changes and appends what was done; a change without an entry is refused.
  @discardableResult
  public func write<Value>(
    actor: Principal, _ body: (_ database: Database, _ audit: AuditTrail) throws -> Value
  ) throws -> Value {
    guard let key else {
      throw WorkspaceError(.readOnly, "\(folder.path): the workspace is open for reading only")
    }
    guard Self.isName(actor.id) else {
      throw WorkspaceError(
        .invalid, "a user's name is 1 to 128 letters, digits and marks without white space")
    }
    var sealed: (head: AuditCheckpoint, checkpoints: [AuditCheckpoint])?
    let value = try Self.translating(folder.database) {
      try database.write { database in
        let trail = AuditTrail(database: database, principal: actor, now: clock(), key: key)
        let before = database.totalChangesCount
        let value = try body(database, trail)
        if database.totalChangesCount != before, trail.appended == 0 {
          throw WorkspaceError(
            .failed, "a change without an entry in the audit was refused; this is a fault of the program")
        }
        try trail.seal(seen: witness?.head())
        if let head = trail.head, trail.agreesWithWitness { sealed = (head, trail.checkpoints) }
        return value
      }
    }
    if let sealed { witness?.record(sealed.head, sealed.checkpoints) }
    return value
  }

  /// Changes what is no state of a case, a licence or a decision, such as when a session was last seen; not audited.
  public func housekeeping<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.translating(folder.database) { try database.write(body) }
  }

  /// The moment now.
  public var now: Instant { clock() }

  private static func isName(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F
      }
  }

  /// Runs work on the database and says failures of SQLite in words.
  static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw WorkspaceError(error, path: path)
    }
  }
}
