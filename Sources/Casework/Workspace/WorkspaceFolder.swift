// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where things lie in a workspace.
public struct WorkspaceFolder: Sendable, Hashable {
  public let path: String

  public init(_ path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  public var database: String { path + "/assay.sqlite" }
  /// Held while a workspace is made or migrated.
  public var lock: String { path + "/assay.lock" }
  /// Official lists as fetched.
  public var lists: String { path + "/lists" }
  /// The packs of law that decisions rest on, by digest.
  public var law: String { path + "/law" }
  public var reports: String { path + "/reports" }
  /// Declarations as received, by digest.
  public var inputs: String { path + "/inputs" }
  /// Files attached to cases, by digest.
  public var evidence: String { path + "/evidence" }
  /// Copies made before a migration.
  public var backups: String { path + "/backups" }
  public var keys: String { path + "/keys" }
  public var secretKey: String { keys + "/signing.key" }
  public var publicKey: String { keys + "/signing.pub" }
  /// What the audit had reached, outside the database.
  public var audit: String { path + "/audit" }
  public var auditHead: String { audit + "/head.json" }
  public var auditCheckpoints: String { audit + "/checkpoints.jsonl" }

  var all: [String] { [lists, law, reports, inputs, evidence, backups, keys, audit] }

  func fileURL(_ path: String) -> URL { URL(fileURLWithPath: path) }
}
