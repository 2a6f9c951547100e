// SPDX-License-Identifier: Apache-2.0

public import TradeModel

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
