// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// A field of a goods item that the readers know, by its canonical column name.
public enum DeclarationField: String, Sendable, Hashable, CaseIterable {
  case declarationID = "declaration_id"
  case itemNumber = "item_number"
  case date
  case office
  case procedure
  case exporterName = "exporter_name"
  case exporterID = "exporter_id"
  case exporterAddress = "exporter_address"
  case exporterCountry = "exporter_country"
  case consigneeName = "consignee_name"
  case consigneeID = "consignee_id"
  case consigneeAddress = "consignee_address"
  case consigneeCountry = "consignee_country"
  case declarantName = "declarant_name"
  case declarantID = "declarant_id"
  case declarantAddress = "declarant_address"
  case declarantCountry = "declarant_country"
  case notifyName = "notify_name"
  case notifyID = "notify_id"
  case notifyAddress = "notify_address"
  case notifyCountry = "notify_country"
  case commodityCode = "commodity_code"
  case goodsDescription = "goods_description"
  case composition
  case origin
  case destination
  case itinerary
  case mode
  case packages
  case packageKind = "package_kind"
  case netMass = "net_mass"
  case grossMass = "gross_mass"
  case massUnit = "mass_unit"
  case quantity
  case quantityUnit = "quantity_unit"
  case statisticalValue = "statistical_value"
  case currency
  case licenceNumbers = "licence_numbers"
  case endUse = "end_use"
  case endUser = "end_user"

  /// The place of the field in the list of all fields, from 0.
  @inline(__always) var index: Int {
    // An enum without payload is one byte: its place in the declaration (a test holds it to `allCases`).
    Int(unsafe unsafeBitCast(self, to: UInt8.self))
  }

  /// The four fields of a party: name, identifier, address, country.
  static func ofParty(_ role: PartyRole) -> [DeclarationField] {
    switch role {
    case .exporter: [.exporterName, .exporterID, .exporterAddress, .exporterCountry]
    case .consignee: [.consigneeName, .consigneeID, .consigneeAddress, .consigneeCountry]
    case .declarant: [.declarantName, .declarantID, .declarantAddress, .declarantCountry]
    case .notifyParty: [.notifyName, .notifyID, .notifyAddress, .notifyCountry]
    }
  }

  /// The unit or the currency of a column may stand in its heading (`net_kg`, `净重(千克)`).
  var takesUnit: Bool { self == .netMass || self == .grossMass || self == .quantity }
  var takesCurrency: Bool { self == .statisticalValue }
}
