// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import ReferenceData
import Testing
import TradeFlows
import TradeModel

@Suite("Answers for people") struct TextTests {
  @Test(arguments: [
    (0.0, "0"), (3, "0.003"), (950, "0.950"), (12_345, "12.3"), (758_019, "758"), (1_172_000, "1,172"),
    (-1_075_800, "-1,076"), (26_160_000_000, "26,160,000"),
  ])
  func `tonnes are written with the decimals their size asks for`(_ kilograms: Double, _ text: String) {
    #expect(Figure.tonnes(kilograms) == text)
  }

  @Test func `figures stand to the right, words to the left, and long notes are wrapped`() {
    let table = TextTable(
      [.words("Lane"), .figure("Gap", "t")],
      blocks: [
        TextTable.Block(
          "811010 antimony",
          [
            TextTable.Row(
              ["China > Pakistan", "758"],
              below: [TextTable.Note("possible", String(repeating: "stock held elsewhere ", count: 12))]),
            TextTable.Row(["China > Spain", "1,212"]),
          ])
      ], notes: ["A lead."])
    let lines = table.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "811010 antimony")
    #expect(lines[1] == "Lane                Gap")
    #expect(lines[2] == "                      t")
    #expect(lines[4] == "China > Pakistan    758")
    #expect(lines.contains("China > Spain     1,212"))
    #expect(lines.allSatisfy { $0.count <= 100 && !$0.hasSuffix(" ") })
    #expect(lines[5].hasPrefix("    possible    stock"))
    #expect(lines[6].hasPrefix("                stock") || lines[6].hasPrefix("                held"))
    #expect(table.text().hasSuffix("A lead.\n"))
    #expect(TextTable([.words("Lane")], blocks: []).text() == "Nothing found.\n")
  }

  @Test func `a note that holds for every row is said once`() {
    let same = TextTable.Note("possible", "lag: at sea.")
    let rows = (0..<3).map {
      TextTable.Row(["\($0)"], below: [same, TextTable.Note("excluded", "own \($0)")])
    }
    let text = TextTable([.figure("n")], blocks: [TextTable.Block("", rows)]).text()
    #expect(text.components(separatedBy: "lag: at sea.").count == 2)
    #expect(text.contains("own 0") && text.contains("own 2"))
    let two = TextTable([.figure("n")], blocks: [TextTable.Block("", Array(rows.prefix(2)))]).text()
    #expect(two.components(separatedBy: "lag: at sea.").count == 3)
  }

  @Test func `rows beyond the most are counted, not printed`() {
    let rows = (0..<70).map { TextTable.Row(["\($0)"]) }
    let text = TextTable([.figure("n")], blocks: [TextTable.Block("", rows)]).text()
    #expect(text.contains("… and 10 more"))
  }

  /// Every table of the bundled example fits 100 columns and never calls a basket by the name of a mineral.
  @Test func `tables of the bundled antimony example fit a terminal and name the lanes`() throws {
    let path = repositoryRoot() + "/Examples/flows/antimony-811010-2022-2024.csv"
    let table = try FlowReaderOfExamples.read(path)
    var finder = MirrorFinder(reference: .embedded, facts: .embedded)
    finder.options.exporter = country("CN")
    let gaps = MirrorGap.table(try finder.gaps(in: table)).text()
    #expect(gaps.contains("China > Pakistan"))
    #expect(gaps.contains("excess imports: recorded on arrival") && gaps.contains("orphan exports:"))
    let question = RelayQuestion(
      code: code("811010"), origin: country("CN"), destination: country("US"),
      base: [FlowPeriod(year: 2022)!], end: [FlowPeriod(year: 2024)!])
    let relays = try CaseTests.relays(table)
    let identity = CodeIdentity(question.code, reference: .embedded)
    let text = Relay.table(relays, question, identity: identity).text()
    #expect(text.contains("share of China fell in United States"))
    for line in (gaps + text).split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    for word in ["illegal", "smuggl", "guilty", "evasion"] { #expect(!(gaps + text).contains(word)) }
    let basket = CodeIdentity(code("811292"), reference: .embedded)
    #expect(basket.heading.hasSuffix("reported as none of them"))
    let empty = Relay.table([], question, identity: basket).text()
    #expect(empty.contains("No relay of a mineral is reported on such a code."))
  }

  @Test func `prices are listed by the value that is off, small lots apart`() throws {
    var csv = "reporter,partner,flow,code,period,kg,usd\n"
    for (place, partner) in ["CN", "JP", "KR", "BE", "TH", "VN", "FR", "IT"].enumerated() {
      csv += "US,\(partner),import,811010,2024,\(1000 * (place + 1)),\((12_000 + 37 * place) * (place + 1))\n"
    }
    csv += "US,MX,import,811010,2024,50000,150000\nUS,BO,import,811010,2024,40,4000\n"
    let table = try reading(csv, .generic)
    let records = table.records.filter { !$0.estimated }
    let answer = PriceAnswer(
      identity: CodeIdentity(code("811010"), reference: .embedded), year: 2024, records: records, least: 100,
      all: false)
    #expect(answer.rows.map { $0[3] } == ["MX"])
    #expect(answer.hasFlags)
    let text = PriceAnswer.table([answer]).text()
    #expect(text.contains("from Mexico") && text.contains("below half"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `the page of a report escapes what data holds and calls countries by name`() throws {
    let path = repositoryRoot() + "/Examples/flows/antimony-811010-2022-2024.csv"
    let table = try FlowReaderOfExamples.read(path)
    var report = FlowReport(
      title: "<script>alert(1)</script>", origin: country("CN"), destination: country("US"),
      sources: ["a\"b<c.csv"], facts: .embedded)
    var finder = MirrorFinder(reference: .embedded, facts: .embedded)
    finder.options.exporter = country("CN")
    report.gaps = try finder.gaps(in: table)
    report.relays = try CaseTests.relays(table).map { (code("811010"), $0) }
    let html = report.html()
    #expect(!html.contains("<script>") && html.contains("&lt;script&gt;"))
    #expect(html.contains("China → Pakistan"))
    #expect(!html.contains(">0.000 t<"))
    #expect(html.contains("prefers-color-scheme:dark"))
  }
}
