// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Licensing
import TradeModel

struct LicenceLodge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lodge",
    abstract:
      "Keep aside what a declaration writes off its licences; given again, the new lines replace the old.",
    discussion: """
      Lines are ITEM:LICENCE:STATUS:QUANTITY with the status EP (partly used), EE (used up) or ES (surrendered):

        assay licence lodge D-17 --line 1:L-100:EP:250kg --line 2:L-100:EP:10kg

      Quantity 0 deletes the line's reservation. All lines are done, or none.
      """)

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The declaration.") var declaration: String
  @Option(help: "ITEM:LICENCE:STATUS:QUANTITY; may be repeated.") var line: [String]
  @Option(help: "The day it counts for; today when absent.") var day: String?
  @Flag(name: .customLong("confirm-surrender"), help: "The status ES is meant.") var confirmSurrender = false

  func run() throws {
    let day = try Desk.day(day, "--day")
    let lines = try line.map { text in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 4, let item = Int(parts[0]), let quantity = LedgerQuantity(parts[3]) else {
        throw ValidationError("--line is ITEM:LICENCE:STATUS:QUANTITY, such as 1:L-100:EP:250kg")
      }
      do throws(LedgerRefusal) {
        return WriteOffLine(
          item: item, licence: parts[1], status: try DocumentStatus(code: parts[2]), quantity: quantity)
      } catch {
        throw ValidationError(error.explanation)
      }
    }
    let workspace = try desk.open()
    let answers = try desk.write(workspace) {
      try WriteOffs.lodge(
        declaration, lines, day: day, confirmsSurrender: confirmSurrender, in: $0.database, audit: $0.audit)
    }
    for answer in answers { Desk.print(answer.json) }
  }
}

struct LicenceSettle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "The goods of a declaration left: draw all it keeps aside.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The declaration.") var declaration: String
  @Option(help: "The day they left; today when absent.") var day: String?

  func run() throws {
    let day = try Desk.day(day, "--day")
    let workspace = try desk.open()
    for answer in try desk.write(
      workspace, { try WriteOffs.settle(declaration, day: day, in: $0.database, audit: $0.audit) })
    {
      Desk.print(answer.json)
    }
  }
}

struct LicenceCancel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "The goods of a declaration stay: give back all it keeps aside.")

  @OptionGroup var desk: DeskOptions
  @Argument(help: "The declaration.") var declaration: String

  func run() throws {
    let workspace = try desk.open()
    for answer in try desk.write(
      workspace, { try WriteOffs.cancel(declaration, in: $0.database, audit: $0.audit) })
    {
      Desk.print(answer.json)
    }
  }
}

struct LicenceStuck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stuck", abstract: "List open reservations that have not moved for some days.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "Days without a movement.") var days: Int = 30

  func run() throws {
    let workspace = try desk.open(.readOnly)
    let since = DeskOptions.clock().advanced(days: -max(0, days))
    let stuck = try Desk.saying { try workspace.read { try LicenceRegister.stuck(since: since, in: $0) } }
    for (licence, reservation) in stuck {
      Desk.print(["licence": .text(licence), "reservation": reservation.json])
    }
    if !stuck.isEmpty { throw Exit.findings }
  }
}

struct LicenceFitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Ask every licence on the ledger whether it covers goods, and why not.",
    discussion: "Exit code 1 unless exactly one fits, which may then be chosen without asking.")

  @OptionGroup var desk: DeskOptions
  @Option(help: "Control code that needs a licence; may be repeated.") var control: [String]
  @Option(help: "The exporter's name.") var exporter: String?
  @Option(name: .customLong("exporter-id"), help: "The exporter's identifier.") var exporterID: String?
  @Option(help: "The consignee's name.") var consignee: String?
  @Option(name: .customLong("end-user"), help: "The end user's name.") var endUser: String?
  @Option(help: "Country of destination, two letters.") var destination: String
  @Option(help: "Commodity code.") var code: String?
  @Option(help: "Quantity with unit, such as 12.5kg.") var quantity: Amount?
  @Option(help: "The day of export; today when absent.") var day: String?
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    guard let country = CountryCode(destination) else {
      throw ValidationError("--destination is two letters")
    }
    var commodity: CommodityCode?
    if let code {
      do throws(ValueError) { commodity = try CommodityCode(code) } catch {
        throw ValidationError(error.message)
      }
    }
    let demand = LicenceDemand(
      item: 0, day: try Desk.day(day, "--day"), declarationID: nil, itemNumber: nil,
      exporter: Party(name: exporter, identifier: exporterID), consignee: consignee.map { Party(name: $0) },
      endUser: endUser, destination: country, commodityCode: commodity, controlCodes: control, cited: [],
      netMass: quantity.flatMap { Mass($0.value, $0.unit) }, quantity: quantity?.value,
      quantityUnit: quantity?.unit)
    let workspace = try desk.open(.readOnly)
    let choice = try Desk.saying { try workspace.read { try LicenceRegister.fit(demand, in: $0) } }
    if json {
      Desk.print(choice.json)
    } else {
      for fit in choice.fits {
        Desk.line(
          fit.fits ? "\(fit.licence)  fits" : "\(fit.licence)  \(fit.explanations.joined(separator: "; "))")
      }
      Desk.line(choice.explanation)
    }
    if choice.automatic == nil { throw Exit.findings }
  }
}
