// SPDX-License-Identifier: Apache-2.0

import Tabular
import TradeModel

/// One record of a scenario table, read column by column with the place named in every complaint.
struct Fields {
  private var cells: [String]
  private var columns: [String]
  private var location: SourceLocation

  static func read(_ bytes: [UInt8], file: String, columns: [String]) throws(ScenarioError) -> [Fields] {
    let table: DelimitedTable
    do throws(TableError) { table = try DelimitedTable(bytes, file: file) } catch {
      throw ScenarioError("\(error)")
    }
    var positions: [Int] = []
    for name in columns {
      guard let position = table.column(name) else {
        throw ScenarioError("\(file):1: error: the column '\(name)' is missing")
      }
      positions.append(position)
    }
    return table.records.map { record in
      Fields(cells: positions.map { record.cells[$0].text }, columns: columns, location: record.location)
    }
  }

  func fault(_ column: Int, _ what: String) -> ScenarioError {
    ScenarioError("\(location): error: \(columns[column]): \(what)")
  }
  func text(_ column: Int) throws(ScenarioError) -> String {
    guard !cells[column].isEmpty else { throw fault(column, "a value is needed") }
    return cells[column]
  }
  func number(_ column: Int) throws(ScenarioError) -> Double {
    guard let value = Double(cells[column]), value.isFinite, value >= 0 else {
      throw fault(column, "a number of zero or more is needed")
    }
    return value
  }
  /// Digits of a commodity code.
  func code(_ column: Int) throws(ScenarioError) -> Bytes {
    let code = Array(cells[column].utf8)
    guard (6...10).contains(code.count), code.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw fault(column, "a commodity code of six to ten digits is needed")
    }
    return code
  }
  func phrase(_ column: Int) throws(ScenarioError) -> Phrase {
    guard let phrase = Phrase(cells[column]) else {
      throw fault(column, "a brace is left open, nested, or holds a broken range")
    }
    return phrase
  }
  func day(_ column: Int) throws(ScenarioError) -> Day {
    do throws(ValueError) { return try Day(cells[column][...]) } catch {
      throw fault(column, "\(error)")
    }
  }
  func mode(named name: some StringProtocol, _ column: Int) throws(ScenarioError) -> Mode {
    guard let mode = Mode(rawValue: String(name)) else { throw fault(column, "'\(name)' is no mode") }
    return mode
  }
  /// Entries `name:weight` apart by spaces.
  func weighted(_ column: Int) throws(ScenarioError) -> [(name: String, weight: Double)] {
    var entries: [(name: String, weight: Double)] = []
    for entry in cells[column].split(separator: " ") {
      let parts = entry.split(separator: ":")
      guard parts.count == 2, let weight = Double(parts[1]), weight >= 0 else {
        throw fault(column, "entries are written name:weight")
      }
      entries.append((String(parts[0]), weight))
    }
    guard entries.contains(where: { $0.weight > 0 }) else {
      throw fault(column, "a weight above zero is needed")
    }
    return entries
  }
  func modes(_ column: Int) throws(ScenarioError) -> Weighted<Mode> {
    var list: [(Mode, Double)] = []
    for (name, weight) in try weighted(column) { list.append((try mode(named: name, column), weight)) }
    return Weighted(list)
  }
  /// Entries `KIND:low-high:weight`: a package kind of Recommendation 21 and the kilograms in one.
  func packages(_ column: Int) throws(ScenarioError) -> Weighted<Packing> {
    var list: [(Packing, Double)] = []
    for entry in cells[column].split(separator: " ") {
      let parts = entry.split(separator: ":")
      guard parts.count == 3, let weight = Double(parts[2]) else {
        throw fault(column, "entries are written KIND:low-high:weight")
      }
      let bounds = parts[1].split(separator: "-").map { Double($0) }
      guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low <= high, high > 0 else {
        throw fault(column, "'\(parts[1])' is no range of kilograms")
      }
      list.append((Packing(kind: Array(parts[0].utf8), low: max(low, 0.2), high: high), weight))
    }
    guard list.contains(where: { $0.1 > 0 }) else { throw fault(column, "a weight above zero is needed") }
    return Weighted(list)
  }
}

/// A few things with unequal weights.
struct Weighted<Element: Sendable>: Sendable {
  private var elements: [Element] = []
  private var cumulative: [Double] = []

  init(_ entries: [(Element, Double)]) {
    var sum = 0.0
    for (element, weight) in entries where weight > 0 {
      sum += weight
      elements.append(element)
      cumulative.append(sum)
    }
  }

  var isEmpty: Bool { elements.isEmpty }

  func draw(_ chance: inout Chance) -> Element {
    let point = chance.unit() * (cumulative.last ?? 0)
    var index = 0
    while index + 1 < cumulative.count, cumulative[index] <= point { index += 1 }
    return elements[index]
  }
}

/// How goods leave, in the words of the tables.
enum Mode: String, CaseIterable, Sendable {
  case sea, rail, road, air, mail, express

  var bytes: Bytes { Array(rawValue.utf8) }
}

/// A kind of package and the kilograms of goods in one.
struct Packing: Sendable {
  var kind: Bytes
  var low: Double
  var high: Double
}

/// How a family of goods is packed and sent.
final class Profile: Sendable {
  let name: String
  let modes: Weighted<Mode>
  let packages: Weighted<Packing>
  let tareLow: Double
  let tareHigh: Double
  let procedures: Weighted<Bytes>

  init(_ row: Fields) throws(ScenarioError) {
    name = try row.text(0)
    modes = try row.modes(1)
    packages = try row.packages(2)
    tareLow = try row.number(3)
    tareHigh = try row.number(4)
    procedures = Weighted(try row.weighted(5).map { (Array($0.name.utf8), $0.weight) })
  }
}

/// A kind of honest goods.
final class Goods: Sendable {
  let code: Bytes
  let profile: Int
  let weight: Double
  /// Factors on the weight for January to December.
  let season: [Double]
  let dollarsPerKilogram: Double
  let sigma: Double
  let kilograms: Double
  let kilogramsSigma: Double
  let unit: Bytes
  /// Kilograms of one unit of quantity.
  let unitKilograms: Double
  let material: Bytes
  let english: Phrase
  let chinese: Phrase
  let composition: Phrase

  init(_ row: Fields, profiles: [Profile], seasons: [String: [Double]]) throws(ScenarioError) {
    code = try row.code(1)
    let profileName = try row.text(2)
    guard let position = profiles.firstIndex(where: { $0.name == profileName }) else {
      throw row.fault(2, "'\(profileName)' is no profile of profiles.csv")
    }
    profile = position
    weight = try row.number(3)
    let seasonName = try row.text(4)
    guard let factors = seasons[seasonName] else {
      throw row.fault(4, "'\(seasonName)' is no season of seasons.csv")
    }
    season = factors
    dollarsPerKilogram = try row.number(5)
    sigma = try row.number(6)
    kilograms = try row.number(7)
    kilogramsSigma = try row.number(8)
    unit = Array(try row.text(9).utf8)
    unitKilograms = try row.number(10)
    guard unitKilograms > 0 else { throw row.fault(10, "a mass above zero is needed") }
    material = Array(try row.text(11).utf8)
    english = try row.phrase(12)
    chinese = try row.phrase(13)
    composition = try row.phrase(14)
  }
}

/// A controlled material: what it is called, from when it is controlled, how it travels when lawful.
final class Material: Sendable {
  let slug: Bytes
  let code: Bytes
  let control: Bytes
  let controlledFrom: Day
  let dollarsPerKilogram: Double
  let sigma: Double
  let kilograms: Double
  let kilogramsSigma: Double
  let packages: Weighted<Packing>
  let tare: Double
  let modes: Weighted<Mode>
  let weight: Double
  let group: String
  let english: Phrase
  let chinese: Phrase
  let composition: Phrase
  let residualCode: Bytes
  let residualEnglish: Phrase

  init(_ row: Fields) throws(ScenarioError) {
    slug = Array(try row.text(0).utf8)
    code = try row.code(1)
    control = Array(try row.text(2).utf8)
    controlledFrom = try row.day(3)
    dollarsPerKilogram = try row.number(4)
    sigma = try row.number(5)
    kilograms = try row.number(6)
    kilogramsSigma = try row.number(7)
    packages = try row.packages(8)
    tare = try row.number(9)
    modes = try row.modes(10)
    weight = try row.number(11)
    group = try row.text(12)
    english = try row.phrase(13)
    chinese = try row.phrase(14)
    composition = try row.phrase(15)
    residualCode = try row.code(16)
    residualEnglish = try row.phrase(17)
  }
}

/// Common goods under whose name controlled goods are hidden.
final class Cover: Sendable {
  let code: Bytes
  let groups: [String]
  let dollarsPerKilogram: Double
  let sigma: Double
  let packages: Weighted<Packing>
  let method: String
  let english: Phrase
  let chinese: Phrase
  let composition: Phrase

  init(_ row: Fields) throws(ScenarioError) {
    code = try row.code(1)
    groups = try row.text(2).split(separator: " ").map(String.init)
    dollarsPerKilogram = try row.number(3)
    sigma = try row.number(4)
    packages = try row.packages(5)
    method = try row.text(6)
    english = try row.phrase(7)
    chinese = try row.phrase(8)
    composition = try row.phrase(9)
  }
}

/// A kind of scheme to plant.
struct Scheme: Sendable {
  var name: String
  var method: Method
  var weight: Double
  var rowsLow: Int
  var rowsHigh: Int
  var visibility: String

  init(_ row: Fields) throws(ScenarioError) {
    name = try row.text(0)
    let methodName = try row.text(1)
    guard let known = Method(rawValue: methodName) else {
      throw row.fault(1, "'\(methodName)' is no method that the generator knows")
    }
    method = known
    weight = try row.number(2)
    rowsLow = Int(min(1000, try row.number(3)))
    rowsHigh = Int(min(1000, try row.number(4)))
    guard rowsLow >= 1, rowsLow <= rowsHigh else {
      throw row.fault(3, "rows_low is 1 or more, and at most rows_high")
    }
    visibility = try row.text(5)
  }
}

struct Destination: Sendable {
  var country: Bytes
  var weight: Double
  var mineralsWeight: Double
  var ports: [Bytes]
  var cities: [Bytes]

  init(_ row: Fields) throws(ScenarioError) {
    country = Array(try row.text(0).utf8)
    weight = try row.number(1)
    mineralsWeight = try row.number(2)
    ports = try row.text(3).split(separator: "/").map { Array($0.utf8) }
    cities = try row.text(4).split(separator: "/").map { Array($0.utf8) }
  }
}

struct Office: Sendable {
  var code: Bytes
  var name: Bytes
  var modes: [Mode]
  var weight: Double

  init(_ row: Fields) throws(ScenarioError) {
    code = Array(try row.text(0).utf8)
    name = Array(try row.text(1).utf8)
    modes = []
    for mode in try row.text(2).split(separator: " ") { modes.append(try row.mode(named: mode, 2)) }
    weight = try row.number(3)
  }
}

struct Currency: Sendable {
  var code: Bytes
  var weight: Double
  var perDollar: Double
}
