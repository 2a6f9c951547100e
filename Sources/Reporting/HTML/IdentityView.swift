// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import PageMarkup
import Screening
import TradeModel

/// The law asked twice: the goods as declared beside the goods as they most likely are, and the evidence between.
struct IdentityView {
  let assessment: Assessment
  let materialName: (MaterialID) -> String

  func write(to page: inout Markup) {
    if let contrast = assessment.contrast {
      page.element("p", ["class": "quote"]) { page in page.element("bdi", text: contrast) }
      page.element(
        "p",
        text:
          "Expected illegality \(PlainFigures.fixed(assessment.expectedIllegality, 2)): probability x the law is stricter x not licensed."
      )
    }
    page.element("div", ["class": "twice"]) { page in
      page.element("section") { page in
        page.element("h4", text: "As declared")
        declared(to: &page)
      }
      page.element("section") { page in
        page.element("h4", text: "As they most likely are")
        likely(to: &page)
      }
    }
    evidence(to: &page)
  }

  private func declared(to page: inout Markup) {
    let item = assessment.item
    page.element("p", ["class": "quote"]) { page in
      page.element("bdi", text: item.goodsDescription ?? "no description")
    }
    page.element("p") { $0.outcome(assessment.declared.outcome) }
    page.element("dl", ["class": "facts"]) { page in
      page.fact("Commodity code", item.commodityCode?.digits ?? "not stated")
      let names = assessment.reading.claims.map { materialName($0.material) + " (\(basis($0.basis)))" }
      page.fact("Read as", names.isEmpty ? "no material of the reference" : names.joined(separator: "; "))
      if !assessment.reading.composition.isEmpty {
        let parts = assessment.reading.composition.map { "\($0.element) \(Figures.bounds($0.percent)) %" }
        page.fact(
          assessment.reading.compositionIsWhole ? "Composition, whole" : "Composition, in part",
          parts.joined(separator: ", "))
      }
      if let purity = assessment.reading.purity { page.fact("Purity", Figures.bounds(purity) + " %") }
      for property in assessment.reading.properties {
        page.fact(
          property.property.rawValue.split(separator: "_").joined(separator: " "),
          Figures.bounds(property.value))
      }
      page.fact(
        "Words", assessment.reading.isSpecific ? "name particular goods" : "too vague to rule anything out")
    }
  }

  private func basis(_ basis: MaterialClaim.Basis) -> String {
    switch basis {
    case .named: "named"
    case .composed: "by composition"
    case .coded: "by code"
    case .supposed: "supposed"
    }
  }

  private func likely(to page: inout Markup) {
    if let best = assessment.hypotheses.first {
      page.element("p", ["class": "quote"]) { page in
        page.element("bdi", text: best.name)
        page.element("span", ["class": "chance"], text: " \(Figures.percent(best.probability))")
      }
      page.element("p") { page in
        page.outcome(best.determination.outcome)
        if best.isStricter {
          page.element(
            "span", ["class": "aside"],
            text: best.isCovered ? " stricter than declared, covered by a licence" : " stricter than declared"
          )
        }
      }
    } else {
      page.element("p", ["class": "quote"], text: "No strategic material stands out")
    }
    page.element("ul", ["class": "chances"]) { page in
      for candidate in assessment.identity.candidates.prefix(6) {
        let hypothesis = assessment.hypotheses.first { $0.material == candidate.material }
        chance(
          hypothesis?.name ?? materialName(candidate.material), candidate.probability,
          hypothesis?.determination.outcome, to: &page)
      }
      chance("none of the reference's materials", assessment.identity.none, nil, to: &page)
    }
    page.element(
      "p", ["class": "note"],
      text: "The declaration holds \(Figures.percent(assessment.certainty)) of what is needed to judge.")
  }

  private func chance(_ name: String, _ probability: Double, _ outcome: Outcome?, to page: inout Markup) {
    page.element("li") { page in
      page.element("bdi", ["class": "name"], text: name)
      page.element("span", ["class": "count"], text: Figures.percent(probability))
      page.raw("<svg height=\"5\" aria-hidden=\"true\">")
      page.empty("rect", ["class": "track", "width": "100%", "height": "5"])
      page.empty("rect", ["class": "f-ink", "width": Figures.coordinate(probability), "height": "5"])
      page.raw("</svg>")
      if let outcome { page.element("small", text: outcome.name) }
    }
  }

  /// Evidence as bars to the right (for) and left (against) of a line, strongest first within each material.
  private func evidence(to page: inout Markup) {
    let pieces = assessment.identity.evidence.filter { $0.logOdds.isFinite }
    guard !pieces.isEmpty else { return }
    let scale = max(2, pieces.map { abs($0.logOdds) }.max() ?? 2)
    page.element("section", ["class": "evidence"]) { page in
      page.element("h4", text: "Evidence on what the goods are")
      page.element(
        "p", ["class": "note"],
        text:
          "Bars to the right speak for the material, to the left against it; the figure is the natural logarithm of the odds."
      )
      for (material, group) in grouped(pieces) {
        page.element("h5") { page in
          page.element("bdi", text: material.map(materialName) ?? "None of the reference's materials")
        }
        page.element("ul") { page in
          for piece in group {
            page.element("li") { page in
              page.element("span", ["class": "kind"], text: piece.kind.name)
              page.element("bdi", ["class": "name"], text: piece.statement)
              bar(piece.logOdds, scale: scale, to: &page)
              page.element("span", ["class": "count"], text: signed(piece.logOdds))
            }
          }
        }
      }
    }
  }

  private func bar(_ logOdds: Double, scale: Double, to page: inout Markup) {
    let width = abs(logOdds) / scale / 2
    page.raw("<svg class=\"odds\" height=\"10\" aria-hidden=\"true\">")
    page.empty(
      "rect",
      [
        "class": logOdds < 0 ? "against" : "for", "x": Figures.coordinate(logOdds < 0 ? 0.5 - width : 0.5),
        "y": "1",
        "width": Figures.coordinate(width), "height": "8",
      ])
    page.empty("line", ["class": "base", "x1": "50%", "x2": "50%", "y1": "0", "y2": "10"])
    page.raw("</svg>")
  }

  private func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + Figures.fixed(value, 1) }

  /// Evidence by material in the order of the candidates, then of the first piece.
  private func grouped(_ pieces: [IdentityEvidence]) -> [(material: MaterialID?, pieces: [IdentityEvidence])]
  {
    var order: [MaterialID?] = assessment.identity.candidates.map(\.material)
    for piece in pieces where !order.contains(piece.material) { order.append(piece.material) }
    return order.compactMap { material in
      let group = pieces.filter { $0.material == material }.sorted { abs($0.logOdds) > abs($1.logOdds) }
      return group.isEmpty ? nil : (material, group)
    }
  }
}

extension Markup {
  /// A name and its value in a list of facts.
  mutating func fact(_ name: String, _ value: String) {
    element("div") { page in
      page.element("dt", text: name)
      page.element("dd") { $0.element("bdi", text: value) }
    }
  }
}
