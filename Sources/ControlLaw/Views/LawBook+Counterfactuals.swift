// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// A change of one fact at which the answer changes.
public struct Counterfactual: Sendable, Hashable {
  public enum Fact: UInt8, Sendable, Hashable, CaseIterable {
    case destination, endUser, day, form, purity, composition

    public var name: String {
      switch self {
      case .destination: "destination"
      case .endUser: "end user"
      case .day: "day"
      case .form: "form"
      case .purity: "purity"
      case .composition: "composition"
      }
    }
  }

  public var fact: Fact
  /// The changed fact in words ("on 2025-04-03").
  public var change: String
  public var outcome: Outcome

  public init(_ fact: Fact, change: String, outcome: Outcome) {
    self.fact = fact
    self.change = change
    self.outcome = outcome
  }
}

extension LawBook {
  /// The destinations, days, users, forms and purities at which the answer would change, all else equal.
  ///
  /// Tried are the countries that some rule names and one that none does, the days on which a rule that speaks to
  /// the goods changes, the other forms of the minerals claimed, and both sides of each limit on purity or share.
  public func counterfactuals(_ question: LawQuestion) -> [Counterfactual] {
    let base = compact(question).outcome
    var found: [Counterfactual] = []
    func attempt(_ fact: Counterfactual.Fact, _ change: String, _ edit: (inout LawQuestion) -> Void) {
      var other = question
      edit(&other)
      let outcome = compact(other).outcome
      if outcome != base { found.append(Counterfactual(fact, change: change, outcome: outcome)) }
    }
    for country in namedDestinations where country != question.destination {
      attempt(.destination, "to \(country)") { $0.destination = country }
    }
    for status in EndUserStatus.allCases where status != question.endUser {
      attempt(.endUser, "end user \(status.words)") { $0.endUser = status }
    }
    attemptDays(question, base, &found)
    let minerals = Set(question.reading.claims.map { vocabulary.entries[Int($0.material.rawValue)].mineral })
    for mineral in minerals.sorted() {
      for material in vocabulary.materials(String(mineral)) where !question.reading.claims(material) {
        attempt(.form, "as \(vocabulary.name(of: material))") {
          $0.reading = GoodsReading(
            claims: [MaterialClaim(material, .supposed)], composition: $0.reading.composition,
            compositionIsWhole: $0.reading.compositionIsWhole, purity: $0.reading.purity,
            properties: $0.reading.properties, isSpecific: $0.reading.isSpecific)
        }
      }
    }
    attemptLimits(question, base, &found)
    return found
  }

  /// Countries that some rule names as destination, and one that no rule names.
  var namedDestinations: [CountryCode] {
    var countries: Set<CountryCode> = []
    for control in tables.controls {
      for part in control.condition.parts {
        if case .destination(let named) = part { countries.formUnion(named) }
      }
    }
    let neutral = ["DE", "FR", "KR", "AU"].compactMap { CountryCode($0) }.first { !countries.contains($0) }
    return countries.sorted() + (neutral.map { [$0] } ?? [])
  }

  private func attemptDays(_ question: LawQuestion, _ base: Outcome, _ found: inout [Counterfactual]) {
    var days: Set<Day> = []
    var positions: Set<UInt16> = []
    forEachCandidate(question) { positions.insert($0) }
    positions.formUnion(overlays)
    for position in positions {
      for day in compiled[Int(position)].force.boundaries {
        days.insert(day)
        days.insert(day.advanced(by: -1))
      }
    }
    var last = base
    // Backwards and forwards from the day asked: only the nearest change on each side of a run of equal answers.
    for (ordered, word) in [
      (days.filter { $0 < question.validOn }.sorted(by: >), "until"),
      (days.filter { $0 > question.validOn }.sorted(), "from"),
    ] {
      last = base
      for day in ordered {
        var other = question
        other.validOn = day
        other.knownOn = max(question.knownOn, day)
        let outcome = compact(other).outcome
        if outcome != last {
          found.append(Counterfactual(.day, change: "\(word) \(day)", outcome: outcome))
          last = outcome
        }
      }
    }
  }

  private func attemptLimits(_ question: LawQuestion, _ base: Outcome, _ found: inout [Counterfactual]) {
    var positions: Set<UInt16> = []
    forEachCandidate(question) { positions.insert($0) }
    var seen: Set<String> = []
    for position in positions.sorted() {
      for part in tables.controls[Int(position)].condition.parts {
        guard let limit = part.limit else { continue }
        for step in [-1e-6, 0, 1e-6] {
          let value = limit.value + step * max(1, abs(limit.value))
          guard value >= 0, value <= 100 else { continue }
          var other = question
          let fact: Counterfactual.Fact
          let what: String
          switch part {
          case .purity:
            fact = .purity
            what = "purity"
            other.reading.purity = Bounds(exactly: value)
          case .share(let element, _), .statedShare(let element, _):
            fact = .composition
            what = "share of \(element.symbol)"
            let rest = question.reading.composition.filter { $0.element != element }
            other.reading = GoodsReading(
              claims: question.reading.claims,
              composition: rest + [ElementShare(element, Bounds(exactly: value))],
              compositionIsWhole: question.reading.compositionIsWhole, purity: question.reading.purity,
              properties: question.reading.properties, isSpecific: question.reading.isSpecific)
          default: continue
          }
          let outcome = compact(other).outcome
          let side = step < 0 ? "just below" : step > 0 ? "just above" : "at"
          let change = "\(what) \(side) \(limit.text.drop { "<>= ".contains($0) })"
          if outcome != base, seen.insert(change).inserted {
            found.append(Counterfactual(fact, change: change, outcome: outcome))
          }
        }
      }
    }
  }
}
