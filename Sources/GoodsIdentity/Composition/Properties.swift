// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Finds physical properties with their units: density, particle size, strength, diameters and others a law may limit.
enum PropertyFinder {
  /// Adds the properties a text states; the first statement of each counts.
  static func find(_ text: borrowing FoldedText, into properties: inout [PropertyValue]) {
    var index = 0
    while index < text.tokens.count {
      defer { index += 1 }
      guard text.tokens[index].kind == .number, let first = text.number(index) else { continue }
      var next = index + 1
      var last = first
      if next + 1 < text.tokens.count, text.isRange(next), let second = text.number(next + 1), second >= first
      {
        last = second
        next += 2
      }
      guard let (property, factor) = property(text, number: index, unit: next) else { continue }
      let bounds = bounds(text, index, after: next, first * factor, last * factor)
      if !properties.contains(where: { $0.property == property }) {
        properties.append(PropertyValue(property, bounds))
      }
      index = next - 1
    }
  }

  private static func bounds(
    _ text: borrowing FoldedText, _ index: Int, after: Int, _ first: Double, _ last: Double
  ) -> Bounds {
    if last > first { return Bounds(first, last) }
    var sign: UInt8 = 0
    var equal = false
    if index > 0, text.tokens[index - 1].kind == .sign {
      if text.byte(index - 1) == 0x3D, index > 1 { equal = true }
      let byte = text.byte(equal ? index - 2 : index - 1)
      if byte == 0x3C || byte == 0x3E { sign = byte }
    }
    if sign == 0 {
      for position in max(0, index - 3)..<index {
        if let (found, isEqual) = text.comparison(position) { (sign, equal) = (found, isEqual) }
      }
      for position in after..<min(text.tokens.count, after + 4) where sign == 0 {
        if let (found, isEqual) = text.comparison(position), !text.isNextFigure(position + 1) {
          (sign, equal) = (found, isEqual)
        }
      }
    }
    switch sign {
    case 0x3C where first > 0: return Bounds(0, first, includesUpper: equal)
    case 0x3E: return Bounds(first, .infinity, includesLower: equal, includesUpper: false)
    default: return Bounds(exactly: first)
    }
  }

  /// The property that a number with this unit and these words before it states, and the factor to its usual unit.
  private static func property(
    _ text: borrowing FoldedText, number: Int, unit: Int
  ) -> (PhysicalProperty, Double)? {
    guard unit < text.tokens.count else { return nil }
    let token = text.tokens[unit]
    if token.kind == .sign {
      guard text.byte(unit) == 0x25 else { return nil }
      if preceded(text, number, by: ["elongation", "延", "伸"]) { return (.elongation, 1) }
      if preceded(text, number, by: ["transmittance", "透"]) { return (.transmittance, 1) }
      if preceded(text, number, by: ["enrichment", "enriched", "丰", "富"]) { return (.enrichment, 1) }
      return nil
    }
    guard token.kind == .word else {
      if text.word(unit, isOneOf: ["目"]), let mesh = text.number(number), mesh >= 10, mesh <= 20_000 {
        return (.particleSize, 14_900 / mesh / mesh)
      }
      return nil
    }
    let length = Int(token.end - token.start)
    guard length <= 6 else { return nil }
    switch String(
      decoding: text.bytes[Int(token.start)..<Int(token.end)].map(Vocabulary.lower), as: UTF8.self)
    {
    case "g": return massUnit(text, number, unit)
    case "um", "micron", "microns":
      return (.particleSize, 1)
    case "nm":
      return preceded(text, number, by: ["particle", "size", "powder", "d50", "粒", "径"])
        ? (.particleSize, 0.001) : nil
    case "mesh":
      guard let mesh = text.number(number), mesh >= 10, mesh <= 20_000 else { return nil }
      return (.particleSize, 14_900 / mesh / mesh)
    case "mpa": return strength(text, number)
    case "gpa": return (.pressure, 1)
    case "kw": return (.power, 1)
    case "mhz": return (.frequency, 1)
    case "ghz": return (.frequency, 1000)
    case "mm": return dimension(text, number).map { ($0, 1) }
    case "cm": return dimension(text, number).map { ($0, 10) }
    case "inch", "in": return dimension(text, number).map { ($0, 25.4) }
    case "wh" where followed(text, unit, by: "kg"): return (.energyDensity, 1)
    case "mah" where followed(text, unit, by: "g"): return (.capacity, 1)
    case "ml": return (.volume, 1)
    case "t", "tesla":
      return preceded(text, number, by: ["field", "magnetic", "磁"]) ? (.magneticField, 1) : nil
    case "layers", "layer": return (.layers, 1)
    case "c":
      return preceded(text, number, by: ["temperature", "温"]) ? (.temperature, 1) : nil
    default: return nil
    }
  }

  private static func massUnit(_ text: borrowing FoldedText, _ number: Int, _ unit: Int) -> (
    PhysicalProperty, Double
  )? {
    guard unit + 2 < text.tokens.count, text.tokens[unit + 1].kind == .sign, text.byte(unit + 1) == 0x2F,
      text.word(unit + 2, isOneOf: ["cm3", "cc", "ml", "cm"])
    else { return nil }
    return (preceded(text, number, by: ["compact", "compaction", "压"]) ? .compactDensity : .density, 1)
  }

  private static func strength(_ text: borrowing FoldedText, _ number: Int) -> (PhysicalProperty, Double)? {
    if preceded(text, number, by: ["flexural", "bending", "折", "弯"]) { return (.flexuralStrength, 1) }
    if preceded(text, number, by: ["elastic", "yield", "弹", "屈"]) { return (.elasticLimit, 1) }
    if preceded(text, number, by: ["tensile", "uts", "ultimate", "拉"]) { return (.tensileStrength, 1) }
    return nil
  }

  private static func dimension(_ text: borrowing FoldedText, _ number: Int) -> PhysicalProperty? {
    if preceded(text, number, by: ["od", "outside", "outer", "外"]) { return .outsideDiameter }
    if preceded(text, number, by: ["id", "inside", "inner", "bore", "内"]) { return .insideDiameter }
    if preceded(text, number, by: ["wall", "壁"]) { return .wallThickness }
    if preceded(text, number, by: ["diameter", "dia", "径", "phi"]) { return .outsideDiameter }
    if preceded(text, number, by: ["length", "long", "长"]) { return .length }
    if preceded(text, number, by: ["width", "wide", "宽"]) { return .width }
    if preceded(text, number, by: ["thickness", "thick", "厚"]) { return .thickness }
    return nil
  }

  /// Whether one of some words stands among the few before a number, with no other number between.
  private static func preceded(_ text: borrowing FoldedText, _ number: Int, by words: [String]) -> Bool {
    var index = number - 1
    while index >= 0, number - index <= 8 {
      if text.tokens[index].kind == .number { return false }
      if text.tokens[index].kind == .sign, [0x2C, 0x3B].contains(text.byte(index)) { return false }
      if text.word(index, isOneOf: words) { return true }
      index -= 1
    }
    return false
  }

  private static func followed(_ text: borrowing FoldedText, _ index: Int, by word: String) -> Bool {
    index + 2 < text.tokens.count && text.tokens[index + 1].kind == .sign
      && text.word(index + 2, isOneOf: [word])
  }
}
