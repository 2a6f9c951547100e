// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A value with how well it is known and the key of its source (`ReferenceData.sources`).
public struct Sourced<Value: Sendable & Hashable>: Sendable, Hashable {
  public var value: Value
  public var confidence: Confidence
  public var source: String

  public init(_ value: Value, _ confidence: Confidence, source: String) {
    self.value = value
    self.confidence = confidence
    self.source = source
  }
}

/// The shape in which a mineral is traded.
public enum MaterialKind: String, Sendable, Hashable, CaseIterable {
  case ore, metal, powder, alloy, oxide, compound, carbide, magnet, target, wafer, crystal, article, scrap
  case residue, solution, equipment, ferroalloy, battery, reagent
}

/// How far a tariff heading tells the material: it names the mineral, a few of them, or is shared by many other goods.
public enum HeadingScope: String, Sendable, Hashable, CaseIterable {
  case named, mixed, basket
}

/// The subheadings under which a material travels.
public struct MaterialHeadings: Sendable, Hashable {
  /// Harmonized System 2022 subheadings as six-digit numbers, the usual one first.
  public var subheadings: [Int]
  public var scope: HeadingScope

  public init(_ subheadings: [Int], scope: HeadingScope) {
    self.subheadings = subheadings
    self.scope = scope
  }
}

/// On which side of the Chinese border a price was made; since 2025 the two differ up to ninefold.
public enum PriceMarket: String, Sendable, Hashable, CaseIterable {
  case inside, outside, any
}

/// A published price or the band around it, for the months in which it held.
public struct PriceBand: Sendable, Hashable {
  /// USD per kilogram of the material as traded, lowest and highest.
  public var lower: Double
  public var upper: Double
  public var first: Day
  /// The last day of the last month the band covers.
  public var last: Day
  public var market: PriceMarket
  public var basis: String
  public var confidence: Confidence
  public var source: String

  public init(
    _ lower: Double, _ upper: Double, first: Day, last: Day, market: PriceMarket, basis: String,
    confidence: Confidence, source: String
  ) {
    self.lower = lower
    self.upper = upper
    self.first = first
    self.last = last
    self.market = market
    self.basis = basis
    self.confidence = confidence
    self.source = source
  }
}

/// Names in one language (BCP 47 code such as `en`, `zh`, `de`), the one to show first.
public struct LocalNames: Sendable, Hashable {
  public var language: String
  public var names: [String]

  public init(_ language: String, _ names: [String]) {
    self.language = language
    self.names = names
  }
}

/// A mineral: the group that materials of one substance belong to.
public struct Mineral: Sendable, Hashable {
  public var slug: String
  public var names: [LocalNames]
  /// The element, where the mineral is of one.
  public var element: Element?
  /// Its name in the data set the files were compiled from.
  public var covers: String
  /// The materials of the mineral as positions in `ReferenceData.materials`.
  public var materials: Range<Int>

  public var name: String { names.first { $0.language == "en" }?.names.first ?? slug }
  public var chineseName: String? { names.first { $0.language == "zh" }?.names.first }
}

/// A mineral in a form, such as dysprosium metal: what goods can be.
public struct Material: Sendable, Hashable {
  public var id: MaterialID
  /// `mineral/form`, such as `dysprosium/metal`; stable across versions.
  public var slug: String
  /// Position in `ReferenceData.minerals`.
  public var mineral: Int
  public var kind: MaterialKind
  public var names: [LocalNames]
  /// The element whose price and share count; that of the mineral, where it has one.
  public var element: Element?
  public var formula: String?
  /// Mass of the element in one mass of the pure material, 0 to 1.
  public var metalMassFraction: Double?
  public var headings: Sourced<MaterialHeadings>
  /// Density of the solid in g/cm³; powders, pastes and scrap are far lighter in bulk.
  public var density: Sourced<Double>?
  public var casNumber: Sourced<String>?
  public var prices: [PriceBand]
  /// Forms of the source data set that this material covers.
  public var covers: [String]
  public var note: String?

  public var name: String { names.first { $0.language == "en" }?.names.first ?? slug }
  public var chineseName: String? { names.first { $0.language == "zh" }?.names.first }
  public var subheadings: [Int] { headings.value.subheadings }
  public var scope: HeadingScope { headings.value.scope }
  public var confidence: Confidence { headings.confidence }
  public var source: String { headings.source }
}
