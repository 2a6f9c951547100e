// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel
import Yams

extension ReferenceCompiler {
  /// Reads one mineral with its materials.
  mutating func readMineral(_ file: String) {
    guard let root = node(of: file)?.mapping else {
      report("reference.shape", "a mapping is needed", file, nil)
      return
    }
    known(root, ["id", "names", "element", "covers", "materials"], file)
    guard let id = string(root, "id", file), let covers = string(root, "covers", file) else { return }
    if file != "minerals/\(id).yaml" {
      report("reference.name", "the file is not named after its id", file, line(root))
    }
    let symbol = root["element"]?.string ?? ""
    if !symbol.isEmpty, Element(symbol: symbol) == nil {
      report("reference.element", "no such element", file, line(root))
    }
    add("mineral", id, symbol, covers)
    names(root, "mineral-name", file)
    guard let list = root["materials"]?.sequence else {
      report("reference.shape", "`materials` must be a list", file, line(root))
      return
    }
    let materials = list.compactMap(\.mapping).sorted { ($0["id"]?.string ?? "") < ($1["id"]?.string ?? "") }
    var seen: Set<String> = []
    for material in materials {
      guard let form = string(material, "id", file) else { continue }
      if !seen.insert(form).inserted {
        report("reference.duplicate", "the form stands twice", file, line(material))
      }
      readMaterial(material, slug: id + "/" + form, symbol: symbol, file)
    }
  }

  mutating func readMaterial(_ m: Node.Mapping, slug: String, symbol: String, _ file: String) {
    known(
      m,
      [
        "id", "kind", "names", "element", "covers", "headings", "formula", "metal_mass_fraction", "cas",
        "density",
        "note", "prices",
      ], file)
    guard let kind = string(m, "kind", file), let headings = m["headings"]?.mapping else {
      report("reference.shape", "a material needs `kind` and `headings`", file, line(m))
      return
    }
    known(headings, ["codes", "scope", "confidence", "source"], file)
    if MaterialKind(rawValue: kind) == nil { report("reference.kind", "unknown kind", file, line(m)) }
    let scope = string(headings, "scope", file) ?? ""
    if HeadingScope(rawValue: scope) == nil {
      report("reference.scope", "unknown scope", file, line(headings))
    }
    let codes = headings["codes"]?.sequence?.compactMap(\.string) ?? []
    if codes.isEmpty || codes.contains(where: { $0.utf8.count != 6 || Int($0) == nil }) {
      report("reference.heading", "codes are six digits in quotes", file, line(headings))
    }
    let fact = facts(headings, file)
    let element = m["element"]?.string ?? symbol
    let formula = m["formula"]?.string ?? ""
    var fraction = ""
    if let node = m["metal_mass_fraction"] {
      let value = node.float ?? -1
      if !(0...1).contains(value) {
        report("reference.fraction", "a fraction lies between 0 and 1", file, line(m))
      }
      fraction = "\(value)"
    }
    let density = measured(m, "density", "g_cm3", file)
    let cas = measured(m, "cas", "number", file)
    if let number = cas.first, !number.isEmpty, !CASNumber.isValid(number) {
      report("reference.cas", "the CAS number fails its check digit", file, line(m))
    }
    add(
      [
        "material", slug, kind, element, scope, codes.joined(separator: ","), fact.confidence, fact.source,
        formula,
      ]
        + [fraction] + density + cas)
    names(m, "name", file)
    if let covers = m["covers"]?.sequence?.compactMap(\.string), !covers.isEmpty { add(["covers"] + covers) }
    if let note = m["note"]?.string { add("note", note) }
    for price in m["prices"]?.sequence ?? [] { readPrice(price, file) }
  }

  mutating func readPrice(_ node: Node, _ file: String) {
    guard let price = node.mapping else {
      report("reference.price", "a price is a mapping", file, node.mark?.line)
      return
    }
    known(price, ["usd_per_kg", "from", "to", "market", "basis", "confidence", "source"], file)
    let band = price["usd_per_kg"]?.sequence?.compactMap(\.float) ?? []
    let market = string(price, "market", file) ?? ""
    guard band.count == 2, band[0] > 0, band[0] <= band[1], PriceMarket(rawValue: market) != nil,
      let first = month(string(price, "from", file) ?? "", end: false),
      let last = month(string(price, "to", file) ?? "", end: true), first <= last
    else {
      report("reference.price", "a price needs a band, a market and months in order", file, line(price))
      return
    }
    let fact = facts(price, file)
    add(
      "price", "\(band[0])", "\(band[1])", "\(first.number)", "\(last.number)", market, fact.confidence,
      fact.source,
      string(price, "basis", file) ?? "")
  }

  /// First or last day of a month (`2025-04`) or year (`2025`).
  func month(_ text: String, end: Bool) -> Day? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard let year = parts.first, parts.count <= 2 else { return nil }
    let month = parts.count == 2 ? parts[1] : (end ? 12 : 1)
    guard let first = Day(year: year, month: month, day: 1) else { return nil }
    guard end else { return first }
    return Day(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)?.advanced(
      by: -1)
  }

  /// A value with its confidence and source as three fields, empty ones when it is absent.
  mutating func measured(_ m: Node.Mapping, _ key: String, _ value: String, _ file: String) -> [String] {
    guard let fact = m[key]?.mapping else { return ["", "", ""] }
    known(fact, [value, "confidence", "source"], file)
    let known = facts(fact, file)
    return [string(fact, value, file) ?? "", known.confidence, known.source]
  }

  mutating func facts(_ m: Node.Mapping, _ file: String) -> (confidence: String, source: String) {
    let confidence = string(m, "confidence", file) ?? ""
    let source = string(m, "source", file) ?? ""
    if Confidence(rawValue: confidence) == nil {
      report("reference.confidence", "unknown confidence", file, line(m))
    }
    for part in source.split(separator: ";") {
      let key = part.split(separator: " ").joined()
      if sources[key] == nil {
        report("reference.source", "'\(key)' is not a key of sources.yaml", file, line(m))
      }
    }
    return (confidence, source)
  }

  mutating func names(_ m: Node.Mapping, _ record: String, _ file: String) {
    guard let names = m["names"]?.mapping else {
      report("reference.names", "`names` is missing", file, line(m))
      return
    }
    for (language, list) in names.sorted(by: { ($0.key.string ?? "") < ($1.key.string ?? "") }) {
      let words = list.sequence?.compactMap(\.string) ?? []
      if words.isEmpty { report("reference.names", "a list of names is needed", file, line(names)) }
      add([record, language.string ?? ""] + words)
    }
    if names["en"] == nil { report("reference.names", "an English name is needed", file, line(names)) }
  }

  mutating func known(_ m: Node.Mapping, _ keys: Set<String>, _ file: String) {
    for (key, _) in m where !keys.contains(key.string ?? "") {
      report("reference.key", "unknown key '\(key.string ?? "")'", file, key.mark?.line)
    }
  }

  mutating func string(_ m: Node.Mapping, _ key: String, _ file: String) -> String? {
    guard let text = m[key]?.string else {
      report("reference.missing", "'\(key)' is missing", file, line(m))
      return nil
    }
    return text
  }

  func line(_ m: Node.Mapping) -> Int? { m.mark?.line ?? m.first?.key.mark?.line }
}
