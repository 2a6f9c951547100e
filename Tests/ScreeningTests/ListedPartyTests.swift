// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
import Intake
import ListReaders
import Parties
import Ranking
import Reporting
import Screening
import Testing
import TradeModel

@Suite("Parties of declarations held against lists") struct ListedPartyTests {
  static let list = """
    schema,name,chinese name,country,list,startDate,endDate,source url
    Company,Norrland Antimony Smelters AB,,SE,List of Export Controls,2025-03-01,2026-03-01,https://www.mofcom.gov.cn/a
    Company,Quillfeather Watch Instruments KK,,JP,Export Control Watch List,2025-03-01,,https://www.mofcom.gov.cn/b
    Company,Zephyrine Holdings Limited,,HK,List of Export Controls,2025-03-01,,https://www.mofcom.gov.cn/c
    """

  static func parties(
    ownership: [PartyScreening.Ownership] = [], exceptions: ListExceptions = ListExceptions()
  ) throws -> PartyScreening {
    let source = ListSource(
      id: "cn", title: "China, lists", publisher: "test", format: .table, effect: .controlList)
    let list = try ListReader.read(source, files: [Array(Self.list.utf8)])
    return PartyScreening(lists: PartyLists([list], exceptions: exceptions), ownership: ownership)
  }

  static let ingots = bolts.setting("goods_description", "antimony ingots 99.65%")
    .setting("commodity_code", "8110101000").setting("statistical_value", "20000")

  static func sent(_ row: Row, to name: String, in country: String, on day: String = "2025-06-10") -> Row {
    row.setting("consignee_name", name).setting("consignee_country", country)
      .setting("destination", country).setting("end_user", nil).setting("date", day)
  }

  static func run(_ rows: [Row], _ parties: PartyScreening?) throws -> ScreeningResult {
    screener.screen(try table(rows), parties: parties)
  }

  /// Rows under declaration ids of their own.
  static func table(_ rows: [Row]) throws -> DeclarationTable {
    try read(rows.enumerated().map { $1.setting("declaration_id", "D-\($0)") }).table
  }

  @Test func `a consignee on China's control list makes dual-use items prohibited, with the evidence named`()
    throws
  {
    let row = Self.sent(Self.ingots, to: "NORRLAND ANTIMONY SMELTERS", in: "SE")
    let result = try Self.run([row], try Self.parties())
    let found = result.assessment(at: 0)
    #expect(found.declared.outcome == .prohibited)
    #expect(found.lane == .red)
    let party = try #require(found.listed.first)
    #expect(party.role == "consignee")
    #expect(party.hit.matchedName == "Norrland Antimony Smelters AB")
    #expect(party.hit.listVersion == "2025-03-01")
    let indicator = try #require(found.indicators.first { $0.definition.id == "listed-party" })
    #expect(indicator.statement.contains("China, lists"))
    #expect(!indicator.statement.contains("Norrland"))
    #expect(result.summary.digests["lists"] != nil)
    let text = ResultWriter.explanation(found, of: result, width: 100, colour: false)
    #expect(text.contains("listed from 2025-03-01"))
    #expect(text.contains("Settle whether the consignee"))
  }

  @Test(
    "membership is asked as of the day of the declaration",
    arguments: [
      ("2025-02-28", false), ("2025-03-01", true), ("2026-02-28", true), ("2026-03-01", false),
    ])
  func days(_ day: String, _ isListed: Bool) throws {
    let row = Self.sent(Self.ingots, to: "Norrland Antimony Smelters AB", in: "SE", on: day)
    let found = try Self.run([row], try Self.parties()).assessment(at: 0)
    #expect(found.listed.isEmpty != isListed)
    #expect((found.declared.outcome == .prohibited) == isListed)
  }

  @Test func `a watch list asks for more papers and is no prohibition`() throws {
    let row = Self.sent(Self.ingots, to: "Quillfeather Watch Instruments", in: "JP")
    let found = try Self.run([row], try Self.parties()).assessment(at: 0)
    #expect(found.declared.outcome == .licenceRequired)
    #expect(found.declared.findings.map { $0.notes.joined() }.contains { $0.contains("single licence") })
  }

  @Test func `a listed party never lowers what the law says, a score or a lane`() throws {
    for base in [bolts, Self.ingots, dysprosiumOxide, bolts.setting("end_use", "military vehicles")] {
      for (name, country) in [
        ("Norrland Antimony Smelters AB", "SE"), ("Quillfeather Watch Instruments KK", "JP"),
      ] {
        let row = Self.sent(base, to: name, in: country)
        let without = try Self.run([row], nil).compact[0]
        let with = try Self.run([row], try Self.parties()).compact[0]
        #expect(with.declaredOutcome >= without.declaredOutcome)
        #expect(with.likelyOutcome >= without.likelyOutcome)
        #expect(with.score >= without.score)
        #expect(with.lane >= without.lane)
      }
    }
  }

  @Test func `an exporter on a list is shown and is not put to the law as an end user`() throws {
    let row = Self.ingots.setting("exporter_name", "Norrland Antimony Smelters AB")
      .setting("exporter_country", "SE").setting("exporter_id", nil)
    let found = try Self.run([row], try Self.parties()).assessment(at: 0)
    #expect(found.listed.first?.role == "exporter")
    #expect(found.declared.outcome == .licenceRequired)
  }

  @Test func `an exception takes the hit away, and only for the party it was made for`() throws {
    let plain = try Self.parties()
    let entry = plain.lists.lists[0].entries[0]
    let party = Party(name: "Norrland Antimony Smelters AB", address: nil, country: CountryCode("SE"))
    let made = Day(year: 2025, month: 6, day: 1)!
    let exception = try ListException(
      party: party, entry: entry, list: "cn", reason: "another firm, register checked", author: "analyst 7",
      made: made, expires: made.advanced(by: 30))
    let kept = try ExceptionFile.read(Array(ExceptionFile.text([exception]).utf8))
    #expect(kept.exceptions == [exception])
    let eased = try Self.parties(exceptions: ListExceptions(kept.exceptions))
    let row = Self.sent(Self.ingots, to: "Norrland Antimony Smelters AB", in: "SE")
    #expect(try Self.run([row], eased).assessment(at: 0).listed.isEmpty)
    #expect(try !Self.run([row.setting("date", "2025-07-01")], eased).assessment(at: 0).listed.isEmpty)
    let other = row.setting("consignee_address", "2 Other Street")
    #expect(try !Self.run([other], eased).assessment(at: 0).listed.isEmpty)
  }

  @Test func `ownership by listed parties reaches the rows of the owned one over a chain`() throws {
    let shares: [PartyScreening.Ownership] = [
      .init(owner: "Zephyrine Holdings Limited", owned: "Middle Quarry Trading Ltd", percent: 60),
      .init(owner: "Middle Quarry Trading Ltd", owned: "Far Quarry Metals GmbH", percent: 50),
    ]
    let rows = [
      Self.sent(bolts, to: "Zephyrine Holdings Limited", in: "HK"),
      Self.sent(bolts, to: "Far Quarry Metals GmbH", in: "DE"),
    ]
    let result = try Self.run(rows, try Self.parties(ownership: shares))
    let found = result.assessment(at: 1)
    #expect(found.indicators.contains { $0.definition.id == "owned-by-listed" })
    #expect(found.lane >= .yellow)
  }

  @Test func `a neighbour at a listed party's address is a lead, and threads change nothing`() throws {
    let address = "77 Harbour Road, Warehouse 5, Kowloon"
    let rows =
      [
        Self.sent(bolts, to: "Zephyrine Holdings Limited", in: "HK").setting("consignee_address", address),
        Self.sent(bolts, to: "Plain Neighbour Foods Ltd", in: "HK").setting("consignee_address", address),
      ] + (0..<40).map { Self.sent(bolts, to: "Customer Number \($0) GmbH", in: "DE") }
    let table = try Self.table(rows)
    let parties = try Self.parties()
    var reference: [CompactAssessment]?
    for threads in [1, 3] {
      var options = ScreeningOptions()
      options.threads = threads
      options.chunkRows = threads == 1 ? 1000 : 7
      let result = screener.screen(table, parties: parties, options: options)
      #expect(result.indicatorNames(result.compact[1].indicators).contains("shared-contact"))
      #expect(result.compact[5].indicators == 0)
      if let reference { #expect(reference == result.compact) }
      reference = result.compact
    }
  }

  @Test func `results carry the list, the entry and the edition in CSV and JSON Lines`() throws {
    let row = Self.sent(Self.ingots, to: "Norrland Antimony Smelters AB", in: "SE")
    let result = try Self.run([row], try Self.parties())
    var csv: [UInt8] = []
    ResultWriter.csv(result) { csv += $0 }
    #expect(String(decoding: csv, as: UTF8.self).contains("consignee: cn "))
    var json: [UInt8] = []
    ResultWriter.jsonLines(result) { json += $0 }
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains("\"list_version\":\"2025-03-01\""))
    #expect(text.contains("\"name_on_list\":\"Norrland Antimony Smelters AB\""))
  }
}
