// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What papers and code alone make likely, before price, packing and parties are looked at: found once a text and code.
public struct PaperPrior: Sendable {
  let hypotheses: [Weighing.Hypothesis]
  let none: Double
  /// Whether the words name particular goods.
  let isSpecific: Bool

  /// Lends the address of the hypotheses, for asking for their memory ahead of time.
  public func withAddress(_ body: (UnsafeRawPointer) -> Void) {
    unsafe hypotheses.withUnsafeBytes { if let base = $0.baseAddress { unsafe body(base) } }
  }
}

/// What speaks of a goods item beside its papers, in plain numbers, so that no reference is counted for it.
public struct ItemSight: Sendable {
  public var day: Day
  /// Natural logarithm of US dollars per kilogram.
  public var logPrice: Double?
  public var learned: PriceBook.Band?
  public var netKilograms: Double?
  public var packing: Packing
  public var mode: TransportMode
  public var exportCountry: CountryCode
  public var history: PartyHistory

  public init(
    day: Day, logPrice: Double?, learned: PriceBook.Band?, netKilograms: Double?, packing: Packing,
    mode: TransportMode, exportCountry: CountryCode, history: PartyHistory
  ) {
    self.day = day
    self.logPrice = logPrice
    self.learned = learned
    self.netKilograms = netKilograms
    self.packing = packing
    self.mode = mode
    self.exportCountry = exportCountry
    self.history = history
  }

  init(_ weighing: Weighing) {
    let input = weighing.input
    self.init(
      day: input.day, logPrice: weighing.logPrice, learned: weighing.learned,
      netKilograms: input.netKilograms, packing: input.packing, mode: input.mode,
      exportCountry: input.exportCountry, history: input.history)
  }
}

extension IdentityModel {
  /// What papers and code alone make likely.
  public func prior(_ reading: GoodsReading, _ facts: CodeFacts?) -> PaperPrior {
    var input = IdentityInput(reading: reading, code: facts?.code, day: Day(number: 0))
    input.codeFacts = facts
    return PaperPrior(Weighing(self, input))
  }
}

extension PaperPrior {
  init(_ weighing: Weighing) {
    var weighing = weighing
    weighing.addClaims()
    weighing.addRightful()
    (hypotheses, none) = (weighing.hypotheses, weighing.none)
    isSpecific = weighing.input.reading.isSpecific
  }
}
