// SPDX-License-Identifier: Apache-2.0

/// A unit of quantity on a declaration; UN/ECE Recommendation 20 code beside each.
public enum QuantityUnit: UInt8, Sendable, Hashable, CaseIterable {
  case kilogram, gram, tonne, milligram, pound, ounce, troyOunce, piece, litre, millilitre, cubicMetre
  case squareMetre, metre, set, pair, carat, other

  /// The UN/ECE Recommendation 20 code.
  public var code: String {
    switch self {
    case .kilogram: "KGM"
    case .gram: "GRM"
    case .tonne: "TNE"
    case .milligram: "MGM"
    case .pound: "LBR"
    case .ounce: "ONZ"
    case .troyOunce: "APZ"
    case .piece: "H87"
    case .litre: "LTR"
    case .millilitre: "MLT"
    case .cubicMetre: "MTQ"
    case .squareMetre: "MTK"
    case .metre: "MTR"
    case .set: "SET"
    case .pair: "PR"
    case .carat: "CTM"
    case .other: "ZZ"
    }
  }

  /// Milligrams in one unit where the unit is one of mass; nothing otherwise.
  ///
  /// Pound and ounce by the international agreement of 1959 (0.45359237 kg), rounded to the milligram.
  public var milligrams: Int64? {
    switch self {
    case .kilogram: 1_000_000
    case .gram: 1_000
    case .tonne: 1_000_000_000
    case .milligram: 1
    case .pound: 453_592
    case .ounce: 28_350
    case .troyOunce: 31_103
    case .carat: 200
    default: nil
    }
  }

  /// Reads a unit from a code or a usual name in English or Chinese (`kg`, `KGM`, `千克`, `吨`).
  public init?(name: String) {
    switch name.lowercased().filter({ $0 != "." && $0 != " " }) {
    case "kg", "kgs", "kgm", "kilogram", "kilograms", "kilogramme", "kilogrammes", "千克", "公斤", "035":
      self = .kilogram
    case "g", "gr", "grm", "gram", "grams", "gramme", "克", "036": self = .gram
    case "t", "mt", "tne", "ton", "tons", "tonne", "tonnes", "metricton", "metrictons", "吨", "公吨", "070":
      self = .tonne
    case "mg", "mgm", "milligram", "milligrams", "毫克": self = .milligram
    case "lb", "lbs", "lbr", "pound", "pounds", "磅", "076": self = .pound
    case "oz", "onz", "ounce", "ounces", "盎司": self = .ounce
    case "ozt", "apz", "troyounce", "troyounces", "金衡盎司": self = .troyOunce
    case "pc", "pcs", "h87", "ea", "c62", "nmb", "no", "piece", "pieces", "unit", "units", "个", "件", "支", "片",
      "只", "001", "007", "011":
      self = .piece
    case "l", "ltr", "litre", "litres", "liter", "liters", "升", "095": self = .litre
    case "ml", "mlt", "millilitre", "毫升": self = .millilitre
    case "m3", "mtq", "cbm", "立方米", "033": self = .cubicMetre
    case "m2", "mtk", "sqm", "平方米", "032": self = .squareMetre
    case "m", "mtr", "metre", "meter", "米", "030": self = .metre
    case "set", "sets", "套", "006": self = .set
    case "pr", "pair", "pairs", "双", "对", "025": self = .pair
    case "ct", "ctm", "carat", "carats", "克拉", "084": self = .carat
    case "zz", "other", "其他": self = .other
    default: return nil
    }
  }
}

/// A mass, held exactly in milligrams.
public struct Mass: Hashable, Sendable, Comparable {
  /// The mass in milligrams, 0 to 9.2e18.
  public let milligrams: Int64

  public init(milligrams: Int64) { self.milligrams = milligrams }

  /// Converts a quantity in a unit of mass, or nothing when the unit is not one of mass or the result is out of range.
  ///
  /// `1000 kg`, `1 t` and `1000000 g` give the same value.
  public init?(_ quantity: ExactDecimal, _ unit: QuantityUnit) {
    guard let factor = unit.milligrams else { return nil }
    let (high, low) = quantity.millionths.multipliedFullWidth(by: factor)
    let divisor: Int64 = 1_000_000
    guard high < divisor / 2, high > -divisor / 2 else { return nil }
    milligrams = divisor.dividingFullWidth((high, low)).quotient
  }

  /// The mass in kilograms.
  public var kilograms: Double { Double(milligrams) / 1e6 }
  /// The mass in kilograms as an exact decimal.
  public var exactKilograms: ExactDecimal { ExactDecimal(millionths: milligrams) }

  public static func < (a: Self, b: Self) -> Bool { a.milligrams < b.milligrams }
}

/// A currency by its ISO 4217 code, three capital letters.
public struct CurrencyCode: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The three letters, packed five bits each (A = 1).
  public let packed: UInt16

  public init?(_ text: some StringProtocol) {
    var packed: UInt16 = 0
    var count = 0
    for byte in text.utf8 {
      guard let capital = CountryCode.capital(byte), count < 3 else { return nil }
      packed = packed << 5 | UInt16(capital - 0x40)
      count += 1
    }
    guard count == 3 else { return nil }
    self.packed = packed
  }

  /// Makes a code from a value of `packed`.
  public init(packed: UInt16) { self.packed = packed }

  public var description: String {
    String(
      decoding: [packed >> 10, packed >> 5 & 31, packed & 31].map { UInt8($0) + 0x40 }, as: UTF8.self)
  }

  public static func < (a: Self, b: Self) -> Bool { a.packed < b.packed }
  public static let usd = CurrencyCode("USD")!
  public static let cny = CurrencyCode("CNY")!
}

/// An amount of money in one currency.
public struct Money: Hashable, Sendable {
  public let amount: ExactDecimal
  public let currency: CurrencyCode

  public init(_ amount: ExactDecimal, _ currency: CurrencyCode) {
    self.amount = amount
    self.currency = currency
  }
}
