// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Indices of fields, as constants for the inner loop.
enum F {
  @inline(__always) static var date: Int { DeclarationField.date.index }
  @inline(__always) static var commodityCode: Int { DeclarationField.commodityCode.index }
  @inline(__always) static var goodsDescription: Int { DeclarationField.goodsDescription.index }
  @inline(__always) static var destination: Int { DeclarationField.destination.index }
  @inline(__always) static var origin: Int { DeclarationField.origin.index }
  @inline(__always) static var itemNumber: Int { DeclarationField.itemNumber.index }
  @inline(__always) static var packages: Int { DeclarationField.packages.index }
  @inline(__always) static var mode: Int { DeclarationField.mode.index }
  @inline(__always) static var massUnit: Int { DeclarationField.massUnit.index }
  @inline(__always) static var netMass: Int { DeclarationField.netMass.index }
  @inline(__always) static var grossMass: Int { DeclarationField.grossMass.index }
  @inline(__always) static var quantity: Int { DeclarationField.quantity.index }
  @inline(__always) static var quantityUnit: Int { DeclarationField.quantityUnit.index }
  @inline(__always) static var statisticalValue: Int { DeclarationField.statisticalValue.index }
  @inline(__always) static var currency: Int { DeclarationField.currency.index }
  @inline(__always) static var declarationID: Int { DeclarationField.declarationID.index }
  @inline(__always) static var office: Int { DeclarationField.office.index }
  @inline(__always) static var procedure: Int { DeclarationField.procedure.index }
  @inline(__always) static var composition: Int { DeclarationField.composition.index }
  @inline(__always) static var itinerary: Int { DeclarationField.itinerary.index }
  @inline(__always) static var packageKind: Int { DeclarationField.packageKind.index }
  @inline(__always) static var licences: Int { DeclarationField.licenceNumbers.index }
  @inline(__always) static var endUse: Int { DeclarationField.endUse.index }
  @inline(__always) static var endUser: Int { DeclarationField.endUser.index }
}
