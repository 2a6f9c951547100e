// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Testing
import TradeModel

/// Whether a piece of work is refused with a code.
func refuses<Value>(
  _ code: WorkspaceError.Code, _ reason: String? = nil, _ work: () throws -> Value
) -> Bool {
  do {
    _ = try work()
    return false
  } catch let error as WorkspaceError {
    return error.code == code && (reason == nil || error.reason == reason)
  } catch {
    return false
  }
}

func someDecision(_ row: Int, lane: Int, full: String? = nil) -> DecisionRecord {
  DecisionRecord(
    row: row, declaration: "D\(row)", item: 1, day: Day("2026-02-01")!, destination: "US",
    commodityCode: "811292", exporter: "Exporter One", consignee: "<b>Buyer</b>", lane: lane, score: 5000,
    declared: "not controlled", likely: "licence required", control: "3C904.a", material: "gallium/metal",
    licenceState: "none cited", headline: "looks like gallium", digest: Digest.sha256("decision \(row)"),
    full: full.map { Array($0.utf8) })
}

func storeDecisions(_ desk: Workspace, lanes: [Int]) throws {
  let record = ScreeningRecord(
    inputs: [.init(name: "june.csv", digest: "d")], lawDigest: "l", listsDigest: "none", modelDigest: "m",
    ledgerDigest: "k", options: [:], rows: lanes.count, quarantined: 0, resultDigest: "r")
  try desk.write(actor: anna) { database, audit in
    try DecisionStore.store(
      record, program: "1", decisions: lanes.enumerated().map { someDecision($0, lane: $1, full: "{}") },
      in: database, audit: audit)
  }
}

@Suite("A case") struct CaseTests {
  let time = TestClock()
  let desk: Workspace

  init() throws { desk = try Workspace.inMemory(clock: time.clock) }

  func opened() throws -> Int64 {
    try desk.write(actor: anna) { try CaseBook.open(title: "one", in: $0, audit: $1).id }
  }

  func read(_ id: Int64) throws -> CaseFolder {
    try desk.write(actor: anna) { try CaseBook.read(id, in: $0, audit: $1) }
  }

  @Test func `is closed by two officers, never by one`() throws {
    let id = try opened()
    let approval = try desk.write(actor: anna) {
      try CaseBook.proposeClosing(id, outcome: .seized, summary: "gallium", in: $0, audit: $1)
    }
    #expect(
      refuses(.fourEyes, "same-person") {
        try desk.write(actor: anna) {
          try Approvals.decide(approval.id, approve: true, reason: "mine", in: $0, audit: $1)
        }
      })
    #expect(
      refuses(.fourEyes, "not-allowed") {
        try desk.write(actor: Principal("carl", mayApprove: false)) {
          try Approvals.decide(approval.id, approve: true, reason: "me too", in: $0, audit: $1)
        }
      })
    #expect(try read(id).record.status == .closing)
    try desk.write(actor: bo) {
      try Approvals.decide(approval.id, approve: true, reason: "agreed", in: $0, audit: $1)
    }
    let record = try read(id).record
    #expect(record.status == .closed)
    #expect(record.outcome == .seized)
    #expect(
      refuses(.conflict, "closed") {
        try desk.write(actor: anna) { try CaseBook.assign(id, to: "bo", in: $0, audit: $1) }
      })
    try desk.write(actor: bo) { try CaseBook.reopen(id, reason: "new documents", in: $0, audit: $1) }
    #expect(try read(id).record.status == .open)
  }

  @Test func `goes back to where it was when the second officer refuses`() throws {
    let id = try opened()
    try desk.write(actor: anna) { try CaseBook.setStatus(id, .examining, in: $0, audit: $1) }
    let approval = try desk.write(actor: anna) {
      try CaseBook.proposeClosing(id, outcome: .unfounded, summary: "nothing", in: $0, audit: $1)
    }
    try desk.write(actor: bo) {
      try Approvals.decide(approval.id, approve: false, reason: "look again", in: $0, audit: $1)
    }
    #expect(try read(id).record.status == .examining)
    #expect(try read(id).record.outcome == nil)
  }

  @Test(arguments: CaseStatus.allCases) func `cannot be closed by hand`(from status: CaseStatus) throws {
    let id = try opened()
    if status == .examining || status == .awaiting {
      try desk.write(actor: anna) { try CaseBook.setStatus(id, status, in: $0, audit: $1) }
    }
    for target in [CaseStatus.closing, .closed] {
      #expect(
        refuses(.fourEyes) {
          try desk.write(actor: bo) { try CaseBook.setStatus(id, target, in: $0, audit: $1) }
        })
    }
  }

  @Test func `tells whoever changes it after another that it was changed in between`() throws {
    let id = try opened()
    let version = try read(id).record.version
    try desk.write(actor: anna) { try CaseBook.assign(id, to: "anna", version: version, in: $0, audit: $1) }
    #expect(
      refuses(.conflict) {
        try desk.write(actor: bo) { try CaseBook.assign(id, to: "bo", version: version, in: $0, audit: $1) }
      })
    #expect(try read(id).record.assignee == "anna")
  }

  @Test func `sleeps until its time and wakes by itself`() throws {
    let id = try opened()
    let until = desk.now.advanced(days: 2)
    try desk.write(actor: anna) {
      try CaseBook.snooze(id, until: until, reason: "laboratory", in: $0, audit: $1)
    }
    var query = CaseBook.Query()
    query.awakeAt = desk.now
    #expect(try desk.read { try CaseBook.count(query, in: $0) } == 0)
    query.awakeAt = until
    #expect(try desk.read { try CaseBook.count(query, in: $0) } == 1)
    #expect(
      refuses(.invalid) {
        try desk.write(actor: anna) {
          try CaseBook.snooze(id, until: Instant("2020-01-01"), reason: "past", in: $0, audit: $1)
        }
      })
  }

  @Test func `holds comments, tags, links and findings in order`() throws {
    try storeDecisions(desk, lanes: [3])
    let id = try opened()
    try desk.write(actor: anna) { database, audit in
      try CaseBook.comment("first", on: id, in: database, audit: audit)
      try CaseBook.tag(id, "Gallium", in: database, audit: audit)
      try CaseBook.link(id, CaseLink(.decision, "1"), in: database, audit: audit)
      try CaseBook.link(id, CaseLink(.declaration, "D0"), in: database, audit: audit)
      try Examinations.record(
        ExaminationFinding(
          caseID: id, decision: 1, label: .smuggled, material: "gallium/metal", examined: desk.now),
        in: database, audit: audit)
    }
    let folder = try read(id)
    #expect(folder.comments.map(\.text) == ["first"])
    #expect(folder.record.tags == ["gallium"])
    #expect(folder.links.map(\.kind) == [.decision, .declaration])
    #expect(folder.findings.map(\.label) == [.smuggled])
    #expect(
      refuses(.notFound) {
        try desk.write(actor: anna) { try CaseBook.link(id, CaseLink(.decision, "99"), in: $0, audit: $1) }
      })
    let labels = try desk.read { try Examinations.labels(in: $0) }
    #expect(labels.map(\.finding.label) == [.smuggled])
    #expect(labels.map(\.decision.declaration) == ["D0"])
  }

  @Test func `gives the latest finding on a decision as its label`() throws {
    try storeDecisions(desk, lanes: [3])
    for label in [ExaminationFinding.Label.inconclusive, .asDeclared] {
      try desk.write(actor: anna) {
        try Examinations.record(
          ExaminationFinding(decision: 1, label: label, examined: desk.now), in: $0, audit: $1)
      }
    }
    #expect(try desk.read { try Examinations.labels(in: $0) }.map(\.finding.label) == [.asDeclared])
  }
}

@Suite("Four eyes") struct FourEyesTests {
  let time = TestClock()
  let desk: Workspace

  init() throws {
    desk = try Workspace.inMemory(clock: time.clock)
    try storeDecisions(desk, lanes: [1, 2, 3])
  }

  @Test func `let a red item go, one officer alone every other`() throws {
    for (decision, needsSecond) in [(Int64(1), false), (2, false), (3, true)] {
      let answer = try desk.write(actor: anna) {
        try Dispositions.dispose(of: decision, .released, reason: "documents seen", in: $0, audit: $1)
      }
      guard case .needsApproval(let approval) = answer else {
        #expect(!needsSecond)
        continue
      }
      #expect(needsSecond)
      #expect(try desk.read { try DecisionStore.decision(decision, in: $0) }.disposition == nil)
      try desk.write(actor: bo) {
        try Approvals.decide(approval.id, approve: true, reason: "seen too", in: $0, audit: $1)
      }
      let disposition = try desk.read { try DecisionStore.decision(decision, in: $0) }.disposition
      #expect(disposition?.kind == .released)
      #expect(disposition?.actor == "anna")
      #expect(disposition?.second == "bo")
    }
  }

  @Test func `add an exception, which ends when its time comes`() throws {
    let expires = desk.now.advanced(days: 10)
    let approval = try desk.write(actor: anna) {
      try PartyExceptions.ask(
        list: "sdn", entry: "123", party: "Buyer One", reason: "another city", expires: expires, in: $0,
        audit: $1)
    }
    #expect(try desk.read { try PartyExceptions.list(in: $0) }.isEmpty)
    try desk.write(actor: bo) {
      try Approvals.decide(approval.id, approve: true, reason: "agreed", in: $0, audit: $1)
    }
    #expect(try desk.read { try PartyExceptions.list(at: desk.now, in: $0) }.count == 1)
    #expect(try desk.read { try PartyExceptions.list(at: expires, in: $0) }.isEmpty)
    #expect(
      try desk.read {
        try PartyExceptions.digest(at: desk.now, in: $0) != PartyExceptions.digest(at: expires, in: $0)
      })
  }

  @Test func `cannot be asked for twice at once, and can be withdrawn by who asked`() throws {
    func ask() throws -> Dispositions.Answer {
      try desk.write(actor: anna) {
        try Dispositions.dispose(of: 3, .released, reason: "r", in: $0, audit: $1)
      }
    }
    guard case .needsApproval(let approval) = try ask() else {
      Issue.record("a red item needs approval")
      return
    }
    #expect(refuses(.conflict) { _ = try ask() })
    #expect(
      refuses(.fourEyes) {
        try desk.write(actor: bo) { try Approvals.withdraw(approval.id, reason: "no", in: $0, audit: $1) }
      })
    try desk.write(actor: anna) { try Approvals.withdraw(approval.id, reason: "no", in: $0, audit: $1) }
    _ = try ask()
  }
}

@Suite("The package of a case") struct CasePackageTests {
  @Test func `holds the case, its files and its audit, each with its digest, and is signed`() throws {
    try withFolder { path in
      let desk = try Workspace.create(path, clock: TestClock().clock)
      try storeDecisions(desk, lanes: [3])
      let id = try desk.write(actor: anna) {
        try CaseBook.open(title: "one", links: [CaseLink(.decision, "1")], in: $0, audit: $1).id
      }
      let photo: [UInt8] = [0xFF, 0xD8, 1, 2, 3]
      try desk.write(actor: anna) {
        try CaseFiles.attach(photo, name: "../../etc/pass wd.jpg", to: id, workspace: desk, in: $0, audit: $1)
      }
      let package = try desk.exportCase(id, actor: bo)
      let paths = package.files.map(\.path)
      #expect(paths.contains("files/1-pass_wd.jpg"))
      #expect(!paths.contains { $0.contains("..") })

      let manifest = try #require(package.files.last.flatMap { CanonicalValue(parsing: $0.content) })
      let signed = try #require(manifest["manifest"])
      let signature = try #require(manifest["signature"]?.textValue.flatMap { Digest.bytes(hex: $0) })
      #expect(desk.publicKey.verifies(signature, of: signed.bytes))
      let digests = Dictionary(
        uniqueKeysWithValues: (signed["files"]?.listValue ?? []).compactMap { entry -> (String, String)? in
          guard let path = entry["path"]?.textValue, let digest = entry["sha256"]?.textValue else {
            return nil
          }
          return (path, digest)
        })
      #expect(digests.count == package.files.count - 1)
      for file in package.files.dropLast() { #expect(digests[file.path] == Digest.sha256(file.content)) }

      let out = path + "/reports/case-1"
      try package.write(to: out)
      #expect(FileManager.default.contents(atPath: out + "/files/1-pass_wd.jpg").map(Array.init) == photo)
      #expect(refuses(.workspaceExists) { try package.write(to: out) })
    }
  }

  @Test func `is refused when a file was changed since it was attached`() throws {
    try withFolder { path in
      let desk = try Workspace.create(path, clock: TestClock().clock)
      let file = try desk.write(actor: anna) { database, audit in
        let id = try CaseBook.open(title: "one", in: database, audit: audit).id
        return try CaseFiles.attach(
          [1, 2, 3], name: "a.bin", to: id, workspace: desk, in: database, audit: audit)
      }
      try Data([1, 2, 4]).write(to: URL(fileURLWithPath: "\(desk.folder.evidence)/\(file.digest)"))
      #expect(refuses(.damaged) { _ = try desk.exportCase(1, actor: bo) })
    }
  }
}
