// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ListReaders
import Parties
import Tabular
import Testing
import TradeModel

@Suite("Reading lists as published") struct PublishedListTests {
  static func source(_ format: ListFormat, _ effect: ListEffect = .sanctions) -> ListSource {
    ListSource(id: "t", title: "Test", publisher: "test", format: format, effect: effect)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var file: String
    var format: ListFormat
    var entries: ClosedRange<Int>
    var dated: Double
    var testDescription: String { file }
  }

  static let cases: [Case] = [
    Case(file: "cn/cn_mofcom_sanctions_lists.csv", format: .table, entries: 610...610, dated: 0.95),
    Case(file: "us/us_section_1286.csv", format: .table, entries: 443...443, dated: 0),
    Case(
      file: "us/us_dod_1260h_chinese_military_companies.csv", format: .table, entries: 397...397, dated: 0.9),
    Case(file: "us/us_bis_mieu.csv", format: .table, entries: 13...13, dated: 1),
    Case(file: "us/csl_sample.csv", format: .table, entries: 115...115, dated: 0.1),
    Case(file: "eu/eu_32014R0833.csv", format: .table, entries: 1746...1746, dated: 0.8),
    Case(file: "eu/eu_32014R0269.csv", format: .table, entries: 2802...2802, dated: 0.9),
    Case(file: "us/sdn.csv", format: .ofacDelimited, entries: 8976...8976, dated: 0),
    Case(file: "us/cons_prim.csv", format: .ofacDelimited, entries: 442...442, dated: 0),
    Case(file: "us/bis_denied_persons.txt", format: .bisDenied, entries: 461...461, dated: 0.99),
    Case(file: "un/UN_consolidated.xml", format: .unXML, entries: 1003...1003, dated: 0.99),
    Case(file: "jp/jp_meti_russia_entities_20250912.txt", format: .meti, entries: 561...561, dated: 1),
    Case(file: "jp/jp_meti_third_country_entities_20250912.txt", format: .meti, entries: 56...56, dated: 1),
  ]

  @Test(
    "every published sample is recognised and read whole",
    .enabled(
      if: SharedData.path("data/parties/cn/cn_mofcom_sanctions_lists.csv") != nil, "needs the public samples"),
    arguments: cases)
  func published(_ c: Case) throws {
    let path = try #require(SharedData.path("data/parties/" + c.file))
    let bytes = try ListFiles.bytes(path)
    #expect(ListReader.format(of: bytes, name: c.file) == c.format)
    let list = try ListFiles.read(path)
    #expect(c.entries.contains(list.entries.count), "\(list.entries.count) entries of \(list.rowCount) rows")
    let dated = Double(list.entries.count { $0.from != nil }) / Double(list.entries.count)
    #expect(dated >= c.dated, "dated \(dated)")
    #expect(Set(list.entries.map(\.id)).count == list.entries.count)
    #expect(list.sha256.count == 64)
    #expect(list.problems.count < 40)
  }

  static let tables = [
    "cn/cn_mofcom_sanctions_lists.csv", "us/us_section_1286.csv", "us/us_section_154.csv",
    "us/us_section_5949.csv", "us/us_section_889.csv", "us/us_inksna.csv", "us/us_bis_mieu.csv",
    "us/us_dod_1260h_chinese_military_companies.csv", "us/csl_sample.csv", "eu/eu_32006R0765.csv",
    "eu/eu_32012R0036.csv", "eu/eu_32012R0267.csv", "eu/eu_32014R0269.csv", "eu/eu_32014R0833.csv",
    "eu/eu_32017R1509.csv",
  ]

  /// Line by line: as many entries as rows, and the name of every row is a name of an entry.
  @Test(
    "no row of a published table is dropped",
    .enabled(
      if: SharedData.path("data/parties/cn/cn_mofcom_sanctions_lists.csv") != nil, "needs the public samples"),
    arguments: tables)
  func wholeTables(_ file: String) throws {
    let path = try #require(SharedData.path("data/parties/" + file))
    let rows = try DelimitedText(try ListFiles.bytes(path))
    let name = try #require(rows.header.firstIndex { $0.lowercased() == "name" })
    let list = try ListFiles.read(path)
    #expect(list.entries.count == rows.rows.count)
    let known = Set(list.entries.flatMap { $0.names.map { Self.bare($0.text) } })
    var missing: [Int] = []
    for (row, line) in zip(rows.rows, rows.lines) {
      guard let text = DelimitedText.value(row, name) else { continue }
      if !known.contains(Self.bare(text)) { missing.append(line) }
    }
    #expect(missing.isEmpty, "lines \(missing.prefix(10))")
  }

  /// A name without the differences of spacing that readers take out.
  static func bare(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  @Test(
    "no person of the denied persons list is dropped, rows of one order are one entry",
    .enabled(
      if: SharedData.path("data/parties/us/bis_denied_persons.txt") != nil, "needs the public samples"))
  func wholeDenied() throws {
    let path = try #require(SharedData.path("data/parties/us/bis_denied_persons.txt"))
    let text = String(decoding: try ListFiles.bytes(path), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst()
    #expect(lines.count == 581)
    let names = lines.map {
      Self.bare(String($0.split(separator: "\t", omittingEmptySubsequences: false)[0]))
    }
    let list = try ListFiles.read(path)
    let known = Set(list.entries.flatMap { $0.names.map { Self.bare($0.text) } })
    #expect(Set(names).isSubset(of: known), "\(Set(names).subtracting(known).count) missing")
    #expect(list.entries.count == 461)
  }

  @Test(
    "the Chinese lists keep their effects apart",
    .enabled(
      if: SharedData.path("data/parties/cn/cn_mofcom_sanctions_lists.csv") != nil, "needs the public samples")
  )
  func chineseEffects() throws {
    let list = try ListFiles.read(
      try #require(SharedData.path("data/parties/cn/cn_mofcom_sanctions_lists.csv")))
    let counts = Dictionary(grouping: list.entries, by: \.effect).mapValues(\.count)
    #expect(counts[.controlList] == 153)
    #expect(counts[.watchList] == 40)
    #expect(counts[.unreliableEntity] == 66)
  }

  static let un = """
    <?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><ENTITIES>
    <ENTITY><DATAID>1</DATAID><REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER><FIRST_NAME>A &amp; B TRADING</FIRST_NAME>
    <LISTED_ON>2009-04-24</LISTED_ON><ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>AB</ALIAS_NAME></ENTITY_ALIAS></ENTITY>
    </ENTITIES></CONSOLIDATED_LIST>
    """

  @Test func `a record of the United Nations list is read with entity references resolved`() throws {
    let list = try ListReader.read(Self.source(.unXML), files: [Array(Self.un.utf8)])
    #expect(list.version == "2026-02-27")
    #expect(list.entries[0].names.map(\.text) == ["A & B TRADING", "AB"])
    #expect(list.entries[0].from == Day(year: 2009, month: 4, day: 24))
  }

  @Test(
    "hostile or broken XML is refused with a reason",
    arguments: [
      (
        #"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>"#,
        "document type"
      ),
      (#"<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CONSOLIDATED_LIST/>"#, "document type"),
      (
        #"<CONSOLIDATED_LIST><ENTITY><FIRST_NAME>&unknown;</FIRST_NAME></ENTITY></CONSOLIDATED_LIST>"#,
        "entity"
      ),
      ("<CONSOLIDATED_LIST><ENTITY><FIRST_NAME>A</FIRST_NAME>", "cut off"),
      ("<CONSOLIDATED_LIST></ENTITY>", "end tag"),
      ("<?xml version=\"1.0\" encoding=\"UTF-16\"?><CONSOLIDATED_LIST/>", "UTF-8"),
      ("not xml at all", "not an XML"),
      (String(repeating: "<a>", count: 200), "deep"),
    ])
  func hostile(_ text: String, _ words: String) throws {
    let error = #expect(throws: ListReadError.self) {
      try ListReader.read(Self.source(.unXML), files: [Array(text.utf8)])
    }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test func `OFAC and European XML records give names, dates and numbers`() throws {
    let ofac = """
      <sdnList xmlns="x"><publshInformation><Publish_Date>07/01/2026</Publish_Date></publshInformation><sdnEntry><uid>7</uid>
      <firstName>Ivan</firstName><lastName>SIDOROV</lastName><sdnType>Individual</sdnType><programList><program>RUSSIA</program></programList>
      <akaList><aka><type>a.k.a.</type><category>weak</category><lastName>VANYA</lastName></aka></akaList>
      <addressList><address><city>Moscow</city><country>Russia</country></address></addressList></sdnEntry></sdnList>
      """
    let list = try ListReader.read(Self.source(.ofacXML), files: [Array(ofac.utf8)])
    #expect(list.version == "2026-07-01")
    #expect(list.entries[0].names == [.init("Ivan SIDOROV", .primary), .init("VANYA", .weak)])
    #expect(list.entries[0].countries == [CountryCode("RU")!])
    let eu = """
      <export generationDate="2026-05-01T10:00:00"><sanctionEntity euReferenceNumber="EU.1.2" designationDate="2024-02-23">
      <regulation programme="RUS" entryIntoForceDate="2024-02-24"/><subjectType code="enterprise"/>
      <nameAlias wholeName="Gallium Works" strong="true"/><identification identificationTypeCode="regnumber" number="1027700132195"/>
      </sanctionEntity></export>
      """
    let second = try ListReader.read(Self.source(.euXML), files: [Array(eu.utf8)])
    #expect(second.entries[0].from == Day(year: 2024, month: 2, day: 23))
    #expect(second.entries[0].identifiers.first?.value == "1027700132195")
  }

  @Test func `FollowTheMoney and the screening list are read, broken lines named and passed over`() throws {
    let ftm = """
      {"id":"a","schema":"Company","properties":{"name":["Antimony One LLC"],"country":["ru"],"topics":["sanction"]}}
      {"id":"b","schema":"Ownership","properties":{"owner":["a"]}}
      {"id":"c","schema":
      """
    let list = try ListReader.read(Self.source(.followTheMoney), files: [Array(ftm.utf8)])
    #expect(list.entries.map(\.id) == ["a"])
    #expect(list.problems.count == 1)
    let csl =
      #"{"results":[{"id":"x","name":"Tungsten Two (TT)","source":"Entity List (EL) - BIS","alt_names":["T2"],"start_date":"2023-01-02"}]}"#
    let second = try ListReader.read(Self.source(.consolidatedScreening), files: [Array(csl.utf8)])
    #expect(second.entries[0].effect == .controlList)
    #expect(second.entries[0].names.map(\.text).contains("T2"))
    #expect(throws: ListReadError.self) {
      try ListReader.read(
        Self.source(.consolidatedScreening), files: [Array(String(repeating: "[", count: 100_000).utf8)])
    }
  }

  @Test func `duplicate ids are kept apart and named`() throws {
    let text = "id,schema,name\n1,Company,Alpha Metals\n1,Company,Beta Metals\n"
    let list = try ListReader.read(Self.source(.table), files: [Array(text.utf8)])
    #expect(list.entries.map(\.id) == ["1", "1#2"])
    #expect(!list.problems.isEmpty)
  }

  @Test(
    "bad tables give clear errors",
    arguments: ["", "a,b\n1,2\n", "name\n\"never closed", "name\n\u{0}\n", "name\n"])
  func badTables(_ text: String) {
    #expect(throws: ListReadError.self) {
      try ListReader.read(Self.source(.table), files: [Array(text.utf8)])
    }
  }
}
