// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Licensing
import PageMarkup
import Screening
import TradeModel

/// How the licences answer: what is drawn, which cited licence does not cover the goods and why, which would.
struct LicenceView {
  let assessment: Assessment

  func write(to page: inout Markup) {
    let settlement = assessment.licence
    page.element("section", ["class": "licence"]) { page in
      page.element("h4", text: "Licences")
      page.element("p") { page in
        page.element(
          "b", text: settlement.state.name.prefix(1).uppercased() + settlement.state.name.dropFirst())
        page.text(meaning(settlement.state))
      }
      page.sentences("Drawn", settlement.draws.map(Self.sentence))
      page.sentences(
        "Does not cover the goods",
        settlement.rejections.map { rejection in
          "\(rejection.licence): \(rejection.reasons.map(\.explanation).joined(separator: "; "))"
        })
      page.sentences("On file and would fit, but not cited", settlement.fitting)
    }
  }

  private func meaning(_ state: LicenceSettlement.State) -> String {
    switch state {
    case .notNeeded where assessment.declared.outcome == .cannotDecide:
      ": no control of the goods as declared is known to ask for a licence; an open question may change that."
    case .notNeeded: ": no control of the goods as declared asks for a licence."
    case .covered: ": every control is covered by a cited licence with enough balance."
    case .notCited where assessment.declared.outcome == .cannotDecide:
      ": a licence may be needed, and the declaration names none."
    case .notCited: ": a licence is needed, and the declaration names none."
    case .unfit: ": licences are cited, but none covers the goods."
    }
  }

  static func sentence(_ draw: LicenceSettlement.Draw) -> String {
    guard let quantity = draw.quantity else { return "\(draw.licence): no ceiling" }
    let left = draw.balance.map { ", \($0) \(draw.unit.code) left" } ?? ""
    return "\(draw.licence): \(quantity) \(draw.unit.code) drawn\(left)"
  }
}
