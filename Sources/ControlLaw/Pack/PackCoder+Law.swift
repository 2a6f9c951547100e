// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

// The order of fields in a pack. A change here is a change of format: raise the number in `LawTables.magic`.
extension PackCoder {
  mutating func code(_ value: inout LawTables) {
    code(&value.version)
    code(&value.sources, of: LawSource(key: "", text: "")) { coder, source in
      coder.code(&source.key)
      coder.code(&source.text)
    }
    code(&value.instruments, of: Self.emptyInstrument) { $0.code(&$1) }
    code(&value.controls, of: Self.emptyControl) { $0.code(&$1) }
    code(&value.checks, of: Self.emptyExample) { $0.code(&$1) }
  }

  static let emptyInstrument = Instrument(
    id: "", kind: "", citation: "", title: "", titleLocal: "", issuers: [], jurisdiction: .china,
    published: Day(number: 0), confidence: .unverified, sources: [], file: "", reviewedOn: Day(number: 0),
    reviewNext: nil, notes: [], provisions: [])

  static let emptyControl = Control(
    instrument: 0, item: "", isClause: false, code: nil, article: nil, text: "", textLocal: "",
    regime: .dualUse, outcome: .notControlled, minerals: [], form: "", codes: [], condition: .all([]),
    scope: nil, force: [], confidence: .unverified, sources: [], notes: [], line: 0, examples: [])

  static let emptyExample = Example(
    goods: "", day: Day(number: 0), destination: .china, expect: .notControlled, line: 0)

  mutating func code(_ value: inout Instrument) {
    code(&value.id)
    code(&value.kind)
    code(&value.citation)
    code(&value.title)
    code(&value.titleLocal)
    code(&value.issuers)
    code(&value.jurisdiction)
    code(&value.published)
    code(&value.confidence)
    code(&value.sources)
    code(&value.file)
    code(&value.reviewedOn)
    code(&value.reviewNext)
    code(&value.notes)
    code(
      &value.provisions, of: Provision(article: nil, text: "", confidence: .unverified, sources: [])
    ) { coder, provision in
      coder.code(&provision.article)
      coder.code(&provision.text)
      coder.code(&provision.confidence)
      coder.code(&provision.sources)
    }
  }

  mutating func code(_ value: inout Control) {
    code(&value.instrument)
    code(&value.item)
    code(&value.isClause)
    code(&value.code)
    code(&value.article)
    code(&value.text)
    code(&value.textLocal)
    code(&value.regime)
    code(&value.outcome)
    code(&value.minerals)
    code(&value.form)
    let zero = Day(number: 0)
    let emptyCode = ControlledCode(code: CommodityCode(number: 0, count: 6)!, list: "", from: zero)
    code(&value.codes, of: emptyCode) { coder, printed in
      coder.code(&printed.code)
      coder.code(&printed.list)
      coder.code(&printed.from)
    }
    code(&value.condition, depth: 0)
    code(&value.scope, of: OverlayScope(regimes: [], minerals: [], instruments: [])) { coder, scope in
      coder.code(&scope.regimes, of: .dualUse) { $0.code(&$1) }
      coder.code(&scope.minerals)
      coder.code(&scope.instruments)
    }
    let emptyEvent = ForceEvent(
      from: zero, to: nil, knownFrom: zero, state: .inForce, by: "", confidence: .unverified, note: nil)
    code(&value.force, of: emptyEvent) { coder, event in
      coder.code(&event.from)
      coder.code(&event.to)
      coder.code(&event.knownFrom)
      coder.code(&event.state)
      coder.code(&event.by)
      coder.code(&event.confidence)
      coder.code(&event.note)
    }
    code(&value.confidence)
    code(&value.sources)
    code(&value.notes)
    code(&value.line)
    code(&value.examples, of: Self.emptyExample) { $0.code(&$1) }
  }

  mutating func code(_ value: inout Example) {
    code(&value.goods)
    code(&value.claims)
    code(&value.composition, of: ElementShare(Element(atomicNumber: 1)!, Bounds(exactly: 0))) {
      $0.code(&$1.element)
      $0.code(&$1.percent)
    }
    code(&value.compositionIsWhole)
    code(&value.purity)
    code(&value.properties, of: PropertyValue(.density, Bounds(exactly: 0))) {
      $0.code(&$1.property)
      $0.code(&$1.value)
    }
    code(&value.isSpecific)
    code(&value.code, of: CommodityCode(number: 0, count: 6)!) { $0.code(&$1) }
    code(&value.day)
    code(&value.knownOn)
    code(&value.exportCountry)
    code(&value.origin, of: .china) { $0.code(&$1) }
    code(&value.destination)
    code(&value.endUser)
    code(&value.netMass)
    code(&value.window, of: MassInWindow(days: 1, mass: Mass(milligrams: 0))) { coder, window in
      var mass: Mass? = window.mass
      coder.code(&window.days)
      coder.code(&mass)
      window.mass = mass ?? window.mass
    }
    code(&value.originValueShare)
    code(&value.quotaBalance)
    code(&value.exporterListed)
    code(&value.procedure)
    code(&value.technology)
    code(&value.facts, of: StatedFact("", false)) {
      $0.code(&$1.name)
      $0.code(&$1.holds)
    }
    code(&value.expect)
    code(&value.overall, of: .notControlled) { $0.code(&$1) }
    code(&value.says)
    code(&value.source)
    code(&value.line)
  }
}
