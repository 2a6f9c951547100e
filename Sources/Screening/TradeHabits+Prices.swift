// SPDX-License-Identifier: Apache-2.0

import Intake
import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension TradeHabits {
  /// What exporters sell their goods for, and to whom: prices and days of all items of an exporter under a subheading, for
  /// those of which anything is suspected.
  ///
  /// - Complexity: O(n) in the rows of the table and O(m log m) in those of the goods asked for; O(log m) for each look.
  struct GoodsPrices {
    private struct Sale {
      /// Logarithm of US dollars per kilogram.
      var price: Double
      var consignee: UInt32
      var day: Int32
    }
    /// By exporter and subheading: which goods.
    private var goods = NumberIndex()
    /// By code of the table's list of commodity codes: its subheading, 0 for none.
    private let subheadings: [UInt32]
    /// Where the sales of each goods begin; one more at the end.
    private var starts: [Int] = []
    /// Those of one goods side by side, in order of consignee and price.
    private var sales: [Sale] = []
    /// The same places, in order of price alone.
    private var prices: [Double] = []

    /// - Parameter rows: rows that will be looked at.
    init(_ table: DeclarationTable, _ learned: LearnedContext, rows: some Sequence<Int>) {
      subheadings = table.commodityCodes.map { $0.map { UInt32($0.subheading) } ?? 0 }
      let (exporters, consignees) = (table.party(.exporter), table.party(.consignee))
      var isLooked = [Bool](repeating: false, count: table.parties.count)
      for row in rows {
        guard let key = key(row, table, exporters) else { continue }
        isLooked[Int(exporters[row])] = true
        _ = goods.number(of: key)
      }
      guard goods.count > 0 else { return }
      var found: [(goods: UInt32, sale: Sale)] = []
      starts = [Int](repeating: 0, count: goods.count + 1)
      for row in 0..<table.rowCount where isLooked[Int(exporters[row])] {
        guard let key = key(row, table, exporters), let number = goods[key],
          let price = learned.price(table, row), price > 0
        else { continue }
        starts[number] += 1
        found.append(
          (UInt32(number), Sale(price: log(price), consignee: consignees[row], day: table.day[row])))
      }
      var sum = 0
      for number in starts.indices { (starts[number], sum) = (sum, sum + starts[number]) }
      var next = starts
      sales = [Sale](repeating: Sale(price: 0, consignee: 0, day: 0), count: found.count)
      for (number, sale) in found {
        sales[next[Int(number)]] = sale
        next[Int(number)] += 1
      }
      prices = sales.map(\.price)
      for number in 0..<goods.count where starts[number + 1] - starts[number] > Limits.others {
        let range = starts[number]..<starts[number + 1]
        prices[range].sort()
        if range.count >= Limits.regularItems {
          sales[range].sort { ($0.consignee, $0.price) < ($1.consignee, $1.price) }
          keepDays(range)
        }
      }
    }

    /// Leaves the first and the last day of the sales to each consignee with the first two of them, so that no look goes over
    /// all of them.
    private mutating func keepDays(_ range: Range<Int>) {
      var first = range.lowerBound
      while first < range.upperBound {
        var (begin, last, end) = (sales[first].day, sales[first].day, first)
        while end < range.upperBound, sales[end].consignee == sales[first].consignee {
          (begin, last) = (min(begin, sales[end].day), max(last, sales[end].day))
          end += 1
        }
        sales[first].day = begin
        if end - first > 1 { sales[first + 1].day = last }
        first = end
      }
    }

    private func key(_ row: Int, _ table: DeclarationTable, _ exporters: Column<UInt32>) -> UInt64? {
      let exporter = exporters[row]
      let code = table.commodityCode[row]
      guard exporter != 0, table.commodityCodes[Int(code)] != nil else { return nil }
      return UInt64(exporter) << 32 | UInt64(subheadings[Int(code)])
    }

    func look(_ row: Int, _ logPrice: Double, _ table: DeclarationTable, into found: inout Circumstances) {
      guard let key = key(row, table, table.party(.exporter)), let number = goods[key] else { return }
      let range = starts[number]..<starts[number + 1]
      if range.count >= Limits.regularItems {
        regular(range, table.party(.consignee)[row], logPrice, &found)
      }
      guard range.count > Limits.others else { return }
      let median = median(of: range, without: logPrice)
      if abs(logPrice - median) > Limits.oddReach {
        found.oddItems = UInt32(range.count - 1)
        found.oddMedian = exp(median)
        let mass = table.netMass[row]
        let isSmall = mass != DeclarationTable.absent64 && Double(mass) / 1e6 < Limits.smallKilograms
        found.oddOdds = isSmall ? -1.6 : -0.9
      }
    }

    /// Whether the price is one that the same parties have had for months.
    private func regular(
      _ range: Range<Int>, _ consignee: UInt32, _ logPrice: Double, _ found: inout Circumstances
    ) {
      let first = place(in: range) { sales[$0].consignee < consignee }
      let end = place(in: first..<range.upperBound) { sales[$0].consignee == consignee }
      let count = end - first
      guard count >= Limits.regularItems,
        abs(logPrice - sales[first + (count - 1) / 2].price) < Limits.regularReach
      else { return }
      let (begin, last) = (sales[first].day, sales[first + 1].day)
      guard Int(last) - Int(begin) >= Limits.regularDays else { return }
      (found.regularItems, found.regularFirst, found.regularLast) = (UInt32(count), begin, last)
      found.regularOdds = -min(1.8, log(1 + Double(count - 4) / 3))
    }

    /// The first place that does not hold; those that do stand before it.
    private func place(in range: Range<Int>, _ holds: (Int) -> Bool) -> Int {
      var (low, high) = (range.lowerBound, range.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if holds(middle) { low = middle + 1 } else { high = middle }
      }
      return low
    }

    /// The lower median of prices in order, without one that is among them.
    private func median(of range: Range<Int>, without value: Double) -> Double {
      let low = place(in: range) { prices[$0] < value } - range.lowerBound
      let place = (range.count - 2) / 2
      return prices[range.lowerBound + (place < low ? place : place + 1)]
    }
  }
}
