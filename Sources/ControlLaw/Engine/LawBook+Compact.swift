// SPDX-License-Identifier: Apache-2.0

import TradeModel

extension LawBook {
  /// What the law says, small and fast: the outcome is that of `determine`.
  ///
  /// - Complexity: proportional to the controls that the claims, stated elements and, for vague words, the
  ///   subheading bring into play; a few dozen at most.
  public func compact(_ question: LawQuestion) -> CompactDetermination {
    var answer = Answer()
    forEachCandidate(question) { weigh($0, question, &answer) }
    if answer.met | answer.open != 0 {
      for bit in overlays.indices where (answer.met | answer.open) & 1 << UInt64(bit) != 0 {
        weighOverlay(bit, question, &answer)
      }
    }
    if isTooVague(question), answer.outcome < .cannotDecide {
      return CompactDetermination(outcome: .cannotDecide, control: nil)
    }
    return CompactDetermination(
      outcome: answer.outcome, control: answer.control.map { ControlID(rawValue: $0) })
  }

  /// What has been found so far.
  struct Answer {
    var outcome = Outcome.notControlled
    var control: UInt16?
    /// Overlays for which a control within their scope applies.
    var met: UInt64 = 0
    /// Overlays for which a control within their scope might apply.
    var open: UInt64 = 0

    mutating func take(_ found: Outcome, _ position: UInt16) {
      if found > outcome || (found == outcome && found != .notControlled && position < control ?? .max) {
        outcome = found
        control = position
      }
    }
  }

  /// Calls a function with every control that the facts can bring into play; some more than once.
  @inline(__always)
  func forEachCandidate(_ question: LawQuestion, _ body: (UInt16) -> Void) {
    for claim in question.reading.claims where Int(claim.material.rawValue) < controlsByMaterial.count {
      for position in controlsByMaterial[Int(claim.material.rawValue)] { body(position) }
    }
    for share in question.reading.composition {
      for position in controlsByElement[Int(share.element.atomicNumber)] { body(position) }
    }
    if question.technology != nil { for position in controlsOnTechnology { body(position) } }
    if !question.reading.isSpecific, let code = question.commodityCode,
      let open = controlsBySubheading[Int32(code.subheading)]
    {
      for position in open { body(position) }
    }
  }

  /// Neither words nor a code say what the goods are, and the book holds law of the country of export.
  func isTooVague(_ question: LawQuestion) -> Bool {
    question.commodityCode == nil && !question.reading.isSpecific && question.reading.claims.isEmpty
      && jurisdictions.contains(question.exportCountry)
  }

  /// Whether a rule of the country speaks to goods that leave this country.
  func speaks(_ control: CompiledControl, _ question: LawQuestion) -> Bool {
    control.jurisdiction == question.exportCountry || control.isExtraterritorial
  }

  @inline(__always)
  private func weigh(_ position: UInt16, _ question: LawQuestion, _ answer: inout Answer) {
    let control = compiled[Int(position)]
    if control.outcome == .notControlled { return }
    let speaks = speaks(control, question)
    guard speaks || control.overlayMask != 0 else { return }
    guard let event = control.force.force(on: question.validOn, knownOn: question.knownOn).current,
      event.state == .inForce || event.state == .unverified
    else { return }
    let truth = conditions.truth(
      of: control.root, question, couldCarry: control.couldCarry(question))
    if truth == .false { return }
    let isMet = truth == .true && event.state == .inForce
    if isMet { answer.met |= control.overlayMask } else { answer.open |= control.overlayMask }
    if speaks { answer.take(isMet ? control.outcome : .cannotDecide, position) }
  }

  private func weighOverlay(_ bit: Int, _ question: LawQuestion, _ answer: inout Answer) {
    let position = overlays[bit]
    let control = compiled[Int(position)]
    guard control.outcome != .notControlled, speaks(control, question),
      let event = control.force.force(on: question.validOn, knownOn: question.knownOn).current,
      event.state == .inForce || event.state == .unverified
    else { return }
    let truth = conditions.truth(of: control.root, question, couldCarry: false)
    if truth == .false { return }
    let isMet = truth == .true && event.state == .inForce && answer.met & 1 << UInt64(bit) != 0
    answer.take(isMet ? control.outcome : .cannotDecide, position)
  }
}
