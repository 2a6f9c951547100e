// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import TradeModel

/// What an indicator across items sees of one goods item; parties by number, equal numbers being equal parties.
public struct FileItem: Sendable, Hashable {
  /// The position of the item in the caller's order.
  public var row: Int
  public var day: Day
  /// A number for the exporter; 0 when it is not stated.
  public var exporter: UInt32
  public var consignee: UInt32
  public var destination: CountryCode
  public var commodityCode: CommodityCode?
  public var netMass: Mass?
  /// Value in US dollars.
  public var value: Double?
  public var mode: TransportMode
  /// What the law says of the goods as declared.
  public var declared: Outcome
  /// The material the goods are or most likely are, when it is of concern to the law.
  public var material: MaterialID?
  /// Whether papers or code name a mineral worth smuggling, whatever the law of the day says of it.
  public var isStrategic = false
  /// The probability that the goods are a material for which the law is stricter, 0 to 1.
  public var hidden = 0.0
  /// The price's distance from the median of the code in the file, in robust standard deviations.
  public var priceDistance: Double?
  /// Whether the price is one that the material named in the papers has on the day.
  public var isPriceOfNamed = false
  /// The mass of a usual consignment under the code in the file, in kilograms.
  public var usualKilograms: Double?
  /// A country of transit; nothing when none is stated or it is the destination.
  public var transit: CountryCode?
  /// A number for the licence cited; 0 for none.
  public var licence: UInt32 = 0
  /// Whether a licence is cited for goods that need one, or may need one.
  public var isLicensed: Bool {
    licence != 0 && (declared >= .licenceRequired || (isStrategic && declared == .cannotDecide))
  }
  /// Whether the description names no particular goods and no material.
  public var isVague = false
  /// Whether the papers remark that the goods are not controlled.
  public var isRemarkedFree = false
  /// The distance of the mass per package from the median of the code in the file, in robust standard deviations.
  public var packageDistance: Double?
  /// The upper end of what goods of the declared heading usually cost, in US dollars per kilogram.
  public var headingUpperPrice: Double?
  /// Net kilograms a package.
  public var packageKilograms: Double?
  /// US dollars per kilogram of net mass.
  public var pricePerKilogram: Double? {
    guard let value, value > 0, let mass = netMass, mass.milligrams > 0 else { return nil }
    return value / mass.kilograms
  }
  /// A number for the office of exit; 0 when it is not stated.
  public var office: UInt32 = 0

  public init(
    row: Int, day: Day, exporter: UInt32, consignee: UInt32, destination: CountryCode,
    commodityCode: CommodityCode?, netMass: Mass?, value: Double?, mode: TransportMode, declared: Outcome,
    material: MaterialID?
  ) {
    self.row = row
    self.day = day
    self.exporter = exporter
    self.consignee = consignee
    self.destination = destination
    self.commodityCode = commodityCode
    self.netMass = netMass
    self.value = value
    self.mode = mode
    self.declared = declared
    self.material = material
  }
}

/// What an indicator across items found on one of them.
public struct FileFinding: Sendable, Hashable {
  public var row: Int
  /// From 0 to 1, before the weight of the definition.
  public var strength: Double
  public var statement: IndicatorStatement

  public init(row: Int, strength: Double, statement: IndicatorStatement) {
    self.row = row
    self.strength = strength
    self.statement = statement
  }
}

/// A risk indicator that looks at many items together. The order of items given must not change what it finds.
public protocol FileIndicator: Sendable {
  var definition: IndicatorDefinition { get }
  func findings(_ items: [FileItem]) -> [FileFinding]
}
