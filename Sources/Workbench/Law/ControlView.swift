// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// A control held against goods, with what a lawyer needs to check it.
public struct ControlView: Encodable, Sendable {
  public var outcome: String
  public var citation: String
  /// The act's identifier, which has a page of its own; nothing where it is not known.
  public var instrument: String?
  /// The control code of the list, such as `1C905.a.4`.
  public var code: String?
  public var wording: String
  public var article: String?
  /// The first day of the version applied, `YYYY-MM-DD`.
  public var version: String
  /// `confirmed`, `reported`, `inferred`, `memory`, `unverified`.
  public var confidence: String
  public var sources: [String]
  public var matched: [String]
  public var misses: [String]
  public var questions: [String]
  public var notes: [String]

  public init(
    outcome: String, citation: String, code: String?, wording: String, article: String?, version: String,
    confidence: String, sources: [String], matched: [String] = [], misses: [String] = [],
    questions: [String] = [], notes: [String] = [], instrument: String? = nil
  ) {
    self.instrument = instrument
    self.outcome = outcome
    self.citation = citation
    self.code = code
    self.wording = wording
    self.article = article
    self.version = version
    self.confidence = confidence
    self.sources = sources
    self.matched = matched
    self.misses = misses
    self.questions = questions
    self.notes = notes
  }

  func write(to page: inout Page) {
    page.tag("article", ["class": "control"]) { page in
      page.tag("header") { page in
        page.outcome(outcome)
        page.tag("h4") { page in
          if let instrument, !instrument.isEmpty {
            page.tag("a", ["href": "/law/instruments/\(Address.segment(instrument))"]) {
              $0.tag("bdi", citation)
            }
          } else {
            page.tag("bdi", citation)
          }
          if let code { page.tag("code", code) }
        }
      }
      page.tag("p", ["class": "wording", "lang": "en"]) { $0.tag("bdi", wording) }
      page.tag("p", ["class": "meta"]) { page in
        if let article { page.tag("bdi", article) }
        page.tag("span", page.say("law.version", version))
        page.confidence(confidence)
      }
      page.sentences(page.say("law.questions"), questions, class: "asks")
      page.sentences(page.say("law.matched"), matched)
      page.sentences(page.say("law.misses"), misses)
      page.sentences(page.say("law.notes"), notes)
      if !sources.isEmpty {
        page.tag("details", ["class": "more"]) { page in
          page.tag("summary", page.say.count("law.sources", sources.count))
          page.sources(sources)
        }
      }
    }
  }
}

extension Page {
  /// How well a rule is known; anything short of a read source stands out.
  mutating func confidence(_ confidence: String) {
    let isWeak = ["inferred", "memory", "unverified"].contains(confidence)
    tag("span", ["class": isWeak ? "confidence weak" : "confidence"], say.term("confidence", confidence))
  }

  /// Sentences of the engines under a heading; they are in English.
  mutating func sentences(_ heading: String, _ sentences: [String], class name: String = "") {
    guard !sentences.isEmpty else { return }
    tag("div", ["class": "sentences \(name)"]) { page in
      page.tag("h5", heading)
      page.tag("ul", ["lang": "en"]) { page in
        for sentence in sentences { page.tag("li") { $0.tag("bdi", sentence) } }
      }
    }
  }

  /// Where a rule can be read.
  mutating func sources(_ sources: [String]) {
    guard !sources.isEmpty else { return }
    tag("ul", ["class": "sources", "aria-label": say("law.sources")]) { page in
      for source in sources { page.tag("li") { $0.source(source) } }
    }
  }
}
