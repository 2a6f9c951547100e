// SPDX-License-Identifier: Apache-2.0

import Casework
import ControlLaw
import Foundation
import GRDB
import GoodsIdentity
import Parties
import Recording
import ReferenceData
import Screening
import Testing
import TradeModel

private let header =
  "declaration_id,item_number,date,exporter_name,consignee_name,destination,commodity_code,goods_description,net_mass_kg,value,currency\n"
private let declarations =
  header
  + "D1,1,2025-06-02,Exporter One,Buyer One,US,8108903000,titanium plates,200,9000,USD\n"
  + "D1,2,2025-06-02,Exporter One,Buyer One,US,8112929090,gallium metal 99.9999%,20,9000,USD\n"
  + "D2,1,2025-06-03,Exporter Two,Buyer Two,DE,7326901900,steel parts,500,1500,USD\n"

private func engines(law: LawBook = .embedded, lists: PartyLists? = nil) -> ScreeningEngines {
  ScreeningEngines(law: law, parties: lists.map { PartyScreening(lists: $0) }, threads: 2) { law, country in
    let reference = ReferenceData.embedded
    return Screener(
      law: law, reference: reference, reader: GoodsReader(reference), model: IdentityModel(reference),
      exportCountry: country)
  }
}

private func withDesk<Value>(_ body: (Workspace) throws -> Value) throws -> Value {
  let path = NSTemporaryDirectory() + "assay-recording-\(UInt64.random(in: 0 ... .max))"
  defer { try? FileManager.default.removeItem(atPath: path) }
  let start = Instant("2026-03-01T08:00:00Z")!
  return try body(try Workspace.create(path, clock: { start }, programVersion: "1.0"))
}

private func recorded(_ desk: Workspace, law: LawBook = .embedded) throws -> ScreeningRecord {
  let plan = ScreeningPlan(
    inputs: [("june.csv", Array(declarations.utf8))], today: Day("2025-06-30"))
  let engines = engines(law: law)
  return try Recorder.record(
    try plan.carryOut(with: engines), of: plan, law: law, listsDigest: "none", in: desk,
    actor: Principal("anna"))
}

/// A law in which nothing is in force yet: another law with another digest.
private var earlierLaw: LawBook {
  var tables = LawBook.embedded.tables
  tables.version = tables.version.advanced(by: -1)
  for index in tables.controls.indices {
    tables.controls[index].force = []
  }
  return LawBook(tables)
}

@Suite("A screening that is kept") struct RecordingTests {
  @Test func `holds a decision for every item, the referred ones whole`() throws {
    try withDesk { desk in
      let record = try recorded(desk)
      var query = DecisionStore.Query()
      query.screening = record.id
      let decisions = try desk.read { try DecisionStore.list(query, in: $0) }
      #expect(decisions.count == 3)
      #expect(record.rows == 3)
      #expect(decisions.allSatisfy { ($0.full != nil) == ($0.lane >= 2) })
      #expect(decisions.contains { $0.lane >= 2 })
      for decision in decisions {
        if let full = decision.full { #expect(Digest.sha256(full) == decision.digest) }
      }
      #expect(try desk.verifyAudit().isSound)
    }
  }

  @Test func `comes out the same to the byte when it is done again`() throws {
    try withDesk { desk in
      let record = try recorded(desk)
      let report = try Replay.run(record.id, in: desk, engines: engines())
      #expect(report.isSame)
      #expect(report.circumstances.isEmpty)
      #expect(report.rows == 3)
    }
  }

  @Test func `is done again under the law that was kept, not that of today`() throws {
    try withDesk { desk in
      let record = try recorded(desk, law: earlierLaw)
      #expect(record.lawDigest != LawBook.embedded.digest)
      #expect(try Replay.run(record.id, in: desk, engines: engines()).isSame)
    }
  }

  @Test func `cannot be done again in silence from a file that was changed`() throws {
    try withDesk { desk in
      let record = try recorded(desk)
      let path = "\(desk.folder.inputs)/\(record.inputs[0].digest)"
      try Data((declarations + " ").utf8).write(to: URL(fileURLWithPath: path))
      #expect {
        try Replay.run(record.id, in: desk, engines: engines())
      } throws: {
        ($0 as? WorkspaceError)?.code == .damaged
      }
    }
  }

  @Test func `that was tampered with says what differs`() throws {
    try withDesk { desk in
      let record = try recorded(desk)
      try desk.housekeeping {
        try $0.execute(sql: "UPDATE decision SET lane = 0, digest = 'x' WHERE row = 1")
      }
      let report = try Replay.run(record.id, in: desk, engines: engines())
      #expect(report.differences.map(\.row) == [1])
      #expect(report.differences[0].fields.contains { $0.hasPrefix("lane: green") })
    }
  }

  @Test func `is done again once, and once only, when the law changes`() throws {
    try withDesk { desk in
      _ = try recorded(desk, law: earlierLaw)
      let first = try Rescreening.run(in: desk, engines: engines(), actor: .system)
      #expect(first.count == 1)
      #expect(first[0].cause == "law")
      #expect(first[0].changes.contains { $0.declaration == "D1" && $0.item == 2 })
      #expect(
        !first[0].changes.contains { $0.declaration == "D2" && $0.fields.contains { $0.hasPrefix("lane") } })
      #expect(try Rescreening.run(in: desk, engines: engines(), actor: .system).isEmpty)
      var query = DecisionStore.Query()
      query.limit = 100
      #expect(try desk.read { try DecisionStore.count(query, in: $0) } == 3)
    }
  }

  @Test func `is done again when party records change`() throws {
    try withDesk { desk in
      _ = try recorded(desk)
      #expect(try Rescreening.run(in: desk, engines: engines(), actor: .system).isEmpty)
      let exceptions = [NamedException(list: "cn", entryID: "1", party: "Buyer One")]
      let again = try Rescreening.run(in: desk, engines: engines(), exceptions: exceptions, actor: .system)
      #expect(again.map(\.cause) == ["party records"])
      #expect(again[0].changes.isEmpty)
      #expect(
        try Rescreening.run(in: desk, engines: engines(), exceptions: exceptions, actor: .system).isEmpty)
      // Replay uses the exceptions that were kept.
      #expect(try Replay.run(again[0].replacement, in: desk, engines: engines()).isSame)
    }
  }

  @Test func `is done again once when a list changes, and reports what that changed`() throws {
    try withDesk { desk in
      _ = try recorded(desk)
      var entry = ListEntry(id: "1", kind: .organisation, effect: .controlList)
      entry.add("Buyer Two", .primary)
      let list = PartyList(
        id: "cn", title: "Control list", publisher: "ministry", version: "2025-06-20", sha256: "",
        rowCount: 1,
        entries: [entry], jurisdiction: "CN")
      let listed = engines(lists: PartyLists([list]))
      let again = try Rescreening.run(in: desk, engines: listed, actor: .system)
      #expect(again.map(\.cause) == ["lists"])
      #expect(again[0].changes.map(\.declaration) == ["D2"])
      #expect(try Rescreening.run(in: desk, engines: listed, actor: .system).isEmpty)
      #expect(try Replay.run(again[0].replacement, in: desk, engines: listed).isSame)
    }
  }

  @Test func `gives certificates that a third party checks, and finds any change to`() throws {
    try withDesk { desk in
      let record = try recorded(desk)
      var query = DecisionStore.Query()
      query.screening = record.id
      for decision in try desk.read({ try DecisionStore.list(query, in: $0) }) {
        let certificate = try desk.certificate(of: decision.id, actor: Principal("anna"))
        #expect(certificate.kind == (decision.lane >= 2 ? .hit : .noHit))
        for file in [certificate.bytes, certificate.html] {
          #expect(Certificate.verify(file, known: desk.publicKey).0 == .genuine)
          #expect(Certificate.verify(file).0 == .selfSigned(fingerprint: desk.publicKey.fingerprint))
          let other = SigningKey.generate().publicKey
          #expect(
            Certificate.verify(file, known: other).0 == .otherKey(fingerprint: desk.publicKey.fingerprint))
          // Every 37th byte is changed in turn.
          for position in stride(from: 0, to: file.count - 1, by: 37) {
            var changed = file
            changed[position] ^= 1
            #expect(!Certificate.verify(changed, known: desk.publicKey).0.isIntact, "byte \(position)")
          }
        }
      }
    }
  }
}
