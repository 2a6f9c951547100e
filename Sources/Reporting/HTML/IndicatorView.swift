// SPDX-License-Identifier: Apache-2.0

import Indicators
import PageMarkup
import Screening

/// The risk indicators that fired: what was seen, in which cells, and which ordinary reasons were tested.
struct IndicatorView {
  let assessment: Assessment

  func write(to page: inout Markup) {
    guard !assessment.indicators.isEmpty else { return }
    page.element("section", ["class": "indicators"]) { page in
      page.element("h4", text: "Risk indicators")
      for finding in assessment.indicators {
        page.element("article", ["class": "indicator"]) { page in
          page.element("h5") { page in
            page.element("bdi", text: finding.definition.title)
            page.element(
              "span", ["class": "meta"],
              text: " \(finding.definition.typology) · strength \(Figures.fixed(finding.strength, 2))")
          }
          page.element("p") { $0.element("bdi", text: finding.statement) }
          if !finding.fields.isEmpty {
            page.element("p", ["class": "cells"]) { page in
              page.text("Cells: ")
              for (index, field) in finding.fields.enumerated() {
                if index > 0 { page.text(", ") }
                page.element("code", text: field)
              }
            }
          }
          page.sentences("Ordinary reasons, tested", finding.tested)
          page.sentences("Ordinary reasons to rule out", finding.definition.innocentExplanations)
          page.element("p", ["class": "sources"]) { $0.element("bdi", text: finding.definition.source) }
        }
      }
    }
  }
}
