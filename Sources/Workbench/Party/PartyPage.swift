// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// What the workspace knows of a party: what it declared, entries of lists like it, and whom it deals with.
public struct PartyPage: WorkbenchPage {
  /// An entry of a list whose name is like the party's, with the reasons for the score.
  public struct ListHit: Encodable, Sendable {
    public var name: String
    public var list: String
    /// The day from which, and the reference by which, the entry stands on the list.
    public var listed: String?
    public var reference: String?
    public var entity: String
    /// The list's own name and the entry's id in it, as exceptions go by.
    public var listID: String
    public var entry: String
    /// What officers have found or asked for: that the party is not this entry.
    public var exception: PartyExceptionView?
    /// 0 to 1.
    public var score: Double
    /// What follows from the entry, as the lists say.
    public var effect: String
    /// What spoke for and against, one a feature.
    public var reasons: [Reason]

    public init(
      name: String, list: String, listed: String?, reference: String?, entity: String, score: Double,
      effect: String, reasons: [Reason], listID: String = "", entry: String = "",
      exception: PartyExceptionView? = nil
    ) {
      self.listID = listID
      self.entry = entry
      self.exception = exception
      self.name = name
      self.list = list
      self.listed = listed
      self.reference = reference
      self.entity = entity
      self.score = score
      self.effect = effect
      self.reasons = reasons
    }
  }

  /// One feature compared.
  public struct Reason: Encodable, Sendable {
    /// The name of the feature on the wire, such as `name_match`.
    public var feature: String
    public var text: String
    /// Log-odds for the match when above zero, against it below; nothing where the feature is itself a probability.
    public var weight: Double?
    public var probability: Double?

    public init(feature: String, text: String, weight: Double?, probability: Double?) {
      self.feature = feature
      self.text = text
      self.weight = weight
      self.probability = probability
    }
  }

  /// A sign in the network that deserves a look.
  public struct Lead: Encodable, Sendable {
    public var kind: String
    public var words: String

    public init(kind: String, words: String) {
      self.kind = kind
      self.words = words
    }
  }

  /// An item it declared or received.
  public struct Item: Encodable, Sendable {
    public var id: Int64
    public var day: String
    public var role: String
    public var other: String?
    public var code: String
    public var destination: String
    public var lane: String
    public var headline: String
    /// The party as spelled there, where that is not the spelling of the page.
    public var spelling: String?

    public init(
      id: Int64, day: String, role: String, other: String?, code: String, destination: String, lane: String,
      headline: String, spelling: String? = nil
    ) {
      self.spelling = spelling
      self.id = id
      self.day = day
      self.role = role
      self.other = other
      self.code = code
      self.destination = destination
      self.lane = lane
      self.headline = headline
    }
  }

  public var name: String
  public var facts: [Fact]
  /// How many of its items lie in each lane: red, yellow, blue, green.
  public var lanes: [Fact]
  /// Lists that were asked; without lists no hit means nothing.
  public var listsRead: [String]
  public var hits: [ListHit]
  public var network: PartyNetworkPlot?
  public var leads: [Lead]
  /// Other spellings taken for this party; nothing where the parties are too many to resolve for a page.
  public var variants: [PartyVariantView]?
  /// Whether what follows gathers all spellings, or the one of the page alone.
  public var isResolved: Bool
  /// Whether this user may ask that the party be excepted from a list.
  public var mayExcept: Bool
  public var history: [Item]
  /// Items in all, and where the page of them begins.
  public var total: Int
  public var offset: Int
  public var limit: Int

  /// Cases about it, for those who work on cases; nothing for others.
  public var cases: [Link]?

  public init(
    name: String, facts: [Fact], lanes: [Fact], listsRead: [String], hits: [ListHit],
    network: PartyNetworkPlot?, leads: [Lead], history: [Item], total: Int, offset: Int, limit: Int,
    cases: [Link]? = nil, variants: [PartyVariantView]? = [], isResolved: Bool = true, mayExcept: Bool = false
  ) {
    self.variants = variants
    self.isResolved = isResolved
    self.mayExcept = mayExcept
    self.cases = cases
    self.name = name
    self.facts = facts
    self.lanes = lanes
    self.listsRead = listsRead
    self.hits = hits
    self.network = network
    self.leads = leads
    self.history = history
    self.total = total
    self.offset = offset
    self.limit = limit
  }

  public var hasLivePlots: Bool { true }
  public var place: Place { .search }
  public func title(_ words: Words) -> String { name }

  public func body(_ page: inout Page) {
    page.head(
      name, kicker: page.say("party.kicker"), lede: total > 0 ? page.say.count("party.items", total) : nil)
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        lists(&page)
        if let network {
          page.section("network", page.say("party.network"), note: page.say("party.network.note")) { page in
            network.write(name, to: &page)
            signs(&page)
          }
        }
        page.section("history", page.say("party.history")) { items(&$0) }
      }
      page.tag("div", ["class": "narrow"]) { page in
        if total > 0 { record(&page) }
        spellings(&page)
        if let cases { about(cases, &page) }
      }
    }
  }

  private func record(_ page: inout Page) {
    page.section("record", page.say("party.record"), class: "panel") { page in
      page.tag("ul", ["class": "lane-counts"]) { page in
        for lane in lanes where lane.value != "0" {
          page.tag("li") { page in
            page.lane(lane.name)
            page.tag("span", ["class": "n"], lane.value)
          }
        }
      }
      page.facts(facts.map { (page.say.term("fact", $0.name), $0.value) })
    }
  }

  private func about(_ cases: [Link], _ page: inout Page) {
    page.section("cases", page.say("party.cases"), class: "panel") { page in
      page.tag("ul", ["class": "lines"]) { page in
        for link in cases {
          page.tag("li") { page in page.tag("a", ["href": link.href]) { $0.tag("bdi", link.text) } }
        }
      }
      page.openCase(title: name, kind: "party", target: name)
    }
  }

  private func lists(_ page: inout Page) {
    page.section("hits", page.say("party.hits"), note: page.say("party.hits.note")) { page in
      if listsRead.isEmpty {
        page.nothing(page.say("party.no-lists"))
      } else if hits.isEmpty {
        page.nothing(page.say("party.no-hits", listsRead.joined(separator: ", ")))
      }
      for hit in hits {
        page.tag("article", ["class": "listhit"]) { page in
          page.tag("header") { page in
            page.tag("h3") { $0.tag("bdi", hit.name) }
            page.tag("span", ["class": "n"]) { $0.tag("b", Number.percent(hit.score)) }
            page.bar(hit.score, class: "likely")
          }
          page.tag("p", ["class": "meta"]) { page in
            page.tag("bdi", hit.list)
            if let listed = hit.listed { page.tag("span", page.say("party.listed", listed)) }
            if let reference = hit.reference { page.tag("bdi", reference) }
            page.tag("code", hit.entity)
            page.tag("span", page.say.term("effect", hit.effect))
          }
          reasons(hit.reasons, &page)
          except(hit, &page)
        }
      }
    }
  }

  private func reasons(_ reasons: [Reason], _ page: inout Page) {
    page.tag("table", ["class": "reasons"]) { page in
      page.tag("caption", ["class": "hidden"], page.say("party.reasons"))
      page.tag("tbody") { page in
        for reason in reasons {
          page.tag("tr") { page in
            page.tag("th", ["scope": "row"], page.say.term("feature", reason.feature))
            page.tag("td", ["lang": "en"]) { $0.tag("bdi", reason.text) }
            page.tag("td", ["class": "n"]) { page in
              if let probability = reason.probability {
                page.html.text(Number.percent(probability))
              } else if let weight = reason.weight {
                page.html.text(Number.signed(weight))
              }
            }
          }
        }
      }
    }
  }

  private func signs(_ page: inout Page) {
    guard !leads.isEmpty else { return }
    page.tag("div", ["class": "sentences"]) { page in
      page.tag("h3", page.say("party.leads"))
      page.tag("ul", ["lang": "en"]) { page in
        for lead in leads {
          page.tag("li") { page in
            page.tag("b", lead.kind + ": ")
            page.tag("bdi", lead.words)
          }
        }
      }
    }
  }

  private func items(_ page: inout Page) {
    guard !history.isEmpty else {
      page.nothing(page.say("party.history.none"))
      return
    }
    page.scroll(page.say("party.history")) { page in
      page.tag("table") { page in
        page.tag("caption", ["class": "hidden"], page.say("party.history"))
        page.columns([
          "column.day", "column.role", "column.other", "column.code", "column.to", "column.lane",
          "column.finding",
        ])
        page.tag("tbody", ["data-list": ""]) { page in
          for item in history {
            page.tag("tr") { page in
              page.tag("td", ["class": "day"], item.day)
              page.tag("td", ["class": "day"], page.say.term("party", item.role))
              page.tag("td") { page in
                if let other = item.other {
                  page.tag("a", ["href": "/party?name=\(Address.segment(other))"]) { $0.tag("bdi", other) }
                }
              }
              page.tag("td", ["class": "day"]) { $0.tag("code", item.code) }
              page.tag("td", ["class": "day"], item.destination)
              page.tag("td") { $0.lane(item.lane) }
              page.tag("td", ["lang": "en"]) { page in
                page.tag("a", ["href": "/referrals/\(item.id)", "data-row": ""]) {
                  $0.tag("bdi", item.headline)
                }
                if let spelling = item.spelling {
                  page.tag("small", ["class": "label"]) { $0.tag("bdi", spelling) }
                }
              }
            }
          }
        }
      }
    }
    page.pager(
      "/party", query: "name=\(Address.segment(name))" + (isResolved ? "" : "&as=declared"), offset: offset,
      shown: min(limit, max(0, total - offset)), total: total, step: limit)
  }
}
