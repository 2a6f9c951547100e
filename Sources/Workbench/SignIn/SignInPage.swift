// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Where one signs in, when there are accounts.
public struct SignInPage: WorkbenchPage {
  /// Where to go afterwards.
  public var back: String
  /// Whether the last try failed.
  public var hasFailed: Bool
  /// Seconds to wait after too many tries.
  public var wait: Int?

  public init(back: String, hasFailed: Bool, wait: Int? = nil) {
    self.back = back
    self.hasFailed = hasFailed
    self.wait = wait
  }

  public var place: Place { .none }
  public func title(_ words: Words) -> String { words("sign-in.title") }

  public func body(_ page: inout Page) {
    page.tag("div", ["class": "card"]) { page in
      page.tag("h1", page.say("sign-in.title"))
      page.tag("p", ["class": "lede"], page.say("sign-in.lede"))
      if let wait {
        page.tag("p", ["class": "notice problem", "role": "alert"], page.say("sign-in.wait", String(wait)))
      } else if hasFailed {
        page.tag("p", ["class": "notice problem", "role": "alert"], page.say("sign-in.failed"))
      }
      page.form("/sign-in", ["class": "decide"]) { page in
        page.html.empty("input", ["type": "hidden", "name": "back", "value": Address.own(back)])
        page.field(page.say("sign-in.user"), name: "user", isRequired: true)
        page.field(page.say("sign-in.password"), name: "password", type: "password", isRequired: true)
        page.tag("div", ["class": "buttons"]) { $0.tag("button", ["class": "primary"], $0.say("sign-in.go")) }
      }
    }
  }
}

/// A message that fills a page: something is not there, not allowed, or went wrong.
public struct MessagePage: WorkbenchPage {
  /// The HTTP status.
  public var status: Int
  public var text: String
  /// Whether a form was refused, whose text the browser still has behind its back button.
  public var isForm: Bool

  public init(status: Int, text: String, isForm: Bool = false) {
    self.status = status
    self.text = text
    self.isForm = isForm
  }

  public var place: Place { .none }
  public func title(_ words: Words) -> String { words.term("http", String(status)) }

  public func body(_ page: inout Page) {
    page.head(title(page.say), kicker: String(status))
    page.tag("p", ["lang": "en"]) { $0.tag("bdi", text) }
    if isForm { page.tag("p", ["class": "note"], page.say("message.back")) }
    page.tag("p") { $0.tag("a", ["href": "/"], $0.say("message.home")) }
  }
}

/// The keys, for those who read without script.
public struct HelpPage: WorkbenchPage {
  /// Whether drawings use D3, whose licence is then shown.
  public var usesLibrary: Bool

  public init(usesLibrary: Bool = false) { self.usesLibrary = usesLibrary }

  public var place: Place { .none }
  public func title(_ words: Words) -> String { words("keys.title") }

  public func body(_ page: inout Page) {
    page.head(title(page.say), lede: page.say("keys.lede"))
    page.keyTable()
    if usesLibrary {
      page.tag("p", ["class": "note"]) { page in
        page.html.text(page.say("keys.library") + " ")
        page.tag("a", ["href": "/assets/d3-licence.txt"], page.say("keys.licence"))
      }
    }
  }
}
