// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// The price bands of a file, looked up by row: what a `PriceBook` learned from the same rows would answer, at a fraction of
/// its cost.
///
/// Rows of one code, month, origin and destination share one answer, so that what is asked for a row is an index. Counts
/// alone are used; the order of rows changes nothing.
public struct FilePrices: Sendable {
  /// By row: its group, 0 for rows without a code.
  private let groups: [UInt32]
  /// By group.
  private let bands: [PriceBook.Band?]

  /// The band of the narrowest group with enough items that a row belongs to.
  @inline(__always)
  public func band(_ row: Int) -> PriceBook.Band? { bands[Int(groups[row])] }

  /// Lends the address of a row's band, for asking for its memory ahead of time.
  public func withAddress(_ row: Int, _ body: (UnsafeRawPointer) -> Void) {
    let group = Int(groups[row])
    unsafe bands.withUnsafeBufferPointer { unsafe body(UnsafeRawPointer($0.baseAddress! + group)) }
  }

  init(groups: [UInt32], bands: [PriceBook.Band?]) {
    self.groups = groups
    self.bands = bands
  }

  /// Takes rows in order, each once.
  public struct Builder {
    private var groups: [UInt32] = []
    /// By row: the bin of its price, or `unpriced`.
    private var bins: [UInt16] = []
    /// By month, the groups of its codes and places; a month at a time is at work, whose table stays near the processor.
    private var months = NumberMap<NumberIndex>()
    private var last: (month: UInt64, index: Int)?
    /// By group less one, the keys under which it looks for its band, narrow ones first.
    private var known: [[5 of UInt64]] = []
    private static let unpriced = UInt16.max

    public init(rows: Int) {
      groups.reserveCapacity(rows)
      bins.reserveCapacity(rows)
    }

    /// Takes the next row.
    /// - Parameters:
    ///   - codeNumber: a number for the code, the same for equal codes.
    ///   - month: the row's month as `PriceBook.month` numbers it.
    public mutating func add(
      code: CommodityCode?, codeNumber: UInt32, month: UInt64, origin: CountryCode?,
      destination: CountryCode?,
      usdPerKilogram: Double?
    ) {
      guard let code else {
        groups.append(0)
        bins.append(Self.unpriced)
        return
      }
      let places = UInt64(origin?.packed ?? 0) << 16 | UInt64(destination?.packed ?? 0)
      if last?.month != month {
        last = (month, months.position(of: NumberKey(month), default: NumberIndex()))
      }
      let next = known.count
      let group = months.values[last?.index ?? 0].value(of: UInt64(codeNumber) << 32 | places, orPut: next)
      if group == next {
        known.append(PriceBook.keys(code: code, month: month, origin: origin, destination: destination))
      }
      groups.append(UInt32(group + 1))
      guard let price = usdPerKilogram, price > 1e-6, price < 1e9 else {
        bins.append(Self.unpriced)
        return
      }
      bins.append(UInt16(PriceBook.bin(price)))
    }

    /// Turns the counts into bands.
    public consuming func finish() -> FilePrices {
      // Fewer items than any band needs, as when one is judged by itself.
      guard groups.count >= PriceBook.leastNeeded else {
        return FilePrices(groups: groups, bands: Array(repeating: nil, count: known.count + 1))
      }
      var bands = [PriceBook.Band?](repeating: nil, count: known.count + 1)
      var sorted = [UInt16](repeating: 0, count: groups.count)
      var histogram = PriceBook.Histogram()
      for level in 0..<5 {
        // Groups that still look for a band; narrow levels come first.
        var slots = NumberMap<UInt32>()
        var slotOf = [UInt32](repeating: 0, count: known.count + 1)
        for index in 0..<known.count {
          let key = known[index][level]
          guard key != 0 else { continue }
          slotOf[index + 1] = UInt32(slots.position(of: NumberKey(key), default: 0) + 1)
        }
        // The bins of each slot side by side: count, then put.
        var ends = [Int](repeating: 0, count: slots.count + 2)
        for row in groups.indices where bins[row] != Self.unpriced {
          ends[Int(slotOf[Int(groups[row])]) + 1] += 1
        }
        for slot in 1..<ends.count { ends[slot] += ends[slot - 1] }
        for row in groups.indices where bins[row] != Self.unpriced {
          let slot = Int(slotOf[Int(groups[row])])
          sorted[ends[slot]] = bins[row]
          ends[slot] += 1
        }
        // What was the beginning of a slot is its end now.
        let found = (0...slots.count).map { slot -> PriceBook.Band? in
          slot == 0
            ? nil : histogram.band(of: sorted[ends[slot - 1]..<ends[slot]], least: PriceBook.needed[level])
        }
        for group in bands.indices where bands[group] == nil { bands[group] = found[Int(slotOf[group])] }
      }
      return FilePrices(groups: groups, bands: bands)
    }
  }
}

extension PriceBook {
  /// How many items a group of each level needs before its band counts.
  static let needed: [5 of Int] = [40, 40, 40, 8, 20]
  static let leastNeeded = 8

  /// The month of a day as prices are grouped by it.
  public static func month(of day: Day) -> UInt64 {
    let (year, month, _) = day.civil
    return UInt64(max(0, min(4095, (year - 1990) * 12 + month)))
  }

  /// Counts by bin, used again for one group after the other.
  struct Histogram {
    private var counts = [UInt32](repeating: 0, count: 1024)
    private var deviations = [UInt32](repeating: 0, count: 1024)

    /// The band of a group, or nothing when it has too few items.
    mutating func band(of bins: ArraySlice<UInt16>, least: Int) -> Band? {
      let total = bins.count
      guard total >= max(PriceBook.leastNeeded, least) else { return nil }
      var low = 1023
      var high = 0
      for bin in bins {
        counts[Int(bin)] &+= 1
        low = min(low, Int(bin))
        high = max(high, Int(bin))
      }
      let median = Self.middle(counts, low...high, total)
      for bin in low...high where counts[bin] != 0 { deviations[abs(bin - median)] &+= counts[bin] }
      let reach = max(high - median, median - low)
      let spread = Double(Self.middle(deviations, 0...reach, total)) * PriceBook.width
      for bin in low...high { counts[bin] = 0 }
      for bin in 0...reach { deviations[bin] = 0 }
      return Band(center: PriceBook.center(median), scale: max(0.12, 1.4826 * spread), count: total)
    }

    private static func middle(_ counts: [UInt32], _ bins: ClosedRange<Int>, _ total: Int) -> Int {
      var seen = 0
      for bin in bins {
        seen += Int(counts[bin])
        if 2 * seen >= total { return bin }
      }
      return bins.upperBound
    }
  }
}
