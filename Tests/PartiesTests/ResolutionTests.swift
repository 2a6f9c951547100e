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
}
