// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Testing
import TradeModel

@testable import Parties

@Suite("Searching names, beside slow ways") struct NameSearchTests {
  /// Optimal string alignment with the same costs, every cell of the table.
  private static func slowDistance(_ a: [UInt8], _ b: [UInt8]) -> Int32 {
    func gap(_ word: [UInt8], _ at: Int) -> Int32 {
      at > 0 && word[at] == word[at - 1] ? 5 : word[at] == 0x68 ? 6 : 10
    }
    var rows = [[Int32]](repeating: [Int32](repeating: 0, count: b.count + 1), count: a.count + 1)
    for j in 0...b.count { rows[0][j] = Int32(j) * 10 }
    for i in 1...a.count {
      rows[i][0] = rows[i - 1][0] + gap(a, i - 1)
      for j in 1...b.count {
        var one = TokenDistance()
        let written = a[i - 1] == b[j - 1] ? 0 : one([a[i - 1]].span, [b[j - 1]].span, limit: 1000)
        var cost = rows[i - 1][j - 1] + written
        cost = min(cost, rows[i - 1][j] + gap(a, i - 1), rows[i][j - 1] + gap(b, j - 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1], a[i - 1] != b[j - 1] {
          cost = min(cost, rows[i - 2][j - 2] + 9)
        }
        rows[i][j] = cost
      }
    }
    return rows[a.count][b.count]
  }

  @Test func `the distance of two words within its limit is that of the whole table`() {
    var random = SeededGenerator(seed: 5)
    var distance = TokenDistance()
    let letters = Array("aeihhllnngso0q1".utf8)
    var within = 0
    for _ in 0..<4000 {
      let a = (0..<Int.random(in: 1...9, using: &random)).map { _ in letters.randomElement(using: &random)! }
      var b = a
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let at = Int.random(in: 0..<max(1, b.count), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: b.insert(letters.randomElement(using: &random)!, at: at)
        case 1 where b.count > 1: b.remove(at: at)
        case 2 where at + 1 < b.count: b.swapAt(at, at + 1)
        default: b[at] = letters.randomElement(using: &random)!
        }
      }
      let whole = Self.slowDistance(a, b)
      for limit: Int32 in [0, 9, 25, 40, 80] {
        let found = distance(a.span, b.span, limit: limit)
        if whole <= limit {
          within += 1
          #expect(found == whole)
        } else {
          #expect(found > limit)
        }
      }
    }
    #expect(within > 4000)
  }

  /// The likeness by shared pieces of every name, as `NameSearcher` defines it.
  private static func likeness(_ query: String, _ index: NameIndex) -> [Float] {
    var pieces: [Int32] = []
    NameIndex.pieces(PreparedName(query, kind: .organisation), into: &pieces)
    let whole = pieces.reduce(0) { $0 + Int(index.weights[Int($1)]) }
    var shared = [Int](repeating: 0, count: index.count)
    for piece in pieces {
      for at in Int(index.starts[Int(piece)])..<Int(index.starts[Int(piece) + 1]) {
        shared[Int(index.postings[at])] += Int(index.weights[Int(piece)])
      }
    }
    return shared.indices.map { name in
      let (sum, whole, total) = (Float(shared[name]), Float(whole), Float(index.totals[name]))
      return sum == 0 ? 0 : sum / (sum + 0.6 * (whole - sum) + 0.25 * max(0, total - sum))
    }
  }

  private static func index(_ count: Int, _ random: inout SeededGenerator) -> (NameIndex, [String]) {
    let syllables = ["ba", "shan", "xi", "ming", "zhong", "lo", "ter", "kan", "qu", "wen", "ri", "dao"]
    let trades = ["Metals", "Trading", "Technology", "Minerals", "Import Export", "Chemical"]
    let names = (0..<count).map { _ -> String in
      let word = (0..<Int.random(in: 2...4, using: &random)).map { _ in
        syllables.randomElement(using: &random)!
      }
      return "\(word.joined()) \(trades.randomElement(using: &random)!) Co Ltd"
    }
    return (NameIndex(names.enumerated().map { ($1, .organisation, $0) }), names)
  }

  @Test(arguments: [40, 700, 30_000])
  func `the names compared in full are the likest by shared pieces of all`(_ count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let (index, names) = Self.index(count, &random)
    var searcher = NameSearcher(index)
    for _ in 0..<20 {
      var query = names.randomElement(using: &random)!
      query.remove(at: query.index(query.startIndex, offsetBy: 1))
      let all = Self.likeness(query, index)
      let best = all.indices.filter { all[$0] > 0 }.sorted { (all[$0], $1) > (all[$1], $0) }
      // With nothing refused, and with two in three names refused.
      for refuses in [false, true] {
        let allowed = best.filter { !refuses || $0 % 3 == 0 }
        let compared = searcher.candidates(query, kind: .organisation, keep: 60) { !refuses || $0 % 3 == 0 }
        #expect(compared == Array(allowed.prefix(60)))
      }
    }
  }
}
