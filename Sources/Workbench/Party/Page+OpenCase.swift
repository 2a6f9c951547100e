// SPDX-License-Identifier: Apache-2.0

import PageMarkup

extension Page {
  /// A button that opens a case about something that has a page of its own.
  /// - Parameter kind: what the link of the case points at, such as `party` or `alert`.
  mutating func openCase(title: String, kind: String, target: String) {
    form("/open-case", ["class": "plain open-case"]) { page in
      page.html.empty("input", ["type": "hidden", "name": "title", "value": title])
      page.html.empty("input", ["type": "hidden", "name": "kind", "value": kind])
      page.html.empty("input", ["type": "hidden", "name": "target", "value": target])
      page.tag("button", page.say("decision.open-case"))
    }
  }
}
