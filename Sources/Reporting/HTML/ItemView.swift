// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import PageMarkup
import Ranking
import Screening
import TradeModel

/// One item of the list: closed, a headline with score and lane; opened, everything the answer rests on.
struct ItemView {
  let rank: Int
  let assessment: Assessment
  let materialName: (MaterialID) -> String

  func write(to page: inout Markup) {
    page.element("details", ["class": "item", "id": "item-\(assessment.row)"]) { page in
      page.element("summary") { page in
        page.element("span", ["class": "rank"], text: Figures.grouped(rank))
        page.element("span", ["class": "lane"]) { page in
          page.mark(assessment.lane)
          page.element("b", text: assessment.lane.name)
        }
        page.element("span", ["class": "head"]) { page in
          page.element("bdi", ["class": "headline"], text: assessment.headline)
          page.element("bdi", ["class": "meta"], text: meta)
        }
        page.element("span", ["class": "score"]) { page in
          page.element("span", ["class": "label"], text: "score ")
          page.element("b", text: Figures.fixed(score, 2))
          page.raw("<svg height=\"4\" aria-hidden=\"true\">")
          page.empty("rect", ["class": "track", "width": "100%", "height": "4"])
          page.empty("rect", ["class": "f-ink", "width": Figures.coordinate(score), "height": "4"])
          page.raw("</svg>")
        }
      }
      page.element("div", ["class": "body"]) { page in
        IdentityView(assessment: assessment, materialName: materialName).write(to: &page)
        remedies(to: &page)
        ControlView(assessment: assessment).write(to: &page)
        LicenceView(assessment: assessment).write(to: &page)
        ListedPartyView(assessment: assessment).write(to: &page)
        IndicatorView(assessment: assessment).write(to: &page)
        DeclarationView(assessment: assessment).write(to: &page)
      }
    }
  }

  /// The score within 0 and 1; 0 when it is not a number.
  var score: Double { assessment.score.isNaN ? 0 : max(0, min(1, assessment.score)) }

  /// Day, code, route and size in one line; parties appear only inside the opened item.
  var meta: String {
    let item = assessment.item
    var parts = [item.day.description]
    if let code = item.commodityCode { parts.append(code.digits) }
    parts.append("to \(item.destination)")
    if let mass = item.netMass { parts.append(Figures.mass(kilograms: mass.kilograms)) }
    if let price = UnitPrice(item) { parts.append(price.text) }
    return parts.joined(separator: " · ")
  }

  private func remedies(to page: inout Markup) {
    guard !assessment.remedies.isEmpty else { return }
    page.element("section", ["class": "remedies"]) { page in
      page.element("h4", text: "What would make it lawful, or settle it")
      page.element("ol") { page in
        for remedy in assessment.remedies { page.element("li") { $0.element("bdi", text: remedy) } }
      }
    }
  }
}

/// The stated value of one kilogram of net mass in the stated currency.
struct UnitPrice {
  let perKilogram: Double
  let currency: CurrencyCode

  init?(_ item: GoodsItem) {
    guard let value = item.statisticalValue, let mass = item.netMass, mass.milligrams > 0 else { return nil }
    perKilogram = value.amount.double / mass.kilograms
    currency = value.currency
  }

  var text: String { "\(Figures.rounded(perKilogram))\u{A0}\(currency)/kg" }
}

extension Markup {
  /// A list of sentences under a small heading; nothing when there are none.
  mutating func sentences(_ heading: String, _ lines: [String], class kind: String = "") {
    guard !lines.isEmpty else { return }
    element("div", ["class": "sentences \(kind)"]) { page in
      page.element("h6", text: heading)
      page.element("ul") { page in
        for line in lines { page.element("li") { $0.element("bdi", text: line) } }
      }
    }
  }

  /// What the law says, in a tag whose weight grows with the outcome.
  mutating func outcome(_ outcome: Outcome) {
    let weight =
      switch outcome {
      case .notControlled: "free"
      case .cannotDecide: "open"
      case .licenceRequired, .quotaExceeded: "bound"
      case .presumptionOfDenial, .prohibited: "barred"
      }
    element("span", ["class": "outcome \(weight)"], text: outcome.name)
  }
}
