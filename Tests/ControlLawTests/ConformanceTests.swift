// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Testing
import TradeModel

@Suite("Conformance of the embedded law") struct ConformanceTests {
  static let results = LawBook.embedded.conformance()

  @Test func `every worked example of the law holds`() {
    let failures = Self.results.filter { !$0.holds }
    for result in failures {
      Issue.record(
        "\(result.location): \(result.example.goods), \(result.example.day): \(result.failure ?? "")")
    }
    #expect(Self.results.count >= 300)
  }

  @Test func `every control has an example that it applies to and one that it does not`() {
    let law = LawBook.embedded
    for id in law.controlIDs {
      let control = law.control(id)
      let name = "\(law.instrument(of: id).id) \(control.item)"
      if control.isNote {
        #expect(!control.examples.isEmpty, "\(name)")
        continue
      }
      #expect(
        control.examples.contains { $0.expect == control.outcome || $0.expect == .cannotDecide }, "\(name)")
      #expect(control.examples.contains { $0.expect == .notControlled }, "\(name)")
    }
  }

  @Test func `the law names only materials of the reference data`() {
    #expect(LawBook.embedded.unresolvedMaterials.isEmpty)
  }

  @Test func `a pack read back holds the same tables`() throws {
    let tables = LawBook.embedded.tables
    #expect(try LawTables(pack: tables.packed) == tables)
  }
}

@Suite("Worked examples stand on both sides") struct BothSidesTests {
  /// Days on which the state of a control changes, without the open end of what has no end.
  private static func turns(_ control: Control) -> [Day] {
    control.force.boundaries.filter { $0.number > 0 }
  }

  @Test func `of every date: the day before, the day, the day after`() {
    let law = LawBook.embedded
    var missing: [String] = []
    for id in law.controlIDs where !law.control(id).isNote {
      let control = law.control(id)
      let days = Set(control.examples.map(\.day.number))
      for turn in Self.turns(control) {
        for day in turn.number - 1...turn.number + 1 where !days.contains(day) {
          missing.append("\(law.instrument(of: id).id) \(control.item) \(Day(number: day))")
        }
      }
    }
    #expect(missing == [])
  }

  @Test func `of every limit: one value that meets it, one that does not`() {
    let law = LawBook.embedded
    var missing: [String] = []
    for id in law.controlIDs where !law.control(id).isNote {
      let control = law.control(id)
      for part in control.condition.parts {
        // "Over 0 %" says that an element is present: a name, not a threshold.
        guard let limit = part.limit, limit.value > 0 else { continue }
        let truths = Set(
          control.examples.compactMap { Self.value(of: part, $0)?.compares(limit.comparison, limit.value) })
        if !truths.isSuperset(of: [.true, .false]) {
          missing.append("\(law.instrument(of: id).id) \(control.item) \(part.quantity) \(limit.text)")
        }
      }
    }
    #expect(missing == [])
  }

  /// What an example states of the quantity of a condition.
  private static func value(of part: Condition, _ example: Example) -> Bounds? {
    switch part {
    case .share(let element, _), .statedShare(let element, _):
      example.composition.first { $0.element == element }?.percent
        ?? (example.compositionIsWhole ? Bounds(exactly: 0) : nil)
    case .purity: example.purity
    case .property(let property, _): example.properties.first { $0.property == property }?.value
    case .mass: example.netMass.map { Bounds(exactly: $0.kilograms) }
    case .massInWindow: example.window.map { Bounds(exactly: $0.mass.kilograms) }
    case .valueShare: example.originValueShare
    default: nil
    }
  }
}
