// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Screening
import TradeModel

/// The declaration as received: the one place of the page that names parties.
struct DeclarationView {
  let assessment: Assessment

  func write(to page: inout Markup) {
    let item = assessment.item
    page.element("section", ["class": "declaration"]) { page in
      page.element("h4", text: "The declaration")
      page.element("dl", ["class": "facts"]) { page in
        for (name, value) in Self.rows(item) where !value.isEmpty { page.fact(name, value) }
      }
    }
  }

  /// Names and values of the cells that are filled, in the order of a declaration.
  static func rows(_ item: GoodsItem) -> [(name: String, value: String)] {
    var rows: [(name: String, value: String)] = []
    func add(_ name: String, _ value: String?) {
      if let value { rows.append((name, value)) }
    }
    add("Declaration", item.declarationID)
    add("Item", item.itemNumber.map(String.init))
    add("Read from", item.source.description)
    add("Day", item.day.description)
    add("Office of exit", item.office)
    add("Procedure", item.procedure)
    for role in PartyRole.allCases {
      add(role.name.prefix(1).uppercased() + role.name.dropFirst(), item[role].map(party))
    }
    add("Commodity code", item.commodityCode?.digits)
    add("Description", item.goodsDescription)
    add("Composition", item.compositionText)
    add("Origin", item.origin?.description)
    add("Destination", item.destination.description)
    add("Itinerary", item.itinerary)
    add("Mode", item.mode == .unknown ? nil : item.mode.name)
    add("Packages", packages(item))
    add("Net mass", item.netMass.map { "\($0.exactKilograms) kg" })
    add("Gross mass", item.grossMass.map { "\($0.exactKilograms) kg" })
    add("Quantity", item.quantity.map { "\($0) \(item.quantityUnit?.code ?? "")" })
    add("Statistical value", item.statisticalValue.map { "\($0.amount) \($0.currency)" })
    add("Unit price", UnitPrice(item)?.text)
    add("Licences cited", item.licenceNumbers.isEmpty ? nil : item.licenceNumbers.joined(separator: ", "))
    add("End use", item.endUse)
    add("End user", item.endUser)
    return rows
  }

  private static func party(_ party: Party) -> String {
    [party.name, party.identifier, party.address, party.country?.description].compactMap(\.self)
      .joined(separator: ", ")
  }

  private static func packages(_ item: GoodsItem) -> String? {
    guard item.packageCount != nil || item.packageKind != nil else { return nil }
    return [item.packageCount.map(Figures.grouped), item.packageKind].compactMap(\.self).joined(
      separator: " ")
  }
}
