// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Testing
import TradeModel

@testable import Intake

@Suite("Columns and dictionaries in memory") struct ColumnTests {
  private static func append<Value>(_ values: [Value], to builder: inout ColumnBuilder<Value>) {
    unsafe values.withUnsafeBufferPointer { unsafe builder.append($0, room: 20_000) }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `a column gives back what was appended, alike or not`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var builder = ColumnBuilder<Int32>()
    var plain: [Int32] = []
    let alikeFor = Int.random(in: 0..<6, using: &random)
    for part in 0..<9 {
      let count = Int.random(in: 0..<9000, using: &random)
      let values = (0..<count).map { _ in part < alikeFor ? 7 : Int32.random(in: 0..<3, using: &random) }
      Self.append(values, to: &builder)
      plain += values
      #expect(builder.count == plain.count)
    }
    let column = builder.finish()
    #expect(column.elementsEqual(plain))
    #expect(column.first == plain.first && column.last == plain.last)
  }

  @Test func `a column in which all rows are alike takes one value`() {
    var builder = ColumnBuilder<Int64>()
    let values = [Int64](repeating: -5, count: 10_000)
    for _ in 0..<3 { Self.append(values, to: &builder) }
    let column = builder.finish()
    #expect(column.count == 30_000 && column.byteCount == 8)
    #expect(column[29_999] == -5)
  }

  @Test func `memory keeps what is in it while it grows`() {
    let memory = GrowingMemory()
    func number(at place: Int) -> UInt64 {
      unsafe memory.reserve(8).load(fromByteOffset: place, as: UInt64.self)
    }
    var sizes: [Int] = []
    var size = 8
    while size < 20 << 20 {
      unsafe memory.reserve(size).storeBytes(of: UInt64(size), toByteOffset: size - 8, as: UInt64.self)
      sizes.append(size)
      size *= 2
    }
    #expect(sizes.allSatisfy { number(at: $0 - 8) == UInt64($0) })
  }

  /// Identifiers that rise are not hashed; the first that does not makes up for it.
  @Test(arguments: [0, 1, 40, 400])
  func `identifiers get the same codes in rising order and in any other`(sorted: Int) {
    let ids = (0..<400).map { "D\(1000 + $0)" }
    let rising = Array(ids[..<sorted])
    var random = SeededGenerator(seed: 6)
    let mixed = (ids[sorted...] + ids[..<(sorted / 2)]).shuffled(using: &random)
    let (one, other) = (Interner(), Interner())
    for id in rising + rising.suffix(1) + mixed {
      let file = InputFile(copying: Array(id.utf8))
      let bytes = file.bytes
      #expect(one.table.internRising(bytes, hash: bytes.hash(seed: one.seed)) == other.intern(bytes))
    }
    #expect(one.count == 400)
    for id in ids + ["D", "D10000", "E"] {
      let file = InputFile(copying: Array(id.utf8))
      #expect(one.find(file.bytes) == other.find(file.bytes))
    }
  }

  @Test func `a declaration is found whether ids rise or not`() throws {
    for ids in [["A", "A", "B", "C"], ["C", "A", "C", "B"]] {
      let text = "declaration_id,date,hs,destination\n" + ids.map { "\($0),2025-01-01,280530,JP\n" }.joined()
      let table = try DeclarationReader().read([.bytes(Array(text.utf8), name: "t.csv")]).table
      for id in ["A", "B", "C", "D"] {
        #expect(table.rows(declaration: id) == ids.indices.filter { ids[$0] == id })
      }
    }
  }
}
