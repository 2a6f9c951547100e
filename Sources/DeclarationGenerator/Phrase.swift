// SPDX-License-Identifier: Apache-2.0

typealias Bytes = [UInt8]

/// A wording with places that vary: `{a|b}` one of several, `{#10-99}` a whole number, `{@model}` a model number.
struct Phrase: Sendable {
  private enum Part: Sendable {
    case text(Bytes)
    case choice([Bytes])
    case number(Int, Int)
    case model
  }

  private var parts: [Part] = []
  var isEmpty: Bool { parts.isEmpty }

  /// Compiles a wording; nothing when a brace is left open or a range is broken.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      guard let open = rest.firstIndex(of: UInt8(ascii: "{")) else {
        parts.append(.text(Array(rest)))
        break
      }
      if open > rest.startIndex { parts.append(.text(Array(rest[rest.startIndex..<open]))) }
      guard let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
      let inner = rest[(open + 1)..<close]
      guard !inner.contains(UInt8(ascii: "{")) else { return nil }
      rest = rest[(close + 1)...]
      if inner.first == UInt8(ascii: "@") {
        // `{@model}` alone or inside a choice.
        parts.append(.model)
      } else if inner.first == UInt8(ascii: "#") {
        let bounds = String(decoding: inner.dropFirst(), as: UTF8.self).split(separator: "-").map { Int($0) }
        guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low <= high else { return nil }
        parts.append(.number(low, high))
      } else {
        parts.append(
          .choice(
            inner.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { Array($0) }))
      }
    }
  }

  /// Writes one wording, as the chance falls.
  func write(into bytes: inout Bytes, _ chance: inout Chance) {
    for part in parts {
      switch part {
      case .text(let text): bytes.append(contentsOf: text)
      case .choice(let choices): bytes.append(contentsOf: choices[chance.below(choices.count)])
      case .number(let low, let high): bytes.append(number: chance.within(low, high))
      case .model:
        for _ in 0..<chance.within(1, 3) { bytes.append(UInt8(ascii: "A") + UInt8(chance.below(26))) }
        if chance.happens(0.6) { bytes.append(UInt8(ascii: "-")) }
        bytes.append(number: chance.within(12, 9899))
        if chance.happens(0.3) { bytes.append(UInt8(ascii: "A") + UInt8(chance.below(26))) }
      }
    }
    bytes.tidySpaces()
  }
}

extension [UInt8] {
  mutating func append(_ text: StaticString) {
    unsafe append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a whole number in decimal digits, padded with zeros to a width.
  mutating func append(number: Int, width: Int = 1) {
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var value = number.magnitude
    var count = 0
    if number < 0 { append(UInt8(ascii: "-")) }
    // Twenty digits at most, kept eight to a word from the lowest.
    repeat {
      let digit = UInt64(value % 10) + 0x30
      switch count / 8 {
      case 0: digits.0 |= digit << UInt64(count % 8 * 8)
      case 1: digits.1 |= digit << UInt64(count % 8 * 8)
      default: digits.2 |= digit << UInt64(count % 8 * 8)
      }
      value /= 10
      count += 1
    } while value > 0
    for _ in 0..<Swift.max(0, width - count) { append(0x30) }
    while count > 0 {
      count -= 1
      let word = count / 8 == 0 ? digits.0 : count / 8 == 1 ? digits.1 : digits.2
      append(UInt8(truncatingIfNeeded: word >> UInt64(count % 8 * 8)))
    }
  }

  /// Appends a number of thousandths as a decimal, without needless zeros.
  mutating func append(thousandths: Int) {
    append(number: thousandths / 1000)
    var rest = Swift.abs(thousandths % 1000)
    guard rest > 0 else { return }
    append(UInt8(ascii: "."))
    var unit = 100
    while rest > 0 {
      append(UInt8(rest / unit) + 0x30)
      rest %= unit
      unit /= 10
    }
  }

  /// Appends a number of hundredths with two decimals.
  mutating func append(hundredths: Int) {
    append(number: hundredths / 100)
    append(UInt8(ascii: "."))
    append(number: Swift.abs(hundredths % 100), width: 2)
  }

  /// Removes double spaces and spaces at the end, which empty choices leave behind.
  mutating func tidySpaces() {
    var write = 0
    for read in indices {
      if self[read] == 0x20, write == 0 || self[write - 1] == 0x20 { continue }
      if write != read { self[write] = self[read] }
      write += 1
    }
    if write > 0, self[write - 1] == 0x20 { write -= 1 }
    if write < count { removeLast(count - write) }
  }
}
