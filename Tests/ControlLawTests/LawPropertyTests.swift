// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import ReferenceData
import Testing
import TradeModel

/// A small seeded generator (SplitMix64, Steele, Lea and Flood 2014), so that a failing case can be made again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Makes varied questions: claims, vague words, codes of the law, limits and values around them, all users and days.
struct QuestionGenerator {
  var random: SeededGenerator
  let law: LawBook
  let codes: [CommodityCode]
  let limits: [Condition]

  init(seed: UInt64, law: LawBook) {
    random = SeededGenerator(state: seed)
    self.law = law
    codes = Array(Set(law.tables.controls.flatMap(\.codes).map(\.code))).sorted()
    limits = law.tables.controls.flatMap { $0.condition.parts }.filter { $0.limit != nil }
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func next() -> LawQuestion {
    var claims: [MaterialClaim] = []
    for _ in 0..<[0, 1, 1, 1, 2].randomElement(using: &random)! {
      let id = MaterialID(
        rawValue: UInt16.random(in: 0..<UInt16(law.vocabulary.entries.count), using: &random))
      if !claims.contains(where: { $0.material == id }) {
        claims.append(MaterialClaim(id, [.named, .composed, .coded].randomElement(using: &random)!))
      }
    }
    var shares: [Element: Bounds] = [:]
    var properties: [PhysicalProperty: Bounds] = [:]
    var purity: Bounds?
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let part = limits.randomElement(using: &random)!
      let limit = part.limit!.value
      let value = max(0, min(limit * [0.5, 0.999, 1, 1.001, 1.5].randomElement(using: &random)!, 1e9))
      switch part {
      case .share(let element, _), .statedShare(let element, _):
        shares[element] = chance(80) ? Bounds(exactly: min(value, 100)) : Bounds(0, min(value, 100) + 0.1)
      case .property(let property, _): properties[property] = Bounds(exactly: value)
      case .purity: purity = chance(70) ? Bounds(exactly: min(value, 100)) : Bounds(min(value, 99), 100)
      default: break
      }
    }
    let reading = GoodsReading(
      claims: claims, composition: shares.map { ElementShare($0.key, $0.value) },
      compositionIsWhole: chance(30), purity: purity,
      properties: properties.map { PropertyValue($0.key, $0.value) }, isSpecific: chance(60))
    var code: CommodityCode?
    if chance(80) {
      code =
        chance(70)
        ? codes.randomElement(using: &random)
        : CommodityCode(number: UInt64.random(in: 10_000_000...999_999_999, using: &random), count: 9)
    }
    let day = Day(number: Int32.random(in: 18_262...20_820, using: &random))
    var question = LawQuestion(
      commodityCode: code, reading: reading, validOn: day,
      knownOn: chance(80) ? day : day.advanced(by: Int.random(in: -700...700, using: &random)),
      exportCountry: CountryCode(
        ["CN", "CN", "CN", "CN", "KR", "CD", "ZW", "MY"].randomElement(using: &random)!)!,
      origin: chance(50) ? CountryCode(["CN", "KR", "US"].randomElement(using: &random)!) : nil,
      destination: CountryCode(["US", "JP", "DE", "VN", "CN"].randomElement(using: &random)!),
      endUser: EndUserStatus.allCases.randomElement(using: &random)!,
      netMass: chance(60) ? Mass(milligrams: Int64.random(in: 0...50_000_000_000, using: &random)) : nil)
    if chance(10) { question.originValueShare = Bounds(exactly: Double.random(in: 0...30, using: &random)) }
    if chance(10) {
      question.quotaBalance = Mass(milligrams: Int64.random(in: 0...50_000_000_000, using: &random))
    }
    if chance(10) { question.exporterListed = Truth.allCases.randomElement(using: &random)! }
    return question
  }
}

@Suite("Properties of the law") struct LawPropertyTests {
  static let law = LawBook.embedded
  static let seeds: [UInt64] = [1, 20_250_404, 0xDEAD]
  static let count = 400

  @Test(arguments: seeds) func `the fast answer is the explained one`(_ seed: UInt64) {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    var seen: Set<Outcome> = []
    for _ in 0..<Self.count {
      let question = generator.next()
      let long = Self.law.determine(question)
      let short = Self.law.compact(question)
      #expect(short.outcome == long.outcome, "seed \(seed): \(question)")
      seen.insert(short.outcome)
      if let control = short.control, long.outcome > .notControlled {
        #expect(long.findings.first?.item == Self.law.control(control).item, "seed \(seed)")
      }
    }
    #expect(seen.count >= 4, "the generator reaches the outcomes")
  }

  @Test(arguments: seeds) func `law published after a day never changes an answer known on it`(_ seed: UInt64)
  {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    for _ in 0..<Self.count / 20 {
      let question = generator.next()
      var tables = Self.law.tables
      tables.controls = tables.controls.map { control in
        var earlier = control
        earlier.force = control.force.filter { $0.knownFrom <= question.knownOn }
        earlier.codes = control.codes.filter { $0.from <= question.knownOn }
        return earlier
      }
      let then = LawBook(tables, vocabulary: Self.law.vocabulary)
      #expect(then.compact(question) == Self.law.compact(question), "seed \(seed): \(question)")
    }
  }

  @Test(arguments: seeds) func `unknown data never gives "not controlled" where some value would be`(
    _ seed: UInt64
  ) {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    for _ in 0..<Self.count {
      let question = generator.next()
      let outcome = Self.law.compact(question).outcome
      if outcome == .notControlled { continue }
      var less = question
      switch Int.random(in: 0..<6, using: &generator.random) {
      case 0: less.reading.purity = nil
      case 1: less.reading.properties = []
      case 2 where !question.reading.compositionIsWhole:
        // A share by which a rule is met without a name is a claim in itself; taking it away takes the claim.
        let alone = Set(Self.law.tables.controls.flatMap(\.condition.statedElements))
        less.reading.composition = less.reading.composition.filter { alone.contains($0.element) }
      case 3: less.netMass = nil
      case 4: less.endUser = .unknown
      default: less.facts = []
      }
      // A user who is known to be listed is a fact of party matching, not of the declaration.
      if less.endUser == .unknown, [.onControlList, .onWatchList].contains(question.endUser) { continue }
      #expect(Self.law.compact(less).outcome > .notControlled, "seed \(seed): \(question)")
    }
  }

  @Test(arguments: seeds) func `words that rule nothing out never free what particular words bind`(
    _ seed: UInt64
  ) {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    for _ in 0..<Self.count {
      var question = generator.next()
      question.reading.claims.removeAll { $0.basis == .coded }
      question.reading.isSpecific = true
      let firm = Self.law.compact(question).outcome
      question.reading.isSpecific = false
      // An exclusion that vague words leave open makes the answer open, never free.
      let vague = Self.law.compact(question).outcome
      #expect(vague >= min(firm, .cannotDecide), "seed \(seed): \(question)")
    }
  }

  @Test(arguments: seeds) func `a listed party never lowers severity`(_ seed: UInt64) {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    for _ in 0..<Self.count {
      var question = generator.next()
      question.exportCountry = .china
      question.endUser = .civil
      let civil = Self.law.compact(question).outcome
      question.endUser = .onControlList
      #expect(Self.law.compact(question).outcome >= civil, "seed \(seed): \(question)")
      question.endUser = .onWatchList
      #expect(Self.law.compact(question).outcome >= civil, "seed \(seed): \(question)")
    }
  }

  @Test(arguments: seeds) func `one mass in kilograms, tonnes and grams gives one answer`(_ seed: UInt64)
    throws
  {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    for _ in 0..<Self.count / 4 {
      var question = generator.next()
      let kilograms = Int.random(in: 0...100_000, using: &generator.random)
      var answers: Set<CompactDetermination> = []
      for (number, unit) in [
        ("\(kilograms)", QuantityUnit.kilogram), ("\(kilograms)000", .gram),
        ("\(kilograms / 1000).\(String(kilograms % 1000 + 1000).dropFirst())", .tonne),
      ] {
        let amount = try ExactDecimal(number[...])
        question.netMass = Mass(amount, unit)
        #expect(question.netMass != nil)
        answers.insert(Self.law.compact(question))
      }
      #expect(answers.count == 1, "seed \(seed)")
    }
  }

  /// A part is asked with the mass of the whole in the window, as the screening of a file gives it.
  @Test(arguments: seeds) func `splitting a consignment never makes an item more permitted`(_ seed: UInt64)
    throws
  {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    for _ in 0..<Self.count {
      var question = generator.next()
      let mass = Int64.random(in: 2...60_000_000, using: &generator.random)
      question.netMass = Mass(milligrams: mass)
      question.windows = [MassInWindow(days: 1, mass: Mass(milligrams: mass))]
      let whole = Self.law.compact(question).outcome
      for parts: Int64 in [2, 3, 50] {
        question.netMass = Mass(milligrams: mass / parts)
        #expect(Self.law.compact(question).outcome >= whole, "seed \(seed)")
      }
    }
  }

  @Test func `a hollow tungsten cylinder split into two lines stays controlled`() throws {
    let control = try #require(Self.law.control(instrument: "CN-LEGACY-DUALUSE-METALS", item: "1C226"))
    let example = try #require(Self.law.control(control).examples.first { $0.expect == .licenceRequired })
    var question = Self.law.question(of: example)
    question.windows = [MassInWindow(days: 1, mass: Mass(milligrams: 25_000_000))]
    question.netMass = Mass(milligrams: 12_500_000)
    #expect(Self.law.compact(question).outcome == .licenceRequired)
    question.windows = []
    #expect(Self.law.compact(question).outcome == .notControlled)
  }

  @Test(arguments: seeds) func `the order of files and of claims changes nothing`(_ seed: UInt64) {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    var tables = Self.law.tables
    let order = Array(tables.instruments.indices.reversed())
    tables.instruments = order.map { tables.instruments[$0] }
    tables.controls = Self.law.tables.controls.reversed().map { control in
      var moved = control
      moved.instrument = order.firstIndex(of: control.instrument)!
      return moved
    }
    let turned = LawBook(tables, vocabulary: Self.law.vocabulary)
    for _ in 0..<Self.count {
      var question = generator.next()
      let outcome = Self.law.compact(question).outcome
      #expect(turned.compact(question).outcome == outcome, "seed \(seed)")
      question.reading.claims.reverse()
      question.reading.composition.reverse()
      #expect(Self.law.compact(question).outcome == outcome, "seed \(seed)")
    }
  }

  @Test(arguments: seeds) func `a stricter rule never clears a shipment`(_ seed: UInt64) {
    var generator = QuestionGenerator(seed: seed, law: Self.law)
    for _ in 0..<6 {
      var tables = Self.law.tables
      let index = tables.controls.indices.randomElement(using: &generator.random)!
      if tables.controls[index].isNote { continue }
      tables.controls[index].outcome = .prohibited
      tables.controls[index].condition = .any([
        tables.controls[index].condition, .material(tables.controls[index].condition.namedMaterials),
      ])
      let stricter = LawBook(tables, vocabulary: Self.law.vocabulary)
      for _ in 0..<100 {
        let question = generator.next()
        #expect(stricter.compact(question).outcome >= Self.law.compact(question).outcome, "seed \(seed)")
      }
    }
  }

  /// "Gallium compounds" may be gallium arsenide: a name that stands for many forms asks which one it is.
  @Test func `a collective name is never free where a form that it stands for is bound`() {
    let reference = ReferenceData.embedded
    let law = LawBook.embedded
    let chemicals: Set<MaterialKind> = [.compound, .oxide, .carbide, .reagent]
    // Lithium enriched in one isotope is not what "lithium compounds" hides.
    let apart: Set<String> = ["lithium/li-6"]
    var asked = 0
    for collective in reference.materials where collective.slug.hasSuffix("/compound") {
      for form in reference.materials
      where form.mineral == collective.mineral && chemicals.contains(form.kind) && !apart.contains(form.slug)
      {
        for (day, known) in [
          ("2024-06-01", "2024-06-01"), ("2025-06-01", "2025-06-01"), ("2025-11-08", "2025-10-20"),
        ] {
          for country in ["CN", "CD"] {
            func outcome(_ material: MaterialID) -> Outcome {
              var question = LawQuestion(
                commodityCode: nil,
                reading: GoodsReading(claims: [MaterialClaim(material, .named)], isSpecific: true),
                validOn: Day(day)!, knownOn: Day(known)!, destination: CountryCode("DE"))
              question.exportCountry = CountryCode(country)!
              return law.compact(question).outcome
            }
            guard outcome(form.id) >= .licenceRequired else { continue }
            asked += 1
            #expect(
              outcome(collective.id) >= .cannotDecide,
              "\(collective.slug) on \(day) from \(country): \(form.slug) is bound")
          }
        }
      }
    }
    #expect(asked > 50)
  }

  @Test(arguments: [("dysprosium/magnet", "1C905.a.4"), ("terbium/magnet", "1C904.a.4")])
  func `a magnet that its words say holds the element needs the licence of the element`(
    _ slug: String, _ code: String
  ) throws {
    let material = try #require(ReferenceData.embedded.material(slug: slug))
    let answer = LawBook.embedded.determine(
      LawQuestion(
        commodityCode: nil,
        reading: GoodsReading(claims: [MaterialClaim(material, .named)], isSpecific: true),
        validOn: Day("2025-06-01")!, knownOn: Day("2025-06-01")!, destination: CountryCode("JP")))
    #expect(answer.outcome == .licenceRequired)
    #expect(answer.findings.contains { $0.controlCode == code })
  }
}
