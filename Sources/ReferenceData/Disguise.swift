// SPDX-License-Identifier: Apache-2.0

/// A false declaration that has been seen: what is declared, under which subheadings, and what it hides.
public struct Disguise: Sendable, Hashable {
  public var declaredAs: String
  public var subheadings: [Int]
  /// Slugs of the materials hidden.
  public var materials: [String]
  public var confidence: Confidence
  public var source: String
}

/// Usual export prices under a heading in USD per kilogram, about the tenth and ninetieth in a hundred consignments.
public struct HeadingPrice: Sendable, Hashable {
  public var lower: Double
  public var upper: Double
  /// Whether the goods travel by sea in tonnes as a rule.
  public var isBulk: Bool
}
