// SPDX-License-Identifier: Apache-2.0

import ListReaders
import Parties
import Testing
import TradeModel

@Suite("Screening a party against lists") struct ListScreeningTests {
  static func list(_ text: String) throws -> PartyLists {
    let source = ListSource(id: "t", title: "Test", publisher: "test", format: .table, effect: .controlList)
    return PartyLists([try ListReader.read(source, files: [Array(text.utf8)])])
  }

  static let text = """
    schema,name,alias,chinese name,country,startDate,endDate,uscc
    Company,Northern Antimony Trading Co Ltd,Bei Ti Maoyi;NAT Metals,北锑贸易有限公司,CN,2025-01-02,2026-03-01,91350100M000100Y43
    Person,Ivan Petrovich Sidorov,,,RU,2024-05-01,,
    Company,Gallant Gallium GmbH,,,DE,,,
    """

  @Test func `a listed party is found by its name as listed on the day, and not before or after`() throws {
    let lists = try Self.list(Self.text)
    let party = Party(name: "NORTHERN ANTIMONY TRADING LIMITED", country: CountryCode("CN"))
    let hits = lists.screen(party, on: Day(year: 2025, month: 1, day: 2)!)
    #expect(hits.first?.matchedName == "Northern Antimony Trading Co Ltd")
    #expect((hits.first?.probability ?? 0) > 0.8)
    #expect(hits.first?.listedUntil == Day(year: 2026, month: 3, day: 1))
    #expect(lists.screen(party, on: Day(year: 2025, month: 1, day: 1)!).isEmpty)
    #expect(lists.screen(party, on: Day(year: 2026, month: 3, day: 1)!).isEmpty)
  }

  @Test func `a name in another script finds the entry`() throws {
    let lists = try Self.list(Self.text)
    let day = Day(year: 2025, month: 6, day: 1)!
    #expect(lists.screen(Party(name: "北锑贸易有限公司"), on: day).first?.matchedName == "北锑贸易有限公司")
    #expect(
      lists.screen(Party(name: "Иван Петрович Сидоров"), on: day).first?.matchedName
        == "Ivan Petrovich Sidorov")
  }

  @Test func `another country lowers the probability and the same raises it`() throws {
    let lists = try Self.list(Self.text)
    let day = Day(year: 2025, month: 6, day: 1)!
    func p(_ country: String?) throws -> Double {
      try #require(
        lists.screen(
          Party(name: "Gallant Galium GmbH", country: country.flatMap { CountryCode($0) }), on: day
        ).first
      ).probability
    }
    #expect(try p("DE") > p(nil))
    #expect(try p(nil) > p("FR"))
  }

  @Test func `an exception holds for its party, its entry and its time, and lapses when the entry changes`()
    throws
  {
    let lists = try Self.list(Self.text)
    let party = Party(name: "Gallant Gallium GmbH", country: CountryCode("AT"))
    let made = Day(year: 2025, month: 6, day: 1)!
    let entry = try #require(lists.lists[0].entries.last)
    let exception = try ListException(
      party: party, entry: entry, list: "t", reason: "Austrian firm, register checked", author: "analyst 7",
      made: made,
      expires: made.advanced(by: 100))
    let eased = PartyLists(lists.lists, exceptions: ListExceptions([exception]))
    #expect(!lists.screen(party, on: made).isEmpty)
    #expect(eased.screen(party, on: made).isEmpty)
    #expect(!eased.screen(party, on: made.advanced(by: 100)).isEmpty)
    #expect(!eased.screen(Party(name: "Gallant Gallium GmbH", country: CountryCode("DE")), on: made).isEmpty)
    let changed = try Self.list(
      Self.text.replacing("Gallant Gallium GmbH,,", with: "Gallant Gallium GmbH,GG Metals,"))
    let after = PartyLists(changed.lists, exceptions: ListExceptions([exception]))
    #expect(!after.screen(party, on: made).isEmpty)
    #expect(after.digest != eased.digest)
  }

  @Test func `equal parties give equal hits however they are batched`() throws {
    let lists = try Self.list(Self.text)
    let day = Day(year: 2025, month: 6, day: 1)!
    let parties = ["Northern Antimony", "Sidorov Ivan", "Nobody At All", "Northern Antimony"].map {
      Party(name: $0)
    }
    let batch = lists.screen(parties.map { ($0, day) })
    #expect(batch == parties.map { lists.screen($0, on: day) })
    #expect(batch[2].isEmpty)
  }
}
