// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import LawCompiler
import Testing
import TradeModel

/// An invented act that counts what leaves within a month.
private let act = """
  id: XX-2
  kind: announcement
  citation: Invented act on windows
  title: Invented
  jurisdiction: CN
  published: 2025-01-01
  effective: 2025-01-01
  confidence: memory
  outcome: licence required
  sources: [gazette]
  reviewed: { day: 2025-01-01 }
  items:
    - item: a
      text: gallium metal over 20 kg a month
      when:
        material: gallium/metal
        mass in window: { days: 30, limit: "> 20 kg" }
      examples:
        - { goods: gallium, is: gallium/metal, day: 2025-02-01, to: DE, mass: 25 kg, expect: licence required }
        - goods: gallium in parcels
          is: gallium/metal
          day: 2025-02-01
          to: DE
          mass: 5 kg
          mass in window: { days: 30, mass: 21 kg }
          expect: licence required
        - goods: one parcel
          is: gallium/metal
          day: 2025-02-01
          to: DE
          mass: 5 kg
          mass in window: { days: 30, mass: 20 kg }
          expect: not controlled
        - { goods: nobody counted, is: gallium/metal, day: 2025-02-01, to: DE, mass: 5 kg, expect: cannot decide }
  """

@Suite("Mass within a window") struct MassWindowTests {
  private func compile(_ text: String) -> LawCompiler.Result {
    LawCompiler().compile([CompilerTests.sources, SourceFile(path: "Law/xx/window.yaml", text: text)])
  }

  private func book() throws -> LawBook {
    let result = compile(act)
    return LawBook(try #require(result.tables, "\(result.diagnostics.map(\.rendered))"))
  }

  @Test func `the window is compiled with its length, kept by the pack, and its examples hold`() throws {
    let book = try book()
    #expect(book.massRules.windows == [30])
    #expect(book.massRules.limits == [20])
    let again = LawBook(try LawTables(pack: book.tables.packed))
    #expect(again.tables.controls == book.tables.controls)
    #expect(again.conformance().filter { !$0.holds }.map(\.failure) == [])
  }

  @Test func `a shorter window gives a least mass, a longer one a greatest`() throws {
    let book = try book()
    let example = try #require(book.tables.controls.first?.examples.last)
    func outcome(_ windows: [(days: Int, kilograms: Int64)]) -> Outcome {
      var question = book.question(of: example)
      question.windows = windows.map {
        MassInWindow(days: $0.days, mass: Mass(milligrams: $0.kilograms * 1_000_000))
      }
      #expect(book.determine(question).outcome == book.compact(question).outcome)
      return book.compact(question).outcome
    }
    #expect(outcome([(7, 21)]) == .licenceRequired)
    #expect(outcome([(7, 19)]) == .cannotDecide)
    #expect(outcome([(90, 19)]) == .notControlled)
    #expect(outcome([(90, 21)]) == .cannotDecide)
    #expect(outcome([(7, 6), (30, 20), (90, 50)]) == .notControlled)
  }

  @Test(arguments: ["0", "400", "a month", "-3"])
  func `a window that is no number of days is refused`(_ days: String) {
    let result = compile(act.replacing("days: 30, limit", with: "days: \(days), limit"))
    #expect(result.tables == nil)
    #expect(result.diagnostics.contains { $0.code == "window" })
  }
}
