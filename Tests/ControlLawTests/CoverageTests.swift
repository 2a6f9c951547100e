// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import FoundationEssentials
import Testing
import TradeModel

@Suite("Coverage of the law") struct CoverageTests {
  /// How many items and clauses each instrument of the source data has; 183 items in all.
  static let expected: [String: (items: Int, clauses: Int)] = [
    "CN-ECL-2020": (0, 0), "CN-DUR-2024": (0, 0), "CN-LIST-2024-51": (0, 0), "CN-CATALOGUE-2026": (0, 0),
    "CN-LEGACY-DUALUSE-METALS": (14, 0), "CN-MOFCOM-GAC-2023-23": (14, 0), "CN-MOFCOM-GAC-2023-39": (2, 0),
    "CN-MOFCOM-MOST-2023-57": (1, 0), "CN-MOFCOM-GAC-2024-33": (12, 0), "CN-MOFCOM-2024-46": (0, 3),
    "CN-MOFCOM-GAC-2025-10": (23, 0), "CN-MOFCOM-GAC-2025-18": (38, 0), "CN-MOFCOM-MOST-2025-28": (5, 0),
    "CN-MOFCOM-GAC-2025-55": (6, 0), "CN-MOFCOM-GAC-2025-56": (33, 0), "CN-MOFCOM-GAC-2025-57": (20, 0),
    "CN-MOFCOM-GAC-2025-58": (13, 0), "CN-MOFCOM-2025-61": (0, 3), "CN-MOFCOM-2025-62": (2, 0),
    "CN-MOFCOM-GAC-2025-70": (0, 0), "CN-MOFCOM-2025-72": (0, 0), "CN-MOFCOM-2026-1": (0, 2),
    "CN-MOFCOM-2026-LISTS": (0, 0), "CN-MOFCOM-2026-REPORTING": (0, 0), "CN-2026-SUMMIT": (0, 0),
    "CN-GAC-2025-123": (0, 0), "CN-STATE-TRADING-2026-27": (0, 0), "CN-EXPORT-LICENCE-CATALOGUE-2026": (0, 0),
    "CN-QUOTA-HISTORY": (0, 0), "CN-RE-REG-2024": (0, 0), "CN-MIIT-ORDER-71": (0, 0), "CN-MRL-2024": (0, 0),
    "CN-FTL-2025": (0, 0), "CN-CRIM-151": (0, 0),
  ]

  @Test func `every instrument stands in the book with at least its items and clauses`() {
    let law = LawBook.embedded
    #expect(Self.expected.count == 34)
    #expect(Self.expected.values.map(\.items).reduce(0, +) == 183)
    for (id, counts) in Self.expected {
      let index = law.tables.instruments.firstIndex { $0.id == id }
      #expect(index != nil, "\(id) is missing")
      let controls = law.tables.controls.filter { $0.instrument == index }
      #expect(controls.count { !$0.isClause } >= counts.items, "\(id)")
      #expect(controls.count { $0.isClause } >= counts.clauses, "\(id)")
    }
  }

  static let shared: String? = {
    let environment = ProcessInfo.processInfo.environment["ASSAY_SHARED"]
    return [environment, "../shared"].compactMap { $0 }.first {
      FileManager.default.fileExists(atPath: $0 + "/law/controls.yaml")
    }
  }()

  @Test(.enabled(if: shared != nil, "the shared source data is not beside this checkout"))
  func `every instrument and item of the source data is in the book`() throws {
    let folder = try #require(Self.shared)
    let data = try #require(FileManager.default.contents(atPath: folder + "/law/controls.yaml"))
    let law = LawBook.embedded
    var instrument = ""
    var items = 0
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("- id: ") {
        instrument = String(line.dropFirst(6))
        #expect(law.tables.instruments.contains { $0.id == instrument }, "\(instrument)")
      } else if line.hasPrefix("  - item: ") || line.hasPrefix("  - clause: ") {
        let name = line.drop { $0 != ":" }.dropFirst(2)
        items += line.hasPrefix("  - item: ") ? 1 : 0
        #expect(law.control(instrument: instrument, item: String(name)) != nil, "\(instrument) \(name)")
      }
    }
    #expect(items == 183)
  }

  @Test func `all nine shapes of rule are in the book`() {
    let law = LawBook.embedded
    func has(_ test: (Control) -> Bool) -> Bool { law.tables.controls.contains(where: test) }
    func part(_ test: @escaping (Condition) -> Bool) -> (Control) -> Bool {
      { $0.condition.parts.contains(where: test) }
    }
    #expect(has { $0.regime == .dualUse && $0.condition.parts.contains { $0.limit != nil } })
    #expect(has { $0.scope != nil && $0.regime == .destination })
    #expect(has(part { if case .valueShare = $0 { true } else { false } }))
    #expect(has(part { if case .overQuota = $0 { true } else { false } }))
    #expect(has { $0.regime == .ban })
    #expect(has(part { if case .exporterNotListed = $0 { true } else { false } }))
    #expect(has { $0.regime == .partyList })
    #expect(has(part { if case .technology = $0 { true } else { false } }))
    #expect(has { $0.regime == .originRisk })
  }
}
