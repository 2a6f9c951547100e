// SPDX-License-Identifier: Apache-2.0

public import Ranking

/// What a risk indicator is: its name, the typology it belongs to, how much it weighs, where it comes from.
public struct IndicatorDefinition: Sendable, Hashable {
  /// A stable short name, such as `just-under-limit`.
  public var id: String
  public var title: String
  /// The typology of docs/indicators.md, such as `T2`.
  public var typology: String
  /// The strength at full evidence, 0 to 1: the share of suspicion it adds by itself.
  public var weight: Double
  /// The least lane an item with this indicator goes to.
  public var floor: Lane
  /// Where the indicator is described.
  public var source: String
  /// Ordinary reasons for the same picture, that a reader should rule out.
  public var innocentExplanations: [String]

  public init(
    id: String, title: String, typology: String, weight: Double, floor: Lane = .green, source: String,
    innocentExplanations: [String]
  ) {
    self.id = id
    self.title = title
    self.typology = typology
    self.weight = weight
    self.floor = floor
    self.source = source
    self.innocentExplanations = innocentExplanations
  }
}

/// An indicator that fired on an item, with its evidence.
public struct IndicatorFinding: Sendable, Hashable {
  public var definition: IndicatorDefinition
  /// The strength here, 0 to 1.
  public var strength: Double
  /// What was seen, in one sentence that keeps to what was measured.
  public var statement: String
  /// The cells of the input it rests on, by field name.
  public var fields: [String]
  /// Innocent explanations that were tested here and what came out.
  public var tested: [String]

  public init(
    _ definition: IndicatorDefinition, strength: Double, statement: String, fields: [String],
    tested: [String] = []
  ) {
    self.definition = definition
    self.strength = strength
    self.statement = statement
    self.fields = fields
    self.tested = tested
  }
}
