// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlLaw
import Foundation
import GoodsIdentity
import LawCompiler
import ReferenceData
import TradeModel

/// Seconds since 1970-01-01 UTC.
func currentSeconds() -> Int { Int(Date().timeIntervalSince1970) }

/// `assay law check`: what the law says of goods.
struct LawCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what the law demands of goods on a day, with article, version and reasons.",
    discussion: """
      Goods are given in words, as materials (--is), or in a file in the shape of the examples under Law/:

        assay law check "NdFeB magnets, Dy 0.2 %" --code 8505111000 --to VN --as-of 2025-04-06
        assay law check --is holmium/oxide --to DE --as-of 2025-11-08 --known-on 2025-10-20
        assay law check --file goods.yaml --format json

      Exit code 0: nothing is controlled; 1: something is, or cannot be decided; 2: could not run.
      """)

  @Argument(help: "The goods in words, English or Chinese.")
  var goods: String?
  @Option(name: .customLong("is"), help: "A material the goods are, such as gallium/metal; may be repeated.")
  var materials: [String] = []
  @Option(help: "The commodity code, 6 to 10 digits.")
  var code: String?
  @Option(help: "Purity, such as '99.8 %' or '>= 99.8 %'.")
  var purity: String?
  @Option(help: "Share of an element, such as Dy='0.2 %'; may be repeated.")
  var share: [String] = []
  @Flag(help: "The shares make up the whole composition.")
  var whole = false
  @Option(help: "Another property, such as density='1.76 g/cm3'; may be repeated.")
  var property: [String] = []
  @Flag(help: "The words are vague: they do not rule out what they do not name.")
  var vague = false
  @Option(help: "The country of export.")
  var from = "CN"
  @Option(help: "The country of origin.")
  var origin: String?
  @Option(help: "The country of destination.")
  var to: String?
  @Option(
    name: .customLong("end-user"), help: "civil, military, 'on control list' or 'on watch list'.")
  var endUser: String?
  @Option(help: "Net mass, such as '600 kg'.")
  var mass: String?
  @Option(
    name: .customLong("value-share"), help: "Share of the value a rule on content asks for, such as '0.1 %'.")
  var valueShare: String?
  @Option(help: "Technology that is transferred, by the name the law files use.")
  var technology: String?
  @Option(help: "A fact that a rule asks for and that holds; may be repeated.")
  var holds: [String] = []
  @Option(name: .customLong("as-of"), help: "The day on which the law must be in force; today when left out.")
  var asOf: Day?
  @Option(name: .customLong("known-on"), help: "Take only law published up to this day into account.")
  var knownOn: Day?
  @Option(help: ArgumentHelp("Goods in a YAML file.", valueName: "file"))
  var file: String?
  @Flag(
    name: .customLong("what-if"), inversion: .prefixedNo, help: "Show at which changes the answer changes.")
  var whatIf = true
  @Option(help: "text or json.")
  var format = LawFormat.text
  @OptionGroup var options: LawOptions

  func validate() throws {
    if goods == nil, materials.isEmpty, file == nil, code == nil, technology == nil {
      throw ValidationError("give the goods in words, with --is, --code or --technology, or in a --file")
    }
  }

  func run() throws {
    let book = try options.book()
    let questions =
      try file.map { try read($0, book) } ?? [(goods ?? materials.joined(separator: ", "), question(book))]
    var strictest = Outcome.notControlled
    var answers: [LawAnswerDocument] = []
    for (name, question) in questions {
      let answer = book.determine(question)
      let changes = whatIf ? book.counterfactuals(question) : []
      strictest = max(strictest, answer.outcome)
      if format == .json {
        answers.append(LawAnswerDocument(goods: name, question, answer, changes, book))
      } else {
        Terminal.write(VisibleText.lines(LawText.answer(name, question, answer, changes, book)))
      }
    }
    if format == .json { Terminal.write(try jsonText(answers)) }
    if strictest > .notControlled { throw Exit.findings }
  }

  private func read(_ path: String, _ book: LawBook) throws -> [(String, LawQuestion)] {
    guard let text = String(validating: try contents(of: path), as: UTF8.self) else {
      throw couldNotRun("\(path): error: the file is not UTF-8 text")
    }
    let (examples, diagnostics) = LawCompiler().examples(in: SourceFile(path: path, text: text))
    for diagnostic in diagnostics { Terminal.note(diagnostic.rendered) }
    guard !examples.isEmpty else { throw couldNotRun("\(path): error: no goods could be read") }
    return examples.map { ($0.goods, book.question(of: $0)) }
  }

  private func question(_ book: LawBook) throws -> LawQuestion {
    let code = try self.code.map { text in
      try valid("--code") { () throws(ValueError) in try CommodityCode(text) }
    }
    var reading =
      goods.map { GoodsReader(ReferenceData.embedded).read(description: $0, composition: nil, code: code) }
      ?? GoodsReading(isSpecific: !materials.isEmpty || technology != nil)
    var claims = reading.claims
    for slug in materials {
      let found = book.vocabulary.materials(slug)
      guard !found.isEmpty else {
        let near = nearestName(to: slug, among: book.vocabulary.entries.map(\.slug))
        throw ValidationError(
          "--is: '\(slug)' is no material" + (near.map { "; did you mean '\($0)'?" } ?? ""))
      }
      claims += found.map { MaterialClaim($0, .named) }
    }
    var composition = reading.composition
    for text in share {
      let (symbol, value) = try pair(text)
      guard let element = Element(symbol: symbol) else {
        throw ValidationError("--share: '\(symbol)' is no chemical element")
      }
      composition.removeAll { $0.element == element }
      composition.append(
        ElementShare(
          element, try valid("--share") { () throws(ValueError) in try LawCompiler.bounds(value, of: symbol) }
        ))
    }
    var properties = reading.properties
    for text in property {
      let (name, value) = try pair(text)
      let bounds = try valid("--property") { () throws(ValueError) in try LawCompiler.bounds(value, of: name)
      }
      if let known = LawCompiler.property(name) {
        properties.removeAll { $0.property == known }
        properties.append(PropertyValue(known, bounds))
      }
    }
    reading = GoodsReading(
      claims: claims, composition: composition, compositionIsWhole: whole || reading.compositionIsWhole,
      purity: try purity.map { text in
        try valid("--purity") { () throws(ValueError) in try LawCompiler.bounds(text, of: "purity") }
      } ?? reading.purity, properties: properties, isSpecific: vague ? false : reading.isSpecific)
    var question = LawQuestion(
      commodityCode: code, reading: reading, validOn: asOf ?? today(), knownOn: knownOn,
      exportCountry: try country("--from", from) ?? .china,
      origin: try origin.flatMap { try country("--origin", $0) },
      destination: try to.flatMap { try country("--to", $0) })
    if let endUser {
      guard let status = EndUserStatus.allCases.first(where: { $0.words == endUser }) else {
        throw ValidationError("--end-user is civil, military, 'on control list' or 'on watch list'")
      }
      question.endUser = status
    }
    if let mass {
      question.netMass = try valid("--mass") { () throws(ValueError) in try LawCompiler.mass(mass) }
    }
    if let valueShare {
      question.originValueShare = try valid("--value-share") { () throws(ValueError) in
        try LawCompiler.bounds(valueShare, of: "value share")
      }
    }
    question.technology = technology
    question.facts = holds.map { StatedFact($0, true) }
    return question
  }

  private func country(_ option: String, _ text: String) throws -> CountryCode? {
    guard let country = CountryCode(text) ?? ReferenceData.embedded.country(named: text) else {
      throw ValidationError("\(option) is a country of two letters, such as JP")
    }
    return country
  }
}
