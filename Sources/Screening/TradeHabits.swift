// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import Intake
import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the file shows of how the parties of an item trade, as odds on whatever is suspected of it.
///
/// Schemes of record are campaigns: a party that hardly trades otherwise sends a few lots. Honest trade has a past: the same
/// parties, goods and price over months. So a suspicion weighs more where the parties have hardly any items in the file (the
/// less common such parties are there, the more), and less where the item is one of many like it, or where a single price is
/// odd among usual ones of the same exporter. Nothing is suspected for these circumstances alone.
struct TradeHabits: Sendable {
  /// The rows that were looked at, and what was seen of each.
  private let ranks: RowRanks
  private let circumstances: [Circumstances]

  /// The circumstances of one item; counts are 0 and odds nought where nothing is known.
  struct Circumstances: Sendable {
    var exporterItems: UInt32 = 0
    var consigneeItems: UInt32 = 0
    /// Items between the same parties under the subheading at about this price, with their first and last day.
    var regularItems: UInt32 = 0
    var regularFirst: Int32 = 0
    var regularLast: Int32 = 0
    /// The exporter's other items under the subheading and their median price, where this price is odd among them.
    var oddItems: UInt32 = 0
    var oddMedian = 0.0
    var exporterOdds = 0.0
    var consigneeOdds = 0.0
    var regularOdds = 0.0
    var oddOdds = 0.0

    var logOdds: Double {
      min(Limits.most, exporterOdds + consigneeOdds) + max(regularOdds + oddOdds, Limits.least)
    }
  }

  /// Stated, not fitted: shares among schemes of record, and how far each circumstance counts.
  enum Limits {
    /// Files below this many rows are too small to learn from.
    static let leastRows = 2_000
    /// A party with at most so many items hardly trades.
    static let fewItems = 10
    /// The share of schemes whose exporter, and whose consignee, hardly trades otherwise.
    static let newExporters = 0.5, newConsignees = 0.6
    /// Naive odds are tempered to this power, since a file's small traders are mostly honest.
    static let temper = 0.4
    static let most = 1.4, least = -2.2
    /// Regular trade: so many items over so many days, within so much of their median logarithm of price.
    static let regularItems = 6, regularDays = 90
    static let regularReach = 0.7
    /// A price is odd among so many others from this difference of logarithms on.
    static let others = 3
    static let oddReach = 1.2
    static let smallKilograms = 5.0
  }

  /// Rows below this score are not looked at.
  static let leastScore: Float = 0.03

  init() { self.init(RowRanks([], of: 0), []) }

  private init(_ ranks: RowRanks, _ circumstances: [Circumstances]) {
    self.ranks = ranks
    self.circumstances = circumstances
  }

  /// - Parameters:
  ///   - rows: rows of which anything is suspected, rising.
  ///   - isFree: whether a row needs no licence as declared and cites none; what leaves under a licence in a regular trade may
  ///     still be mis-stated.
  init(_ table: DeclarationTable, _ learned: LearnedContext, rows: [Int], isFree: (Int) -> Bool) {
    guard table.rowCount >= Limits.leastRows, !rows.isEmpty else {
      self.init()
      return
    }
    let (exporters, consignees) = (table.party(.exporter), table.party(.consignee))
    // Licensed trade has few and small parties by nature; each kind is compared with its own.
    let free = (0..<table.rowCount).map(isFree)
    let byExporter = Counts(exporters, table.parties.count, free, share: Limits.newExporters)
    let byConsignee = Counts(consignees, table.parties.count, free, share: Limits.newConsignees)
    let prices = GoodsPrices(table, learned, rows: rows.lazy.filter { free[$0] })
    let found = rows.map { row in
      var own = Circumstances()
      (own.exporterItems, own.exporterOdds) = byExporter[exporters[row], free[row]]
      (own.consigneeItems, own.consigneeOdds) = byConsignee[consignees[row], free[row]]
      if free[row], let price = learned.price(table, row), price > 0 {
        prices.look(row, log(price), table, into: &own)
      }
      return own
    }
    self.init(RowRanks(rows, of: table.rowCount), found)
  }

  var isEmpty: Bool { circumstances.isEmpty }

  func logOdds(_ row: Int) -> Double { ranks[row].map { circumstances[$0].logOdds } ?? 0 }

  /// The circumstances in words, for those that count.
  func evidence(_ row: Int) -> [IdentityEvidence] {
    guard let own = ranks[row].map({ circumstances[$0] }) else { return [] }
    var evidence: [IdentityEvidence] = []
    func add(_ odds: Double, _ statement: String) {
      guard abs(odds) > 0.05 else { return }
      evidence.append(IdentityEvidence(.context, material: nil, logOdds: odds, statement: statement))
    }
    func items(_ count: UInt32) -> String { count == 1 ? "1 item" : "\(count) items" }
    if own.exporterItems > 0, own.exporterOdds > 0 {
      add(own.exporterOdds, "the exporter has \(items(own.exporterItems)) in the file, as few exporters have")
    }
    if own.consigneeItems > 0, own.consigneeOdds > 0 {
      add(
        own.consigneeOdds,
        "the consignee has \(items(own.consigneeItems)) in the file, as few consignees have")
    }
    if own.regularItems > 0 {
      add(
        own.regularOdds,
        "regular trade: \(items(own.regularItems)) between the same parties under the code at about this price, "
          + "\(Day(number: own.regularFirst)) to \(Day(number: own.regularLast))")
    }
    if own.oddItems > 0 {
      add(
        own.oddOdds,
        "a single odd price: the exporter's \(own.oddItems) others under the code have a median of "
          + "\(IdentityModel.figure(own.oddMedian)) USD/kg")
    }
    return evidence
  }
}

extension TradeHabits {
  /// How many items each party has, and the odds of having few or many, for goods that need a licence and others apart.
  private struct Counts {
    private var counts: [UInt32]
    private let free: (few: Double, many: Double)
    private let licensed: (few: Double, many: Double)

    init(_ codes: Column<UInt32>, _ parties: Int, _ isFree: [Bool], share: Double) {
      var counts = [UInt32](repeating: 0, count: parties)
      for row in isFree.indices where codes[row] != 0 { counts[Int(codes[row])] += 1 }
      // By kind of goods, those that need a licence first: items of parties, and those of parties that have few.
      var total = [0, 0]
      var small = [0, 0]
      for row in isFree.indices where codes[row] != 0 {
        let kind = isFree[row] ? 1 : 0
        total[kind] += 1
        if counts[Int(codes[row])] <= Limits.fewItems { small[kind] += 1 }
      }
      func odds(of kind: Int) -> (few: Double, many: Double) {
        // A few more of each, so that a share is never nought or one and a handful of rows says little.
        let usual = (Double(small[kind]) + 5) / (Double(total[kind]) + 10)
        return (
          max(0, Limits.temper * log(share / usual)), min(0, Limits.temper * log((1 - share) / (1 - usual)))
        )
      }
      (free, licensed) = (odds(of: 1), odds(of: 0))
      self.counts = counts
    }

    subscript(code: UInt32, isFree: Bool) -> (items: UInt32, odds: Double) {
      guard code != 0 else { return (0, 0) }
      let count = counts[Int(code)]
      let odds = isFree ? free : licensed
      return (count, count <= Limits.fewItems ? odds.few : odds.many)
    }
  }
}
