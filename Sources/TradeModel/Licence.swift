// SPDX-License-Identifier: Apache-2.0

/// An export licence as granted: who may export what, how much, to whom and until when.
///
/// A field that is absent sets no condition; whether absence is allowed is for the ledger to decide.
public struct Licence: Hashable, Sendable {
  public var number: String
  /// The exporter it was granted to, by name and, where known, identifier.
  public var holder: Party
  /// The controlled items it covers, as the law's control codes (`1C905.a.4`); empty when given by code only.
  public var controlCodes: [String]
  /// The commodity codes it covers; empty when given by controlled item only.
  public var commodityCodes: [CommodityCode]
  /// The quantity granted; nothing for a general licence without a ceiling.
  public var granted: ExactDecimal?
  public var unit: QuantityUnit
  public var validFrom: Day
  /// The last day on which goods may leave under it.
  public var validTo: Day
  public var consignee: String?
  public var country: CountryCode?
  public var endUser: String?
  public var source: SourceLocation

  public init(
    number: String, holder: Party, controlCodes: [String] = [], commodityCodes: [CommodityCode] = [],
    granted: ExactDecimal?, unit: QuantityUnit, validFrom: Day, validTo: Day, consignee: String? = nil,
    country: CountryCode? = nil, endUser: String? = nil, source: SourceLocation
  ) {
    self.number = number
    self.holder = holder
    self.controlCodes = controlCodes
    self.commodityCodes = commodityCodes
    self.granted = granted
    self.unit = unit
    self.validFrom = validFrom
    self.validTo = validTo
    self.consignee = consignee
    self.country = country
    self.endUser = endUser
    self.source = source
  }
}
