// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Usual prices learned from the file at hand: median and median absolute deviation of the logarithm of USD per kilogram
/// by commodity code, with month, destination and origin where enough was seen.
///
/// Counts in bins of five per cent are kept, so that neither the order of rows nor their division among threads changes
/// the result. A few false prices move a median little.
public struct PriceBook: Sendable {
  /// Counts by key and bin, while learning.
  public struct Builder: Sendable {
    var counts = NumberMap<UInt32>()

    public init() {}

    /// Adds the price of one goods item.
    public mutating func add(
      code: CommodityCode, usdPerKilogram: Double, day: Day, origin: CountryCode?, destination: CountryCode?
    ) {
      guard usdPerKilogram > 1e-6, usdPerKilogram < 1e9 else { return }
      let bin = PriceBook.bin(usdPerKilogram)
      let keys = PriceBook.keys(code: code, day: day, origin: origin, destination: destination)
      for level in keys.indices where keys[level] != 0 {
        let position = counts.position(of: NumberKey(keys[level] << 10 | UInt64(bin)), default: 0)
        counts.values[position] += 1
      }
    }

    /// Adds what another part of the file has counted.
    public mutating func merge(_ other: Builder) {
      other.counts.forEach { key, count in
        let position = counts.position(of: key, default: 0)
        counts.values[position] += count
      }
    }

    /// Turns the counts into bands.
    public consuming func finish() -> PriceBook {
      var grouped: [UInt64: [(bin: Int, count: Int)]] = [:]
      counts.forEach { key, count in
        grouped[key.a >> 10, default: []].append((Int(key.a & 1023), Int(count)))
      }
      var bands: [UInt64: Band] = [:]
      for (key, bins) in grouped {
        let total = bins.reduce(0) { $0 + $1.count }
        guard total >= 8 else { continue }
        let median = PriceBook.quantile(bins.sorted { $0.bin < $1.bin }, total)
        let deviations = bins.map { (bin: abs($0.bin - median), count: $0.count) }.sorted { $0.bin < $1.bin }
        let spread = Double(PriceBook.quantile(deviations, total)) * PriceBook.width
        bands[key] = Band(
          center: PriceBook.center(median), scale: max(0.12, 1.4826 * spread), count: total)
      }
      return PriceBook(bands: bands)
    }
  }

  /// A learned band: centre and scale of the natural logarithm of USD per kilogram.
  public struct Band: Sendable, Hashable {
    public var center: Double
    public var scale: Double
    public var count: Int

    public init(center: Double, scale: Double, count: Int) {
      self.center = center
      self.scale = scale
      self.count = count
    }
  }

  var bands: [UInt64: Band]

  public init() { bands = [:] }
  init(bands: [UInt64: Band]) { self.bands = bands }

  public var isEmpty: Bool { bands.isEmpty }

  /// The band of the narrowest group with enough items: code with month, with destination, with origin, code, heading.
  public func band(
    code: CommodityCode, day: Day, origin: CountryCode?, destination: CountryCode?
  ) -> Band? {
    guard !bands.isEmpty else { return nil }
    let keys = Self.keys(code: code, day: day, origin: origin, destination: destination)
    for index in 0..<5 where keys[index] != 0 {
      if let band = bands[keys[index]], band.count >= Self.needed[index] { return band }
    }
    return nil
  }

  static let width = 0.05
  static func bin(_ price: Double) -> Int { min(1023, max(0, Int((Self.logarithm(price) + 14) / width))) }
  static func center(_ bin: Int) -> Double { (Double(bin) + 0.5) * width - 14 }

  static func quantile(_ bins: [(bin: Int, count: Int)], _ total: Int) -> Int {
    var seen = 0
    for (bin, count) in bins {
      seen += count
      if 2 * seen >= total { return bin }
    }
    return bins.last?.bin ?? 0
  }

  /// Keys from narrow to wide; 54 bits each, none is 0.
  static func keys(
    code: CommodityCode, day: Day, origin: CountryCode?, destination: CountryCode?
  ) -> [5 of UInt64] {
    keys(code: code, month: month(of: day), origin: origin, destination: destination)
  }

  static func keys(
    code: CommodityCode, month: UInt64, origin: CountryCode?, destination: CountryCode?
  ) -> [5 of UInt64] {
    let subheading = UInt64(code.subheading)
    return [
      1 << 50 | subheading << 16 | month,
      destination.map { 2 << 50 | subheading << 16 | UInt64($0.packed) } ?? 0,
      origin.map { 3 << 50 | subheading << 16 | UInt64($0.packed) } ?? 0,
      4 << 50 | subheading,
      5 << 50 | UInt64(code.heading),
    ]
  }
}
