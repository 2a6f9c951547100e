// SPDX-License-Identifier: Apache-2.0

/// Words of one language that do the same in a trade description.
public struct LexiconEntry: Sendable, Hashable {
  /// What the words do; `Reference/lexicon.yaml` describes each role.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case form, negation, exclusion, use, with, attribute, filler, vague, goods, known, part, stem, joining,
      particular, everyday, anion, cation
    case negationAfter = "negation_after"
    case formOnly = "form_only"
    case useAfter = "use_after"
    case attributeBefore = "attribute_before"
  }

  public var role: Role
  /// For form words, the kinds of material they make with the name of a mineral, the preferred one first.
  public var kinds: [MaterialKind]
  /// BCP 47 code.
  public var language: String
  public var words: [String]
}
