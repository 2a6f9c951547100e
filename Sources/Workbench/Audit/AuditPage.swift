// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// The audit: the chain's latest links, and whether all of it holds.
public struct AuditPage: WorkbenchPage {
  public struct Row: Encodable, Sendable {
    public var sequence: Int64
    public var at: String
    public var actor: String
    public var action: String
    public var subject: String
    public var digest: String

    public init(sequence: Int64, at: String, actor: String, action: String, subject: String, digest: String) {
      self.sequence = sequence
      self.at = at
      self.actor = actor
      self.action = action
      self.subject = subject
      self.digest = digest
    }
  }

  /// What verification found.
  public struct Verdict: Encodable, Sendable {
    public var isIntact: Bool
    public var entries: Int64
    /// What is wrong, in words, first things first.
    public var faults: [String]
    /// The digest of the last entry.
    public var head: String

    public init(isIntact: Bool, entries: Int64, faults: [String], head: String) {
      self.isIntact = isIntact
      self.entries = entries
      self.faults = faults
      self.head = head
    }
  }

  /// Nothing before verification was asked for.
  public var verdict: Verdict?
  public var rows: [Row]
  public var total: Int64
  /// The subject that rows are of, such as `case:12`.
  public var subject: String?
  /// Whether the latest entry is among the rows.
  public var isLatest: Bool
  /// The key that signs checkpoints and certificates, hexadecimal.
  public var key: String

  public init(
    verdict: Verdict?, rows: [Row], total: Int64, subject: String? = nil, isLatest: Bool = true, key: String
  ) {
    self.verdict = verdict
    self.rows = rows
    self.total = total
    self.subject = subject
    self.isLatest = isLatest
    self.key = key
  }

  public var place: Place { .audit }
  public func title(_ words: Words) -> String { words("audit.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("audit.title"), lede: page.say("audit.lede"))
    page.section("verify", page.say("audit.verify"), class: "panel") { page in
      if let verdict {
        page.tag(
          "p",
          [
            "class": verdict.isIntact ? "verdict intact" : "verdict broken", "id": "verdict",
            "role": "status",
          ]
        ) { page in
          page.html.raw(
            "<svg class=\"seal\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\">")
          page.html.path([:], d: verdict.isIntact ? "M4 12.5l5.2 5.5L20 6.5" : "M5 5l14 14M19 5L5 19")
          page.html.raw("</svg>")
          page.tag(
            "span",
            verdict.isIntact
              ? page.say("audit.intact", Number.grouped(Int(clamping: verdict.entries)))
              : page.say("audit.broken"))
        }
        page.sentences(page.say("audit.faults"), verdict.faults)
        page.facts([(page.say("audit.head"), verdict.head)], class: "facts digests")
      }
      page.tag("form", ["method": "get", "action": "/audit", "class": "decide"]) { page in
        page.tag("div", ["class": "buttons"]) { page in
          page.html.empty("input", ["type": "hidden", "name": "verify", "value": "1"])
          page.tag("button", ["class": "primary", "id": "verify-now"], page.say("audit.verify.now"))
        }
      }
      page.tag("p", ["class": "note"], page.say("audit.verify.note"))
      page.facts([(page.say("audit.key"), key)], class: "facts digests")
    }
    page.section("entries", page.say("audit.entries", Number.grouped(Int(clamping: total)))) { page in
      filter(&page)
      page.scroll(page.say("audit.title")) {
        table(&$0)
      }
      page.tag("nav", ["class": "pager", "aria-label": page.say("pager")]) { page in
        let kept = subject.map { "subject=\(Address.segment($0))&" } ?? ""
        if !isLatest { page.tag("a", ["href": "/audit?\(kept)"], page.say("audit.newest")) }
        if let last = rows.last, last.sequence > 1, rows.count >= 50 {
          page.tag(
            "a", ["href": "/audit?\(kept)before=\(last.sequence)", "rel": "next"], page.say("audit.older"))
        }
      }
    }
  }

  private func filter(_ page: inout Page) {
    page.tag("form", ["method": "get", "action": "/audit", "class": "inline"]) { page in
      page.field(page.say("audit.subject"), name: "subject", value: subject ?? "")
      page.tag("button", page.say("audit.show"))
      if subject != nil { page.tag("a", ["href": "/audit"], page.say("audit.all")) }
    }
  }

  private func table(_ page: inout Page) {
    page.tag("table", ["class": "chain"]) { page in
      page.tag("caption", ["class": "hidden"], page.say("audit.title"))
      page.columns([
        "#column.number", "column.at", "column.actor", "column.action", "column.subject", "column.digest",
      ])
      page.tag("tbody") { page in
        for row in rows {
          page.tag("tr") { page in
            page.tag("td", ["class": "n"], String(row.sequence))
            page.tag("td", row.at)
            page.tag("td") { $0.tag("bdi", row.actor) }
            page.tag("td") { $0.tag("code", row.action) }
            page.tag("td") { $0.tag("bdi", row.subject) }
            page.tag("td") { $0.tag("code", ["title": row.digest], String(row.digest.prefix(16))) }
          }
        }
      }
    }
  }
}
