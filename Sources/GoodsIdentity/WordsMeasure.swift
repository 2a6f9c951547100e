// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// How well the reader decides which minerals goods are, on sentences whose commodity code is known.
public struct WordsMeasure: Sendable {
  /// Which minerals the goods of codes are: by prefix, each mineral named or left open.
  public struct Truth: Sendable {
    private var rules: [String: [(prefix: String, isNamed: Bool)]] = [:]

    public init() {}

    public mutating func add(prefix: String, mineral: String, isNamed: Bool) {
      rules[mineral, default: []].append((prefix, isNamed))
    }

    /// Whether the goods of a code are a mineral: true, false, or left open; the longest prefix holds.
    func answer(_ code: String, _ mineral: String) -> Truth3 {
      var best: (length: Int, answer: Truth3) = (0, .no)
      for rule in rules[mineral] ?? [] where rule.prefix.utf8.count > best.length {
        if code.utf8.starts(with: rule.prefix.utf8) {
          best = (rule.prefix.utf8.count, rule.isNamed ? .yes : .open)
        }
      }
      return best.answer
    }

    enum Truth3: Sendable { case yes, no, open }
  }

  public struct Counts: Sendable, Hashable {
    public var hits = 0
    public var falseAlarms = 0
    public var misses = 0

    public var precision: Double { hits + falseAlarms == 0 ? 1 : Double(hits) / Double(hits + falseAlarms) }
    public var recall: Double { hits + misses == 0 ? 1 : Double(hits) / Double(hits + misses) }
  }

  public private(set) var total = Counts()
  public private(set) var byMineral: [String: Counts] = [:]
  /// Wrong answers: code, mineral, and whether it was claimed.
  public private(set) var errors: [(code: String, mineral: String, claimed: Bool)] = []
  let reader: GoodsReader
  let truth: Truth

  public init(reader: GoodsReader, truth: Truth) {
    self.reader = reader
    self.truth = truth
  }

  /// Whether a code belongs to the half that is held out; split by code so that all languages of a code stay together.
  public static func isHeldOut(_ code: String) -> Bool {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in code.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash >> 33 & 1 == 1
  }

  /// Reads a sentence and counts its answers. The code is not shown to the reader.
  public mutating func add(code: String, text: String) {
    let reading = reader.read(description: text, composition: nil, code: nil)
    let claimed = Set(reading.claims.map { reader.reference.mineral(of: $0.material).slug })
    for mineral in reader.reference.minerals.map(\.slug) {
      let isClaimed = claimed.contains(mineral)
      let answer = truth.answer(code, mineral)
      guard answer != .open, isClaimed || answer == .yes else { continue }
      var counts = byMineral[mineral] ?? Counts()
      switch (isClaimed, answer == .yes) {
      case (true, true): counts.hits += 1
      case (true, false): counts.falseAlarms += 1
      default: counts.misses += 1
      }
      byMineral[mineral] = counts
      total.hits += isClaimed && answer == .yes ? 1 : 0
      total.falseAlarms += isClaimed && answer != .yes ? 1 : 0
      total.misses += isClaimed ? 0 : 1
      if isClaimed != (answer == .yes) { errors.append((code, mineral, isClaimed)) }
    }
  }
}
