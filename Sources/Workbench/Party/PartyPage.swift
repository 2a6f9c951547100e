// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// What the workspace knows of a party: its names, what it declared, entries of lists like it, and whom it deals with.
public struct PartyPage: WorkbenchPage {
  /// An entry of a list whose name is like the party's, with the reasons for the score.
  public struct ListHit: Encodable, Sendable {
    public var name: String
    public var list: String
    public var entity: String
    /// 0 to 1.
    public var score: Double
    /// What spoke for and against, each with its weight.
    public var reasons: [Reason]

    public init(name: String, list: String, entity: String, score: Double, reasons: [Reason]) {
      self.name = name
      self.list = list
      self.entity = entity
      self.score = score
      self.reasons = reasons
    }
  }

  public struct Reason: Encodable, Sendable {
    public var text: String
    /// −1 to 1.
    public var weight: Double

    public init(text: String, weight: Double) {
      self.text = text
      self.weight = weight
    }
  }

  /// Somebody it deals with: a node of the picture.
  public struct Node: Encodable, Sendable {
    public var name: String
    /// `party`, `self`, `listed`, `address`.
    public var kind: String
    public var href: String?
    /// How it is tied: `consignee`, `exporter`…
    public var relation: String
    /// How many items tie them.
    public var count: Int

    public init(name: String, kind: String, href: String?, relation: String, count: Int) {
      self.name = name
      self.kind = kind
      self.href = href
      self.relation = relation
      self.count = count
    }
  }

  public var name: String
  public var facts: [Fact]
  /// Whether lists were at hand when the page was made; without lists no hit means nothing.
  public var listsRead: [String]
  public var hits: [ListHit]
  public var neighbours: [Node]
  public var history: [HistoryRow]
  /// Items in all.
  public var total: Int

  public init(
    name: String, facts: [Fact], listsRead: [String], hits: [ListHit], neighbours: [Node],
    history: [HistoryRow], total: Int
  ) {
    self.name = name
    self.facts = facts
    self.listsRead = listsRead
    self.hits = hits
    self.neighbours = neighbours
    self.history = history
    self.total = total
  }

  public var place: Place { .search }
  public func title(_ words: Words) -> String { name }

  public func body(_ page: inout Page) {
    page.head(name, kicker: page.say("party.kicker"), lede: page.say.count("party.items", total))
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        lists(&page)
        network(&page)
        page.section("history", page.say("party.history")) { page in
          if history.isEmpty {
            page.nothing(page.say("referral.history.none"))
          } else {
            page.history(history, caption: page.say("party.history"))
          }
        }
      }
      page.tag("div", ["class": "narrow"]) { page in
        page.section("record", page.say("party.record")) { page in
          page.facts(facts.map { (page.say.term("fact", $0.name), $0.value) })
        }
      }
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
          page.tag("h3") { page in
            page.tag("bdi", hit.name)
            page.tag("span", ["class": "n"], Number.percent(hit.score))
          }
          page.bar(hit.score)
          page.tag("p", ["class": "meta"]) { page in
            page.tag("bdi", hit.list)
            page.tag("code", hit.entity)
          }
          page.tag("ul", ["class": "evidence reasons", "lang": "en"]) { page in
            for reason in hit.reasons {
              page.tag("li") { page in
                page.tag("bdi", ["class": "name"], reason.text)
                page.tag("span", ["class": "n"], Number.signed(reason.weight))
              }
            }
          }
        }
      }
    }
  }

  private func network(_ page: inout Page) {
    guard !neighbours.isEmpty else { return }
    page.section("network", page.say("party.network"), note: page.say("party.network.note")) { page in
      page.tag("figure", ["class": "network"]) { page in
        picture(&page)
        page.tag("figcaption") { page in
          page.tag("ul", ["class": "neighbours"]) { page in
            for node in neighbours {
              page.tag("li") { page in
                page.tag("span", ["class": "role"], page.say.term("party", node.relation))
                if let href = node.href {
                  page.tag("a", ["href": href]) { $0.tag("bdi", node.name) }
                } else {
                  page.tag("bdi", node.name)
                }
                page.tag("span", ["class": "n"], Number.grouped(node.count))
              }
            }
          }
        }
      }
    }
  }

  /// The party in the middle, those it deals with around it; thicker lines for more items.
  private func picture(_ page: inout Page) {
    let (width, height) = (720.0, 380.0)
    let shown = Array(neighbours.prefix(16))
    let most = Double(max(1, shown.map(\.count).max() ?? 1))
    // Repeated rotation by a fixed angle, so that the picture needs no trigonometry of the platform.
    let turns: [(x: Double, y: Double)] = Self.circle(shown.count)
    page.tag(
      "svg",
      [
        "viewBox": "0 0 720 380", "role": "img", "class": "plot",
        "aria-label": page.say("party.network.label", name, String(shown.count)),
      ]
    ) { page in
      let centre = (x: width / 2, y: height / 2)
      let places = turns.map { (x: centre.x + $0.x * 235, y: centre.y + $0.y * 150) }
      for (node, place) in zip(shown, places) {
        page.html.empty(
          "line",
          [
            "class": "tie", "x1": Number.length(centre.x), "y1": Number.length(centre.y),
            "x2": Number.length(place.x),
            "y2": Number.length(place.y),
            "stroke-width": Number.length(0.8 + 3.2 * Double(node.count) / most),
          ])
      }
      for (node, place) in zip(shown, places) {
        page.tag("g", ["class": node.kind == "listed" ? "node listed" : "node"]) { page in
          page.tag("title", "\(node.name) (\(node.count))")
          if node.kind == "listed" {
            page.html.path(
              ["class": "shape"], d: "M\(Number.length(place.x)) \(Number.length(place.y - 8))l8 8-8 8-8-8z")
          } else {
            page.html.empty(
              "circle",
              ["class": "shape", "cx": Number.length(place.x), "cy": Number.length(place.y), "r": "6"])
          }
          let isLeft = place.x < centre.x - 20
          let isMiddle = abs(place.x - centre.x) <= 20
          page.tag(
            "text",
            [
              "x": Number.length(isMiddle ? place.x : place.x + (isLeft ? -12 : 12)),
              "y": Number.length(isMiddle ? place.y + (place.y < centre.y ? -13 : 22) : place.y + 4),
              "text-anchor": isMiddle ? "middle" : isLeft ? "end" : "start",
            ], Self.short(node.name))
        }
      }
      page.tag("g", ["class": "node self"]) { page in
        page.html.empty(
          "circle",
          ["class": "shape", "cx": Number.length(centre.x), "cy": Number.length(centre.y), "r": "9"])
        page.tag(
          "text", ["x": Number.length(centre.x), "y": Number.length(centre.y + 27), "text-anchor": "middle"],
          Self.short(name))
      }
    }
  }

  private static func short(_ name: String) -> String { name.count > 28 ? name.prefix(27) + "…" : name }

  /// `count` points of a circle at even steps from the left, by a rational turn close to the exact one.
  private static func circle(_ count: Int) -> [(x: Double, y: Double)] {
    guard count > 0 else { return [] }
    // cos and sin of a small step by their series; the steps are at most 2π and halved until the series is exact.
    let step = 2 * Double.pi / Double(count)
    var half = step / 1024
    var (c, s) = (1 - half * half / 2 + half * half * half * half / 24, half - half * half * half / 6)
    for _ in 0..<10 {
      (c, s) = (c * c - s * s, 2 * c * s)
      half *= 2
    }
    var direction = (x: -1.0, y: 0.0)
    return (0..<count).map { _ in
      defer { direction = (direction.x * c - direction.y * s, direction.x * s + direction.y * c) }
      return direction
    }
  }
}
