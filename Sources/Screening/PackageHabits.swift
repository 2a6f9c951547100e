// SPDX-License-Identifier: Apache-2.0

import Intake
import ReferenceData
import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How much a consignment and a package weigh under each subheading of the file: median and spread of their logarithms.
///
/// Counts in bins are kept, so that the order of rows does not change the result.
struct PackageHabits: Sendable {
  struct Habit: Sendable {
    /// Natural logarithms of kilograms.
    var median: Double
    var spread: Double
    var count: Int
  }

  /// By code of the table's list of commodity codes: position of its subheading, or -1.
  private var slots: [Int32]
  /// By subheading and kind of package: position among the habits of packages.
  private var kinds: NumberIndex
  private var consignments: [Habit?]
  /// By subheading: kilograms of a usual consignment, 0 where nothing is known.
  private let usual: [Double]
  private var packages: [Habit?]

  private static let bins = 112, width = 0.25, lowest = -9.0

  init(_ table: DeclarationTable) {
    var bySubheading: [Int: Int32] = [:]
    var slots: [Int32] = []
    slots.reserveCapacity(table.commodityCodes.count)
    for code in table.commodityCodes {
      guard let subheading = code?.subheading else {
        slots.append(-1)
        continue
      }
      let slot = bySubheading[subheading] ?? Int32(bySubheading.count)
      bySubheading[subheading] = slot
      slots.append(slot)
    }
    self.slots = slots
    let count = bySubheading.count
    var masses = [UInt32](repeating: 0, count: count * Self.bins)
    var each: [UInt32] = []
    var kinds = NumberIndex()
    for row in 0..<table.rowCount {
      let slot = Int(slots[Int(table.commodityCode[row])])
      let mass = table.netMass[row]
      guard slot >= 0, mass > 0, mass != DeclarationTable.absent64 else { continue }
      let logMass = log(Double(mass) / 1e6)
      masses[slot * Self.bins + Self.bin(logMass)] &+= 1
      let number = table.packages[row]
      if number > 0, number != DeclarationTable.absent32 {
        let key = Self.key(slot, table.packageKind.codes[row])
        let place = kinds.number(of: key)
        if place * Self.bins == each.count { each.append(contentsOf: repeatElement(0, count: Self.bins)) }
        each[place * Self.bins + Self.bin(logMass - log(Double(number)))] &+= 1
      }
    }
    consignments = (0..<count).map { Self.habit(masses[$0 * Self.bins..<($0 + 1) * Self.bins]) }
    usual = consignments.map { $0.map { exp($0.median) } ?? 0 }
    self.kinds = kinds
    packages = (0..<kinds.count).map { Self.habit(each[$0 * Self.bins..<($0 + 1) * Self.bins]) }
  }

  private static func key(_ slot: Int, _ kind: UInt32) -> UInt64 { UInt64(slot) << 32 | UInt64(kind) }

  private static func bin(_ logarithm: Double) -> Int {
    min(bins - 1, max(0, Int((logarithm - lowest) / width)))
  }

  private static func habit(_ counts: ArraySlice<UInt32>) -> Habit? {
    let total = counts.reduce(0) { $0 + Int($1) }
    guard total >= 12 else { return nil }
    func middle(_ counts: [Int]) -> Int {
      var seen = 0
      for (bin, count) in counts.enumerated() {
        seen += count
        if 2 * seen >= total { return bin }
      }
      return 0
    }
    let straight = counts.map { Int($0) }
    let median = middle(straight)
    var deviations = [Int](repeating: 0, count: bins)
    for (bin, count) in straight.enumerated() { deviations[abs(bin - median)] += count }
    return Habit(
      median: lowest + (Double(median) + 0.5) * width,
      spread: max(0.35, 1.4826 * Double(middle(deviations)) * width),
      count: total)
  }

  /// The mass of a usual consignment under a row's code in kilograms.
  func usualKilograms(_ table: DeclarationTable, _ row: Int) -> Double? {
    let slot = Int(slots[Int(table.commodityCode[row])])
    return slot < 0 || usual[slot] == 0 ? nil : usual[slot]
  }

  /// The distance of a row's mass per package from the median of its code, in robust standard deviations.
  func packageDistance(_ table: DeclarationTable, _ row: Int) -> Double? {
    let slot = Int(slots[Int(table.commodityCode[row])])
    let mass = table.netMass[row]
    let number = table.packages[row]
    guard slot >= 0, mass > 0, mass != DeclarationTable.absent64, number > 0,
      number != DeclarationTable.absent32,
      let place = kinds[Self.key(slot, table.packageKind.codes[row])],
      let habit = packages[place]
    else { return nil }
    return (log(Double(mass) / 1e6 / Double(number)) - habit.median) / habit.spread
  }
}

/// Countries of transit, read once for each distinct itinerary.
struct Transits: Sendable {
  private let byCode: [UInt16]

  init(_ table: DeclarationTable, _ reference: ReferenceData, exportCountry: CountryCode) {
    byCode = (0..<UInt32(table.itinerary.dictionary.count)).map { code in
      guard code != 0, let text = table.itinerary.dictionary.text(code) else { return 0 }
      // The last country named that is not the one of export: nearest to where the goods end.
      let words = text.uppercased().split { !($0.isLetter && $0.isASCII) }
      for word in words.reversed() where word.utf8.count == 2 {
        // "LE HAVRE" names no country.
        if let country = CountryCode(String(word)), country != exportCountry,
          reference.countries[country] != nil
        {
          return country.packed
        }
      }
      return 0
    }
  }

  /// The country of transit of a row, when one is stated that is not its destination.
  func country(_ table: DeclarationTable, _ row: Int) -> CountryCode? {
    let packed = byCode[Int(table.itinerary.codes[row])]
    return packed == 0 || packed == table.destination[row] ? nil : CountryCode(packed: packed)
  }
}
