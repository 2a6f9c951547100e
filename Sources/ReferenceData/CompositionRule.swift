// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// What elements without a price of their own are worth in goods of a stated composition.
public struct ElementWorth: Sendable, Hashable {
  /// The most that one of them costs, in US dollars per kilogram.
  public var usdPerKilogram: Double
  /// Elements so dear that a trace decides: where one is stated nothing follows from a price.
  public var decisive: Set<Element>
  public var confidence: Confidence
  public var source: String
}

/// A material told by the shares of its elements.
public struct CompositionRule: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    /// Elements whose shares are summed.
    public var elements: [Element]
    /// Percent by mass.
    public var percent: ClosedRange<Double>
  }

  /// Slug of the material.
  public var material: String
  public var parts: [Part]
}
