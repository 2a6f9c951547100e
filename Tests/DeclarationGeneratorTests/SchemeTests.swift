// SPDX-License-Identifier: Apache-2.0

import DeclarationGenerator
import Testing
import TradeModel

@Suite("Planted schemes and licences")
struct SchemeTests {
  static let methods = [
    "T1/false-name", "T1/false-name-cover-price", "T1/vague-name", "T2/composition-omitted",
    "T2/just-under-limit",
    "T3/tariff-line-shift", "T4/under-invoicing", "T5/quantity-mis-statement", "T6/relabelled-origin",
    "T6/transhipment", "T7/split-parcels", "T8/hidden-in-tiles", "T8/hidden-in-mannequins",
    "T8/hidden-in-water",
    "T9/channel-change", "T10/circular", "T11/front-company", "T13/end-use", "T14/expired", "T14/over-drawn",
    "T14/wrong-holder", "T14/wrong-item", "T14/wrong-country", "T14/no-licence",
  ]

  /// Rows of one method with their truth.
  static func planted(_ method: String, rows: Int = 3000) throws -> (Output, [[String: String]]) {
    let output = try Output(rows: rows, share: 0.02, schemes: [method: 1])
    let joined = zip(try output.rows(), try output.truthRows()).map { row, truth in
      row.merging(truth) { first, _ in first }
    }
    return (output, joined)
  }

  @Test("can be planted alone", arguments: methods)
  func alone(method: String) throws {
    let (_, rows) = try Self.planted(method)
    let schemes = rows.filter { $0["is_scheme"] == "1" }
    #expect(schemes.count >= 30)
    #expect(schemes.allSatisfy { "\($0["scheme"] ?? "")/\($0["method"] ?? "")" == method })
    #expect(schemes.allSatisfy { $0["true_material"]?.contains("/") == true })
  }

  @Test func `omitted compositions sum to exactly 100 and name no dysprosium`() throws {
    let (_, rows) = try Self.planted("T2/composition-omitted")
    for row in rows where row["is_scheme"] == "1" {
      let text = row["composition"] ?? ""
      let hundredths = text.split(separator: " ").compactMap { Double($0) }.reduce(0) {
        $0 + Int(($1 * 100).rounded())
      }
      #expect(hundredths == 10_000)
      #expect(!text.lowercased().contains("dy"))
    }
  }

  @Test func `lawful licensed goods never exceed their licence, its days or its holder`() throws {
    let (output, rows) = try Self.planted("T1/false-name", rows: 60_000)
    let licences = Dictionary(
      uniqueKeysWithValues: try output.licenceRows().map { ($0["licence_number"] ?? "", $0) })
    var drawn: [String: Double] = [:]
    var cited = 0
    for row in rows where row["is_scheme"] == "0" && row["licence_numbers"] != "" {
      let number = row["licence_numbers"] ?? ""
      let licence = try #require(licences[number])
      cited += 1
      drawn[number, default: 0] += Double(row["net_mass"] ?? "") ?? .infinity
      #expect(licence["holder_id"] == row["exporter_id"])
      #expect((licence["valid_from"] ?? "9") <= (row["date"] ?? ""))
      #expect((licence["valid_to"] ?? "0") >= (row["date"] ?? ""))
      if let country = licence["country"], !country.isEmpty { #expect(country == row["destination"]) }
    }
    #expect(cited > 200)
    for (number, mass) in drawn {
      guard let granted = Double(licences[number]?["quantity"] ?? "") else { continue }
      #expect(mass <= granted)
    }
    #expect(licences.values.contains { $0["quantity"] == "" })
  }

  @Test func `over-drawn licences are exceeded by the scheme rows and by no other`() throws {
    let (output, rows) = try Self.planted("T14/over-drawn")
    let licences = Dictionary(
      uniqueKeysWithValues: try output.licenceRows().map { ($0["licence_number"] ?? "", $0) })
    var left: [String: Double] = [:]
    for row in rows where row["note"]?.contains("campaign") == true {
      let number = row["licence_numbers"] ?? ""
      let licence = try #require(licences[number])
      let mass = try #require(Double(row["net_mass"] ?? ""))
      let rest = left[number] ?? Double(licence["quantity"] ?? "") ?? 0
      #expect((mass > rest + 1e-6) == (row["is_scheme"] == "1"))
      left[number] = mass > rest + 1e-6 ? rest : rest - mass
    }
    #expect(!left.isEmpty)
  }

  @Test func `controlled goods that leave before their control are lawful and cite no licence`() throws {
    let output = try Output(rows: 30_000, share: 0, from: "2025-03-01", to: "2025-04-03")
    let heavy = zip(try output.rows(), try output.truthRows()).filter {
      $0.1["true_material"] == "dysprosium/oxide"
    }
    #expect(heavy.count > 3)
    #expect(heavy.allSatisfy { $0.0["licence_numbers"] == "" && $0.1["is_scheme"] == "0" })
  }

  @Test func `honest traffic holds dear and cheap outliers and look-alikes that name minerals`() throws {
    let rows = try Output(rows: 60_000, share: 0).rows()
    let descriptions = rows.compactMap { $0["goods_description"]?.uppercased() }
    for words in ["GRAPHITE GREY", "ANTIMONY-FREE", "NDFEB", "GERMANIUM", "TUNGSTEN HALOGEN", "石墨"] {
      #expect(descriptions.contains { $0.contains(words) }, "no description holds \(words)")
    }
    // T-shirts: the dearest kilogram is many times the middle one.
    let prices = rows.filter { $0["commodity_code"] == "6109100021" && $0["currency"] == "USD" }
      .compactMap { row -> Double? in
        guard let value = Double(row["statistical_value"] ?? ""), let mass = Double(row["net_mass"] ?? "")
        else {
          return nil
        }
        return value / mass
      }.sorted()
    #expect(prices.count > 300)
    #expect((prices.last ?? 0) > 4 * prices[prices.count / 2])
  }
}
