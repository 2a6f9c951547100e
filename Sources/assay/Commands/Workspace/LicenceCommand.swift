// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Licensing
import Tabular
import TradeModel

/// `assay licence`: the licence ledger.
struct LicenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "licence",
    abstract: "The licence ledger: what was granted, kept aside and drawn, exactly.",
    discussion: """
      Quantities carry their unit (12.5kg, 2t, 300g) and are converted to that of the licence. With --key an operation
      is done once, however often it is given. Exit code 1 when the ledger refuses; nothing is changed then.
      """,
    subcommands: [
      LicenceAdd.self, LicenceList.self, LicenceShow.self, LicenceReserve.self, LicenceCommit.self,
      LicenceRelease.self, LicenceReturn.self, LicenceAmend.self, LicenceRevoke.self, LicenceExpire.self,
      LicenceSurrender.self, LicenceReopen.self, LicenceLodge.self, LicenceSettle.self, LicenceCancel.self,
      LicenceStuck.self, LicenceFitCommand.self,
    ])
}

/// What operations on one licence share.
struct LedgerOptions: ParsableArguments {
  @OptionGroup var desk: DeskOptions
  @Argument(help: "The licence's number.") var number: String
  @Option(help: "An idempotency key: with it the operation is done once.") var key: String?
  @Option(help: "Why.") var reason: String?
  @Option(help: "The day it counts for; today when absent.") var day: String?

  func perform(
    _ operation: (LicenceRecord, Day) throws(LedgerRefusal) -> LedgerOperation
  ) throws {
    let day = try Desk.day(day, "--day")
    let workspace = try desk.open()
    let answer = try desk.write(workspace) { writer in
      try LicenceRegister.perform(number, in: writer.database, audit: writer.audit, reason: reason, key: key)
      {
        record throws(LedgerRefusal) in try operation(record, day)
      }
    }
    Desk.print(answer.json)
  }
}

/// A quantity with its unit on the command line, such as `12.5kg`.
struct Amount: ExpressibleByArgument {
  private let quantity: LedgerQuantity

  init?(argument: String) {
    guard let quantity = LedgerQuantity(argument) else { return nil }
    self.quantity = quantity
  }

  var value: ExactDecimal { quantity.value }
  var unit: QuantityUnit { quantity.unit }

  func converted(to unit: QuantityUnit, roundingUp: Bool = true) throws(LedgerRefusal) -> ExactDecimal {
    try quantity.converted(to: unit, roundingUp: roundingUp)
  }
}

struct LicenceAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Put licences on the ledger from a file (CSV), as 'screen --licences' reads them.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "Licence files.") var files: [String]

  func run() throws {
    let workspace = try desk.open()
    var failed = false
    for path in files {
      let reading: LicenceFile.Reading
      do throws(TableError) {
        reading = try LicenceFile.read(try bytes(path), file: path)
      } catch {
        throw couldNotRun(error.description)
      }
      for diagnostic in reading.diagnostics {
        Terminal.note(diagnostic.rendered)
        failed = failed || diagnostic.severity == .error
      }
      try desk.write(workspace) { writer in
        for licence in reading.licences {
          try LicenceRegister.grant(licence, in: writer.database, audit: writer.audit)
        }
      }
      Desk.line("\(path): \(reading.licences.count) licences added")
    }
    if failed { throw Exit.findings }
  }

  private func bytes(_ path: String) throws(TableError) -> [UInt8] {
    do { return try contents(of: path) } catch {
      throw TableError("cannot be read", at: SourceLocation(file: path, line: 0))
    }
  }
}

struct LicenceList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List licences and their balances.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "Only active, exhausted, surrendered, expired or revoked ones.") var status: String?
  @Flag(help: "Print JSON, one licence a line.") var json = false

  func run() throws {
    let wanted: LicenceStatus? = try status.map { try Desk.choice($0, "--status") }
    let workspace = try desk.open(.readOnly)
    for record in try Desk.saying({ try workspace.read { try LicenceRegister.list(status: wanted, in: $0) } })
    {
      if json {
        Desk.print(record.json)
      } else {
        let granted = record.licence.granted.map { "\($0)" } ?? "no ceiling"
        let left = record.available.map { "\($0)" } ?? "no ceiling"
        Desk.line(
          "\(record.licence.number)  \(record.status.rawValue)  \(record.licence.validFrom) to \(record.licence.validTo)  granted \(granted)  drawn \(record.committed)  reserved \(record.reserved)  left \(left) \(record.licence.unit.code)"
        )
      }
    }
  }
}

struct LicenceShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a licence with its reservations and movements, as JSON.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The licence's number.") var number: String

  func run() throws {
    let workspace = try desk.open(.readOnly)
    let json = try Desk.saying {
      try workspace.read { database -> CanonicalValue in
        [
          "licence": try LicenceRegister.record(number, in: database).json,
          "reservations": .list(try LicenceRegister.reservations(of: number, in: database).map(\.json)),
          "movements": .list(try LicenceRegister.events(of: number, in: database).map(\.json)),
        ]
      }
    }
    Desk.print(json)
  }
}

struct LicenceReserve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reserve", abstract: "Keep a quantity aside for a declaration.")

  @OptionGroup var ledger: LedgerOptions
  @Option(help: "The reservation's name.") var id: String
  @Option(help: "The declaration it is for.") var declaration: String
  @Option(help: "The item of the declaration.") var item: Int = 0
  @Option(help: "Quantity with unit, such as 12.5kg.") var quantity: Amount

  func run() throws {
    try ledger.perform { record, day throws(LedgerRefusal) in
      .reserve(
        id: id, declaration: declaration, item: item,
        quantity: try quantity.converted(to: record.licence.unit),
        day: day)
    }
  }
}

struct LicenceCommit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Draw what a reservation keeps aside: the goods left.")

  @OptionGroup var ledger: LedgerOptions
  @Option(help: "The reservation.") var id: String
  @Option(help: "Quantity with unit; all of it when absent.") var quantity: Amount?
  @Flag(help: "Keep the rest aside for a later part of the shipment.") var partial = false

  func run() throws {
    try ledger.perform { record, day throws(LedgerRefusal) in
      var drawn: ExactDecimal?
      if let quantity { drawn = try quantity.converted(to: record.licence.unit) }
      return .commit(id: id, quantity: drawn, final: !partial, day: day)
    }
  }
}

struct LicenceRelease: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Give back what a reservation keeps aside: the goods stay.")

  @OptionGroup var ledger: LedgerOptions
  @Option(help: "The reservation.") var id: String

  func run() throws { try ledger.perform { _, _ throws(LedgerRefusal) in .release(id: id) } }
}

struct LicenceReturn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "return", abstract: "Take back what was drawn: the goods came back.")

  @OptionGroup var ledger: LedgerOptions
  @Option(help: "The reservation it was drawn by.") var id: String
  @Option(help: "Quantity with unit.") var quantity: Amount

  func run() throws {
    try ledger.perform { record, _ throws(LedgerRefusal) in
      .giveBack(id: id, quantity: try quantity.converted(to: record.licence.unit, roundingUp: false))
    }
  }
}

struct LicenceAmend: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "amend", abstract: "Amend a licence, or with --id a reservation.")

  @OptionGroup var ledger: LedgerOptions
  @Option(help: "Granted quantity with unit; with --id what the reservation keeps aside.") var quantity:
    Amount?
  @Option(name: .customLong("valid-to"), help: "The last day of validity.") var validTo: String?
  @Option(help: "The reservation to amend instead.") var id: String?

  func validate() throws {
    guard quantity != nil || validTo != nil else { throw ValidationError("give --quantity or --valid-to") }
    if id != nil, quantity == nil || validTo != nil {
      throw ValidationError("with --id give --quantity alone")
    }
  }

  func run() throws {
    let last = try validTo.map { try Desk.day($0, "--valid-to") }
    try ledger.perform { record, day throws(LedgerRefusal) in
      var amount: ExactDecimal?
      if let quantity { amount = try quantity.converted(to: record.licence.unit, roundingUp: id != nil) }
      if let id, let amount { return .amendReservation(id: id, quantity: amount, day: day) }
      return .amendLicence(granted: amount, validTo: last)
    }
  }
}

struct LicenceRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Revoke a licence; open reservations lapse.")

  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    guard ledger.reason != nil else { throw ValidationError("say why with --reason") }
    try ledger.perform { _, _ throws(LedgerRefusal) in .revoke }
  }
}

struct LicenceExpire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", abstract: "End every licence whose last day is past.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "The day; today when absent.") var day: String?

  func run() throws {
    let day = try Desk.day(day, "--day")
    let workspace = try desk.open()
    let answers = try desk.write(workspace) {
      try LicenceRegister.expireDue(on: day, in: $0.database, audit: $0.audit)
    }
    for answer in answers { Desk.print(answer.json) }
    Desk.line("\(answers.count) licences expired")
  }
}

struct LicenceSurrender: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surrender",
    abstract: "Hand a licence back; nothing can be drawn on it until it is reopened.")

  @OptionGroup var ledger: LedgerOptions

  func run() throws { try ledger.perform { _, _ throws(LedgerRefusal) in .surrender } }
}

struct LicenceReopen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Undo a surrender, or a mark of being used up, that was a mistake.")

  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    guard ledger.reason != nil else { throw ValidationError("say why with --reason") }
    try ledger.perform { _, day throws(LedgerRefusal) in .reopen(day: day) }
  }
}
