// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import TradeModel
import Yams

/// Reads the worked examples beside a rule.
struct ExampleReader {
  let file: SourceFile
  let out: DiagnosticCollector
  let context: CompilerContext
  /// Whether the example must say what is expected of it.
  var needsExpectation = true

  static let outcomes: [(name: String, value: Outcome)] = Outcome.allCases.map { ($0.name, $0) }

  func read(_ node: Node) -> Example? {
    guard let fields = Fields(node, what: "an example", in: file, out) else { return nil }
    let goods = fields.requiredText("goods")
    let day = fields.day("day")
    if fields.keys.contains("day") == false {
      fields.report("missing", "'day' is missing: the day of export")
    }
    let expect = fields.choice("expect", of: Self.outcomes)
    if needsExpectation, fields.keys.contains("expect") == false {
      fields.report("missing", "'expect' is missing")
    }
    var example = Example(
      goods: goods, day: day ?? Day(number: 0), destination: fields.country("to") ?? CountryCode("DE")!,
      expect: expect ?? .notControlled, line: node.mark?.line ?? 0)
    example.claims = fields.texts("is")
    for slug in example.claims { context.check(material: slug, "is", fields) }
    if let shares = fields.fields("composition") {
      for symbol in shares.keys {
        guard let text = shares.text(symbol) else { continue }
        guard let element = Element(symbol: symbol) else {
          shares.report("element", "'\(symbol)' is no chemical element", at: symbol)
          continue
        }
        if let bounds = bounds(.share, text, symbol, shares) {
          example.composition.append(ElementShare(element, bounds))
        }
      }
    }
    example.compositionIsWhole = fields.flag("whole") ?? false
    if let text = fields.text("purity") { example.purity = bounds(.share, text, "purity", fields) }
    for (name, property) in ConditionReader.properties {
      if let text = fields.text(name), let bounds = bounds(.property(property), text, name, fields) {
        example.properties.append(PropertyValue(property, bounds))
      }
    }
    example.isSpecific = !(fields.flag("vague") ?? false)
    if let text = fields.text("code") {
      do throws(ValueError) { example.code = try CommodityCode(text) } catch {
        fields.report("code", error.message, at: "code")
      }
    }
    example.knownOn = fields.day("known on")
    if let country = fields.country("from") { example.exportCountry = country }
    example.origin = fields.country("origin")
    example.endUser = fields.choice("end user", of: ConditionReader.statuses) ?? .unknown
    example.netMass = mass("mass", fields)
    if let window = fields.fields("mass in window") {
      let days = Int(window.requiredText("days")).flatMap {
        ConditionLimits.windowDays.contains($0) ? $0 : nil
      }
      if days == nil { window.report("window", "a window is a number of whole days", at: "days") }
      if let days, let mass = mass("mass", window) { example.window = MassInWindow(days: days, mass: mass) }
      window.finish()
    }
    example.quotaBalance = mass("quota left", fields)
    if let text = fields.text("value share") {
      example.originValueShare = bounds(.share, text, "value share", fields)
    }
    if let listed = fields.flag("exporter listed") { example.exporterListed = Truth(listed) }
    example.procedure = fields.text("procedure")
    example.technology = fields.text("technology")
    example.facts =
      fields.texts("holds").map { StatedFact($0, true) }
      + fields.texts("does not hold").map { StatedFact($0, false) }
    example.overall = fields.choice("overall", of: Self.outcomes)
    example.says = fields.texts("says")
    example.source = fields.text("source")
    fields.finish()
    return day == nil || (needsExpectation && expect == nil) ? nil : example
  }

  private func bounds(_ measure: Measure, _ text: String, _ key: String, _ fields: Fields) -> Bounds? {
    do throws(ValueError) { return try measure.bounds(text) } catch {
      fields.report("limit", error.message, at: key)
      return nil
    }
  }

  private func mass(_ key: String, _ fields: Fields) -> Mass? {
    guard let text = fields.text(key) else { return nil }
    do throws(ValueError) { return try readMass(text) } catch {
      fields.report("limit", error.message, at: key)
      return nil
    }
  }
}
