// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import Indicators
import Intake
import Licensing
import Ranking
import Reporting
import Screening
import Testing
import TradeModel

/// Fields that may be absent; the lane of a lawful item must not fall, nor rise without a reason, when one is.
private let optionalFields = [
  "item_number", "office", "procedure", "exporter_name", "exporter_id", "exporter_country", "consignee_name",
  "consignee_country", "commodity_code", "origin", "mode", "packages", "package_kind", "net_mass",
  "gross_mass",
  "statistical_value", "end_use", "end_user", "composition", "licence_numbers",
]

@Suite("Promises of the screening") struct PromiseTests {
  @Test func `plain lawful goods are released, certain, and nothing is said against them`() throws {
    let assessment = try assess(bolts)
    #expect(assessment.lane == .green)
    #expect(assessment.declared.outcome == .notControlled)
    #expect(assessment.indicators.isEmpty)
    #expect(assessment.remedies.isEmpty)
    #expect(assessment.certainty > 0.8)
  }

  @Test func `goods under control without a licence are examined, and the remedy is named`() throws {
    let assessment = try assess(dysprosiumOxide)
    #expect(assessment.declared.outcome == .licenceRequired)
    #expect(assessment.declared.findings.first?.controlCode == "1C905.b")
    #expect(assessment.licence.state == .notCited)
    #expect(assessment.lane == .red)
    #expect(assessment.remedies.contains { $0.contains("1C905.b") })
  }

  @Test func `the same goods with a licence that fits are not`() throws {
    let row = dysprosiumOxide.setting("licence_numbers", "L-1")
    let assessment = try assess(
      row, licences: [licence("L-1", for: row, controls: ["1C905.b"], kilograms: 300)])
    #expect(assessment.licence.state == .covered)
    #expect(assessment.lane <= .blue)
    let spent = try assess(row, licences: [licence("L-1", for: row, controls: ["1C905.b"], kilograms: 200)])
    #expect(spent.lane == .red)
    #expect(spent.indicators.contains { $0.definition.id == "licence-misuse" })
  }

  @Test func `dear parcels to one buyer are pooled under any chapter, at the usual price they are not`()
    throws
  {
    func rows(_ value: String, _ mode: String) -> [Row] {
      let usual = (0..<60).map {
        bolts.setting("declaration_id", "U-\($0)").setting("commodity_code", "3926909090")
          .setting("goods_description", "plastic housing parts").setting(
            "statistical_value", "\(8000 + $0 * 20)"
          )
          .setting("exporter_id", "91330200MA2U\(1000 + $0)A")
      }
      let parcels = (0..<8).map {
        usual[0].setting("declaration_id", "P-\($0)").setting("net_mass", "\(5 + $0)").setting(
          "packages", "1"
        )
        .setting("gross_mass", "\(6 + $0)").setting("statistical_value", value).setting("mode", mode)
        .setting("exporter_id", "91330200MA2PPPPP0P").setting("consignee_name", "Delta Optics Ltd")
      }
      return usual + parcels
    }
    let dear = try screen(rows("900", "express"))
    #expect(
      (60..<68).allSatisfy {
        dear.assessment(at: $0).indicators.contains { $0.definition.id == "pooled-parcels" }
      })
    let fair = try screen(rows("60", "express"))
    #expect(
      !(60..<68).contains {
        fair.assessment(at: $0).indicators.contains { $0.definition.id == "pooled-parcels" }
      })
  }

  @Test func `the same goods the day before the rule were free`() throws {
    let assessment = try assess(dysprosiumOxide.setting("date", "2025-04-03"))
    #expect(assessment.declared.outcome == .notControlled)
  }

  @Test(arguments: optionalFields)
  func `an absent field lowers certainty, never the lane`(_ field: String) throws {
    for row in [bolts, dysprosiumOxide] where row.cells[field] != nil {
      let full = try assess(row)
      let bare = try assess(row.setting(field, nil))
      #expect(bare.lane >= full.lane)
      #expect(bare.certainty <= full.certainty)
    }
  }

  @Test(arguments: ["metal powder", "sample", "金属粉末", ""])
  func `vague words under a code that can carry a controlled material are never released`(_ words: String)
    throws
  {
    let assessment = try assess(dysprosiumOxide.setting("goods_description", words))
    #expect(assessment.declared.outcome == .cannotDecide)
    #expect(assessment.lane >= .yellow)
    #expect(assessment.declared.findings.contains { !$0.questions.isEmpty })
    #expect(assessment.remedies.contains { $0.hasPrefix("Answer:") })
  }

  @Test(arguments: [("250", "kg"), ("250000", "g"), ("0.25", "t")])
  func `kilograms, grams and tonnes give one answer`(_ mass: String, _ unit: String) throws {
    let row = dysprosiumOxide.setting("net_mass", mass).setting("gross_mass", nil).setting("mass_unit", unit)
    let reference = try assess(dysprosiumOxide.setting("gross_mass", nil))
    let assessment = try assess(row)
    #expect(assessment.score == reference.score)
    #expect(assessment.declared == reference.declared)
    #expect(assessment.item.netMass == reference.item.netMass)
  }

  @Test(arguments: [2, 3, 10])
  func `splitting a consignment never makes it more permitted`(_ parts: Int) throws {
    let whole = try assess(dysprosiumOxide)
    let split = (0..<parts).map { part in
      dysprosiumOxide.setting("item_number", "\(part + 1)").setting("net_mass", "\(250.0 / Double(parts))")
        .setting("gross_mass", nil).setting("statistical_value", "\(60000 / parts)")
    }
    let result = try screen(split)
    for row in 0..<parts {
      let assessment = result.assessment(at: row)
      #expect(assessment.declared.outcome >= whole.declared.outcome)
      #expect(assessment.lane >= whole.lane)
    }
  }

  @Test func `splitting does not stretch a licence`() throws {
    let row = dysprosiumOxide.setting("licence_numbers", "L-1")
    let parts = (0..<5).map {
      row.setting("item_number", "\($0 + 1)").setting("net_mass", "50").setting("gross_mass", "55")
    }
    let result = try screen(
      parts, licences: [licence("L-1", for: row, controls: ["1C905.b"], kilograms: 200)])
    let states = (0..<5).map { result.assessment(at: $0).licence.state }
    #expect(states == [.covered, .covered, .covered, .covered, .unfit])
  }

  @Test func `every finding says rule, version, confidence, sources and cells`() throws {
    let assessment = try assess(dysprosiumOxide.setting("licence_numbers", "L-404"))
    for finding in assessment.declared.findings {
      #expect(!finding.instrument.isEmpty && !finding.citation.isEmpty && !finding.sources.isEmpty)
      #expect(finding.version <= assessment.item.day || finding.outcome == .notControlled)
    }
    #expect(!assessment.indicators.isEmpty)
    for indicator in assessment.indicators {
      #expect(!indicator.statement.isEmpty && !indicator.fields.isEmpty)
      #expect(!indicator.definition.innocentExplanations.isEmpty)
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `threads, chunks and the order of rows change nothing`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let rows = (0..<400).map { index -> Row in
      var row = Bool.random(using: &random) ? bolts : dysprosiumOxide
      row = row.setting("declaration_id", "D-\(index)")
      row = row.setting("net_mass", "\(Int.random(in: 1...50, using: &random))").setting("gross_mass", nil)
      row = row.setting("date", "2025-06-\(Int.random(in: 10...28, using: &random))")
      if Bool.random(using: &random) {
        row = row.setting("licence_numbers", "L-\(Int.random(in: 1...3, using: &random))")
      }
      if Int.random(in: 0..<5, using: &random) == 0 { row = row.setting("goods_description", "metal powder") }
      return row
    }
    let licences = (1...3).map {
      licence("L-\($0)", for: dysprosiumOxide, controls: ["1C905.b"], kilograms: 400 * $0)
    }
    let reference = lines(try screen(rows, licences: licences))
    for threads in [1, 2, 5] {
      var options = ScreeningOptions()
      options.threads = threads
      options.chunkRows = Int.random(in: 1...300, using: &random)
      let table = try read(rows, chunkBytes: Int.random(in: 100...100_000, using: &random), threads: threads)
        .table
      #expect(lines(screener.screen(table, licences: licences, options: options)) == reference)
    }
    let shuffled = lines(try screen(rows.shuffled(using: &random), licences: licences))
    #expect(withoutLine(shuffled).sorted() == withoutLine(reference).sorted())
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `rows in are rows assessed and rows quarantined`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let breakings: [(String, String)] = [
      ("date", "2025-02-30"), ("destination", "Atlantis"), ("net_mass", "-3"), ("commodity_code", "85AB"),
      ("currency", "XQQ"), ("date", ""), ("statistical_value", "lots"),
    ]
    var broken = 0
    let rows = (0..<200).map { index -> Row in
      var row = bolts.setting("declaration_id", "D-\(index)")
      if Int.random(in: 0..<4, using: &random) == 0 {
        let (field, text) = breakings.randomElement(using: &random)!
        row = row.setting(field, text)
        broken += 1
      }
      return row
    }
    let result = try read(rows)
    #expect(result.rowsRead == 200)
    #expect(result.quarantine.count == broken)
    #expect(screener.screen(result.table).compact.count == 200 - broken)
  }

  private func lines(_ result: ScreeningResult) -> [String] {
    var bytes: [UInt8] = []
    ResultWriter.csv(result) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Lines of the result without the number of the input line, which moves with the rows.
  private func withoutLine(_ lines: [String]) -> [String] {
    lines.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).dropFirst(2).joined(separator: ",")
    }
  }
}
