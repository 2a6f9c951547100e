// SPDX-License-Identifier: Apache-2.0

/// A material of the reference data: a mineral in a form, such as `dysprosium/metal`.
///
/// The number is the position in the loaded reference pack and has no meaning outside one run; files and
/// reports use the slug.
public struct MaterialID: Hashable, Sendable, Comparable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A measurable property that a text of law may set a limit on, with its unit.
public enum PhysicalProperty: String, Sendable, Hashable, CaseIterable, Comparable {
  case density = "density_g_cm3"
  case particleSize = "particle_um"
  case flexuralStrength = "flexural_mpa"
  case tensileStrength = "uts_mpa"
  case elasticLimit = "elastic_limit_mpa"
  case elongation = "elongation_pct"
  case outsideDiameter = "od_mm"
  case insideDiameter = "id_mm"
  case wallThickness = "wall_mm"
  case length = "length_mm"
  case width = "width_mm"
  case thickness = "thickness_mm"
  case volume = "volume_ml"
  case power = "power_kw"
  case pressure = "pressure_gpa"
  case frequency = "frequency_mhz"
  case magneticField = "field_t"
  case temperature = "temperature_c"
  case energyDensity = "wh_kg"
  case capacity = "capacity_mah_g"
  case compactDensity = "compact_density_g_cm3"
  case transmittance = "transmittance_pct"
  case dislocationDensity = "dislocation_per_cm2"
  case enrichment = "enrichment_pct"
  case layers = "layers"

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What a text says, or does not say, about one material.
public struct MaterialClaim: Hashable, Sendable {
  /// Where the claim comes from.
  public enum Basis: UInt8, Sendable, Hashable {
    /// The text names the material (a name, a formula, a CAS number).
    case named
    /// The declared composition makes it this material.
    case composed
    /// The commodity code names this material alone.
    case coded
    /// A hypothesis under test: "suppose the goods are this".
    case supposed
  }

  public var material: MaterialID
  public var basis: Basis

  public init(_ material: MaterialID, _ basis: Basis) {
    self.material = material
    self.basis = basis
  }
}

/// What goods are taken to be when the law is asked about them: as their papers say, or as supposed.
///
/// A reading answers "is it this material?" with yes, no or not known. Three things settle it: the claims, the
/// composition, and whether the description is specific enough to rule out what it does not name.
public struct GoodsReading: Hashable, Sendable {
  /// Materials that the goods are or hold as their substance, in order of material.
  public var claims: [MaterialClaim]
  /// Mass share of elements in percent of the goods, where stated, in order of element.
  public var composition: [ElementShare]
  /// Whether the stated composition claims to be whole (its parts sum to about 100, or it says "balance").
  public var compositionIsWhole: Bool
  /// Purity of the main substance in percent by mass, on the basis the text states.
  public var purity: Bounds?
  /// Other stated properties, each at most once, in order of property.
  public var properties: [PropertyValue]
  /// Whether the description names particular goods, so that what it does not name can be ruled out.
  ///
  /// "Metal powder", "sample", "material" and an empty text are vague; "steel bolts M8" is specific.
  public var isSpecific: Bool

  public init(
    claims: [MaterialClaim] = [], composition: [ElementShare] = [], compositionIsWhole: Bool = false,
    purity: Bounds? = nil, properties: [PropertyValue] = [], isSpecific: Bool = false
  ) {
    self.claims = claims.sorted { $0.material < $1.material }
    self.composition = composition.sorted { $0.element < $1.element }
    self.compositionIsWhole = compositionIsWhole
    self.purity = purity
    self.properties = properties.sorted { $0.property < $1.property }
    self.isSpecific = isSpecific
  }

  public func claims(_ material: MaterialID) -> Bool {
    claims.contains { $0.material == material }
  }

  /// The share of an element, where stated.
  public func share(of element: Element) -> Bounds? {
    composition.first { $0.element == element }?.percent
  }

  public subscript(property: PhysicalProperty) -> Bounds? {
    properties.first { $0.property == property }?.value
  }
}

/// The stated share of one element in percent by mass.
public struct ElementShare: Hashable, Sendable {
  public var element: Element
  public var percent: Bounds

  public init(_ element: Element, _ percent: Bounds) {
    self.element = element
    self.percent = percent
  }
}

/// A stated physical property in the unit of its kind.
public struct PropertyValue: Hashable, Sendable {
  public var property: PhysicalProperty
  public var value: Bounds

  public init(_ property: PhysicalProperty, _ value: Bounds) {
    self.property = property
    self.value = value
  }
}
