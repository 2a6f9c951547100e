// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import Licensing
public import TradeModel

/// What an indicator sees of one goods item: figures, the reading, the law's answers; no names.
public struct ItemContext: Sendable {
  public var day: Day
  public var commodityCode: CommodityCode?
  public var origin: CountryCode?
  public var destination: CountryCode
  public var mode: TransportMode
  public var packageCount: Int?
  public var netMass: Mass?
  public var grossMass: Mass?
  /// Statistical value per kilogram of net mass in US dollars of the day.
  public var pricePerKilogram: Double?
  /// Its natural logarithm, where the caller has it already.
  public var logPrice: Double?
  public var consigneeCountry: CountryCode?
  public var notifyCountry: CountryCode?
  /// Whether the consignee's name is that of a forwarder, warehouse or courier.
  public var consigneeIsForwarder = false
  /// Parties of the item that may be listed on its day.
  public var listed: [ListedSight] = []
  /// What the texts say; kept by reference, since many items share their texts.
  private var words: KeptWords
  /// Keeps the words where the caller does not.
  private var owner: GoodsWords?
  public var reading: GoodsReading {
    get { words.reading }
    set { own(GoodsWords(newValue, words.signs)) }
  }
  public var signs: TextSigns {
    get { words.signs }
    set { own(GoodsWords(words.reading, newValue)) }
  }

  /// Whether the words name particular goods.
  var isSpecific: Bool { words.isSpecific }
  /// Whether the papers say that the goods are not controlled.
  var claimsNotControlled: Bool { words.claimsNotControlled }
  /// Whether a sum of exact shares or a grade stands in the papers, without which nothing can be closed.
  var mayBeClosed: Bool { words.mayBeClosed }

  private mutating func own(_ words: GoodsWords) {
    owner = words
    self.words = KeptWords(words)
  }
  public var declared: CompactDetermination
  /// Limits of the law that the goods as declared stay just below.
  public var nearLimits: [NearLimit] = []
  /// A ten-digit code that names the material the description names, where the declared code is another.
  public var namedCode: CommodityCode?
  /// The likeliest material for which the law is stricter than as declared, if any.
  public var hidden: HiddenMaterial? {
    didSet { hiddenProbability = hidden?.probability ?? -1 }
  }
  /// Its probability, below 0 for none; a look at the material itself would copy its name.
  private(set) var hiddenProbability = -1.0
  public var licence: LicenceSettlement
  /// What goods of this code cost in the file, when enough is known.
  public var expectation: PriceExpectation?
  /// What the material that the papers name costs on the day, in US dollars per kilogram.
  public var namedSpan: ClosedRange<Double>?
  /// What the elements of a whole composition are worth at the most, in US dollars per kilogram of goods.
  public var containedValue: Double?
  /// The distance of the mass per package from the median of the code in the file, in robust standard deviations.
  public var packageMassDistance: Double?
  /// What one package of its kind can hold of the material that the papers name, in kilograms.
  public var packageBounds: ClosedRange<Double>?
  /// Whether the exporting country is another than the stated country of origin.
  public var isForeignOrigin = false
  /// What the law would say, were the goods of the exporting country's origin; asked for strategic goods of foreign origin.
  public var outcomeIfDomestic: Outcome?
  /// Whether the code stands in a chapter under which strategic minerals travel.
  public var isChapterOfConcern = false
  /// Whether it does, or the code has served as a disguise.
  public var isOfConcern = false
  /// Whether the code is a residual line of its heading.
  public var isResidualLine = false
  /// The upper end of what goods of the declared heading usually cost, in US dollars per kilogram.
  public var headingUpperPrice: Double?
  /// Whether the file describes its goods in words at all.
  public var isDescribed = true
  /// A country to which the itinerary goes on beyond the declared destination.
  public var beyondDestination: CountryCode?
  /// Whether a licence that is cited would cover the goods, were they the stricter material they may be.
  public var isHiddenCovered = false
  /// A lane of trade statistics that is under an alert and concerns this item, where alerts were given.
  public var flowLead: FlowLead? {
    didSet { hasFlowLead = flowLead != nil }
  }
  /// Whether there is one; a look at the lane itself would copy it.
  private(set) var hasFlowLead = false

  public init(
    day: Day, destination: CountryCode, mode: TransportMode, words: GoodsWords,
    declared: CompactDetermination, licence: LicenceSettlement
  ) {
    self.init(
      day: day, destination: destination, mode: mode, keptWords: KeptWords(words), declared: declared,
      licence: licence)
    owner = words
  }

  /// - Parameter keptWords: words that the caller keeps for as long as the context is used.
  public init(
    day: Day, destination: CountryCode, mode: TransportMode, keptWords: KeptWords,
    declared: CompactDetermination, licence: LicenceSettlement
  ) {
    self.day = day
    self.destination = destination
    self.mode = mode
    words = keptWords
    self.declared = declared
    self.licence = licence
  }

  /// Makes the context one of another item, of which nothing else is known yet; its memory is used again.
  ///
  /// - Parameter licence: how the licences answer the item; nothing where they need not.
  public mutating func renew(
    row: Int, day: Day, destination: CountryCode, mode: TransportMode, keptWords: KeptWords,
    declared: CompactDetermination, licence: LicenceSettlement?
  ) {
    self.day = day
    self.destination = destination
    self.mode = mode
    words = keptWords
    self.declared = declared
    if let licence { self.licence = licence } else { self.licence.clear(item: row) }
    commodityCode = nil
    origin = nil
    packageCount = nil
    netMass = nil
    grossMass = nil
    pricePerKilogram = nil
    logPrice = nil
    consigneeCountry = nil
    notifyCountry = nil
    consigneeIsForwarder = false
    // What refers to memory of its own is seldom there.
    if !listed.isEmpty { listed = [] }
    if owner != nil { owner = nil }
    if !nearLimits.isEmpty { nearLimits = [] }
    if hiddenProbability >= 0 { hidden = nil }
    if hasFlowLead { flowLead = nil }
    namedCode = nil
    expectation = nil
    namedSpan = nil
    containedValue = nil
    packageMassDistance = nil
    packageBounds = nil
    isForeignOrigin = false
    outcomeIfDomestic = nil
    isChapterOfConcern = false
    isOfConcern = false
    isResidualLine = false
    headingUpperPrice = nil
    isDescribed = true
    beyondDestination = nil
    isHiddenCovered = false
  }
}

/// What description, composition and code say, with the signs in them.
public final class GoodsWords: Sendable {
  public let reading: GoodsReading
  public let signs: TextSigns

  public init(_ reading: GoodsReading, _ signs: TextSigns) {
    self.reading = reading
    self.signs = signs
  }
}

/// Words that somebody else keeps, looked at without counting a reference to them: a count that several threads change at
/// once is slow.
@safe public struct KeptWords: Sendable {
  private let words: Unmanaged<GoodsWords>
  // What is asked of every item stands here, so that the words need not be fetched for it.
  let isSpecific: Bool
  let claimsNotControlled: Bool
  /// Whether a sum of exact shares or a grade stands in the papers.
  let mayBeClosed: Bool

  /// - Parameter words: must be kept by the caller for as long as this is used.
  public init(_ words: GoodsWords) {
    unsafe self.words = .passUnretained(words)
    isSpecific = words.reading.isSpecific
    claimsNotControlled = words.signs.claimsNotControlled
    mayBeClosed = words.signs.exactSum != nil || words.signs.highCoercivityGrade != nil
  }

  /// Lends the address of the words, for asking for their memory ahead of time.
  public func withAddress(_ body: (UnsafeRawPointer) -> Void) {
    unsafe body(UnsafeRawPointer(words.toOpaque()))
  }

  public var reading: GoodsReading { unsafe words._withUnsafeGuaranteedRef { $0.reading } }
  public var signs: TextSigns { unsafe words._withUnsafeGuaranteedRef { $0.signs } }
}

/// A stated value that stays just on the free side of a limit.
public struct NearLimit: Sendable, Hashable {
  /// What is limited, in words with its unit ("purity, %").
  public var quantity: String
  public var value: Double
  public var limit: Double
  /// The control code of the limit.
  public var controlCode: String

  public init(quantity: String, value: Double, limit: Double, controlCode: String) {
    self.quantity = quantity
    self.value = value
    self.limit = limit
    self.controlCode = controlCode
  }
}

/// A material the goods may well be, for which the law is stricter than for the goods as declared.
public struct HiddenMaterial: Sendable, Hashable {
  public var material: MaterialID
  /// The name of the material in English.
  public var name: String
  public var probability: Double
  public var outcome: Outcome

  public init(material: MaterialID, name: String, probability: Double, outcome: Outcome) {
    self.material = material
    self.name = name
    self.probability = probability
    self.outcome = outcome
  }
}

/// What a kilogram of goods under one code costs, learned robustly from the file at hand.
public struct PriceExpectation: Sendable, Hashable {
  /// The median of the natural logarithm of US dollars per kilogram.
  public var logMedian: Double
  /// 1.4826 times the median absolute deviation of the logarithm; a standard deviation for normal data.
  public var logSpread: Double
  public var observations: Int

  public init(logMedian: Double, logSpread: Double, observations: Int) {
    self.logMedian = logMedian
    self.logSpread = logSpread
    self.observations = observations
  }
}
