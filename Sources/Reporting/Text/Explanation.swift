// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Licensing
import PageMarkup
import Parties
import Ranking
import ReferenceData
public import Screening
public import TradeModel

/// One assessment in full, for the terminal: both identities, the law with citations, licences, indicators, remedies.
public struct Explanation {
  private let width: Int
  private let style: Style
  private var lines: [String] = []

  /// Makes the text of an assessment, wrapped at a width.
  public static func text(
    _ assessment: Assessment, width: Int, colour: Bool, materialName: (MaterialID) -> String
  ) -> String {
    var explanation = Explanation(width: max(60, min(width, 120)), style: Style(colour: colour))
    explanation.write(assessment, materialName)
    return explanation.lines.joined(separator: "\n") + "\n"
  }

  private init(width: Int, style: Style) {
    self.width = width
    self.style = style
  }

  private mutating func paragraph(_ text: String, indent: Int = 2, bullet: String = "") {
    let first = String(repeating: " ", count: indent) + bullet
    let rest = String(repeating: " ", count: indent + DisplayWidth.of(bullet))
    for (index, line) in DisplayWidth.wrap(text, width - indent - DisplayWidth.of(bullet)).enumerated() {
      lines.append((index == 0 ? first : rest) + line)
    }
  }

  private mutating func field(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    paragraph(text, bullet: DisplayWidth.fit(name, 15))
  }

  private mutating func heading(_ text: String) {
    lines.append("")
    lines.append(style.strong(VisibleText.line(text)))
  }

  private mutating func write(_ assessment: Assessment, _ materialName: (MaterialID) -> String) {
    let item = assessment.item
    lines.append(
      style.lane(assessment.lane, assessment.lane.name.uppercased())
        + "  \(assessment.lane.meaning)   score \(PlainFigures.fixed(assessment.score, 2))   certainty "
        + Figures.percent(assessment.certainty))
    paragraph(assessment.headline, indent: 0)
    if let contrast = assessment.contrast {
      paragraph(contrast, indent: 0)
      let parts = assessment.hypotheses.filter { $0.expectedIllegality > 0 }.map {
        "\(PlainFigures.fixed($0.probability, 2)) \($0.name)"
          + ($0.determination.outcome == .cannotDecide
            ? " x 0.5 (law cannot decide)" : " x stricter x not licensed")
      }
      paragraph(
        "expected illegality \(PlainFigures.fixed(assessment.expectedIllegality, 2)) = "
          + parts.joined(separator: " + "),
        indent: 0)
    }

    heading("Declared  \(item.source)")
    field("declaration", TerminalTable.name(assessment))
    field("date", item.day.description)
    field("exporter", item.exporter?.name)
    field(
      "consignee",
      [item.consignee?.name, item.consignee?.country?.description].compactMap(\.self).joined(separator: ", "))
    field("code", item.commodityCode?.digits)
    field("goods", item.goodsDescription)
    field("composition", item.compositionText)
    field("destination", item.destination.description)
    field("net mass", item.netMass.map { "\($0.exactKilograms) kg" })
    field("value", item.statisticalValue.map { "\($0.amount) \($0.currency)" })
    field("licences", item.licenceNumbers.joined(separator: ", "))

    heading("The law, asked of the goods as declared: \(assessment.declared.outcome.name)")
    for finding in assessment.declared.findings { write(finding) }
    if assessment.declared.findings.isEmpty { paragraph("No control of the day speaks of these goods.") }

    heading("What the goods most likely are")
    for candidate in assessment.identity.candidates.prefix(5) {
      bar(materialName(candidate.material), candidate.probability)
    }
    bar("as declared, none of the materials", assessment.identity.none)
    for evidence in assessment.identity.evidence {
      let name = evidence.material.map(materialName) ?? "none of the materials"
      let sign = evidence.logOdds >= 0 ? "+" : "-"
      paragraph(
        "\(evidence.statement) (\(evidence.kind.name): \(sign)\(PlainFigures.fixed(abs(evidence.logOdds), 1)) for \(name))",
        bullet: "· ")
    }
    for hypothesis in assessment.hypotheses {
      heading(
        "The law, asked of \(hypothesis.name) (\(Figures.percent(hypothesis.probability))): "
          + hypothesis.determination.outcome.name
          + (hypothesis.isCovered ? ", covered by a cited licence" : ""))
      for finding in hypothesis.determination.findings where finding.outcome > .notControlled {
        write(finding)
      }
    }

    heading("Licences: \(assessment.licence.state.name)")
    for draw in assessment.licence.draws {
      let left = draw.balance.map { ", \($0) left" } ?? ", no ceiling"
      paragraph(
        "\(draw.licence): \(draw.quantity.map { "\($0) \(draw.unit.code) drawn" } ?? "used")\(left)",
        bullet: "· ")
    }
    for rejection in assessment.licence.rejections {
      paragraph(
        "\(rejection.licence): \(rejection.reasons.map(\.explanation).joined(separator: "; "))", bullet: "· ")
    }
    if !assessment.licence.fitting.isEmpty {
      paragraph(
        "on file, not cited, would fit: \(assessment.licence.fitting.joined(separator: ", "))", bullet: "· ")
    }

    if !assessment.listed.isEmpty {
      heading("Restricted-party lists, as of \(item.day) (leads, not verdicts)")
    }
    for party in assessment.listed {
      paragraph("\(party.role): \(ListedPartyText.long(party.hit))", bullet: "· ")
      for line in party.hit.explanation { paragraph(line, indent: 4) }
    }

    if !assessment.indicators.isEmpty { heading("Indicators (leads, not verdicts)") }
    for indicator in assessment.indicators {
      paragraph(
        "\(indicator.definition.title) [\(indicator.definition.typology)], strength \(PlainFigures.fixed(indicator.strength, 2))",
        bullet: "· ")
      paragraph(indicator.statement, indent: 4)
      paragraph("cells: \(indicator.fields.joined(separator: ", "))", indent: 4)
      for tested in indicator.tested { paragraph("tested: \(tested)", indent: 4) }
      paragraph(
        "innocent explanations: \(indicator.definition.innocentExplanations.joined(separator: "; "))",
        indent: 4)
    }

    if !assessment.remedies.isEmpty {
      heading("What would make it lawful, or settle it")
      for (number, remedy) in assessment.remedies.enumerated() {
        paragraph(remedy, bullet: "\(number + 1). ")
      }
    }
    lines.append("")
  }

  private mutating func bar(_ name: String, _ probability: Double) {
    lines.append(
      "  " + DisplayWidth.fit(name, 34) + DisplayWidth.fit(Figures.percent(probability), 6, right: true) + " "
        + PlainFigures.bar(probability, 24))
  }

  private mutating func write(_ finding: ControlFinding) {
    let code = finding.controlCode ?? finding.item ?? ""
    paragraph("\(finding.outcome.name): \(finding.citation), \(code)", bullet: "· ")
    paragraph(finding.itemDescription, indent: 4)
    let article = finding.article.map { "article \($0), " } ?? ""
    paragraph("\(article)version of \(finding.version), \(finding.confidence.rawValue)", indent: 4)
    for text in finding.matched { paragraph("matched: \(text)", indent: 4) }
    for text in finding.misses { paragraph("nearest miss: \(text)", indent: 4) }
    for text in finding.questions { paragraph("to settle: \(text)", indent: 4) }
    for text in finding.notes { paragraph("note: \(text)", indent: 4) }
    for text in finding.sources.prefix(2) { paragraph("source: \(text)", indent: 4) }
  }
}
