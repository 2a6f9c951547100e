// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

extension LawBook {
  /// What the law says, with every control that applies, might apply or nearly applies, and why.
  public func determine(_ question: LawQuestion) -> Determination {
    var candidates = Set<UInt16>()
    forEachCandidate(question) { candidates.insert($0) }
    var weighed: [(position: UInt16, finding: ControlFinding)] = []
    var met: UInt64 = 0
    var open: UInt64 = 0
    for position in candidates.sorted() {
      let control = compiled[Int(position)]
      let speaks = speaks(control, question)
      let force = control.force.force(on: question.validOn, knownOn: question.knownOn)
      guard force.isKnown, speaks || control.overlayMask != 0 else { continue }
      let reason = explain(position, question)
      let binds = force.current.map { $0.state == .inForce || $0.state == .unverified } ?? false
      if binds, reason.truth != .false {
        if reason.truth == .true, force.current?.state == .inForce {
          met |= control.overlayMask
        } else {
          open |= control.overlayMask
        }
      }
      if speaks, let finding = finding(position, reason, force, question) {
        weighed.append((position, finding))
      }
    }
    for bit in overlays.indices where (met | open) & 1 << UInt64(bit) != 0 {
      let position = overlays[bit]
      let control = compiled[Int(position)]
      let force = control.force.force(on: question.validOn, knownOn: question.knownOn)
      guard speaks(control, question), force.isKnown else { continue }
      var reason = explain(position, question)
      if met & 1 << UInt64(bit) == 0, reason.truth == .true {
        reason.truth = .unknown
        reason.questions.append("Are the goods the controlled item that the other findings ask about?")
      }
      if let finding = finding(position, reason, force, question) { weighed.append((position, finding)) }
    }
    weighed.sort { a, b in
      a.finding.outcome != b.finding.outcome ? a.finding.outcome > b.finding.outcome : a.position < b.position
    }
    var findings = weighed.map(\.finding)
    if isTooVague(question) {
      let place = findings.firstIndex { $0.outcome < .cannotDecide } ?? findings.endIndex
      findings.insert(tooVagueFinding(question), at: place)
    }
    let outcome = findings.map(\.outcome).max() ?? .notControlled
    return Determination(outcome: outcome, findings: findings)
  }

  /// A finding for a control, or nothing when there is nothing to say of it.
  private func finding(
    _ position: UInt16, _ reason: Explanation, _ force: Force, _ question: LawQuestion
  ) -> ControlFinding? {
    let control = tables.controls[Int(position)]
    let instrument = tables.instruments[control.instrument]
    var outcome = Outcome.notControlled
    var notes: [String] = []
    var questions: [String] = []
    var confidence = min(control.confidence, instrument.confidence)
    let relevant = reason.truth != .false
    if relevant {
      switch force.current?.state {
      case .inForce:
        if control.isNote {
          notes.append(reason.truth == .true ? control.text : "It may be that this applies: \(control.text)")
        } else {
          outcome = reason.truth == .true ? control.outcome : .cannotDecide
        }
        if let coming = force.coming { notes.append("A further version comes into force on \(coming).") }
      case .unverified:
        outcome = control.isNote ? .notControlled : .cannotDecide
        confidence = .unverified
        notes.append("Nobody has verified whether this rule is in force on \(question.validOn).")
        questions.append(
          "Is \(instrument.citation) in force on \(question.validOn)? Check for a later announcement.")
      case .suspended:
        notes.append(
          "Suspended" + (force.current.map { " from \($0.from)" + ($0.to.map { " to \($0)" } ?? "") } ?? "")
            + " by \(citation(force.current?.by)).")
      case .ended: notes.append("Ended before \(question.validOn) by \(citation(force.current?.by)).")
      case nil:
        guard let coming = force.coming else { return nil }
        notes.append("Published, not yet effective: it comes into force on \(coming).")
      }
      if let note = force.current?.note { notes.append(note) }
      if outcome == .cannotDecide { questions = reason.questions + questions }
    } else if reason.misses.isEmpty || !reason.isNear || control.isNote || force.current == nil {
      return nil
    }
    if let event = force.current { confidence = min(confidence, event.confidence) }
    if relevant { notes += control.notes }
    var finding = ControlFinding(
      outcome: outcome, instrument: instrument.id, citation: instrument.citation, item: control.item,
      controlCode: control.code, article: control.article, itemDescription: control.text,
      version: force.current?.from ?? force.coming ?? instrument.published, confidence: confidence,
      sources: sourceTexts(control.sources.isEmpty ? instrument.sources : control.sources),
      matched: relevant ? reason.matched : [], misses: reason.misses, questions: Self.unique(questions),
      notes: notes)
    finding.nearMisses = reason.nearMisses
    return finding
  }

  /// The texts of sources by their keys.
  public func sourceTexts(_ keys: [String]) -> [String] {
    keys.map { key in tables.sources.first { $0.key == key }?.text ?? key }
  }

  /// How people cite the instrument of an identifier.
  public func citation(_ instrument: String?) -> String {
    guard let instrument else { return "a later act" }
    return tables.instruments.first { $0.id == instrument }?.citation ?? instrument
  }

  private func tooVagueFinding(_ question: LawQuestion) -> ControlFinding {
    ControlFinding(
      outcome: .cannotDecide, instrument: "", citation: "No rule can be held against the goods", item: nil,
      controlCode: nil, article: nil,
      itemDescription: "neither words nor a code say what the goods are", version: version,
      confidence: .inferred, sources: [],
      questions: [
        "What are the goods: which substance, in which form, of which purity?",
        "What is their commodity code?",
      ])
  }
}
