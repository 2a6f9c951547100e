// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Balances of licences within one run: which licence covers which item, exactly and in order of date.
///
/// Demands are settled in order of day, declaration, item and content, never in the order of rows, so that a
/// shuffled file gives the same answer. No sequence of draws takes more than was granted.
public struct LicenceLedger: Sendable {
  struct Account: Sendable {
    let licence: Licence
    let holderKey: String?
    let consigneeKey: String?
    let endUserKey: String?
    var balance: ExactDecimal?
  }

  var accounts: [Account]
  /// Whether declarations state end users at all; where none does, the end user of a licence cannot be compared.
  public var statesEndUsers = true
  private let byNumber: [String: Int]
  private let byHolder: [String: [Int]]

  /// Opens an account for each licence; of licences with one number the first counts.
  public init(_ licences: [Licence]) {
    var accounts: [Account] = []
    var byNumber: [String: Int] = [:]
    var byHolder: [String: [Int]] = [:]
    for licence in licences {
      let key = Self.numberKey(licence.number)
      guard byNumber[key] == nil else { continue }
      byNumber[key] = accounts.count
      for holder in Set([licence.holder.identifier, licence.holder.name].compactMap(Self.nameKey)) {
        byHolder[holder, default: []].append(accounts.count)
      }
      accounts.append(
        Account(
          licence: licence, holderKey: Self.nameKey(licence.holder.name),
          consigneeKey: Self.nameKey(licence.consignee), endUserKey: Self.nameKey(licence.endUser),
          balance: licence.granted))
    }
    self.accounts = accounts
    self.byNumber = byNumber
    self.byHolder = byHolder
  }

  /// The balance of a licence; nothing when it is unknown or has no ceiling.
  public func balance(of number: String) -> ExactDecimal? {
    byNumber[Self.numberKey(number)].flatMap { accounts[$0].balance }
  }

  /// Settles demands in order of date, and answers in the order given.
  /// - Complexity: O(n log n) in the demands, times the licences cited by each.
  public mutating func settle(_ demands: [LicenceDemand]) -> [LicenceSettlement] {
    let order = demands.indices.sorted { Self.precedes(demands[$0], demands[$1]) }
    var settlements = [LicenceSettlement?](repeating: nil, count: demands.count)
    for index in order { settlements[index] = settle(demands[index]) }
    return settlements.compactMap(\.self)
  }

  /// The order of settlement: what leaves first draws first; ties are broken by content.
  static func precedes(_ a: LicenceDemand, _ b: LicenceDemand) -> Bool {
    if a.day != b.day { return a.day < b.day }
    if a.declarationID != b.declarationID { return a.declarationID ?? "" < b.declarationID ?? "" }
    if a.itemNumber != b.itemNumber { return a.itemNumber ?? 0 < b.itemNumber ?? 0 }
    func content(_ demand: LicenceDemand) -> [String] {
      [
        demand.exporter?.identifier ?? "", demand.exporter?.name ?? "", demand.consignee?.name ?? "",
        demand.destination.description, demand.commodityCode?.digits ?? "", demand.endUser ?? "",
        demand.cited.joined(separator: ";"), demand.controlCodes.joined(separator: ";"),
        String(demand.netMass?.milligrams ?? 0), demand.quantity?.description ?? "",
      ]
    }
    return content(a).lexicographicallyPrecedes(content(b))
  }

  /// Settles one demand now.
  public mutating func settle(_ demand: LicenceDemand) -> LicenceSettlement {
    var settlement = LicenceSettlement(
      item: demand.item, state: .notNeeded, draws: [], rejections: [], fitting: [])
    guard !demand.controlCodes.isEmpty else { return demand.isAudit ? audit(demand) : settlement }

    var open = Set(demand.controlCodes)
    var plan: [(account: Int, quantity: ExactDecimal?)] = []
    var planned: Set<Int> = []
    for number in demand.cited {
      guard let index = byNumber[Self.numberKey(number)] else {
        settlement.rejections.append(.init(licence: number, reasons: [.unknownNumber]))
        continue
      }
      guard planned.insert(index).inserted else { continue }
      let (reasons, quantity, covers) = examine(accounts[index], for: demand, controls: open)
      if reasons.isEmpty {
        plan.append((index, quantity))
        open.subtract(covers)
      } else {
        settlement.rejections.append(.init(licence: number, reasons: reasons))
      }
      if open.isEmpty { break }
    }

    if open.isEmpty {
      settlement.state = .covered
      for (index, quantity) in plan {
        if let balance = accounts[index].balance, let quantity {
          guard let rest = balance.subtracting(quantity), rest >= .zero else {
            preconditionFailure("a draw that was examined cannot exceed the balance")
          }
          accounts[index].balance = rest
        }
        settlement.draws.append(
          .init(
            licence: accounts[index].licence.number, quantity: quantity, unit: accounts[index].licence.unit,
            balance: accounts[index].balance))
      }
    } else {
      settlement.state = demand.cited.isEmpty ? .notCited : .unfit
      // A licence that covers some of the controls leaves the others open, which is why it does not do.
      for (index, _) in plan {
        settlement.rejections.append(
          .init(licence: accounts[index].licence.number, reasons: [.otherItem]))
      }
      settlement.fitting = fittingUncited(demand)
    }
    return settlement
  }

  /// Looks at the licences that goods cite without needing one: known, the exporter's own, in force, for the country and
  /// consignee, with enough left. What they cover is not asked. A good one is drawn upon, for the goods left under it.
  private mutating func audit(_ demand: LicenceDemand) -> LicenceSettlement {
    var settlement = LicenceSettlement(item: demand.item, state: .notNeeded)
    for number in demand.cited {
      guard let index = byNumber[Self.numberKey(number)] else {
        settlement.rejections.append(.init(licence: number, reasons: [.unknownNumber]))
        continue
      }
      let (found, quantity, _) = examine(accounts[index], for: demand, controls: [])
      let reasons = found.filter { reason in
        switch reason {
        case .otherItem, .otherCommodityCode, .quantityUnknown: false
        default: true
        }
      }
      guard reasons.isEmpty else {
        settlement.rejections.append(.init(licence: number, reasons: reasons))
        continue
      }
      if let balance = accounts[index].balance, let quantity, let rest = balance.subtracting(quantity) {
        accounts[index].balance = rest
      }
      settlement.state = .covered
      settlement.draws = [
        .init(
          licence: accounts[index].licence.number, quantity: quantity, unit: accounts[index].licence.unit,
          balance: accounts[index].balance)
      ]
      return settlement
    }
    if !settlement.rejections.isEmpty { settlement.state = .unfit }
    return settlement
  }

  /// Whether the cited licences would cover a demand from the balances now, without drawing on them.
  public func wouldCover(_ demand: LicenceDemand) -> Bool {
    var trial = self
    return trial.settle(demand).state == .covered
  }

  /// What a licence says to a demand: reasons against it, the quantity it would give, the controls it covers.
  private func examine(
    _ account: Account, for demand: LicenceDemand, controls: Set<String>
  ) -> (reasons: [LicenceMisfit], quantity: ExactDecimal?, covers: Set<String>) {
    let licence = account.licence
    var reasons: [LicenceMisfit] = []
    if !holds(account, demand.exporter) { reasons.append(.otherHolder) }
    if demand.day < licence.validFrom { reasons.append(.notYetValid(from: licence.validFrom)) }
    if demand.day > licence.validTo { reasons.append(.expired(on: licence.validTo)) }
    if let country = licence.country, country != demand.destination { reasons.append(.otherCountry) }
    if let key = account.consigneeKey, key != Self.nameKey(demand.consignee?.name) {
      reasons.append(.otherConsignee)
    }
    if statesEndUsers, let key = account.endUserKey, key != Self.nameKey(demand.endUser) {
      reasons.append(.otherEndUser)
    }

    var covers = controls
    if !licence.controlCodes.isEmpty {
      covers = controls.filter { control in licence.controlCodes.contains { Self.covers($0, control) } }
      if covers.isEmpty { reasons.append(.otherItem) }
    }
    if !licence.commodityCodes.isEmpty {
      let code = demand.commodityCode
      // A code declared with fewer digits than the licence has does not contradict it.
      if !licence.commodityCodes.contains(where: { granted in
        code.map { $0.hasPrefix(granted) || granted.hasPrefix($0) } ?? false
      }) {
        reasons.append(.otherCommodityCode)
      }
    }

    var needed: ExactDecimal?
    if let balance = account.balance {
      needed = quantity(of: demand, in: licence.unit)
      if let needed {
        if needed > balance {
          reasons.append(.spent(balance: balance, needed: needed, unit: licence.unit))
        }
      } else {
        reasons.append(.quantityUnknown(unit: licence.unit))
      }
    }
    return (reasons, needed, covers)
  }

  private func holds(_ account: Account, _ exporter: Party?) -> Bool {
    guard let exporter else { return false }
    if let held = account.licence.holder.identifier, let own = exporter.identifier {
      return Self.numberKey(held) == Self.numberKey(own)
    }
    return account.holderKey != nil && account.holderKey == Self.nameKey(exporter.name)
  }

  /// The quantity a demand draws in a unit, rounded up to the millionth so that small parts are never free.
  private func quantity(of demand: LicenceDemand, in unit: QuantityUnit) -> ExactDecimal? {
    if let factor = unit.milligrams {
      let mass =
        demand.netMass
        ?? demand.quantity.flatMap { quantity in demand.quantityUnit.flatMap { Mass(quantity, $0) } }
      guard let mass, mass.milligrams > 0 else { return nil }
      let (high, low) = mass.milligrams.multipliedFullWidth(by: 1_000_000)
      guard high < factor / 2 || (high == 0 && low <= UInt64(Int64.max)) else { return nil }
      let (quotient, remainder) = factor.dividingFullWidth((high, low))
      return ExactDecimal(millionths: quotient + (remainder > 0 ? 1 : 0))
    }
    guard demand.quantityUnit == unit, let quantity = demand.quantity, quantity > .zero else { return nil }
    return quantity
  }

  /// Licences of the exporter that are not cited but would cover every control.
  private func fittingUncited(_ demand: LicenceDemand) -> [String] {
    let cited = Set(demand.cited.map(Self.numberKey))
    let keys = [demand.exporter?.identifier, demand.exporter?.name].compactMap(Self.nameKey)
    let candidates = Set(keys.flatMap { byHolder[$0] ?? [] })
    let controls = Set(demand.controlCodes)
    return candidates.sorted().filter { index in
      guard !cited.contains(Self.numberKey(accounts[index].licence.number)) else { return false }
      let (reasons, _, covers) = examine(accounts[index], for: demand, controls: controls)
      return reasons.isEmpty && covers == controls
    }.map { accounts[$0].licence.number }
  }

  /// Whether a control code of a licence covers one of the list: itself, or everything under it.
  static func covers(_ granted: String, _ control: String) -> Bool {
    control == granted || (control.hasPrefix(granted) && control.dropFirst(granted.count).first == ".")
  }

  /// Licence numbers compare without white space, hyphens and case.
  static func numberKey(_ number: String) -> String {
    if let key = plainKey(
      number,
      { byte in
        switch byte {
        case 0x09...0x0D, 0x20, 0x2D: nil
        case 0x61...0x7A: byte - 0x20
        default: byte
        }
      })
    {
      return key
    }
    return String(number.uppercased().unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "-" })
  }

  /// The key of a text in ASCII, byte by byte; nothing for other texts, which the tables of Unicode must be asked about.
  private static func plainKey(_ text: String, _ fold: (UInt8) -> UInt8?) -> String? {
    var key: [UInt8] = []
    key.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      guard byte < 0x80 else { return nil }
      if let folded = fold(byte) { key.append(folded) }
    }
    return String(decoding: key, as: UTF8.self)
  }

  /// Names compare by their letters and digits, without case.
  static func nameKey(_ name: String?) -> String? {
    guard let name else { return nil }
    if let key = plainKey(
      name,
      { byte in
        switch byte {
        case 0x30...0x39, 0x61...0x7A: byte
        case 0x41...0x5A: byte + 0x20
        default: nil
        }
      })
    {
      return key.isEmpty ? nil : key
    }
    var key = String.UnicodeScalarView()
    for scalar in name.lowercased().unicodeScalars
    where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      key.append(scalar)
    }
    return key.isEmpty ? nil : String(key)
  }
}
