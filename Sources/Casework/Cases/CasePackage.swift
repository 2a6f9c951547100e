// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// A case as files for another authority or a court: the case, its decisions, its files, its part of the audit, and a
/// signed manifest with the digest of each.
public struct CasePackage: Sendable, Hashable {
  /// Paths within the package with their content, in order of path.
  public var files: [(path: String, content: [UInt8])]

  public static func == (a: Self, b: Self) -> Bool {
    a.files.map(\.path) == b.files.map(\.path) && a.files.map(\.content) == b.files.map(\.content)
  }

  public func hash(into hasher: inout Hasher) {
    for file in files {
      hasher.combine(file.path)
      hasher.combine(file.content)
    }
  }

  /// Writes the package as a new folder: all of it, or none.
  public func write(to folder: String) throws(WorkspaceError) {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: folder) else {
      throw WorkspaceError(
        .workspaceExists, "\(folder): there is something here already; choose a new folder")
    }
    let temporary = "\(folder).\(UInt32.random(in: 0 ... .max)).part"
    do {
      for file in files {
        let target = URL(fileURLWithPath: "\(temporary)/\(file.path)")
        try manager.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.content).write(to: target)
      }
      try manager.moveItem(atPath: temporary, toPath: folder)
    } catch {
      try? manager.removeItem(atPath: temporary)
      throw WorkspaceError(
        .diskFull, "\(folder): the package cannot be written; check the space on the disk and the permissions"
      )
    }
  }
}

extension Workspace {
  /// Makes the package of a case; making it is an entry of the audit.
  public func exportCase(_ id: Int64, actor: Principal) throws -> CasePackage {
    guard let key else {
      throw WorkspaceError(.readOnly, "\(folder.path): the workspace is open for reading only")
    }
    let (record, decisions, entries, head) = try write(actor: actor) { database, audit in
      let record = try CaseBook.folder(id, in: database)
      let entry = try audit.append("case.export", CaseBook.subject(id))
      let decisions = try record.links.filter { $0.kind == .decision }.compactMap { Int64($0.target) }
        .map { try DecisionStore.decision($0, in: database) }
      return (record, decisions, try Self.extract(record, in: database), entry)
    }
    var files: [(path: String, content: [UInt8])] = []
    files.append(("case.json", record.json.bytes + [0x0A]))
    files.append(("decisions.jsonl", Self.lines(decisions.map(\.json))))
    for decision in decisions {
      if let full = decision.full { files.append(("assessments/\(decision.id).json", full + [0x0A])) }
    }
    files.append(("audit.jsonl", Self.lines(entries.map(\.json))))
    files.append(("followthemoney.jsonl", Self.lines(FollowTheMoney.entities(record, decisions))))
    for file in record.files {
      let content = try ContentStore.content(file.digest, in: folder.evidence)
      files.append(("files/\(file.id)-\(Self.safeName(file.name))", content))
    }
    files.sort { $0.path < $1.path }
    let manifest: CanonicalValue = [
      "format": "assay-case-package-1", "case": .integer(id), "made": .text(head.at.description),
      "made_by": .text(actor.id), "audit_head": .text(head.digest), "key": .text(publicKey.hex),
      "files": .list(
        files.map {
          [
            "path": .text($0.path), "sha256": .text(Digest.sha256($0.content)),
            "bytes": .integer(Int64($0.content.count)),
          ]
        }),
    ]
    let signed: CanonicalValue = [
      "manifest": manifest, "signature": .text(Digest.hex(key.sign(manifest.bytes))),
    ]
    files.append(("manifest.json", signed.bytes + [0x0A]))
    return CasePackage(files: files)
  }

  /// The entries about a case, its approvals and the decisions it is tied to.
  private static func extract(_ folder: CaseFolder, in database: Database) throws -> [AuditEntry] {
    var subjects = ["case:\(folder.record.id)"]
    subjects += folder.approvals.map { "approval:\($0.id)" }
    subjects += folder.links.filter { $0.kind == .decision }.map { "decision:\($0.target)" }
    var entries: [AuditEntry] = []
    for subject in Set(subjects) {
      entries += try Row.fetchAll(
        database, sql: "SELECT * FROM audit WHERE subject = ?", arguments: [subject]
      ).map(AuditEntry.init)
    }
    return entries.sorted { $0.sequence < $1.sequence }
  }

  private static func lines(_ values: [CanonicalValue]) -> [UInt8] { values.flatMap { $0.bytes + [0x0A] } }

  /// A file name that means nothing to a file system: letters, digits, point, hyphen and underscore.
  private static func safeName(_ name: String) -> String {
    let kept = name.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      return isPlain || scalar == "." || scalar == "-" || scalar == "_" ? Character(scalar) : "_"
    }
    let text = String(kept.prefix(100)).drop { $0 == "." }
    return text.isEmpty ? "file" : String(text)
  }
}
