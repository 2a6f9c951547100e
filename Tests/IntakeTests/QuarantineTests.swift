// SPDX-License-Identifier: Apache-2.0

import Intake
import Testing
import TradeModel

@Suite("Quarantine") struct QuarantineTests {
  static let header =
    "declaration_id,item_number,date,commodity_code,goods_description,destination,net_mass,value,currency"

  struct Case: Sendable, CustomTestStringConvertible {
    var row: String
    var reason: QuarantineReason
    var column: Int
    var testDescription: String { reason.rawValue }
  }

  @Test(
    "names reason and column",
    arguments: [
      Case(row: "D,1,,280530,x,JP,1,1,USD", reason: .dateMissing, column: 5),
      Case(row: "D,1,2025-02-30,280530,x,JP,1,1,USD", reason: .dateImpossible, column: 5),
      Case(row: "D,1,soon,280530,x,JP,1,1,USD", reason: .dateMalformed, column: 5),
      Case(row: "D,1,2025-01-01,,,JP,1,1,USD", reason: .goodsMissing, column: 16),
      Case(row: "D,1,2025-01-01,28AB30,x,JP,1,1,USD", reason: .codeMalformed, column: 16),
      Case(row: "D,1,2025-01-01,850511.0,x,JP,1,1,USD", reason: .codeMalformed, column: 16),
      Case(row: "D,1,2025-01-01,28053,x,JP,1,1,USD", reason: .codeLength, column: 16),
      Case(row: "D,1,2025-01-01,28053000000,x,JP,1,1,USD", reason: .codeLength, column: 16),
      Case(row: "D,1,2025-01-01,280530,x,,1,1,USD", reason: .destinationMissing, column: 25),
      Case(row: "D,1,2025-01-01,280530,x,Jpan,1,1,USD", reason: .countryUnknown, column: 25),
      Case(row: "D,1,2025-01-01,280530,氧化,Jpan,1,1,USD", reason: .countryUnknown, column: 26),
      Case(row: "D,1,2025-01-01,280530,x,JP,-1,1,USD", reason: .numberNegative, column: 28),
      Case(row: "D,1,2025-01-01,280530,x,JP,1000000001,1,USD", reason: .numberAbsurd, column: 28),
      Case(row: "D,1,2025-01-01,280530,x,JP,1,99999999999999,USD", reason: .numberAbsurd, column: 30),
      Case(row: "D,1,2025-01-01,280530,x,JP,\"1,5\",1,USD", reason: .numberMalformed, column: 28),
      Case(row: "D,1,2025-01-01,280530,x,JP,1kg,1,USD", reason: .numberMalformed, column: 28),
      Case(row: "D,1,2025-01-01,280530,x,JP,1,1,UXQ", reason: .currencyUnknown, column: 32),
      Case(row: "D,1,2025-01-01,280530,x,JP,1,1", reason: .fieldsTooFew, column: 0),
      Case(row: "D,1,2025-01-01,280530,x,JP,1,1,USD,2", reason: .fieldsTooMany, column: 0),
      Case(row: "D,1,2025-01-01,280530,x\0,JP,1,1,USD", reason: .nul, column: 0),
      Case(row: "D,1,2025-01-01,280530,\"x\" y,JP,1,1,USD", reason: .quoteMisplaced, column: 0),
      Case(row: "D,1,2025-01-01,280530,\"x,JP,1,1,USD", reason: .quoteUnclosed, column: 0),
    ])
  func reasons(_ c: Case) throws {
    let good = "G,1,2025-01-01,280530,x,JP,1,1,USD"
    let result = try read("\(Self.header)\n\(c.row)\n\(good)\n")
    #expect(result.table.rowCount == 1)
    #expect(result.rowsRead == 2)
    let row = try #require(result.quarantine.first)
    #expect(row.reason == c.reason)
    #expect(row.column == c.column)
    #expect(row.line == 2)
    #expect(row.raw == Array(c.row.utf8))
    #expect(row.diagnostic.rendered.split(separator: "\n").count == 1)
  }

  @Test func `bytes that are no text cost one row`() throws {
    let bytes =
      Array("\(Self.header)\nD,1,2025-01-01,280530,".utf8) + [0xFF, 0xFE] + Array(",JP,1,1,USD\n".utf8)
    let more = Array("D,2,2025-01-01,280530,x,JP,1,1,USD\n".utf8)
    let result = try DeclarationReader().read([.bytes(bytes + more, name: "b.csv")])
    #expect(result.quarantine.map(\.reason) == [.bytesInvalid])
    #expect(result.table.rowCount == 1)
  }

  @Test func `every fault of a row is told`() throws {
    let result = try read("\(Self.header)\nD,1,2025-13-01,28,x,,-1,1,USD\n")
    #expect(
      result.quarantine[0].faults.map(\.reason) == [
        .dateImpossible, .codeLength, .destinationMissing, .numberNegative,
      ])
  }

  @Test("a goods item that stands twice is quarantined, in any order", arguments: [1, 2], [8, 4000])
  func duplicates(threads: Int, chunkBytes: Int) throws {
    var text = Self.header + "\n"
    for item in [3, 1, 2, 3, 5, 1] { text += "D,\(item),2025-01-01,280530,x,JP,1,1,USD\n" }
    let result = try read(text, threads: threads, chunkBytes: chunkBytes)
    #expect(result.quarantine.map(\.line) == [5, 7])
    #expect(result.quarantine.allSatisfy { $0.reason == .duplicateItem })
    #expect(result.quarantine[0].message.contains("test.csv:2"))
    #expect(result.quarantine[1].message.contains("test.csv:3"))
    #expect(result.table.itemNumber == [3, 1, 2, 5])
  }

  @Test func `rows of a declaration without item numbers are counted`() throws {
    let result = try read(
      "declaration_id,date,hs,destination\nA,2025-01-01,280530,JP\nB,2025-01-01,280530,JP\nA,2025-01-01,280530,JP\n"
    )
    #expect(result.table.itemNumber == [1, 1, 2])
    #expect(result.quarantine.isEmpty)
  }

  @Test func `a quarantine file, mended, gives the full set`() throws {
    let rows = [
      "D,1,2025-02-30,280530,\"a, b\",JP,1,1,USD", "D,2,2025-01-01,280530,x,JP,1,1,USD",
      "D,3,2025-01-01,280530,\"two\nlines\",Jpan,1,1,USD",
    ]
    let first = try read(([Self.header] + rows).joined(separator: "\n") + "\n")
    #expect(first.table.rowCount == 1)
    let bytes = try #require(QuarantineFile.text(of: first, file: 0))
    let file = String(decoding: bytes, as: UTF8.self)
    let again = try read(file)
    #expect(again.quarantine.map(\.reason) == first.quarantine.map(\.reason))
    let mended = try read(file.replacing("2025-02-30", with: "2025-02-28").replacing("Jpan", with: "JP"))
    #expect(mended.quarantine.isEmpty)
    #expect(mended.table.item(at: 0).goodsDescription == "a, b")
    #expect(mended.table.item(at: 1).goodsDescription == "two\nlines")
    #expect(first.table.rowCount + mended.table.rowCount == first.rowsRead)
  }

  @Test(
    "whole files that cannot be read give one clear line",
    arguments: [
      ("", IntakeError.Code.empty), ("\n\n", .empty), ("date,hs,destination\n", .headerOnly),
      ("date hs destination\n2025-01-01 280530 JP\n", .wrongDelimiter), ("a,b,c\n1,2,3\n", .noHeader),
      ("date,hs,destinaton\n2025-01-01,280530,JP\n", .missingColumn),
      ("date,date,hs,destination\n2025-01-01,2,280530,JP\n", .duplicateColumn),
    ])
  func wholeFiles(_ text: String, _ code: IntakeError.Code) throws {
    let error = #expect(throws: IntakeError.self) { try read(text) }
    #expect(error?.code == code)
    #expect(error?.description.contains("\n") == false)
    #expect(error?.diagnostic.suggestion != nil)
  }

  @Test func `a missing column names the one that may be meant`() throws {
    let error = #expect(throws: IntakeError.self) { try read("date,hs,destinaton\n2025-01-01,280530,JP\n") }
    #expect(error?.description.contains("'destinaton'") == true)
  }
}
