// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import GoodsIdentity
public import Indicators
public import Licensing
public import Ranking
public import TradeModel

/// Everything found about one goods item: the law asked twice, licences, indicators, score and lane.
///
/// This is the explained result, made for what is shown or written in full; `CompactAssessment` is made by the million.
public struct Assessment: Sendable, Hashable {
  /// Position of the item among the assessed ones, from 0.
  public var row: Int
  public var item: GoodsItem
  /// What the papers say the goods are.
  public var reading: GoodsReading
  /// What the law says of the goods as declared.
  public var declared: Determination
  /// What the goods most likely are.
  public var identity: Identity
  /// What the law says of the goods as each material they may well be, likeliest first.
  public var hypotheses: [Hypothesis]
  public var licence: LicenceSettlement
  public var indicators: [IndicatorFinding]
  /// The chance that the goods leave against the law as far as the evidence tells, 0 to 1.
  public var score: Double
  public var lane: Lane
  /// How much of what would be needed to judge is on the declaration, 0 to 1.
  public var certainty: Double
  /// What would make the export lawful, or settle what is open; most important first.
  public var remedies: [String]
  /// The finding in one sentence, for tables.
  public var headline: String
  /// Parties that may be on a restricted-party list on the day of the declaration, surest first.
  public var listed: [ListedParty]

  /// The goods supposed to be one material, and what the law says then.
  public struct Hypothesis: Sendable, Hashable {
    public var material: MaterialID
    /// `mineral/form`.
    public var slug: String
    /// The name in English, for people.
    public var name: String
    public var probability: Double
    public var determination: Determination
    /// Whether the law is stricter than for the goods as declared.
    public var isStricter: Bool
    /// Whether a cited licence covers the goods as this material.
    public var isCovered: Bool

    public init(
      material: MaterialID, slug: String, name: String, probability: Double, determination: Determination,
      isStricter: Bool, isCovered: Bool
    ) {
      self.material = material
      self.slug = slug
      self.name = name
      self.probability = probability
      self.determination = determination
      self.isStricter = isStricter
      self.isCovered = isCovered
    }
  }

  public init(
    row: Int, item: GoodsItem, reading: GoodsReading, declared: Determination, identity: Identity,
    hypotheses: [Hypothesis], licence: LicenceSettlement, indicators: [IndicatorFinding], score: Double,
    lane: Lane, certainty: Double, remedies: [String], headline: String,
    listed: [ListedParty] = []
  ) {
    self.row = row
    self.item = item
    self.reading = reading
    self.declared = declared
    self.identity = identity
    self.hypotheses = hypotheses
    self.licence = licence
    self.indicators = indicators
    self.score = score
    self.lane = lane
    self.certainty = certainty
    self.remedies = remedies
    self.headline = headline
    self.listed = listed
  }
}

/// The small result of one goods item, 24 bytes, made by the million.
public struct CompactAssessment: Sendable, Hashable {
  /// 0 to 1.
  public var score: Float
  public var lane: Lane
  public var declaredOutcome: Outcome
  public var likelyOutcome: Outcome
  public var licence: LicenceSettlement.State
  /// Decisive control of the goods as declared; `UInt16.max` for none.
  public var declaredControl: UInt16
  /// Decisive control of the goods as the material they most likely are; `UInt16.max` for none.
  public var likelyControl: UInt16
  /// The material the goods most likely are; `UInt16.max` for none of the reference.
  public var material: UInt16
  /// Probability of that material in 1/65535.
  public var probability: UInt16
  /// Certainty in percent.
  public var certainty: UInt8
  /// One bit an indicator, in the order of the catalogue.
  public var indicators: UInt32

  public static let none = UInt16.max

  public init(
    score: Float, lane: Lane, declaredOutcome: Outcome, likelyOutcome: Outcome,
    licence: LicenceSettlement.State, declaredControl: UInt16, likelyControl: UInt16, material: UInt16,
    probability: UInt16, certainty: UInt8, indicators: UInt32
  ) {
    self.score = score
    self.lane = lane
    self.declaredOutcome = declaredOutcome
    self.likelyOutcome = likelyOutcome
    self.licence = licence
    self.declaredControl = declaredControl
    self.likelyControl = likelyControl
    self.material = material
    self.probability = probability
    self.certainty = certainty
    self.indicators = indicators
  }
}
