// SPDX-License-Identifier: Apache-2.0

import Intake
import Testing
import TradeModel

@Suite("Reading JSON Lines") struct JSONLinesTests {
  @Test func `reads objects, nested parties, arrays and escapes`() throws {
    let text = """
      {"declaration_id": "D1", "date": "2025-04-04", "hs": 280530, "description": "dy \u{5C}u6c27\u{5C}u5316 \u{5C}"x\u{5C}" \u{5C}ud83d\u{5C}ude00", "destination": "JP", "net_mass": 12.5, "exporter": {"name": "A", "country": "CN"}, "licence_no": ["L1", "L2"], "extra": {"deep": [1, {"a": 2}]}}

      {"destination": "DE", "date": "2025-04-05", "hs": "280530", "net_mass": null, "end user": "late key"}
      """
    let result = try read(text)
    #expect(result.quarantine.isEmpty)
    #expect(result.blankLines == 1)
    let item = result.table.item(at: 0)
    #expect(item.goodsDescription == "dy 氧化 \"x\" 😀")
    #expect(item.commodityCode?.digits == "280530")
    #expect(item.netMass == Mass(milligrams: 12_500_000))
    #expect(item.exporter == Party(name: "A", country: CountryCode("CN")))
    #expect(item.licenceNumbers == ["L1", "L2"])
    let other = result.table.item(at: 1)
    #expect(other.netMass == nil && other.exporter == nil && other.goodsDescription == nil)
    #expect(other.endUser == "late key")
    #expect(other.source.line == 3)
  }

  @Test(
    "names the fault of a line",
    arguments: [
      (#"{"date":"2025-01-01","hs":"280530","destination":"JP""#, QuarantineReason.jsonMalformed),
      (#"not json"#, .jsonMalformed), (#"[1]"#, .jsonMalformed),
      (#"{"date":"2025-01-01"} x"#, .jsonMalformed),
      (#"{"date":"2025-01-01","date":"2025-01-02","hs":"280530","destination":"JP"}"#, .jsonKeyTwice),
      (#"{"date":"2025-01-01","hs":[{"a":1}],"destination":"JP"}"#, .jsonType),
      (#"{"date":"2025-02-30","hs":"280530","destination":"JP"}"#, .dateImpossible),
      (#"{"date":"2025-01-01","hs":"280530","destination":"J\u0000"}"#, .jsonMalformed),
      (#"{"date":"2025-01-01","hs":"280530","destination":"\ud800"}"#, .jsonMalformed),
      (#"{"date":"2025-01-01","hs":"280530","destination":tru}"#, .jsonMalformed),
    ])
  func faults(_ line: String, _ reason: QuarantineReason) throws {
    let good = #"{"date":"2025-01-01","hs":"280530","destination":"JP"}"#
    let result = try read("\(good)\n\(line)\n\(good)\n")
    #expect(result.table.rowCount == 2)
    #expect(result.quarantine.map(\.reason) == [reason])
    #expect(result.quarantine[0].line == 2)
    #expect(result.quarantine[0].raw == Array(line.utf8))
  }

  @Test("gives the same table for any chunk size and number of threads", arguments: [1, 2], [1, 90, 5000])
  func sameForAnyChunks(threads: Int, chunkBytes: Int) throws {
    var text = ""
    for row in 0..<400 {
      let country = row % 9 == 0 ? "Narnia" : "JP"
      text +=
        #"{"declaration_id":"D\#(row / 2)","item_number":\#(row % 2),"date":"2025-01-0\#(row % 9 + 1)","hs":"28053\#(row % 10)","destination":"\#(country)","exporter":{"name":"F \#(row % 13)"},"description":"g\u0031 \#(row % 7)"}"#
        + "\n"
    }
    let reference = try read(text)
    let other = try read(text, threads: threads, chunkBytes: chunkBytes)
    #expect(Samples.same(reference, other))
    #expect(reference.quarantine.count == 45)
    #expect(reference.quarantine[0].message.contains("line") == false)
  }

  @Test func `quarantined lines, mended, can be fed again`() throws {
    let good = #"{"date":"2025-01-01","hs":"280530","destination":"JP"}"#
    let bad = #"{"date":"2025-01-01","hs":"280530","destination":"Jpan"}"#
    let first = try read("\(good)\n\(bad)\n{broken\n")
    let bytes = try #require(QuarantineFile.text(of: first, file: 0))
    let file = String(decoding: bytes, as: UTF8.self)
    #expect(file.contains("\"assay_reason\":\"country-unknown\""))
    let mended = try read(file.replacing("Jpan", with: "JP").replacing("{broken", with: good))
    #expect(mended.quarantine.isEmpty)
    #expect(mended.table.rowCount == 2)
    #expect(mended.columns.filter { $0.heading.hasPrefix("assay_") }.allSatisfy { $0.basis == .unwanted })
  }

  @Test func `missing keys are told with the nearest one`() throws {
    let error = #expect(throws: IntakeError.self) {
      try read(#"{"date":"2025-01-01","hs":"280530","destinaton":"JP"}"# + "\n")
    }
    #expect(error?.code == .missingColumn)
    #expect(error?.description.contains("'destinaton'") == true)
  }
}
