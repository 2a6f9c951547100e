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

@Suite("Tables as others write them") struct DelimitedTextTests {
  @Test func `short rows, quotes, line ends and the end-of-file mark are read as they stand`() throws {
    let text = "id,name\r\n1,\"a, \"\"b\"\"\nc\"\r2\n\n3, d \u{1A}"
    let table = try DelimitedText(Array(text.utf8))
    #expect(table.header == ["id", "name"])
    #expect(table.rows.map(\.count) == [2, 1, 2])
    #expect(table.lines == [2, 4, 6])
    #expect(DelimitedText.value(table.rows[0], 1) == "a, \"b\"\nc")
    #expect(DelimitedText.value(table.rows[1], 1) == nil)
    #expect(DelimitedText.value(table.rows[2], 1) == "d")
    #expect(table.rows[2][1] == " d ")
    #expect(table[1, 1] == "")
  }

  @Test func `bytes that are not UTF-8 are read as Windows-1252`() throws {
    let table = try DelimitedText([0x6E, 0x0A, 0x80, 0xE9])
    #expect(DelimitedText.value(table.rows[0], 0) == "€é")
  }

  @Test(arguments: [("a,b\n\"1,2\n", "never closed"), ("a\0b\n", "NUL")])
  func `a list that is cut off or no text is refused`(_ text: String, _ reason: String) {
    let error = #expect(throws: ValueError.self) { try DelimitedText(Array(text.utf8)) }
    #expect(error?.message.contains(reason) == true)
  }

  @Test func `a table of figures leaves out and counts what does not fit`() throws {
    let table = try DelimitedText(Array("a;b\n1;2\n3\n4;\0\n5;\"6\n".utf8), file: "t.csv")
    #expect(table.rowCount == 1)
    #expect(table.rejectedRows == 3)
    #expect(table.diagnostics.map { $0.location.line } == [3, 4, 5])
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `strict and lenient reading agree where both read`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x61, 0x62, 0x20, 0x2C, 0x0A]
    let bytes =
      Array("a,b\n".utf8)
      + (0..<Int.random(in: 0..<60, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
    let lenient = try? DelimitedText(bytes)
    guard let strict = try? DelimitedTable(bytes, file: "t.csv") else { return }
    let rows = try #require(lenient).rows.filter { $0.count > 1 }
    #expect(
      strict.records.map { $0.cells.map(\.text) }
        == rows.map { row in (0..<row.count).map { DelimitedText.value(row, $0) ?? "" } })
  }
}
