// SPDX-License-Identifier: Apache-2.0

import Foundation
import TradeModel

/// Writes the declarations of planted schemes.
struct CampaignRows: Sendable {
  private let world: World
  private var scenario: Scenario { world.scenario }

  init(_ world: World) { self.world = world }

  /// Fills in one step of a campaign, as the only item of its declaration.
  func item(_ campaign: Campaign, step: Int, day: Day, firstRow: Int, row: inout Row) {
    var chance = campaign.chance(step, 3)
    row.clear()
    row.set(declarationOf: day, firstRow: firstRow, item: 1)
    row.set(date: day)
    let isScheme = campaign.isScheme(step)
    row.isScheme = isScheme
    row.material += campaign.material.slug
    row.schemeName += Bytes(campaign.scheme.name.utf8)
    row.method += Bytes(campaign.scheme.method.rawValue.utf8)
    row.note.append(isScheme ? "campaign " : "lawful history of campaign ")
    row.note.append(number: campaign.number)
    row.note.append("; meant visibility ")
    row.note += Bytes(campaign.scheme.visibility.utf8)
    if campaign.scheme.method == .falseName || campaign.scheme.method == .falseNameCoverPrice {
      row.note.append("; ")
      row.note += Bytes(campaign.cover.method.utf8)
    }
    if !isScheme {
      row.schemeName.removeAll(keepingCapacity: true)
      row.method.removeAll(keepingCapacity: true)
    }

    var paper = Paper(campaign, step: step, &chance)
    if step >= campaign.history { disguise(&paper, campaign, step: step, &chance) }
    write(paper, campaign, step: step, row: &row, &chance)
  }

  /// What the declaration will say, to be changed by the method.
  private struct Paper {
    var exporter: InventedParty
    var consignee: InventedParty
    var notify: InventedParty?
    var code: Bytes
    var description: Bytes = []
    var composition: Bytes = []
    var origin: Bytes = Bytes("CN".utf8)
    var destination: Int
    var itinerary: Bytes = []
    var mode: Mode
    var office: Int
    var procedure: Bytes = Bytes("0110".utf8)
    var packing: Packing
    var trueKilograms: Double
    var declaredGrams: Int
    var tare: Double
    /// Dollars for one kilogram that is declared.
    var price: Double
    var perPackage: Double
    var packages: Int?
    var endUse: Bytes = []
    var endUser: Bytes = []

    init(_ campaign: Campaign, step: Int, _ chance: inout Chance) {
      let material = campaign.material
      exporter = campaign.exporter
      consignee = campaign.consignee
      code = material.code
      (campaign.chinese ? material.chinese : material.english).write(into: &description, &chance)
      material.composition.write(into: &composition, &chance)
      destination = campaign.destination
      mode = campaign.mode
      office = campaign.office
      packing = campaign.packing
      trueKilograms = Double(campaign.grams(step)) / 1000
      declaredGrams = campaign.declaredGrams(step)
      tare = material.tare * chance.within(0.7, 1.4)
      price = campaign.price * chance.logNormal(median: 1, sigma: 0.1)
      perPackage = chance.within(packing.low, packing.high)
      endUse.append("MANUFACTURE AT END USER'S PLANT")
      endUser = consignee.name
    }
  }

  private func cover(_ paper: inout Paper, _ campaign: Campaign, _ chance: inout Chance) {
    let cover = campaign.cover
    paper.code = cover.code
    paper.description = []
    (campaign.chinese ? cover.chinese : cover.english).write(into: &paper.description, &chance)
    paper.composition = []
    if chance.happens(0.5) { cover.composition.write(into: &paper.composition, &chance) }
    paper.endUse = []
    paper.endUser = []
  }

  private func far(_ mode: Mode, _ names: [StaticString], _ paper: inout Paper, _ chance: inout Chance) {
    paper.mode = mode
    let wanted = names.map { Bytes("\($0)".utf8) }
    let offices = scenario.offices.indices.filter { wanted.contains(scenario.offices[$0].name) }
    paper.office = offices.isEmpty ? world.office(mode, &chance) : offices[chance.below(offices.count)]
  }

  private func disguise(_ paper: inout Paper, _ campaign: Campaign, step: Int, _ chance: inout Chance) {
    switch campaign.scheme.method {
    case .falseName:
      cover(&paper, campaign, &chance)
      paper.price *= chance.within(0.5, 1.1)
    case .falseNameCoverPrice:
      cover(&paper, campaign, &chance)
      paper.price =
        campaign.cover.dollarsPerKilogram * chance.logNormal(median: 1, sigma: campaign.cover.sigma)
    case .vagueName:
      cover(&paper, campaign, &chance)
      paper.composition = []
      let names: [StaticString] = [
        "METAL POWDER", "POWDER SAMPLE", "MATERIAL", "INDUSTRIAL MATERIAL", "RAW MATERIAL", "SAMPLE",
        "金属粉末", "样品", "工业原料",
      ]
      paper.description = []
      paper.description.append(names[chance.below(names.count)])
      paper.price *= chance.within(0.2, 1)
    case .compositionOmitted: omit(&paper, &chance)
    case .justUnderLimit: underLimit(&paper, campaign, &chance)
    case .tariffLineShift:
      paper.code = campaign.material.residualCode
      paper.description = []
      campaign.material.residualEnglish.write(into: &paper.description, &chance)
      paper.composition = []
      paper.endUse = []
    case .underInvoicing: paper.price *= chance.within(0.04, 0.18)
    case .quantityMisstatement:
      if campaign.number % 2 == 0 { paper.price *= paper.trueKilograms * 1000 / Double(paper.declaredGrams) }
    case .relabelledOrigin: relabel(&paper, campaign, &chance)
    case .transhipment:
      paper.notify = scenario.foreignParty(
        seed: world.seed, destination: campaign.realDestination, number: 200_000 + campaign.number)
      paper.itinerary = route(campaign.destination, campaign.realDestination)
    case .splitParcels: split(&paper, campaign, step: step, &chance)
    case .hiddenInTiles:
      carrier(
        &paper, "3824999999", ["CERAMIC TILE RAW MATERIAL", "TILE BODY POWDER", "瓷砖坯料"], 0.6, 50, &chance)
    case .hiddenInMannequins:
      carrier(&paper, "9618000090", ["PLASTIC MANNEQUIN", "DISPLAY MANNEQUIN", "塑料人体模特"], 5, 14, &chance)
    case .hiddenInWater:
      carrier(
        &paper, "2201101000", ["BOTTLED DRINKING WATER 500ML", "MINERAL WATER", "瓶装饮用水"], 0.5, 18, &chance)
    case .channelChange:
      cover(&paper, campaign, &chance)
      if chance.happens(0.6) {
        far(.road, ["PINGXIANG", "RUILI", "KHORGOS"], &paper, &chance)
      } else {
        far(.mail, ["PINGTAN", "SHENZHEN POST"], &paper, &chance)
      }
      paper.price *= chance.within(0.4, 1)
    case .circular:
      paper.procedure = Bytes((step % 2 == 0 ? "0110" : "4561").utf8)
    case .frontCompany:
      let older = LicensedTrade.Relation(
        material: campaign.materialIndex, exporter: campaign.number % 12, buyer: 0, year: 0)
      paper.exporter.address = LicensedTrade(world).exporter(older).address
      cover(&paper, campaign, &chance)
      paper.price *= chance.within(0.4, 1)
    case .endUse:
      paper.endUse = Bytes("PRODUCTION OF CIVIL MOTORS, NOT FOR MILITARY USE".utf8)
    case .wrongCountry, .expired, .overDrawn, .wrongHolder, .wrongItem, .noLicence: break
    }
  }

  /// A magnet whose stated shares sum to exactly 100 with dysprosium and terbium left out.
  private func omit(_ paper: inout Paper, _ chance: inout Chance) {
    let praseodymium = chance.within(300, 560)
    let neodymium = chance.within(1300, 2600)
    let boron = chance.within(92, 104)
    let cerium = chance.happens(0.5) ? chance.within(100, 1500) : 0
    let iron = 10_000 - praseodymium - neodymium - boron - cerium
    paper.composition = []
    paper.composition.append("Pr ")
    paper.composition.append(hundredths: praseodymium)
    paper.composition.append(" Nd ")
    paper.composition.append(hundredths: neodymium)
    paper.composition.append(" Fe ")
    paper.composition.append(hundredths: iron)
    paper.composition.append(" B ")
    paper.composition.append(hundredths: boron)
    if cerium > 0 {
      paper.composition.append(" Ce ")
      paper.composition.append(hundredths: cerium)
    }
    paper.description = []
    let grades: [StaticString] = ["N38SH", "N42SH", "38UH", "N45SH", "N40H"]
    paper.description.append(chance.happens(0.5) ? "SINTERED NDFEB MAGNET" : "钕铁硼磁钢")
    if chance.happens(0.6) {
      paper.description.append(" ")
      paper.description.append(grades[chance.below(grades.count)])
    }
    paper.endUse = []
    paper.endUser = []
  }

  private func underLimit(_ paper: inout Paper, _ campaign: Campaign, _ chance: inout Chance) {
    paper.code = campaign.material.residualCode
    paper.description = []
    paper.composition = []
    if campaign.material.slug == Bytes("antimony/trioxide".utf8) {
      paper.description.append(chance.happens(0.6) ? "ANTIMONY TRIOXIDE 99.98%" : "三氧化二锑 99.98%")
      paper.composition.append("Sb2O3 99.98%")
    } else if campaign.material.slug == Bytes("graphite/isostatic".utf8) {
      paper.description.append(chance.happens(0.6) ? "ARTIFICIAL GRAPHITE BLOCK" : "人造石墨块")
      paper.composition.append("C 99.89% DENSITY 1.72 G/CM3 FLEXURAL STRENGTH 29.8 MPA")
    } else {
      campaign.material.residualEnglish.write(into: &paper.description, &chance)
    }
    paper.endUse = []
  }

  private func route(_ first: Int, _ second: Int) -> Bytes {
    Bytes("CN>".utf8) + scenario.destinations[first].ports[0] + Bytes(">".utf8)
      + scenario.destinations[second].ports[0]
  }

  private func relabel(_ paper: inout Paper, _ campaign: Campaign, _ chance: inout Chance) {
    let origins: [StaticString] = ["VN", "MY", "MM", "KZ", "TH", "LA"]
    paper.origin = []
    paper.origin.append(origins[chance.below(origins.count)])
    paper.procedure = Bytes("1200".utf8)
    paper.itinerary = route(campaign.destination, campaign.realDestination)
    if chance.happens(0.4) { paper.description.append(", ORIGIN NOT CHINA") }
    if chance.happens(0.5) {
      paper.notify = scenario.foreignParty(
        seed: world.seed, destination: campaign.realDestination, number: 200_000 + campaign.number)
    }
  }

  private func split(_ paper: inout Paper, _ campaign: Campaign, step: Int, _ chance: inout Chance) {
    cover(&paper, campaign, &chance)
    if chance.happens(0.5) {
      let names: [StaticString] = ["SAMPLE", "SPARE PARTS", "HARDWARE PARTS", "CRAFT MATERIAL", "样品", "配件"]
      paper.description = []
      paper.description.append(names[chance.below(names.count)])
    }
    // Two to four senders and several readers of one address.
    let sender = step % (2 + campaign.number % 3)
    if sender > 0 {
      paper.exporter = scenario.exporter(seed: world.seed, family: 2002 + sender, rank: campaign.number)
    }
    let address = paper.consignee.address
    paper.consignee = scenario.foreignParty(
      seed: world.seed, destination: campaign.destination,
      number: 700_000 + campaign.number * 8 + chance.below(4))
    paper.consignee.address = address
    paper.procedure = Bytes((campaign.mode == .express ? "9610" : "0110").utf8)
    paper.packing = Packing(kind: Bytes("PK".utf8), low: 5, high: 5)
    paper.perPackage = 5
    paper.tare = chance.within(0.05, 0.3)
    paper.price = min(paper.price * chance.within(0.05, 0.6), 680 / max(0.1, paper.trueKilograms))
  }

  private func carrier(
    _ paper: inout Paper, _ code: StaticString, _ names: [StaticString], _ price: Double,
    _ perPackage: Double,
    _ chance: inout Chance
  ) {
    paper.code = []
    paper.code.append(code)
    paper.description = []
    paper.description.append(names[chance.below(names.count)])
    paper.composition = []
    paper.price = price * chance.logNormal(median: 1, sigma: 0.4)
    // The carrier adds half to five times the mass of what it hides.
    let share = chance.within(0.15, 0.6)
    paper.declaredGrams = Amounts.rounded(kilograms: paper.trueKilograms / share)
    paper.packing = Packing(kind: Bytes("CT".utf8), low: perPackage, high: perPackage * 1.4)
    paper.perPackage = chance.within(perPackage, perPackage * 1.4)
    paper.tare = chance.within(0.04, 0.12)
    paper.endUse = []
    paper.endUser = []
  }

  private func write(
    _ paper: Paper, _ campaign: Campaign, step: Int, row: inout Row, _ chance: inout Chance
  ) {
    row[.office] += scenario.offices[paper.office].code
    row[.procedure] += paper.procedure
    row.set(exporter: paper.exporter)
    row.set(consignee: paper.consignee)
    row[.declarantName] += world.brokers[campaign.broker]
    row[.declarantID].append("GD-")
    row[.declarantID].append(number: campaign.broker + 1, width: 4)
    if let notify = paper.notify { row.set(notify: notify) }
    row[.code] += paper.code
    row[.description] += paper.description
    row[.composition] += paper.composition
    var standing = campaign.chance(0, 4)
    if standing.happens(scenario.setting(.capitals)) { row[.composition].capitalise() }
    row[.origin] += paper.origin
    row[.destination] += scenario.destinations[paper.destination].country
    row[.itinerary] += paper.itinerary
    row[.mode] += paper.mode.bytes
    let declared = Double(paper.declaredGrams) / 1000
    let carried = max(paper.trueKilograms, declared)
    row.set(
      Amounts(
        netGrams: paper.declaredGrams, grossGrams: Amounts.rounded(kilograms: carried * (1 + paper.tare)),
        packages: max(1, Int((carried / paper.perPackage).rounded(.up))), dollars: declared * paper.price),
      packing: paper.packing.kind, currency: scenario.currencies[campaign.currency])
    row[.quantity].append(thousandths: paper.declaredGrams)
    row[.quantityUnit].append("KG")
    row[.licences] += campaign.licenceNumber(step)
    row[.endUse] += paper.endUse
    row[.endUser] += paper.endUser
  }
}
