// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// What a text states about content: shares of elements with their bounds, purity, and whether it claims to be whole.
struct Assay {
  var shares: [ElementShare] = []
  /// Elements stated as a compound (`Sb2O3 99.8%`).
  var compounds: Set<Element> = []
  var isWhole = false
  var purity: Bounds?

  /// Reads the statements of a text.
  ///
  /// A description is read strictly: a figure counts when a percent or ppm sign stands with it. An assay text may leave
  /// the sign out.
  mutating func read(_ text: borrowing FoldedText, strict: Bool, chemistry: borrowing Chemistry) {
    guard
      text.tokens.contains(where: { $0.kind == .number })
        || text.tokens.contains(where: { $0.kind == .word && $0.end - $0.start > 3 })
    else { return }
    var reader = AssayReader(strict: strict)
    var index = 0
    while index < text.tokens.count {
      let next = reader.step(text, index, chemistry, &self)
      index = max(next, index + 1)
    }
    close()
  }

  mutating func add(_ species: Chemistry.Species, _ percent: Bounds) {
    if species.isCompound { compounds.insert(species.element) }
    let value =
      species.fraction == 1
      ? percent
      : Bounds(
        percent.lower * species.fraction, percent.upper * species.fraction,
        includesLower: percent.includesLower,
        includesUpper: percent.includesUpper)
    guard !shares.contains(where: { $0.element == species.element }) else { return }
    shares.append(ElementShare(species.element, value))
    if species.isCompound ? percent.lower >= 50 : percent.lower >= 90, purity == nil { purity = percent }
  }

  /// A statement whose parts sum to about 100 is whole.
  private mutating func close() {
    guard shares.count > 1 || !compounds.isEmpty else { return }
    let sum = shares.reduce(0) { $0 + ($1.percent.lower + $1.percent.upper) / 2 }
    if sum > 99, sum < 101 { isWhole = true }
  }
}

/// Steps over tokens and finds one statement at a time.
struct AssayReader {
  let strict: Bool

  enum Unit { case none, percent, ppm }

  mutating func step(
    _ text: borrowing FoldedText, _ index: Int, _ chemistry: borrowing Chemistry, _ assay: inout Assay
  ) -> Int {
    let token = text.tokens[index]
    if token.kind == .number { return number(text, index, chemistry, &assay) }
    guard token.kind == .word || token.kind == .ideograph else { return index + 1 }
    if isBalance(text, index) {
      assay.isWhole = true
      return index + 1
    }
    if let end = designation(text, index, &assay) { return end }
    if let end = ratio(text, index, chemistry, &assay) { return end }
    guard let (species, after) = species(text, index, chemistry) else { return index + 1 }
    guard let (bounds, unit, end) = value(text, after) else { return after }
    // "In 5 bags", "As 20": a bare figure after a symbol counts in assay texts only.
    guard unit != .none || !strict, let scaled = scaled(bounds, unit) else { return after }
    assay.add(species, scaled)
    return end
  }

  private func scaled(_ bounds: Bounds, _ unit: Unit) -> Bounds? {
    let factor = unit == .ppm ? 1e-4 : 1
    let lower = bounds.lower * factor
    guard lower >= 0, lower <= 100.5, bounds.upper * factor <= 100.5 else { return nil }
    // Rounded shares may sum or stand a little above a hundred.
    let upper = min(100, bounds.upper * factor)
    guard lower < upper else { return Bounds(exactly: min(100, lower)) }
    return Bounds(lower, upper, includesLower: bounds.includesLower, includesUpper: bounds.includesUpper)
  }

  private func isBalance(_ text: borrowing FoldedText, _ index: Int) -> Bool {
    text.word(index, isOneOf: ["bal", "balance", "remainder", "rest", "余"])
  }

  /// A number first: `55.3% Bi`, `99.99%`, `4N5`.
  private func number(
    _ text: borrowing FoldedText, _ index: Int, _ chemistry: borrowing Chemistry, _ assay: inout Assay
  ) -> Int {
    if let (purity, end) = nines(text, index) {
      if assay.purity == nil { assay.purity = purity }
      return end
    }
    guard let (bounds, unit, end) = value(text, index), unit != .none, let percent = scaled(bounds, unit)
    else {
      return index + 1
    }
    var next = end
    while next < text.tokens.count, text.tokens[next].kind == .sign,
      text.byte(next) == 0x2D || text.byte(next) == 0x28
    {
      next += 1
    }
    if next < text.tokens.count, text.word(next, isOneOf: ["of", "pure", "purity", "min"]) { next += 1 }
    if next < text.tokens.count, text.tokens[next].kind != .sign,
      let (species, after) = species(text, next, chemistry)
    {
      // "Fe 65.7%, Nd 13%" is read symbol first; only a symbol without a figure of its own follows its figure.
      if value(text, after) == nil || text.tokens[after - 1].kind == .ideograph {
        assay.add(species, percent)
        return after
      }
    }
    if unit == .percent, percent.lower >= 90, assay.purity == nil { assay.purity = percent }
    return end
  }

  /// `4N`, `5N5`: so many nines, and a last figure.
  private func nines(_ text: borrowing FoldedText, _ index: Int) -> (Bounds, Int)? {
    let token = text.tokens[index]
    guard token.end - token.start == 1, index + 1 < text.tokens.count else { return nil }
    let count = Int(text.bytes[Int(token.start)]) - 0x30
    let next = text.tokens[index + 1]
    guard (2...9).contains(count), next.kind == .word, !next.spaced, next.end - next.start <= 2,
      text.bytes[Int(next.start)] == 0x4E
    else { return nil }
    var tail = 0.0
    if next.end - next.start == 2 {
      let digit = Int(text.bytes[Int(next.start) + 1]) - 0x30
      guard (0...9).contains(digit) else { return nil }
      tail = Double(digit)
    }
    var value = 0.0
    var place = 10.0
    for _ in 0..<count {
      value += 9 * place
      place /= 10
    }
    value += tail * place
    return (Bounds(value, 100), index + 2)
  }

  private func species(_ text: borrowing FoldedText, _ index: Int, _ chemistry: borrowing Chemistry) -> (
    Chemistry.Species, Int
  )? {
    let token = text.tokens[index]
    let (start, end) = (Int(token.start), Int(token.end))
    guard end - start <= 16, chemistry.mayBeNamed(text.bytes[start], text.bytes[end - 1], end - start) else {
      return nil
    }
    let bytes = Array(text.bytes[start..<end])
    if token.kind == .word, bytes.count <= 2 || bytes[0] < 0x61, let species = chemistry.bySymbol[bytes] {
      return (species, index + 1)
    }
    if token.kind == .ideograph || bytes.count >= 3,
      let element = chemistry.byName[bytes.map(Vocabulary.lower)]
    {
      return (Chemistry.Species(element: element, fraction: 1, isCompound: false), index + 1)
    }
    return nil
  }

  /// A figure with its comparison, range, sign and qualifier, from a token on.
  func value(_ text: borrowing FoldedText, _ start: Int) -> (Bounds, Unit, Int)? {
    var index = start
    var comparison: UInt8 = 0
    var orEqual = false
    let count = text.tokens.count
    var skipped = 0
    while index < count, text.tokens[index].kind != .number {
      let byte = text.byte(index)
      if text.tokens[index].kind == .sign {
        switch byte {
        case 0x3C, 0x3E: comparison = byte
        case 0x3D: if comparison != 0 { orEqual = true }
        case 0x3A, 0x28, 0x2D, 0x7E, 0x22: break
        default: return nil
        }
      } else if let (sign, equal) = text.comparison(index) {
        comparison = sign
        orEqual = equal
      } else if !text.word(
        index,
        isOneOf: [
          "content", "about", "approx", "ca", "purity", "含", "量", "约", "为", "assay", "than", "to", "度", "is",
          "等", "大", "小", "低", "高", "于", "不", "up",
        ])
      {
        return nil
      }
      index += 1
      skipped += 1
      guard skipped <= 6 else { return nil }
    }
    guard index < count, let first = text.number(index) else { return nil }
    index += 1
    var upper: Double?
    var unit = self.unit(text, &index)
    if index + 1 < count, text.isRange(index), let second = text.number(index + 1), second >= first {
      upper = second
      index += 2
      let later = self.unit(text, &index)
      if later != .none { unit = later }
    }
    if comparison == 0, upper == nil, index < count, text.tokens[index].kind != .number {
      if let (sign, equal) = text.comparison(index), !text.isNextFigure(index + 1) {
        comparison = sign
        orEqual = equal
        index += 1
        if index < count, text.word(index, isOneOf: ["上", "下"]) { index += 1 }
      }
    }
    let full = unit == .ppm ? 1e6 : 100.0
    if let upper {
      return upper > first ? (Bounds(first, upper), unit, index) : (Bounds(exactly: first), unit, index)
    }
    switch comparison {
    case 0x3C:
      guard first > 0 else { return nil }
      return (Bounds(0, first, includesUpper: orEqual), unit, index)
    case 0x3E:
      guard first < full else { return (Bounds(exactly: min(first, full)), unit, index) }
      return (Bounds(first, full, includesLower: orEqual), unit, index)
    default: return (Bounds(exactly: first), unit, index)
    }
  }

  private func unit(_ text: borrowing FoldedText, _ index: inout Int) -> Unit {
    var next = index
    if next < text.tokens.count, text.word(next, isOneOf: ["wt", "mass", "w"]) {
      next += 1
      if next < text.tokens.count, text.byte(next) == 0x2E || text.byte(next) == 0x2F { next += 1 }
    }
    guard next < text.tokens.count else { return .none }
    if text.byte(next) == 0x25 || text.word(next, isOneOf: ["percent", "pct"]) {
      index = next + 1
      return .percent
    }
    if text.word(next, isOneOf: ["ppm"]) {
      index = next + 1
      return .ppm
    }
    return .none
  }

  /// `Sn42Bi58`, `W90Ni7Fe3`: symbols with figures that make a hundred.
  private func designation(_ text: borrowing FoldedText, _ index: Int, _ assay: inout Assay) -> Int? {
    let token = text.tokens[index]
    guard token.kind == .word, token.end - token.start >= 6, text.bytes[Int(token.start)] < 0x5B else {
      return nil
    }
    var position = Int(token.start)
    var end = Int(token.end)
    var parts: [(Element, Double)] = []
    var last = index
    while position < end {
      guard (0x41...0x5A).contains(text.bytes[position]) else { return nil }
      var symbol = [text.bytes[position]]
      position += 1
      if position < end, (0x61...0x7A).contains(text.bytes[position]) {
        symbol.append(text.bytes[position])
        position += 1
      }
      guard let element = Element(symbol: String(decoding: symbol, as: UTF8.self)) else { return nil }
      var value = 0.0
      var digits = 0
      while position < end, (0x30...0x39).contains(text.bytes[position]) {
        value = value * 10 + Double(text.bytes[position] - 0x30)
        digits += 1
        position += 1
      }
      if position == end, last + 2 < text.tokens.count, text.byte(last + 1) == 0x2E,
        !text.tokens[last + 1].spaced,
        text.tokens[last + 2].kind == .number, !text.tokens[last + 2].spaced
      {
        // "Sn42.5Bi57.5" is cut at its points.
        let fraction = text.tokens[last + 2]
        value +=
          (text.number(last + 2) ?? 0) / [1, 10, 100, 1000][min(3, Int(fraction.end - fraction.start))]
        last += 2
        if last + 1 < text.tokens.count, text.tokens[last + 1].kind == .word, !text.tokens[last + 1].spaced {
          last += 1
          position = Int(text.tokens[last].start)
          end = Int(text.tokens[last].end)
        }
      }
      guard digits > 0, digits < 4 else { return nil }
      parts.append((element, value))
      if parts.count > 12 { return nil }
    }
    let sum = parts.reduce(0) { $0 + $1.1 }
    guard parts.count > 1, sum > 97.5, sum < 102 else { return nil }
    for (element, value) in parts where value > 0 {
      assay.add(
        Chemistry.Species(element: element, fraction: 1, isCompound: false), Bounds(exactly: min(100, value)))
    }
    assay.isWhole = true
    return last + 1
  }

  /// `W-Ni-Fe 93/5/2`: symbols joined, then as many figures joined.
  private func ratio(
    _ text: borrowing FoldedText, _ index: Int, _ chemistry: borrowing Chemistry, _ assay: inout Assay
  ) -> Int? {
    // Two symbols at least, with a hyphen or a stroke between them.
    guard index + 2 < text.tokens.count, text.byte(index + 1) == 0x2D || text.byte(index + 1) == 0x2F else {
      return nil
    }
    var elements: [Element] = []
    var next = index
    while next < text.tokens.count, elements.count < 9, let (found, after) = species(text, next, chemistry),
      !found.isCompound
    {
      elements.append(found.element)
      next = after
      guard next + 1 < text.tokens.count, text.byte(next) == 0x2D || text.byte(next) == 0x2F else { break }
      next += 1
    }
    guard elements.count > 1, next < text.tokens.count else { return nil }
    while next < text.tokens.count,
      text.byte(next) == 0x28 || text.byte(next) == 0x3A || text.tokens[next].kind == .word
    {
      next += 1
      if next > index + 2 * elements.count + 3 { return nil }
    }
    var values: [Double] = []
    while next < text.tokens.count, let value = text.number(next) {
      values.append(value)
      next += 1
      guard values.count < elements.count, next < text.tokens.count,
        [0x2F, 0x2D, 0x3A].contains(text.byte(next))
      else { break }
      next += 1
    }
    let sum = values.reduce(0, +)
    guard values.count == elements.count, sum > 97.5, sum < 102 else { return nil }
    for (element, value) in zip(elements, values) {
      assay.add(Chemistry.Species(element: element, fraction: 1, isCompound: false), Bounds(exactly: value))
    }
    assay.isWhole = true
    return next
  }
}

extension FoldedText {
  /// The first byte of a token.
  func byte(_ index: Int) -> UInt8 { bytes[Int(tokens[index].start)] }

  func word(_ index: Int, isOneOf words: [String]) -> Bool {
    let token = tokens[index]
    guard token.kind == .word || token.kind == .ideograph else { return false }
    let length = Int(token.end - token.start)
    return words.contains { word in
      word.utf8.count == length
        && zip(word.utf8, bytes[Int(token.start)...]).allSatisfy { $0 == Vocabulary.lower($1) }
    }
  }

  /// The value of a number token; a comma before three figures groups thousands, else it divides decimals.
  func number(_ index: Int) -> Double? {
    let token = tokens[index]
    guard token.kind == .number, token.end - token.start <= 18 else { return nil }
    var value = 0.0
    var scale = 0.0
    for position in Int(token.start)..<Int(token.end) {
      let byte = bytes[position]
      if byte == 0x2E || byte == 0x2C {
        if scale > 0 { return groupedNumber(token) }
        let grouping = byte == 0x2C && Int(token.end) - position == 4 && value > 0
        if grouping { return groupedNumber(token) }
        scale = 1
      } else {
        value = value * 10 + Double(byte - 0x30)
        scale *= 10
      }
    }
    return scale > 0 ? value / scale : value
  }

  /// A number with more than one comma or point: all but a last point group thousands.
  private func groupedNumber(_ token: Token) -> Double? {
    var value = 0.0
    var scale = 0.0
    for byte in bytes[Int(token.start)..<Int(token.end)] {
      if byte == 0x2C { continue }
      if byte == 0x2E {
        if scale > 0 { return nil }
        scale = 1
        continue
      }
      value = value * 10 + Double(byte - 0x30)
      scale *= 10
    }
    return scale > 0 ? value / scale : value
  }

  /// Whether a dash, tilde or "to" stands between two numbers.
  func isRange(_ index: Int) -> Bool {
    guard index + 1 < tokens.count, tokens[index + 1].kind == .number else { return false }
    let byte = byte(index)
    return (tokens[index].kind == .sign && (byte == 0x2D || byte == 0x7E))
      || word(index, isOneOf: ["to", "至"])
  }

  /// Whether a figure follows, so that "min" before it belongs to it.
  func isNextFigure(_ index: Int) -> Bool { index < tokens.count && tokens[index].kind == .number }

  /// A comparison in words: `min`, `max`, `以上`.
  func comparison(_ index: Int) -> (UInt8, Bool)? {
    if word(index, isOneOf: ["min", "minimum", "over", "above", "more", "least", "exceeding"]) {
      return (0x3E, word(index, isOneOf: ["min", "minimum", "least"]))
    }
    if word(index, isOneOf: ["max", "maximum", "under", "below", "less", "up"]) {
      return (0x3C, word(index, isOneOf: ["max", "maximum", "up"]))
    }
    guard index + 1 < tokens.count, tokens[index].kind == .ideograph else { return nil }
    if word(index, isOneOf: ["以"]) {
      return word(index + 1, isOneOf: ["上"])
        ? (0x3E, true) : word(index + 1, isOneOf: ["下"]) ? (0x3C, true) : nil
    }
    if word(index, isOneOf: ["大", "高"]), word(index + 1, isOneOf: ["于"]) { return (0x3E, false) }
    if word(index, isOneOf: ["小", "低"]), word(index + 1, isOneOf: ["于"]) { return (0x3C, false) }
    if word(index, isOneOf: ["不"]), index + 2 < tokens.count {
      if word(index + 1, isOneOf: ["低", "小", "少"]) { return (0x3E, true) }
      if word(index + 1, isOneOf: ["大", "高"]) || word(index + 1, isOneOf: ["超"]) { return (0x3C, true) }
    }
    return nil
  }
}
