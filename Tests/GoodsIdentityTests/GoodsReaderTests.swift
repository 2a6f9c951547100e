// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import GoodsIdentity
import ReferenceData
import Testing
import TradeModel

@Suite("Goods reader") struct GoodsReaderTests {
  static let reference = ReferenceData.embedded
  static let reader = GoodsReader(reference)

  static func claims(_ text: String, composition: String? = nil) -> Set<String> {
    Set(
      reader.read(description: text, composition: composition, code: nil).claims.map {
        reference[$0.material].slug
      })
  }

  @Test(
    arguments: [
      ("gallium metal 4N", ["gallium/metal"]), ("Metal, gallium", ["gallium/metal"]),
      ("GALLIUM ARSENIDE WAFERS 4 INCH", ["gallium/wafer"]),
      ("Antimony trioxide Sb2O3 99.8% min", ["antimony/trioxide"]),
      ("三氧化二锑", ["antimony/trioxide"]), ("金属镝锭 99.9%", ["dysprosium/metal"]), ("氧化铽粉末", ["terbium/oxide"]),
      ("tungsten powder", ["tungsten/powder"]), ("powder of tungsten", ["tungsten/powder"]),
      ("Sb₂O₃ powder", ["antimony/trioxide"]), ("ｇａｌｌｉｕｍ　metal", ["gallium/metal"]),
      ("spare part for tungsten furnace", []), ("antimony-free flame retardant", []),
      ("graphite grey paint", []),
      ("solder paste without bismuth", []), ("无锑阻燃剂", []), ("用于钨炉的备件", []), ("NdFeB loudspeaker", []),
      ("CAS 7440-55-3", ["gallium/metal"]), ("Indium gallium arsenide", ["gallium/indium-gallium-arsenide"]),
      ("coating for GaAs tools", []),
      ("Gallium, indium and germanium scrap", ["gallium/residue", "indium/metal", "germanium/scrap"]),
      ("Gallium scrap", ["gallium/residue"]),
      ("Gallium and germanium scrap", ["gallium/residue", "germanium/scrap"]),
      ("dysprosium-iron alloy ingots", ["dysprosium/alloy"]),
      ("samarium-cobalt magnets", ["rare-earths/smco-magnet"]),
      ("gаllium metal", ["gallium/metal"]), ("gal\u{200B}lium ingot", ["gallium/metal"]),
      ("dysprosum metal", ["dysprosium/metal"]),
      ("tungsten powder packed in steel drums", ["tungsten/powder"]), ("plastic toys", []),
      ("metal powder", []),
    ] as [(String, [String])])
  func `names what the goods are`(text: String, slugs: [String]) {
    #expect(Self.claims(text) == Set(slugs), "\(text)")
  }

  @Test(
    arguments: [
      ("digital multimeter WC-9597V", []), ("WC powder", ["tungsten/carbide"]), ("GaN-65 adapter", []),
      ("tungsten carbide ips for cutting", ["tungsten/tips"]),
      ("aluminium parts machined", ["aluminium/unwrought"]),
      ("track shoe", []), ("tungsten xqzrv", ["tungsten/unwrought"]),
    ] as [(String, [String])])
  func `a model number is no formula, and a word of its own is no slip`(text: String, slugs: [String]) {
    #expect(Self.claims(text) == Set(slugs))
  }

  @Test(arguments: ["zinc alloy ingot", "copper articles", "solar garden lamps"])
  func `everyday metals make words particular`(text: String) {
    #expect(Self.reader.read(description: text, composition: nil, code: nil).isSpecific)
  }

  @Test(arguments: ["alloy", "metal pieces", "sample xqzr", "powder meta"])
  func `words that say nothing stay open, also where one looks cut off`(text: String) {
    #expect(!Self.reader.read(description: text, composition: nil, code: nil).isSpecific)
  }

  @Test(
    arguments: [
      ("Pr 4.49, Nd 13.5, Fe 65.7, B 0.95, Ce 15.36", "Fe", 65.7, 65.7, true),
      ("Dy<0.5%", "Dy", 0, 0.5, false), ("Dy 0.18-0.36%", "Dy", 0.18, 0.36, false),
      ("W-Ni-Fe 93/5/2", "Ni", 5, 5, true), ("Sn42Bi58", "Bi", 58, 58, true),
      ("Bi 55.3%", "Bi", 55.3, 55.3, false),
      ("55.3% Bi", "Bi", 55.3, 55.3, false), ("Ag 9 ppm", "Ag", 0.0009, 0.0009, false),
      ("镝含量 0.36%", "Dy", 0.36, 0.36, false), ("Dy ≤ 0.1%", "Dy", 0, 0.1, false),
      ("Sn 64.7%, Bi 35%, Ag 0.3%", "Ag", 0.3, 0.3, true),
    ])
  func `reads shares`(text: String, symbol: String, lower: Double, upper: Double, isWhole: Bool) throws {
    let reading = Self.reader.read(description: nil, composition: text, code: nil)
    let element = try #require(Element(symbol: symbol))
    let share = try #require(reading.share(of: element))
    #expect(abs(share.lower - lower) < 1e-9 && abs(share.upper - upper) < 1e-9)
    #expect(reading.compositionIsWhole == isWhole)
  }

  @Test(arguments: [
    ("99.8% min", 99.8), ("4N5", 99.995), ("5N", 99.999), ("purity 99.99 %", 99.99), ("纯度99.8%", 99.8),
  ])
  func `reads purity`(text: String, lower: Double) throws {
    let reading = Self.reader.read(description: "Antimony trioxide " + text, composition: nil, code: nil)
    let purity = try #require(reading.purity)
    #expect(abs(purity.lower - lower) < 1e-9)
  }

  @Test func `reads properties with their units`() throws {
    let text =
      "graphite crucibles, purity 99.91%, flexural strength 42.1 MPa, density 1.76 g/cm3, particle size <45 μm"
    let reading = Self.reader.read(description: text, composition: nil, code: nil)
    #expect(reading[.flexuralStrength] == Bounds(exactly: 42.1))
    #expect(reading[.density] == Bounds(exactly: 1.76))
    #expect(reading[.particleSize] == Bounds(0, 45, includesUpper: false))
    #expect(reading.purity?.lower == 99.91)
    let chinese = Self.reader.read(description: "石墨坩埚 抗折强度42.1MPa 密度1.76g/cm³", composition: nil, code: nil)
    #expect(chinese[.flexuralStrength] == Bounds(exactly: 42.1))
    #expect(chinese[.density] == Bounds(exactly: 1.76))
  }

  @Test func `compositions make materials`() {
    #expect(
      Self.claims("permanent magnets", composition: "Pr 4.49, Nd 13.5, Fe 65.7, B 0.95, Ce 15.36") == [
        "rare-earths/ndfeb-magnet"
      ])
    #expect(Self.claims("solder paste", composition: "Sn42Bi58") == ["bismuth/tin-solder"])
    #expect(Self.claims("metal powder", composition: "Dy 99.5%, Fe 0.3%") == ["dysprosium/metal"])
    #expect(Self.claims("steel plate", composition: "C 0.2%, Mn 1.1%, Mo 0.3%, W 0.1%, Fe bal").isEmpty)
  }
}
