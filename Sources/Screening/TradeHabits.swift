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
  /// By row that was looked at.
  private let circumstances: [Int: Circumstances]

  /// The circumstances of one item.
  struct Circumstances: Sendable {
    var exporterItems: Int?
    var consigneeItems: Int?
    /// Items between the same parties under the subheading at about this price, with their first and last day.
    var regular: (items: Int, first: Day, last: Day)?
    /// The exporter's other items under the subheading and their median price, where this price is odd among them.
    var oddAmong: (items: Int, median: Double)?
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

  init() { self.init([:]) }

  private init(_ circumstances: [Int: Circumstances]) { self.circumstances = circumstances }

  /// - Parameters:
  ///   - rows: rows of which anything is suspected.
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
    let groups = Groups(table, learned, rows: rows)
    var found: [Int: Circumstances] = [:]
    for row in rows {
      var own = Circumstances()
      (own.exporterItems, own.exporterOdds) = byExporter[exporters[row], free[row]]
      (own.consigneeItems, own.consigneeOdds) = byConsignee[consignees[row], free[row]]
      if free[row], let price = learned.price(table, row), price > 0 {
        groups.look(row, log(price), table, into: &own)
      }
      found[row] = own
    }
    self.init(found)
  }

  var isEmpty: Bool { circumstances.isEmpty }

  func logOdds(_ row: Int) -> Double { circumstances[row]?.logOdds ?? 0 }

  /// The circumstances in words, for those that count.
  func evidence(_ row: Int) -> [IdentityEvidence] {
    guard let own = circumstances[row] else { return [] }
    var evidence: [IdentityEvidence] = []
    func add(_ odds: Double, _ statement: String) {
      guard abs(odds) > 0.05 else { return }
      evidence.append(IdentityEvidence(.context, material: nil, logOdds: odds, statement: statement))
    }
    func items(_ count: Int) -> String { count == 1 ? "1 item" : "\(count) items" }
    if let count = own.exporterItems, own.exporterOdds > 0 {
      add(own.exporterOdds, "the exporter has \(items(count)) in the file, as few exporters have")
    }
    if let count = own.consigneeItems, own.consigneeOdds > 0 {
      add(own.consigneeOdds, "the consignee has \(items(count)) in the file, as few consignees have")
    }
    if let regular = own.regular {
      add(
        own.regularOdds,
        "regular trade: \(items(regular.items)) between the same parties under the code at about this price, "
          + "\(regular.first) to \(regular.last)")
    }
    if let odd = own.oddAmong {
      add(
        own.oddOdds,
        "a single odd price: the exporter's \(odd.items) others under the code have a median of "
          + "\(IdentityModel.figure(odd.median)) USD/kg")
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
      func odds(of kind: Bool) -> (few: Double, many: Double) {
        var total = 0
        var small = 0
        for row in isFree.indices where codes[row] != 0 && isFree[row] == kind {
          total += 1
          if counts[Int(codes[row])] <= Limits.fewItems { small += 1 }
        }
        // A few more of each, so that a share is never nought or one and a handful of rows says little.
        let usual = (Double(small) + 5) / (Double(total) + 10)
        return (
          max(0, Limits.temper * log(share / usual)), min(0, Limits.temper * log((1 - share) / (1 - usual)))
        )
      }
      (free, licensed) = (odds(of: true), odds(of: false))
      self.counts = counts
    }

    subscript(code: UInt32, isFree: Bool) -> (items: Int?, odds: Double) {
      guard code != 0 else { return (nil, 0) }
      let count = Int(counts[Int(code)])
      let odds = isFree ? free : licensed
      return (count, count <= Limits.fewItems ? odds.few : odds.many)
    }
  }

  /// Prices and days of the trade of those exporters of whom anything is suspected.
  ///
  /// - Complexity: O(n log n) in the rows of these exporters, and O(log n) for each row looked at.
  private struct Groups {
    private struct Trade {
      /// Logarithms of US dollars per kilogram, in order when all are there.
      var prices: [Double] = []
      var first = Int32.max
      var last = Int32.min
    }
    /// Between an exporter and a consignee under a subheading.
    private var pairs = NumberMap<Trade>()
    /// Of an exporter under a subheading.
    private var own = NumberMap<Trade>()

    init(_ table: DeclarationTable, _ learned: LearnedContext, rows: [Int]) {
      let exporters = table.party(.exporter)
      var isLooked = [Bool](repeating: false, count: table.parties.count)
      for row in rows where exporters[row] != 0 { isLooked[Int(exporters[row])] = true }
      for row in 0..<table.rowCount where isLooked[Int(exporters[row])] {
        guard let (pair, exporter) = Self.keys(row, table), let price = learned.price(table, row), price > 0
        else { continue }
        Self.add(log(price), table.day[row], pair, to: &pairs)
        Self.add(log(price), table.day[row], exporter, to: &own)
      }
      for index in pairs.values.indices { pairs.values[index].prices.sort() }
      for index in own.values.indices { own.values[index].prices.sort() }
    }

    private static func add(
      _ logPrice: Double, _ day: Int32, _ key: NumberKey, to trades: inout NumberMap<Trade>
    ) {
      let place = trades.position(of: key, default: Trade())
      trades.values[place].prices.append(logPrice)
      trades.values[place].first = min(trades.values[place].first, day)
      trades.values[place].last = max(trades.values[place].last, day)
    }

    private static func keys(_ row: Int, _ table: DeclarationTable) -> (pair: NumberKey, exporter: NumberKey)?
    {
      let exporter = table.party(.exporter, at: row)
      guard exporter != 0, let code = table.commodityCodes[Int(table.commodityCode[row])] else { return nil }
      let head = UInt64(exporter) << 32 | UInt64(code.subheading)
      return (NumberKey(head, UInt64(table.party(.consignee, at: row)) + 1), NumberKey(head))
    }

    func look(_ row: Int, _ logPrice: Double, _ table: DeclarationTable, into found: inout Circumstances) {
      guard let (pair, exporter) = Self.keys(row, table) else { return }
      if let trade = pairs[pair], trade.prices.count >= Limits.regularItems,
        Int(trade.last) - Int(trade.first) >= Limits.regularDays
      {
        let (count, median) = (trade.prices.count, trade.prices[(trade.prices.count - 1) / 2])
        if abs(logPrice - median) < Limits.regularReach {
          found.regular = (count, Day(number: trade.first), Day(number: trade.last))
          found.regularOdds = -min(1.8, log(1 + Double(count - 4) / 3))
        }
      }
      if let prices = own[exporter]?.prices, prices.count > Limits.others {
        let median = Self.median(of: prices, without: logPrice)
        if abs(logPrice - median) > Limits.oddReach {
          found.oddAmong = (prices.count - 1, exp(median))
          let mass = table.netMass[row]
          let isSmall = mass != DeclarationTable.absent64 && Double(mass) / 1e6 < Limits.smallKilograms
          found.oddOdds = isSmall ? -1.6 : -0.9
        }
      }
    }

    /// The lower median of values in order, without one that is among them.
    private static func median(of sorted: [Double], without value: Double) -> Double {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < value { low = middle + 1 } else { high = middle }
      }
      let place = (sorted.count - 2) / 2
      return sorted[place < low ? place : place + 1]
    }
  }
}
