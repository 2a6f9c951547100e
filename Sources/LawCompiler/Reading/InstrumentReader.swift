// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import ReferenceData
import TradeModel
import Yams

/// A statement of one instrument that others are suspended, ended or revived.
struct ForceChange {
  var target: String
  var event: ForceEvent
  var file: SourceFile
  var mark: Mark?
}

/// Reads one instrument with its items, clauses and what it does to other instruments.
struct InstrumentReader {
  let file: SourceFile
  let out: DiagnosticCollector
  let context: CompilerContext

  struct Result {
    var instrument: Instrument
    var controls: [Control]
    var changes: [ForceChange]
    /// What every item of the instrument must say on these days, if its first example is asked.
    var days: [(day: Day, expect: Outcome)]
    var mark: Mark?
  }

  /// Defaults that items and clauses take from the instrument.
  struct Defaults {
    var regime: Regime
    var outcome: Outcome?
    var confidence: Confidence
    var sources: [String]
    var published: Day
    var force: [ForceEvent]
    var lists: [String: Day]
    var id: String
    var when: Condition?
  }

  func read(_ root: Node) -> Result? {
    guard let fields = Fields(root, what: "an instrument", in: file, out) else { return nil }
    let id = fields.requiredText("id")
    let published = fields.day("published")
    let effective = fields.day("effective")
    guard let known = published ?? effective else {
      fields.report("missing", "'published' is missing: the day on which the act became known")
      return nil
    }
    let confidence = fields.choice("confidence", of: CompilerContext.confidences)
    if confidence == nil { fields.report("missing", "'confidence' is missing") }
    let sources = fields.texts("sources")
    context.check(sources: sources, "sources", fields)
    let reviewed = fields.fields("reviewed")
    let reviewedOn = reviewed?.day("day")
    if reviewedOn == nil {
      fields.report("missing", "'reviewed' with 'day' is missing: when were the facts last checked?")
    }
    let reviewNext = reviewed?.day("next")
    reviewed?.finish()
    var instrument = Instrument(
      id: id, kind: fields.requiredText("kind"), citation: fields.requiredText("citation"),
      title: fields.requiredText("title"), titleLocal: fields.text("title local") ?? "",
      issuers: fields.texts("issuers"), jurisdiction: fields.country("jurisdiction") ?? .china,
      published: known, confidence: confidence ?? .unverified, sources: sources, file: file.path,
      reviewedOn: reviewedOn ?? known, reviewNext: reviewNext, notes: fields.texts("notes"), provisions: [])
    if !fields.keys.contains("jurisdiction") { fields.report("missing", "'jurisdiction' is missing") }
    instrument.provisions = fields.list("provisions").compactMap { provision($0, instrument.confidence) }

    var lists: [String: Day] = ["published": known]
    if let named = fields.fields("code lists") {
      for name in named.keys { if let day = named.day(name) { lists[name] = day } }
      named.finish()
    }
    let force = self.force(
      fields, id: id, known: known, effective: effective, confidence: instrument.confidence)
    let defaults = Defaults(
      regime: fields.choice("regime", of: CompilerContext.regimes) ?? .dualUse,
      outcome: fields.choice("outcome", of: CompilerContext.effects), confidence: instrument.confidence,
      sources: sources, published: known, force: force, lists: lists, id: id,
      when: fields.node("when").map { ConditionReader(file: file, out: out, context: context).read($0) })
    let items = ItemReader(file: file, out: out, context: context, defaults: defaults)
    var controls = fields.list("items").compactMap { items.read($0, isClause: false) }
    controls += fields.list("clauses").compactMap { items.read($0, isClause: true) }
    var seen: [String: Int] = [:]
    for control in controls {
      if let first = seen[control.item] {
        out.report(
          "item-twice", "item '\(control.item)' is stated twice", in: file,
          line: control.line,
          notes: [
            Diagnostic(
              .note, "first", "it is first stated here", at: SourceLocation(file: file.path, line: first))
          ])
      }
      seen[control.item] = control.line
    }
    let changes = fields.list("changes").flatMap { change($0, id: id, known: known, instrument.confidence) }
    var days: [(Day, Outcome)] = []
    if let table = fields.fields("days") {
      for key in table.keys {
        guard let day = Day(key) else {
          table.report("date", "'\(key)' is no day", at: key)
          _ = table.node(key)
          continue
        }
        if let outcome = table.choice(key, of: ExampleReader.outcomes) { days.append((day, outcome)) }
      }
      table.finish()
    }
    fields.finish()
    return Result(
      instrument: instrument, controls: controls, changes: changes, days: days.sorted { $0.0 < $1.0 },
      mark: fields.mark)
  }

  /// The instrument's own statements on its force: `effective` and `ends`, or a dated table `force`.
  private func force(
    _ fields: Fields, id: String, known: Day, effective: Day?, confidence: Confidence
  ) -> [ForceEvent] {
    let ends = fields.day("ends")
    var events: [ForceEvent] = []
    if let effective {
      if let ends, ends < effective {
        fields.report("date-order", "it ends before it begins", at: "ends")
      }
      events.append(
        ForceEvent(
          from: effective, to: ends, knownFrom: min(known, effective), state: .inForce, by: id,
          confidence: confidence, note: nil))
    }
    events += table(fields, "force", id: id, known: known, confidence: confidence)
    return events
  }

  /// Reads `force:`, a table from day to state.
  func table(
    _ fields: Fields, _ key: String, id: String, known: Day, confidence: Confidence
  ) -> [ForceEvent] {
    guard let table = fields.fields(key) else { return [] }
    var events: [ForceEvent] = []
    for name in table.keys {
      guard let day = Day(name) else {
        table.report("date", "'\(name)' is no day", at: name)
        _ = table.node(name)
        continue
      }
      guard let entry = table.fields(name) else { continue }
      if let state = entry.choice("state", of: CompilerContext.states) {
        events.append(
          ForceEvent(
            from: day, to: entry.day("until"), knownFrom: entry.day("known from") ?? known, state: state,
            by: entry.text("by") ?? id,
            confidence: entry.choice("confidence", of: CompilerContext.confidences) ?? confidence,
            note: entry.text("note")))
      }
      entry.finish(alsoKnown: ["state", "until", "known from", "by", "confidence", "note"])
    }
    table.finish()
    return events.sorted { $0.from < $1.from }
  }

  private func change(_ node: Node, id: String, known: Day, _ confidence: Confidence) -> [ForceChange] {
    guard let fields = Fields(node, what: "a change", in: file, out) else { return [] }
    let targets = fields.texts("of")
    if targets.isEmpty { fields.report("missing", "'of' is missing: which instruments does it change?") }
    let from = fields.day("from")
    let until = fields.day("until")
    let state = fields.choice("state", of: CompilerContext.states)
    let note = fields.text("note")
    let after = fields.fields("after")
    let afterState = after?.choice("state", of: CompilerContext.states)
    let afterNote = after?.text("note")
    after?.finish()
    fields.finish()
    guard let from, let state else {
      fields.report("missing", "a change has 'from' and 'state'")
      return []
    }
    if let until, until < from { fields.report("date-order", "it ends before it begins", at: "until") }
    return targets.flatMap { target in
      var changes = [
        ForceChange(
          target: target,
          event: ForceEvent(
            from: from, to: until, knownFrom: known, state: state, by: id, confidence: confidence, note: note),
          file: file, mark: fields.mark(of: "of"))
      ]
      if let afterState, let until {
        changes.append(
          ForceChange(
            target: target,
            event: ForceEvent(
              from: until.advanced(by: 1), to: nil, knownFrom: known, state: afterState, by: id,
              confidence: afterState == .unverified ? .unverified : confidence, note: afterNote),
            file: file, mark: fields.mark(of: "of")))
      }
      return changes
    }
  }

  private func provision(_ node: Node, _ confidence: Confidence) -> Provision? {
    guard let fields = Fields(node, what: "a provision", in: file, out) else { return nil }
    let sources = fields.texts("sources")
    context.check(sources: sources, "sources", fields)
    let provision = Provision(
      article: fields.text("article"), text: fields.requiredText("text"),
      confidence: fields.choice("confidence", of: CompilerContext.confidences) ?? confidence, sources: sources
    )
    fields.finish()
    return provision
  }
}
