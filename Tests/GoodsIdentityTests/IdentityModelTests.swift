// SPDX-License-Identifier: Apache-2.0

import GoodsIdentity
import ReferenceData
import Testing
import TradeModel

@Suite("Identity model") struct IdentityModelTests {
  static let reference = ReferenceData.embedded
  static let reader = GoodsReader(reference)
  static let model = IdentityModel(reference)

  static func input(
    _ text: String, _ code: String, _ price: Double?, kilograms: Double = 100, mode: TransportMode = .sea,
    packing: Packing = .unknown, day: String = "2025-07-04"
  ) throws -> IdentityInput {
    let code = try CommodityCode(code)
    return IdentityInput(
      reading: reader.read(description: text, composition: nil, code: code), code: code,
      day: try #require(Day(day)), pricePerKilogram: price, netKilograms: kilograms, packing: packing,
      mode: mode)
  }

  static func slug(_ candidate: Identity.Candidate?) -> String? {
    candidate.map { reference[$0.material].slug }
  }

  @Test
  func `vague words on a residual line leave open what else the heading names, particular words do not`()
    throws
  {
    let powder = try #require(Self.reference.material(slug: "molybdenum/powder"))
    func share(_ text: String, _ code: String) throws -> Double {
      let identity = Self.model.identify(try Self.input(text, code, 55, kilograms: 1300))
      return identity.candidates.first { $0.material == powder }?.probability ?? 0
    }
    #expect(try share("metal pieces", "8102999000") > 0.04)
    #expect(try share("molybdenum sputtering target", "8102999000") < 0.01)
    #expect(try share("metal pieces", "8102960000") < 0.01)
  }

  @Test
  func `ferro-alloy at the price of dysprosium in sealed drums by air is most likely dysprosium or terbium`()
    throws
  {
    let input = try Self.input(
      "ferro-alloy powder", "7202999900", 412, kilograms: 100, mode: .air, packing: .sealed)
    let identity = Self.model.identify(input)
    let rare = identity.candidates.filter {
      ["dysprosium", "terbium", "rare-earths"].contains(Self.reference.mineral(of: $0.material).slug)
    }
    #expect(rare.reduce(0) { $0 + $1.probability } > 0.6)
    #expect(identity.none < 0.25)
    #expect(identity.evidence.contains { $0.kind == .price && $0.statement.contains("412 USD/kg") })
  }

  @Test(
    arguments: [
      ("steel bolts M8", "731815", 3.1), ("ceramic wall tiles 300x600", "690721", 0.4),
      ("plastic toys", "950300", 9),
      ("mineral water in bottles", "220110", 0.5), ("ferro-silico-chromium lumps", "720250", 1.8),
      ("integrated circuits", "854231", 900), ("cotton shirts", "610510", 18),
      ("nickel powder", "750400", 32),
      ("graphite electrodes", "854511", 3), ("solder paste Sn96.5Ag3Cu0.5", "381010", 38),
    ])
  func `plain goods with plain words and plain prices stay what they are declared`(
    text: String, code: String, price: Double
  ) throws {
    let input = try Self.input(text, code, price, kilograms: 2000)
    let identity = Self.model.identify(input)
    let claimed = Set(input.reading.claims.map(\.material))
    let other = identity.candidates.filter { !claimed.contains($0.material) }
    #expect(other.reduce(0) { $0 + $1.probability } < 0.05)
    #expect(Self.model.topCandidate(input).hidden < 0.05)
  }

  @Test func `a declared material at its price is that material`() throws {
    let identity = Self.model.identify(try Self.input("gallium metal 4N", "8112929011", 270))
    #expect(Self.slug(identity.candidates.first) == "gallium/metal")
    #expect((identity.candidates.first?.probability ?? 0) > 0.9)
  }

  @Test func `probabilities sum to one at most and are in order`() throws {
    for (text, code, price) in [("powder", "382499", 800.0), ("", "811299", 300), ("metal", "720529", 260)] {
      let identity = Self.model.identify(try Self.input(text, code, price))
      #expect(identity.none + identity.candidates.reduce(0) { $0 + $1.probability } < 1.000001)
      #expect(identity.candidates.map(\.probability) == identity.candidates.map(\.probability).sorted(by: >))
    }
  }

  @Test(arguments: IdentityEvidence.Kind.allCases)
  func `each kind of evidence can be switched off`(kind: IdentityEvidence.Kind) throws {
    var model = Self.model
    model.kinds.remove(kind)
    let input = try Self.input("alloy powder", "7202999900", 412, mode: .express, packing: .sealed)
    #expect(!model.identify(input).evidence.contains { $0.kind == kind })
    if kind == .price { #expect(model.topCandidate(input).hidden < 0.35) }
  }

  @Test func `the supposed goods keep what fits and drop what contradicts`() throws {
    let id = try #require(Self.reference.material(slug: "dysprosium/metal"))
    let declared = Self.reader.read(
      description: "nickel powder 99.8%", composition: "Ni 99.8%, Fe 0.2%", code: nil)
    let supposed = Self.model.hypothesis(supposing: id, declared: declared)
    #expect(supposed.claims == [MaterialClaim(id, .supposed)])
    #expect(supposed.composition.isEmpty && supposed.purity == nil && supposed.isSpecific)
    let magnet = try #require(Self.reference.material(slug: "dysprosium/magnet"))
    let supposedMagnet = Self.model.hypothesis(supposing: magnet, declared: declared)
    #expect(supposedMagnet.share(of: try #require(Element(symbol: "Dy")))?.compares(.greater, 0) == .true)
  }

  @Test func `a price book gives the same bands in any order and division`() throws {
    var generator = SystemRandomNumberGenerator()
    let code = try CommodityCode("72029999")
    let day = try #require(Day("2025-06-01"))
    let prices = (0..<200).map { Double($0 % 37) * 0.11 + 1 }
    func learned(_ prices: [Double], parts: Int) -> PriceBook.Band? {
      var whole = PriceBook.Builder()
      for part in 0..<parts {
        var builder = PriceBook.Builder()
        for (index, price) in prices.enumerated() where index % parts == part {
          builder.add(code: code, usdPerKilogram: price, day: day, origin: .china, destination: nil)
        }
        whole.merge(builder)
      }
      return whole.finish().band(code: code, day: day, origin: .china, destination: nil)
    }
    let one = try #require(learned(prices, parts: 1))
    #expect(one == learned(prices.shuffled(using: &generator), parts: 3))
    #expect(abs(one.center - 1.1) < 0.2)
  }
}
