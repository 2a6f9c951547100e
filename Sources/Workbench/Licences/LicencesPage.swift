// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Licences on file: what was granted, what is drawn and kept aside, what is left.
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
    /// `active`, `exhausted`, `surrendered`, `expired` or `revoked`.
    public var status: String

    public init(
      number: String, holder: String, controls: [String], granted: Double?, committed: Double,
      reserved: Double, unit: String, validFrom: String, validTo: String, status: String
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
  public var offset: Int
  public var limit: Int
  /// The status shown, or nothing for all, and how many licences have each.
  public var status: String?
  public var counts: [Fact]

  public init(rows: [Row], total: Int, offset: Int, limit: Int, status: String?, counts: [Fact]) {
    self.rows = rows
    self.total = total
    self.offset = offset
    self.limit = limit
    self.status = status
    self.counts = counts
  }

  public var place: Place { .licences }
  public func title(_ words: Words) -> String { words("licences.title") }

  public func body(_ page: inout Page) {
    page.hatching()
    page.head(page.say("licences.title"), lede: page.say("licences.lede"))
    page.tag("nav", ["class": "tabs", "aria-label": page.say("licences.filter")]) { page in
      Self.tab("/licences", page.say("licences.all"), isCurrent: status == nil, &page)
      for count in counts {
        Self.tab(
          "/licences?status=\(Address.segment(count.name))",
          "\(page.say.term("licence-status", count.name)) (\(count.value))", isCurrent: status == count.name,
          &page)
      }
    }
    guard !rows.isEmpty else {
      page.nothing(page.say("licences.none"))
      return
    }
    page.scroll(page.say("licences.title")) { table(&$0) }
    page.pager(
      "/licences", query: status.map { "status=\(Address.segment($0))" }, offset: offset,
      shown: min(limit, max(0, total - offset)), total: total, step: limit)
  }

  private static func tab(_ href: String, _ text: String, isCurrent: Bool, _ page: inout Page) {
    if isCurrent {
      page.tag("a", ["href": href, "aria-current": "true"], text)
    } else {
      page.tag("a", ["href": href], text)
    }
  }

  private func table(_ page: inout Page) {
    page.tag("table", ["class": "ledger"]) { page in
      page.tag("caption", ["class": "hidden"], page.say("licences.title"))
      page.columns([
        "column.licence", "column.holder", "column.controls", "column.valid", "column.status", "column.drawn",
        "#column.left",
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
            page.tag("td", ["class": "day"]) { page in
              page.tag("span", row.validFrom)
              page.tag("span", " – \(row.validTo)")
            }
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

  static func gauge(_ row: Row, _ page: inout Page) {
    guard let granted = row.granted, granted > 0 else {
      if row.committed + row.reserved > 0 {
        page.tag(
          "span", ["class": "meta"], page.say("licences.used", "\(Number.rounded(row.committed)) \(row.unit)")
        )
      }
      return
    }
    page.tag(
      "svg",
      [
        "class": "bar", "height": "10", "role": "img",
        "aria-label": page.say(
          "licences.gauge", Number.rounded(row.committed), Number.rounded(row.reserved),
          Number.rounded(granted), row.unit),
      ]
    ) { page in
      page.html.empty("rect", ["class": "track", "width": "100%", "height": "10", "rx": "2"])
      page.html.empty(
        "rect",
        ["class": "drawn", "width": Figures.coordinate(row.committed / granted), "height": "10", "rx": "2"])
      page.html.empty(
        "rect",
        [
          "class": "kept", "x": Figures.coordinate(row.committed / granted),
          "width": Figures.coordinate(row.reserved / granted), "height": "10",
        ])
    }
  }
}

extension Page {
  /// The hatching of what is kept aside, once a page.
  mutating func hatching() {
    html.raw(
      """
      <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
      <pattern id="h-kept" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="kept-ground" width="5" height="5"/><rect class="kept-line" width="1.6" height="5"/></pattern>
      </defs></svg>

      """)
  }

}
