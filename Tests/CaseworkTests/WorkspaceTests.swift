// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import GRDB
import Testing
import TradeModel

@Suite("A workspace") struct WorkspaceTests {
  let time = TestClock()

  @Test func `is made, closed and opened again with all that was acknowledged`() throws {
    try withFolder { path in
      let made = try Workspace.create(path, clock: time.clock)
      let id = try made.write(actor: anna) { database, audit in
        try CaseBook.open(title: "Tungsten as steel", in: database, audit: audit).id
      }
      let again = try Workspace.open(path, clock: time.clock)
      let folder = try again.write(actor: anna) { try CaseBook.read(id, in: $0, audit: $1) }
      #expect(folder.record.title == "Tungsten as steel")
      #expect(again.publicKey == made.publicKey)
    }
  }

  @Test func `is not made over another one, nor in a folder that holds something`() throws {
    try withFolder { path in
      _ = try Workspace.create(path, clock: time.clock)
      #expect(throws: WorkspaceError.self) { try Workspace.create(path, clock: time.clock) }
    }
  }

  @Test func `that does not exist is refused with the way to make one`() {
    #expect {
      try Workspace.open("/nonexistent/desk", clock: time.clock)
    } throws: {
      ($0 as? WorkspaceError)?.code == .noWorkspace
    }
  }

  @Test func `of a newer version is refused and left as it is`() throws {
    try withFolder { path in
      let step: SchemaModule.Migration = { try $0.execute(sql: "CREATE TABLE plan (id INTEGER PRIMARY KEY)") }
      _ = try Workspace.create(path, clock: time.clock, modules: [SchemaModule("plans", [step, { _ in }])])
      #expect {
        try Workspace.open(path, clock: time.clock, modules: [SchemaModule("plans", [step])])
      } throws: {
        ($0 as? WorkspaceError)?.code == .newerVersion
      }
    }
  }

  @Test func `of an older version is copied before it is migrated`() throws {
    try withFolder { path in
      _ = try Workspace.create(path, clock: time.clock)
      let step: SchemaModule.Migration = { try $0.execute(sql: "CREATE TABLE plan (id INTEGER PRIMARY KEY)") }
      let opened = try Workspace.open(path, clock: time.clock, modules: [SchemaModule("plans", [step])])
      #expect(try opened.read { try $0.tableExists("plan") })
      let copies = try FileManager.default.contentsOfDirectory(atPath: opened.folder.backups)
      #expect(copies.count { $0.hasSuffix(".sqlite") } == 1)
    }
  }

  @Test func `that another process writes to is waited for, then refused clearly`() throws {
    try withFolder { path in
      let first = try Workspace.create(path, clock: time.clock)
      let second = try Workspace.open(path, clock: time.clock, wait: 0.1)
      try first.write(actor: anna) { _, audit in
        try audit.append("test.step", "a")
        #expect(
          refuses(.busy) { try second.write(actor: bo) { _, audit in try audit.append("test.step", "b") } })
      }
      try second.write(actor: bo) { _, audit in try audit.append("test.step", "b") }
      #expect(try first.verifyAudit().isSound)
    }
  }

  @Test func `whose signing key is missing is refused with the way to mend it`() throws {
    try withFolder { path in
      _ = try Workspace.create(path, clock: time.clock)
      try FileManager.default.removeItem(atPath: path + "/keys/signing.key")
      #expect(refuses(.damaged) { try Workspace.open(path, clock: time.clock) })
      #expect(try Workspace.open(path, mode: .readOnly, clock: time.clock).verifyAudit().isSound)
    }
  }

  @Test func `is no database that somebody else made`() throws {
    try withFolder { path in
      try FileManager.default.createDirectory(atPath: path + "/keys", withIntermediateDirectories: true)
      _ = try Workspace.create(path + "/other", clock: time.clock)
      try FileManager.default.copyItem(
        atPath: path + "/other/keys/signing.key", toPath: path + "/keys/signing.key")
      let queue = try DatabaseQueue(path: path + "/assay.sqlite")
      try queue.write { try $0.execute(sql: "CREATE TABLE other (id INTEGER)") }
      try queue.close()
      #expect(refuses(.damaged) { try Workspace.open(path, clock: time.clock) })
      try Data("no database at all, whatever its name says".utf8).write(
        to: URL(fileURLWithPath: path + "/assay.sqlite"))
      #expect(refuses(.damaged) { try Workspace.open(path, clock: time.clock) })
    }
  }

  @Test func `refuses a change that leaves no entry in the audit`() throws {
    let desk = try Workspace.inMemory(clock: time.clock)
    #expect(throws: WorkspaceError.self) {
      try desk.write(actor: anna) { database, _ in
        try database.execute(sql: "INSERT INTO source_version (kind, digest, seen) VALUES ('law', 'x', 1)")
      }
    }
    #expect(try desk.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM source_version") } == 0)
  }

  @Test func `undoes the audit together with a change that fails`() throws {
    let desk = try Workspace.inMemory(clock: time.clock)
    #expect(throws: WorkspaceError.self) {
      try desk.write(actor: anna) { database, audit in
        try CaseBook.open(title: "one", in: database, audit: audit)
        try CaseBook.comment("", on: 1, in: database, audit: audit)
      }
    }
    #expect(try desk.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit") } == 0)
  }
}
