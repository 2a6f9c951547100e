// SPDX-License-Identifier: Apache-2.0

import Foundation
import TradeModel

/// How a scheme works; the text stands in the truth file.
enum Method: String, CaseIterable, Sendable {
  case falseName = "false-name"
  case falseNameCoverPrice = "false-name-cover-price"
  case vagueName = "vague-name"
  case compositionOmitted = "composition-omitted"
  case justUnderLimit = "just-under-limit"
  case tariffLineShift = "tariff-line-shift"
  case underInvoicing = "under-invoicing"
  case quantityMisstatement = "quantity-mis-statement"
  case relabelledOrigin = "relabelled-origin"
  case transhipment
  case splitParcels = "split-parcels"
  case hiddenInTiles = "hidden-in-tiles"
  case hiddenInMannequins = "hidden-in-mannequins"
  case hiddenInWater = "hidden-in-water"
  case channelChange = "channel-change"
  case circular
  case frontCompany = "front-company"
  case endUse = "end-use"
  case expired
  case overDrawn = "over-drawn"
  case wrongHolder = "wrong-holder"
  case wrongItem = "wrong-item"
  case wrongCountry = "wrong-country"
  case noLicence = "no-licence"

  /// Whether the exporter traded lawfully before, in rows that are no part of the scheme.
  var hasHistory: Bool { self == .tariffLineShift || self == .channelChange }
  /// Whether every row cites a licence that covers it as declared.
  var isLicensed: Bool {
    switch self {
    case .underInvoicing, .quantityMisstatement, .transhipment, .circular, .endUse: true
    default: false
    }
  }
}

/// One planted scheme: a few declarations of one exporter that belong together.
///
/// A campaign is a pure function of the seed and its number, so that a plan of millions of rows holds numbers only.
struct Campaign: Sendable {
  let number: Int
  let scheme: Scheme
  let material: Material
  let materialIndex: Int
  let cover: Cover
  let exporter: InventedParty
  let consignee: InventedParty
  let destination: Int
  /// Where the goods really go, when that differs.
  let realDestination: Int
  let firstDay: Int
  let days: Int
  let steps: Int
  /// Steps before this one are lawful history.
  let history: Int
  let packing: Packing
  let mode: Mode
  let office: Int
  let kilograms: Double
  let price: Double
  let currency: Int
  let chinese: Bool
  let broker: Int
  let seed: UInt64

  init(_ number: Int, world: World, schemes: AliasTable) {
    let scenario = world.scenario
    var chance = Chance(world.seed, 0xCA4A, UInt64(number))
    self.number = number
    seed = world.seed
    scheme = scenario.schemes[schemes.draw(&chance)]
    let method = scheme.method
    let length = world.schedule.dayCount
    days = min(length, method == .splitParcels ? chance.within(2, 12) : chance.within(4, 24))
    firstDay = chance.below(length - days + 1)
    let start = world.schedule.day(firstDay)
    let candidates = scenario.materials.indices.filter { index in
      let material = scenario.materials[index]
      guard material.controlledFrom <= start else { return false }
      switch method {
      case .compositionOmitted: return material.slug == Bytes("rare-earths/ndfeb-magnet".utf8)
      case .justUnderLimit:
        return material.slug == Bytes("antimony/trioxide".utf8)
          || material.slug == Bytes("graphite/isostatic".utf8)
      case .splitParcels, .hiddenInMannequins:
        return material.dollarsPerKilogram > 60
      case .hiddenInTiles, .hiddenInWater: return material.group != "magnet"
      default: return true
      }
    }
    // A method that fits no material yet controlled falls back on any, so that a plan never fails.
    let pool = candidates.isEmpty ? Array(scenario.materials.indices) : candidates
    let weights = Weighted(pool.map { ($0, pow(scenario.materials[$0].weight + 0.5, 0.6)) })
    materialIndex = weights.draw(&chance)
    let material = scenario.materials[materialIndex]
    self.material = material
    let covers = scenario.covers.filter { $0.groups.contains(material.group) }
    cover = covers[chance.below(covers.count)]
    exporter = scenario.exporter(seed: world.seed, family: 2000, rank: number)
    destination = world.mineralDestination(avoiding: World.refused(material.group), &chance)
    realDestination = world.mineralDestination(
      avoiding: [scenario.destinations[destination].country], &chance)
    consignee = scenario.foreignParty(
      seed: world.seed, destination: destination, number: 200_000 + number,
      forwarder: method == .endUse || method == .frontCompany)
    steps = chance.within(scheme.rowsLow, scheme.rowsHigh)
    history = method.hasHistory ? steps / 2 : 0
    let keepsCoverPacking: Bool
    switch method {
    case .falseNameCoverPrice: keepsCoverPacking = chance.happens(0.7)
    case .falseName, .channelChange, .frontCompany: keepsCoverPacking = chance.happens(0.4)
    default: keepsCoverPacking = false
    }
    packing = keepsCoverPacking ? cover.packages.draw(&chance) : material.packages.draw(&chance)
    mode =
      method == .splitParcels
      ? (chance.happens(0.75) ? .express : .mail)
      : method == .hiddenInMannequins || method == .hiddenInWater ? .air : material.modes.draw(&chance)
    office = world.office(mode, &chance)
    let scale: Double =
      switch method {
      case .splitParcels: 1
      case .hiddenInMannequins, .hiddenInWater: 0.3
      case .hiddenInTiles: 1.5
      default: chance.within(0.4, 1.4)
      }
    kilograms = chance.logNormal(median: material.kilograms * scale, sigma: material.kilogramsSigma * 0.7)
    price =
      chance.logNormal(median: material.dollarsPerKilogram, sigma: material.sigma * 0.8)
    currency = world.currencies.draw(&chance)
    chinese = chance.happens(scenario.setting(.chinese))
    broker = chance.below(world.brokers.count)
  }

  /// The chance of one step, the same whoever asks.
  func chance(_ step: Int, _ purpose: UInt64) -> Chance {
    Chance(seed, 0x57E9 &+ purpose, UInt64(number), UInt64(step))
  }

  /// Days after the first of each step, in order.
  var stepDays: [Int] {
    var chance = Chance(seed, 0xDA75, UInt64(number))
    return (0..<steps).map { _ in firstDay + chance.below(days) }.sorted()
  }

  /// Grams that really leave in a step.
  func grams(_ step: Int) -> Int {
    var chance = chance(step, 1)
    switch scheme.method {
    case .circular: chance = self.chance(0, 1)
    case .splitParcels:
      return Amounts.rounded(kilograms: chance.within(0.3, 4.5))
    default: break
    }
    return Amounts.rounded(kilograms: kilograms * chance.logNormal(median: 1, sigma: 0.3))
  }

  /// Grams stated on the declaration of a step.
  func declaredGrams(_ step: Int) -> Int {
    guard scheme.method == .quantityMisstatement else { return grams(step) }
    var chance = chance(step, 2)
    return Amounts.rounded(kilograms: Double(grams(step)) / 1000 * chance.within(0.25, 0.6))
  }

  /// Grams that an over-drawn licence grants: enough for about half of the steps.
  var grantedOfOverdrawn: Int {
    let total = (0..<steps).reduce(0) { $0 + grams($1) }
    return max(1000, Int(Double(total) * 0.55) / 1000 * 1000)
  }

  func isScheme(_ step: Int) -> Bool {
    if scheme.method == .overDrawn {
      // Draw-down in order of days: a shipment that no longer fits is beyond the licence, a later smaller one may fit.
      var left = grantedOfOverdrawn
      for earlier in 0..<step where grams(earlier) <= left { left -= grams(earlier) }
      return grams(step) > left
    }
    return step >= history
  }

  /// The number of the licence that the papers cite, if any.
  func licenceNumber(_ step: Int) -> Bytes {
    var text: Bytes = []
    func cite(_ suffix: StaticString) {
      text.append("GENS")
      text.append(suffix)
      text.append("-9")
      text.append(number: number, width: 6)
    }
    switch scheme.method {
    case _ where step < history, _ where scheme.method.isLicensed: cite("")
    case .expired, .overDrawn, .wrongHolder, .wrongItem, .wrongCountry: cite("")
    case .noLicence: if number % 2 == 0 { cite("X") }
    default: break
    }
    return text
  }

  /// The licences that the licence file holds for this campaign.
  func licences(world: World) -> [LicenceRecord] {
    let total = (0..<steps).reduce(0) { $0 + declaredGrams($1) }
    let start = world.schedule.day(firstDay)
    let scenario = world.scenario
    var record = LicenceRecord(
      number: licenceNumber(0), holder: exporter, controls: material.control, code: material.code,
      grams: (total / 1_000_000 + 1) * 1_000_000,
      from: max(material.controlledFrom, start.advanced(by: -90)), to: start.advanced(by: 270),
      consignee: consignee.name, country: consignee.country, endUser: consignee.name)
    switch scheme.method {
    case .tariffLineShift, .channelChange, .underInvoicing, .quantityMisstatement, .transhipment, .circular:
      break
    case .endUse:
      record.endUser = Array("GENERATED MOTOR WORKS".utf8)
      record.consignee = []
    case .expired:
      record.from = start.advanced(by: -400)
      record.to = start.advanced(by: -1 - number % 40)
    case .overDrawn: record.grams = grantedOfOverdrawn
    case .wrongHolder:
      record.holder = scenario.exporter(seed: seed, family: 2001, rank: number)
    case .wrongItem:
      let other = scenario.materials[(materialIndex + 7) % scenario.materials.count]
      record.controls = other.control
      record.code = other.code
    case .wrongCountry:
      let other = scenario.destinations[realDestination]
      record.country = other.country
      record.consignee = []
      record.endUser = []
    default: return []
    }
    return [record]
  }
}
