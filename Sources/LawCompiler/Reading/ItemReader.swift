// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import ReferenceData
import TradeModel
import Yams

/// Reads one item or clause of an instrument.
struct ItemReader {
  let file: SourceFile
  let out: DiagnosticCollector
  let context: CompilerContext
  let defaults: InstrumentReader.Defaults

  func read(_ node: Node, isClause: Bool) -> Control? {
    guard let fields = Fields(node, what: isClause ? "a clause" : "an item", in: file, out) else {
      return nil
    }
    let name = fields.requiredText(isClause ? "clause" : "item")
    let conditions = ConditionReader(file: file, out: out, context: context)
    var condition = fields.node("when").map { conditions.read($0) }
    if condition == nil, !isClause {
      fields.report("missing", "'when' is missing: which goods is the item about?")
    }
    if let shared = defaults.when { condition = .all([shared] + (condition.map { [$0] } ?? [])) }
    let outcome = fields.choice("outcome", of: CompilerContext.effects) ?? defaults.outcome
    if outcome == nil {
      fields.report(
        "missing", "'outcome' is missing here and in the instrument",
        suggestion: "add 'outcome: licence required'")
    }
    let minerals = fields.texts("minerals")
    for mineral in minerals { context.check(mineral: mineral, "minerals", fields) }
    let sources = fields.texts("sources")
    context.check(sources: sources, "sources", fields)
    var control = Control(
      instrument: 0, item: name, isClause: isClause, code: fields.text("control code"),
      article: fields.text("article"), text: fields.requiredText("text"),
      textLocal: fields.text("text local") ?? "",
      regime: fields.choice("regime", of: CompilerContext.regimes) ?? defaults.regime,
      outcome: outcome ?? .licenceRequired, minerals: minerals, form: fields.text("form") ?? "",
      codes: codes(fields), condition: condition ?? .all([]), scope: scope(fields), force: [],
      confidence: fields.choice("confidence", of: CompilerContext.confidences) ?? defaults.confidence,
      sources: sources, notes: fields.texts("notes"), line: node.mark?.line ?? 0, examples: [])
    control.force = force(fields)
    let examples = ExampleReader(file: file, out: out, context: context)
    control.examples = fields.list("examples").compactMap(examples.read)
    fields.finish()
    if isClause, control.scope == nil, fields.keys.contains("when") == false {
      fields.report("missing", "a clause has 'when', 'applies to' or both")
    }
    return control
  }

  private func force(_ fields: Fields) -> [ForceEvent] {
    let reader = InstrumentReader(file: file, out: out, context: context)
    if let effective = fields.day("effective") {
      return [
        ForceEvent(
          from: effective, to: fields.day("ends"), knownFrom: min(defaults.published, effective),
          state: .inForce,
          by: defaults.id, confidence: defaults.confidence, note: nil)
      ]
    }
    let own = reader.table(
      fields, "force", id: defaults.id, known: defaults.published, confidence: defaults.confidence)
    return own.isEmpty ? defaults.force : own
  }

  private func codes(_ fields: Fields) -> [ControlledCode] {
    guard let lists = fields.fields("codes") else { return [] }
    var codes: [ControlledCode] = []
    for list in lists.keys {
      let from = defaults.lists[list]
      if from == nil {
        lists.report(
          "unknown-list", "'\(list)' is not a list of codes", at: list,
          suggestion:
            "one of: \(defaults.lists.keys.sorted().joined(separator: ", ")); name others under 'code lists'")
      }
      for text in lists.texts(list) {
        do throws(ValueError) {
          codes.append(
            ControlledCode(code: try CommodityCode(text), list: list, from: from ?? defaults.published))
        } catch {
          lists.report("code", "\(error.message)", at: list)
        }
      }
    }
    lists.finish()
    return codes
  }

  private func scope(_ fields: Fields) -> OverlayScope? {
    guard let scope = fields.fields("applies to") else { return nil }
    let regimes = scope.texts("regimes").compactMap { text -> Regime? in
      if let regime = Regime(rawValue: text) { return regime }
      scope.unknown(text, "regimes", Regime.allCases.map(\.rawValue))
      return nil
    }
    let minerals = scope.texts("minerals")
    for mineral in minerals { context.check(mineral: mineral, "minerals", scope) }
    let instruments = scope.texts("instruments")
    scope.finish()
    return OverlayScope(
      regimes: regimes.isEmpty ? [.dualUse] : regimes, minerals: minerals, instruments: instruments)
  }
}
