// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GoodsIdentity
import ReferenceData
import TradeModel

/// `assay identify`: what goods are by their words, and most likely are by everything else.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Say what goods are by their papers, and what they most likely are.",
    discussion: """
      The answer is one line; --explain adds each piece of evidence with its weight.

        assay identify "ferro-alloy powder" --code 7202999900 --net-mass 100 --value 41200 --mode air \\
          --package-kind "argon-sealed drums" --packages 4 --day 2025-07-04 --explain
      """)

  @Argument(help: "The goods description.") var text: String
  @Option(help: "Commodity code, 6 to 10 digits.") var code: String?
  @Option(help: "Declared composition, such as \"Dy 99.5%, Fe 0.2%\".") var composition: String?
  @Option(help: "Net mass in kilograms.") var netMass: Double?
  @Option(help: "Statistical value.") var value: Double?
  @Option(help: "Currency of the value, ISO 4217.") var currency: String = "USD"
  @Option(help: "Number of packages.") var packages: Int?
  @Option(help: "Kind of packages.") var packageKind: String?
  @Option(help: "Mode of transport: sea, air, rail, road, express, mail.") var mode: String = ""
  @Option(help: "Day of the declaration, YYYY-MM-DD.") var day: String = "2026-01-01"
  @Option(
    help: "Leave out a kind of evidence: code, words, composition, price, packing, context; may be repeated.")
  var without: [String] = []
  @Flag(help: "Show every piece of evidence with its weight.") var explain = false

  func run() throws {
    let reference = ReferenceData.embedded
    let input = try input(reference)
    var model = IdentityModel(reference)
    for kind in IdentityEvidence.Kind.allCases where without.contains("\(kind)") { model.kinds.remove(kind) }
    let identity = model.identify(input)
    print(line(identity, input, reference))
    guard explain else { return }
    printReading(input.reading, reference)
    for candidate in identity.candidates {
      print("  \(share(candidate.probability))  \(reference[candidate.material].slug)")
    }
    print("  \(share(identity.none))  none of the materials")
    for evidence in identity.evidence {
      let weight = (evidence.logOdds * 10).rounded() / 10
      print("  [\(evidence.kind.name) \(weight >= 0 ? "+" : "")\(weight)] \(evidence.statement)")
    }
  }

  private func input(_ reference: ReferenceData) throws -> IdentityInput {
    guard let on = Day(day) else { throw ValidationError("--day is a day, such as 2025-04-04") }
    guard let transport = TransportMode(name: mode) else {
      throw ValidationError("--mode is not a mode of transport")
    }
    for kind in without where !IdentityEvidence.Kind.allCases.contains(where: { "\($0)" == kind }) {
      throw ValidationError("--without \(kind): no such kind of evidence")
    }
    var commodity: CommodityCode?
    if let code {
      do { commodity = try CommodityCode(code) } catch { throw ValidationError("--code: \(error)") }
    }
    guard let money = reference.currencies.code(named: currency),
      let rate = reference.currencies.rate(of: money, on: on)
    else { throw ValidationError("--currency: no rate is known for it") }
    let reading = GoodsReader(reference).read(description: text, composition: composition, code: commodity)
    var input = IdentityInput(reading: reading, code: commodity, day: on)
    if let value, let netMass, value > 0, netMass > 0 { input.pricePerKilogram = value * rate.usd / netMass }
    input.netKilograms = netMass
    input.packageCount = packages
    input.packing = Packing(kind: packageKind)
    input.mode = transport
    return input
  }

  private func line(_ identity: Identity, _ input: IdentityInput, _ reference: ReferenceData) -> String {
    let names = input.reading.claims.map { reference[$0.material].slug }
    let declared =
      names.isEmpty
      ? (input.reading.isSpecific ? "other goods" : "nothing particular") : names.joined(separator: ", ")
    guard let top = identity.candidates.first, top.probability > identity.none else {
      return "declared: \(declared); likely (\(share(identity.none))): none of the materials"
    }
    return "declared: \(declared); likely (\(share(top.probability))): \(reference[top.material].name)"
  }

  private func share(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    return "\(thousandths / 1000).\(String(1000 + thousandths % 1000).dropFirst())"
  }

  private func printReading(_ reading: GoodsReading, _ reference: ReferenceData) {
    func bounds(_ value: Bounds) -> String {
      value.isExact
        ? "\(value.lower)"
        : "\(value.includesLower ? "[" : "(")\(value.lower), \(value.upper)\(value.includesUpper ? "]" : ")")"
    }
    for share in reading.composition { print("  \(share.element) \(bounds(share.percent)) %") }
    if let purity = reading.purity { print("  purity \(bounds(purity)) %") }
    for property in reading.properties { print("  \(property.property.rawValue) \(bounds(property.value))") }
  }
}
