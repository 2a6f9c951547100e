// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// What one officer asked for and another must answer.
public struct ApprovalView: Encodable, Sendable {
  public var id: Int64
  public var askedBy: String
  public var at: String
  public var reason: String
  /// Whether the reader asked for it, who cannot answer it then.
  public var isOwn: Bool
  /// Whether the reader may answer it.
  public var mayAnswer: Bool

  public init(id: Int64, askedBy: String, at: String, reason: String, isOwn: Bool, mayAnswer: Bool) {
    self.id = id
    self.askedBy = askedBy
    self.at = at
    self.reason = reason
    self.isOwn = isOwn
    self.mayAnswer = mayAnswer
  }

  /// - Parameter back: where the answer leads to.
  func write(back: String, to page: inout Page) {
    page.tag("div", ["class": "request"]) { page in
      page.tag("p") { $0.tag("bdi", $0.say("approval.waits", askedBy, at, reason)) }
      guard mayAnswer else {
        page.tag("p", ["class": "note"], page.say(isOwn ? "approval.own" : "approval.other"))
        return
      }
      page.form("/approvals/\(id)", ["class": "decide approve"]) { page in
        page.html.empty("input", ["type": "hidden", "name": "back", "value": back])
        page.textArea(page.say("approval.reason"), name: "approval-reason", isRequired: true, rows: 2)
        page.tag("div", ["class": "buttons"]) { page in
          page.tag(
            "button", ["name": "answer", "value": "approve", "class": "primary"], page.say("approval.approve")
          )
          page.tag("button", ["name": "answer", "value": "reject"], page.say("approval.reject"))
        }
      }
    }
  }
}
