// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Licences on file: what was granted, what is drawn and reserved, what is left.
public struct LicencesPage: WorkbenchPage {
  public struct Row: Encodable, Sendable {
    public var number: String
    public var holder: String
    public var controls: [String]
    /// In `unit`; nothing for a general licence without a ceiling.
    public var granted: Double?
    public var committed: Double
    public var reserved: Double
    public var unit: String
    public var validFrom: String
    public var validTo: String
    /// `active`, `expired`, `revoked`…
    public var status: String

    public init(
      number: String, holder: String, controls: [String], granted: Double?, committed: Double,
      reserved: Double,
      unit: String, validFrom: String, validTo: String, status: String
    ) {
      self.number = number
      self.holder = holder
      self.controls = controls
      self.granted = granted
      self.committed = committed
      self.reserved = reserved
      self.unit = unit
      self.validFrom = validFrom
      self.validTo = validTo
      self.status = status
    }

    var left: Double? { granted.map { $0 - committed - reserved } }
  }

  public var rows: [Row]
  public var total: Int

  public init(rows: [Row], total: Int) {
    self.rows = rows
    self.total = total
  }

  public var place: Place { .licences }
  public func title(_ words: Words) -> String { words("licences.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("licences.title"), lede: page.say.count("licences.count", total))
    guard !rows.isEmpty else {
      page.nothing(page.say("licences.none"))
      return
    }
    page.tag(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": page.say("licences.title")]
    ) { page in
      page.tag("table", ["class": "ledger"]) { page in
        page.tag("caption", ["class": "hidden"], page.say("licences.title"))
        page.columns([
          "column.licence", "column.holder", "column.controls", "column.valid", "column.status",
          "column.drawn", "#column.left",
        ])
        page.tag("tbody", ["data-list": ""]) { page in
          for row in rows {
            page.tag("tr") { page in
              page.tag("th", ["scope": "row"]) { page in
                page.tag("a", ["href": "/licences/\(Address.segment(row.number))", "data-row": ""]) {
                  $0.tag("bdi", row.number)
                }
              }
              page.tag("td") { $0.tag("bdi", row.holder) }
              page.tag("td") { $0.tag("code", row.controls.joined(separator: " ")) }
              page.tag("td", "\(row.validFrom) – \(row.validTo)")
              page.tag("td", page.say.term("licence-status", row.status))
              page.tag("td", ["class": "gauge"]) { Self.gauge(row, &$0) }
              page.tag(
                "td", ["class": "n"],
                row.left.map { "\(Number.rounded($0)) \(row.unit)" } ?? page.say("licences.no-ceiling"))
            }
          }
        }
      }
    }
  }

  static func gauge(_ row: Row, _ page: inout Page) {
    guard let granted = row.granted, granted > 0 else { return }
    page.tag(
      "svg",
      [
        "class": "bar", "height": "8", "role": "img",
        "aria-label": page.say(
          "licences.gauge", Number.rounded(row.committed), Number.rounded(row.reserved),
          Number.rounded(granted), row.unit),
      ]
    ) { page in
      page.html.raw("<rect class=\"track\" width=\"100%\" height=\"8\" rx=\"2\"/>")
      page.html.empty(
        "rect",
        ["class": "fill", "width": Figures.coordinate(row.committed / granted), "height": "8", "rx": "2"])
      page.html.empty(
        "rect",
        [
          "class": "hatch", "x": Figures.coordinate(row.committed / granted),
          "width": Figures.coordinate(row.reserved / granted), "height": "8",
        ])
    }
  }
}

/// One licence with its balance over time and everything that moved it.
public struct LicencePage: WorkbenchPage {
  public struct Event: Encodable, Sendable {
    public var at: String
    public var kind: String
    public var quantity: String
    public var left: String
    public var actor: String
    public var reservation: String

    public init(at: String, kind: String, quantity: String, left: String, actor: String, reservation: String)
    {
      self.at = at
      self.kind = kind
      self.quantity = quantity
      self.left = left
      self.actor = actor
      self.reservation = reservation
    }
  }

  public var row: LicencesPage.Row
  public var facts: [Fact]
  public var balance: SeriesPlot?
  public var events: [Event]

  public init(row: LicencesPage.Row, facts: [Fact], balance: SeriesPlot?, events: [Event]) {
    self.row = row
    self.facts = facts
    self.balance = balance
    self.events = events
  }

  public var place: Place { .licences }
  public func title(_ words: Words) -> String { row.number }

  public func body(_ page: inout Page) {
    page.head(
      row.number, kicker: page.say("licence.kicker"),
      lede: row.left.map { page.say("licence.lede", "\(Number.rounded($0)) \(row.unit)") })
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        page.section("balance", page.say("licence.balance")) { page in
          LicencesPage.gauge(row, &page)
          if let balance { balance.write(to: &page) } else { page.nothing(page.say("series.none")) }
        }
        page.section("events", page.say("licence.events")) { page in
          page.tag(
            "div",
            ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": page.say("licence.events")]
          ) { page in
            page.tag("table") { page in
              page.tag("caption", ["class": "hidden"], page.say("licence.events"))
              page.columns([
                "column.at", "column.kind", "#column.quantity", "#column.left", "column.actor",
                "column.reservation",
              ])
              page.tag("tbody") { page in
                for event in events {
                  page.tag("tr") { page in
                    page.tag("td", event.at)
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
        }
      }
      page.tag("div", ["class": "narrow"]) { page in
        page.section("record", page.say("licence.record")) { page in
          page.facts(facts.map { (page.say.term("fact", $0.name), $0.value) })
        }
      }
    }
  }
}
