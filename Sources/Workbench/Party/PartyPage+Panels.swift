// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Another spelling that is taken for the party of the page.
public struct PartyVariantView: Encodable, Sendable {
  public var name: String
  /// What the declarations say beside the name: number, address, country.
  public var details: [String]
  /// 0 to 1.
  public var probability: Double
  /// What was compared, with the log-odds that each adds.
  public var reasons: [PartyPage.Reason]

  public init(name: String, details: [String], probability: Double, reasons: [PartyPage.Reason]) {
    self.name = name
    self.details = details
    self.probability = probability
    self.reasons = reasons
  }
}

/// An exception to a list hit: asked for, or in force.
public struct PartyExceptionView: Encodable, Sendable {
  /// The number of the exception in force; nothing while it is only asked for.
  public var id: Int64?
  public var reason: String
  public var askedBy: String
  public var approvedBy: String?
  public var until: String?
  /// The request that waits for another officer.
  public var request: ApprovalView?

  public init(
    id: Int64?, reason: String, askedBy: String, approvedBy: String?, until: String?, request: ApprovalView?
  ) {
    self.id = id
    self.reason = reason
    self.askedBy = askedBy
    self.approvedBy = approvedBy
    self.until = until
    self.request = request
  }
}

extension PartyPage {
  private var own: String { "/party?name=\(Address.segment(name))" }

  /// Spellings taken for the party, each with its reasons, and the way to this spelling alone.
  func spellings(_ page: inout Page) {
    guard let variants else {
      page.section("spellings", page.say("party.variants"), class: "panel") {
        $0.nothing($0.say("party.variants.many"))
      }
      return
    }
    guard !variants.isEmpty else { return }
    page.section(
      "spellings", page.say("party.variants"), class: "panel", note: page.say("party.variants.note")
    ) {
      page in
      page.tag("ul", ["class": "variants"]) { page in
        for variant in variants {
          page.tag("li") { page in
            page.tag("a", ["href": "/party?name=\(Address.segment(variant.name))"]) {
              $0.tag("bdi", variant.name)
            }
            page.tag("span", ["class": "n"], Number.percent(variant.probability))
            if !variant.details.isEmpty {
              page.tag("small") { $0.tag("bdi", variant.details.joined(separator: " · ")) }
            }
            page.tag("small", Self.words(variant.reasons, page.say))
          }
        }
      }
      page.tag("p", ["class": "note"]) { page in
        if isResolved {
          page.tag("a", ["href": own + "&as=declared"], page.say("party.variants.alone"))
        } else {
          page.tag("a", ["href": own], page.say("party.variants.together"))
        }
      }
    }
  }

  private static func words(_ reasons: [Reason], _ say: Words) -> String {
    reasons.prefix(4).map { "\(say.term("identity-field", $0.feature)) \(Number.signed($0.weight ?? 0))" }
      .joined(separator: ", ")
  }

  /// What officers have said of a hit: the exception in force, the one asked for, or the form to ask for one.
  func except(_ hit: ListHit, _ page: inout Page) {
    if let exception = hit.exception {
      if let request = exception.request {
        return request.write(back: own + "#hits", to: &page)
      }
      page.tag("div", ["class": "request"]) { page in
        page.tag("p") { page in
          page.tag(
            "bdi",
            page.say(
              "party.exception.stands", exception.askedBy, exception.approvedBy ?? "–", exception.reason,
              exception.until ?? page.say("party.exception.open")))
        }
        if mayExcept, let id = exception.id { end(id, &page) }
      }
      return
    }
    guard mayExcept, !hit.entry.isEmpty else { return }
    page.tag("details", ["class": "more"]) { page in
      page.tag("summary", page.say("party.exception.ask"))
      page.form("/party/exceptions", ["class": "decide except"]) { page in
        page.tag("p", ["class": "note"], page.say("party.exception.note"))
        for (key, value) in [("party", name), ("list", hit.listID), ("entry", hit.entry)] {
          page.html.empty("input", ["type": "hidden", "name": key, "value": value])
        }
        // The entry makes the fields of several hits tell apart.
        let mark = Address.segment("\(hit.listID)-\(hit.entry)")
        page.tag("div", ["class": "field"]) { page in
          page.tag("label", ["for": "reason-\(mark)"], page.say("party.exception.reason"))
          page.tag(
            "textarea", ["id": "reason-\(mark)", "name": "reason", "rows": "2", "required": "required"], "")
        }
        page.field(
          page.say("party.exception.until"), name: "expires", type: "date", id: "until-\(mark)",
          hint: page.say("party.exception.until.hint"))
        page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("party.exception.go")) }
      }
    }
  }

  private func end(_ id: Int64, _ page: inout Page) {
    page.tag("details", ["class": "more"]) { page in
      page.tag("summary", page.say("party.exception.end"))
      page.form("/party/exceptions/\(id)/end", ["class": "decide"]) { page in
        page.html.empty("input", ["type": "hidden", "name": "party", "value": name])
        page.field(page.say("party.exception.why"), name: "reason", id: "end-\(id)", isRequired: true)
        page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("party.exception.end")) }
      }
    }
  }
}
