// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlLaw
import Foundation
import GoodsIdentity
import Intake
import LawCompiler
import Licensing
import Parties
import Recording
import ReferenceData
import Screening
import Tabular
import TradeModel

/// What `screen` and `explain` share: where declarations, licences and law come from.
struct ScreeningInput: ParsableArguments {
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Licence files (CSV): number, holder, item or code, quantity, validity.", valueName: "file"))
  var licences: [String] = []

  @Option(help: ArgumentHelp("How columns are to be read (docs/input.md).", valueName: "file"))
  var mapping: String?

  @Option(help: ArgumentHelp("Law from a folder of YAML instead of the embedded law.", valueName: "folder"))
  var law: String?

  @Option(
    name: .customLong("known-on"),
    help: ArgumentHelp("Take only law published up to this day into account (YYYY-MM-DD).", valueName: "day"))
  var knownOn: String?

  @Option(
    name: .customLong("export-country"),
    help: ArgumentHelp("The country of export, whose law is asked.", valueName: "code"))
  var exportCountry: String = "CN"

  @Option(
    help: ArgumentHelp(
      "Alerts of 'assay flows alerts --format json', taken as context for shipments on those lanes.",
      valueName: "file"))
  var alerts: String?

  @Option(help: "Threads; the number never changes the result.")
  var threads: Int = Terminal.cores

  @Option(
    help: ArgumentHelp("Bytes one thread reads at a time; never changes the result.", valueName: "bytes"))
  var chunk: Int = IntakeOptions().chunkBytes

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Restricted-party lists: files, or folders that `assay lists` keeps.", valueName: "file"))
  var lists: [String] = []

  @Option(
    help: ArgumentHelp("Who owns whom (CSV): owner, owned, share in per cent.", valueName: "file"))
  var ownership: String?

  @Option(
    help: ArgumentHelp("Exceptions by which parties are not the ones listed (CSV).", valueName: "file"))
  var exceptions: String?

  @Flag(name: .shortAndLong, help: "Print nothing but results and errors.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(threads) else { throw ValidationError("--threads is 1 to 1024") }
    guard (1...1 << 30).contains(chunk) else { throw ValidationError("--chunk is 1 byte to 1 GiB") }
    guard CountryCode(exportCountry) != nil else {
      throw ValidationError("--export-country is a two-letter code, such as CN")
    }
    if let knownOn, Day(knownOn) == nil {
      throw ValidationError("--known-on is a day, such as 2025-04-04")
    }
  }

  /// The engines: law, reference data and models.
  func screener() throws -> Screener {
    let reference = ReferenceData.embedded
    var book = LawBook.embedded
    if let law { book = try lawBook(from: law) }
    return Screener(
      law: book, reference: reference, reader: GoodsReader(reference), model: IdentityModel(reference),
      exportCountry: CountryCode(exportCountry) ?? .china)
  }

  /// The engines by which a kept decision is made again.
  /// - Parameter lists: the folder of the workspace's lists, used when none are named.
  func engines(lists: String?) throws -> ScreeningEngines {
    let today = try screener()
    return ScreeningEngines(
      law: today.law, parties: try partyScreening(fallback: lists), threads: threads,
      readAlerts: { bytes in
        do throws(ValueError) { return try FlowLeads.leads(bytes, file: "alerts") } catch { return [] }
      }
    ) { law, country in
      Screener(
        law: law, reference: today.reference, reader: today.reader, model: today.model, exportCountry: country
      )
    }
  }

  func screeningOptions(progress: ProgressLine) throws -> ScreeningOptions {
    var options = ScreeningOptions()
    if let alerts { options.flowLeads = try FlowLeads.read(alerts) }
    options.threads = threads
    options.knownOn = knownOn.flatMap { Day($0) }
    options.progress = { stage, done, total in progress.show(stage, done, total) }
    return options
  }

  /// Lists, exceptions and ownership; nothing when none is named.
  /// - Parameter fallback: a folder of lists that is read when none is named and it holds any.
  func partyScreening(fallback: String? = nil) throws -> PartyScreening? {
    var lists = lists
    if lists.isEmpty, let fallback,
      let names = try? FileManager.default.contentsOfDirectory(atPath: fallback), !names.isEmpty
    {
      lists = [fallback]
    }
    guard !lists.isEmpty || ownership != nil else {
      if exceptions != nil { throw ValidationError("--exceptions needs --lists") }
      return nil
    }
    let snapshot = try readLists(lists, exceptions: exceptions)
    for list in snapshot.lists where !list.problems.isEmpty && !quiet {
      Terminal.note("\(list.id): \(list.problems.count) records cannot be read; first: \(list.problems[0])")
    }
    return PartyScreening(lists: snapshot, ownership: try ownership.map { try readOwnership($0) } ?? [])
  }

  /// Reads declarations; whole-file faults end the run with one line.
  func read(_ paths: [String], progress: ProgressLine) throws -> IntakeResult {
    var options = IntakeOptions()
    options.threads = threads
    options.chunkBytes = chunk
    options.today = Self.today
    options.progress = { progress.count("rows read", $0.rowsRead) }
    defer { progress.finish() }
    let sources = paths.map { $0 == "-" ? InputSource.standardInput : .file($0) }
    do throws(IntakeError) {
      if let mapping { options.mapping = try ColumnMapping(contentsOf: mapping) }
      return try DeclarationReader(options).read(sources)
    } catch {
      throw couldNotRun(error.description)
    }
  }

  /// Reads licence files; licences that cannot be read are told and left out.
  func readLicences() throws -> [Licence] {
    var read: [Licence] = []
    for path in licences {
      do throws(TableError) {
        let reading = try LicenceFile.read(try contents(ofTable: path), file: path)
        for diagnostic in reading.diagnostics { Terminal.note(diagnostic.rendered) }
        read += reading.licences
      } catch {
        throw couldNotRun(error.description)
      }
    }
    return read
  }

  private func contents(ofTable path: String) throws(TableError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TableError("no such file, or it cannot be read", at: SourceLocation(file: path, line: 0))
    }
    return Array(data)
  }

  /// Today in China, whose law is asked by default.
  static var today: Day? {
    let seconds = Date().timeIntervalSince1970 + 8 * 3600
    return Day(number: Int32(seconds / 86_400))
  }
}
