// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Parties
import Screening
import TradeModel

/// Parties that may be on restricted-party lists on the day of the declaration, with what speaks for and against.
struct ListedPartyView {
  let assessment: Assessment

  func write(to page: inout Markup) {
    guard !assessment.listed.isEmpty else { return }
    page.element("section", ["class": "indicators"]) { page in
      page.element("h4", text: "Restricted-party lists, as of \(assessment.item.day)")
      for party in assessment.listed {
        page.element("article", ["class": "indicator"]) { page in
          page.element("h5") { page in
            page.element("bdi", text: party.hit.listTitle)
            page.element(
              "span", ["class": "meta"],
              text:
                " \(party.role) · \(party.hit.effect.rawValue) · probability \(Figures.fixed(party.hit.probability, 2))"
            )
          }
          page.element("p") { $0.element("bdi", text: ListedPartyText.long(party.hit)) }
          page.sentences("What speaks for and against", party.hit.explanation)
          if let reference = party.hit.reference {
            page.element("p", ["class": "sources"]) { $0.element("bdi", text: reference) }
          }
        }
      }
    }
  }
}
