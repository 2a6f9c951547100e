// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Looking things up: declarations, parties and list entries, licences, controls.
public struct SearchPage: WorkbenchPage {
  public struct Group: Encodable, Sendable {
    /// `referrals`, `parties`, `entities`, `licences`, `controls`, `cases`.
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

    public init(title: String, detail: String, href: String?, lane: String? = nil) {
      self.title = title
      self.detail = detail
      self.href = href
      self.lane = lane
    }
  }

  public var query: String
  public var groups: [Group]

  public init(query: String, groups: [Group]) {
    self.query = query
    self.groups = groups
  }

  public var place: Place { .search }
  public func title(_ words: Words) -> String { words("search.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("search.title"), lede: page.say("search.lede"))
    page.tag("form", ["method": "get", "action": "/search", "class": "searchbar", "role": "search"]) { page in
      page.tag("label", ["for": "q", "class": "hidden"], page.say("search.label"))
      page.html.empty(
        "input",
        [
          "type": "search", "id": "q", "name": "q", "value": query,
          "placeholder": page.say("search.placeholder"),
          "autocomplete": "off", "spellcheck": "false",
        ])
      page.tag("button", ["type": "submit", "class": "primary"], page.say("search.go"))
    }
    guard !query.isEmpty else { return }
    let found = groups.filter { !$0.hits.isEmpty }
    if found.isEmpty { page.nothing(page.say("search.none", query)) }
    for group in found {
      page.section("g-\(group.kind)", page.say.term("group", group.kind)) { page in
        page.tag("ol", ["class": "hits", "data-list": ""]) { page in
          for hit in group.hits {
            page.tag("li") { page in
              if let href = hit.href {
                page.tag("a", ["href": href, "data-row": "", "class": "headline"]) {
                  $0.tag("bdi", hit.title)
                }
              } else {
                page.tag("bdi", ["class": "headline"], hit.title)
              }
              page.tag("p", ["class": "meta"]) { page in
                if let lane = hit.lane { page.lane(lane) }
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
}
