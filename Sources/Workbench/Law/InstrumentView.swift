// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// A legal act with those of its controls that are shown.
public struct InstrumentView: Encodable, Sendable {
  /// One item or clause of the act.
  public struct Item: Encodable, Sendable {
    /// The item or clause as the act names it, and its control code where it has one.
    public var item: String
    public var code: String?
    /// What the law says when it applies; `note only` for what adds nothing by itself.
    public var outcome: String
    /// The state on the day shown, in words of the engine, such as `in force`.
    public var state: String
    public var wording: String
    public var wordingLocal: String
    /// Whom it concerns, such as `to US`.
    public var audience: String
    public var confidence: String
    public var sources: [String]
    public var notes: [String]
    /// Codes the act prints beside it.
    public var commodityCodes: [String]

    public init(
      item: String, code: String?, outcome: String, state: String, wording: String, wordingLocal: String,
      audience: String, confidence: String, sources: [String], notes: [String], commodityCodes: [String]
    ) {
      self.item = item
      self.code = code
      self.outcome = outcome
      self.state = state
      self.wording = wording
      self.wordingLocal = wordingLocal
      self.audience = audience
      self.confidence = confidence
      self.sources = sources
      self.notes = notes
      self.commodityCodes = commodityCodes
    }
  }

  public var id: String
  public var citation: String
  public var title: String
  public var titleLocal: String
  public var published: String
  public var confidence: String
  public var items: [Item]

  public init(
    id: String, citation: String, title: String, titleLocal: String, published: String, confidence: String,
    items: [Item]
  ) {
    self.id = id
    self.citation = citation
    self.title = title
    self.titleLocal = titleLocal
    self.published = published
    self.confidence = confidence
    self.items = items
  }

  var href: String { "/law/instruments/\(Address.segment(id))" }

  func write(to page: inout Page) {
    page.tag("article", ["class": "act"]) { page in
      page.tag("header") { page in
        page.tag("h3") { page in
          page.tag("a", ["href": href]) { $0.tag("bdi", citation) }
        }
        page.tag("p", ["class": "meta"]) { page in
          page.tag("bdi", page.say.language == .chinese && !titleLocal.isEmpty ? titleLocal : title)
          page.tag("span", page.say("law.published", published))
          page.confidence(confidence)
        }
      }
      Self.write(items.count > Self.most + 2 ? Array(items.prefix(Self.most)) : items, to: &page)
      if items.count > Self.most + 2 {
        page.tag("details", ["class": "more"]) { page in
          page.tag("summary", page.say("law.more-items", Number.grouped(items.count - Self.most)))
          Self.write(Array(items.dropFirst(Self.most)), to: &page)
        }
      }
    }
  }

  /// Items of an act shown among other acts before the rest is folded.
  private static let most = 10

  static func write(_ items: [Item], to page: inout Page) {
    page.tag("div", ["class": "items"]) { page in
      for item in items {
        page.tag("details", ["class": "item"]) { page in
          page.tag("summary") { page in
            page.tag("code", item.code ?? item.item)
            let isLocal = Self.isLocal(item, page)
            page.tag("span", ["class": "said", "lang": isLocal ? "zh-Hans" : "en"]) {
              $0.tag("bdi", isLocal ? item.wordingLocal : item.wording)
            }
            page.tag("span", ["class": "marks"]) { page in
              if item.outcome == "note only" {
                page.tag("span", ["class": "state"], page.say("law.note-only"))
              } else {
                page.outcome(item.outcome)
              }
              if item.state != "in force" {
                page.tag(
                  "span", ["class": item.state == "unverified" ? "state weak" : "state"],
                  page.say.term("force", item.state))
              }
              if ["inferred", "memory", "unverified"].contains(item.confidence) {
                page.confidence(item.confidence)
              }
            }
          }
          detail(item, &page)
        }
      }
    }
  }

  /// Whether the act's own words are shown first: to readers of Chinese, where they are kept.
  private static func isLocal(_ item: Item, _ page: Page) -> Bool {
    page.say.language == .chinese && !item.wordingLocal.isEmpty
  }

  private static func detail(_ item: Item, _ page: inout Page) {
    page.tag("div", ["class": "detail"]) { page in
      // The wording in the other language.
      let isLocal = isLocal(item, page)
      if !item.wordingLocal.isEmpty {
        page.tag("p", ["class": "wording", "lang": isLocal ? "en" : "zh-Hans"]) {
          $0.tag("bdi", isLocal ? item.wording : item.wordingLocal)
        }
      }
      page.facts([
        (page.say("law.item"), item.item), (page.say("law.audience"), item.audience),
        (page.say("column.state"), page.say.term("force", item.state)),
        (page.say("law.printed-codes"), item.commodityCodes.joined(separator: ", ")),
        (page.say("law.confidence"), page.say.term("confidence", item.confidence)),
      ])
      page.sentences(page.say("law.notes"), item.notes)
      page.sources(item.sources)
    }
  }
}

/// One legal act on a page of its own.
public struct InstrumentPage: WorkbenchPage {
  public var act: InstrumentView
  public var jurisdiction: String
  public var issuers: [String]
  public var sources: [String]
  public var reviewed: String
  public var reviewNext: String?
  public var notes: [String]
  public var day: String

  public init(
    act: InstrumentView, jurisdiction: String, issuers: [String], sources: [String], reviewed: String,
    reviewNext: String?, notes: [String], day: String
  ) {
    self.act = act
    self.jurisdiction = jurisdiction
    self.issuers = issuers
    self.sources = sources
    self.reviewed = reviewed
    self.reviewNext = reviewNext
    self.notes = notes
    self.day = day
  }

  public var place: Place { .law }
  public func title(_ words: Words) -> String { act.citation }

  public func body(_ page: inout Page) {
    page.head(
      act.citation, kicker: page.say("law.act"),
      lede: page.say.language == .chinese && !act.titleLocal.isEmpty ? act.titleLocal : act.title)
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        page.section(
          "items", page.say("law.items-of-act"), note: page.say("law.items-of-act.note", day)
        ) { InstrumentView.write(act.items, to: &$0) }
      }
      page.tag("div", ["class": "narrow"]) { page in
        page.section("record", page.say("law.record"), class: "panel") { page in
          page.facts([
            (page.say("law.jurisdiction"), jurisdiction),
            (page.say("law.issuers"), issuers.joined(separator: ", ")),
            (page.say("law.published-on"), act.published),
            (page.say("law.confidence"), page.say.term("confidence", act.confidence)),
            (page.say("law.reviewed"), reviewed), (page.say("law.review-next"), reviewNext),
          ])
          page.sentences(page.say("law.notes"), notes)
          page.sources(sources)
        }
      }
    }
  }
}
