// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What one goods item asks of the licences: which controls must be covered, for whom, how much, on which day.
public struct LicenceDemand: Sendable, Hashable {
  /// The caller's name for the item; comes back in the settlement.
  public var item: Int
  public var day: Day
  public var declarationID: String?
  public var itemNumber: Int?
  public var exporter: Party?
  public var consignee: Party?
  public var endUser: String?
  public var destination: CountryCode
  public var commodityCode: CommodityCode?
  /// Control codes of the controls that need a licence (`1C905.a.4`); empty when none does.
  public var controlCodes: [String]
  /// Licence numbers as cited on the declaration.
  public var cited: [String]
  /// The goods need no licence as far as the papers tell, but cite one: whether it is a good one is asked all the same.
  public var isAudit = false
  public var netMass: Mass?
  public var quantity: ExactDecimal?
  public var quantityUnit: QuantityUnit?

  public init(
    item: Int, day: Day, declarationID: String?, itemNumber: Int?, exporter: Party?, consignee: Party?,
    endUser: String?, destination: CountryCode, commodityCode: CommodityCode?, controlCodes: [String],
    cited: [String], netMass: Mass?, quantity: ExactDecimal?, quantityUnit: QuantityUnit?
  ) {
    self.item = item
    self.day = day
    self.declarationID = declarationID
    self.itemNumber = itemNumber
    self.exporter = exporter
    self.consignee = consignee
    self.endUser = endUser
    self.destination = destination
    self.commodityCode = commodityCode
    self.controlCodes = controlCodes
    self.cited = cited
    self.netMass = netMass
    self.quantity = quantity
    self.quantityUnit = quantityUnit
  }
}

/// Why a licence does not cover an item.
public enum LicenceMisfit: Sendable, Hashable {
  /// The number is in no licence file.
  case unknownNumber
  case otherHolder
  case otherItem
  case otherCommodityCode
  case otherCountry
  case otherConsignee
  case otherEndUser
  case notYetValid(from: Day)
  case expired(on: Day)
  /// The balance before this item, in the licence's unit, and what the item needs.
  case spent(balance: ExactDecimal, needed: ExactDecimal, unit: QuantityUnit)
  /// The declaration states no quantity that can be converted to the licence's unit.
  case quantityUnknown(unit: QuantityUnit)

  /// The reason in one clause.
  public var explanation: String {
    switch self {
    case .unknownNumber: "no licence of this number is known"
    case .otherHolder: "it was granted to another exporter"
    case .otherItem: "it does not cover every controlled item that applies"
    case .otherCommodityCode: "it does not cover this commodity code"
    case .otherCountry: "it was granted for another country"
    case .otherConsignee: "it was granted for another consignee"
    case .otherEndUser: "it was granted for another end user"
    case .notYetValid(let from): "it is valid only from \(from)"
    case .expired(let on): "it expired on \(on)"
    case .spent(let balance, let needed, let unit):
      "its balance of \(balance) \(unit.code) is less than the \(needed) \(unit.code) declared"
    case .quantityUnknown(let unit): "the declaration states no quantity in \(unit.code)"
    }
  }

  /// A stable short name, such as `spent`.
  public var name: String {
    switch self {
    case .unknownNumber: "unknown"
    case .otherHolder: "holder"
    case .otherItem: "item"
    case .otherCommodityCode: "code"
    case .otherCountry: "country"
    case .otherConsignee: "consignee"
    case .otherEndUser: "end-user"
    case .notYetValid: "not-yet-valid"
    case .expired: "expired"
    case .spent: "spent"
    case .quantityUnknown: "quantity"
    }
  }
}

/// How the licences answer one demand.
public struct LicenceSettlement: Sendable, Hashable {
  /// The answer in one word.
  public enum State: UInt8, Sendable, Hashable, CaseIterable {
    /// No control needs a licence.
    case notNeeded
    /// Every control is covered by a cited licence with enough balance.
    case covered
    /// A licence is needed and the declaration cites none.
    case notCited
    /// Licences are cited, but none covers the item.
    case unfit

    public var name: String {
      switch self {
      case .notNeeded: "not needed"
      case .covered: "covered"
      case .notCited: "none cited"
      case .unfit: "cited, does not cover"
      }
    }
  }

  /// One draw on a licence.
  public struct Draw: Sendable, Hashable {
    public var licence: String
    /// Drawn quantity in the licence's unit; nothing for a general licence without a ceiling.
    public var quantity: ExactDecimal?
    public var unit: QuantityUnit
    /// What is left after the draw; nothing without a ceiling.
    public var balance: ExactDecimal?

    public init(licence: String, quantity: ExactDecimal?, unit: QuantityUnit, balance: ExactDecimal?) {
      self.licence = licence
      self.quantity = quantity
      self.unit = unit
      self.balance = balance
    }
  }

  /// A licence that does not cover the item, and why.
  public struct Rejection: Sendable, Hashable {
    public var licence: String
    public var reasons: [LicenceMisfit]

    public init(licence: String, reasons: [LicenceMisfit]) {
      self.licence = licence
      self.reasons = reasons
    }
  }

  public var item: Int
  public var state: State
  public var draws: [Draw]
  /// Cited licences that do not cover the item, in the order cited.
  public var rejections: [Rejection]
  /// Licences on file that would fit but are not cited.
  public var fitting: [String]

  public init(
    item: Int, state: State, draws: [Draw] = [], rejections: [Rejection] = [], fitting: [String] = []
  ) {
    self.item = item
    self.state = state
    self.draws = draws
    self.rejections = rejections
    self.fitting = fitting
  }

  /// Makes it the settlement of an item that needs no licence, without memory of its own.
  public mutating func clear(item: Int) {
    self.item = item
    state = .notNeeded
    if !draws.isEmpty { draws = [] }
    if !rejections.isEmpty { rejections = [] }
    if !fitting.isEmpty { fitting = [] }
  }

  /// The settlement of an item that needs no licence.
  public static func notNeeded(item: Int) -> Self { Self(item: item, state: .notNeeded) }
}
