// SPDX-License-Identifier: Apache-2.0

import CEmbedded
public import TradeModel

/// Minerals and their materials, countries, currencies and prices, loaded from a compiled pack.
///
/// The files under `Reference/` are the source of truth; `assay-pack` turns them into the pack that the binary embeds.
public final class ReferenceData: Sendable {
  /// In order of slug; the position is the `MaterialID`.
  public let materials: [Material]
  /// In order of slug.
  public let minerals: [Mineral]
  public let countries: CountryTable
  public let currencies: CurrencyTable
  /// Words of trade descriptions beside the names of materials.
  public let lexicon: [LexiconEntry]
  /// Materials told by their composition; the first rule that fits holds.
  public let compositions: [CompositionRule]
  /// What elements without a price of their own are worth; nothing where the data do not say.
  public let elementWorth: ElementWorth?
  /// What exporters declare, and what it has been used to hide.
  public let disguises: [Disguise]
  /// How much the export of a mineral is worth the risk, by slug; relative weights.
  public let motives: [String: Double]
  let headingPrices: [Int: HeadingPrice]
  /// Characters that are read as another one: traditional Chinese, letters that look Latin.
  public let characters: [UInt32: UInt32]
  /// Ports and airports as `NAME=CC/CC`; read by `portCountries()`.
  let ports: [String]
  /// Sources by key: publisher and document in words.
  public let sources: [String: String]
  /// SHA-256 of the pack the data came from, 64 hexadecimal digits.
  public let digest: String
  let bySlug: [String: MaterialID]
  let bySubheading: [Int: [MaterialID]]

  /// The data that the binary carries.
  public static let embedded: ReferenceData = {
    let bytes = unsafe [UInt8](
      UnsafeRawBufferPointer(start: assay_reference_pack_bytes(), count: assay_reference_pack_size))
    do throws(ValueError) { return try ReferenceData(pack: bytes) } catch {
      fatalError("the embedded reference pack is damaged: \(error)")
    }
  }()

  /// Loads a pack.
  /// - Throws: `ValueError` naming the line that is not of the format.
  public init(pack: [UInt8]) throws(ValueError) {
    var reader = PackReader()
    try reader.read(pack)
    materials = reader.materials
    minerals = reader.minerals
    countries = CountryTable(reader.countries)
    currencies = CurrencyTable(
      reader.currencies, monthly: reader.monthly, firstMonth: reader.firstMonth ?? 0,
      approximate: reader.approximate)
    sources = reader.sources
    lexicon = reader.lexicon
    characters = reader.characters
    ports = reader.ports
    compositions = reader.compositions
    elementWorth = reader.worth
    disguises = reader.disguises
    motives = reader.motives
    headingPrices = reader.headingPrices
    digest = SHA256.hexDigest(of: pack)
    var bySlug: [String: MaterialID] = [:]
    var bySubheading: [Int: [MaterialID]] = [:]
    for material in reader.materials {
      bySlug[material.slug] = material.id
      for subheading in material.subheadings { bySubheading[subheading, default: []].append(material.id) }
    }
    self.bySlug = bySlug
    self.bySubheading = bySubheading
  }

  public subscript(id: MaterialID) -> Material { materials[Int(id.rawValue)] }

  /// The material with a slug such as `gallium/arsenide`.
  public func material(slug: String) -> MaterialID? { bySlug[slug] }

  /// The mineral of a material.
  public func mineral(of id: MaterialID) -> Mineral { minerals[self[id].mineral] }

  /// Materials that travel under a six-digit subheading, in order of material.
  public func materials(underSubheading number: Int) -> [MaterialID] { bySubheading[number] ?? [] }

  /// Finds a country by code or a usual name in English or Chinese.
  public func country(named text: String) -> CountryCode? { countries.code(named: text) }

  /// Whether ISO 3166-1 assigns the code.
  public func isAssigned(_ code: CountryCode) -> Bool { countries[code] != nil }

  /// The usual price of goods under a commodity code: of its six digits, else four, else two.
  public func headingPrice(for code: CommodityCode) -> HeadingPrice? {
    headingPrices[1_000_000 + code.subheading] ?? headingPrices[10_000 + code.heading]
      ?? headingPrices[100 + code.chapter]
  }
}
