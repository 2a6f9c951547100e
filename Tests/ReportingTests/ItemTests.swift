// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import ControlLaw
import Ranking
import Reporting
import Screening
import Testing
import TradeModel

@Suite("An item of the list") struct ItemTests {
  static func tree(_ assessment: Assessment) throws -> MarkupTree {
    var page = try SamplePage(items: 0)
    page.top = [assessment]
    page.points = []
    return try MarkupTree(page.render())
  }

  @Test func `a closed item shows lane, finding, facts and score`() throws {
    let tree = try Self.tree(Sample.ferroalloy())
    let summary = try #require(tree.all("summary").first { $0.path.contains("ol") })
    #expect(
      summary.text.split(separator: "\n").joined(separator: "|").hasPrefix(
        """
        1|red|Declared as ferro-alloy at 412 USD/kg; most likely dysprosium metal, which needs a licence\
        2025-06-18 · 7202290090 · to AE · 180\u{A0}kg · 412\u{A0}USD/kg|score 0.86
        """))
  }

  @Test func `the two answers of the law stand side by side`() throws {
    let tree = try Self.tree(Sample.ferroalloy())
    let sides = tree.nodes.filter {
      $0.name == "section" && $0.path.last == "div" && $0.text.hasPrefix("As ")
    }
    #expect(sides.count == 2)
    #expect(sides.first?.text.contains("not controlled") == true)
    #expect(sides.last?.text.contains("dysprosium metal 84\u{A0}%") == true)
    #expect(sides.last?.text.contains("stricter than declared") == true)
  }

  @Test func `evidence is drawn for and against on one scale`() throws {
    let tree = try Self.tree(Sample.ferroalloy())
    func widths(_ kind: String) -> [Double] {
      tree.all(class: kind).compactMap { $0.attributes["width"].flatMap { Double($0.dropLast()) } }
    }
    #expect(widths("for").count == 3)
    // The strongest piece, −5.1, fills its half.
    #expect(widths("against").max() == 50)
    #expect(abs((widths("for").max() ?? 0) - 50 * 4.6 / 5.1) < 0.01)
    #expect(tree.text.contains("412 USD/kg is 240 times the band of ferro-silicon"))
    #expect(tree.text.contains("−5.1") && tree.text.contains("+4.6"))
  }

  @Test func `a control carries instrument, citation, item, code, article, version and confidence`() throws {
    let tree = try Self.tree(Sample.expiredMagnet())
    let control = try #require(tree.all(class: "control").first).text
    for piece in [
      "licence required", "MOFCOM/GAC No. 18 of 2025", "1C905.a.4", "confirmed: read in the source",
      "CN-MOFCOM-GAC-2025-18 · item Dy-magnet · Article 1 · version of 2025-04-04",
      "the composition states 2.6 % Dy",
    ] { #expect(control.contains(piece)) }
    #expect(tree.all(class: "weak").isEmpty)
  }

  @Test func `law that is not well known says so`() throws {
    let memory = try Self.tree(Sample.antimony()).all(class: "weak").map(\.text)
    #expect(memory == ["memory: from memory, not checked against a source"])
    let unverified = try Self.tree(Sample.unverified()).all(class: "weak").map(\.text)
    #expect(unverified == ["unverified: nobody has verified the law on this day"])
  }

  @Test func `what is open shows its question and no demand for a licence`() throws {
    let tree = try Self.tree(Sample.antimony())
    #expect(
      tree.all(class: "open").contains { $0.text.contains("What is the purity? The limit is 99.99 %.") })
    #expect(tree.text.contains("a licence may be needed, and the declaration names none."))
    #expect(!tree.text.contains("a licence is needed, and"))
  }

  @Test func `licences that do not cover the goods are named with their reasons`() throws {
    let text = try Self.tree(Sample.expiredMagnet()).all(class: "licence").first?.text ?? ""
    #expect(text.contains("25-SAMPLE-0417: it expired on 2025-08-15; it was granted for another consignee"))
    #expect(text.contains("25-SAMPLE-0502: its balance of 120 KGM is less than the 640 KGM declared"))
    #expect(text.contains("On file and would fit, but not cited"))
  }

  @Test func `an indicator says what was seen, where, and which ordinary reasons were tested`() throws {
    let tree = try Self.tree(Sample.ferroalloy())
    let indicators = tree.all(class: "indicator")
    #expect(indicators.count == 2)
    let text = indicators.first?.text ?? ""
    for piece in [
      "412 USD/kg stands against 1.1 to 1.9 USD/kg for ferro-silicon in June 2025.",
      "Cells: statistical_value, net_mass, commodity_code", "Ordinary reasons, tested",
      "a unit slip (t for kg)",
      "Ordinary reasons to rule out", "samples and small lots",
    ] { #expect(text.contains(piece)) }
  }

  @Test func `controls that come near are folded away beyond the second`() throws {
    var assessment = try Sample.ferroalloy()
    assessment.declared.findings = Array(repeating: assessment.declared.findings[0], count: 7)
    let tree = try Self.tree(assessment)
    #expect(tree.all(class: "nearby").first?.text.hasPrefix("5 more that come near and do not apply") == true)
    #expect(tree.all(class: "control").count >= 8)
  }

  @Test func `a score that is no number is shown as nought`() throws {
    let tree = try Self.tree(Sample.hostile())
    #expect(tree.all(class: "score").first?.text.contains("score 0.00") == true)
  }

  @Test func `Chinese text comes through as written`() throws {
    #expect(try Self.tree(Sample.solder()).text.contains("焊锡膏 solder paste"))
  }
}
