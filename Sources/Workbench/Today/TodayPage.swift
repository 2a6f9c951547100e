// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// The day's work: what to open first under the inspections there are, and what changed since.
public struct TodayPage: WorkbenchPage {
  /// One referred item of the queue.
  public struct Entry: Encodable, Sendable {
    public var id: Int64
    /// `green`, `blue`, `yellow`, `red`.
    public var lane: String
    /// 0 to 1.
    public var score: Double
    public var headline: String
    /// The goods as described.
    public var goods: String
    public var declaration: String
    /// `YYYY-MM-DD`.
    public var day: String
    public var code: String
    public var destination: String
    public var destinationName: String
    /// The law's answers, as in `Outcome.name`.
    public var declared: String
    public var likely: String
    /// `open`, `asked` (a release waits for a second officer), `held`, `examine`, `released`.
    public var state: String

    public init(
      id: Int64, lane: String, score: Double, headline: String, goods: String, declaration: String,
      day: String,
      code: String, destination: String, destinationName: String, declared: String, likely: String,
      state: String
    ) {
      self.id = id
      self.lane = lane
      self.score = score
      self.headline = headline
      self.goods = goods
      self.declaration = declaration
      self.day = day
      self.code = code
      self.destination = destination
      self.destinationName = destinationName
      self.declared = declared
      self.likely = likely
      self.state = state
    }
  }

  /// Something that happened, or waits for an answer.
  public struct Change: Encodable, Sendable {
    /// A moment as people read it.
    public var at: String
    public var actor: String
    /// The action of the audit, such as `screening.store`, or the kind of a request.
    public var action: String
    /// What it was done to, such as `12`.
    public var subject: String
    /// What somebody wrote with it.
    public var note: String?
    public var href: String?

    public init(
      at: String, actor: String, action: String, subject: String, note: String? = nil, href: String? = nil
    ) {
      self.at = at
      self.actor = actor
      self.action = action
      self.subject = subject
      self.note = note
      self.href = href
    }
  }

  public var day: String
  /// Inspections that can be made today.
  public var capacity: Int
  /// Items by lane of the current runs, `red` to `green`.
  public var lanes: [String: Int]
  /// Referred items that nobody has decided, in all.
  public var open: Int
  /// Some of them by expected harm, after the first `offset`.
  public var queue: [Entry]
  public var offset: Int
  /// Expected harm found by the first `capacity` of the queue, and in the whole queue: sums of scores.
  public var harmWithin: Double
  public var harmInAll: Double
  public var changes: [Change]
  /// Requests that wait for a second officer.
  public var approvals: [Change]

  public init(
    day: String, capacity: Int, lanes: [String: Int], open: Int, queue: [Entry], offset: Int = 0,
    harmWithin: Double, harmInAll: Double, changes: [Change], approvals: [Change]
  ) {
    self.day = day
    self.capacity = capacity
    self.lanes = lanes
    self.open = open
    self.queue = queue
    self.offset = offset
    self.harmWithin = harmWithin
    self.harmInAll = harmInAll
    self.changes = changes
    self.approvals = approvals
  }

  public var place: Place { .today }
  public func title(_ words: Words) -> String { words("today.title") }

  public func body(_ page: inout Page) {
    let within = min(capacity, open)
    page.head(
      page.say("today.title"), kicker: day,
      lede: open == 0
        ? page.say("today.lede.none")
        : page.say(
          "today.lede", Number.grouped(open), Number.grouped(within),
          Number.percent(harmInAll > 0 ? harmWithin / harmInAll : 0)))
    figures(&page)
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { queue(&$0) }
      page.tag("div", ["class": "narrow"]) { page in
        if !approvals.isEmpty {
          page.section("approvals", page.say("today.approvals")) {
            changeList(approvals, group: "approval", &$0)
          }
        }
        page.section("changes", page.say("today.changes")) { page in
          if changes.isEmpty { page.nothing(page.say("today.changes.none")) }
          changeList(changes, group: "change.text", &page)
        }
      }
    }
  }

  private func figures(_ page: inout Page) {
    page.tag("div", ["class": "strip"]) { page in
      page.tag("dl", ["class": "counts"]) { page in
        for lane in ["red", "yellow", "blue", "green"] {
          page.tag("div") { page in
            page.tag("dt") { $0.lane(lane) }
            page.tag("dd") { page in
              page.tag("b", Number.grouped(lanes[lane] ?? 0))
              page.tag("small", page.say("lane.\(lane).meaning"))
            }
          }
        }
      }
      page.tag("form", ["method": "get", "action": "/", "class": "capacity"]) { page in
        page.tag("label", ["for": "capacity"], page.say("today.capacity"))
        page.tag("span", ["class": "stepper"]) { page in
          page.html.empty(
            "input",
            [
              "type": "number", "id": "capacity", "name": "capacity", "min": "0", "max": "10000",
              "value": String(capacity), "inputmode": "numeric",
            ])
          page.tag("button", ["type": "submit"], page.say("today.capacity.set"))
        }
      }
    }
  }

  private func queue(_ page: inout Page) {
    page.section("queue", page.say("today.queue"), class: "queue", note: page.say("today.queue.note")) {
      page in
      guard !queue.isEmpty else {
        page.tag("div", ["class": "empty"]) { page in
          page.tag("p", page.say("today.empty"))
          page.tag("a", ["class": "button", "href": "/upload"], page.say("place.upload"))
        }
        return
      }
      page.tag("ol", ["class": "entries", "data-list": ""]) { page in
        for (index, entry) in zip(offset..., queue) {
          if index == capacity, index > 0 {
            page.tag("li", ["class": "waterline"]) { page in
              page.tag("span", page.say("today.waterline", Number.grouped(capacity)))
            }
          }
          Self.entry(entry, rank: index + 1, isBeyond: index >= capacity, &page)
        }
      }
      page.pager("/", query: "capacity=\(capacity)", offset: offset, shown: queue.count, total: open)
    }
  }

  static func entry(_ entry: Entry, rank: Int?, isBeyond: Bool, _ page: inout Page) {
    page.tag("li", ["class": isBeyond ? "entry beyond" : "entry"]) { page in
      page.tag("a", ["class": "row", "href": "/referrals/\(entry.id)", "data-row": ""]) { page in
        page.tag("span", ["class": "rank"], rank.map(String.init) ?? "")
        page.tag("span", ["class": "what"]) { page in
          page.tag("bdi", ["class": "headline", "lang": "en"], Number.sentence(entry.headline))
          if !entry.goods.isEmpty { page.tag("bdi", ["class": "goods"], entry.goods) }
          page.tag("span", ["class": "meta"]) { page in
            page.lane(entry.lane)
            page.tag("bdi", entry.declaration)
            page.tag("span", entry.day)
            if !entry.code.isEmpty { page.tag("code", entry.code) }
            page.tag("bdi", "→ \(entry.destinationName)")
            if entry.state != "open" {
              page.tag("span", ["class": "state"], page.say.term("state", entry.state))
            }
          }
        }
        page.tag("span", ["class": "score"]) { page in
          page.tag("b", Number.score(entry.score))
          page.bar(entry.score)
        }
      }
    }
  }

  private func changeList(_ changes: [Change], group: String, _ page: inout Page) {
    page.tag("ul", ["class": "changes"]) { page in
      for change in changes {
        page.tag("li") { page in
          page.tag("span", ["class": "meta"]) { page in
            page.tag("time", change.at)
            page.tag("bdi", change.actor)
          }
          let text = page.say.sentence(group, change.action, change.subject)
          if let href = change.href {
            page.tag("a", ["href": href], text)
          } else {
            page.tag("span", text)
          }
          if let note = change.note { page.tag("p", ["class": "note"]) { $0.tag("bdi", note) } }
        }
      }
    }
  }
}
