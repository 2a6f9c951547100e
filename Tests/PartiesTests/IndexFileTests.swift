// SPDX-License-Identifier: Apache-2.0

import Foundation
import ListReaders
import Parties
import Testing
import TradeModel

@Suite("Lists as one mapped file") struct IndexFileTests {
  /// Made-up parties, several names each.
  static func table(_ count: Int) -> String {
    var state: UInt64 = 88_172_645_463_325_252
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let parts = ["ber", "tal", "quo", "min", "zor", "hal", "vek", "nud", "rix", "pol", "sam", "gor"]
    func word() -> String { (0..<2 + next(2)).map { _ in parts[next(parts.count)] }.joined().capitalized }
    var text = "id,schema,name,alias,country,startDate,uscc,address\n"
    for number in 0..<count {
      text +=
        "\(number),Company,\(word()) \(word()) \(word()) Ltd,\(word()) \(word());\(word()),CN,2025-01-0\(1 + next(9)),,\"\(next(90)) Mill Road\"\n"
    }
    return text
  }

  static func lists() throws -> PartyLists {
    let source = ListSource(
      id: "t", title: "Test, \"quoted\"", publisher: "p", format: .table, effect: .controlList)
    let ftm = ListSource(id: "f", title: "FtM", publisher: "p", format: .followTheMoney, effect: .other)
    return PartyLists([
      try ListReader.read(source, files: [Array(table(400).utf8)]),
      try ListReader.read(ftm, files: [Array(EntitySearchTests.ftm.utf8)]),
    ])
  }

  static func withFile(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-index-\(UInt64.random(in: 0 ... .max))").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func `a mapped index answers as the lists it was made of`() throws {
    let lists = try Self.lists()
    try Self.withFile { path in
      try IndexFile.write(lists, to: path)
      let mapped = try IndexFile.open(path)
      #expect(mapped.entryCount == lists.entryCount)
      #expect(mapped.nameCount == lists.nameCount)
      #expect(mapped.digest == lists.digest)
      #expect(mapped.datasets == lists.datasets)
      let day = Day(year: 2025, month: 6, day: 1)!
      for number in stride(from: 0, to: 400, by: 7) {
        let record = try #require(lists.entity(id: "t-\(number)"))
        #expect(mapped.entity(id: "t-\(number)") == record)
        let party = Party(name: String(record.caption.dropLast(5)), country: .china)
        #expect(mapped.screen(party, on: day) == lists.screen(party, on: day))
      }
      for id in ["NK-1", "NK-2", "NK-3"] { #expect(mapped.entity(id: id) == lists.entity(id: id)) }
      let ship = PartyProfile(names: [], identifiers: [PartyIdentifier("IMO9187629")!])
      #expect(mapped.match(ship).first?.entity.id == "NK-3")
      #expect(mapped.entity(id: "nobody") == nil)
    }
  }

  @Test func `an index that is cut off, changed or of another kind is refused`() throws {
    let lists = try Self.lists()
    try Self.withFile { path in
      try IndexFile.write(lists, to: path)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      var state: UInt64 = 7
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var changed = whole
        let at = Int(state >> 33) % whole.count
        changed[at] ^= UInt8(1 + (state >> 20) % 255)
        try changed.write(to: URL(fileURLWithPath: path))
        // A changed byte between sections is harmless; the answer must then be that of the whole.
        if let opened = try? IndexFile.open(path) { #expect(opened.digest == lists.digest) }
      }
      for length in [0, 1, 8, 63, 300, whole.count / 2, whole.count - 1] {
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        #expect(throws: ValueError.self) { try IndexFile.open(path) }
      }
      #expect(throws: ValueError.self) { try IndexFile.open(path + ".none") }
    }
  }

  @Test func `candidates by shared pieces are those of an exhaustive count`() throws {
    // With every name compared in full, the best is the same as with the best by pieces.
    let lists = try Self.lists()
    var narrow = NameSearcher(lists.nameIndex)
    var wide = NameSearcher(lists.nameIndex)
    wide.compared = lists.nameCount
    for number in stride(from: 0, to: 400, by: 5) {
      var name = try #require(lists.entity(id: "t-\(number)")).caption
      name.remove(at: name.index(name.startIndex, offsetBy: 2))
      let a = narrow.search(name, kind: .organisation, most: 1)
      let b = wide.search(name, kind: .organisation, most: 1)
      #expect(a.first?.owner == b.first?.owner)
      #expect(a.first?.score == b.first?.score)
    }
  }

  @Test func `a table of one row a name gives one entity for rows of one id`() throws {
    let text =
      "entity_id,schema,name,note\nA,Company,First Name Ltd,\"x\ny\"\nB,Company,Other (OT) Ltd,\nA,Company,Second Name,\n"
    let source = ListSource(id: "t", title: "T", publisher: "p", format: .table, effect: .other)
    let list = try ListReader.read(source, files: [Array(text.utf8)])
    #expect(list.entries.map(\.id) == ["A", "B"])
    #expect(list.entries[0].names.map(\.text) == ["First Name Ltd", "Second Name"])
    #expect(list.entries[1].names.map(\.text) == ["Other (OT) Ltd"])
  }
}
