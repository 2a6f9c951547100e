// SPDX-License-Identifier: Apache-2.0

import DeclarationGenerator
import Tabular
import Testing
import TradeModel

/// All that a run wrote.
struct Output {
  var declarations: [UInt8]
  var truth: [UInt8]
  var licences: [UInt8]
  var summary: GenerationSummary

  init(
    rows: Int, seed: UInt64 = 11, share: Double = 0.02, schemes: [String: Double] = [:], threads: Int = 1,
    layout: Layout = .canonical, format: RowFormat = .csv, from: String = "2025-06-01",
    to: String = "2025-06-30"
  ) throws {
    let request = GenerationRequest(
      rows: rows, seed: seed, from: try Day(from[...]), to: try Day(to[...]), schemesShare: share,
      schemeWeights: schemes, layout: layout, format: format, threads: threads)
    let generator = try DeclarationGenerator(request, scenario: try Scenario.bundled())
    var declarations = generator.header
    var truth = DeclarationGenerator.truthHeader
    let (summary, licences) = generator.run { block in
      declarations += block.declarations
      truth += block.truth
    }
    self.declarations = declarations
    self.truth = truth
    self.licences = licences
    self.summary = summary
  }

  func rows() throws -> [[String: String]] { try Self.table(declarations) }
  func truthRows() throws -> [[String: String]] { try Self.table(truth) }
  func licenceRows() throws -> [[String: String]] { try Self.table(licences) }

  static func table(_ bytes: [UInt8]) throws -> [[String: String]] {
    let table = try DelimitedTable(bytes, file: "generated.csv")
    return table.records.map { record in
      Dictionary(uniqueKeysWithValues: zip(table.header, record.cells.map(\.text)))
    }
  }
}

@Suite("Generated declarations")
struct GeneratorTests {
  @Test func `the same seed gives the same bytes on any number of threads`() throws {
    let one = try Output(rows: 30_000, threads: 1)
    let three = try Output(rows: 30_000, threads: 3)
    #expect(one.declarations == three.declarations)
    #expect(one.truth == three.truth)
    #expect(one.licences == three.licences)
    let other = try Output(rows: 30_000, seed: 12)
    #expect(one.declarations != other.declarations)
  }

  @Test func `every row asked for is written once, with its truth`() throws {
    let output = try Output(rows: 12_345)
    let rows = try output.rows()
    let truth = try output.truthRows()
    #expect(rows.count == 12_345)
    #expect(truth.count == 12_345)
    #expect(output.summary.rows == 12_345)
    let keys = Set(rows.map { "\($0["declaration_id"] ?? "")/\($0["item_number"] ?? "")" })
    #expect(keys.count == 12_345)
    for (row, fact) in zip(rows, truth) {
      #expect(row["declaration_id"] == fact["declaration_id"])
      #expect(row["item_number"] == fact["item_number"])
    }
    #expect(truth.count { $0["is_scheme"] == "1" } == output.summary.schemeRows)
  }

  @Test func `generated rows are marked in their number and in every address`() throws {
    for row in try Output(rows: 4000).rows() {
      #expect(row["declaration_id"]?.hasPrefix("GEN") == true)
      #expect(row["exporter_address"]?.hasSuffix("(generated)") == true)
      #expect(row["consignee_address"]?.hasSuffix("(generated)") == true)
    }
  }

  @Test func `days stay within the range and never go back`() throws {
    let days = try Output(rows: 9000, from: "2025-03-20", to: "2025-04-10").rows().map { $0["date"] ?? "" }
    #expect(days == days.sorted())
    #expect(days.first == "2025-03-20")
    #expect(days.last == "2025-04-10")
  }

  @Test func `the share of schemes is the share asked for`() throws {
    let output = try Output(rows: 40_000, share: 0.01)
    #expect((400...450).contains(output.summary.schemeRows))
    #expect(try Output(rows: 3000, share: 0).summary.schemeRows == 0)
  }

  @Test func `registration codes carry right check characters and a region that does not exist`() throws {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    for row in try Output(rows: 500).rows() {
      let code = Array(row["exporter_id"] ?? "")
      #expect(code.count == 18)
      #expect(String(code[2..<8]) == "990000")
      // The check of GB 32100: seventeen values weighted by powers of 3, and the last as it is, make a multiple of 31.
      var sum = 0
      var power = 1
      for (index, character) in code.enumerated() {
        sum += (alphabet.firstIndex(of: character) ?? 0) * (index == 17 ? 1 : power)
        power = power * 3 % 31
      }
      #expect(sum % 31 == 0)
    }
  }

  @Test func `the forensic layout has its eighteen columns and an eight-digit code`() throws {
    let rows = try Output(rows: 300, layout: .forensic).rows()
    #expect(
      Set(rows[0].keys) == [
        "declaration_id", "date", "exporter_id", "exporter", "consignee_id", "consignee", "hs8",
        "description",
        "origin", "destination", "transit", "port", "net_kg", "value", "currency", "licence_no", "packages",
        "mode",
      ])
    #expect(rows.allSatisfy { $0["hs8"]?.count == 8 })
  }

  @Test func `JSON Lines hold one object for each row`() throws {
    let output = try Output(rows: 200, format: .jsonLines)
    let lines = output.declarations.split(separator: 0x0A)
    #expect(lines.count == 200)
    #expect(lines.allSatisfy { $0.first == UInt8(ascii: "{") && $0.last == UInt8(ascii: "}") })
  }

  @Test(
    "refuses what cannot be met",
    arguments: [
      (0, 0.0, "2025-06-01", "2025-06-30", "rows"), (10, 0.9, "2025-06-01", "2025-06-30", "share"),
      (10, 0.0, "2025-06-30", "2025-06-01", "last day"), (10, 0.0, "1990-01-01", "2025-06-01", "ten years"),
    ])
  func refuses(rows: Int, share: Double, from: String, to: String, words: String) throws {
    do {
      _ = try Output(rows: rows, share: share, from: from, to: to)
      Issue.record("nothing was thrown")
    } catch let error as GenerationError {
      #expect(error.description.contains(words))
    }
  }

  @Test func `an unknown scheme is named together with those that are known`() throws {
    #expect(throws: GenerationError.self) { try Output(rows: 10, schemes: ["T99": 1]) }
  }

  @Test func `a broken scenario table is refused with its place`() {
    do throws(ScenarioError) {
      _ = try Scenario { _ throws(ScenarioError) in Array("name;value\nitems_mean;many\n".utf8) }
      Issue.record("nothing was thrown")
    } catch {
      #expect(error.description.contains("settings.csv:2"))
    }
  }
}
