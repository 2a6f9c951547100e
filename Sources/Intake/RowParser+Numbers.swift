// SPDX-License-Identifier: Apache-2.0

import TradeModel

// Masses, amounts and whole numbers.

extension RowParser {
  @inline(__always) mutating func readMasses(into out: ChunkColumns, row: Int) {
    var net = plan.netUnit
    var gross = plan.grossUnit
    let unitText = slot(F.massUnit)
    if !unitText.isEmpty {
      let unit = unitValue(unitText, .massUnit)
      if unit >= 0, let known = QuantityUnit(rawValue: UInt8(unit)) {
        if known.milligrams == nil { fault(.unitNotMass, .massUnit) }
        net = known
        gross = known
      }
    }
    out.netMass[row] = amount(slot(F.netMass), .netMass, net.milligrams ?? 1_000_000, Self.largestMass)
    out.grossMass[row] = amount(
      slot(F.grossMass), .grossMass, gross.milligrams ?? 1_000_000, Self.largestMass)
  }

  @inline(__always) mutating func readAmounts(into out: ChunkColumns, row: Int) {
    let quantity = amount(slot(F.quantity), .quantity, 1_000_000, Self.largestAmount)
    out.quantity[row] = quantity
    let unitText = slot(F.quantityUnit)
    if unitText.isEmpty {
      let unit = plan.quantityUnit
      out.quantityUnit[row] = quantity == ChunkColumns.absent64 ? 0 : unit.map { $0.rawValue + 1 } ?? 0
    } else {
      let unit = unitValue(unitText, .quantityUnit)
      out.quantityUnit[row] = unit < 0 ? 0 : UInt8(unit) + 1
    }
    out.value[row] = amount(slot(F.statisticalValue), .statisticalValue, 1_000_000, Self.largestAmount)
    let currency = slot(F.currency)
    out.currency[row] = currency.isEmpty ? plan.currency.packed : currencyValue(currency)
  }

  @inline(__always)
  mutating func amount(_ text: Bytes, _ field: DeclarationField, _ factor: Int64, _ limit: Int64)
    -> Int64
  {
    if text.isEmpty { return ChunkColumns.absent64 }
    guard let number = WrittenNumber.read(text, decimalComma: plan.decimalComma) else {
      fault(.numberMalformed, field)
      return ChunkColumns.absent64
    }
    if number.mantissa < 0 {
      fault(.numberNegative, field)
      return ChunkColumns.absent64
    }
    guard let scaled = number.scaled(by: factor), scaled <= limit else {
      fault(.numberAbsurd, field)
      return ChunkColumns.absent64
    }
    return scaled
  }

  @inline(__always) mutating func whole(_ text: Bytes, _ field: DeclarationField) -> Int32 {
    if text.isEmpty { return ChunkColumns.absent32 }
    var value: Int32 = 0
    if text.count <= 9 {
      var i = 0
      while i < text.count, text[i] &- 0x30 < 10 {
        value = value &* 10 &+ Int32(text[i] &- 0x30)
        i &+= 1
      }
      if i == text.count { return value }
    }
    return slowWhole(text, field)
  }

  /// A count followed by the kind of package ("12 drums", "3 CTNS", "40桶"); the words go where a kind would.
  mutating func packagesInWords(_ text: Bytes) -> Int32? {
    var value: Int32 = 0
    var i = 0
    while i < text.count, text[i] &- 0x30 < 10 {
      guard i < 9 else { return nil }
      value = value &* 10 &+ Int32(text[i] &- 0x30)
      i &+= 1
    }
    guard i > 0, i < text.count else { return nil }
    let words = text[i..<text.count].trimmed
    // "12.5", "12-3" and the like stay errors: words begin with a letter.
    guard !words.isEmpty, words[0] >= 0x80 || (words[0] | 0x20 >= 0x61 && words[0] | 0x20 <= 0x7A) else {
      return nil
    }
    packageWords = words
    return value
  }

  @inline(never) mutating func slowWhole(_ text: Bytes, _ field: DeclarationField) -> Int32 {
    guard let number = WrittenNumber.read(text, decimalComma: plan.decimalComma) else {
      if field == .packages, let count = packagesInWords(text) { return count }
      fault(.numberMalformed, field)
      return ChunkColumns.absent32
    }
    if number.mantissa < 0 {
      fault(.numberNegative, field)
      return ChunkColumns.absent32
    }
    let power = WrittenNumber.powers[number.places]
    guard number.mantissa % power == 0 else {
      fault(.numberMalformed, field, hint: "a whole number is wanted")
      return ChunkColumns.absent32
    }
    guard let value = Int32(exactly: number.mantissa / power), value <= 999_999_999 else {
      fault(.numberAbsurd, field)
      return ChunkColumns.absent32
    }
    return value
  }
}
