// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import TradeModel
import Yams

/// Reads `when:` into a typed condition.
struct ConditionReader {
  let file: SourceFile
  let out: DiagnosticCollector
  let context: CompilerContext

  static let statuses: [(name: String, value: EndUserStatus)] = [
    ("civil", .civil), ("military", .military), ("on control list", .onControlList),
    ("on watch list", .onWatchList),
  ]

  static let properties: [(name: String, value: PhysicalProperty)] =
    PhysicalProperty.allCases.map { ($0.words, $0) }

  static let keywords =
    [
      "all", "any", "not", "material", "may be", "share", "stated share", "purity", "mass", "mass in window",
      "value share", "destination", "origin", "exported from", "end user", "procedure", "code",
      "technology", "stated", "exporter not listed", "over quota", "fact", "ask",
    ] + properties.map(\.name)

  func read(_ node: Node, depth: Int = 0) -> Condition {
    guard depth < 12, let fields = Fields(node, what: "a condition", in: file, out) else { return .any([]) }
    var parts: [Condition] = []
    for key in fields.keys where key != "ask" { parts += read(key, fields, depth: depth) }
    let ask = fields.text("ask")
    fields.finish(alsoKnown: Self.keywords)
    if parts.isEmpty, !out.hasErrors { fields.report("condition-empty", "a condition states something") }
    let whole = parts.count == 1 ? parts[0] : Condition.all(parts)
    return ask.map { .asking($0, whole) } ?? whole
  }

  private func read(_ key: String, _ fields: Fields, depth: Int) -> [Condition] {
    switch key {
    case "all": return [.all(fields.list(key).map { read($0, depth: depth + 1) })]
    case "any": return [.any(fields.list(key).map { read($0, depth: depth + 1) })]
    case "not": return fields.node(key).map { [.not(read($0, depth: depth + 1))] } ?? []
    case "material": return [.material(materials(key, fields))]
    case "may be": return [.mayBe(materials(key, fields))]
    case "share", "stated share":
      guard let shares = fields.fields(key) else { return [] }
      let parts = shares.keys.flatMap { symbol -> [Condition] in
        let limits = limits(.share, symbol, shares)
        guard let element = Element(symbol: symbol) else {
          shares.report("element", "'\(symbol)' is no chemical element", at: symbol)
          return []
        }
        return limits.map { key == "share" ? .share(element, $0) : .statedShare(element, $0) }
      }
      shares.finish()
      return parts
    case "purity": return limits(.share, key, fields).map { .purity($0) }
    case "mass": return limits(.mass, key, fields).map { .mass($0) }
    case "mass in window": return window(fields)
    case "value share": return limits(.share, key, fields).map { .valueShare($0) }
    case "destination": return [.destination(countries(key, fields))]
    case "origin": return [.origin(countries(key, fields))]
    case "exported from": return [.exportedFrom(countries(key, fields))]
    case "end user":
      return [
        .endUser(
          fields.texts(key).compactMap { text in
            if let found = Self.statuses.first(where: { $0.name == text }) { return found.value }
            fields.unknown(text, key, Self.statuses.map(\.name))
            return nil
          })
      ]
    case "procedure": return [.procedure(fields.texts(key))]
    case "technology": return [.technology(fields.texts(key))]
    case "stated": return fields.node(key).map { [.stated(read($0, depth: depth + 1))] } ?? []
    case "code":
      return [
        .code(
          fields.texts(key).compactMap { text in
            do throws(ValueError) { return try CommodityCode(text) } catch {
              fields.report("code", error.message, at: key)
              return nil
            }
          })
      ]
    case "exporter not listed":
      return fields.flag(key) == true ? [.exporterNotListed] : []
    case "over quota": return fields.flag(key) == true ? [.overQuota] : []
    case "fact": return fields.text(key).map { [.fact($0)] } ?? []
    default:
      if let property = Self.properties.first(where: { $0.name == key })?.value {
        return limits(.property(property), key, fields).map { .property(property, $0) }
      }
      return []
    }
  }

  /// `mass in window: { days: 30, limit: "> 20 kg" }`.
  private func window(_ fields: Fields) -> [Condition] {
    guard let window = fields.fields("mass in window") else { return [] }
    let days = Int(window.requiredText("days"))
    if days.map(ConditionLimits.windowDays.contains) != true {
      let range = ConditionLimits.windowDays
      window.report(
        "window", "a window is \(range.lowerBound) to \(range.upperBound) whole days", at: "days")
    }
    if window.text("limit") == nil { window.report("missing", "'limit' is missing, such as '> 20 kg'") }
    let limits = limits(.mass, "limit", window)
    window.finish()
    return limits.map { .massInWindow(days: days ?? 1, $0) }
  }

  private func limits(_ measure: Measure, _ key: String, _ fields: Fields) -> [Limit] {
    fields.texts(key).flatMap { text in
      do throws(ValueError) { return try measure.limits(text) } catch {
        fields.report("limit", error.message, at: key)
        return []
      }
    }
  }

  func materials(_ key: String, _ fields: Fields) -> [String] {
    let slugs = fields.texts(key)
    for slug in slugs { context.check(material: slug, key, fields) }
    if slugs.isEmpty { fields.report("condition-empty", "'\(key)' names no material", at: key) }
    return slugs
  }

  private func countries(_ key: String, _ fields: Fields) -> [CountryCode] {
    fields.texts(key).flatMap { text -> [CountryCode] in
      if let group = context.groups[text] { return group }
      if let country = CountryCode(text) { return [country] }
      fields.unknown(text, key, context.groups.keys.sorted())
      return []
    }
  }
}
