// SPDX-License-Identifier: Apache-2.0

import PageMarkup

extension CasePage {
  static let outcomes = ["unfounded", "corrected", "licensed", "refused", "seized", "handed-on"]

  func closing(_ page: inout Page) {
    page.section("closing", page.say("case.closing"), class: "panel") { page in
      if let outcome {
        page.tag("p", ["class": "state-line"]) { $0.tag("strong", $0.say.term("case-outcome", outcome)) }
      }
      if let summary, request == nil { page.tag("p", ["class": "reason"]) { $0.tag("bdi", summary) } }
      if !answers.isEmpty {
        page.tag("ol", ["class": "log"]) { page in
          for answer in answers {
            page.tag("li") { page in
              page.meta(answer.at, answer.actor)
              page.tag("p") { page in
                page.tag("span", page.say.term("approval-state", answer.state) + " ")
                page.tag("bdi", ["class": "note"], answer.reason)
              }
            }
          }
        }
      }
      if let request {
        request.write(back: "/cases/\(row.id)", to: &page)
      } else if row.status == "closed", mayChange {
        page.tag("details", ["class": "more"]) { page in
          page.tag("summary", page.say("case.reopen"))
          page.form("/cases/\(row.id)/reopen", ["class": "decide"]) { page in
            page.textArea(page.say("decision.reason"), name: "reason", isRequired: true, rows: 2)
            page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("case.reopen")) }
          }
        }
      } else if isOpen {
        page.form("/cases/\(row.id)/close", ["class": "decide", "id": "decide"]) { page in
          page.select(
            page.say("case.outcome"), name: "outcome", chosen: "unfounded",
            options: Self.outcomes.map { ($0, page.say("case-outcome.\($0)")) })
          page.textArea(page.say("decision.reason"), name: "reason", isRequired: true, rows: 2)
          page.tag("div", ["class": "buttons"]) {
            $0.tag("button", ["class": "primary"], $0.say("case.propose"))
          }
          page.tag("p", ["class": "note"], page.say("case.four-eyes"))
        }
      }
    }
  }

  func record(_ page: inout Page) {
    page.section("record", page.say("case.record")) { page in
      page.facts([
        (page.say("column.status"), page.say.term("status", row.status)),
        (page.say("column.priority"), page.say.term("priority", row.priority)),
        (page.say("column.assignee"), row.assignee), (page.say("column.due"), row.due),
        (page.say("case.tags"), row.tags.joined(separator: ", ")),
      ])
      page.tag("p", ["class": "note"]) { page in
        page.tag("a", ["href": "/v1/cases/\(row.id)/package"], page.say("case.export"))
      }
      guard isOpen else { return }
      page.tag("details", ["class": "more"]) { page in
        page.tag("summary", page.say("case.change"))
        page.form("/cases/\(row.id)", ["class": "decide"]) { page in
          page.select(
            page.say("column.status"), name: "status", chosen: row.status,
            options: ["open", "examining", "awaiting"].map { ($0, page.say("status.\($0)")) })
          page.select(
            page.say("column.priority"), name: "priority", chosen: row.priority,
            options: ["low", "normal", "high", "urgent"].map { ($0, page.say("priority.\($0)")) })
          page.field(
            page.say("column.assignee"), name: "assignee", value: row.assignee ?? "",
            hint: page.say("case.assign.hint"))
          page.field(page.say("column.due"), name: "due", value: row.due ?? "", type: "date")
          page.field(page.say("case.tag"), name: "tag")
          page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("case.change")) }
        }
      }
    }
  }
}
