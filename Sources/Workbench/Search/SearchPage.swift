// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Looking things up in one box: declarations, parties, entries of lists, cases, licences, controls.
public struct SearchPage: WorkbenchPage {
  public struct Group: Encodable, Sendable {
    /// `declarations`, `parties`, `entities`, `cases`, `licences`, `law`, `minerals`.
    public var kind: String
    public var hits: [Hit]
    /// How many there are in all.
    public var total: Int

    public init(kind: String, hits: [Hit], total: Int) {
      self.kind = kind
      self.hits = hits
      self.total = total
    }
  }

  public struct Hit: Encodable, Sendable {
    public var title: String
    public var detail: String
    public var href: String?
    public var lane: String?
    /// How many items it stands for, where it does.
    public var items: Int?

    public init(title: String, detail: String, href: String?, lane: String? = nil, items: Int? = nil) {
      self.title = title
      self.detail = detail
      self.href = href
      self.lane = lane
      self.items = items
    }
  }

  public var query: String
  public var groups: [Group]

  public init(query: String, groups: [Group]) {
    self.query = query
    self.groups = groups
  }

  public var place: Place { .search }
  public func title(_ words: Words) -> String {
    query.isEmpty ? words("search.title") : "\(query) · \(words("search.title"))"
  }

  public func body(_ page: inout Page) {
    page.head(page.say("search.title"), lede: query.isEmpty ? page.say("search.lede") : nil)
    page.tag("form", ["method": "get", "action": "/search", "class": "searchbar", "role": "search"]) { page in
      page.tag("label", ["for": "q", "class": "hidden"], page.say("search.label"))
      page.html.empty(
        "input",
        [
          "type": "search", "id": "q", "name": "q", "value": query, "maxlength": "200",
          "placeholder": page.say("search.placeholder"), "autocomplete": "off", "spellcheck": "false",
        ])
      page.tag("button", ["type": "submit", "class": "primary"], page.say("search.go"))
    }
    guard !query.isEmpty else {
      page.tag("p", ["class": "note"], page.say("search.keys"))
      return
    }
    let found = groups.filter { !$0.hits.isEmpty }
    if found.isEmpty { page.nothing(page.say("search.none", query)) }
    if found.count > 1 {
      page.tag("nav", ["class": "jumps", "aria-label": page.say("search.groups")]) { page in
        for group in found {
          page.tag(
            "a", ["class": "chip", "href": "#g-\(group.kind)"],
            "\(page.say.term("group", group.kind)) \(Number.grouped(group.total))")
        }
      }
    }
    page.tag("div", ["data-list": ""]) { page in
      for group in found { write(group, &page) }
    }
  }

  private func write(_ group: Group, _ page: inout Page) {
    page.section("g-\(group.kind)", page.say.term("group", group.kind)) { page in
      page.tag("ol", ["class": "hits"]) { page in
        for hit in group.hits {
          page.tag("li") { page in
            if let href = hit.href {
              page.tag("a", ["href": href, "data-row": "", "class": "headline"]) { $0.tag("bdi", hit.title) }
            } else {
              page.tag("bdi", ["class": "headline"], hit.title)
            }
            page.tag("p", ["class": "meta"]) { page in
              if let lane = hit.lane { page.lane(lane) }
              if let items = hit.items { page.tag("span", page.say.count("search.items", items)) }
              page.tag("bdi", hit.detail)
            }
          }
        }
      }
      if group.total > group.hits.count {
        page.tag(
          "p", ["class": "note"], page.say("search.more", Number.grouped(group.total - group.hits.count)))
      }
    }
  }
}
