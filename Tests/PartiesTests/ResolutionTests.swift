// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ListReaders
import Parties
import PartyResolution
import Tabular
import Testing
import TradeModel

@Suite("Resolving records to parties") struct ResolutionTests {
  static func pairF1(_ file: String, truth: (String) -> String) throws -> Double {
    let table = try ResolutionTable(try DelimitedText(try ListFiles.bytes(file)))
    let links = PartyResolver.resolve(table).links
    let groups = Dictionary(grouping: table.ids, by: truth)
    let total = groups.values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
    let good = links.count { truth($0.first) == truth($0.second) }
    return 2 * Double(good) / Double(links.count + total)
  }

  @Test(
    "FEBRL is resolved almost without fault",
    .enabled(if: SharedData.path("data/parties/febrl1.csv") != nil, "needs the FEBRL files"),
    arguments: ["febrl1", "febrl2"])
  func febrl(_ name: String) throws {
    let path = try #require(SharedData.path("data/parties/\(name).csv"))
    #expect(try Self.pairF1(path) { $0.split(separator: "-").prefix(2).joined(separator: "-") } >= 0.998)
  }

  static func records(_ generator: inout SeededGenerator) -> [[String]] {
    let brands = [
      "Alderon", "Baltivar", "Cordimex", "Delphium", "Ferrostal", "Gallimar", "Heliodor", "Junction",
      "Kestrel", "Lumivar",
    ]
    var rows: [[String]] = []
    for (k, brand) in brands.enumerated() {
      for copy in 0..<3 {
        let name =
          copy == 0
          ? "\(brand) Trading Co., Ltd."
          : copy == 1 ? "\(brand.uppercased()) TRADING LIMITED" : "\(brand) Traiding Co"
        rows.append([
          "r\(k)-\(copy)", name, "\(10 + k) Harbour Road", "Ningbo",
          copy == 1 ? "" : "8657400\(1000 + k * 37)",
        ])
      }
    }
    // Many unrelated firms at the address of one agent.
    for k in 0..<30 {
      let letters = (0..<7).map { _ in String("abcdefghiklmnorstuvz".randomElement(using: &generator)!) }
        .joined()
      rows.append(["s\(k)-0", "\(letters.uppercased()) Metals Ltd", "1 Agent Tower", "Ningbo", ""])
    }
    return rows
  }

  static func table(_ rows: [[String]]) throws -> ResolutionTable {
    let text =
      "id,name,address,city,phone\n"
      + rows.map { $0.map(DelimitedText.quote).joined(separator: ",") }.joined(separator: "\n")
    return try ResolutionTable(try DelimitedText(Array(text.utf8)))
  }

  @Test func `spellings of one firm join, firms that share an agent's address do not`() throws {
    var generator = SeededGenerator(seed: 11)
    let resolution = PartyResolver.resolve(try Self.table(Self.records(&generator)))
    #expect(resolution.parties.count == 10)
    #expect(resolution.parties.allSatisfy { $0.records.count == 3 })
    #expect(
      resolution.links.allSatisfy { $0.first.prefix(2) == $0.second.prefix(2) && $0.first.hasPrefix("r") })
    #expect(resolution.links.allSatisfy { !$0.evidence.isEmpty })
  }

  @Test func `the order of rows changes nothing`() throws {
    var generator = SeededGenerator(seed: 11)
    let rows = Self.records(&generator)
    let first = PartyResolver.resolve(try Self.table(rows))
    for _ in 0..<3 {
      let again = PartyResolver.resolve(try Self.table(rows.shuffled(using: &generator)))
      #expect(again.parties == first.parties)
      #expect(again.links.map(\.first) == first.links.map(\.first))
    }
  }

  @Test func `parties keep their ids when a record with a smaller id appears later`() throws {
    var generator = SeededGenerator(seed: 11)
    let rows = Self.records(&generator)
    let first = PartyResolver.resolve(try Self.table(rows))
    var previous: [String: String] = [:]
    for party in first.parties { for record in party.records { previous[record] = party.id } }
    // A fourth spelling of the first firm, with an id before all others.
    var later = rows
    later.append(["a0", "Alderon Trading Company Limited", "10 Harbour Road", "Ningbo", "86574001000"])
    let second = PartyResolver.resolve(try Self.table(later))
    let joined = try #require(second.parties.first { $0.records.contains("a0") })
    #expect(joined.id == "party-a0" && joined.records.contains("r0-0"))
    let kept = second.keeping(previous)
    #expect(Set(first.parties.map(\.id)).isSubset(of: kept.parties.map(\.id)))
    #expect(kept.parties.first { $0.records.contains("a0") }?.id == "party-r0-0")
    #expect(Set(kept.parties.map(\.id)).count == kept.parties.count)
    #expect(kept.keeping(previous).parties == kept.parties)
  }

  @Test func `a party that falls apart leaves its id to the larger part, and new ids are unused`() {
    func party(_ id: String, _ records: [String]) -> ResolvedParty { ResolvedParty(id: id, records: records) }
    let now = Resolution(
      links: [], parties: [party("party-a", ["a", "b"]), party("party-c", ["c", "d", "e"])], compared: 0,
      refused: 0)
    let before = ["a": "party-x", "b": "party-x", "c": "party-x", "d": "party-x", "e": "party-x"]
    let kept = now.keeping(before)
    #expect(kept.parties.first { $0.records.contains("c") }?.id == "party-x")
    #expect(kept.parties.first { $0.records.contains("a") }?.id == "party-a")
    // An id of an earlier run is never given to other records.
    let other = now.keeping(["z": "party-a"])
    #expect(other.parties.first { $0.records.contains("a") }?.id == "party-b")
  }

  @Test(
    "tables that cannot be resolved say why",
    arguments: [
      ("name\nA\n", "id"), ("id,name\n1,A\n1,B\n", "twice"), ("id,colour\n1,red\n", "column"),
      ("id,name\n,A\n", "no id"),
    ])
  func faults(_ text: String, _ words: String) throws {
    let error = #expect(throws: ValueError.self) { try ResolutionTable(try DelimitedText(Array(text.utf8))) }
    #expect(error?.message.contains(words) == true)
  }

  @Test(
    "columns are recognised by the words of their headings",
    arguments: [
      ("Tel. No.", .phone), ("E-Mail (sales)", .email), ("Company Registration No", .identifier),
      ("Trader Name", .name), ("name_zh", .name), ("Registered Office Address", .addressLine),
      ("Country Code", .country), ("customerCountry", .country), ("ZIP Code", .postcode), ("企业名称", .name),
      ("联系电话", .phone), ("统一社会信用代码", .identifier), ("注册地址", .addressLine), ("Supplier code", .identifier),
      ("Date of Birth", .date), ("VAT number", .identifier), ("Town", .city), ("Contact phone", .phone),
      ("surname", .surname), ("address_2", .addressLine), ("Contact name", nil), ("Product name", nil),
      ("Remarks", nil), ("Company type", nil), ("capacity", nil), ("destination port", nil),
    ] as [(String, FieldKind?)])
  func headings(_ heading: String, _ kind: FieldKind?) {
    #expect(FieldKind(heading: heading) == kind)
  }

  /// Resolves records of many unlike firms with some more, and gives the ids that are joined with the first of those.
  static func joined(_ header: String, _ more: [String], filler: (Int) -> String) throws -> Set<String> {
    let text = header + "\n" + (more + (0..<60).map(filler)).joined(separator: "\n")
    let table = try ResolutionTable(try DelimitedText(Array(text.utf8)))
    let links = PartyResolver.resolve(table).links
    return Set(links.filter { $0.first == "a1" || $0.second == "a1" }.flatMap { [$0.first, $0.second] })
  }

  /// A firm of its own, written twice.
  static func filler(_ k: Int) -> String {
    let (brand, second) = (
      ["Alderon", "Baltivar", "Cordimex", "Delphium", "Ferrosta", "Gallimar"][k / 2 % 6], k / 12
    )
    let name = "\(brand)\(["is", "ok", "um", "ent", "azo"][second]) Metals"
    return
      "f\(k),\(name) \(k % 2 == 0 ? "Limited" : "Ltd"),\(100 + k / 2 * 7) Quarry Road,Leeds,GB,+44 113 \(2_000_000 + k / 2 * 7919),\(50_000_000 + k / 2 * 104_729),info@\(brand.lowercased())\(second).example"
  }

  static let header = "id,name,address,city,country,phone,registration,email"

  @Test func `telephone numbers and addresses are the same however they are written`() throws {
    let joined = try Self.joined(
      Self.header,
      [
        "a1,Kestrelmark Trading GmbH,\"Room 12, 5th Floor, 40 Harbour Road\",Bremen,DE,+49 42 1555 1234,,",
        "a2,Kestrlmark Trading,\"40 HARBOUR RD., 5/F, RM 12\",,,(042) 1555-1234 ext. 7,,",
        "a3,KESTRELMARK TRADING G.M.B.H.,\"No. 40 Harbour Road, Floor 5, Room 12\",,DE,0049-42-15551234,,",
      ], filler: Self.filler)
    #expect(joined == ["a1", "a2", "a3"])
  }

  @Test func `a firm is found under its Chinese and its English name, in one column or in two`() throws {
    let one = try Self.joined(
      Self.header,
      [
        "a1,深圳恒昌科技有限公司,,Shenzhen,CN,+86 755 2345 6789,,",
        "a2,\"Shenzhen Hengchang Technology Co., Ltd.\",,Shenzhen,CN,0755-23456789,,",
      ], filler: Self.filler)
    #expect(one == ["a1", "a2"])
    let two = try Self.joined(
      "id,name_en,address,city,country,phone,name_zh",
      [
        "a1,,,Shenzhen,CN,+86 755 2345 6789,深圳市恒昌科技有限公司",
        "a2,\"Shenzhen Hengchang Technology Co., Ltd.\",,Shenzhen,CN,,",
      ]
    ) { Self.filler($0).split(separator: ",").prefix(6).joined(separator: ",") + "," }
    #expect(two == ["a1", "a2"])
  }

  @Test func `a number of a register counts through a slip and with the name of the register`() throws {
    let joined = try Self.joined(
      Self.header,
      [
        "a1,Orionvane Alloys LLC,,Savannah,US,,48130918,", "a2,Orionvane Aloys,,,US,,Reg. No. 48130918,",
        "a3,ORIONVANE ALLOYS L.L.C.,,Savannah,,,48130198,",
      ], filler: Self.filler)
    #expect(joined == ["a1", "a2", "a3"])
  }

  @Test func `an agent's address and telephone, stated by many, join nobody`() throws {
    var rows = (0..<40).map { k in
      let brand =
        ["Pell", "Quor", "Rost", "Sarn", "Tulv", "Undr", "Vosk", "Wyrm"][k % 8]
        + ["ate", "ibor", "umex", "onda", "elit"][k / 8]
      return "s\(k),\(brand) Commodities Ltd,1 Agent Tower,Leeds,GB,+44 113 9999999,,desk@agent.example"
    }
    rows[0] = "a1," + rows[0].drop { $0 != "," }.dropFirst()
    rows.append(
      "a2,\"Pellate Comodities Limited\",1 Agent Tower,Leeds,GB,+44 113 9999999,,desk@agent.example")
    #expect(try Self.joined(Self.header, rows, filler: Self.filler) == ["a1", "a2"])
  }

  @Test(
    "tables with little in them are resolved without a fault",
    arguments: [
      "id,name\n1,A\n", "id,name\n1,\n2,\n3,Ltd\n", "id,name,phone\n1,GmbH,\n2,GmbH,\n3,,5\n", "id,company\n",
    ])
  func little(_ text: String) throws {
    do throws(ValueError) {
      let table = try ResolutionTable(try DelimitedText(Array(text.utf8)))
      #expect(PartyResolver.resolve(table, threads: 3).parties.allSatisfy { $0.records.count > 1 })
    } catch {
      #expect(error.message.contains("column"))
    }
  }

  @Test func `the number of threads changes nothing`() throws {
    var generator = SeededGenerator(seed: 12)
    let rows =
      Self.records(&generator)
      + (0..<600).map { k in ["t\(k)", "Firm \(k % 211) Works \(k % 7)", "\(k % 90) Mill Lane", "Hull", ""] }
    let one = PartyResolver.resolve(try Self.table(rows), threads: 1)
    let four = PartyResolver.resolve(try Self.table(rows), threads: 4)
    #expect(one.links == four.links && one.parties == four.parties && one.compared == four.compared)
  }

  @Test func `records that say the same are one party, however many they are, when they name it`() throws {
    let rows = (0..<120).map { ["a\($0)", "Kestrel Trading Ltd", "", "Leeds", ""] }
    let others = (0..<120).map { ["b\($0)", "", "", "Leeds", ""] }
    let resolution = PartyResolver.resolve(try Self.table(rows + others), evidence: false)
    #expect(resolution.parties.count == 1 && resolution.parties[0].records.count == 120)
    #expect(resolution.links.count == 120 * 119 / 2)
    #expect(resolution.links.allSatisfy { $0.probability >= 0.95 && $0.evidence.isEmpty })
    // A very large party is written as pairs with its first record.
    let many = (0..<700).map { ["a\($0)", "Kestrel Trading Ltd", "", "Leeds", ""] }
    let large = PartyResolver.resolve(try Self.table(many), evidence: false)
    #expect(large.links.count == 699 && large.links.allSatisfy { $0.first == "a0" })
  }

  @Test func `numbers tell parties of one house apart, in digits and in words`() throws {
    let rows = [
      ["a", "Kestrel Smelting Works No. 1", "", "Leeds", ""],
      ["b", "Kestrel Smelting Works No. 2", "", "Leeds", ""],
      ["c", "Exporter One", "", "Hull", ""], ["d", "Exporter Two", "", "Hull", ""],
    ]
    #expect(PartyResolver.resolve(try Self.table(rows)).links.isEmpty)
  }

  @Test func `a party of more spellings than are compared at once is found`() throws {
    // One telephone number, one name, sixty addresses: no two records say the same.
    let rows = (1...60).map {
      "a\($0),Kestrelmark Trading Ltd,\(100 + $0 * 7) Mill Lane,Leeds,GB,+44 113 2345678,,"
    }
    #expect(try Self.joined(Self.header, rows, filler: Self.filler).count == 60)
  }
}
