// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Foundation
import ReferenceData
import TradeModel

/// Answers of the law as plain text.
enum LawText {
  static func answer(
    _ goods: String, _ question: LawQuestion, _ answer: Determination, _ changes: [Counterfactual],
    _ book: LawBook
  ) -> String {
    var lines = ["\(goods): \(answer.outcome.name.uppercased())"]
    var facts = ["export from \(question.exportCountry)"]
    if let to = question.destination { facts.append("to \(to)") }
    facts.append("on \(question.validOn)")
    if question.knownOn != question.validOn { facts.append("as known on \(question.knownOn)") }
    lines.append(
      "  \(facts.joined(separator: ", ")); law of \(book.version), digest \(book.digest.prefix(12))")
    if answer.findings.isEmpty { lines.append("  No rule of the book speaks of these goods on this day.") }
    for finding in answer.findings {
      let place = finding.article ?? finding.item.map { "item \($0)" }
      let code = [finding.controlCode, place].compactMap { $0 }
      lines.append("")
      lines.append(
        "  \(finding.outcome.name): \(finding.citation)"
          + (code.isEmpty ? "" : ", " + code.joined(separator: ", ")))
      lines.append("    \(finding.itemDescription)")
      lines.append("    version of \(finding.version), \(finding.confidence.rawValue)")
      lines += finding.matched.map { "    + \($0)" }
      lines += finding.misses.map { "    - \($0)" }
      lines += finding.questions.map { "    ? \($0)" }
      lines += finding.notes.map { "    ! \($0)" }
      if !finding.sources.isEmpty { lines.append("    source: \(finding.sources[0])") }
    }
    if !changes.isEmpty {
      lines.append("")
      lines.append("  The answer changes:")
      for fact in Counterfactual.Fact.allCases {
        let these =
          switch fact {
          case .destination: grouped(changes, .destination, after: "to ")
          case .form: grouped(changes, .form, after: "as ", atMost: 6)
          default: changes.filter { $0.fact == fact }
          }
        lines += these.prefix(8).map { "    \($0.change): \($0.outcome.name)" }
        if these.count > 8 { lines.append("    and \(these.count - 8) more by \(fact.name)") }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The changes of one fact with one outcome in one line; what goes beyond `most` is counted.
  private static func grouped(
    _ changes: [Counterfactual], _ fact: Counterfactual.Fact, after word: String, atMost most: Int = .max
  ) -> [Counterfactual] {
    let all = changes.filter { $0.fact == fact }
    return Outcome.allCases.compactMap { outcome in
      let these = all.filter { $0.outcome == outcome }
      guard let first = these.first else { return nil }
      var names = [first.change]
      names += these.dropFirst().prefix(most - 1).map {
        $0.change.replacing(word, with: "", maxReplacements: 1)
      }
      if these.count > most { names.append("or \(these.count - most) more forms") }
      return Counterfactual(fact, change: names.joined(separator: ", "), outcome: outcome)
    }
  }

  static func control(_ id: ControlID, _ book: LawBook) -> String {
    let control = book.control(id)
    let instrument = book.instrument(of: id)
    var lines = [
      "\(control.code ?? control.item)  \(control.text)",
      "  \(instrument.citation), \(control.isClause ? "clause" : "item") \(control.item) (\(instrument.id))",
    ]
    if !control.textLocal.isEmpty { lines.append("  \(control.textLocal)") }
    lines.append(
      "  \(control.isNote ? "note only" : control.outcome.name); \(control.regime.rawValue); "
        + "\(book.audience(of: id)); \(min(control.confidence, instrument.confidence).rawValue)")
    let materials = LawBook.unique(control.condition.positiveMaterials)
    if !materials.isEmpty { lines.append("  materials: \(materials.joined(separator: ", "))") }
    let limits = control.condition.parts.compactMap { part in part.limit.map { "\(part.quantity) \($0.text)" }
    }
    if !limits.isEmpty { lines.append("  limits: \(LawBook.unique(limits).joined(separator: "; "))") }
    for list in LawBook.unique(control.codes.map(\.list)) {
      let codes = control.codes.filter { $0.list == list }.map(\.code.digits)
      lines.append("  codes, \(list): \(codes.joined(separator: " "))")
    }
    for event in control.force {
      let end = event.to.map { " to \($0)" } ?? ""
      lines.append(
        "  \(event.state.name) from \(event.from)\(end), by \(event.by), known from \(event.knownFrom)"
          + (event.note.map { ": \($0)" } ?? ""))
    }
    lines += control.notes.map { "  note: \($0)" }
    let keys = control.sources.isEmpty ? instrument.sources : control.sources
    lines += book.sourceTexts(keys).map { "  source: \($0)" }
    lines.append("  stated in \(instrument.file):\(control.line)")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// An answer as JSON; the schema is docs/law-json.md.
struct LawAnswerDocument: Encodable {
  struct Finding: Encodable {
    var outcome: String, instrument: String, citation: String, item: String?, controlCode: String?
    var article: String?, text: String, version: String, confidence: String
    var matched: [String], misses: [String], questions: [String], notes: [String], sources: [String]
  }
  struct Change: Encodable { var fact: String, change: String, outcome: String }

  var goods: String, outcome: String, asOf: String, knownOn: String, lawVersion: String, lawDigest: String
  var findings: [Finding], changes: [Change]

  init(
    goods: String, _ question: LawQuestion, _ answer: Determination, _ changes: [Counterfactual],
    _ book: LawBook
  ) {
    self.goods = goods
    outcome = answer.outcome.name
    asOf = question.validOn.description
    knownOn = question.knownOn.description
    lawVersion = book.version.description
    lawDigest = book.digest
    findings = answer.findings.map {
      Finding(
        outcome: $0.outcome.name, instrument: $0.instrument, citation: $0.citation, item: $0.item,
        controlCode: $0.controlCode, article: $0.article, text: $0.itemDescription,
        version: $0.version.description, confidence: $0.confidence.rawValue, matched: $0.matched,
        misses: $0.misses, questions: $0.questions, notes: $0.notes, sources: $0.sources)
    }
    self.changes = changes.map { Change(fact: $0.fact.name, change: $0.change, outcome: $0.outcome.name) }
  }
}

/// A value as JSON text with sorted keys, so that equal answers are equal bytes.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}
