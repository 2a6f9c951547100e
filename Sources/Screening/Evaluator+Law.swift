// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import ReferenceData
import TradeModel

/// The questions that a row puts to the law, as declared and supposing a material, each asked once for all rows alike.
extension Evaluator {
  /// The question to the law for a row in a reading.
  func question(_ row: Int, _ text: TextSight, reading: GoodsReading, endUser: EndUserStatus) -> LawQuestion {
    let day = Day(number: table.day[row])
    let mass = table.netMass[row]
    var question = LawQuestion(
      commodityCode: text.code, reading: reading, validOn: day,
      knownOn: options.knownOn ?? screener.law.version,
      exportCountry: screener.exportCountry,
      origin: table.origin[row] == 0 ? nil : CountryCode(packed: table.origin[row]),
      destination: CountryCode(packed: table.destination[row]), endUser: endUser,
      netMass: mass == DeclarationTable.absent64 ? nil : Mass(milligrams: mass))
    question.windows = learned.likeGoods[row]
    return question
  }

  private func lawKey(_ row: Int, _ text: TextSight, endUser: EndUse, material: MaterialID?)
    -> LawKey
  {
    let day = table.day[row]
    if lastEpoch.day != day { lastEpoch = (day, screener.epoch(of: day)) }
    var key = LawKey(
      text: text.serial, day: lastEpoch.number,
      destination: screener.places.destination(table.destination[row]),
      origin: screener.places.origin(table.origin[row]),
      endUser: endUser.key, material: material.map { $0.rawValue &+ 1 } ?? 0)
    if text.massMatters || material.map(screener.massRules.materials.contains) == true {
      key.mass = massNumber(row)
    }
    return key
  }

  /// A number of the masses that count: rows with one number are answered alike.
  private func massNumber(_ row: Int) -> UInt64 {
    let mass = table.netMass[row]
    let rules = screener.massRules
    let windows = learned.likeGoods[row]
    guard windows.count < 7 else { return Self.massNumber(ofOnly: row) }
    let own = rules.stretch(of: mass == DeclarationTable.absent64 ? nil : Mass(milligrams: mass))
    return windows.reduce(UInt64(own)) { $0 << 8 | UInt64(rules.stretch(of: $1.mass)) }
  }

  /// A number that no other row has.
  private static func massNumber(ofOnly row: Int) -> UInt64 { 1 << 63 | UInt64(row) }

  func declared(_ row: Int, _ text: TextSight, endUser: EndUse)
    -> CompactDetermination
  {
    guard text.isTouched else { return CompactDetermination(outcome: .notControlled, control: nil) }
    let key = lawKey(row, text, endUser: endUser, material: nil)
    if isKept(key), let known = answers[key.number] { return known }
    let answer = endUser.strictest(\.outcome) {
      screener.law.compact(question(row, text, reading: text.reading, endUser: $0))
    }
    if isKept(key) { Self.keep(answer, key.number, in: &answers) }
    return answer
  }

  /// What the law says of the goods as declared, were their origin the exporting country.
  func declaredAsDomestic(_ row: Int, _ text: TextSight, endUser: EndUse) -> CompactDetermination {
    guard text.isTouched else { return CompactDetermination(outcome: .notControlled, control: nil) }
    var key = lawKey(row, text, endUser: endUser, material: nil)
    key.origin = screener.places.origin(screener.exportCountry.packed)
    if isKept(key), let known = answers[key.number] { return known }
    let answer = endUser.strictest(\.outcome) { status -> CompactDetermination in
      var question = question(row, text, reading: text.reading, endUser: status)
      question.origin = screener.exportCountry
      return screener.law.compact(question)
    }
    if isKept(key) { Self.keep(answer, key.number, in: &answers) }
    return answer
  }

  func supposed(
    _ row: Int, _ text: TextSight, endUser: EndUse, material: MaterialID
  ) -> CompactDetermination {
    let key = lawKey(row, text, endUser: endUser, material: material)
    if isKept(key), let known = answers[key.number] { return known }
    let reading = screener.model.hypothesis(supposing: material, declared: text.reading)
    let answer = endUser.strictest(\.outcome) {
      screener.law.compact(question(row, text, reading: reading, endUser: $0))
    }
    if isKept(key) { Self.keep(answer, key.number, in: &answers) }
    return answer
  }

  /// What the law says of a row in full, as declared or supposing a material.
  func determination(
    _ row: Int, _ text: TextSight, endUser: EndUse, material: MaterialID?
  ) -> Determination {
    var key = lawKey(row, text, endUser: endUser, material: material)
    // Its words may name the day, the places and the mass.
    key.day = table.day[row]
    key.destination = table.destination[row]
    key.origin = table.origin[row]
    if key.mass != 0 { key.mass = Self.massNumber(ofOnly: row) }
    if isKept(key), let known = determinations[key.number] { return known }
    let reading =
      material.map { screener.model.hypothesis(supposing: $0, declared: text.reading) } ?? text.reading
    let found = endUser.strictest(\.outcome) {
      screener.law.determine(question(row, text, reading: reading, endUser: $0))
    }
    if isKept(key) { Self.keep(found, key.number, in: &determinations) }
    return found
  }

  /// Control codes that need a licence, from the explained determination; asked only where one is needed.
  func controlCodes(
    _ row: Int, _ text: TextSight, endUser: EndUse, material: MaterialID?
  ) -> [String] {
    let key = lawKey(row, text, endUser: endUser, material: material)
    if isKept(key), let known = codes[key.number] { return known }
    let reading =
      material.map { screener.model.hypothesis(supposing: $0, declared: text.reading) } ?? text.reading
    let (_, controls) = endUser.strictest(\.outcome) { status -> (outcome: Outcome, controls: [ControlID]) in
      let question = question(row, text, reading: reading, endUser: status)
      return (screener.law.compact(question).outcome, screener.law.controlsNeedingLicence(question))
    }
    let found = Self.controlCodes(of: controls, screener.law)
    if isKept(key) { Self.keep(found, key.number, in: &codes) }
    return found
  }

  /// Codes of controls that need a licence; an item without a code goes by its instrument and item.
  static func controlCodes(of controls: [ControlID], _ law: LawBook) -> [String] {
    let codes = controls.map { id in
      law.control(id).code ?? "\(law.instrument(of: id).id)#\(law.control(id).item)"
    }
    return Array(Set(codes)).sorted()
  }

  func nearLimits(_ row: Int, _ text: TextSight, endUser: EndUse) -> [NearLimit] {
    guard text.isTouched, text.mayNearlyMiss else { return [] }
    let key = lawKey(row, text, endUser: endUser, material: nil)
    if isKept(key), let known = limits[key.number] { return known }
    let determination = determination(row, text, endUser: endUser, material: nil)
    let near = determination.findings.flatMap { finding in
      finding.nearMisses.filter(\.isClose).map {
        NearLimit(
          quantity: $0.quantity, value: $0.value, limit: $0.limit,
          controlCode: finding.controlCode ?? finding.item ?? finding.instrument)
      }
    }
    if isKept(key) { Self.keep(near, key.number, in: &limits) }
    return near
  }
}
