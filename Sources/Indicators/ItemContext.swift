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
  public var consigneeCountry: CountryCode?
  public var notifyCountry: CountryCode?
  /// Whether the consignee's name is that of a forwarder, warehouse or courier.
  public var consigneeIsForwarder = false
  /// Parties of the item that may be listed on its day.
  public var listed: [ListedSight] = []
  /// What the texts say; kept by reference, since many items share their texts.
  private var words: GoodsWords
  public var reading: GoodsReading {
    get { words.reading }
    set { words = GoodsWords(newValue, words.signs) }
  }
  public var signs: TextSigns {
    get { words.signs }
    set { words = GoodsWords(words.reading, newValue) }
  }
  public var declared: CompactDetermination
  /// Limits of the law that the goods as declared stay just below.
  public var nearLimits: [NearLimit] = []
  /// A ten-digit code that names the material the description names, where the declared code is another.
  public var namedCode: CommodityCode?
  /// The likeliest material for which the law is stricter than as declared, if any.
  public var hidden: HiddenMaterial?
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
  public var flowLead: FlowLead?

  public init(
    day: Day, destination: CountryCode, mode: TransportMode, words: GoodsWords,
    declared: CompactDetermination, licence: LicenceSettlement
  ) {
    self.day = day
    self.destination = destination
    self.mode = mode
    self.words = words
    self.declared = declared
    self.licence = licence
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
