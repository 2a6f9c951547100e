// SPDX-License-Identifier: Apache-2.0

import PageMarkup

extension ReferralPage {
  func decisionPanel(_ page: inout Page) {
    page.section("decision", page.say("decision.title"), class: "panel") { page in
      page.tag("p", ["class": "state-line"]) { $0.tag("strong", $0.say.term("state", decision.state)) }
      if let made = decision.made {
        page.tag("p", ["class": "meta"]) { page in
          page.tag("time", made.at)
          page.tag("bdi", made.actor)
          if let second = made.second { page.tag("bdi", page.say("decision.second", second)) }
        }
        page.tag("p", ["class": "reason"]) { $0.tag("bdi", made.reason) }
      }
      decision.request?.write(back: "/referrals/\(id)", to: &page)
      guard decision.mayDecide else {
        page.tag("p", ["class": "note"], page.say("decision.view-only"))
        return
      }
      if decision.request == nil { decide(&page) }
      cases(&page)
    }
  }

  private func decide(_ page: inout Page) {
    page.form("/referrals/\(id)/decision", ["class": "decide", "id": "decide"]) { page in
      page.textArea(page.say("decision.reason"), name: "reason", isRequired: true)
      page.tag("div", ["class": "buttons"]) { page in
        page.tag(
          "button", ["name": "decision", "value": "examine", "class": "primary"], page.say("decision.examine")
        )
        page.tag("button", ["name": "decision", "value": "held"], page.say("decision.hold"))
        page.tag(
          "button", ["name": "decision", "value": "released"],
          page.say(decision.needsSecond ? "decision.ask-release" : "decision.release"))
      }
      if decision.needsSecond { page.tag("p", ["class": "note"], page.say("decision.four-eyes")) }
    }
  }

  private func cases(_ page: inout Page) {
    for record in decision.cases {
      page.tag("p", ["class": "in-case"]) { page in
        page.tag("a", ["href": "/cases/\(record.id)"]) {
          $0.tag("bdi", $0.say("decision.case", String(record.id), record.title))
        }
      }
    }
    page.form("/cases", ["class": "plain"]) { page in
      page.html.empty("input", ["type": "hidden", "name": "decision", "value": String(id)])
      page.html.empty(
        "input",
        [
          "type": "hidden", "name": "title",
          "value": String("\(Number.sentence(headline)) · \(declaration)".prefix(280)),
        ])
      page.tag("button", ["class": "quiet", "id": "open-case"], page.say("decision.open-case"))
    }
  }

  func remedyPanel(_ page: inout Page) {
    guard !remedies.isEmpty else { return }
    page.section("remedies", page.say("referral.remedies")) { page in
      page.tag("ol", ["class": "remedies", "lang": "en"]) { page in
        for remedy in remedies { page.tag("li") { $0.tag("bdi", remedy) } }
      }
    }
  }

  func licencePanel(_ page: inout Page) {
    page.section("licence", page.say("referral.licence")) { page in
      page.tag("p") { $0.tag("strong", $0.say.term("licence-state", licence.state)) }
      if !licence.lines.isEmpty {
        page.tag("ul", ["class": "lines", "lang": "en"]) { page in
          for line in licence.lines { page.tag("li") { $0.tag("bdi", line) } }
        }
      }
    }
  }

  func basisPanel(_ page: inout Page) {
    page.section("rests", page.say("referral.rests"), class: "small") { page in
      page.form("/referrals/\(id)/certificate", ["class": "plain", "data-again": ""]) { page in
        page.tag(
          "button", ["class": "quiet", "name": "format", "value": "json"], page.say("referral.certificate"))
        page.tag(
          "button", ["class": "quiet", "name": "format", "value": "html"],
          page.say("referral.certificate.page"))
      }
      page.tag("p", ["class": "note"], page.say("referral.certificate.note"))
      page.tag("details", ["class": "more"]) { page in
        page.tag("summary", page.say("referral.digests"))
        page.facts(digests.map { (page.say.term("fact", $0.name), $0.value) }, class: "facts digests")
        page.tag("p", ["class": "note"], page.say("referral.replay", String(id)))
      }
    }
  }
}
