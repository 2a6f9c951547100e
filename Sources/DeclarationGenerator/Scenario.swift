// SPDX-License-Identifier: Apache-2.0

import CScenarios
import Tabular
import TradeModel

/// The invented world that declarations are drawn from: goods, parties' names, places, prices, schemes.
///
/// Every number is a parameter of a file under `Examples/scenarios`; none comes from the reference data that
/// the screening reads.
public final class Scenario: Sendable {
  let goods: [Goods]
  let profiles: [Profile]
  let materials: [Material]
  let covers: [Cover]
  let schemes: [Scheme]
  let destinations: [Destination]
  let offices: [Office]
  let currencies: [Currency]
  /// Parts of names by `NamePart.index`.
  let names: [[Bytes]]
  /// Values by `Setting`.
  let settings: [Double]

  /// The scenario that the generator carries inside.
  /// - Throws: `ScenarioError` when a table is broken; never for the tables of a released build.
  public static func bundled() throws(ScenarioError) -> Scenario {
    var tables: [String: [UInt8]] = [:]
    for index in 0..<assay_scenario_table_count {
      let table = scenarioTable(index)
      tables[table.name] = table.bytes
    }
    return try Scenario { name throws(ScenarioError) in
      guard let bytes = tables[name] else { throw ScenarioError("the table '\(name)' is missing") }
      return bytes
    }
  }

  private static func scenarioTable(_ index: Int) -> (name: String, bytes: [UInt8]) {
    // The index is below `assay_scenario_table_count`; each entry gives the length of its own bytes.
    guard let entry = unsafe assay_scenario_table_at(index)?.pointee else { return ("", []) }
    return unsafe (
      String(cString: entry.name),
      Array(UnsafeBufferPointer(start: entry.bytes, count: entry.size))
    )
  }

  /// Reads the tables of a scenario by name (`goods.csv`, `profiles.csv` and so on).
  public init(read: (String) throws(ScenarioError) -> [UInt8]) throws(ScenarioError) {
    func table(_ name: String, _ columns: String...) throws(ScenarioError) -> [Fields] {
      try Fields.read(try read(name), file: name, columns: columns)
    }
    var goods: [Goods] = []
    var profiles: [Profile] = []
    var materials: [Material] = []
    var covers: [Cover] = []
    var schemes: [Scheme] = []
    var destinations: [Destination] = []
    var offices: [Office] = []
    var currencies: [Currency] = []
    var names: [[Bytes]] = Array(repeating: [], count: NamePart.allCases.count)
    var settings: [Double] = []
    var given: [String: Double] = [:]
    for row in try table("settings.csv", "name", "value") {
      given[try row.text(0)] = try row.number(1)
    }
    for setting in Setting.allCases {
      guard let value = given[setting.key] else {
        throw ScenarioError("settings.csv lacks '\(setting.key)'")
      }
      settings.append(value)
    }
    for row in try table("names.csv", "kind", "value") {
      guard let part = NamePart(rawValue: try row.text(0)) else {
        throw row.fault(0, "this is no kind of name")
      }
      names[part.index].append(Array(try row.text(1).utf8))
    }
    var seasons: [String: [Double]] = [:]
    for row in try table(
      "seasons.csv", "season", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
      "dec")
    {
      var factors: [Double] = []
      for month in 1...12 { factors.append(try row.number(month)) }
      seasons[try row.text(0)] = factors
    }
    for row in try table(
      "profiles.csv", "profile", "modes", "packages", "tare_low", "tare_high", "procedures")
    {
      profiles.append(try Profile(row))
    }
    for row in try table(
      "goods.csv", "slug", "hs", "profile", "weight", "season", "usd_kg", "sigma", "kg", "kg_sigma", "unit",
      "unit_kg", "material", "english", "chinese", "composition")
    {
      goods.append(try Goods(row, profiles: profiles, seasons: seasons))
    }
    for row in try table(
      "materials.csv", "material", "hs", "control", "from", "usd_kg", "sigma", "kg", "kg_sigma", "packages",
      "tare",
      "modes", "weight", "group", "english", "chinese", "composition", "residual_hs", "residual_english")
    {
      materials.append(try Material(row))
    }
    for row in try table(
      "covers.csv", "cover", "hs", "groups", "usd_kg", "sigma", "packages", "method", "english", "chinese",
      "composition")
    {
      covers.append(try Cover(row))
    }
    for row in try table("schemes.csv", "scheme", "method", "weight", "rows_low", "rows_high", "visibility") {
      schemes.append(try Scheme(row))
    }
    for row in try table("destinations.csv", "country", "weight", "minerals_weight", "ports", "cities") {
      destinations.append(try Destination(row))
    }
    for row in try table("offices.csv", "office", "name", "modes", "weight") {
      offices.append(try Office(row))
    }
    for row in try table("currencies.csv", "currency", "weight", "per_usd") {
      currencies.append(
        Currency(code: Array(try row.text(0).utf8), weight: try row.number(1), perDollar: try row.number(2)))
    }
    self.goods = goods
    self.profiles = profiles
    self.materials = materials
    self.covers = covers
    self.schemes = schemes
    self.destinations = destinations
    self.offices = offices
    self.currencies = currencies
    self.names = names
    self.settings = settings
    try check()
  }

  private func check() throws(ScenarioError) {
    for part in NamePart.allCases where names[part.index].isEmpty {
      throw ScenarioError("names.csv has no name of the kind '\(part.rawValue)'")
    }
    guard goods.contains(where: { $0.weight > 0 }) else {
      throw ScenarioError("goods.csv has no goods with a weight")
    }
    guard !materials.isEmpty, !covers.isEmpty, !schemes.isEmpty else {
      throw ScenarioError("materials.csv, covers.csv and schemes.csv each need a row")
    }
    guard destinations.contains(where: { $0.mineralsWeight > 0 && $0.country != Array("US".utf8) }) else {
      throw ScenarioError("destinations.csv has no destination for minerals besides US")
    }
    for mode in Mode.allCases where !offices.contains(where: { $0.modes.contains(mode) }) {
      throw ScenarioError("offices.csv has no office for the mode '\(mode.rawValue)'")
    }
    for material in materials where !covers.contains(where: { $0.groups.contains(material.group) }) {
      throw ScenarioError("covers.csv has no cover for the group '\(material.group)'")
    }
  }

  func setting(_ setting: Setting) -> Double { settings[setting.rawValue] }

  func name(_ part: NamePart, _ chance: inout Chance) -> Bytes {
    let count = names[part.index].count
    return names[part.index][chance.below(count)]
  }
}

/// The settings that a scenario must give; `settings.csv` says what each means.
enum Setting: Int, CaseIterable, Sendable {
  case exportersPerRow, exportersMaximum, zipfExponent, modelsMaximum, uniqueDescription, chinese,
    bothLanguages, composition, typingError, itemsMean, dearSample, cheapLot, airRush, missingValue,
    missingMass, missingParty, foreignOrigin, hubRoute, lawfulControlled, generalLicence, licenceHeadroom,
    weekend, priceWidening, massError, endUse, capitals

  /// The name in `settings.csv`.
  var key: String {
    switch self {
    case .exportersPerRow: "exporters_per_row"
    case .exportersMaximum: "exporters_maximum"
    case .zipfExponent: "zipf_exponent"
    case .modelsMaximum: "models_maximum"
    case .uniqueDescription: "unique_description_share"
    case .chinese: "chinese_share"
    case .bothLanguages: "both_languages_share"
    case .composition: "composition_share"
    case .typingError: "typing_error_share"
    case .itemsMean: "items_mean"
    case .dearSample: "dear_sample_share"
    case .cheapLot: "cheap_lot_share"
    case .airRush: "air_rush_share"
    case .missingValue: "missing_value_share"
    case .missingMass: "missing_mass_share"
    case .missingParty: "missing_party_share"
    case .foreignOrigin: "foreign_origin_share"
    case .hubRoute: "hub_route_share"
    case .lawfulControlled: "lawful_controlled_share"
    case .generalLicence: "general_licence_share"
    case .licenceHeadroom: "licence_headroom"
    case .weekend: "weekend_share"
    case .priceWidening: "price_widening"
    case .massError: "mass_error_share"
    case .endUse: "end_use_share"
    case .capitals: "capitals_share"
    }
  }
}

/// The kinds of parts that invented names are put together from.
enum NamePart: String, CaseIterable, Sendable {
  case place, core, trade, form, zhcore, zhplace, zhtrade, foreign, foreigntrade, street, broker, use

  /// Position in `Scenario.names`.
  var index: Int {
    switch self {
    case .place: 0
    case .core: 1
    case .trade: 2
    case .form: 3
    case .zhcore: 4
    case .zhplace: 5
    case .zhtrade: 6
    case .foreign: 7
    case .foreigntrade: 8
    case .street: 9
    case .broker: 10
    case .use: 11
    }
  }
}

/// What is wrong with a scenario file, in one line.
public struct ScenarioError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}
