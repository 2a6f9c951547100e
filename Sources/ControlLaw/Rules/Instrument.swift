// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// What kind of rule a control is.
public enum Regime: String, Sendable, Hashable, CaseIterable {
  case dualUse = "dual-use"
  case technology
  case extraterritorial
  case destination
  case ban
  case quota
  case ordinaryLicence = "ordinary licence"
  case stateTrading = "state trading"
  case partyList = "party list"
  case originRisk = "origin risk"
  case procedure
}

/// A legal act: where it comes from, when it was published, how sure it is.
public struct Instrument: Sendable, Hashable {
  public var id: String
  public var kind: String
  /// The act as people cite it ("MOFCOM/GAC No. 18 of 2025").
  public var citation: String
  public var title: String
  public var titleLocal: String
  public var issuers: [String]
  /// The country whose law it is.
  public var jurisdiction: CountryCode
  /// The day on which it became known; the day of its effect where the day of publication is not known.
  public var published: Day
  public var confidence: Confidence
  /// Keys into the sources of the book.
  public var sources: [String]
  /// The file of the law folder that states it.
  public var file: String
  public var reviewedOn: Day
  public var reviewNext: Day?
  public var notes: [String]
  /// Facts of the act that no determination computes (duties, penalties, steps), with their confidence.
  public var provisions: [Provision]

  public init(
    id: String, kind: String, citation: String, title: String, titleLocal: String, issuers: [String],
    jurisdiction: CountryCode, published: Day, confidence: Confidence, sources: [String], file: String,
    reviewedOn: Day, reviewNext: Day?, notes: [String], provisions: [Provision]
  ) {
    self.id = id
    self.kind = kind
    self.citation = citation
    self.title = title
    self.titleLocal = titleLocal
    self.issuers = issuers
    self.jurisdiction = jurisdiction
    self.published = published
    self.confidence = confidence
    self.sources = sources
    self.file = file
    self.reviewedOn = reviewedOn
    self.reviewNext = reviewNext
    self.notes = notes
    self.provisions = provisions
  }
}

/// A fact of an act in words, such as a duty or a penalty.
public struct Provision: Sendable, Hashable {
  public var article: String?
  public var text: String
  public var confidence: Confidence
  public var sources: [String]

  public init(article: String?, text: String, confidence: Confidence, sources: [String]) {
    self.article = article
    self.text = text
    self.confidence = confidence
    self.sources = sources
  }
}

/// What a rule's force is within an interval.
public enum ForceState: UInt8, Sendable, Hashable, CaseIterable {
  case inForce, suspended, ended
  /// Nobody has verified whether the rule is in force.
  case unverified

  public var name: String {
    switch self {
    case .inForce: "in force"
    case .suspended: "suspended"
    case .ended: "ended"
    case .unverified: "unverified"
    }
  }
}

/// One statement on the force of a rule: from a day to a day, known from a day, made by an instrument.
public struct ForceEvent: Sendable, Hashable {
  public var from: Day
  /// The last day; nothing when no end is stated.
  public var to: Day?
  public var knownFrom: Day
  public var state: ForceState
  /// The instrument that makes it so.
  public var by: String
  public var confidence: Confidence
  public var note: String?

  public init(
    from: Day, to: Day?, knownFrom: Day, state: ForceState, by: String, confidence: Confidence, note: String?
  ) {
    self.from = from
    self.to = to
    self.knownFrom = knownFrom
    self.state = state
    self.by = by
    self.confidence = confidence
    self.note = note
  }
}

/// A commodity code under which the law, or a catalogue of its authority, prints a controlled item.
public struct ControlledCode: Sendable, Hashable {
  public var code: CommodityCode
  /// The list that prints it ("published", "2026 catalogue").
  public var list: String
  public var from: Day

  public init(code: CommodityCode, list: String, from: Day) {
    self.code = code
    self.list = list
    self.from = from
  }
}

/// To which other controls a clause on destinations or users adds itself.
public struct OverlayScope: Sendable, Hashable {
  public var regimes: [Regime]
  /// Minerals of the controls; empty for all.
  public var minerals: [String]
  /// Instruments of the controls; empty for all.
  public var instruments: [String]

  public init(regimes: [Regime], minerals: [String], instruments: [String]) {
    self.regimes = regimes
    self.minerals = minerals
    self.instruments = instruments
  }
}

/// One controlled item or clause of an instrument.
public struct Control: Sendable, Hashable {
  /// Position of the instrument in the book.
  public var instrument: Int
  /// The item or clause within the instrument.
  public var item: String
  /// Whether `item` is a clause rather than an item of a list.
  public var isClause: Bool
  /// The control code of the list, such as `1C905.a.4`.
  public var code: String?
  public var article: String?
  public var text: String
  public var textLocal: String
  public var regime: Regime
  /// What follows when the control applies; `notControlled` for what is only noted.
  public var outcome: Outcome
  public var minerals: [String]
  public var form: String
  public var codes: [ControlledCode]
  public var condition: Condition
  public var scope: OverlayScope?
  public var force: [ForceEvent]
  public var confidence: Confidence
  public var sources: [String]
  public var notes: [String]
  /// Line of the file of the instrument where the control is stated.
  public var line: Int
  public var examples: [Example]

  public init(
    instrument: Int, item: String, isClause: Bool, code: String?, article: String?, text: String,
    textLocal: String, regime: Regime, outcome: Outcome, minerals: [String], form: String,
    codes: [ControlledCode], condition: Condition, scope: OverlayScope?, force: [ForceEvent],
    confidence: Confidence, sources: [String], notes: [String], line: Int, examples: [Example]
  ) {
    self.instrument = instrument
    self.item = item
    self.isClause = isClause
    self.code = code
    self.article = article
    self.text = text
    self.textLocal = textLocal
    self.regime = regime
    self.outcome = outcome
    self.minerals = minerals
    self.form = form
    self.codes = codes
    self.condition = condition
    self.scope = scope
    self.force = force
    self.confidence = confidence
    self.sources = sources
    self.notes = notes
    self.line = line
    self.examples = examples
  }

  /// A control adds nothing by itself: it is shown as a note.
  public var isNote: Bool { outcome == .notControlled }
}
