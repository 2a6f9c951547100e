// SPDX-License-Identifier: Apache-2.0

import ListReaders
import Parties
import Testing
import TradeModel

@Suite("Entities of lists, by id, by profile and by text") struct EntitySearchTests {
  static let ftm = """
    {"id":"NK-1","schema":"Company","caption":"Northern Gallium Co Ltd","properties":{"name":["Northern Gallium Co Ltd"],"alias":["北方镓业有限公司"],"country":["cn"],"topics":["export.control"],"uscCode":["91350100M000100Y43"],"website":["https://example.org"],"addressEntity":["addr-1"]},"referents":["x-1"],"last_change":"2026-03-01T00:00:00"}
    {"id":"NK-2","schema":"Person","properties":{"name":["Ivan Petrovich Sidorov"],"birthDate":["1961-04-02"],"country":["ru"],"topics":["sanction"]}}
    {"id":"NK-3","schema":"Vessel","properties":{"name":["Sea Lark"],"imoNumber":["9187629"],"flag":["pa"],"topics":["mare.shadow"]}}
    {"id":"addr-1","schema":"Address","properties":{"full":["12 Harbour Road, Ningde"]}}
    {"id":"s-1","schema":"Sanction","properties":{"entity":["NK-1"],"startDate":["2025-01-02"],"endDate":["2026-02-28"],"program":["Control list"]}}
    """

  static func lists() throws -> PartyLists {
    let source = ListSource(
      id: "ftm", title: "Test", publisher: "test", format: .followTheMoney, effect: .other)
    return PartyLists([try ListReader.read(source, files: [Array(ftm.utf8)])])
  }

  @Test func `an entity is given with all its properties, topics and dates of membership`() throws {
    let lists = try Self.lists()
    let entity = try #require(lists.entity(id: "NK-1"))
    #expect(entity.caption == "Northern Gallium Co Ltd")
    #expect(entity.schema == "Company")
    #expect(entity.values(of: "website") == ["https://example.org"])
    #expect(entity.values(of: "uscCode") == ["91350100M000100Y43"])
    #expect(entity.values(of: "address") == ["12 Harbour Road, Ningde"])
    #expect(entity.topics == ["export.control"])
    #expect(entity.referents == ["x-1"])
    #expect(entity.listedFrom == Day(year: 2025, month: 1, day: 2))
    #expect(entity.listedUntil == Day(year: 2026, month: 3, day: 1))
    #expect(entity.datasets == ["ftm"])
    #expect(entity.isTarget)
    #expect(lists.entity(id: "NK-9") == nil)
    #expect(lists.datasets.map(\.entryCount) == [3])
  }

  @Test func `a match says which features speak for and against it`() throws {
    let lists = try Self.lists()
    let born = PartyProfile(
      names: ["Sidorov, Ivan P."], kind: .person, countries: [.china], birthDates: ["1961"])
    let match = try #require(lists.match(born).first)
    #expect(match.entity.id == "NK-2")
    let kinds = Set(match.features.map(\.kind))
    #expect(kinds == [.name, .countryMismatch, .birthDate])
    let other = PartyProfile(names: ["Sidorov, Ivan P."], kind: .person, birthDates: ["1985-01-01"])
    let lower = try #require(lists.match(other).first)
    #expect(lower.score < match.score)
    #expect(lower.features.contains { $0.kind == .birthDateMismatch })
  }

  @Test func `an identifier finds its entity whatever the name, and another one of its kind rules out`()
    throws
  {
    let lists = try Self.lists()
    let ship = PartyProfile(
      names: ["New Name"], kind: .vessel, identifiers: [PartyIdentifier("IMO 9187629")!])
    #expect(lists.match(ship).first?.entity.id == "NK-3")
    let renamed = PartyProfile(
      names: ["Sea Lark"], kind: .vessel, identifiers: [PartyIdentifier("9074729", kind: .imo)!])
    let bare = lists.match(PartyProfile(names: ["Sea Lark"], kind: .vessel)).first?.score ?? 0
    #expect((lists.match(renamed).first?.score ?? 0) < bare)
  }

  @Test func `filters leave out lists, schemata, topics, countries, ids and days`() throws {
    let lists = try Self.lists()
    func found(_ change: (inout EntityFilter) -> Void) -> [String] {
      var filter = EntityFilter()
      change(&filter)
      return lists.entities(where: filter).map(\.id)
    }
    #expect(found { $0.schema = "LegalEntity" } == ["NK-1", "NK-2"])
    #expect(found { $0.excludedSchemata = ["Person"] } == ["NK-1", "NK-3"])
    #expect(found { $0.topics = ["sanction"] } == ["NK-2"])
    #expect(found { $0.countries = [.china] } == ["NK-1"])
    #expect(found { $0.excludedIDs = ["NK-1"] } == ["NK-2", "NK-3"])
    #expect(found { $0.excludedDatasets = ["ftm"] }.isEmpty)
    #expect(found { $0.asOf = Day(year: 2026, month: 3, day: 1) } == ["NK-2", "NK-3"])
    #expect(found { $0.properties = ["website": "https://EXAMPLE.org"] } == ["NK-1"])
    #expect(found { $0.changedSince = "2026-01-01" }.contains("NK-1"))
  }

  @Test func `free text is paged, best first, and empty text gives all`() throws {
    let lists = try Self.lists()
    #expect(lists.search("gallium northern").page.first?.entity.id == "NK-1")
    #expect(lists.search("91350100M000100Y43").page.first?.entity.id == "NK-1")
    #expect(lists.search("NK-3").page.first?.entity.id == "NK-3")
    let all = lists.search("", limit: 2, offset: 1)
    #expect(all.total == 3)
    #expect(all.page.map(\.entity.id) == ["NK-2", "NK-3"])
  }
}
