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
    public var isOverdue: Bool
    /// Until when it sleeps.
    public var asleep: String?

    public init(
      id: Int64, title: String, status: String, priority: String, assignee: String?, due: String?,
      tags: [String], changed: String, isOverdue: Bool = false, asleep: String? = nil
    ) {
      self.id = id
      self.title = title
      self.status = status
      self.priority = priority
      self.assignee = assignee
      self.due = due
      self.tags = tags
      self.changed = changed
      self.isOverdue = isOverdue
      self.asleep = asleep
    }
  }

  public var rows: [Row]
  public var total: Int
  /// The status chosen, `mine`, or nothing for all that are open.
  public var status: String?
  /// Rows before the first shown.
  public var offset: Int

  public init(rows: [Row], total: Int, status: String?, offset: Int = 0) {
    self.rows = rows
    self.total = total
    self.status = status
    self.offset = offset
  }

  public var place: Place { .cases }
  public func title(_ words: Words) -> String { words("cases.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("cases.title"), lede: page.say.count("cases.count", total))
    page.tag("nav", ["class": "tabs", "aria-label": page.say("cases.filter")]) { page in
      for status in ["", "mine", "open", "examining", "awaiting", "closing", "closed"] {
        let name =
          switch status {
          case "": page.say("cases.all-open")
          case "mine": page.say("cases.mine")
          default: page.say.term("status", status)
          }
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
    page.scroll(page.say("cases.title")) { page in
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
              page.tag("td") { page in
                page.tag("span", row.due ?? "–")
                if row.isOverdue { page.tag("span", ["class": "label late"], page.say("cases.overdue")) }
                if let asleep = row.asleep {
                  page.tag("span", ["class": "label"], page.say("cases.asleep", asleep))
                }
              }
              page.tag("td", row.changed)
            }
          }
        }
      }
    }
    page.pager(
      "/cases", query: status.map { "status=\($0)" }, offset: offset, shown: rows.count, total: total)
  }
}
