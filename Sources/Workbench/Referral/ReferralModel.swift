// SPDX-License-Identifier: Apache-2.0

/// One referred item with all its reasons.
public struct ReferralPage: WorkbenchPage {
  /// A piece of evidence on what the goods are.
  public struct Evidence: Encodable, Sendable {
    /// The material it speaks of; nothing for "none of these".
    public var material: String?
    /// As in `IdentityEvidence.Kind.name`.
    public var kind: String
    public var statement: String
    /// Natural logarithm of the odds; negative speaks against.
    public var logOdds: Double

    public init(material: String?, kind: String, statement: String, logOdds: Double) {
      self.material = material
      self.kind = kind
      self.statement = statement
      self.logOdds = logOdds
    }
  }

  /// A material the goods may be.
  public struct Candidate: Encodable, Sendable {
    public var name: String
    public var probability: Double
    /// The law's answer for it; nothing when it was not asked.
    public var outcome: String?
    public var isStricter: Bool
    public var isCovered: Bool

    public init(name: String, probability: Double, outcome: String?, isStricter: Bool, isCovered: Bool) {
      self.name = name
      self.probability = probability
      self.outcome = outcome
      self.isStricter = isStricter
      self.isCovered = isCovered
    }
  }

  /// The law asked of one reading of the goods.
  public struct Answer: Encodable, Sendable {
    /// Nothing for the goods as declared, else the material supposed.
    public var material: String?
    public var probability: Double?
    public var outcome: String
    public var controls: [ControlView]

    public init(material: String?, probability: Double?, outcome: String, controls: [ControlView]) {
      self.material = material
      self.probability = probability
      self.outcome = outcome
      self.controls = controls
    }
  }

  /// What an indicator saw.
  public struct Sign: Encodable, Sendable {
    public var title: String
    public var statement: String
    /// 0 to 1.
    public var strength: Double
    /// Innocent explanations, and what came out where one was tested.
    public var explanations: [String]

    public init(title: String, statement: String, strength: Double, explanations: [String]) {
      self.title = title
      self.statement = statement
      self.strength = strength
      self.explanations = explanations
    }
  }

  public struct PartyRow: Encodable, Sendable {
    /// `exporter`, `consignee`, `declarant`, `notify party`, `end user`.
    public var role: String
    public var name: String
    public var country: String?
    public var href: String?
    /// Lists that hold a name like it, in words.
    public var hits: [String]
    /// Earlier items of the party: day, what, lane.
    public var history: [HistoryRow]

    public init(
      role: String, name: String, country: String?, href: String?, hits: [String], history: [HistoryRow]
    ) {
      self.role = role
      self.name = name
      self.country = country
      self.href = href
      self.hits = hits
      self.history = history
    }
  }

  /// How the licences answer.
  public struct LicenceAnswer: Encodable, Sendable {
    /// As in `LicenceSettlement.State.name`.
    public var state: String
    public var lines: [String]

    public init(state: String, lines: [String]) {
      self.state = state
      self.lines = lines
    }
  }

  /// What an officer has decided, or may.
  public struct Decision: Encodable, Sendable {
    /// `open`, `asked`, `held`, `examine`, `released`.
    public var state: String
    public var lines: [String]
    /// Whether this user may decide.
    public var mayDecide: Bool
    /// Whether a release needs a second officer.
    public var needsSecond: Bool
    /// The request that waits for a second officer, and whether this user may be that one.
    public var approval: Int64?
    public var mayApprove: Bool
    /// Cases that hold the item.
    public var cases: [Link]

    public init(
      state: String, lines: [String], mayDecide: Bool, needsSecond: Bool, approval: Int64? = nil,
      mayApprove: Bool = false, cases: [Link] = []
    ) {
      self.state = state
      self.lines = lines
      self.mayDecide = mayDecide
      self.needsSecond = needsSecond
      self.approval = approval
      self.mayApprove = mayApprove
      self.cases = cases
    }
  }

  public var id: Int64
  public var lane: String
  public var score: Double
  /// How much of what is needed to judge is on the declaration, 0 to 1.
  public var certainty: Double
  public var headline: String
  public var declaration: String
  public var day: String
  /// The goods as described, the code, and other cells of the declaration, by key of the table of words.
  public var goods: String
  public var declaredFacts: [Fact]
  public var declaredOutcome: String
  public var likelyOutcome: String
  public var candidates: [Candidate]
  /// The chance that the goods are none of the materials.
  public var none: Double
  public var evidence: [Evidence]
  public var answers: [Answer]
  public var remedies: [String]
  public var licence: LicenceAnswer
  public var signs: [Sign]
  public var price: MeasurePlot?
  public var packing: MeasurePlot?
  public var route: RouteMap?
  public var parties: [PartyRow]
  public var decision: Decision
  /// Digests the decision rests on: input, law, lists, model, program.
  public var digests: [Fact]
  /// The previous and the next referral of the queue.
  public var previous: Int64?
  public var next: Int64?

  public init(
    id: Int64, lane: String, score: Double, certainty: Double, headline: String, declaration: String,
    day: String, goods: String, declaredFacts: [Fact], declaredOutcome: String, likelyOutcome: String,
    candidates: [Candidate], none: Double, evidence: [Evidence], answers: [Answer], remedies: [String],
    licence: LicenceAnswer, signs: [Sign], price: MeasurePlot?, packing: MeasurePlot?, route: RouteMap?,
    parties: [PartyRow], decision: Decision, digests: [Fact], previous: Int64? = nil, next: Int64? = nil
  ) {
    self.id = id
    self.lane = lane
    self.score = score
    self.certainty = certainty
    self.headline = headline
    self.declaration = declaration
    self.day = day
    self.goods = goods
    self.declaredFacts = declaredFacts
    self.declaredOutcome = declaredOutcome
    self.likelyOutcome = likelyOutcome
    self.candidates = candidates
    self.none = none
    self.evidence = evidence
    self.answers = answers
    self.remedies = remedies
    self.licence = licence
    self.signs = signs
    self.price = price
    self.packing = packing
    self.route = route
    self.parties = parties
    self.decision = decision
    self.digests = digests
    self.previous = previous
    self.next = next
  }

  public var place: Place { .today }
  public func title(_ words: Words) -> String { headline }
}

/// A name and its value; the name is a key of the table of words after `fact.`, or stands for itself.
public struct Fact: Encodable, Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A text that leads somewhere.
public struct Link: Encodable, Sendable, Hashable {
  public var text: String
  public var href: String

  public init(_ text: String, _ href: String) {
    self.text = text
    self.href = href
  }
}

/// An earlier item of a party.
public struct HistoryRow: Encodable, Sendable, Hashable {
  public var id: Int64
  public var day: String
  public var code: String
  public var destination: String
  public var lane: String
  public var headline: String

  public init(id: Int64, day: String, code: String, destination: String, lane: String, headline: String) {
    self.id = id
    self.day = day
    self.code = code
    self.destination = destination
    self.lane = lane
    self.headline = headline
  }
}
