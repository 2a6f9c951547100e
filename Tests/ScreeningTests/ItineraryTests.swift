// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Indicators
import Ranking
import Screening
import Testing
import TradeModel

@Suite("Itineraries and what is common in a file") struct ItineraryTests {
  @Test(arguments: [
    ("CN>PORT KLANG>HONG KONG", "MY", true), ("CN>PORT KLANG", "MY", false), ("CN > Rotterdam", "NL", false),
    ("CN>TOKYO>NHAVA SHEVA", "JP", true), ("SG", "MY", false), ("CN>SG>MY", "MY", false),
    ("CN>XQZT", "MY", false),
    ("CN>MY>SHANGHAI", "MY", false),
  ])
  func `goods under control whose itinerary goes on beyond the destination are a lead`(
    itinerary: String, destination: String, isBeyond: Bool
  ) throws {
    let row = dysprosiumOxide.setting("itinerary", itinerary).setting("destination", destination)
      .setting("consignee_country", destination)
    let found = try assess(row).indicators.contains { $0.definition.id == "transhipment" }
    #expect(found == isBeyond)
  }

  @Test func `a file without descriptions, flown as a rule, gives no leads`() throws {
    let rows = (0..<2_400).map { index in
      Row([
        "declaration_id": "K\(index)", "date": "2025-06-10", "exporter_name": "E\(index % 40)",
        "consignee_name": "C\(index % 90)", "consignee_country": "KR",
        "commodity_code": ["731815", "392690", "690721", "280450"][index % 4], "origin": "CN",
        "destination": "KR",
        "mode": index % 3 == 0 ? "air" : "sea", "net_mass": "\(100 + index % 50)",
        "statistical_value": "\(150 + index % 60)", "currency": "USD",
      ])
    }
    let result = try screen(rows)
    let names = Set(result.compact.flatMap { result.indicatorNames($0.indicators) })
    #expect(!names.contains("vague-words") && !names.contains("consistent-price"))
    let plain = result.compact.indices.filter { $0 % 4 != 3 }
    #expect(plain.allSatisfy { result.compact[$0].lane == .green })
    // The one that is shown in full is the one that was counted.
    let shown = result.assessment(at: 0)
    #expect(Float(shown.score) == result.compact[0].score)
  }
}
