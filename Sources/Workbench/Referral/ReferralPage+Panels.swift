// SPDX-License-Identifier: Apache-2.0

import PageMarkup

extension ReferralPage {
  func decisionPanel(_ page: inout Page) {
    page.section("decision", page.say("decision.title"), class: "panel") { page in
      page.tag("p", ["class": "state-line"]) { $0.tag("strong", $0.say.term("state", decision.state)) }
      for line in decision.lines { page.tag("p", ["class": "note"]) { $0.tag("bdi", line) } }
      for link in decision.cases {
        page.tag("p") { $0.tag("a", ["href": link.href]) { $0.tag("bdi", link.text) } }
      }
      if decision.mayApprove, let approval = decision.approval {
        page.approvalForm(approval, back: "/referrals/\(id)")
      }
      guard decision.mayDecide else {
        page.tag("p", ["class": "note"], page.say("decision.view-only"))
        return
      }
      page.form("/referrals/\(id)/decision", ["class": "decide", "id": "decide"]) { page in
        page.textArea(page.say("decision.reason"), name: "reason", isRequired: true)
        page.tag("div", ["class": "buttons"]) { page in
          page.tag(
            "button", ["name": "decision", "value": "examine", "class": "primary"],
            page.say("decision.examine"))
          page.tag("button", ["name": "decision", "value": "held"], page.say("decision.hold"))
          page.tag(
            "button", ["name": "decision", "value": "released"],
            page.say(decision.needsSecond ? "decision.ask-release" : "decision.release"))
        }
        if decision.needsSecond { page.tag("p", ["class": "note"], page.say("decision.four-eyes")) }
      }
      page.form("/cases", ["class": "plain"]) { page in
        page.html.empty("input", ["type": "hidden", "name": "decision", "value": String(id)])
        page.html.empty("input", ["type": "hidden", "name": "title", "value": headline])
        page.tag("button", ["class": "quiet", "id": "open-case"], page.say("decision.open-case"))
      }
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
}

extension Page {
  /// The second pair of eyes: agree or refuse, with a reason.
  mutating func approvalForm(_ approval: Int64, back: String) {
    form("/approvals/\(approval)", ["class": "decide approve"]) { page in
      page.html.empty("input", ["type": "hidden", "name": "back", "value": back])
      page.tag("p", page.say("approval.waits"))
      page.textArea(page.say("approval.reason"), name: "approval-reason", isRequired: true, rows: 2)
      page.tag("div", ["class": "buttons"]) { page in
        page.tag(
          "button", ["name": "answer", "value": "approve", "class": "primary"], page.say("approval.approve"))
        page.tag("button", ["name": "answer", "value": "reject"], page.say("approval.reject"))
      }
    }
  }
}
