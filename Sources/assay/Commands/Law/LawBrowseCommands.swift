// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlLaw
import ReferenceData
import TradeModel

/// `assay law show`: an item, a control code or a whole instrument.
struct LawShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an instrument, an item or a control code with its limits, codes, dates and sources.",
    discussion:
      "  assay law show 1C905.a.4\n  assay law show CN-MOFCOM-GAC-2025-18\n  assay law show Dy-magnet")

  @Argument(help: "An instrument, an item, or a control code.")
  var id: String
  @OptionGroup var options: LawOptions

  func run() throws {
    let book = try options.book()
    let ids = book.controlIDs.filter { control in
      let item = book.control(control)
      return item.code == id || item.item == id || book.instrument(of: control).id == id
    }
    if let instrument = book.tables.instruments.first(where: { $0.id == id }) {
      Terminal.write(
        """
        \(instrument.citation)  \(instrument.title)
          \(instrument.titleLocal)
          \(instrument.id); \(instrument.kind); published \(instrument.published); \(instrument.confidence.rawValue)
          reviewed \(instrument.reviewedOn)\(instrument.reviewNext.map { ", next by \($0)" } ?? ""); \(instrument.file)

        """)
      for note in instrument.notes { Terminal.write("  note: \(note)\n") }
      for provision in instrument.provisions {
        let article = provision.article.map { "art. \($0): " } ?? ""
        Terminal.write("  - \(article)\(provision.text) [\(provision.confidence.rawValue)]\n")
      }
      for source in book.sourceTexts(instrument.sources) { Terminal.write("  source: \(source)\n") }
    } else if ids.isEmpty {
      let names =
        book.tables.instruments.map(\.id) + book.tables.controls.map(\.item)
        + book.tables.controls.compactMap(\.code)
      let near = nearestName(to: id, among: names).map { "; did you mean '\($0)'?" } ?? ""
      throw couldNotRun("error: the law knows no '\(id)'\(near)")
    }
    for control in ids { Terminal.write("\n" + LawText.control(control, book)) }
  }
}

/// `assay law list`: controls by mineral, day and jurisdiction.
struct LawListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List controls, by mineral, day and jurisdiction.",
    discussion: "  assay law list --mineral gallium --as-of 2025-06-01\n  assay law list --jurisdiction CD")

  @Option(help: "A mineral, such as gallium.")
  var mineral: String?
  @Option(help: "A country of two letters, whose law is listed.")
  var jurisdiction: String?
  @Option(name: .customLong("as-of"), help: "Only what is in force, suspended or unverified on this day.")
  var asOf: Day?
  @Option(help: "text or json.")
  var format = LawFormat.text
  @OptionGroup var options: LawOptions

  struct Row: Encodable {
    var instrument: String, citation: String, item: String, controlCode: String?, outcome: String
    var state: String, text: String, minerals: [String]
  }

  func run() throws {
    let book = try options.book()
    let day = asOf ?? today()
    var ids = book.controlIDs
    if let mineral {
      ids = book.controls(onMineral: mineral)
      if ids.isEmpty {
        let near = nearestName(to: mineral, among: Set(book.tables.controls.flatMap(\.minerals)).sorted())
        throw couldNotRun(
          "error: no control on '\(mineral)'" + (near.map { "; did you mean '\($0)'?" } ?? ""))
      }
    }
    if let jurisdiction {
      guard let country = CountryCode(jurisdiction), book.jurisdictions.contains(country) else {
        let known = book.jurisdictions.sorted().map(\.description).joined(separator: ", ")
        throw couldNotRun("error: no law of '\(jurisdiction)'; the book holds \(known)")
      }
      ids = ids.filter { book.instrument(of: $0).jurisdiction == country }
    }
    var rows: [Row] = []
    for id in ids {
      let control = book.control(id)
      let force = control.force.force(on: day, knownOn: day)
      if asOf != nil, force.current == nil { continue }
      rows.append(
        Row(
          instrument: book.instrument(of: id).id, citation: book.instrument(of: id).citation,
          item: control.item,
          controlCode: control.code, outcome: control.isNote ? "note only" : control.outcome.name,
          state: book.stateName(of: id, on: day, knownOn: day), text: control.text, minerals: control.minerals
        ))
    }
    if format == .json {
      Terminal.write(try jsonText(rows))
      return
    }
    var last = ""
    for row in rows {
      if row.instrument != last { Terminal.write("\(row.citation) (\(row.instrument))\n") }
      last = row.instrument
      let text = row.text.count > 70 ? String(row.text.prefix(69)) + "…" : row.text
      Terminal.write("  \(row.controlCode ?? row.item)  \(row.outcome), \(row.state)  \(text)\n")
    }
    Terminal.write("\(rows.count) controls on \(day)\n")
  }
}

/// `assay law diff`: what changed between two days, and for whom.
struct LawDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what changed in the law between two days, and for whom.",
    discussion: "  assay law diff 2025-11-06 2025-11-08")

  @Argument(help: "The earlier day.") var first: Day
  @Argument(help: "The later day.") var second: Day
  @OptionGroup var options: LawOptions

  func validate() throws {
    if second < first { throw ValidationError("give the earlier day first") }
  }

  func run() throws {
    let book = try options.book()
    let changes = book.changes(from: first, to: second)
    if changes.isEmpty { Terminal.write("Nothing changed between \(first) and \(second).\n") }
    for change in changes {
      Terminal.write(
        "\(change.instrument.citation): \(change.before) -> \(change.after) (by \(book.citation(change.by)))\n"
      )
      for audience in LawBook.unique(change.controls.map { book.audience(of: $0) }) {
        let items = change.controls.filter { book.audience(of: $0) == audience }
        let minerals = LawBook.unique(items.flatMap { book.control($0).minerals })
        Terminal.write(
          "  \(items.count) control(s), \(audience)"
            + (minerals.isEmpty ? "" : ": \(minerals.joined(separator: ", "))") + "\n")
      }
    }
    if !changes.isEmpty { throw Exit.findings }
  }
}

/// `assay law timeline`: the law of a mineral over time.
struct LawTimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Draw the law of a mineral over time, in the terminal or as SVG.",
    discussion: "  assay law timeline gallium\n  assay law timeline holmium --svg holmium.svg")

  @Argument(help: "A mineral, such as gallium.") var mineral: String
  @Option(help: ArgumentHelp("Write an SVG picture to a file; - is standard output.", valueName: "file"))
  var svg: String?
  @Option(name: .customLong("known-on"), help: "Take only law published up to this day into account.")
  var knownOn: Day?
  @OptionGroup var options: LawOptions

  func run() throws {
    let book = try options.book()
    let timeline = book.timeline(of: mineral, knownOn: knownOn ?? today())
    guard !timeline.rows.isEmpty else {
      let near = nearestName(to: mineral, among: Set(book.tables.controls.flatMap(\.minerals)).sorted())
      throw couldNotRun("error: no control on '\(mineral)'" + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }
    if let svg {
      try write(Array(timeline.svg.utf8), to: svg)
    } else {
      Terminal.write(timeline.text())
    }
  }
}

/// `assay law sources`: each citation with its confidence.
struct LawSourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "List every source with what rests on it and how sure it is.",
    discussion: "  assay law sources")

  @OptionGroup var options: LawOptions

  func run() throws {
    let book = try options.book()
    for source in book.tables.sources {
      Terminal.write("\(source.key)  \(source.text)\n")
      for instrument in book.tables.instruments {
        let controls = book.tables.controls.filter {
          book.tables.instruments[$0.instrument].id == instrument.id && $0.sources.contains(source.key)
        }
        guard instrument.sources.contains(source.key) || !controls.isEmpty else { continue }
        let items = controls.isEmpty ? "" : ", items \(controls.map(\.item).joined(separator: ", "))"
        Terminal.write("  \(instrument.citation) [\(instrument.confidence.rawValue)]\(items)\n")
      }
    }
  }
}
