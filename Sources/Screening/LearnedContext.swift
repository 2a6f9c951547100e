// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
import Intake
import ReferenceData
import TradeModel

/// What the whole file teaches before any row is judged: prices under each code, kinds of parties, rates of exchange.
///
/// Bands and sets do not depend on the order of rows.
struct LearnedContext: Sendable {
  /// By code of the party dictionary: the name is that of a forwarder, warehouse or courier.
  private let forwarders: [Bool]
  private let rates: RateTable
  private let book: PriceBook
  /// By code of the package-kind dictionary.
  private let packings: [Packing]
  private let histories: PartyHistories
  private let endUses: EndUseWords
  private let habits: PackageHabits
  private let transits: Transits
  private let itineraries: Itineraries
  /// Parties that may be on lists.
  let listed: ListedParties
  let likeGoods: LikeGoods

  init(
    _ table: DeclarationTable, reference: ReferenceData, massRules: MassRules, exportCountry: CountryCode,
    listed: ListedParties = ListedParties()
  ) {
    let rates = RateTable(table, reference.currencies)
    self.rates = rates
    var builder = PriceBook.Builder()
    for row in 0..<table.rowCount {
      guard let code = table.commodityCodes[Int(table.commodityCode[row])],
        let price = Self.price(table, row, rates), price > 0
      else { continue }
      let (origin, destination) = (table.origin[row], table.destination[row])
      builder.add(
        code: code, usdPerKilogram: price, day: Day(number: table.day[row]),
        origin: origin == 0 ? nil : CountryCode(packed: origin),
        destination: destination == 0 ? nil : CountryCode(packed: destination))
    }
    book = builder.finish()
    packings = (0..<UInt32(table.packageKind.dictionary.count)).map {
      Packing(kind: $0 == 0 ? nil : table.packageKind.dictionary[$0])
    }
    histories = PartyHistories(table, reference)
    endUses = EndUseWords(table)
    habits = PackageHabits(table)
    transits = Transits(table, exportCountry: exportCountry)
    itineraries = Itineraries(table, reference)
    self.listed = listed
    likeGoods = LikeGoods(table, massRules)
    forwarders = (0..<UInt32(table.parties.count)).map { code in
      ForwarderNames.matches(table.parties.names[table.parties[code].name])
    }
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

  /// The learned price band of a row's code.
  func band(_ table: DeclarationTable, _ row: Int) -> PriceBook.Band? {
    guard let code = table.commodityCodes[Int(table.commodityCode[row])] else { return nil }
    let (origin, destination) = (table.origin[row], table.destination[row])
    return book.band(
      code: code, day: Day(number: table.day[row]), origin: origin == 0 ? nil : CountryCode(packed: origin),
      destination: destination == 0 ? nil : CountryCode(packed: destination))
  }

  func packing(_ kind: UInt32) -> Packing {
    packings.indices.contains(Int(kind)) ? packings[Int(kind)] : .unknown
  }

  /// Minerals worth hiding that a party declared under their own codes before a day, as bits.
  func minerals(of party: UInt32, before day: Day) -> UInt64 { histories.minerals(of: party, before: day) }

  /// What goods like those of a row cost in the file.
  func expectation(_ table: DeclarationTable, _ row: Int) -> PriceExpectation? {
    Self.expectation(band(table, row))
  }

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

  func isForwarder(_ party: UInt32) -> Bool { forwarders[Int(party)] }
}

/// Rates of exchange for quick look-up, one for each currency and day that the table holds.
private struct RateTable: Sendable {
  private var rates = NumberMap<Double?>()

  init(_ table: DeclarationTable, _ currencies: CurrencyTable) {
    for row in 0..<table.rowCount where table.currency[row] != 0 {
      let key = Self.key(table.currency[row], table.day[row])
      guard rates.position(of: key) == nil else { continue }
      let code = CurrencyCode(packed: table.currency[row])
      rates.set(key, currencies.rate(of: code, on: Day(number: table.day[row]))?.usd)
    }
  }

  private static func key(_ currency: UInt16, _ day: Int32) -> NumberKey {
    NumberKey(UInt64(currency) << 32 | UInt64(UInt32(bitPattern: day)))
  }

  func usd(packed: UInt16, day: Int32) -> Double? {
    packed == CurrencyCode.usd.packed ? 1 : rates[Self.key(packed, day)] ?? nil
  }
}
