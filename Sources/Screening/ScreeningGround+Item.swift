// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import Licensing
import ReferenceData
import TradeModel

extension ScreeningGround {
  /// A context to be filled.
  func emptyContext(_ row: Int, _ text: TextSight) -> ItemContext {
    ItemContext(
      day: Day(number: table.day[row]), destination: CountryCode(packed: table.destination[row]),
      mode: .unknown, keptWords: text.words,
      declared: CompactDetermination(outcome: .notControlled, control: nil), licence: .notNeeded(item: row))
  }

  /// Fills in what an item indicator sees of a row.
  func fill(
    _ context: inout ItemContext, _ row: Int, _ text: TextSight, declared: CompactDetermination,
    settlement: LicenceSettlement?, price: Double?, logPrice: Double?, ceiling: inout HiddenCeiling
  ) {
    let absent = DeclarationTable.absent64
    context.renew(
      row: row, day: Day(number: table.day[row]), destination: CountryCode(packed: table.destination[row]),
      mode: TransportMode(rawValue: table.mode[row]) ?? .unknown, keptWords: text.words, declared: declared,
      licence: settlement)
    context.commodityCode = text.code
    if table.origin[row] != 0 { context.origin = CountryCode(packed: table.origin[row]) }
    if table.packages[row] != DeclarationTable.absent32 { context.packageCount = Int(table.packages[row]) }
    if table.netMass[row] != absent { context.netMass = Mass(milligrams: table.netMass[row]) }
    if table.grossMass[row] != absent { context.grossMass = Mass(milligrams: table.grossMass[row]) }
    context.pricePerKilogram = price
    context.logPrice = logPrice
    let consignee = consignees[row]
    context.consigneeCountry = country(ofParty: consignee)
    context.notifyCountry = country(ofParty: notifyParties[row])
    context.consigneeIsForwarder = isForwarder(consignee)
    context.expectation = LearnedContext.expectation(learned.band(row))
    context.packageMassDistance = learned.packageDistance(table, row)
    context.isDescribed = table.goodsDescription.dictionary.count > 1
    context.beyondDestination = learned.beyondDestination(
      table, row, exportCountry: screener.exportCountry)
    context.isForeignOrigin = context.origin.map { $0 != screener.exportCountry } ?? false
    if let code = text.codeSigns {
      context.headingUpperPrice = code.headingUpperPrice
      context.isChapterOfConcern = code.isChapterOfConcern
      context.isOfConcern = code.isOfConcern
      context.isResidualLine = code.isResidualLine
      context.namedCode = screener.namedCode(text.code, declared)
    }
    if text.isWhole {
      context.containedValue = screener.model.containedValue(
        of: text.reading, on: context.day, from: screener.exportCountry)
    }
    if let named = text.claimed {
      context.namedSpan = ceiling.priceSpan(
        of: named, on: context.day, from: screener.exportCountry, screener.model)
      if context.packageCount != nil {
        context.packageBounds = screener.packageBounds(
          learned.packing(table.packageKind.codes[row]), named)
      }
    }
  }
}
