// SPDX-License-Identifier: Apache-2.0

import Foundation
import TradeModel

/// Honest declarations: exporters with stable habits, their buyers, seasons, repeats, outliers and gaps.
struct HonestTraffic: Sendable {
  private let world: World
  private var scenario: Scenario { world.scenario }

  init(_ world: World) { self.world = world }

  /// What an exporter always does with one kind of goods.
  private struct Habit {
    var priceFactor: Double
    var mode: Mode
    var office: Int
    var packing: Packing
    var currency: Int
    var broker: Int
    var language: Int
    var tare: Double
    var buyers: (Int, Int, Int)
    var models: Int
    var statesComposition: Bool
    var statesEndUse: Bool
  }

  private func habit(goods: Int, rank: Int) -> Habit {
    var chance = Chance(world.seed, 0x4AB1, UInt64(goods), UInt64(rank))
    let profile = scenario.profiles[scenario.goods[goods].profile]
    let mode = profile.modes.draw(&chance)
    let language = chance.unit()
    let chinese = scenario.setting(.chinese)
    return Habit(
      priceFactor: exp(0.22 * chance.normal()), mode: mode, office: world.office(mode, &chance),
      packing: profile.packages.draw(&chance), currency: world.currencies.draw(&chance),
      broker: chance.below(world.brokers.count),
      language: language < chinese ? 1 : language < chinese + scenario.setting(.bothLanguages) ? 2 : 0,
      tare: chance.within(profile.tareLow, profile.tareHigh),
      buyers: (
        world.destinations.draw(&chance), world.destinations.draw(&chance), world.destinations.draw(&chance)
      ),
      models: 1 + chance.zipf(Int(scenario.setting(.modelsMaximum)), exponent: 0.6),
      statesComposition: chance.happens(scenario.setting(.composition)),
      statesEndUse: chance.happens(scenario.setting(.endUse)))
  }

  /// Writes the items of one honest declaration from `firstRow`, at most `limit`; gives how many.
  func declaration(
    day: Day, firstRow: Int, limit: Int, row: inout Row, emit: (inout Row) -> Void
  ) -> Int {
    var chance = Chance(world.seed, 0x0DEC, UInt64(firstRow))
    let month = day.civil.month - 1
    let goods = world.goodsByMonth[month].draw(&chance)
    let family = scenario.goods[goods].profile
    let rank = chance.zipf(world.exporterPools[goods], exponent: scenario.setting(.zipfExponent))
    // An exporter deals in several kinds of goods of its family: ranks of different kinds share firms.
    let firm = Int(
      Chance.mix(UInt64(goods % 3) &* 131 &+ UInt64(rank)) % UInt64(4 * world.exporterPools[goods]))
    let exporter = scenario.exporter(seed: world.seed, family: family, rank: firm)
    let habits = habit(goods: goods, rank: rank)
    let buyer = chance.zipf(3, exponent: 1)
    let destination = buyer == 0 ? habits.buyers.0 : buyer == 1 ? habits.buyers.1 : habits.buyers.2
    let consignee = scenario.foreignParty(
      seed: world.seed, destination: destination,
      number: Int(Chance.mix(UInt64(firm) &* 7 &+ UInt64(buyer) &+ UInt64(family) << 32) % 40_000))
    let mode = chance.happens(scenario.setting(.airRush)) ? .air : habits.mode
    let office = mode == habits.mode && chance.happens(0.9) ? habits.office : world.office(mode, &chance)
    let procedure = scenario.profiles[family].procedures.draw(&chance)
    let hub = chance.happens(scenario.setting(.hubRoute))

    let mean = scenario.setting(.itemsMean)
    var items = 1
    while items < min(limit, 20), chance.happens(1 - 1 / mean) { items += 1 }
    for item in 1...items {
      var kind = goods
      if item > 1, chance.happens(0.3) {
        let siblings = world.goodsByProfile[family]
        kind = siblings[chance.below(siblings.count)]
      }
      row.clear()
      row.set(declarationOf: day, firstRow: firstRow, item: item)
      row.set(date: day)
      row[.office] += scenario.offices[office].code
      row[.procedure] += procedure
      row.set(exporter: exporter)
      row.set(consignee: consignee)
      row[.declarantName] += world.brokers[habits.broker]
      row[.declarantID].append("GD-")
      row[.declarantID].append(number: habits.broker + 1, width: 4)
      if hub {
        row[.itinerary].append("CN>")
        row[.itinerary].append(firm % 3 == 0 ? "SG>" : "HK>")
        row[.itinerary] += scenario.destinations[destination].country
      }
      row[.origin].append("CN")
      row[.destination] += scenario.destinations[destination].country
      row[.mode] += mode.bytes
      item_(kind: kind, rank: rank, habits: habits, row: &row, &chance)
      emit(&row)
    }
    return items
  }

  /// Fills in the goods of one item.
  private func item_(kind: Int, rank: Int, habits: Habit, row: inout Row, _ chance: inout Chance) {
    let goods = scenario.goods[kind]
    row[.code] += goods.code
    row.material += goods.material
    describe(goods, kind: kind, rank: rank, habits: habits, row: &row, &chance)
    if habits.statesComposition, !goods.composition.isEmpty {
      var standing = Chance(world.seed, 0xC0, UInt64(kind), UInt64(rank))
      goods.composition.write(into: &row[.composition], &standing)
      if standing.happens(scenario.setting(.capitals)) { row[.composition].capitalise() }
    }

    let kilograms = chance.logNormal(median: goods.kilograms, sigma: goods.kilogramsSigma)
    let units = max(1, (kilograms / goods.unitKilograms).rounded())
    let netGrams = Amounts.rounded(kilograms: min(2e7, units * goods.unitKilograms))
    let net = Double(netGrams) / 1000
    var factor =
      habits.priceFactor * exp(goods.sigma * 0.55 * chance.normal() * scenario.setting(.priceWidening))
    if chance.happens(scenario.setting(.dearSample)) { factor *= exp(chance.within(1.1, 3.7)) }
    if chance.happens(scenario.setting(.cheapLot)) { factor *= exp(chance.within(-3.0, -1.1)) }
    let perPackage = chance.within(habits.packing.low, habits.packing.high)
    var gross = net * (1 + habits.tare * chance.within(0.8, 1.2))
    if chance.happens(scenario.setting(.massError)) { gross *= chance.within(0.9, 2.2) }
    row.set(
      Amounts(
        netGrams: netGrams, grossGrams: Amounts.rounded(kilograms: gross),
        packages: max(1, Int((net / perPackage).rounded(.up))),
        dollars: net * goods.dollarsPerKilogram * factor),
      packing: habits.packing.kind, currency: scenario.currencies[habits.currency])
    if goods.unit == Bytes("KG".utf8) {
      row[.quantity].append(thousandths: netGrams)
    } else {
      row[.quantity].append(number: Int(min(units, 9e15)))
    }
    row[.quantityUnit] += goods.unit
    if chance.happens(scenario.setting(.missingValue)) {
      row[.value].removeAll()
      row[.currency].removeAll()
    }
    if chance.happens(scenario.setting(.missingMass)) { row[.netMass].removeAll() }
    if chance.happens(scenario.setting(.missingParty)) { row[.consigneeName].removeAll() }
    if chance.happens(scenario.setting(.foreignOrigin)) {
      row[.origin].removeAll()
      let origins: [StaticString] = ["JP", "KR", "TW", "DE", "US", "VN"]
      row[.origin].append(origins[chance.below(origins.count)])
    }
    if habits.statesEndUse { row[.endUse] += scenario.name(.use, &chance) }
  }

  private func describe(
    _ goods: Goods, kind: Int, rank: Int, habits: Habit, row: inout Row, _ chance: inout Chance
  ) {
    var standing = Chance(
      world.seed, 0xDE5C, UInt64(kind) << 32 | UInt64(rank), UInt64(chance.zipf(habits.models, exponent: 0.8))
    )
    let fresh = chance.happens(scenario.setting(.uniqueDescription))
    if fresh { standing = chance }
    switch habits.language {
    case 0: goods.english.write(into: &row[.description], &standing)
    case 1: goods.chinese.write(into: &row[.description], &standing)
    default:
      goods.chinese.write(into: &row[.description], &standing)
      row[.description].append(" ")
      goods.english.write(into: &row[.description], &standing)
    }
    guard fresh else { return }
    if chance.happens(scenario.setting(.typingError)) { row[.description].swapLetters(&chance) }
    if chance.happens(0.2), habits.language != 1 {
      row[.description].append(", P/O ")
      row[.description].append(number: chance.within(1000, 999_999))
    }
  }

}

extension [UInt8] {
  /// Turns plain letters into capitals, as many declarants write everything.
  mutating func capitalise() {
    for index in indices where (0x61...0x7A).contains(self[index]) { self[index] -= 0x20 }
  }

  /// Swaps two neighbouring letters, the commonest slip of a typist; only plain letters move.
  mutating func swapLetters(_ chance: inout Chance) {
    guard count > 3 else { return }
    let at = chance.below(count - 1)
    func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
    if isLetter(self[at]), isLetter(self[at + 1]) { swapAt(at, at + 1) }
  }
}
