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
    /// Ordinary explanations that were tested here, and what came out.
    public var tested: [String]
    /// Ordinary explanations to rule out.
    public var explanations: [String]
    /// Where the indicator comes from.
    public var source: String

    public init(
      title: String, statement: String, strength: Double, tested: [String], explanations: [String],
      source: String
    ) {
      self.title = title
      self.statement = statement
      self.strength = strength
      self.tested = tested
      self.explanations = explanations
      self.source = source
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
    /// Latest other items of the party.
    public var history: [HistoryRow]
    /// How many other items of the party there are, and how many of them were referred.
    public var total: Int
    public var referred: Int

    public init(
      role: String, name: String, country: String?, href: String?, hits: [String], history: [HistoryRow],
      total: Int, referred: Int
    ) {
      self.role = role
      self.name = name
      self.country = country
      self.href = href
      self.hits = hits
      self.history = history
      self.total = total
      self.referred = referred
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
    /// What was decided, by whom.
    public struct Made: Encodable, Sendable {
      public var at: String
      public var actor: String
      public var reason: String
      /// The second pair of eyes, where one was needed.
      public var second: String?

      public init(at: String, actor: String, reason: String, second: String?) {
        self.at = at
        self.actor = actor
        self.reason = reason
        self.second = second
      }
    }

    /// A case that holds the item.
    public struct Case: Encodable, Sendable {
      public var id: Int64
      public var title: String

      public init(id: Int64, title: String) {
        self.id = id
        self.title = title
      }
    }

    /// `open`, `asked`, `held`, `examine`, `released`.
    public var state: String
    public var made: Made?
    /// Whether this user may decide.
    public var mayDecide: Bool
    /// Whether a release needs a second officer.
    public var needsSecond: Bool
    /// The request that waits for a second officer.
    public var request: ApprovalView?
    public var cases: [Case]

    public init(
      state: String, made: Made?, mayDecide: Bool, needsSecond: Bool, request: ApprovalView? = nil,
      cases: [Case] = []
    ) {
      self.state = state
      self.made = made
      self.mayDecide = mayDecide
      self.needsSecond = needsSecond
      self.request = request
      self.cases = cases
    }
  }

  public var id: Int64
  public var lane: String
  public var score: Double
  /// How much of what is needed to judge is on the declaration, 0 to 1; nothing where the assessment was not kept.
  public var certainty: Double?
  public var headline: String
  public var declaration: String
  public var day: String
  /// The goods as described.
  public var goods: String
  /// The code and other cells of the declaration.
  public var declaredFacts: [Fact] = []
  public var declaredOutcome: String
  public var likelyOutcome: String
  public var candidates: [Candidate] = []
  /// The chance that the goods are none of the materials.
  public var none: Double?
  public var evidence: [Evidence] = []
  public var answers: [Answer] = []
  public var remedies: [String] = []
  public var licence: LicenceAnswer
  public var signs: [Sign] = []
  public var price: MeasurePlot?
  public var packing: MeasurePlot?
  public var route: RouteMap?
  public var parties: [PartyRow] = []
  public var decision: Decision
  /// Digests the decision rests on: input, law, lists, model, program.
  public var digests: [Fact] = []
  /// The previous and the next referral of the queue.
  public var previous: Int64?
  public var next: Int64?
  /// Whether the whole assessment was kept, as it is of what was referred.
  public var isWhole = true
  /// The screening that has taken the place of this one.
  public var supersededBy: Int64?

  /// A referral by what is known of every item; the rest is set where it is known.
  public init(
    id: Int64, lane: String, score: Double, headline: String, declaration: String, day: String, goods: String,
    declaredOutcome: String, likelyOutcome: String, licence: LicenceAnswer, decision: Decision
  ) {
    self.id = id
    self.lane = lane
    self.score = score
    self.headline = headline
    self.declaration = declaration
    self.day = day
    self.goods = goods
    self.declaredOutcome = declaredOutcome
    self.likelyOutcome = likelyOutcome
    self.licence = licence
    self.decision = decision
  }

  public var hasLivePlots: Bool { true }
  public var place: Place { .today }
  public func title(_ words: Words) -> String { headline }
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
