// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// What the law says about goods on a day, from the mildest to the strictest.
public enum Outcome: UInt8, Sendable, Hashable, CaseIterable, Comparable {
  case notControlled
  /// A fact that decides is missing or unverified; the questions that would settle it are in the finding.
  case cannotDecide
  case licenceRequired
  case quotaExceeded
  case presumptionOfDenial
  case prohibited

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// The outcome in words, for tables and reports.
  public var name: String {
    switch self {
    case .notControlled: "not controlled"
    case .cannotDecide: "cannot decide"
    case .licenceRequired: "licence required"
    case .quotaExceeded: "quota exceeded"
    case .presumptionOfDenial: "presumption of denial"
    case .prohibited: "prohibited"
    }
  }
}

/// Whom the goods are for, as far as known, where the law makes a difference.
public enum EndUserStatus: UInt8, Sendable, Hashable, CaseIterable {
  case unknown, civil, military
  /// On a control list: no export of dual-use items to it.
  case onControlList
  /// On a watch list: no general licence, single licence with risk assessment.
  case onWatchList
}

/// The facts the law is asked about: goods in one reading, on a day, between places, for somebody.
public struct LawQuestion: Sendable, Hashable {
  public var commodityCode: CommodityCode?
  public var reading: GoodsReading
  /// The day on which the law must be in force (in China's time zone for Chinese law).
  public var validOn: Day
  /// The day up to which published law is taken into account; later publications do not exist for the answer.
  public var knownOn: Day
  /// The country whose law is asked; the country of export.
  public var exportCountry: CountryCode
  public var origin: CountryCode?
  public var destination: CountryCode?
  public var endUser: EndUserStatus
  public var netMass: Mass?
  /// Masses of like goods of the same exporter within some days, this item included; in order of days.
  public var windows: [MassInWindow]
  /// Share of the value that is content of the origin a rule speaks of, in percent (No. 61 of 2025, EAR de minimis).
  public var originValueShare: Bounds?
  /// Whether the exporter stands on the list of those the law allows (state trading).
  public var exporterListed: Truth
  /// What is left of the exporter's quota in the period, before these goods.
  public var quotaBalance: Mass?
  /// The customs procedure, as the rules name it (`transit`, `re-export`); nothing for plain export.
  public var procedure: String?
  /// Technology, data or service that is transferred, as the rules name it (`gold-antimony-smelting`).
  public var technology: String?
  /// Facts that a rule asks for by name and that somebody has answered.
  public var facts: [StatedFact]

  public init(
    commodityCode: CommodityCode?, reading: GoodsReading, validOn: Day, knownOn: Day? = nil,
    exportCountry: CountryCode = .china, origin: CountryCode? = nil, destination: CountryCode?,
    endUser: EndUserStatus = .unknown, netMass: Mass? = nil
  ) {
    self.commodityCode = commodityCode
    self.reading = reading
    self.validOn = validOn
    self.knownOn = knownOn ?? validOn
    self.exportCountry = exportCountry
    self.origin = origin
    self.destination = destination
    self.endUser = endUser
    self.netMass = netMass
    windows = []
    exporterListed = .unknown
    facts = []
  }
}

/// The mass of an exporter's like goods in the fullest window of so many days that holds the item.
public struct MassInWindow: Sendable, Hashable {
  /// The length of the window in days, 1 for a single day.
  public var days: Int
  public var mass: Mass

  public init(days: Int, mass: Mass) {
    self.days = days
    self.mass = mass
  }
}

/// The answer to a question that a rule asks by name, such as `for-missile-parts`.
public struct StatedFact: Sendable, Hashable {
  public var name: String
  public var holds: Bool

  public init(_ name: String, _ holds: Bool) {
    self.name = name
    self.holds = holds
  }
}

/// What the law says, with every control that applies or nearly applies.
public struct Determination: Sendable, Hashable {
  /// The strictest outcome of all findings.
  public var outcome: Outcome
  /// Controls that apply, might apply, or nearly apply; strictest first, then by instrument and item.
  public var findings: [ControlFinding]

  public init(outcome: Outcome, findings: [ControlFinding]) {
    self.outcome = outcome
    self.findings = findings
  }
}

/// One control held against the goods, with all that a lawyer needs to check it.
public struct ControlFinding: Sendable, Hashable {
  public var outcome: Outcome
  /// The instrument, such as `CN-MOFCOM-GAC-2025-18`.
  public var instrument: String
  /// The instrument as people cite it, such as "MOFCOM/GAC No. 18 of 2025".
  public var citation: String
  /// The item within the instrument, such as `Dy-magnet`; nothing for a clause on destinations or end users.
  public var item: String?
  /// The control code of the list, such as `1C905.a.4`.
  public var controlCode: String?
  public var article: String?
  /// What the item covers, as the law words it in English.
  public var itemDescription: String
  /// The first day of the version of the rule that was applied.
  public var version: Day
  public var confidence: Confidence
  /// Addresses of the sources of the rule.
  public var sources: [String]
  /// Facts of the goods that meet the control, in words.
  public var matched: [String]
  /// Why a control that was near does not apply ("99.8 % is below the 99.9 % limit").
  public var misses: [String]
  /// Questions whose answers would settle an undecided control.
  public var questions: [String]
  /// What else to know: a suspension, a resumption, an unverified state.
  public var notes: [String]
  /// Limits that stated values miss, in figures.
  public var nearMisses: [NearMiss] = []

  public init(
    outcome: Outcome, instrument: String, citation: String, item: String?, controlCode: String?,
    article: String?, itemDescription: String, version: Day, confidence: Confidence, sources: [String],
    matched: [String] = [], misses: [String] = [], questions: [String] = [], notes: [String] = []
  ) {
    self.outcome = outcome
    self.instrument = instrument
    self.citation = citation
    self.item = item
    self.controlCode = controlCode
    self.article = article
    self.itemDescription = itemDescription
    self.version = version
    self.confidence = confidence
    self.sources = sources
    self.matched = matched
    self.misses = misses
    self.questions = questions
    self.notes = notes
  }
}

/// A stated value that stays on the free side of a limit.
public struct NearMiss: Sendable, Hashable {
  /// What is limited, with its unit in words ("purity, %").
  public var quantity: String
  public var value: Double
  public var limit: Double

  public init(quantity: String, value: Double, limit: Double) {
    self.quantity = quantity
    self.value = value
    self.limit = limit
  }

  /// Whether the value lies so near that a slip of the pen or an ordinary error of measurement could hide the control.
  ///
  /// Of figures near 100 % the impurity is compared (99.8 % holds twice the impurity of 99.9 %, 99.5 % five times),
  /// of all others the value itself, within two percent.
  public var isClose: Bool { Self.isClose(value, to: limit, isPercentage: quantity.hasSuffix("%")) }

  static func isClose(_ value: Double, to limit: Double, isPercentage: Bool) -> Bool {
    if isPercentage, limit > 90, limit < 100, value > 90, value < 100 {
      let ratio = (100 - value) / (100 - limit)
      return ratio >= 0.4 && ratio <= 2.5
    }
    return limit != 0 && abs(value - limit) <= 0.02 * abs(limit)
  }
}

/// The small result made by the million: the strictest outcome and the control that gives it.
public struct CompactDetermination: Sendable, Hashable {
  public var outcome: Outcome
  /// Position of the decisive control in the law book, where one applies or might apply.
  public var control: ControlID?

  public init(outcome: Outcome, control: ControlID?) {
    self.outcome = outcome
    self.control = control
  }
}

/// The position of a control (an item or clause of an instrument) in a loaded law book.
public struct ControlID: Hashable, Sendable, Comparable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
