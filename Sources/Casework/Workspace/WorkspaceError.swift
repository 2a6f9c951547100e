// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Why the store did not do what was asked. Nothing was changed when one is thrown.
public struct WorkspaceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of refusal it is; a caller decides by it.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// There is no workspace in the folder.
    case noWorkspace
    /// There is one already.
    case workspaceExists
    /// The database was written by a newer version of the program.
    case newerVersion
    /// Another process holds the workspace.
    case busy
    case diskFull
    case readOnly
    /// The database or a file of the workspace is damaged.
    case damaged
    case notFound
    /// The value given cannot be.
    case invalid
    /// Somebody changed it in between, or its state does not allow it.
    case conflict
    /// A second pair of eyes is needed, or must be another's.
    case fourEyes
    /// The ledger refuses; `reason` names why.
    case ledger
    /// An idempotency key came back with another request.
    case keyReused
    /// The file system or SQLite failed in another way.
    case failed
  }

  public var code: Code
  /// A stable short name within the code, such as `exceeds-balance`; empty where the code says all.
  public var reason: String
  /// What is wrong and what to do, in a sentence or two; no names or values of trade.
  public var message: String

  public init(_ code: Code, reason: String = "", _ message: String) {
    self.code = code
    self.reason = reason
    self.message = message
  }

  public var description: String { message }

  /// Failures of the file system that a full disk leads to.
  private static let writing: Set<CInt> = Set(
    [
      ResultCode.SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC, .SQLITE_IOERR_TRUNCATE,
      .SQLITE_IOERR_SHMOPEN, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMMAP,
    ].map(\.rawValue))

  /// What a failure of SQLite means to an analyst.
  init(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .busy,
        "\(path): another process is writing to the workspace; nothing was changed; try again in a moment")
    case .SQLITE_FULL:
      self.init(.diskFull, "\(path): the disk is full; nothing was changed; free some space and try again")
    case .SQLITE_IOERR where Self.writing.contains(error.extendedResultCode.rawValue):
      self.init(
        .diskFull,
        "\(path): writing failed, the disk may be full; nothing was changed; free some space and try again")
    case .SQLITE_READONLY, .SQLITE_PERM:
      self.init(
        .readOnly, "\(path): the workspace may not be written to; nothing was changed; check its permissions")
    case .SQLITE_CANTOPEN:
      self.init(
        .readOnly,
        "\(path): the database cannot be opened; check that the folder exists, is yours and may be written to"
      )
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR:
      self.init(
        .damaged,
        "\(path): the database is damaged; keep a copy of the folder, then restore the latest backup (docs/workspace.md, Recovery)"
      )
    default:
      self.init(
        .failed,
        "\(path): the database failed (SQLite \(error.extendedResultCode.rawValue)); nothing was changed")
    }
  }
}
