// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// A licence to be written to the licence file.
struct LicenceRecord: Sendable {
  var number: Bytes
  var holder: InventedParty
  /// Control codes, several apart by semicolons.
  var controls: Bytes
  var code: Bytes
  /// Grams granted; nothing for a general licence without a ceiling.
  var grams: Int?
  var from: Day
  var to: Day
  var consignee: Bytes
  var country: Bytes
  var endUser: Bytes

  static let header = Bytes(
    """
    licence_number,holder_name,holder_id,control_code,commodity_code,quantity,unit,valid_from,valid_to,\
    consignee,country,end_user

    """.utf8)

  func write(into bytes: inout Bytes) {
    func comma() { bytes.append(UInt8(ascii: ",")) }
    bytes.append(delimited: number)
    comma()
    bytes.append(delimited: holder.name)
    comma()
    bytes.append(delimited: holder.identifier)
    comma()
    bytes.append(delimited: controls)
    comma()
    bytes.append(delimited: code)
    comma()
    if let grams { bytes.append(thousandths: grams) }
    comma()
    bytes.append("KG,")
    bytes.append(contentsOf: from.description.utf8)
    comma()
    bytes.append(contentsOf: to.description.utf8)
    comma()
    bytes.append(delimited: consignee)
    comma()
    bytes.append(delimited: country)
    comma()
    bytes.append(delimited: endUser)
    bytes.append(0x0A)
  }
}

/// Lawful exports of controlled goods: a few exporters of each material with few, licensed buyers.
struct LicensedTrade: Sendable {
  private let world: World
  private var scenario: Scenario { world.scenario }
  private let materials: AliasTable

  init(_ world: World) {
    self.world = world
    materials = AliasTable(world.scenario.materials.map { $0.weight + 1e-9 })
  }

  /// A licensed relation in a year: what leaves, by whom, to whom.
  struct Relation: Hashable, Sendable {
    var material: Int
    var exporter: Int
    var buyer: Int
    var year: Int

    init(material: Int, exporter: Int, buyer: Int, year: Int) {
      self.material = material
      self.exporter = exporter
      self.buyer = buyer
      self.year = year
    }
  }

  func exporter(_ relation: Relation) -> InventedParty {
    scenario.exporter(seed: world.seed, family: 1000 + relation.material, rank: relation.exporter)
  }

  func destination(_ relation: Relation) -> Int {
    var chance = Chance(
      world.seed, 0x11CE, UInt64(relation.material) << 20 | UInt64(relation.exporter), UInt64(relation.buyer))
    return world.mineralDestination(
      avoiding: World.refused(scenario.materials[relation.material].group), &chance)
  }

  func consignee(_ relation: Relation) -> InventedParty {
    scenario.foreignParty(
      seed: world.seed, destination: destination(relation),
      number: 50_000 + relation.material * 400 + relation.exporter * 4 + relation.buyer)
  }

  func isGeneral(_ relation: Relation) -> Bool {
    var chance = Chance(
      world.seed, 0x6E4E, UInt64(relation.material) << 20 | UInt64(relation.exporter), UInt64(relation.buyer))
    return chance.happens(scenario.setting(.generalLicence))
  }

  func number(_ relation: Relation) -> Bytes {
    var number: Bytes = []
    number.append(isGeneral(relation) ? "GENG" : "GENS")
    number.append(number: relation.year, width: 4)
    number.append("-")
    number.append(number: relation.material, width: 3)
    number.append(number: relation.exporter, width: 3)
    number.append(number: relation.buyer)
    return number
  }

  /// The licence of a relation that drew so many grams.
  func licence(_ relation: Relation, drawn grams: Int) -> LicenceRecord {
    let material = scenario.materials[relation.material]
    let general = isGeneral(relation)
    let granted = Int(Double(grams) * scenario.setting(.licenceHeadroom) / 1_000_000 + 1) * 1_000_000
    let party = consignee(relation)
    let start = Day(year: relation.year, month: 1, day: 1) ?? material.controlledFrom
    let end = Day(year: relation.year, month: 12, day: 31) ?? start
    return LicenceRecord(
      number: number(relation), holder: exporter(relation), controls: material.control,
      code: general ? [] : material.code, grams: general ? nil : granted,
      from: max(start, material.controlledFrom), to: general ? end.advanced(by: 730) : end,
      consignee: general ? [] : party.name, country: general ? [] : party.country,
      endUser: general ? [] : party.name)
  }

  /// Fills in one lawful item of controlled goods; gives the relation and grams drawn, or nothing before the control.
  func item(day: Day, firstRow: Int, row: inout Row) -> (relation: Relation, grams: Int)? {
    var chance = Chance(world.seed, 0x1A3F, UInt64(firstRow))
    let index = materials.draw(&chance)
    let material = scenario.materials[index]
    let relation = Relation(
      material: index, exporter: chance.zipf(12, exponent: 0.8), buyer: chance.zipf(3, exponent: 1),
      year: day.civil.year)
    var standing = Chance(world.seed, 0x57A2, UInt64(index), UInt64(relation.exporter))
    let mode = chance.happens(0.9) ? material.modes.draw(&standing) : material.modes.draw(&chance)
    let office = chance.happens(0.92) ? world.office(mode, &standing) : world.office(mode, &chance)
    let packing = material.packages.draw(&standing)
    let chinese = standing.happens(scenario.setting(.chinese))
    let party = consignee(relation)

    row.clear()
    row.set(declarationOf: day, firstRow: firstRow, item: 1)
    row.set(date: day)
    row[.office] += scenario.offices[office].code
    row[.procedure].append("0110")
    row.set(exporter: exporter(relation))
    row.set(consignee: party)
    let broker = standing.below(world.brokers.count)
    row[.declarantName] += world.brokers[broker]
    row[.declarantID].append("GD-")
    row[.declarantID].append(number: broker + 1, width: 4)
    row[.code] += material.code
    row.material += material.slug
    (chinese ? material.chinese : material.english).write(into: &row[.description], &chance)
    material.composition.write(into: &row[.composition], &chance)
    if standing.happens(scenario.setting(.capitals)) { row[.composition].capitalise() }
    row[.origin].append("CN")
    row[.destination] += party.country
    row[.mode] += mode.bytes
    row[.endUse].append("MANUFACTURE AT END USER'S PLANT")
    row[.endUser] += party.name

    let grams = Amounts.rounded(
      kilograms: chance.logNormal(median: material.kilograms, sigma: material.kilogramsSigma))
    let net = Double(grams) / 1000
    let price =
      material.dollarsPerKilogram * standing.logNormal(median: 1, sigma: 0.18)
      * chance.logNormal(median: 1, sigma: material.sigma * scenario.setting(.priceWidening) * 0.6)
    row.set(
      Amounts(
        netGrams: grams,
        grossGrams: Amounts.rounded(kilograms: net * (1 + material.tare * chance.within(0.7, 1.4))),
        packages: max(1, Int((net / chance.within(packing.low, packing.high)).rounded(.up))),
        dollars: net * price),
      packing: packing.kind, currency: scenario.currencies[world.currencies.draw(&standing)])
    row[.quantity].append(thousandths: grams)
    row[.quantityUnit].append("KG")
    guard day >= material.controlledFrom else {
      row.note.append("before the control took effect")
      return nil
    }
    row[.licences] += number(relation)
    row.note.append("licensed")
    return (relation, grams)
  }
}
