// SPDX-License-Identifier: Apache-2.0

import Testing
import TradeFlows
import TradeModel

@Suite("Chains over time") struct ChainTests {
  let start = Month(year: 2024, month: 9)!

  @Test func `a planted chain is found with its bottleneck and its months`() {
    let answer = ChainFinder().chains(
      excess: [
        (country("CN"), country("VN"), start, 500),
        (country("VN"), country("TH"), start.advanced(by: 1), 300),
        (country("TH"), country("US"), start.advanced(by: 3), 800),
        (country("CN"), country("TH"), start, 100),
        (country("KR"), country("US"), start, 1000),
      ], from: country("CN"), to: country("US"))
    #expect(abs(answer.upperBound - 400) < 1e-3)
    #expect(answer.chains.map { $0.route.map(\.description).joined() } == ["CNVNTHUS", "CNTHUS"])
    #expect(abs(answer.chains.reduce(0) { $0 + $1.kilograms } - 400) < 1e-3)
    #expect(Set(answer.cut.map { "\($0.exporter)\($0.importer)" }) == ["VNTH", "CNTH"])
  }

  @Test func `goods cannot leave before they came, nor after they lay too long`() {
    for (wait, expected) in [(-5, 0.0), (-2, 100), (0, 100), (6, 100), (7, 0)] {
      let answer = ChainFinder().chains(
        excess: [
          (country("CN"), country("TH"), start, 100),
          (country("TH"), country("US"), start.advanced(by: wait), 100),
        ], from: country("CN"), to: country("US"))
      #expect(abs(answer.upperBound - expected) < 1e-3, "wait \(wait): \(answer.upperBound)")
    }
  }

  @Test func `what a relay mines itself is not diverted`() {
    let answer = ChainFinder().chains(
      excess: [
        (country("CN"), country("TJ"), start, 100),
        (country("TJ"), country("US"), start.advanced(by: 1), 100),
      ], own: [country("TJ"): 70], from: country("CN"), to: country("US"))
    #expect(abs(answer.upperBound - 30) < 1e-3)
  }

  @Test func `the greatest flow equals the least cut on random networks`() {
    var random = GeneratedSeries.Random(77)
    let names = ["CN", "TH", "VN", "MY", "KR", "US"].map(country)
    for _ in 0..<25 {
      var legs: [(exporter: CountryCode, importer: CountryCode, month: Month, kilograms: Double)] = []
      for _ in 0..<14 {
        let a = names[Int(random.unit() * 5)]
        let b = names[1 + Int(random.unit() * 5)]
        if a != b { legs.append((a, b, start.advanced(by: Int(random.unit() * 5)), random.within(1, 100))) }
      }
      let answer = ChainFinder().chains(excess: legs, from: country("CN"), to: country("US"))
      let cut = answer.cut.reduce(0) { $0 + $1.kilograms }
      #expect(abs(cut - answer.upperBound) < 1e-6 * max(1, cut))
    }
  }
}
