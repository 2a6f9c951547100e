// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Testing
import TradeModel

@Suite("Views of the law") struct ViewTests {
  let law = LawBook.embedded

  func day(_ text: String) throws -> Day { try Day(text[...]) }

  @Test func `counterfactuals name the day, destination and purity at which the answer changes`() throws {
    let trioxide = try #require(law.vocabulary.material("antimony/trioxide"))
    let question = LawQuestion(
      commodityCode: nil,
      reading: GoodsReading(
        claims: [MaterialClaim(trioxide, .named)], purity: Bounds(exactly: 99.99), isSpecific: true),
      validOn: try day("2025-01-15"), destination: CountryCode("DE"), endUser: .civil)
    let changes = law.counterfactuals(question)
    #expect(changes.contains(Counterfactual(.destination, change: "to US", outcome: .presumptionOfDenial)))
    #expect(changes.contains(Counterfactual(.day, change: "until 2024-09-14", outcome: .notControlled)))
    #expect(
      changes.contains(Counterfactual(.purity, change: "purity just below 99.99 %", outcome: .notControlled)))
    #expect(changes.contains { $0.fact == .endUser && $0.outcome == .prohibited })
    #expect(changes.allSatisfy { $0.outcome != .licenceRequired })
  }

  @Test func `between two days the suspension of October's announcements is the change`() throws {
    let changes = law.changes(from: try day("2025-11-06"), to: try day("2025-11-08"))
    #expect(Set(changes.map(\.by)) == ["CN-MOFCOM-GAC-2025-70"])
    #expect(Set(changes.map(\.instrument.id)).count == 6)
    #expect(changes.allSatisfy { $0.after == "suspended" })
    #expect(law.changes(from: try day("2025-05-01"), to: try day("2025-05-02")).isEmpty)
  }

  @Test func `a timeline cuts where the state changes and draws safe SVG`() throws {
    let timeline = law.timeline(of: "holmium", knownOn: try day("2026-11-23"))
    let row = try #require(timeline.rows.first { $0.citation == "MOFCOM/GAC No. 57 of 2025" })
    #expect(row.spans.map(\.state) == [.suspended, .unverified])
    #expect(row.spans.first?.to == (try day("2026-11-10")))
    #expect(timeline.text().contains("?"))
    #expect(timeline.svg.hasPrefix("<svg") && timeline.svg.hasSuffix("</svg>\n"))
    let before = law.timeline(of: "holmium", knownOn: try day("2025-10-20"))
    #expect(before.rows.first?.spans.map(\.state) == [.inForce])
  }

  @Test func `the page of coverage names every instrument`() {
    let page = law.coveragePage
    for instrument in law.tables.instruments { #expect(page.contains("`\(instrument.id)`")) }
  }
}
