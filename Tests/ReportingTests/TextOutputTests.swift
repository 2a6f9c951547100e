// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import Screening
import Testing
import TradeModel

@testable import Reporting

@Suite("Terminal text and JSON Lines") struct TextOutputTests {
  static func explain(_ sample: Assessment, _ width: Int) -> String {
    Explanation.text(sample, width: width, colour: false) { _ in "a material" }
  }

  @Test("No line of the table is wider than the terminal", arguments: [80, 99, 120, 200])
  func fits(width: Int) {
    let text = TerminalTable.text(
      AssayTestKit.SampleAssessments.ranked, AssayTestKit.SampleAssessments.summary, width: width,
      colour: false)
    for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= width, "\(line)") }
  }

  @Test("A narrow table shows the whole of a usual finding", arguments: [72, 80, 100])
  func findingIsWhole(width: Int) throws {
    let sample = try #require(
      AssayTestKit.SampleAssessments.ranked.first { $0.headline.hasPrefix("Priced as") })
    let text = TerminalTable.text(
      [sample], AssayTestKit.SampleAssessments.summary, width: width, colour: false)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains(sample.headline.split(separator: " ").joined(separator: " ")))
  }

  @Test func `hostile text cannot steer a terminal`() {
    let text =
      TerminalTable.text(
        [AssayTestKit.SampleAssessments.hostile], AssayTestKit.SampleAssessments.summary, width: 120,
        colour: false)
      + Self.explain(AssayTestKit.SampleAssessments.hostile, 120)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && VisibleText.isUnseen($0) })
  }

  @Test func `the table names no party`() {
    let text = TerminalTable.text(
      AssayTestKit.SampleAssessments.ranked, AssayTestKit.SampleAssessments.summary, width: 200, colour: false
    )
    #expect(!text.contains("Example Magnetics") && !text.contains("示例稀土"))
  }

  @Test
  func `every JSON line is read by another reader, keeps the text as received, and has documented keys`()
    throws
  {
    let page = try String(contentsOfFile: repositoryRoot() + "/docs/output.md", encoding: .utf8)
    for sample in AssayTestKit.SampleAssessments.all {
      var writer = JSONWriter()
      JSONLinesReport.write(sample, materialSlug: { _ in "a/b" }, to: &writer)
      writer.endLine()
      #expect(writer.bytes.count { $0 == 0x0A } == 1)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
      let item = try #require(object["item"] as? [String: Any])
      #expect(item["goods_description"] as? String == sample.item.goodsDescription)
      #expect(item["declaration_id"] as? String == sample.item.declarationID)
      #expect((object["indicators"] as? [Any])?.count == sample.indicators.count)
      for key in Self.keys(object) { #expect(page.contains("`\(key)`"), "\(key)") }
    }
  }

  @Test func `every CSV column is documented`() throws {
    let page = try String(contentsOfFile: repositoryRoot() + "/docs/output.md", encoding: .utf8)
    for column in CSVReport.columns { #expect(page.contains("`\(column)`"), "\(column)") }
  }

  static func keys(_ value: Any) -> Set<String> {
    if let object = value as? [String: Any] {
      return object.reduce(into: Set(object.keys)) { $0.formUnion(keys($1.value)) }
    }
    if let list = value as? [Any] { return list.reduce(into: []) { $0.formUnion(keys($1)) } }
    return []
  }
}
