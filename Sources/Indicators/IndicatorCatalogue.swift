// SPDX-License-Identifier: Apache-2.0

public import Ranking

/// The indicators of this version, in a fixed order: the bit of each in a compact result is its position.
public enum IndicatorCatalogue {
  /// Indicators that look at one item by itself.
  public static let items: [any ItemIndicator] = [
    Misdescription(), NotControlledClaim(), JustUnderLimit(), CompositionClosure(), ResidualCode(),
    PriceOutsideBand(), PriceOfOtherGoods(), LicenceMisuse(), MissingLicence(), Transhipment(),
    ForwarderConsignee(),
    QuantityMisstatement(),
    CostlyCarriage(), UnderValuedGoods(), VagueWords(), PackageMass(), ImpossibleLoad(), ForeignOrigin(),
    FlowAlertLane(),
    ListedPartyIndicator(),
  ]

  /// Calls a function with every indicator of `items` that fires on an item, with its strength before the weight.
  ///
  /// Each is called by its own type: through the list every call would copy a box, which costs more than the question.
  @inline(__always)
  public static func forEachFiring(
    on item: borrowing ItemContext, _ body: (_ position: Int, _ strength: Double) -> Void
  ) {
    var position = 0
    func ask(_ strength: Double) {
      if strength > 0 { body(position, strength) }
      position += 1
    }
    ask(direct.0.strength(item))
    ask(direct.1.strength(item))
    ask(direct.2.strength(item))
    ask(direct.3.strength(item))
    ask(direct.4.strength(item))
    ask(direct.5.strength(item))
    ask(direct.6.strength(item))
    ask(direct.7.strength(item))
    ask(direct.8.strength(item))
    ask(direct.9.strength(item))
    ask(direct.10.strength(item))
    ask(direct.11.strength(item))
    ask(direct.12.strength(item))
    ask(direct.13.strength(item))
    ask(direct.14.strength(item))
    ask(direct.15.strength(item))
    ask(direct.16.strength(item))
    ask(direct.17.strength(item))
    ask(direct.18.strength(item))
    ask(direct.19.strength(item))
  }

  /// The indicators of `items` in the same order, each under its own type.
  private static let direct = (
    Misdescription(), NotControlledClaim(), JustUnderLimit(), CompositionClosure(), ResidualCode(),
    PriceOutsideBand(), PriceOfOtherGoods(), LicenceMisuse(), MissingLicence(), Transhipment(),
    ForwarderConsignee(), QuantityMisstatement(), CostlyCarriage(), UnderValuedGoods(), VagueWords(),
    PackageMass(), ImpossibleLoad(), ForeignOrigin(), FlowAlertLane(), ListedPartyIndicator()
  )

  /// Indicators that look across the items of a file.
  public static let across: [any FileIndicator] = [
    Splitting(), TariffLineShift(), ConsistentPrice(), PooledParcels(), TakenOverBuyer(), UnusualRoute(),
    SharedLicence(),
    ChannelChange(), BelowPeers(), UnstatedMass(), LicenceOfPeers(), RareRemark(), UnusualCarriage(),
  ]

  /// Definitions of all indicators that look at many items: `across`, then those of the network of parties.
  public static let acrossDefinitions: [IndicatorDefinition] =
    across.map(\.definition) + PartyLeadIndicators.definitions

  /// Weights and floors of `items`, in their order, for loops over millions.
  public static let itemWeights: [Double] = items.map(\.definition.weight)
  public static let itemFloors: [Lane] = items.map(\.definition.floor)

  /// All definitions, items first.
  public static let definitions: [IndicatorDefinition] =
    items.map(\.definition) + acrossDefinitions
}
