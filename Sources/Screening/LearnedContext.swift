// SPDX-License-Identifier: Apache-2.0

import CByteScan
import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import ReferenceData
import TradeModel

/// What the whole file teaches before any row is judged: prices under each code, kinds of parties, rates of exchange.
///
/// Bands and sets do not depend on the order of rows.
final class LearnedContext: Sendable {
  private let rates: RateTable
  private let prices: FilePrices
  /// By code of the package-kind dictionary.
  private let packings: [Packing]
  private let histories: PartyHistories
  private let endUses: EndUseWords
  private let habits: PackageHabits
  private let transits: Transits
  private let itineraries: Itineraries
  /// Parties that may be on lists.
  let listed: ListedParties
  let hasListed: Bool
  let likeGoods: LikeGoods

  init(
    _ table: DeclarationTable, reference: ReferenceData, massRules: MassRules, exportCountry: CountryCode,
    places: PortPlaces, memory: ScreeningMemory? = nil, listed: ListedParties = ListedParties()
  ) {
    let rates = RateTable(table, reference.currencies)
    self.rates = rates
    var builder = FilePrices.Builder(rows: table.rowCount)
    // Most files are in order of day.
    var (day, month) = (Int32.min, UInt64(0))
    for row in 0..<table.rowCount {
      if table.day[row] != day {
        day = table.day[row]
        month = PriceBook.month(of: Day(number: day))
      }
      let number = table.commodityCode[row]
      let (origin, destination) = (table.origin[row], table.destination[row])
      builder.add(
        code: table.commodityCodes[Int(number)], codeNumber: number, month: month,
        origin: origin == 0 ? nil : CountryCode(packed: origin),
        destination: destination == 0 ? nil : CountryCode(packed: destination),
        usdPerKilogram: Self.price(table, row, rates))
    }
    prices = builder.finish()
    packings = (0..<UInt32(table.packageKind.dictionary.count)).map {
      let kind = table.packageKind.dictionary.text($0)
      return memory?.packing(kind) ?? Packing(kind: kind)
    }
    histories = PartyHistories(table, reference)
    endUses = EndUseWords(table)
    habits = PackageHabits(table)
    transits = Transits(table, exportCountry: exportCountry)
    itineraries = Itineraries(table, reference, places)
    self.listed = listed
    hasListed = !listed.isEmpty
    likeGoods = LikeGoods(table, massRules)
  }

  private static func price(_ table: DeclarationTable, _ row: Int, _ rates: RateTable) -> Double? {
    let mass = table.netMass[row]
    let value = table.statisticalValue[row]
    guard mass > 0, value > 0, value != DeclarationTable.absent64,
      let rate = rates.usd(packed: table.currency[row], day: table.day[row])
    else { return nil }
    return Double(value) / Double(mass) * rate
  }

  /// US dollars per kilogram of net mass, at the rate of the month.
  func price(_ table: DeclarationTable, _ row: Int) -> Double? { Self.price(table, row, rates) }

  /// The statistical value in US dollars.
  func value(_ table: DeclarationTable, _ row: Int) -> Double? {
    let value = table.statisticalValue[row]
    guard value != DeclarationTable.absent64,
      let rate = rates.usd(packed: table.currency[row], day: table.day[row])
    else { return nil }
    return Double(value) / 1e6 * rate
  }

  /// Asks for the memory of a row's price band.
  @inline(__always)
  func prefetchBand(_ row: Int) { unsafe prices.withAddress(row) { unsafe assay_prefetch($0) } }

  /// The learned price band of a row's code.
  @inline(__always)
  func band(_ row: Int) -> PriceBook.Band? { prices.band(row) }

  func packing(_ kind: UInt32) -> Packing {
    packings.indices.contains(Int(kind)) ? packings[Int(kind)] : .unknown
  }

  /// Minerals worth hiding that a party declared under their own codes before a day, as bits.
  func minerals(of party: UInt32, before day: Day) -> UInt64 { histories.minerals(of: party, before: day) }

  /// Whether a party declared any of them, on whatever day.
  func everDealtInMinerals(_ party: UInt32) -> Bool { histories.hasAny(party) }

  /// What goods like those of a row cost in the file, as indicators see it.
  static func expectation(_ band: PriceBook.Band?) -> PriceExpectation? {
    band.map {
      PriceExpectation(logMedian: $0.center, logSpread: $0.scale, observations: $0.count)
    }
  }

  /// What is known of whom the goods of a row are for.
  func endUser(_ table: DeclarationTable, _ row: Int) -> EndUserStatus { endUses.status(table, row) }

  /// The mass of a usual consignment under the code of a row, in kilograms.
  func usualKilograms(_ table: DeclarationTable, _ row: Int) -> Double? { habits.usualKilograms(table, row) }

  /// How far the mass of a package lies from that of the code, in robust standard deviations.
  func packageDistance(_ table: DeclarationTable, _ row: Int) -> Double? {
    habits.packageDistance(table, row)
  }

  /// A country of transit that is not the destination.
  func transit(_ table: DeclarationTable, _ row: Int) -> CountryCode? { transits.country(table, row) }

  /// The country to which the itinerary of a row goes on beyond its destination.
  func beyondDestination(_ table: DeclarationTable, _ row: Int, exportCountry: CountryCode) -> CountryCode? {
    itineraries.beyond(table, row, exportCountry: exportCountry)
  }
}

/// Rates of exchange for quick look-up, one for each currency and day that the table holds.
private struct RateTable: Sendable {
  /// By packed currency: its row of `rates`, or none.
  private var lines: [UInt16]
  private let first: Int32
  private let days: Int
  /// By line and day: US dollars for one unit, not a number where no rate is known.
  private var rates: [Double] = []
  /// Where the days lie too far apart for a table, or the rows are too few for one to be worth its memory.
  private var sparse = NumberMap<Double>()
  private let isSparse: Bool
  private static let none = UInt16.max
  private static let mostDays = 40_000
  private static let fewRows = 256

  init(_ table: DeclarationTable, _ currencies: CurrencyTable) {
    first = table.day.min() ?? 0
    days = Int(table.day.max() ?? 0) - Int(first) + 1
    isSparse = days > Self.mostDays || table.rowCount < Self.fewRows
    lines = isSparse ? [] : [UInt16](repeating: Self.none, count: 1 << 16)
    var count = 0
    for row in 0..<table.rowCount {
      let (currency, day) = (table.currency[row], table.day[row])
      guard currency != 0 else { continue }
      if isSparse {
        let key = Self.key(currency, day)
        guard sparse.position(of: key) == nil else { continue }
        sparse.set(key, Self.rate(currencies, currency, day))
      } else if lines[Int(currency)] == Self.none {
        lines[Int(currency)] = UInt16(count)
        count += 1
        rates.reserveCapacity(count * days)
        for offset in 0..<Int32(days) { rates.append(Self.rate(currencies, currency, first + offset)) }
      }
    }
  }

  private static func rate(_ currencies: CurrencyTable, _ currency: UInt16, _ day: Int32) -> Double {
    if currency == CurrencyCode.usd.packed { return 1 }
    return currencies.rate(of: CurrencyCode(packed: currency), on: Day(number: day))?.usd ?? .nan
  }

  private static func key(_ currency: UInt16, _ day: Int32) -> NumberKey {
    NumberKey(UInt64(currency) << 32 | UInt64(UInt32(bitPattern: day)))
  }

  @inline(__always)
  func usd(packed: UInt16, day: Int32) -> Double? {
    if packed == CurrencyCode.usd.packed { return 1 }
    let rate: Double
    if isSparse {
      rate = sparse[Self.key(packed, day)] ?? .nan
    } else {
      let line = Int(lines[Int(packed)])
      rate = line == Int(Self.none) ? .nan : rates[line * days + Int(day - first)]
    }
    return rate.isNaN ? nil : rate
  }
}
