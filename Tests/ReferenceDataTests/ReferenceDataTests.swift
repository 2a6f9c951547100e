// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import FoundationEssentials
import ReferenceCompiler
import ReferenceData
import Testing
import TradeModel

@Suite("Reference data") struct ReferenceDataTests {
  let data = ReferenceData.embedded

  @Test func `the pack holds 57 minerals with their materials in order of slug`() {
    #expect(data.minerals.count == 57)
    #expect(data.minerals.map(\.slug) == data.minerals.map(\.slug).sorted())
    for (index, material) in data.materials.enumerated() {
      #expect(Int(material.id.rawValue) == index)
      #expect(data.material(slug: material.slug) == material.id)
      #expect(data.minerals[material.mineral].materials.contains(index))
    }
  }

  @Test(
    arguments: [
      "gallium/metal", "gallium/arsenide", "antimony/trioxide", "rare-earths/ndfeb-magnet",
      "dysprosium/metal",
      "dysprosium/oxide", "dysprosium/alloy", "tungsten/heavy-alloy", "bismuth/metal", "bismuth/tin-solder",
      "graphite/isostatic", "graphite/natural-flake", "graphite/spherical", "germanium/zone-refined-ingot",
    ])
  func `the law can name`(slug: String) throws {
    let id = try #require(data.material(slug: slug))
    #expect(data[id].chineseName != nil)
    #expect(!data[id].subheadings.isEmpty)
  }

  @Test func `stoichiometry is that of the standard atomic weights`() throws {
    let oxide = data[try #require(data.material(slug: "antimony/trioxide"))]
    #expect(abs(try #require(oxide.metalMassFraction) - 0.8354) < 0.0001)
    let arsenide = data[try #require(data.material(slug: "gallium/arsenide"))]
    #expect(abs(try #require(arsenide.metalMassFraction) - 0.482) < 0.0001)
  }

  @Test(
    arguments: zip(
      [
        "CN", "chn", "156", "P.R. China", "中国", "Korea, Republic of", "韩国", "VIET NAM", "Türkiye", "美国",
        "Côte d'Ivoire",
      ],
      ["CN", "CN", "CN", "CN", "CN", "KR", "KR", "VN", "TR", "US", "CI"]))
  func `countries are found by code and usual name`(text: String, code: String) {
    #expect(data.country(named: text) == CountryCode(code))
  }

  @Test func `an unknown country gets near names and Namibia is not nothing`() {
    #expect(data.country(named: "Thialand") == nil)
    #expect(data.countries.suggestions(for: "Thialand").first?.code == CountryCode("TH"))
    #expect(data.country(named: "NA") == CountryCode("NA"))
    #expect(data.isAssigned(.china))
    #expect(!data.isAssigned(CountryCode("XX")!))
    #expect(data.country(named: String(repeating: "x", count: 1_000_000)) == nil)
  }

  @Test func `money turns into dollars at the rate of its month`() throws {
    let day = try #require(Day("2025-04-15"))
    let yuan = try #require(data.currencies.rate(of: .cny, on: day))
    #expect((0.13...0.145).contains(yuan.usd))
    #expect(yuan.confidence == .confirmed)
    #expect(data.currencies.rate(of: .usd, on: day)?.usd == 1)
    let dong = try #require(data.currencies.rate(of: CurrencyCode("VND")!, on: day))
    #expect(dong.confidence == .memory)
    #expect(data.currencies.code(named: "人民币") == .cny)
    #expect(!data.currencies.isAssigned(CurrencyCode("QQQ")!))
  }

  @Test func `a broken pack is refused with its line`() {
    for text in [
      "", "{}", "assay-reference\t2\n", "assay-reference\t1\nmaterial\tx\n", "assay-reference\t1\nwhat\n",
    ] {
      #expect(throws: ValueError.self) { try ReferenceData(pack: Array(text.utf8)) }
    }
    #expect(throws: ValueError.self) { try ReferenceData(pack: [0, 255, 10, 9, 0]) }
  }

  @Test func `the check digit of registry numbers is tested`() {
    #expect(CASNumber.isValid("7440-55-3"))
    #expect(!CASNumber.isValid("7440-55-4"))
    #expect(!CASNumber.isValid("2025-04-04"))
    for material in data.materials {
      if let cas = material.casNumber { #expect(CASNumber.isValid(cas.value), "\(material.slug)") }
    }
  }

  @Test(
    .enabled(if: SharedData.path("law/minerals.yaml") != nil, "needs law/minerals.yaml of the shared data"))
  func `no mineral and no form of the source data set is missing`() throws {
    let path = try #require(SharedData.path("law/minerals.yaml"))
    let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    var mineral = ""
    var forms = 0
    let covered = Set(
      data.materials.flatMap { m in m.covers.map { data.minerals[m.mineral].covers + "/" + $0 } })
    for line in text.split(separator: "\n") {
      if line.hasPrefix("- id: ") { mineral = String(line.dropFirst(6)) }
      guard line.hasPrefix("  - form: ") else { continue }
      forms += 1
      var form = String(line.dropFirst(10))
      if form.hasPrefix("'"), form.hasSuffix("'") { form = String(form.dropFirst().dropLast()) }
      #expect(covered.contains(mineral + "/" + form), "\(mineral)/\(form)")
    }
    #expect(forms == 225)
  }
}
