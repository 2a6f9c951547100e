// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the audit had reached, kept in files beside the database, so that a database cut short or put back is noticed.
///
/// The files are written after the transaction: they may lag behind the database, they never lead. While they speak of
/// entries that the chain does not hold they are left as they are, as evidence.
struct AuditWitness: Sendable {
  let folder: WorkspaceFolder

  init(_ folder: WorkspaceFolder) { self.folder = folder }

  /// Failing to write is no failure of the change, which is on the disk already; the files lag then.
  func record(_ head: AuditCheckpoint, _ checkpoints: [AuditCheckpoint]) {
    if !checkpoints.isEmpty {
      let lines = checkpoints.map { $0.json.string + "\n" }.joined()
      if let handle = FileHandle(forWritingAtPath: folder.auditCheckpoints) {
        defer { try? handle.close() }
        if (try? handle.seekToEnd()) != nil { try? handle.write(contentsOf: Data(lines.utf8)) }
      } else {
        try? Data(lines.utf8).write(to: folder.fileURL(folder.auditCheckpoints))
      }
    }
    try? Data((head.json.string + "\n").utf8).write(to: folder.fileURL(folder.auditHead), options: .atomic)
  }

  func head() -> AuditCheckpoint? {
    guard let data = FileManager.default.contents(atPath: folder.auditHead) else { return nil }
    return CanonicalValue(parsing: data).flatMap(AuditCheckpoint.init(json:))
  }

  func checkpoints() -> [AuditCheckpoint] {
    guard let data = FileManager.default.contents(atPath: folder.auditCheckpoints) else { return [] }
    return data.split(separator: 0x0A).compactMap {
      CanonicalValue(parsing: $0).flatMap(AuditCheckpoint.init(json:))
    }
  }

  /// Moves the files out of the way; they are kept.
  func setAside(stamp: String) throws(WorkspaceError) {
    for path in [folder.auditHead, folder.auditCheckpoints] where FileManager.default.fileExists(atPath: path)
    {
      do {
        try FileManager.default.moveItem(atPath: path, toPath: "\(path).before-\(stamp)")
      } catch {
        throw WorkspaceError(.readOnly, "\(path): cannot be moved; check the permissions of the folder")
      }
    }
  }
}
