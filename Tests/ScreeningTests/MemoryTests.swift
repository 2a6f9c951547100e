// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import DeclarationGenerator
import Intake
import Parties
import ReferenceData
import Reporting
import Screening
import Testing
import TradeModel

@Suite("Single items with a memory") struct MemoryTests {
  /// Generated rows, each a file of its own, with some consignees that the lists hold.
  private static func tables() throws -> [DeclarationTable] {
    let request = GenerationRequest(
      rows: 400, seed: 23, from: try Day("2025-03-20"), to: try Day("2025-04-20"), schemesShare: 0.2,
      schemeWeights: [:], layout: .canonical, format: .jsonLines, threads: 1)
    let generator = try DeclarationGenerator(request, scenario: try Scenario.bundled())
    var bytes: [UInt8] = []
    _ = generator.run { bytes += $0.declarations }
    let reader = DeclarationReader()
    var tables = try bytes.split(separator: 0x0A).map {
      try reader.read([.bytes(Array($0), name: "request")]).table
    }
    for row in [
      ListedPartyTests.sent(ListedPartyTests.ingots, to: "NORRLAND ANTIMONY SMELTERS", in: "SE"),
      ListedPartyTests.sent(bolts, to: "Quillfeather Watch Instruments", in: "JP"), bolts, dysprosiumOxide,
    ] { tables.append(try read([row]).table) }
    return tables
  }

  @Test func `are assessed to the byte as a file of one row is, however often and in whatever order`() throws
  {
    let parties = try ListedPartyTests.parties()
    let memory = ScreeningMemory(parties.lists)
    let tables = try Self.tables()
    let plain = tables.map {
      Array(ResultWriter.jsonLines(screener.screen($0, parties: parties), rows: 0..<1).dropLast())
    }
    for order in [Array(tables.indices), tables.indices.reversed()] {
      for index in order {
        let assessment = screener.assess(tables[index], parties: parties, memory: memory)
        #expect(
          ResultWriter.json(assessment, reference: .embedded) == plain[index], "item \(index) of seed 23")
      }
    }
  }

  @Test func `follow exceptions from one run to the next`() throws {
    let parties = try ListedPartyTests.parties()
    let memory = ScreeningMemory(parties.lists)
    let row = ListedPartyTests.sent(ListedPartyTests.ingots, to: "NORRLAND ANTIMONY SMELTERS", in: "SE")
    let table = try read([row]).table
    let found = try #require(screener.assess(table, parties: parties, memory: memory).listed.first)
    let exception = NamedException(
      list: found.hit.list, entryID: found.hit.entryID, party: " norrland  Antimony Smelters ")
    let excepted = screener.assess(table, parties: parties.excepting([exception]), memory: memory)
    #expect(excepted.listed.isEmpty)
    #expect(
      excepted.declared.outcome
        < screener.assess(table, parties: parties, memory: memory).declared.outcome)
    #expect(parties.excepting([exception]).lists.digest != parties.lists.digest)
    // Another entry's or another party's exception does nothing.
    for other in [
      NamedException(list: found.hit.list, entryID: "other", party: exception.party),
      NamedException(list: found.hit.list, entryID: found.hit.entryID, party: "Norrland Antimony"),
    ] {
      #expect(!screener.assess(table, parties: parties.excepting([other]), memory: memory).listed.isEmpty)
    }
  }
}
