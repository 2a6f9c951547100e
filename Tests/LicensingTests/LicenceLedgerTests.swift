// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Licensing
import Testing
import TradeModel

private let source = SourceLocation(file: "licences.csv", line: 2)
private let holder = Party(name: "Example Magnets Co., Ltd.", identifier: "91330200EXAMPLE001")

private func day(_ text: String) -> Day { Day(text)! }

private func licence(
  _ number: String = "L-1", codes: [String] = ["1C905.a.4"], granted: Int? = 1000,
  unit: QuantityUnit = .kilogram, from: String = "2025-01-01", to: String = "2025-12-31",
  consignee: String? = nil, country: String? = nil, endUser: String? = nil
) -> Licence {
  Licence(
    number: number, holder: holder, controlCodes: codes, granted: granted.map { ExactDecimal($0) },
    unit: unit, validFrom: day(from), validTo: day(to), consignee: consignee,
    country: country.flatMap { CountryCode($0) }, endUser: endUser, source: source)
}

private func demand(
  _ item: Int = 0, on text: String = "2025-06-01", kilograms: Int = 100, cited: [String] = ["L-1"],
  controls: [String] = ["1C905.a.4"], exporter: Party = holder, destination: String = "DE",
  consignee: String? = nil, declaration: String? = nil
) -> LicenceDemand {
  LicenceDemand(
    item: item, day: day(text), declarationID: declaration, itemNumber: nil, exporter: exporter,
    consignee: consignee.map { Party(name: $0) }, endUser: nil, destination: CountryCode(destination)!,
    commodityCode: nil, controlCodes: controls, cited: cited,
    netMass: Mass(ExactDecimal(kilograms), .kilogram),
    quantity: nil, quantityUnit: nil)
}

private func reasons(_ licence: Licence, _ demand: LicenceDemand) -> [String] {
  var ledger = LicenceLedger([licence])
  return ledger.settle(demand).rejections.flatMap(\.reasons).map(\.name)
}

@Suite("Licence ledger") struct LicenceLedgerTests {
  @Test func `a fitting licence covers and is drawn on`() {
    var ledger = LicenceLedger([licence()])
    let settlement = ledger.settle(demand())
    #expect(settlement.state == .covered)
    #expect(settlement.draws.map(\.balance) == [ExactDecimal(900)])
    #expect(ledger.balance(of: "l1") == ExactDecimal(900))
  }

  @Test func `goods that need no licence draw nothing`() {
    var ledger = LicenceLedger([licence()])
    #expect(ledger.settle(demand(controls: [])).state == .notNeeded)
    #expect(ledger.balance(of: "L-1") == ExactDecimal(1000))
  }

  @Test func `each mismatch is named`() {
    #expect(reasons(licence(), demand(exporter: Party(name: "Other Ltd"))) == ["holder"])
    #expect(reasons(licence(), demand(controls: ["3C001.a"])) == ["item"])
    #expect(reasons(licence(country: "VN"), demand()) == ["country"])
    #expect(reasons(licence(consignee: "Motor AG"), demand(consignee: "Else AG")) == ["consignee"])
    #expect(reasons(licence(), demand(on: "2026-01-01")) == ["expired"])
    #expect(reasons(licence(), demand(on: "2024-12-31")) == ["not-yet-valid"])
    #expect(reasons(licence(granted: 50), demand()) == ["spent"])
    #expect(reasons(licence(unit: .litre), demand()) == ["quantity"])
    #expect(reasons(licence(), demand(cited: ["L-9"])) == ["unknown"])
  }

  @Test func `the last day of validity still counts`() {
    #expect(reasons(licence(), demand(on: "2025-12-31")).isEmpty)
    #expect(reasons(licence(), demand(on: "2025-01-01")).isEmpty)
  }

  @Test func `a licence for a whole control covers what is under it, and not its neighbour`() {
    #expect(reasons(licence(codes: ["1C905"]), demand()).isEmpty)
    #expect(reasons(licence(codes: ["1C90"]), demand()) == ["item"])
  }

  @Test func `an uncited licence that would fit is pointed out`() {
    var ledger = LicenceLedger([licence()])
    let settlement = ledger.settle(demand(cited: []))
    #expect(settlement.state == .notCited)
    #expect(settlement.fitting == ["L-1"])
  }

  @Test func `what leaves first draws first, whatever the order of rows`() {
    let early = demand(0, on: "2025-03-01", kilograms: 600, declaration: "A")
    let late = demand(1, on: "2025-04-01", kilograms: 600, declaration: "B")
    for demands in [[early, late], [late, early]] {
      var ledger = LicenceLedger([licence()])
      let states = Dictionary(
        uniqueKeysWithValues: ledger.settle(demands).map { ($0.item, $0.state) })
      #expect(states == [0: .covered, 1: .unfit])
    }
  }

  @Test func `kilograms, grams and tonnes draw the same`() throws {
    let mass = try #require(Mass(ExactDecimal("250.5"), .kilogram))
    for (unit, granted) in [(QuantityUnit.kilogram, 1000), (.tonne, 1), (.gram, 1_000_000)] {
      var ledger = LicenceLedger([licence(granted: granted, unit: unit)])
      var request = demand()
      request.netMass = mass
      #expect(ledger.settle(request).state == .covered)
      let left = try #require(ledger.balance(of: "L-1"))
      #expect(try Mass(left, unit) == Mass(ExactDecimal("749.5"), .kilogram))
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `no sequence of draws takes more than was granted, and order changes nothing`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let licences = (1...3).map { licence("L-\($0)", granted: Int.random(in: 50...2000, using: &random)) }
    let demands = (0..<60).map { index in
      demand(
        index,
        on: Day(number: day("2025-02-01").number + Int32.random(in: 0..<200, using: &random)).description,
        kilograms: Int.random(in: 1...200, using: &random),
        cited: (1...3).shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)).map {
          "L-\($0)"
        },
        declaration: "D\(index)")
    }
    var ledger = LicenceLedger(licences)
    let settlements = ledger.settle(demands)
    for licence in licences {
      let drawn = settlements.flatMap(\.draws).filter { $0.licence == licence.number }
        .compactMap(\.quantity).reduce(ExactDecimal.zero) { $0.adding($1)! }
      let granted = try #require(licence.granted)
      #expect(drawn <= granted)
      #expect(ledger.balance(of: licence.number) == granted.subtracting(drawn))
    }
    var other = LicenceLedger(licences)
    let shuffled = other.settle(demands.shuffled(using: &random)).sorted { $0.item < $1.item }
    #expect(shuffled == settlements.sorted { $0.item < $1.item })
  }
}
