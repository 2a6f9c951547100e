// SPDX-License-Identifier: Apache-2.0

import Casework
import GoodsIdentity
import Intake
import PageMarkup
import ReferenceData
import Screening
import TradeFlows
import TradeModel
import Workbench

/// What the declaration itself says: cells, prices and packages among like goods, the way, the parties.
struct ReferralFacts {
  let services: Services
  let table: DeclarationTable
  let row: Int
  let item: GoodsItem

  init(_ services: Services, _ table: DeclarationTable, row: Int) {
    self.services = services
    self.table = table
    self.row = row
    item = table.item(at: row)
  }

  private var reference: ReferenceData { services.screener.reference }

  func fill(_ page: inout ReferralPage, likely: [MaterialID]) {
    page.goods = item.goodsDescription ?? page.goods
    page.declaredFacts = facts
    page.price = prices(likely)
    page.packing = MeasurePlot(
      unit: "kg", value: table.packageMass(at: row),
      others: table.others(like: row) { table.packageMass(at: $0) }, bands: packageBands(likely))
    page.route = route
  }

  private var facts: [Fact] {
    func country(_ code: CountryCode?) -> String? { code.map { services.country($0.description) } }
    let mass: (Mass?) -> String? = { $0.map { Figures.mass(kilograms: $0.kilograms) } }
    let price = table.price(at: row, reference.currencies).map { "\(Figures.rounded($0)) USD/kg" }
    let packages = item.packageCount.map { "\($0) \(item.packageKind ?? "")" } ?? item.packageKind
    let mode = item.mode == .unknown ? nil : item.mode.name
    let pairs: [(String, String?)] = [
      ("code", item.commodityCode?.digits), ("composition", item.compositionText),
      ("net", mass(item.netMass)), ("gross", mass(item.grossMass)),
      ("value", item.statisticalValue.map { "\($0.amount) \($0.currency)" }), ("price", price),
      ("packages", packages), ("origin", country(item.origin)), ("destination", country(item.destination)),
      ("mode", mode), ("office", item.office), ("procedure", item.procedure), ("end-use", item.endUse),
      ("file", "\(item.source.file):\(item.source.line)"),
    ]
    return pairs.compactMap { name, value in value.map { Fact(name, $0) } }
  }

  /// The materials that the papers name.
  private var declaredMaterials: [MaterialID] {
    services.screener.reader.read(
      description: item.goodsDescription, composition: item.compositionText, code: item.commodityCode
    ).claims.map(\.material)
  }

  /// What a package of the stated kind can hold of the materials named and supposed, where its volume is known.
  private func packageBands(_ likely: [MaterialID]) -> [MeasurePlot.Band] {
    let packing = Packing(kind: item.packageKind)
    let declared = declaredMaterials.prefix(2).filter { !likely.contains($0) }
    return (declared.map { ($0, false) } + likely.prefix(2).map { ($0, true) }).compactMap { id, isLikely in
      guard let bounds = PackingPhysics.bounds(packing, of: reference[id]) else { return nil }
      return MeasurePlot.Band(
        name: reference[id].name, low: bounds.lowerBound, high: bounds.upperBound, isLikely: isLikely)
    }
  }

  private func prices(_ likely: [MaterialID]) -> MeasurePlot {
    let declared = declaredMaterials
    var bands: [MeasurePlot.Band] = []
    func add(_ material: MaterialID, isLikely: Bool) {
      guard bands.count < 5,
        let span = services.screener.model.priceSpan(
          of: material, on: item.day, from: services.screener.exportCountry)
      else { return }
      bands.append(
        .init(
          name: reference[material].name, low: span.lowerBound, high: span.upperBound, isLikely: isLikely))
    }
    // What goods under the declared code usually cost, to see how far this item stands from them.
    if let code = item.commodityCode, let usual = reference.headingPrice(for: code), usual.lower > 0 {
      bands.append(
        .init(
          name: "goods of heading \(code.digits.prefix(4))", low: usual.lower, high: usual.upper,
          isLikely: false))
    }
    for material in declared.prefix(2) where !likely.contains(material) { add(material, isLikely: false) }
    for material in likely.prefix(2) { add(material, isLikely: true) }
    return MeasurePlot(
      unit: "USD/kg", value: table.price(at: row, reference.currencies),
      others: table.others(like: row) { table.price(at: $0, reference.currencies) }, bands: bands)
  }

  /// From the country of export over those the papers name to the destination; the end user's, when it is another.
  private var route: RouteMap? {
    var way = [services.screener.exportCountry]
    let words = (item.itinerary ?? "").uppercased().split { !($0.isLetter && $0.isASCII) }
    for word in words where word.utf8.count == 2 {
      guard let code = CountryCode(String(word)), reference.isAssigned(code), code != way.last else {
        continue
      }
      way.append(code)
    }
    if way.last != item.destination { way.append(item.destination) }
    let places = FlowReference.embedded.places
    let stops = way.enumerated().compactMap { index, code -> RouteMap.Stop? in
      guard let place = places[code] else { return nil }
      return RouteMap.Stop(
        country: code.description, name: services.country(code.description), east: place.east,
        north: place.north,
        role: index == 0 ? "export" : index == way.count - 1 ? "destination" : "transit")
    }
    return stops.count < 2 ? nil : RouteMap(way: stops)
  }
}
