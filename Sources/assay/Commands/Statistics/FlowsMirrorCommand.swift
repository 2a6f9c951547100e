// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ReferenceData
import Tabular
import TradeFlows
import TradeModel

/// `assay flows mirror`.
struct FlowsMirror: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mirror",
    abstract: "List flows on which exporter and importer differ by more than their errors.",
    discussion: """
      Quantity before value. Excess imports and orphan exports are kept apart; every gap has a 95 % band, the reports \
      used and the innocent explanations tested. A gap that an explanation accounts for is listed, not alerted.
      """)

  @OptionGroup var input: FlowsInput

  @Option(help: "Only flows out of this country.")
  var origin: String?

  @Option(help: "Only this commodity code or its beginning (8110); may be given several times.")
  var code: [String] = []

  @Option(help: "Smallest gap listed, in tonnes.")
  var least: Double = 1

  @Flag(help: "Lists alerts only.")
  var alerts = false

  enum Margin: String, ExpressibleByArgument, CaseIterable {
    case none, imf, freight, oecd, baci
  }

  @Option(
    help:
      "Freight in import values: none, imf (1.06), freight (USD per kilogram by way), baci (fitted), oecd (--margins)."
  )
  var margin: Margin = .imf

  @Option(
    help: ArgumentHelp("Margins by heading for --margin oecd: columns heading and margin.", valueName: "file")
  )
  var margins: String?

  @Option(help: "Month (YYYY-MM) from which on months are not used to find the lag between two reports.")
  var control: String?

  func validate() throws {
    guard margin != .oecd || margins != nil else {
      throw ValidationError("--margin oecd needs --margins FILE: the OECD's table may not be shipped")
    }
  }

  private func freight() throws -> FreightMargin? {
    switch margin {
    case .none: return FreightMargin.none
    case .imf: return .imf
    case .baci: return nil
    case .freight:
      func middle(_ way: String) -> Double {
        FlowReference.embedded.freight[way].map { ($0.lowerBound + $0.upperBound) / 2 } ?? 0
      }
      return .byWay(sea: middle("sea"), air: middle("air"))
    case .oecd:
      let path = margins ?? ""
      do throws(ValueError) {
        let text = try DelimitedText(try FlowsFiles.bytes(path), file: path)
        guard let heading = text.column(["heading", "hs4"]), let share = text.column(["margin"]) else {
          throw ValueError("the columns heading and margin are needed")
        }
        var shares: [Int: Double] = [:]
        for row in 0..<text.rowCount {
          guard let code = Int(text[row, heading]), let value = Double(text[row, share]),
            (0..<1).contains(value)
          else {
            throw ValueError("line \(text.line(ofRow: row)): a heading and a share from 0 to 1 are needed")
          }
          shares[code] = value
        }
        guard !shares.isEmpty else { throw ValueError("no margins") }
        return .table(shares, mean: shares.values.sorted().reduce(0, +) / Double(shares.count))
      } catch { throw FlowsFiles.fail("\(path): \(error.message)") }
    }
  }

  func run() throws {
    var finder = MirrorFinder(reference: .embedded, facts: .embedded)
    finder.options.margin = try freight()
    finder.options.control = try control.map(FlowsFiles.month)
    finder.options.leastGap = least * 1000
    finder.options.exporter = try origin.map(FlowsFiles.country)
    let isAsked = try FlowsFiles.prefixes(code)
    let table = try input.read()
    let gaps: [MirrorGap]
    do throws(ValueError) { gaps = try finder.gaps(in: table) } catch { throw FlowsFiles.fail(error.message) }
    let shown = gaps.filter { (code.isEmpty || isAsked($0.pair.code)) && (!alerts || $0.isAlert) }
    try input.write(
      header: MirrorGap.header, rows: shown.map(\.row), note: Wording.leads, table: MirrorGap.table(shown))
    if shown.contains(where: \.isAlert) { throw Exit.findings }
  }
}

/// `assay flows relays`.
struct FlowsRelays: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relays",
    abstract: "Find countries through which goods of an origin may reach a destination under a measure.",
    discussion: """
      The four conditions of Freund and others (2025) with excess flow, plus capacity, unit values and mass balance. \
      The excess is an upper bound; firm-level data confirmed about a ninth of such bounds elsewhere.
      """)

  @OptionGroup var input: FlowsInput

  @Option(help: "Commodity code.")
  var code: String

  @Option(help: "Country of the controlled origin.")
  var origin: String = "CN"

  @Option(help: "Country of destination under the measure.")
  var destination: String = "US"

  @Option(help: "Periods before: 2022, or 2023-01..2023-12.")
  var base: String

  @Option(help: "Periods after.")
  var end: String

  @Option(help: "Smallest excess listed, in tonnes.")
  var least: Double = 1

  func run() throws {
    let question = RelayQuestion(
      code: try FlowsFiles.code(code), origin: try FlowsFiles.country(origin),
      destination: try FlowsFiles.country(destination), base: try FlowsFiles.periods(base),
      end: try FlowsFiles.periods(end))
    let table = try input.read()
    let pairs: [MirrorPair]
    do throws(ValueError) { pairs = try MirrorPairs(table).pairs } catch {
      throw FlowsFiles.fail(error.message)
    }
    var finder = RelayFinder(reference: .embedded, facts: .embedded)
    finder.options.leastExcess = least * 1000
    let identity = CodeIdentity(question.code, reference: .embedded, period: question.end.max())
    let relays = finder.relays(for: question, in: pairs)
    var note = Wording.leads
    if identity.mineral == nil {
      note = identity.statement(unitValue: nil) + " No relay of a mineral is reported on such a code. " + note
    }
    try input.write(
      header: Relay.header, rows: relays.map(\.row), note: note,
      table: Relay.table(relays, question, identity: identity))
    if !relays.isEmpty { throw Exit.findings }
  }
}
