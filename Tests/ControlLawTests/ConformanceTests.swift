// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Testing
import TradeModel

@Suite("Conformance of the embedded law") struct ConformanceTests {
  static let results = LawBook.embedded.conformance()

  @Test func `every worked example of the law holds`() {
    let failures = Self.results.filter { !$0.holds }
    for result in failures {
      Issue.record(
        "\(result.location): \(result.example.goods), \(result.example.day): \(result.failure ?? "")")
    }
    #expect(Self.results.count >= 300)
  }

  @Test func `every control has an example that it applies to and one that it does not`() {
    let law = LawBook.embedded
    for id in law.controlIDs {
      let control = law.control(id)
      let name = "\(law.instrument(of: id).id) \(control.item)"
      if control.isNote {
        #expect(!control.examples.isEmpty, "\(name)")
        continue
      }
      #expect(
        control.examples.contains { $0.expect == control.outcome || $0.expect == .cannotDecide }, "\(name)")
      #expect(control.examples.contains { $0.expect == .notControlled }, "\(name)")
    }
  }

  @Test func `the law names only materials of the reference data`() {
    #expect(LawBook.embedded.unresolvedMaterials.isEmpty)
  }

  @Test func `a pack read back holds the same tables`() throws {
    let tables = LawBook.embedded.tables
    #expect(try LawTables(pack: tables.packed) == tables)
  }
}
