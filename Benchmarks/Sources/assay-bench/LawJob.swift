// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Foundation
import ReferenceData
import TradeModel

/// Determinations of varied goods on one core, and the time in which the embedded law is ready to be asked.
///
/// Readings are drawn over every material, purity, composition and wording; each question gets its own day from 2022 to
/// 2027, destination, origin, end user and mass. No answer is kept from one question to the next.
enum LawJob {
  static func run(questions: Int) throws {
    // Processor time, so that a busy machine does not make the pack slower.
    let loading = Usage.now().cpuSeconds
    let law = LawBook.embedded
    let loaded = Usage.now().cpuSeconds - loading
    var random = Chance(seed: 20_250_601)
    let reference = ReferenceData.embedded
    let readings = (0..<65_536).map { _ in reading(&random, reference) }
    let codes: [CommodityCode?] = reference.materials.flatMap { material in
      material.subheadings.map { CommodityCode(number: UInt64($0) * 10_000, count: 10) }
    }
    let places = [
      "US", "JP", "DE", "KR", "NL", "VN", "TH", "MX", "IN", "HK", "TW", "RU", "FR", "GB", "MY", "CN",
    ]
    .compactMap { CountryCode($0) }
    let users: [EndUserStatus] = [.unknown, .unknown, .civil, .civil, .civil, .military]
    let first = Day("2022-01-01")?.number ?? 0

    func question(_ random: inout Chance) -> LawQuestion {
      let reading = readings[random.below(readings.count)]
      var question = LawQuestion(
        commodityCode: random.below(8) == 0 ? nil : codes[random.below(codes.count)], reading: reading,
        validOn: Day(number: first + Int32(random.below(2190))), knownOn: law.version,
        origin: random.below(4) == 0 ? nil : places[random.below(places.count)],
        destination: places[random.below(places.count)], endUser: users[random.below(users.count)],
        netMass: Mass(milligrams: Int64(random.below(5_000_000) + 1) * 10_000))
      question.exporterListed = .unknown
      return question
    }

    var counts = [Int](repeating: 0, count: Outcome.allCases.count)
    // Questions are made ahead in blocks, so that only the law is timed.
    var spent = 0.0
    var checked = 0
    var left = questions
    while left > 0 {
      let block = (0..<min(left, 50_000)).map { _ in question(&random) }
      let before = Usage.now().cpuSeconds
      for question in block { counts[Int(law.compact(question).outcome.rawValue)] += 1 }
      spent += Usage.now().cpuSeconds - before
      for question in block.prefix(20) {
        guard law.determine(question).outcome == law.compact(question).outcome else {
          throw Wrong(what: "the small and the explained determination differ")
        }
        checked += 1
      }
      left -= block.count
    }
    let seconds = { (value: Double) in String(format: "%.3f", value) }
    var line =
      "job=law determinations=\(questions) microseconds_each=\(seconds(spent / Double(questions) * 1e6))"
    line += " per_cpu_second=\(Int(Double(questions) / max(spent, 1e-9)))"
    line += " pack_load_ms=\(seconds(loaded * 1000)) checked_against_explained=\(checked)"
    line += " peak_mib=\(Int(Usage.now().peakMebibytes))"
    for outcome in Outcome.allCases {
      line += " \(outcome)=\(counts[Int(outcome.rawValue)])"
    }
    print(line)
  }

  private static func reading(_ random: inout Chance, _ reference: ReferenceData) -> GoodsReading {
    let bases: [MaterialClaim.Basis] = [.named, .named, .composed, .coded, .supposed]
    var claims: [MaterialClaim] = []
    for _ in 0..<[0, 1, 1, 1, 2][random.below(5)] {
      let material = reference.materials[random.below(reference.materials.count)].id
      if !claims.contains(where: { $0.material == material }) {
        claims.append(MaterialClaim(material, bases[random.below(bases.count)]))
      }
    }
    var shares: [ElementShare] = []
    for number in Set((0..<random.below(4)).map { _ in random.below(92) + 1 }).sorted() {
      if let element = Element(atomicNumber: number) {
        shares.append(ElementShare(element, Bounds(exactly: Double(random.below(10_000)) / 100)))
      }
    }
    let purity = random.below(2) == 0 ? nil : Bounds(exactly: 90 + Double(random.below(10_000)) / 1000)
    var properties: [PropertyValue] = []
    if random.below(4) == 0 {
      let property = PhysicalProperty.allCases[random.below(PhysicalProperty.allCases.count)]
      properties = [PropertyValue(property, Bounds(exactly: Double(random.below(3000)) / 10))]
    }
    return GoodsReading(
      claims: claims, composition: shares, compositionIsWhole: random.below(6) == 0, purity: purity,
      properties: properties, isSpecific: random.below(5) != 0)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same questions everywhere.
struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed &>> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed &>> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed &>> 31) % UInt64(bound))
  }
}
