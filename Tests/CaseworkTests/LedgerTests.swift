// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import GRDB
import Licensing
import Testing
import TradeModel

private let today = Day("2026-03-01")!

@Suite("The licence ledger") struct LedgerTests {
  let time = TestClock()
  let desk: Workspace

  init() throws {
    desk = try Workspace.inMemory(clock: time.clock)
    try desk.write(actor: anna) { try LicenceRegister.grant(someLicence(), in: $0, audit: $1) }
  }

  @discardableResult
  func perform(_ operation: LedgerOperation, on number: String = "L-1", key: String? = nil) throws
    -> LedgerAnswer
  {
    try desk.write(actor: anna) {
      try LicenceRegister.perform(number, in: $0, audit: $1, key: key) { _ throws(LedgerRefusal) in operation
      }
    }
  }

  func reserve(_ id: String, _ quantity: String, key: String? = nil) throws -> LedgerAnswer {
    try perform(
      .reserve(id: id, declaration: "D-\(id)", item: 1, quantity: decimal(quantity), day: today), key: key)
  }

  func left() throws -> ExactDecimal? {
    try desk.read { try LicenceRegister.record("L-1", in: $0).available }
  }

  @Test func `keeps aside, draws, gives back and takes back, exactly`() throws {
    #expect(try reserve("a", "60.000001").available == decimal("39.999999"))
    #expect(
      try perform(.commit(id: "a", quantity: decimal("50"), final: false, day: today)).committed
        == decimal("50"))
    #expect(try left() == decimal("39.999999"))
    #expect(try perform(.release(id: "a")).available == decimal("50"))
    #expect(try perform(.giveBack(id: "a", quantity: decimal("0.5"))).available == decimal("50.5"))
    let events = try desk.read { try LicenceRegister.events(of: "L-1", in: $0) }
    #expect(events.map(\.kind) == ["grant", "reserve", "commit", "release", "return"])
  }

  @Test func `never lets more be kept aside than is left`() throws {
    _ = try reserve("a", "99")
    #expect(refuses(.ledger, "exceeds-balance") { _ = try reserve("b", "1.000001") })
    _ = try reserve("b", "1")
    #expect(try left() == .zero)
  }

  @Test func `does an operation once under its key, and tells another request under it apart`() throws {
    let first = try reserve("a", "10", key: "k1")
    let again = try reserve("a", "10", key: "k1")
    #expect(again.isRepeated)
    #expect(again.available == first.available)
    #expect(try left() == decimal("90"))
    #expect(refuses(.keyReused) { _ = try reserve("a", "11", key: "k1") })
    #expect(refuses(.keyReused) { _ = try perform(.release(id: "a"), key: "k1") })
  }

  @Test(arguments: [
    ("12.5 kg", QuantityUnit.gram, "12500"), ("3 t", .kilogram, "3000"), ("1 g", .tonne, "0.000001"),
    ("0.1 g", .tonne, "0.000001"), ("7 pcs", .piece, "7"), ("1 lb", .kilogram, "0.453592"),
  ]) func `converts units, rounding a draw up`(text: String, unit: QuantityUnit, expected: String) throws {
    #expect(try #require(LedgerQuantity(text)).converted(to: unit) == decimal(expected))
  }

  @Test func `refuses a unit that cannot be converted, and says which one to use`() {
    do throws(LedgerRefusal) {
      _ = try LedgerQuantity(decimal("3"), .piece).converted(to: .kilogram)
      Issue.record("pieces are no kilograms")
    } catch {
      #expect(error.reason == "unit-mismatch")
      #expect(error.explanation.contains("KGM"))
    }
  }

  @Test func `lets nothing be drawn before, after or against the validity`() throws {
    for (day, reason) in [("2025-12-31", "not-yet-valid"), ("2027-01-01", "expired")] {
      #expect(
        refuses(.ledger, reason) {
          try perform(.reserve(id: "x", declaration: "D", item: 1, quantity: decimal("1"), day: Day(day)!))
        })
    }
    _ = try reserve("a", "10")
    try perform(.revoke)
    #expect(refuses(.ledger, "not-active") { _ = try reserve("b", "1") })
    #expect(
      refuses(.ledger, "reservation-closed") {
        try perform(.commit(id: "a", quantity: nil, final: true, day: today))
      })
    #expect(try desk.read { try LicenceRegister.reservations(of: "L-1", in: $0) }.map(\.state) == [.lapsed])
  }

  @Test func `expires what is past its last day, and takes it back when the validity is amended`() throws {
    _ = try reserve("a", "10")
    #expect(refuses(.ledger, "still-valid") { try perform(.expire(day: Day("2026-12-31")!)) })
    let expired = try desk.write(actor: .system) {
      try LicenceRegister.expireDue(on: Day("2027-01-01")!, in: $0, audit: $1)
    }
    #expect(expired.map(\.status) == [.expired])
    #expect(
      try desk.write(actor: .system) { database, audit in
        let none = try LicenceRegister.expireDue(on: Day("2027-01-01")!, in: database, audit: audit)
        return none.isEmpty
      })
    #expect(try perform(.amendLicence(granted: nil, validTo: Day("2027-06-30")!)).status == .active)
  }

  @Test func `is not cut below what is drawn and kept aside`() throws {
    _ = try reserve("a", "40")
    try perform(.commit(id: "a", quantity: decimal("30"), final: false, day: today))
    #expect(
      refuses(.ledger, "below-drawn") {
        try perform(.amendLicence(granted: decimal("39.999999"), validTo: nil))
      })
    #expect(try perform(.amendLicence(granted: decimal("40"), validTo: nil)).available == .zero)
  }

  @Test func `finds a licence whose number was written with blanks and marks`() throws {
    let answer = try perform(
      .reserve(id: "a", declaration: "D", item: 1, quantity: decimal("1"), day: today), on: " l 1\u{00A0}")
    #expect(answer.licence == "L-1")
    #expect(!answer.notes.isEmpty)
  }
}

@Suite("A declaration on the ledger") struct WriteOffTests {
  let time = TestClock()
  let desk: Workspace

  init() throws {
    desk = try Workspace.inMemory(clock: time.clock)
    try desk.write(actor: anna) { database, audit in
      try LicenceRegister.grant(someLicence("L-1"), in: database, audit: audit)
      try LicenceRegister.grant(someLicence("L-2", granted: "5", unit: .piece), in: database, audit: audit)
    }
  }

  func lodge(_ lines: [(Int, String, DocumentStatus, String)], confirmed: Bool = false) throws {
    try desk.write(actor: anna) { database, audit in
      try WriteOffs.lodge(
        "D-1",
        lines.map { WriteOffLine(item: $0, licence: $1, status: $2, quantity: LedgerQuantity($3)!) },
        day: today,
        confirmsSurrender: confirmed, in: database, audit: audit)
    }
  }

  func left(_ number: String = "L-1") throws -> ExactDecimal? {
    try desk.read { try LicenceRegister.record(number, in: $0).available }
  }

  @Test func `can be given again with other quantities, cancelled and given again`() throws {
    try lodge([(1, "L-1", .partial, "10 kg"), (2, "L-1", .partial, "500 g")])
    #expect(try left() == decimal("89.5"))
    try lodge([(1, "L-1", .partial, "20 kg")])
    #expect(try left() == decimal("79.5"))
    try desk.write(actor: anna) { try WriteOffs.cancel("D-1", in: $0, audit: $1) }
    #expect(try left() == decimal("100"))
    try lodge([(1, "L-1", .partial, "1 kg")])
    #expect(try left() == decimal("99"))
  }

  @Test func `draws what it keeps aside once, however often it is settled`() throws {
    try lodge([(1, "L-1", .partial, "10 kg")])
    for _ in 0..<3 {
      try desk.write(actor: anna) { database, audit in
        try WriteOffs.settle("D-1", day: today, in: database, audit: audit)
        try audit.append("test.settled", "D-1")
      }
    }
    #expect(try desk.read { try LicenceRegister.record("L-1", in: $0).committed } == decimal("10"))
  }

  @Test func `with quantity 0 deletes its reservation, and is not stuck when there is none`() throws {
    try lodge([(1, "L-1", .partial, "10 kg")])
    try lodge([(1, "L-1", .partial, "0 kg")])
    #expect(try left() == decimal("100"))
    #expect(refuses(.ledger, "nothing-to-delete") { try lodge([(1, "L-1", .partial, "0 kg")]) })
    try lodge([(1, "L-1", .partial, "3 kg")])
    #expect(try left() == decimal("97"))
  }

  @Test func `does not kill a licence by a status of being used up while quantity is left`() throws {
    #expect(refuses(.ledger, "not-exhausted") { try lodge([(1, "L-1", .exhausted, "99 kg")]) })
    #expect(try left() == decimal("100"))
    try lodge([(1, "L-1", .exhausted, "100 kg")])
    #expect(try left() == .zero)
  }

  @Test func `surrenders a licence only when that is meant, and the surrender can be undone`() throws {
    #expect(refuses(.ledger, "confirm-surrender") { try lodge([(1, "L-1", .surrendered, "1 kg")]) })
    try desk.write(actor: anna) { database, audit in
      try LicenceRegister.perform("L-1", in: database, audit: audit) { _ throws(LedgerRefusal) in .surrender }
    }
    #expect(refuses(.ledger, "not-active") { try lodge([(1, "L-1", .partial, "1 kg")]) })
    try desk.write(actor: bo) { database, audit in
      try LicenceRegister.perform("L-1", in: database, audit: audit, reason: "by mistake") {
        _ throws(LedgerRefusal) in .reopen(day: today)
      }
    }
    try lodge([(1, "L-1", .partial, "1 kg")])
  }

  @Test func `gives one status a licence over all its items`() throws {
    #expect(
      refuses(.ledger, "mixed-status") {
        try lodge([(1, "L-1", .partial, "10 kg"), (2, " l-1", .exhausted, "90 kg")])
      })
    #expect(try left() == decimal("100"))
  }

  @Test func `must count in a unit of the licence, and nothing of it is done otherwise`() throws {
    #expect(
      refuses(.ledger, "unit-mismatch") {
        try lodge([(1, "L-1", .partial, "10 kg"), (2, "L-2", .partial, "10 kg")])
      })
    #expect(try left() == decimal("100"))
    try lodge([(1, "L-1", .partial, "10 kg"), (2, "L-2", .partial, "2 pcs")])
    #expect(try left("L-2") == decimal("3"))
  }

  @Test func `shows among those that have not moved for long`() throws {
    try lodge([(1, "L-1", .partial, "10 kg")])
    let now = desk.now
    #expect(try desk.read { try LicenceRegister.stuck(since: now.advanced(days: -1), in: $0) }.isEmpty)
    let stuck = try desk.read { try LicenceRegister.stuck(since: now, in: $0) }
    #expect(stuck.map(\.licence) == ["L-1"])
  }
}

@Suite("Which licence fits") struct LicenceFitTests {
  let desk: Workspace

  init() throws { desk = try Workspace.inMemory(clock: TestClock().clock) }

  func demand(
    exporter: String = "H1", day: Day = today, destination: String = "US", mass: String = "10",
    control: String = "1C905.a.4"
  ) -> LicenceDemand {
    LicenceDemand(
      item: 0, day: day, declarationID: nil, itemNumber: nil,
      exporter: Party(name: "Holder One", identifier: exporter),
      consignee: Party(name: "Buyer One"), endUser: "User One", destination: CountryCode(destination)!,
      commodityCode: nil, controlCodes: [control], cited: [], netMass: Mass(decimal(mass), .kilogram),
      quantity: nil, quantityUnit: nil)
  }

  func add(_ licence: Licence) throws {
    try desk.write(actor: anna) { try LicenceRegister.grant(licence, in: $0, audit: $1) }
  }

  @Test func `is chosen without asking only when it is the only one`() throws {
    #expect(try desk.read { try LicenceRegister.fit(demand(), in: $0) }.automatic == nil)
    try add(someLicence("A"))
    #expect(try desk.read { try LicenceRegister.fit(demand(), in: $0) }.automatic == "A")
    try add(someLicence("B"))
    let choice = try desk.read { try LicenceRegister.fit(demand(), in: $0) }
    #expect(choice.automatic == nil)
    #expect(choice.fitting == ["A", "B"])
  }

  @Test func `says of each other one why not`() throws {
    var licence = someLicence("country")
    licence.country = CountryCode("DE")
    try add(licence)
    licence = someLicence("consignee")
    licence.consignee = "Buyer Two"
    try add(licence)
    licence = someLicence("end-user")
    licence.endUser = "User Two"
    try add(licence)
    licence = someLicence("item")
    licence.controlCodes = ["3C904"]
    try add(licence)
    licence = someLicence("holder")
    licence.holder = Party(name: "Somebody", identifier: "H9")
    try add(licence)
    licence = someLicence("expired")
    licence.validTo = Day("2026-02-01")!
    try add(licence)
    licence = someLicence("not-yet-valid")
    licence.validFrom = Day("2026-12-01")!
    try add(licence)
    try add(someLicence("spent", granted: "9.999999"))
    try add(someLicence("quantity", granted: "5", unit: .piece))
    try add(someLicence("revoked"))
    try desk.write(actor: anna) {
      try LicenceRegister.perform("revoked", in: $0, audit: $1) { _ throws(LedgerRefusal) in .revoke }
    }
    let choice = try desk.read { try LicenceRegister.fit(demand(), in: $0) }
    #expect(choice.automatic == nil)
    for fit in choice.fits { #expect(fit.reasons == [fit.licence], "\(fit.licence): \(fit.reasons)") }
    #expect(choice.fits.count == 10)
  }
}
