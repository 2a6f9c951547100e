// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Cases, open ones first.
public struct CasesPage: WorkbenchPage {
  public struct Row: Encodable, Sendable {
    public var id: Int64
    public var title: String
    /// `open`, `examining`, `awaiting`, `closing`, `closed`.
    public var status: String
    public var priority: String
    public var assignee: String?
    public var due: String?
    public var tags: [String]
    public var changed: String

    public init(
      id: Int64, title: String, status: String, priority: String, assignee: String?, due: String?,
      tags: [String], changed: String
    ) {
      self.id = id
      self.title = title
      self.status = status
      self.priority = priority
      self.assignee = assignee
      self.due = due
      self.tags = tags
      self.changed = changed
    }
  }

  public var rows: [Row]
  public var total: Int
  /// The status chosen, or nothing for all that are open.
  public var status: String?

  public init(rows: [Row], total: Int, status: String?) {
    self.rows = rows
    self.total = total
    self.status = status
  }

  public var place: Place { .cases }
  public func title(_ words: Words) -> String { words("cases.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("cases.title"), lede: page.say.count("cases.count", total))
    page.tag("nav", ["class": "tabs", "aria-label": page.say("cases.filter")]) { page in
      for status in ["", "open", "examining", "awaiting", "closing", "closed"] {
        let name = status.isEmpty ? page.say("cases.all-open") : page.say.term("status", status)
        let href = status.isEmpty ? "/cases" : "/cases?status=\(status)"
        if status == (self.status ?? "") {
          page.tag("a", ["href": href, "aria-current": "true"], name)
        } else {
          page.tag("a", ["href": href], name)
        }
      }
    }
    guard !rows.isEmpty else {
      page.nothing(page.say("cases.none"))
      return
    }
    page.tag(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": page.say("cases.title")]
    ) { page in
      page.tag("table") { page in
        page.tag("caption", ["class": "hidden"], page.say("cases.title"))
        page.columns([
          "#column.case", "column.title", "column.status", "column.priority", "column.assignee", "column.due",
          "column.changed",
        ])
        page.tag("tbody", ["data-list": ""]) { page in
          for row in rows {
            page.tag("tr") { page in
              page.tag("td", ["class": "n"], String(row.id))
              page.tag("th", ["scope": "row"]) { page in
                page.tag("a", ["href": "/cases/\(row.id)", "data-row": ""]) { $0.tag("bdi", row.title) }
                for tag in row.tags { page.tag("bdi", ["class": "label"], tag) }
              }
              page.tag("td", page.say.term("status", row.status))
              page.tag("td", page.say.term("priority", row.priority))
              page.tag("td") { $0.tag("bdi", row.assignee ?? "–") }
              page.tag("td", row.due ?? "–")
              page.tag("td", row.changed)
            }
          }
        }
      }
    }
  }
}

/// One case: what happened, what it holds, and how it ends, which takes two people.
public struct CasePage: WorkbenchPage {
  public struct Entry: Encodable, Sendable {
    public var at: String
    public var actor: String
    public var text: String

    public init(at: String, actor: String, text: String) {
      self.at = at
      self.actor = actor
      self.text = text
    }
  }

  public var row: CasesPage.Row
  public var opened: String
  public var openedBy: String
  public var links: [Link]
  public var comments: [Entry]
  public var findings: [Entry]
  /// Files of the case: name, and digest.
  public var files: [Fact]
  public var outcome: String?
  /// Requests and answers on it, in words.
  public var approvals: [Entry]
  /// The request that waits for a second officer; whether this user may be that one.
  public var approval: Int64?
  public var mayApprove: Bool
  public var mayChange: Bool

  public init(
    row: CasesPage.Row, opened: String, openedBy: String, links: [Link], comments: [Entry], findings: [Entry],
    files: [Fact], outcome: String?, approvals: [Entry], approval: Int64?, mayApprove: Bool, mayChange: Bool
  ) {
    self.row = row
    self.opened = opened
    self.openedBy = openedBy
    self.links = links
    self.comments = comments
    self.findings = findings
    self.files = files
    self.outcome = outcome
    self.approvals = approvals
    self.approval = approval
    self.mayApprove = mayApprove
    self.mayChange = mayChange
  }

  public var place: Place { .cases }
  public func title(_ words: Words) -> String { words("case.name", String(row.id)) }

  public func body(_ page: inout Page) {
    page.head(
      row.title, kicker: page.say("case.name", String(row.id)),
      lede: page.say("case.lede", page.say.term("status", row.status), opened, openedBy))
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        page.section("links", page.say("case.links")) { page in
          if links.isEmpty { page.nothing(page.say("case.links.none")) }
          page.tag("ul", ["class": "lines"]) { page in
            for link in links {
              page.tag("li") { $0.tag("a", ["href": link.href]) { $0.tag("bdi", link.text) } }
            }
          }
        }
        entries("findings", findings, empty: "case.findings.none", &page)
        entries("comments", comments, empty: "case.comments.none", &page)
        if isOpen {
          page.form("/cases/\(row.id)/comments", ["class": "decide"]) { page in
            page.textArea(page.say("case.comment"), name: "text", isRequired: true)
            page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("case.comment.add")) }
          }
        }
        if !files.isEmpty {
          page.section("files", page.say("case.files")) {
            $0.facts(files.map { ($0.name, $0.value) }, class: "facts digests")
          }
        }
      }
      page.tag("div", ["class": "narrow sticky"]) { page in
        closing(&page)
        page.section("record", page.say("case.record")) { page in
          page.facts([
            (page.say("column.status"), page.say.term("status", row.status)),
            (page.say("column.priority"), page.say.term("priority", row.priority)),
            (page.say("column.assignee"), row.assignee), (page.say("column.due"), row.due),
            (page.say("case.tags"), row.tags.joined(separator: ", ")),
          ])
        }
      }
    }
  }

  private var isOpen: Bool { mayChange && row.status != "closed" && row.status != "closing" }

  private func entries(_ id: String, _ entries: [Entry], empty: String, _ page: inout Page) {
    page.section(id, page.say("case.\(id)")) { page in
      if entries.isEmpty { page.nothing(page.say(empty)) }
      page.tag("ol", ["class": "log"]) { page in
        for entry in entries {
          page.tag("li") { page in
            page.tag("p", ["class": "meta"]) { page in
              page.tag("time", entry.at)
              page.tag("bdi", entry.actor)
            }
            page.tag("p") { $0.tag("bdi", entry.text) }
          }
        }
      }
    }
  }

  private func closing(_ page: inout Page) {
    page.section("closing", page.say("case.closing"), class: "panel") { page in
      if let outcome { page.tag("p") { $0.tag("strong", $0.say.term("case-outcome", outcome)) } }
      page.tag("ol", ["class": "log"]) { page in
        for entry in approvals {
          page.tag("li") { page in
            page.tag("p", ["class": "meta"]) { page in
              page.tag("time", entry.at)
              page.tag("bdi", entry.actor)
            }
            page.tag("p") { $0.tag("bdi", entry.text) }
          }
        }
      }
      if let approval {
        if mayApprove {
          page.approvalForm(approval, back: "/cases/\(row.id)")
        } else {
          page.tag("p", ["class": "note"], page.say("approval.other"))
        }
      } else if isOpen {
        page.form("/cases/\(row.id)/close", ["class": "decide", "id": "decide"]) { page in
          page.select(
            page.say("case.outcome"), name: "outcome", chosen: "unfounded",
            options: ["unfounded", "corrected", "licensed", "refused", "seized", "handed-on"].map {
              ($0, page.say("case-outcome.\($0)"))
            })
          page.textArea(page.say("decision.reason"), name: "reason", isRequired: true, rows: 2)
          page.tag("div", ["class": "buttons"]) {
            $0.tag("button", ["class": "primary"], $0.say("case.propose"))
          }
          page.tag("p", ["class": "note"], page.say("case.four-eyes"))
        }
      }
    }
  }
}
