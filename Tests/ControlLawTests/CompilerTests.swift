// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import LawCompiler
import Testing
import TradeModel

@Suite("The law compiler") struct CompilerTests {
  static let sources = SourceFile(path: "Law/sources.yaml", text: "gazette: \"The gazette\"\n")

  static let good = """
    id: XX-1
    kind: announcement
    citation: No. 1
    title: Test
    jurisdiction: CN
    published: 2025-01-01
    effective: 2025-02-01
    confidence: confirmed
    sources: [gazette]
    reviewed: { day: 2025-01-01 }
    outcome: licence required
    items:
      - item: a
        text: gallium metal of four nines
        minerals: [gallium]
        when: { material: gallium/metal, purity: ">= 99.99 %" }
        examples:
          - { goods: gallium, is: gallium/metal, purity: 99.99 %, day: 2025-02-01, expect: licence required }
          - { goods: gallium, is: gallium/metal, purity: 99.9 %, day: 2025-02-01, expect: not controlled }
    """

  func compile(_ text: String, path: String = "Law/xx/one.yaml") -> LawCompiler.Result {
    LawCompiler().compile([Self.sources, SourceFile(path: path, text: text)])
  }

  @Test func `a good file compiles without a word and its examples hold`() throws {
    let result = compile(Self.good)
    #expect(result.diagnostics.isEmpty)
    let book = LawBook(try #require(result.tables))
    #expect(book.conformance().count == 2)
    #expect(book.conformance().allSatisfy { $0.holds })
  }

  /// Replaces one text of the good file; the fault must be reported with these words, at the line of the text.
  @Test(arguments: [
    ("material: gallium/metal", "material: gallium/metl", "did you mean 'gallium/metal'?"),
    ("purity: \">= 99.99 %\"", "purty: \">= 99.99 %\"", "did you mean 'purity'?"),
    (">= 99.99 %", ">= 99.99 g/cm3", "is not a unit of this"),
    (">= 99.99 %", ">= 120 %", "no such value is possible"),
    (">= 99.99 %", "99.99 %", "a limit starts with"),
    (">= 99.99 %", ">= 99.99", "the unit is missing"),
    ("effective: 2025-02-01", "effective: 2025-02-30", "no such day"),
    ("sources: [gazette]", "sources: [gazete]", "did you mean 'gazette'?"),
    ("outcome: licence required", "outcome: license required", "did you mean 'licence required'?"),
    ("jurisdiction: CN", "jurisdiction: China", "two letters"),
    ("minerals: [gallium]", "minerals: [galium]", "did you mean 'gallium'?"),
    ("confidence: confirmed", "confidence: sure", "one of:"),
    ("title: Test", "titl: Test", "did you mean 'title'?"),
    ("title: Test", "title: &a Test", "anchors"),
    ("title: Test", "title: [", "not YAML"),
    ("expect: not controlled", "expect: free", "is not a value of 'expect'"),
  ])
  func `a fault is told with its place and what to do`(_ from: String, _ to: String, _ words: String) throws {
    let text = Self.good.replacing(from, with: to, maxReplacements: 1)
    let result = compile(text)
    #expect(result.tables == nil)
    let found = result.diagnostics.first { $0.rendered.contains(words) }
    #expect(found != nil, "\(result.diagnostics.map(\.rendered))")
    #expect(found?.location.file == "Law/xx/one.yaml")
    #expect((found?.location.line ?? 0) > 0)
    #expect(result.diagnostics.contains { $0.excerpt != nil })
  }

  @Test func `a missing key, a missing list and two of one name are told`() {
    #expect(
      compile(Self.good.replacing("citation: No. 1\n", with: "")).diagnostics.contains {
        $0.code == "missing"
      })
    let twice = LawCompiler().compile([
      Self.sources, SourceFile(path: "Law/a.yaml", text: Self.good),
      SourceFile(path: "Law/b.yaml", text: Self.good),
    ])
    #expect(twice.diagnostics.contains { $0.code == "instrument-twice" && !$0.notes.isEmpty })
    let change = Self.good + "\nchanges:\n  - { of: [XX-2], state: suspended, from: 2025-03-01 }\n"
    #expect(compile(change).diagnostics.contains { $0.code == "unknown-instrument" })
  }

  @Test(arguments: [
    "", "\0", "a", "- 1", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{", "id: {a: 1, a: 2}", "\u{feff}id: x",
    "id: *x",
  ])
  func `broken files give errors, never a crash`(_ text: String) {
    let result = compile(text)
    #expect(result.tables == nil)
    #expect(!result.diagnostics.isEmpty)
  }

  @Test func `deep and large files are refused in good time`() {
    let deep = "id: " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(compile(deep).diagnostics.contains { $0.code == "too-deep" })
    let large = "id: " + String(repeating: "x", count: 5_000_000)
    #expect(compile(large).diagnostics.contains { $0.code == "file-too-large" })
  }

  @Test func `a suspension, as known before and after it was published`() throws {
    let change = """
      id: XX-2
      kind: suspension
      citation: No. 2
      title: Test
      jurisdiction: CN
      published: 2025-06-01
      effective: 2025-06-01
      confidence: confirmed
      sources: [gazette]
      reviewed: { day: 2025-06-01 }
      changes:
        - { of: [XX-1], state: suspended, from: 2025-06-01, until: 2025-07-31, after: { state: unverified } }
      """
    let result = LawCompiler().compile([
      Self.sources, SourceFile(path: "Law/one.yaml", text: Self.good),
      SourceFile(path: "Law/two.yaml", text: change),
    ])
    let book = LawBook(try #require(result.tables))
    let gallium = try #require(book.vocabulary.material("gallium/metal"))
    func outcome(on day: String, knownOn: String) throws -> Outcome {
      var question = LawQuestion(
        commodityCode: nil,
        reading: GoodsReading(
          claims: [MaterialClaim(gallium, .named)], purity: Bounds(exactly: 99.99), isSpecific: true),
        validOn: try Day(day[...]), knownOn: try Day(knownOn[...]), destination: nil)
      question.netMass = nil
      return book.compact(question).outcome
    }
    #expect(try outcome(on: "2025-01-31", knownOn: "2025-01-31") == .notControlled)
    #expect(try outcome(on: "2025-02-01", knownOn: "2024-12-31") == .notControlled)
    #expect(try outcome(on: "2025-06-01", knownOn: "2025-05-31") == .licenceRequired)
    #expect(try outcome(on: "2025-06-01", knownOn: "2025-06-01") == .notControlled)
    #expect(try outcome(on: "2025-07-31", knownOn: "2025-07-31") == .notControlled)
    #expect(try outcome(on: "2025-08-01", knownOn: "2025-08-01") == .cannotDecide)
  }

  @Test func `the linter finds what the compiler lets pass`() throws {
    let text =
      Self.good.replacing(
        "when: { material: gallium/metal, purity: \">= 99.99 %\" }",
        with:
          "when: { material: gallium/metal, density: [\"> 6 g/cm3\", \"< 5 g/cm3\"] }\n    codes: { published: [\"999999\"] }"
      )
      .replacing("reviewed: { day: 2025-01-01 }", with: "reviewed: { day: 2025-01-01, next: 2025-03-01 }")
        + """

          - item: b
            text: gallium metal, again
            outcome: prohibited
            when: { material: gallium/metal }
            force: { 2025-01-01: { state: in force, until: 2025-02-01 }, 2025-06-01: { state: in force } }
          - item: c
            text: gallium metal, third
            when: { material: gallium/metal }
        """
    let result = compile(text)
    let book = LawBook(try #require(result.tables, "\(result.diagnostics.map(\.rendered))"))
    let revisions = [Nomenclature.Revision(year: 2022, subheadings: [811_292])]
    let linter = LawLinter(book: book, nomenclature: Nomenclature(revisions))
    let found = linter.lint(today: try Day("2025-04-01"[...]))
    let codes = Set(found.map(\.code))
    #expect(codes == ["unreachable", "overlap", "timeline-gap", "code-unknown", "review-due"])
  }

  @Test func `a code is looked up in the revision of its own day`() throws {
    let nomenclature = Nomenclature([
      .init(year: 2022, subheadings: [2]), .init(year: 2007, subheadings: [1]),
    ])
    #expect(nomenclature.revision(on: try Day("2021-12-31"[...]))?.year == 2007)
    #expect(nomenclature.revision(on: try Day("2022-01-01"[...]))?.year == 2022)
    #expect(nomenclature.revision(on: try Day("2006-12-31"[...])) == nil)
  }

  @Test func `a broken pack is refused`() {
    let pack = LawBook.embedded.tables.packed
    #expect(throws: ValueError.self) { try LawTables(pack: []) }
    #expect(throws: ValueError.self) { try LawTables(pack: Array(pack.dropLast())) }
    #expect(throws: ValueError.self) { try LawTables(pack: pack + [0]) }
    var random = SeededGenerator(state: 7)
    for _ in 0..<40 {
      var broken = pack
      for _ in 0..<4 {
        broken[Int.random(in: 9..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? LawTables(pack: broken)
    }
  }

  @Test func `a new skeleton compiles once its questions are answered`() throws {
    let day = try Day("2026-12-01"[...])
    let text = LawSkeleton(
      id: "CN-TEST-1", citation: "No. 1 of 2026", jurisdiction: .china, published: day, effective: day
    ).text
    let result = compile(text)
    #expect(result.tables != nil, "\(result.diagnostics.map(\.rendered))")
    #expect(LawBook(try #require(result.tables)).conformance().allSatisfy { $0.holds })
  }
}
