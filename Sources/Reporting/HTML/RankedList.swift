// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking
import Screening
import TradeModel

/// The ranked items, each to be opened for its reasons, with a filter by lane that needs no script.
struct RankedList {
  let top: [Assessment]
  let materialName: (MaterialID) -> String

  func write(to page: inout Markup) {
    page.element("section", ["class": "list", "id": "list", "aria-labelledby": "h-list"]) { page in
      page.element("h2", ["id": "h-list"], text: "The items, most important first")
      guard !top.isEmpty else {
        page.element("p", ["class": "none"], text: "No item is listed.")
        return
      }
      controls(to: &page)
      page.element("ol", ["class": "items"]) { page in
        for (index, assessment) in top.enumerated() {
          page.element("li", ["class": "entry \(assessment.lane.name)"]) { page in
            ItemView(rank: index + 1, assessment: assessment, materialName: materialName).write(to: &page)
          }
        }
      }
      page.element(
        "p", ["class": "none", "id": "nothing", "hidden": "hidden"], text: "No item fits the filter.")
    }
  }

  private func controls(to page: inout Markup) {
    page.element("div", ["class": "controls", "role": "group", "aria-label": "Filter the list"]) { page in
      for lane in Lane.allCases.sorted(by: >) {
        let count = top.count { $0.lane == lane }
        guard count > 0 else { continue }
        page.element("label", ["class": "check"]) { page in
          page.empty(
            "input",
            ["type": "checkbox", "id": "show-\(lane.name)", "checked": "checked", "autocomplete": "off"])
          page.mark(lane)
          page.element("span", text: " \(lane.name) \(Figures.grouped(count))")
        }
      }
      page.element("label", ["class": "find"]) { page in
        page.element("span", text: "Find ")
        page.empty(
          "input",
          [
            "type": "search", "id": "find", "autocomplete": "off", "spellcheck": "false",
            "placeholder": "word, code, control, party",
          ])
      }
      page.element("button", ["type": "button", "id": "open-all"], text: "Open all")
      page.element("span", ["id": "shown", "role": "status"], text: "")
    }
  }
}
