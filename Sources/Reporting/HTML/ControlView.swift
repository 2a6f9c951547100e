// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import PageMarkup
import ReferenceData
import Screening
import TradeModel

/// The controls held against the goods, each with what a lawyer needs to check it.
struct ControlView {
  /// How many controls that come near but do not apply are shown before the rest is folded away.
  static let nearShown = 2

  let assessment: Assessment

  func write(to page: inout Markup) {
    page.element("section", ["class": "law"]) { page in
      page.element("h4", text: "What the law says of the goods as declared")
      findings(assessment.declared, to: &page)
      for hypothesis in assessment.hypotheses where hypothesis.determination != assessment.declared {
        page.element("h4") { page in
          page.text("If they are ")
          page.element("bdi", text: hypothesis.name)
          page.element("span", ["class": "chance"], text: " \(Figures.percent(hypothesis.probability))")
        }
        findings(hypothesis.determination, to: &page)
      }
    }
  }

  private func findings(_ determination: Determination, to page: inout Markup) {
    guard !determination.findings.isEmpty else {
      page.element("p", ["class": "none"], text: "No control applies or comes near.")
      return
    }
    let near = determination.findings.filter { $0.outcome == .notControlled }
    for finding in determination.findings where finding.outcome != .notControlled {
      write(finding, to: &page)
    }
    for finding in near.prefix(Self.nearShown) { write(finding, to: &page) }
    let rest = near.dropFirst(Self.nearShown)
    guard !rest.isEmpty else { return }
    page.element("details", ["class": "nearby"]) { page in
      page.element("summary", text: "\(Figures.grouped(rest.count)) more that come near and do not apply")
      for finding in rest { write(finding, to: &page) }
    }
  }

  private func write(_ finding: ControlFinding, to page: inout Markup) {
    page.element("article", ["class": "control"]) { page in
      page.element("header") { page in
        page.outcome(finding.outcome)
        page.element("h5") { page in
          page.element("bdi", text: finding.citation)
          if let code = finding.controlCode { page.element("code", text: code) }
        }
        Self.confidence(finding.confidence, to: &page)
      }
      page.element("p", ["class": "wording"]) { $0.element("bdi", text: finding.itemDescription) }
      page.element("p", ["class": "meta"]) { page in
        var parts = [finding.instrument]
        if let item = finding.item { parts.append("item \(item)") }
        if let article = finding.article { parts.append(article) }
        parts.append("version of \(finding.version)")
        page.element("bdi", text: parts.joined(separator: " · "))
      }
      page.sentences("Open questions", finding.questions, class: "open")
      page.sentences("Facts that meet it", finding.matched)
      page.sentences("Why it does not apply", finding.misses)
      page.sentences("Also", finding.notes)
      sources(finding.sources, to: &page)
    }
  }

  private func sources(_ sources: [String], to page: inout Markup) {
    guard !sources.isEmpty else { return }
    page.element("p", ["class": "sources"]) { page in
      page.text(sources.count == 1 ? "Source: " : "Sources: ")
      for (index, source) in sources.enumerated() {
        if index > 0 { page.text("; ") }
        if let address = SafeText.link(source) {
          page.element("a", ["href": address, "rel": "noreferrer noopener"], text: source)
        } else {
          page.element("bdi", text: source)
        }
      }
    }
  }

  /// How well the rule is known; anything short of a read source stands out and says what it means.
  static func confidence(_ confidence: Confidence, to page: inout Markup) {
    let meaning =
      switch confidence {
      case .confirmed: "read in the source"
      case .reported: "reported by a secondary source"
      case .inferred: "deduced from a confirmed source"
      case .memory: "from memory, not checked against a source"
      case .unverified: "nobody has verified the law on this day"
      }
    let isWeak = confidence < .reported
    page.element("span", ["class": isWeak ? "confidence weak" : "confidence"]) { page in
      page.element("b", text: confidence.rawValue)
      page.text(": " + meaning)
    }
  }
}
