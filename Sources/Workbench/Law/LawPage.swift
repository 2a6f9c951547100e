// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// The law over time: controls of one mineral as bars, each control with its citation, and questions put to the law.
public struct LawPage: WorkbenchPage {
  /// A question put by the form, with its answer.
  public struct WhatIf: Encodable, Sendable {
    public var goods: String
    public var code: String
    public var composition: String
    /// The country of export, whose law is asked; China when empty.
    public var origin: String
    public var destination: String
    public var day: String
    /// Nothing before a question is put.
    public var outcome: String?
    /// Controls that bear on the answer, and those that come near and do not apply.
    public var controls: [ControlView]
    public var near: [ControlView]
    /// What would change the answer, in words.
    public var turns: [Turn]
    /// What the form could not read: the key of a sentence.
    public var problem: String?

    public init(
      goods: String = "", code: String = "", composition: String = "", origin: String = "",
      destination: String = "",
      day: String = "", outcome: String? = nil, controls: [ControlView] = [], near: [ControlView] = [],
      turns: [Turn] = [], problem: String? = nil
    ) {
      self.goods = goods
      self.code = code
      self.composition = composition
      self.origin = origin
      self.destination = destination
      self.day = day
      self.outcome = outcome
      self.controls = controls
      self.near = near
      self.turns = turns
      self.problem = problem
    }
  }

  /// Changes of one fact at which the answer becomes another.
  public struct Turn: Encodable, Sendable {
    /// `destination`, `end user`, `day`, `form`, `purity`, `composition`.
    public var fact: String
    /// Each change alone leads to the outcome.
    public var changes: [String]
    public var outcome: String

    public init(fact: String, changes: [String], outcome: String) {
      self.fact = fact
      self.changes = changes
      self.outcome = outcome
    }
  }

  /// Minerals under control: slug and names.
  public struct Mineral: Encodable, Sendable {
    public var slug: String
    public var name: String
    public var nameLocal: String
    public var controls: Int

    public init(slug: String, name: String, nameLocal: String, controls: Int) {
      self.slug = slug
      self.name = name
      self.nameLocal = nameLocal
      self.controls = controls
    }
  }

  public var minerals: [Mineral]
  /// The mineral shown.
  public var mineral: Mineral
  /// The day on which the law is looked at.
  public var day: String
  public var timeline: LawTimeline
  /// Acts with their controls of the mineral.
  public var acts: [InstrumentView]
  public var whatIf: WhatIf
  /// Version and digest of the law book.
  public var version: String
  public var digest: String

  public init(
    minerals: [Mineral], mineral: Mineral, day: String, timeline: LawTimeline, acts: [InstrumentView],
    whatIf: WhatIf, version: String, digest: String
  ) {
    self.minerals = minerals
    self.mineral = mineral
    self.day = day
    self.timeline = timeline
    self.acts = acts
    self.whatIf = whatIf
    self.version = version
    self.digest = digest
  }

  public var place: Place { .law }
  public func title(_ words: Words) -> String { words("law.title") }

  public func body(_ page: inout Page) {
    let name = Self.name(mineral, page)
    page.head(page.say("law.title"), lede: page.say("law.lede"))
    question(&page)
    page.section("timeline", page.say("law.timeline", name), note: page.say("law.timeline.note", day)) {
      page in
      page.tag("form", ["method": "get", "action": "/law", "class": "chooser"]) { page in
        page.select(
          page.say("law.mineral"), name: "mineral", chosen: mineral.slug,
          options: minerals.map { ($0.slug, "\(Self.name($0, page)) (\(Number.grouped($0.controls)))") })
        page.tag("button", page.say("law.show"))
      }
      if timeline.rows.isEmpty {
        page.nothing(page.say("law.none"))
      } else {
        timeline.write(name, to: &page)
      }
    }
    page.section("controls", page.say("law.controls", name), note: page.say("law.controls.note", day)) {
      page in
      if acts.isEmpty { page.nothing(page.say("law.none")) }
      for act in acts { act.write(to: &page) }
    }
    page.tag("p", ["class": "note block"]) { page in
      page.html.text(page.say("law.digest", version) + " ")
      page.tag("code", digest)
    }
  }

  private static func name(_ mineral: Mineral, _ page: Page) -> String {
    page.say.language == .chinese && !mineral.nameLocal.isEmpty ? mineral.nameLocal : mineral.name
  }

  private static let examples: [(goods: String, to: String, day: String)] = [
    ("gallium metal 99.99%", "US", "2025-02-01"), ("dysprosium oxide 99.9%", "JP", "2025-04-06"),
    ("tungsten carbide powder", "VN", "2025-06-01"),
  ]

  private func question(_ page: inout Page) {
    page.section(
      "what-if", page.say("law.what-if"), class: "panel asking", note: page.say("law.what-if.note")
    ) { page in
      page.tag("form", ["method": "get", "action": "/law", "class": "decide"]) { page in
        page.tag("div", ["class": "fields question"]) { page in
          page.field(
            page.say("law.goods"), name: "goods", value: whatIf.goods, hint: page.say("law.goods.hint"))
          page.field(page.say("law.code"), name: "code", value: whatIf.code, hint: page.say("law.code.hint"))
          page.field(
            page.say("law.composition"), name: "composition", value: whatIf.composition,
            hint: page.say("law.composition.hint"))
          page.field(
            page.say("law.from"), name: "from", value: whatIf.origin, hint: page.say("law.from.hint"))
          page.field(
            page.say("law.to"), name: "to", value: whatIf.destination, hint: page.say("law.to.hint"))
          page.field(
            page.say("law.day"), name: "day", value: whatIf.day, type: "date", hint: page.say("law.day.hint"))
        }
        page.tag("div", ["class": "buttons"]) { page in
          page.tag("button", ["class": "primary"], page.say("law.ask"))
          if whatIf.outcome == nil {
            page.tag("span", ["class": "meta"], page.say("law.try"))
            for example in Self.examples {
              page.tag(
                "a",
                [
                  "class": "chip",
                  "href":
                    "/law?goods=\(Address.segment(example.goods))&to=\(example.to)&day=\(example.day)#answer",
                ], "\(example.goods) → \(example.to)")
            }
          }
        }
      }
      if let problem = whatIf.problem {
        page.tag("p", ["class": "notice problem", "role": "alert"], page.say(problem))
      }
      if whatIf.outcome != nil { answer(&page) }
    }
  }

  private func answer(_ page: inout Page) {
    page.tag("div", ["class": "answer", "id": "answer"]) { page in
      page.tag("p", ["class": "said-so"]) { page in
        page.outcome(whatIf.outcome ?? "")
        page.tag(
          "bdi",
          [
            whatIf.goods, whatIf.code, whatIf.composition, whatIf.origin,
            whatIf.destination.isEmpty ? "" : "→ \(whatIf.destination)",
          ]
          .filter { !$0.isEmpty }.joined(separator: "  "))
        page.tag("span", ["class": "meta"], whatIf.day)
      }
      if whatIf.controls.isEmpty { page.nothing(page.say("referral.law.none")) }
      for control in whatIf.controls { control.write(to: &page) }
      if !whatIf.turns.isEmpty {
        page.tag("h3", page.say("law.turns"))
        page.tag("ul", ["class": "turns"]) { page in
          for turn in whatIf.turns {
            page.tag("li") { page in
              page.tag("span", ["class": "meta"], page.say.term("turn", turn.fact))
              page.tag("bdi", ["lang": "en"], turn.changes.joined(separator: ", "))
              page.outcome(turn.outcome)
            }
          }
        }
      }
      if !whatIf.near.isEmpty {
        page.tag("details", ["class": "more"]) { page in
          page.tag("summary", page.say.count("referral.near", whatIf.near.count))
          for control in whatIf.near { control.write(to: &page) }
        }
      }
    }
  }
}
