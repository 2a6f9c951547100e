// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Reads the compiled pack: one record a line, fields apart by tabs, the first field names the record.
struct PackReader {
  static let header = "assay-reference\t1"

  var sources: [String: String] = [:]
  var minerals: [Mineral] = []
  var materials: [Material] = []
  var countries: [Country] = []
  var lexicon: [LexiconEntry] = []
  var disguises: [Disguise] = []
  var motives: [String: Double] = [:]
  /// Keyed by the digits with a 1 before them, so that leading zeros and lengths count.
  var headingPrices: [Int: HeadingPrice] = [:]
  var compositions: [CompositionRule] = []
  var worth: ElementWorth?
  var characters: [UInt32: UInt32] = [:]
  var ports: [String] = []
  var currencies: [Currency] = []
  var monthly: [UInt16: [Double]] = [:]
  var firstMonth: Int?
  var approximate: [UInt16: [(month: Int, usd: Double)]] = [:]
  var line = 0

  mutating func read(_ pack: [UInt8]) throws(ValueError) {
    var start = pack.startIndex
    while start < pack.endIndex {
      let end = pack[start...].firstIndex(of: 0x0A) ?? pack.endIndex
      line += 1
      if line == 1 {
        guard pack[start..<end].elementsEqual(Self.header.utf8) else {
          throw ValueError("line 1: not a reference pack of this version")
        }
      } else if start < end {
        // Cut as bytes: a tab is one byte in UTF-8, and cutting by characters costs most of the time of loading.
        try record(
          pack[start..<end].split(separator: 0x09, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
          })
      }
      start = end < pack.endIndex ? end + 1 : end
    }
    guard line > 1 else { throw ValueError("the reference pack is empty") }
  }

  func broken(_ what: String) -> ValueError { ValueError("reference pack, line \(line): \(what)") }

  mutating func record(_ fields: [String]) throws(ValueError) {
    func need(_ count: Int) throws(ValueError) {
      guard fields.count == count else { throw broken("\(fields[0]) has \(fields.count - 1) fields") }
    }
    switch fields[0] {
    case "source":
      try need(3)
      sources[fields[1]] = fields[2]
    case "mineral":
      try need(4)
      minerals.append(
        Mineral(
          slug: fields[1], names: [], element: Element(symbol: fields[2]), covers: fields[3],
          materials: materials.count..<materials.count))
    case "mineral-name":
      guard fields.count >= 3, !minerals.isEmpty else { throw broken("a name without a mineral") }
      minerals[minerals.count - 1].names.append(LocalNames(fields[1], Array(fields[2...])))
    case "material":
      try need(16)
      try material(fields)
    case "name":
      guard fields.count >= 3, !materials.isEmpty else { throw broken("a name without a material") }
      materials[materials.count - 1].names.append(LocalNames(fields[1], Array(fields[2...])))
    case "covers":
      guard !materials.isEmpty else { throw broken("no material") }
      materials[materials.count - 1].covers = Array(fields[1...])
    case "note":
      try need(2)
      guard !materials.isEmpty else { throw broken("no material") }
      materials[materials.count - 1].note = fields[1]
    case "price":
      try need(9)
      guard !materials.isEmpty else { throw broken("no material") }
      materials[materials.count - 1].prices.append(try price(fields))
    case "lexeme":
      guard fields.count >= 5 else { throw broken("a lexeme without words") }
      var kinds: [MaterialKind] = []
      for name in fields[2].split(separator: ",") {
        guard let kind = MaterialKind(rawValue: String(name)) else { throw broken("unknown kind") }
        kinds.append(kind)
      }
      guard let role = LexiconEntry.Role(rawValue: fields[1]) else { throw broken("unknown word class") }
      lexicon.append(LexiconEntry(role: role, kinds: kinds, language: fields[3], words: Array(fields[4...])))
    case "disguise":
      try need(6)
      disguises.append(
        Disguise(
          declaredAs: fields[1], subheadings: fields[2].split(separator: ",").compactMap { Int($0) },
          materials: fields[3].split(separator: ",").map(String.init), confidence: try confidence(fields[4]),
          source: fields[5]))
    case "motive":
      try need(3)
      let weight = try number(fields[1])
      for mineral in fields[2].split(separator: ",") { motives[String(mineral)] = weight }
    case "heading-price":
      try need(5)
      guard let heading = Int(fields[1]) else { throw broken("not a heading") }
      let lower = try number(fields[2])
      let upper = try number(fields[3])
      guard 0 < lower, lower < upper else { throw broken("not a price band") }
      headingPrices[heading] = HeadingPrice(lower: lower, upper: upper, isBulk: fields[4] == "bulk")
    case "composition":
      try need(3)
      compositions.append(try composition(fields))
    case "worth":
      try need(5)
      worth = ElementWorth(
        usdPerKilogram: try number(fields[1]),
        decisive: Set(fields[2].split(separator: ",").compactMap { Element(symbol: String($0)) }),
        confidence: try confidence(fields[3]), source: fields[4])
    case "ports": ports = Array(fields[1...])
    case "characters":
      try need(2)
      for pair in fields[1].unicodeScalars.split(separator: " ") {
        guard let first = pair.first, let second = pair.dropFirst().first, pair.dropFirst(2).isEmpty else {
          throw broken("a pair of characters is needed")
        }
        characters[first.value] = second.value
      }
    case "country":
      try need(6)
      guard let code = CountryCode(fields[1]), let numeric = Int(fields[3]) else {
        throw broken("no such country")
      }
      countries.append(
        Country(
          code: code, alpha3: fields[2], numeric: numeric, names: list(fields[4]),
          chineseNames: list(fields[5])))
    case "currency":
      try need(4)
      guard let code = CurrencyCode(fields[1]) else { throw broken("no such currency") }
      currencies.append(Currency(code: code, name: fields[2], otherNames: list(fields[3])))
    case "rates":
      try need(4)
      guard let code = CurrencyCode(fields[1]), let month = Int(fields[2]) else { throw broken("no rates") }
      firstMonth = month
      var values: [Double] = []
      for text in fields[3].split(separator: ",", omittingEmptySubsequences: false) {
        values.append(text.isEmpty ? 0 : try number(String(text)))
      }
      monthly[code.packed] = values
    case "rate":
      try need(4)
      guard let code = CurrencyCode(fields[1]), let month = Int(fields[2]) else { throw broken("no rate") }
      approximate[code.packed, default: []].append((month, try number(fields[3])))
    default: throw broken("unknown record")
    }
  }

  func list(_ text: String) -> [String] { text.split(separator: ";").map(String.init) }

  func number(_ text: String) throws(ValueError) -> Double {
    guard let value = Double(text), value.isFinite else { throw broken("not a number") }
    return value
  }

  func confidence(_ text: String) throws(ValueError) -> Confidence {
    guard let value = Confidence(rawValue: text) else { throw broken("unknown confidence") }
    return value
  }

  mutating func material(_ f: [String]) throws(ValueError) {
    guard let kind = MaterialKind(rawValue: f[2]), let scope = HeadingScope(rawValue: f[4]),
      !minerals.isEmpty,
      materials.count < Int(UInt16.max)
    else { throw broken("unknown kind or scope") }
    var subheadings: [Int] = []
    for text in f[5].split(separator: ",") {
      guard let code = Int(text), (10_000...999_999).contains(code) else { throw broken("not a subheading") }
      subheadings.append(code)
    }
    var density: Sourced<Double>?
    if !f[10].isEmpty { density = Sourced(try number(f[10]), try confidence(f[11]), source: f[12]) }
    var cas: Sourced<String>?
    if !f[13].isEmpty { cas = Sourced(f[13], try confidence(f[14]), source: f[15]) }
    let mineral = minerals.count - 1
    materials.append(
      Material(
        id: MaterialID(rawValue: UInt16(materials.count)), slug: f[1], mineral: mineral, kind: kind,
        names: [],
        element: Element(symbol: f[3]), formula: f[8].isEmpty ? nil : f[8],
        metalMassFraction: f[9].isEmpty ? nil : try number(f[9]),
        headings: Sourced(MaterialHeadings(subheadings, scope: scope), try confidence(f[6]), source: f[7]),
        density: density, casNumber: cas, prices: [], covers: [], note: nil))
    minerals[mineral].materials = minerals[mineral].materials.lowerBound..<materials.count
  }

  func composition(_ f: [String]) throws(ValueError) -> CompositionRule {
    var parts: [CompositionRule.Part] = []
    for text in f[2].split(separator: ";") {
      let fields = text.split(separator: ":")
      guard fields.count == 3 else { throw broken("a share needs its elements and two limits") }
      var elements: [Element] = []
      for symbol in fields[0].split(separator: "+") {
        guard let element = Element(symbol: symbol) else { throw broken("no such element") }
        elements.append(element)
      }
      let lower = try number(String(fields[1]))
      let upper = try number(String(fields[2]))
      guard lower <= upper else { throw broken("limits out of order") }
      parts.append(CompositionRule.Part(elements: elements, percent: lower...upper))
    }
    return CompositionRule(material: f[1], parts: parts)
  }

  func price(_ f: [String]) throws(ValueError) -> PriceBand {
    let lower = try number(f[1])
    let upper = try number(f[2])
    guard 0 < lower, lower <= upper, let first = Int32(f[3]), let last = Int32(f[4]), first <= last,
      let market = PriceMarket(rawValue: f[5])
    else { throw broken("not a price band") }
    return PriceBand(
      lower, upper, first: Day(number: first), last: Day(number: last), market: market, basis: f[8],
      confidence: try confidence(f[6]), source: f[7])
  }
}
