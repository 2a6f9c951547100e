// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// The words of one address, told apart by numbers and names.
///
/// Addresses are written in another order and with parts left out, so that their letters in a row say little; a house number
/// that differs says much, though it is one letter.
struct AddressLine: Sendable {
  private struct Word: Sendable, BitwiseCopyable {
    var hash: UInt64
    /// Number or name; what kind of street or room it is of counts little.
    var weight: Float
    var isNumber: Bool
  }
  private let words: [Word]
  private let weight: Float
  private let numbers: Int

  init(_ folded: [UInt8]) {
    words = folded.split(separator: 0x20).prefix(24).map { word in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for letter in word { hash = (hash ^ UInt64(letter)) &* 0x100_0000_01B3 }
      let isNumber = word.contains { $0 < 0x3A }
      let isKind = AddressText.kinds.contains(Array(word))
      return Word(hash: hash, weight: isKind ? 0.25 : 1, isNumber: isNumber)
    }
    weight = words.reduce(0) { $0 + $1.weight }
    numbers = words.count { $0.isNumber }
  }

  /// What two addresses have in common.
  struct Common {
    /// Share of the words of both that are in the other, 0...1.
    var share: Float
    /// Share of the words of the shorter one.
    var shareOfShorter: Float
    /// Numbers and names that both have.
    var numbers: Int
    var names: Int
    /// Whether both have numbers and none in common.
    var contradicts: Bool
  }

  func common(with other: AddressLine) -> Common {
    var used: UInt32 = 0
    var found: Float = 0
    var (numbers, names) = (0, 0)
    for word in words {
      for at in other.words.indices where used & (1 << UInt32(at)) == 0 && other.words[at].hash == word.hash {
        used |= 1 << UInt32(at)
        found += word.weight
        if word.isNumber { numbers += 1 } else if word.weight == 1 { names += 1 }
        break
      }
    }
    return Common(
      share: 2 * found / max(1, weight + other.weight),
      shareOfShorter: found / max(1, min(weight, other.weight)),
      numbers: numbers, names: names, contradicts: self.numbers > 0 && other.numbers > 0 && numbers == 0)
  }
}
