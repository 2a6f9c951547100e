// SPDX-License-Identifier: Apache-2.0

public import ControlLaw
public import TradeModel

/// What an indicator across items sees of one goods item; parties by number, equal numbers being equal parties.
///
/// Made for most rows of a file, so that it is kept narrow: 112 bytes, what is not known as a value that cannot be.
@frozen
public struct FileItem: Sendable {
  @usableFromInline var mass: Int64
  @usableFromInline var usDollars: Double
  /// The probability that the goods are a material for which the law is stricter, 0 to 1.
  public var hidden = 0.0
  @usableFromInline var priceScore = Double.nan
  @usableFromInline var packageScore = Double.nan
  @usableFromInline var eachPackage = Double.nan
  @usableFromInline var usualMass = Double.nan
  @usableFromInline var headingPrice = Double.nan
  @usableFromInline var code: UInt64
  @usableFromInline var rowNumber: UInt32
  public var day: Day
  /// A number for the exporter; 0 when it is not stated.
  public var exporter: UInt32
  public var consignee: UInt32
  /// A number for the licence cited; 0 for none.
  public var licence: UInt32 = 0
  /// A number for the office of exit; 0 when it is not stated.
  public var office: UInt32 = 0
  public var destination: CountryCode
  @usableFromInline var transitCountry: UInt16 = 0
  @usableFromInline var materialNumber: UInt16
  public var mode: TransportMode
  /// What the law says of the goods as declared.
  public var declared: Outcome
  /// Whether papers or code name a mineral worth smuggling, whatever the law of the day says of it.
  public var isStrategic = false
  /// Whether the price is one that the material named in the papers has on the day.
  public var isPriceOfNamed = false
  /// Whether the description names no particular goods and no material.
  public var isVague = false
  /// Whether the papers remark that the goods are not controlled.
  public var isRemarkedFree = false

  @inlinable
  public init(
    row: Int, day: Day, exporter: UInt32, consignee: UInt32, destination: CountryCode,
    commodityCode: CommodityCode?, netMass: Mass?, value: Double?, mode: TransportMode, declared: Outcome,
    material: MaterialID?
  ) {
    rowNumber = UInt32(row)
    self.day = day
    self.exporter = exporter
    self.consignee = consignee
    self.destination = destination
    code = Self.packed(commodityCode)
    mass = netMass?.milligrams ?? .min
    usDollars = value ?? .nan
    self.mode = mode
    self.declared = declared
    materialNumber = material?.rawValue ?? .max
  }

  @inlinable
  static func packed(_ code: CommodityCode?) -> UInt64 { code.map { $0.number << 8 | UInt64($0.count) } ?? 0 }
  @inlinable static func known(_ value: Double) -> Double? { value.isNaN ? nil : value }
}

extension FileItem {
  /// The position of the item in the caller's order.
  @inlinable public var row: Int {
    get { Int(rowNumber) }
    set { rowNumber = UInt32(newValue) }
  }
  @inlinable public var commodityCode: CommodityCode? {
    get { code == 0 ? nil : CommodityCode(number: code >> 8, count: Int(code & 255)) }
    set { code = Self.packed(newValue) }
  }
  @inlinable public var netMass: Mass? {
    get { mass == .min ? nil : Mass(milligrams: mass) }
    set { mass = newValue?.milligrams ?? .min }
  }
  /// Value in US dollars.
  @inlinable public var value: Double? {
    get { Self.known(usDollars) }
    set { usDollars = newValue ?? .nan }
  }
  /// The material the goods are or most likely are, when it is of concern to the law.
  @inlinable public var material: MaterialID? {
    get { materialNumber == .max ? nil : MaterialID(rawValue: materialNumber) }
    set { materialNumber = newValue?.rawValue ?? .max }
  }
  /// The price's distance from the median of the code in the file, in robust standard deviations.
  @inlinable public var priceDistance: Double? {
    get { Self.known(priceScore) }
    set { priceScore = newValue ?? .nan }
  }
  /// The mass of a usual consignment under the code in the file, in kilograms.
  @inlinable public var usualKilograms: Double? {
    get { Self.known(usualMass) }
    set { usualMass = newValue ?? .nan }
  }
  /// A country of transit; nothing when none is stated or it is the destination.
  @inlinable public var transit: CountryCode? {
    get { transitCountry == 0 ? nil : CountryCode(packed: transitCountry) }
    set { transitCountry = newValue?.packed ?? 0 }
  }
  /// Whether a licence is cited for goods that need one, or may need one.
  public var isLicensed: Bool {
    licence != 0 && (declared >= .licenceRequired || (isStrategic && declared == .cannotDecide))
  }
  /// The distance of the mass per package from the median of the code in the file, in robust standard deviations.
  @inlinable public var packageDistance: Double? {
    get { Self.known(packageScore) }
    set { packageScore = newValue ?? .nan }
  }
  /// The upper end of what goods of the declared heading usually cost, in US dollars per kilogram.
  @inlinable public var headingUpperPrice: Double? {
    get { Self.known(headingPrice) }
    set { headingPrice = newValue ?? .nan }
  }
  /// Net kilograms a package.
  @inlinable public var packageKilograms: Double? {
    get { Self.known(eachPackage) }
    set { eachPackage = newValue ?? .nan }
  }
  /// US dollars per kilogram of net mass.
  public var pricePerKilogram: Double? {
    guard let value, value > 0, let mass = netMass, mass.milligrams > 0 else { return nil }
    return value / mass.kilograms
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
  func findings(_ file: FileItems) -> [FileFinding]
}

extension FileIndicator {
  public func findings(_ items: [FileItem]) -> [FileFinding] { findings(FileItems(items)) }
}
