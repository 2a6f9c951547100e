// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Tabular
import Testing
import TradeModel

private func table(_ text: String) throws -> DelimitedTable {
  try DelimitedTable(Array(text.utf8), file: "t.csv")
}

@Suite("Small tables") struct DelimitedTableTests {
  @Test func `cells keep their place, quotes and line breaks`() throws {
    let read = try table("a;b c\n 1 ;\"x; \"\"y\"\"\nz\"\n\n2;3\r\n")
    #expect(read.header == ["a", "b c"])
    #expect(read.records.map { $0.cells.map(\.text) } == [["1", "x; \"y\"\nz"], ["2", "3"]])
    #expect(read.records[1].location.line == 5)
    #expect(read.records[1].cells[1].location.column == 3)
    #expect(read.column("B_C") == 1)
  }

  @Test(arguments: [
    ("", "empty"), ("\n", "empty"), ("a,b\n1\n", "1 cells"), ("a,b\n\"1,2\n", "never ends"),
    ("a\0b\n", "NUL"),
  ])
  func `a broken table is refused with its reason`(_ text: String, _ reason: String) {
    let error = #expect(throws: TableError.self) { try table(text) }
    #expect(error?.message.contains(reason) == true)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `no bytes crash the reader`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x61, 0x20, 0x00, 0xFF, 0xC3, 0xA9, 0x3B, 0x09]
    let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
      alphabet.randomElement(using: &random)!
    }
    _ = try? DelimitedTable(bytes, file: "t.csv")
  }
}
