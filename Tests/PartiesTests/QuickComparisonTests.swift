// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Testing

@testable import Parties
@testable import PartyResolution

@Suite("What makes comparing quick changes no answer") struct QuickComparisonTests {
  static let syllables = [
    "ba", "rin", "tor", "wu", "xiang", "kel", "o", "lith", "metal", "gul", "zh", "qen", "i", "l1", "s5", "hh",
  ]
  static let tails = [
    "Trading", "Trdg", "Metals", "Co., Ltd.", "GmbH", "Limited", "International", "Group", "2", "III",
    "China", "& Sons",
  ]

  static func name(_ generator: inout SeededGenerator) -> String {
    var words = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      (0..<Int.random(in: 1...3, using: &generator)).map { _ in syllables.randomElement(using: &generator)! }
        .joined()
    }
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      words.append(tails.randomElement(using: &generator)!)
    }
    return words.joined(separator: " ")
  }

  /// A name with some letters changed, so that near names occur too.
  static func slipped(_ name: String, _ generator: inout SeededGenerator) -> String {
    var letters = Array(name)
    for _ in 0..<Int.random(in: 0...4, using: &generator) where letters.count > 3 {
      let place = Int.random(in: 0..<letters.count - 1, using: &generator)
      switch Int.random(in: 0...2, using: &generator) {
      case 0: letters.remove(at: place)
      case 1: letters.swapAt(place, place + 1)
      default: letters[place] = "abeilo1 ".randomElement(using: &generator)!
      }
    }
    return String(letters)
  }

  @Test func `names settled early lie below the floor, all others have the log-odds of the whole comparison`()
  {
    var generator = SeededGenerator(seed: 31)
    var scorer = NameScorer()
    var (settled, whole) = (0, 0)
    for kind in [PartyKind.unknown, .organisation, .person] {
      for _ in 0..<2_000 {
        let first = Self.name(&generator)
        let second = Bool.random(using: &generator) ? Self.name(&generator) : Self.slipped(first, &generator)
        let (a, b) = (PreparedName(first, kind: kind), PreparedName(second, kind: kind))
        guard !a.isEmpty, !b.isEmpty else { continue }
        let odds = NameModel.standard.fit.logOdds(scorer.features(a, b).values)
        for floor in [-1.386, 0.405, 2.944] {
          if let quick = scorer.logOdds(a, b, atLeast: floor) {
            #expect(quick == odds)
            whole += 1
          } else {
            #expect(odds < floor, "\(first) and \(second)")
            settled += 1
          }
        }
      }
    }
    #expect(settled > 1_000 && whole > 1_000)
  }

  @Test func `the bound by letters is never above the distance`() {
    var generator = SeededGenerator(seed: 32)
    var distance = TokenDistance()
    for _ in 0..<4_000 {
      let first = Self.name(&generator).replacing(" ", with: "")
      let a = PreparedName(first, kind: .vessel)
      let b = PreparedName(Self.slipped(first, &generator).replacing(" ", with: ""), kind: .vessel)
      guard let x = a.tokens.first, let y = b.tokens.first, a.tokens.count == 1, b.tokens.count == 1 else {
        continue
      }
      let cost = distance(a.bytes.span, b.bytes.span, limit: 10_000)
      #expect(distance.least(x.letters, y.letters) <= cost)
    }
  }

  @Test func `Jaro-Winkler by bits is that of the definition`() {
    func slow(_ a: [UInt8], _ b: [UInt8]) -> Double {
      let window = max(0, max(a.count, b.count) / 2 - 1)
      var used = Array(repeating: false, count: b.count)
      var (fromA, takenB): ([UInt8], [Int]) = ([], [])
      for i in a.indices {
        for j in b.indices where abs(i - j) <= window && !used[j] && a[i] == b[j] {
          used[j] = true
          fromA.append(a[i])
          takenB.append(j)
          break
        }
      }
      guard !fromA.isEmpty else { return 0 }
      let half = zip(fromA, takenB.sorted()).count { $0 != b[$1] }
      let m = Double(fromA.count)
      let jaro = (m / Double(a.count) + m / Double(b.count) + (m - Double(half) / 2) / m) / 3
      let prefix = zip(a, b).prefix(4).prefix { $0 == $1 }.count
      return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }
    var generator = SeededGenerator(seed: 33)
    var likeness = TextLikeness()
    for _ in 0..<3_000 {
      let first = Self.name(&generator)
      let (a, b) = (Array(first.utf8.prefix(64)), Array(Self.slipped(first, &generator).utf8.prefix(64)))
      guard !a.isEmpty, !b.isEmpty else { continue }
      #expect(likeness.jaroWinkler(a, b) == slow(a, b))
    }
    #expect(abs(likeness.jaroWinkler(Array("MARTHA".utf8), Array("MARHTA".utf8)) - 0.961_1) < 1e-4)
    #expect(likeness.jaroWinkler(Array(repeating: 0x61, count: 200), [0x62]) == 0)
  }

  @Test(
    "one edit or one swap, no more",
    arguments: [
      ("12345", "12345", true), ("12345", "1234", true), ("12345", "12435", true), ("12345", "02345", true),
      ("12345", "21435", false),
      ("12345", "123", false), ("", "1", true), ("", "12", false), ("123", "321", false),
      ("12345", "123456", true),
    ])
  func oneEdit(_ a: String, _ b: String, _ expected: Bool) {
    #expect(TextLikeness.isOneEdit(Array(a.utf8), Array(b.utf8)) == expected)
    #expect(TextLikeness.isOneEdit(Array(b.utf8), Array(a.utf8)) == expected)
  }

  @Test func `a table of words holds what a dictionary holds`() {
    var generator = SeededGenerator(seed: 34)
    var table = WordTable<Int>(minimumCapacity: 8)
    var known: [UInt64: Int] = [:]
    for _ in 0..<5_000 {
      let hash = UInt64.random(in: 1...3_000, using: &generator) << 33
      table.update(hash, from: 0) { $0 += 1 }
      known[hash, default: 0] += 1
    }
    #expect(table.values.count == known.count)
    #expect(known.allSatisfy { table[$0.key] == $0.value })
    #expect(table[7] == nil)
  }
}
