// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import TradeModel

/// What a number in a law file measures, with the units it may be written in and what one unit is in the canonical one.
enum Measure {
  case share, mass, property(PhysicalProperty)

  var units: [(name: String, factor: Double)] {
    switch self {
    case .share: return [("%", 1), ("ppm", 1e-4)]
    case .mass: return [("kg", 1), ("t", 1000), ("g", 1e-3)]
    case .property(let property):
      switch property {
      case .density, .compactDensity: return [("g/cm3", 1), ("kg/m3", 1e-3)]
      case .particleSize: return [("um", 1), ("mm", 1000), ("nm", 1e-3)]
      case .flexuralStrength, .tensileStrength, .elasticLimit: return [("MPa", 1), ("GPa", 1000)]
      case .elongation, .transmittance, .enrichment: return [("%", 1)]
      case .outsideDiameter, .insideDiameter, .wallThickness, .length, .width, .thickness:
        return [("mm", 1), ("cm", 10), ("m", 1000), ("inch", 25.4)]
      case .volume: return [("ml", 1), ("l", 1000), ("m3", 1e6)]
      case .power: return [("kW", 1), ("W", 1e-3)]
      case .pressure: return [("GPa", 1), ("MPa", 1e-3)]
      case .frequency: return [("MHz", 1), ("GHz", 1000)]
      case .magneticField: return [("T", 1)]
      case .temperature: return [("C", 1)]
      case .energyDensity: return [("Wh/kg", 1)]
      case .capacity: return [("mAh/g", 1)]
      case .dislocationDensity: return [("/cm2", 1)]
      case .layers: return [("layers", 1)]
      }
    }
  }

  /// Values that such a quantity can have at all, in the canonical unit.
  var plausible: ClosedRange<Double> {
    switch self {
    case .share: 0...100
    case .mass: 0...1e9
    case .property(let property):
      switch property {
      case .density, .compactDensity: 0...25
      case .elongation: 0...1000
      case .transmittance, .enrichment: 0...100
      case .temperature: -273.15...6000
      case .flexuralStrength, .tensileStrength, .elasticLimit: 0...20_000
      default: 0...1e12
      }
    }
  }

  /// Reads `>= 99.9 %` as a limit.
  func limit(_ text: String) throws(ValueError) -> Limit {
    let (comparison, rest) = Self.comparison(text)
    guard let comparison else {
      throw ValueError("a limit starts with >, >=, < or <=, such as '>= 99.9 %'")
    }
    return Limit(comparison, try value(rest), text: text.split(separator: " ").joined(separator: " "))
  }

  /// Reads one or two limits: `> 1.73 g/cm3`, or `100..300 mm` with both ends in.
  func limits(_ text: String) throws(ValueError) -> [Limit] {
    guard let (low, high, unit) = Self.range(text) else { return [try limit(text)] }
    let lower = try value("\(low) \(unit)")
    let upper = try value("\(high) \(unit)")
    guard lower <= upper else { throw ValueError("a range goes from the smaller to the larger value") }
    return [
      Limit(.greaterOrEqual, lower, text: ">= \(low) \(unit)"),
      Limit(.lessOrEqual, upper, text: "<= \(high) \(unit)"),
    ]
  }

  /// Reads what goods are stated to have: `99.8 %`, `>= 99.8 %`, `< 0.5 %`, `1..2 mm`.
  func bounds(_ text: String) throws(ValueError) -> Bounds {
    if let (low, high, unit) = Self.range(text) {
      let lower = try value("\(low) \(unit)")
      let upper = try value("\(high) \(unit)")
      guard lower <= upper else { throw ValueError("a range goes from the smaller to the larger value") }
      return Bounds(lower, upper)
    }
    let (comparison, rest) = Self.comparison(text)
    let number = try value(rest)
    let range = plausible
    switch comparison {
    case nil: return Bounds(exactly: number)
    case .greater where number < range.upperBound:
      return Bounds(number, range.upperBound, includesLower: false)
    case .greaterOrEqual: return Bounds(number, range.upperBound)
    case .less where number > range.lowerBound:
      return Bounds(range.lowerBound, number, includesUpper: false)
    case .lessOrEqual: return Bounds(range.lowerBound, number)
    default: throw ValueError("no value lies there")
    }
  }

  private func value(_ text: some StringProtocol) throws(ValueError) -> Double {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard let first = parts.first, let number = Double(first), number.isFinite else {
      throw ValueError("not a number with a unit, such as '\(example)'")
    }
    let unit = parts.count == 2 ? String(parts[1]) : ""
    guard let factor = units.first(where: { $0.name == unit })?.factor else {
      let names = units.map(\.name).joined(separator: ", ")
      throw ValueError(
        unit.isEmpty ? "the unit is missing: \(names)" : "'\(unit)' is not a unit of this: \(names)")
    }
    let result = number * factor
    guard plausible.contains(result) else { throw ValueError("no such value is possible") }
    return result
  }

  private var example: String { "12 \(units[0].name)" }

  private static func comparison(_ text: String) -> (Bounds.Comparison?, Substring) {
    for comparison in [Bounds.Comparison.greaterOrEqual, .lessOrEqual, .greater, .less] {
      if text.hasPrefix(comparison.rawValue) {
        return (comparison, text.dropFirst(comparison.rawValue.count).drop { $0 == " " })
      }
    }
    return (nil, text[...])
  }

  /// The parts of `100..300 mm`.
  private static func range(_ text: String) -> (Substring, Substring, Substring)? {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let numbers = parts[0]
    var index = numbers.startIndex
    while index < numbers.endIndex {
      let next = numbers.index(after: index)
      if numbers[index] == ".", next < numbers.endIndex, numbers[next] == "." {
        return (numbers[..<index], numbers[numbers.index(after: next)...], parts[1])
      }
      index = next
    }
    return nil
  }
}

/// Reads `12.5 kg` as an exact mass.
func readMass(_ text: String) throws(ValueError) -> Mass {
  let parts = text.split(separator: " ")
  guard parts.count == 2, let unit = QuantityUnit(name: String(parts[1])) else {
    throw ValueError("a mass is a number and a unit, such as '600 kg'")
  }
  guard let mass = Mass(try ExactDecimal(parts[0]), unit), mass.milligrams >= 0 else {
    throw ValueError("not a mass")
  }
  return mass
}
