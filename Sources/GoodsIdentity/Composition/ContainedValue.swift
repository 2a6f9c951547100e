// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// What the elements of a stated composition are worth at the most, per kilogram of goods.
///
/// Goods cost more than the metals in them, but not many times more where they are sold by weight. A price far above all
/// that is stated says that something dear is not stated: that is how an omitted element shows in any alloy, whatever its
/// grade is called.
public struct ContainedValue: Sendable {
  /// By element, the material whose price stands for it.
  private let metals: [Element: MaterialID]
  private let worth: ElementWorth?

  public init(_ reference: ReferenceData) {
    var metals: [Element: MaterialID] = [:]
    for material in reference.materials where material.kind == .metal && !material.prices.isEmpty {
      if let element = material.element, metals[element] == nil { metals[element] = material.id }
    }
    self.metals = metals
    worth = reference.elementWorth
  }

  /// USD per kilogram of the goods, or nothing where the composition is not whole or too short to tell.
  public func value(
    of reading: GoodsReading, priceSpan: (MaterialID) -> ClosedRange<Double>?
  ) -> Double? {
    guard let worth, reading.compositionIsWhole, reading.composition.count >= 2 else { return nil }
    var sum = 0.0
    var share = 0.0
    for part in reading.composition {
      guard !worth.decisive.contains(part.element) else { return nil }
      // The lower end for "min", the middle otherwise; an open upper end is no content.
      let percent =
        part.percent.upper.isFinite ? (part.percent.lower + part.percent.upper) / 2 : part.percent.lower
      let price = metals[part.element].flatMap(priceSpan)?.upperBound ?? worth.usdPerKilogram
      sum += percent / 100 * max(price, worth.usdPerKilogram / 4)
      share += percent
    }
    return share > 90 ? sum : nil
  }
}
