// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import GRDB
import Testing
import TradeModel

/// A workspace on the disk with more than one checkpoint.
private func withAudit(_ entries: Int = 300, _ body: (Workspace) throws -> Void) throws {
  try withFolder { path in
    let time = TestClock()
    let desk = try Workspace.create(path, clock: time.clock)
    try desk.write(actor: anna) { database, audit in
      for number in 1..<entries - 10 {
        try audit.append("test.step", "thing:\(number)", ["n": .integer(Int64(number))])
      }
    }
    for number in 0..<10 {
      time.advance(milliseconds: 1000)
      try desk.write(actor: bo) { _, audit in try audit.append("test.last", "thing:\(number)") }
    }
    try body(desk)
  }
}

/// What the verifier in Python says: 0 sound, 1 faults; nothing where there is no Python.
private func python(_ desk: Workspace) throws -> Int32? {
  let interpreter = "/usr/bin/python3"
  let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Tools/verify_audit.py").path
  guard FileManager.default.isExecutableFile(atPath: interpreter) else { return nil }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: interpreter)
  process.arguments = [script, desk.folder.path]
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus
}

/// Does harm to the database as somebody with the file in hand would, checks that both verifiers find it, and undoes it.
private func finds(
  _ desk: Workspace, _ name: Comment, python asked: Bool = true, _ harm: (Database) throws -> Void
) throws {
  let files = FileManager.default
  let copy = desk.folder.path + ".copy"
  try files.copyItem(atPath: desk.folder.path, toPath: copy)
  defer { try? files.removeItem(atPath: copy) }
  let queue = try DatabaseQueue(path: copy + "/assay.sqlite")
  try queue.write { database in
    try database.execute(sql: "PRAGMA ignore_check_constraints = 1")
    try harm(database)
  }
  try queue.close()
  let harmed = try Workspace.open(copy, mode: .readOnly, clock: desk.clock)
  #expect(try !harmed.verifyAudit(key: desk.publicKey).isSound, name)
  if asked, let status = try python(harmed) { #expect(status == 1, name) }
}

@Suite("The audit") struct AuditTests {
  @Test func `that nobody touched is sound, and the verifier in Python agrees`() throws {
    try withAudit { desk in
      let report = try desk.verifyAudit()
      #expect(report.isSound)
      #expect(report.entries == 300)
      #expect(report.checkpoints == 1)
      if let status = try python(desk) { #expect(status == 0) }
    }
  }

  @Test func `shows a change of any field of any kind of entry`() throws {
    try withAudit { desk in
      let texts = ["actor", "action", "subject", "detail", "previous", "digest"]
      let numbers = ["at", "clock_behind"]
      for sequence in [1, 150, 256, 300] {
        for field in texts {
          try finds(desk, "\(field) of \(sequence)", python: sequence == 150) {
            try $0.execute(sql: "UPDATE audit SET \(field) = \(field) || ' ' WHERE sequence = \(sequence)")
          }
        }
        for field in numbers {
          for step in [1, -1] {
            try finds(desk, "\(field) of \(sequence)", python: sequence == 150) {
              try $0.execute(
                sql: "UPDATE audit SET \(field) = \(field) + \(step) WHERE sequence = \(sequence)")
            }
          }
        }
        try finds(desk, "sequence of \(sequence)", python: sequence == 150) {
          try $0.execute(sql: "UPDATE audit SET sequence = sequence + 1000 WHERE sequence = \(sequence)")
        }
      }
    }
  }

  @Test func `shows a change of any field of a checkpoint or of the signed end`() throws {
    try withAudit { desk in
      for table in ["audit_checkpoint", "audit_head"] {
        for change in [
          "sequence = sequence - 1", "sequence = sequence + 256", "at = at + 1",
          // One in 256 begins with 00 already, and must be changed all the same.
          "digest = iif(substr(digest, 1, 2) = '00', '11', '00') || substr(digest, 3)",
          "signature = iif(substr(signature, 1, 2) = '00', '11', '00') || substr(signature, 3)",
        ] {
          try finds(desk, "\(table): \(change)") { try $0.execute(sql: "UPDATE \(table) SET \(change)") }
        }
        try finds(desk, "\(table) dropped") { try $0.execute(sql: "DELETE FROM \(table)") }
      }
    }
  }

  @Test func `shows entries dropped, swapped, inserted and cut off`() throws {
    try withAudit { desk in
      for sequence in [1, 120, 256, 300] {
        try finds(desk, "drop \(sequence)", python: sequence == 120) {
          try $0.execute(sql: "DELETE FROM audit WHERE sequence = \(sequence)")
        }
      }
      try finds(desk, "swap") {
        try $0.execute(
          sql: """
            UPDATE audit SET sequence = -1 WHERE sequence = 40; UPDATE audit SET sequence = 40 WHERE sequence = 41;
            UPDATE audit SET sequence = 41 WHERE sequence = -1
            """)
      }
      try finds(desk, "insert at the end") { database in
        let forged = AuditEntry(
          sequence: 301, at: Instant("2026-04-01")!, clockBehind: 0, actor: "bo", action: "case.close",
          subject: "case:1", detail: "{}",
          previous: try String.fetchOne(database, sql: "SELECT digest FROM audit WHERE sequence = 300")!)
        try insert(forged, database)
      }
      try finds(desk, "cut off") { try $0.execute(sql: "DELETE FROM audit WHERE sequence > 290") }
      try finds(desk, "cut off at a checkpoint whose signature stands as the end") {
        try $0.execute(
          sql: """
            DELETE FROM audit WHERE sequence > 256; DELETE FROM audit_head;
            INSERT INTO audit_head SELECT 1, sequence, at, digest, signature FROM audit_checkpoint
            """)
      }
      try finds(desk, "all of it") {
        try $0.execute(sql: "DELETE FROM audit; DELETE FROM audit_head; DELETE FROM audit_checkpoint")
      }
    }
  }

  @Test func `shows a history that was written anew with right digests but without the key`() throws {
    try withAudit { desk in
      for target in [1, 200, 299] {
        try finds(desk, "rewritten from \(target)", python: target == 200) { database in
          var previous = AuditEntry.genesis
          for row in try Row.fetchAll(database, sql: "SELECT * FROM audit ORDER BY sequence") {
            let sequence: Int64 = row["sequence"]
            let moved: Int64 = sequence == target ? -3_600_000 : 0
            let entry = AuditEntry(
              sequence: sequence, at: Instant(milliseconds: row["at"]).advanced(milliseconds: moved),
              clockBehind: row["clock_behind"], actor: row["actor"], action: row["action"],
              subject: row["subject"],
              detail: row["detail"], previous: previous)
            try database.execute(sql: "DELETE FROM audit WHERE sequence = ?", arguments: [sequence])
            try insert(entry, database)
            previous = entry.digest
          }
        }
      }
    }
  }

  @Test func `goes on in time when the clock jumps back, and says so`() throws {
    let time = TestClock()
    let desk = try Workspace.inMemory(clock: time.clock)
    try desk.write(actor: anna) { _, audit in try audit.append("test.step", "a") }
    time.advance(milliseconds: -3_600_000)
    try desk.write(actor: anna) { _, audit in try audit.append("test.step", "b") }
    let entries = try desk.auditEntries()
    #expect(entries[0].at == entries[1].at)
    #expect(entries[0].clockBehind == 3_600_000)
    let report = try desk.verifyAudit()
    #expect(report.isSound)
    #expect(report.clockJumps == [2])
  }

  @Test func `of a database put back is found, kept as evidence, and goes on when that is accepted`() throws {
    try withAudit { desk in
      let files = FileManager.default
      let anchor = try #require(try desk.auditAnchor())
      let backup = desk.folder.path + ".backup"
      let target = try DatabaseQueue(path: backup)
      try DatabaseQueue(path: desk.folder.database).backup(to: target)
      try target.close()
      defer { try? files.removeItem(atPath: backup) }
      try desk.write(actor: anna) { _, audit in try audit.append("test.later", "thing") }
      let later = try #require(try desk.auditAnchor())

      let copy = desk.folder.path + ".old"
      try files.copyItem(atPath: desk.folder.path, toPath: copy)
      defer { try? files.removeItem(atPath: copy) }
      for suffix in ["", "-wal", "-shm"] { try? files.removeItem(atPath: copy + "/assay.sqlite" + suffix) }
      try files.copyItem(atPath: backup, toPath: copy + "/assay.sqlite")
      let old = try Workspace.open(copy, clock: desk.clock)
      #expect(try !old.verifyAudit().isSound)
      try old.write(actor: bo) { _, audit in try audit.append("test.other", "thing") }
      #expect(try !old.verifyAudit().isSound, "writing on does not hide it")
      try old.acceptAudit(actor: bo, reason: "backup of the day before put back")
      #expect(try old.verifyAudit().isSound)
      #expect(try old.verifyAudit(anchor: anchor).isSound)
      #expect(try !old.verifyAudit(anchor: later).isSound, "a signed end kept elsewhere still shows it")
    }
  }

  @Test func `has an entry for each reading of a case`() throws {
    let desk = try Workspace.inMemory(clock: TestClock().clock)
    try desk.write(actor: anna) { try CaseBook.open(title: "one", in: $0, audit: $1) }
    try desk.write(actor: bo) { _ = try CaseBook.read(1, in: $0, audit: $1) }
    let last = try desk.auditEntries(subject: "case:1")[0]
    #expect(last.action == "case.read")
    #expect(last.actor == "bo")
  }
}

private func insert(_ entry: AuditEntry, _ database: Database) throws {
  try database.execute(
    sql: "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    arguments: [
      entry.sequence, entry.at.milliseconds, entry.clockBehind, entry.actor, entry.action, entry.subject,
      entry.detail, entry.previous, entry.digest,
    ])
}
