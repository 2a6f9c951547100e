// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// A scenario made ready for drawing: alias tables by month, pools of exporters, lists by mode.
final class World: Sendable {
  let scenario: Scenario
  let seed: UInt64
  let schedule: Schedule
  /// Goods by month, 0 for January.
  let goodsByMonth: [AliasTable]
  /// Honest goods of the same family, for the further items of a declaration.
  let goodsByProfile: [[Int]]
  /// Exporters of each kind of goods.
  let exporterPools: [Int]
  let destinations: AliasTable
  let mineralDestinations: AliasTable
  let offices: [Mode: Weighted<Int>]
  let currencies: AliasTable
  let brokers: [Bytes]

  init(_ scenario: Scenario, request: GenerationRequest) {
    self.scenario = scenario
    seed = Chance.mix(request.seed ^ 0xA55A_1E57)
    schedule = Schedule(
      rows: request.rows, from: request.from, to: request.to, weekend: scenario.setting(.weekend))
    goodsByMonth = (0..<12).map { month in
      AliasTable(scenario.goods.map { $0.weight * $0.season[month] + ($0.weight > 0 ? 1e-9 : 0) })
    }
    goodsByProfile = scenario.profiles.indices.map { profile in
      scenario.goods.indices.filter { scenario.goods[$0].profile == profile && scenario.goods[$0].weight > 0 }
    }
    let sum = scenario.goods.reduce(0) { $0 + $1.weight }
    exporterPools = scenario.goods.map { goods in
      let expected = Double(request.rows) * goods.weight / sum
      return max(
        4,
        Int(
          min(scenario.setting(.exportersMaximum), expected * scenario.setting(.exportersPerRow) + 3)))
    }
    destinations = AliasTable(scenario.destinations.map(\.weight))
    mineralDestinations = AliasTable(scenario.destinations.map(\.mineralsWeight))
    offices = Dictionary(
      uniqueKeysWithValues: Mode.allCases.map { mode in
        (
          mode,
          Weighted(
            scenario.offices.enumerated().filter { $0.element.modes.contains(mode) }
              .map { ($0.offset, $0.element.weight) })
        )
      })
    currencies = AliasTable(scenario.currencies.map(\.weight))
    brokers = scenario.names[NamePart.broker.index]
  }

  func office(_ mode: Mode, _ chance: inout Chance) -> Int {
    offices[mode].map { $0.draw(&chance) } ?? 0
  }

  /// A destination for minerals; none that the law refuses in principle for the group of the material.
  func mineralDestination(avoiding refused: [Bytes], _ chance: inout Chance) -> Int {
    for _ in 0..<64 {
      let index = mineralDestinations.draw(&chance)
      if !refused.contains(scenario.destinations[index].country) { return index }
    }
    return scenario.destinations.firstIndex { $0.mineralsWeight > 0 && !refused.contains($0.country) } ?? 0
  }

  /// Destinations to which the lawful trade of the scenario sends nothing of a group.
  static func refused(_ group: String) -> [Bytes] {
    // Clause 2 of MOFCOM No. 46 of 2024: no licence in principle for gallium, germanium, antimony to the United States.
    group == "ga-ge" || group == "antimony" ? [Bytes("US".utf8)] : []
  }
}

/// The money and mass of a goods item, before it is written.
struct Amounts: Sendable {
  var netGrams: Int
  var grossGrams: Int
  var packages: Int
  var dollars: Double

  /// Grams to the precision in which people declare masses.
  static func rounded(kilograms: Double) -> Int {
    let grams = max(1, min(9e14, kilograms * 1000))
    let step: Double =
      grams >= 1e8 ? 10_000 : grams >= 1e6 ? 1000 : grams >= 1e5 ? 100 : grams >= 1e4 ? 10 : 1
    return max(1, Int((grams / step).rounded() * step))
  }
}

extension Row {
  mutating func set(_ amounts: Amounts, packing kind: Bytes, currency: Currency) {
    self[.packages].append(number: amounts.packages)
    self[.packageKind] += kind
    self[.netMass].append(thousandths: amounts.netGrams)
    self[.grossMass].append(thousandths: amounts.grossGrams)
    self[.massUnit].append("KG")
    self[.value].append(hundredths: Int((max(0.01, amounts.dollars) * currency.perDollar * 100).rounded()))
    self[.currency] += currency.code
  }

  mutating func set(date: Day) {
    let (year, month, day) = date.civil
    self[.date].append(number: year, width: 4)
    self[.date].append("-")
    self[.date].append(number: month, width: 2)
    self[.date].append("-")
    self[.date].append(number: day, width: 2)
  }

  /// The number of a declaration: GEN, the day, and the position of its first row in the file.
  mutating func set(declarationOf day: Day, firstRow: Int, item: Int) {
    let (year, month, dayOfMonth) = day.civil
    self[.declaration].append("GEN")
    self[.declaration].append(number: year * 10_000 + month * 100 + dayOfMonth, width: 8)
    self[.declaration].append(number: firstRow, width: 10)
    self[.item].append(number: item)
  }
}
