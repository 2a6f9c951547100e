// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import ReferenceData
import TradeModel

/// What the readers of law files share: known materials, sources, groups of countries.
final class CompilerContext {
  let vocabulary: MaterialVocabulary
  let out: DiagnosticCollector
  var sources: [LawSource] = []
  var sourceKeys: Set<String> = []
  /// Groups of countries by name, from `groups.yaml`.
  var groups: [String: [CountryCode]] = [:]
  lazy var slugs: [String] = vocabulary.entries.map(\.slug)
  lazy var minerals: [String] = Set(vocabulary.entries.map { String($0.mineral) }).sorted()

  init(vocabulary: MaterialVocabulary, out: DiagnosticCollector) {
    self.vocabulary = vocabulary
    self.out = out
  }

  func check(material slug: String, _ key: String, _ fields: Fields) {
    guard vocabulary.materials(slug).isEmpty else { return }
    let near = nearestName(to: slug, among: slugs + minerals)
    fields.report(
      "unknown-material", "'\(slug)' is no material of Reference/minerals", at: key,
      suggestion: near.map { "did you mean '\($0)'?" } ?? "add the material to Reference/minerals first")
  }

  func check(mineral slug: String, _ key: String, _ fields: Fields) {
    guard !minerals.contains(slug) else { return }
    let near = nearestName(to: slug, among: minerals)
    fields.report(
      "unknown-mineral", "'\(slug)' is no mineral of Reference/minerals", at: key,
      suggestion: near.map { "did you mean '\($0)'?" })
  }

  func check(sources keys: [String], _ key: String, _ fields: Fields) {
    for source in keys where !sourceKeys.contains(source) {
      let near = nearestName(to: source, among: sourceKeys.sorted())
      fields.report(
        "unknown-source", "'\(source)' is no key of Law/sources.yaml", at: key,
        suggestion: near.map { "did you mean '\($0)'?" } ?? "add it to Law/sources.yaml")
    }
  }

  static let confidences: [(name: String, value: Confidence)] = Confidence.allCases.map { ($0.rawValue, $0) }
  static let regimes: [(name: String, value: Regime)] = Regime.allCases.map { ($0.rawValue, $0) }
  /// Outcomes a rule may have; `note only` adds nothing by itself.
  static let effects: [(name: String, value: Outcome)] =
    Outcome.allCases.filter { $0 != .notControlled && $0 != .cannotDecide }.map { ($0.name, $0) }
    + [("note only", .notControlled)]
  static let states: [(name: String, value: ForceState)] = ForceState.allCases.map { ($0.name, $0) }
}
