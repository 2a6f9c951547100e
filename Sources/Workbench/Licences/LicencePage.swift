// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// One licence with its balance over time and everything that moved it.
public struct LicencePage: WorkbenchPage {
  /// A movement of the ledger.
  public struct Event: Encodable, Sendable {
    public var at: String
    public var kind: String
    public var quantity: String
    public var left: String
    public var actor: String
    public var reservation: String

    public init(
      at: String, kind: String, quantity: String, left: String, actor: String, reservation: String
    ) {
      self.at = at
      self.kind = kind
      self.quantity = quantity
      self.left = left
      self.actor = actor
      self.reservation = reservation
    }
  }

  /// A declaration that draws on it, or that a quantity is kept aside for.
  public struct Draw: Encodable, Sendable {
    public var declaration: String
    public var item: Int
    public var href: String
    public var committed: String
    public var reserved: String
    /// `open`, `settled`, `released` or `lapsed`.
    public var state: String

    public init(
      declaration: String, item: Int, href: String, committed: String, reserved: String, state: String
    ) {
      self.declaration = declaration
      self.item = item
      self.href = href
      self.committed = committed
      self.reserved = reserved
      self.state = state
    }
  }

  public var row: LicencesPage.Row
  public var facts: [Fact]
  public var balance: BalancePlot
  public var draws: [Draw]
  public var events: [Event]

  public init(
    row: LicencesPage.Row, facts: [Fact], balance: BalancePlot, draws: [Draw], events: [Event]
  ) {
    self.row = row
    self.facts = facts
    self.balance = balance
    self.draws = draws
    self.events = events
  }

  public var place: Place { .licences }
  public func title(_ words: Words) -> String { row.number }

  public func body(_ page: inout Page) {
    page.hatching()
    page.head(
      row.number, kicker: page.say("licence.kicker", page.say.term("licence-status", row.status)),
      lede: row.left.map {
        page.say(
          "licence.lede", "\(Number.rounded($0)) \(row.unit)",
          "\(Number.rounded(row.granted ?? 0)) \(row.unit)")
      } ?? page.say("licence.lede.general"))
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        page.section("balance", page.say("licence.balance")) { balance.write(to: &$0) }
        page.section("draws", page.say("licence.draws"), note: page.say("licence.draws.note")) {
          drawing(&$0)
        }
        page.section("events", page.say("licence.events")) { movements(&$0) }
      }
      page.tag("div", ["class": "narrow"]) { page in
        page.section("record", page.say("licence.record"), class: "panel") { page in
          page.facts(facts.map { (page.say.term("fact", $0.name), $0.value) })
        }
      }
    }
  }

  private func drawing(_ page: inout Page) {
    guard !draws.isEmpty else {
      page.nothing(page.say("licence.draws.none"))
      return
    }
    page.table(
      page.say("licence.draws"),
      ["column.declaration", "#column.item", "#column.drawn", "#column.kept", "column.state"]
    ) { page in
      for draw in draws {
        page.tag("tr") { page in
          page.tag("th", ["scope": "row"]) { page in
            page.tag("a", ["href": draw.href]) { $0.tag("bdi", draw.declaration) }
          }
          page.tag("td", ["class": "n"], String(draw.item))
          page.tag("td", ["class": "n"], draw.committed)
          page.tag("td", ["class": "n"], draw.reserved)
          page.tag("td", page.say.term("reservation", draw.state))
        }
      }
    }
  }

  private func movements(_ page: inout Page) {
    page.table(
      page.say("licence.events"),
      ["column.at", "column.kind", "#column.quantity", "#column.left", "column.actor", "column.reservation"]
    ) { page in
      for event in events {
        page.tag("tr") { page in
          page.tag("td", ["class": "day"], event.at)
          page.tag("td", page.say.term("ledger", event.kind))
          page.tag("td", ["class": "n"], event.quantity)
          page.tag("td", ["class": "n"], event.left)
          page.tag("td") { $0.tag("bdi", event.actor) }
          page.tag("td") { $0.tag("bdi", event.reservation) }
        }
      }
    }
  }
}
