// SPDX-License-Identifier: Apache-2.0

public import Casework
public import Parties

/// The findings of a workspace that a party is not the one listed, as screenings use and keep them.
public enum WorkspaceExceptions {
  /// Those in force at a moment, now when none is given.
  public static func inForce(in workspace: Workspace, at moment: Instant? = nil) throws -> [NamedException] {
    try workspace.read { try PartyExceptions.list(at: moment ?? workspace.now, in: $0) }.map {
      NamedException(list: $0.list, entryID: $0.entry, party: $0.party)
    }
  }

  /// What names a state of the party records; `none` without any exception.
  public static func digest(_ exceptions: [NamedException]) -> String {
    exceptions.isEmpty ? "none" : Digest.sha256(bytes(exceptions))
  }

  static func bytes(_ exceptions: [NamedException]) -> [UInt8] {
    CanonicalValue.list(exceptions.map { .texts([$0.list, $0.entryID, $0.party]) }).bytes
  }

  static func read(_ bytes: [UInt8]) throws -> [NamedException] {
    guard let rows = CanonicalValue(parsing: bytes)?.listValue else {
      throw WorkspaceError(
        .damaged, "the exceptions of a screening cannot be read; restore the latest backup")
    }
    return try rows.map { row in
      guard let parts = row.listValue?.compactMap(\.textValue), parts.count == 3 else {
        throw WorkspaceError(
          .damaged, "the exceptions of a screening cannot be read; restore the latest backup")
      }
      return NamedException(list: parts[0], entryID: parts[1], party: parts[2])
    }
  }
}
