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
    CostlyCarriage(), FlowAlertLane(),
    ListedPartyIndicator(),
  ]

  /// Indicators that look across the items of a file.
  public static let across: [any FileIndicator] = [Splitting(), TariffLineShift()]

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
