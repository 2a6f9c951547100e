// SPDX-License-Identifier: Apache-2.0

import TradeModel

// Values that stand for something: commodity codes, countries, units, currencies, modes of transport. Each distinct text is read
// once.

extension RowParser {
  func translated(_ text: Bytes, _ kind: ValueKind) -> String {
    let plain = text.text
    return plan.translations[kind]?[plain] ?? plain
  }

  /// The dictionary code of a commodity code; -1 malformed, -2 of wrong length.
  @inline(__always) mutating func codeValue(_ text: Bytes) -> Int64 {
    if let known = codes.value(of: text) { return known }
    return codes.remember(readCode(text))
  }

  @inline(never) func readCode(_ text: Bytes) -> Int64 {
    var number: UInt64 = 0
    var digits = 0
    var group = 2
    for byte in translated(text, .codes).utf8 {
      switch byte {
      case 0x30...0x39:
        digits += 1
        group += 1
        if digits > 10 { return -2 }
        number = number * 10 + UInt64(byte - 0x30)
      case 0x2E, 0x20, 0x2D:
        if group < 2 { return -1 }
        group = 0
      default: return -1
      }
    }
    if digits < 6 { return -2 }
    if group < 2 { return -1 }
    return Int64(CodeKey(number: number, count: digits).code(in: tables.commodityCode))
  }

  @inline(__always) mutating func country(_ text: Bytes, _ field: DeclarationField) -> UInt16 {
    if text.isEmpty { return 0 }
    let value = countries.value(of: text) ?? countries.remember(readCountry(text))
    if value >= 0 { return UInt16(truncatingIfNeeded: value) }
    countryFault(text, field)
    return 0
  }

  @inline(never) func readCountry(_ text: Bytes) -> Int64 {
    guard text.count <= 200 else { return -1 }
    // "none" in a mapping file: the text stands for no country.
    if plan.translations[.countries]?[text.text] == "none" { return 0 }
    return names.country(named: translated(text, .countries)).map { Int64($0.packed) } ?? -1
  }

  @inline(never) mutating func countryFault(_ text: Bytes, _ field: DeclarationField) {
    fault(.countryUnknown, field)
    if text.count <= 60 { faults[faults.count - 1].unknownCountry = translated(text, .countries) }
  }

  @inline(__always) mutating func unitValue(_ text: Bytes, _ field: DeclarationField) -> Int64 {
    let value = units.value(of: text) ?? units.remember(readUnit(text))
    if value < 0 { fault(.unitUnknown, field) }
    return value
  }

  @inline(__always) mutating func currencyValue(_ text: Bytes) -> UInt16 {
    let value = currencies.value(of: text) ?? currencies.remember(readCurrency(text))
    if value >= 0 { return UInt16(truncatingIfNeeded: value) }
    fault(.currencyUnknown, .currency)
    return 0
  }

  @inline(__always) mutating func mode(_ text: Bytes) -> UInt8 {
    if text.isEmpty { return 0 }
    let value = modes.value(of: text) ?? modes.remember(readMode(text))
    if value >= 0 { return UInt8(truncatingIfNeeded: value) }
    fault(.modeUnknown, .mode)
    return 0
  }

  @inline(never) func readUnit(_ text: Bytes) -> Int64 {
    guard text.count <= 60 else { return -1 }
    return QuantityUnit(name: translated(text, .units)).map { Int64($0.rawValue) } ?? -1
  }

  @inline(never) func readCurrency(_ text: Bytes) -> Int64 {
    guard text.count <= 60 else { return -1 }
    return names.currency(named: translated(text, .currencies)).map { Int64($0.packed) } ?? -1
  }

  @inline(never) func readMode(_ text: Bytes) -> Int64 {
    guard text.count <= 60 else { return -1 }
    return TransportMode(name: translated(text, .modes)).map { Int64($0.rawValue) } ?? -1
  }
}
