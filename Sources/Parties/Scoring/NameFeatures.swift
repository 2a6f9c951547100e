// SPDX-License-Identifier: Apache-2.0

/// What a comparison of two names found, before it is weighed.
public struct NameFeatures: Sendable, Hashable {
  /// Names of the features, in the order of `values`; as many as `NameFeature` has.
  public static let names = [
    "conflict", "surplus", "edits", "worst", "legalConflict", "legalMissing", "numberConflict",
    "numberSurplus",
    "initials", "commonConflict", "oneWord", "distance", "surplusOrganisation", "placeConflict", "whole",
    "abjad", "nick",
    "reversal", "initialConflict", "person",
  ]
  public var values: [Double] { NameFeature.allCases.map { held[$0.rawValue] } }
  /// In place, for features are made by the thousand.
  private var held: [20 of Double] = .init(repeating: 0)

  init() {}

  subscript(_ feature: NameFeature) -> Double {
    get { held[feature.rawValue] }
    set { held[feature.rawValue] = newValue }
  }

  /// The sum of the weights of the features, in their order, and of the intercept behind them.
  func weighed(by weights: [Double]) -> Double {
    precondition(weights.count == held.count + 1, "a weight for each feature and the intercept")
    var sum = weights[held.count]
    for index in held.indices { sum += weights[index] * held[index] }
    return sum
  }

  public static func == (a: Self, b: Self) -> Bool { a.held.indices.allSatisfy { a.held[$0] == b.held[$0] } }

  public func hash(into hasher: inout Hasher) {
    for index in held.indices { hasher.combine(held[index]) }
  }
}

enum NameFeature: Int, CaseIterable {
  /// Share of both names that stands against something else in the other, 0...1.
  case conflict
  /// Share of the longer name that the other does not have, 0...1.
  case surplus
  /// Edits within words taken as the same.
  case edits
  /// Lowest likeness among words taken as the same, as 1 - likeness.
  case worst
  case legalConflict, legalMissing, numberConflict, numberSurplus
  /// Weight of words that an initial stands for.
  case initials
  /// Share of common organisation words that differ.
  case commonConflict
  /// One of the names is a single word and the other is not.
  case oneWord
  /// Edits that turn one name into the other, at most 8, as a share of 8.
  case distance
  case surplusOrganisation, placeConflict
  /// Likeness of the names written without spaces, 0...1.
  case whole
  /// Compared by consonants only.
  case abjad
  /// A nickname stands for a given name.
  case nick
  /// Father and son stand the other way round ("A bin B", "B bin A").
  case reversal
  /// Initials that differ.
  case initialConflict
  /// The names are of persons.
  case person
}

/// How a word of one name was found in the other.
public struct NameLink: Sendable, Hashable {
  public enum How: String, Sendable, Hashable {
    case same, sameMeaning = "same meaning", likeness = "spelled alike", joined = "joined or split"
    case initial, nickname, acronym, consonants = "same consonants"
    case abbreviation, cutOff = "cut off"
  }
  public var first: String
  public var second: String
  public var how: How
  /// 0...1, 1 for the same word.
  public var likeness: Double
}
