// SPDX-License-Identifier: Apache-2.0

import Intake
import Testing
import TradeModel

@Suite("Writing CSV") struct ByteWriterTests {
  func text(_ body: (inout ByteWriter) -> Void) -> String {
    var writer = ByteWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `writes rows of numbers, days and texts`() {
    let out = text {
      $0.field(-12)
      $0.field(UInt64.max)
      $0.field(ExactDecimal(millionths: -1_500_000))
      $0.field(Day("2025-04-04")!)
      $0.emptyField()
      $0.field("plain")
      $0.field("a, \"b\"\nc")
      $0.endRow()
      $0.field(0)
      $0.endRow()
    }
    #expect(out == "-12,18446744073709551615,-1.5,2025-04-04,,plain,\"a, \"\"b\"\"\nc\"\n0\n")
  }

  @Test(
    "texts that a spreadsheet would run are made harmless",
    arguments: ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
  func formulas(_ danger: String) {
    #expect(text { $0.field(danger) } == "\"'\(danger)\"")
    var open = ByteWriter(guardsFormulas: false)
    open.field("=1+1")
    #expect(String(decoding: open.bytes, as: UTF8.self) == "=1+1")
  }

  @Test func `exact decimals are written as they describe themselves`() {
    var random = SplitMix(state: 5)
    for _ in 0..<2000 {
      let value = ExactDecimal(millionths: Int64.random(in: -9_000_000_000...9_000_000_000, using: &random))
      #expect(text { $0.append(value) } == value.description)
    }
    for extreme in [Int64.min, .max, 0, 1, -1] {
      let value = ExactDecimal(millionths: extreme)
      #expect(text { $0.append(value) } == value.description)
    }
  }

  @Test(
    "floating-point numbers are written with fixed places",
    arguments: [
      (1.005, 2, "1.00"), (0.125, 2, "0.13"), (-0.004, 2, "0.00"), (-2.5, 0, "-3"), (1e6, 3, "1000000.000"),
      (.nan, 2, ""), (.infinity, 2, ""), (0.07, 3, "0.070"),
    ])
  func doubles(_ value: Double, _ places: Int, _ expected: String) {
    #expect(text { $0.append(value, places: places) } == expected)
  }

  @Test func `what is written is read back`() throws {
    var writer = ByteWriter()
    for name in ["date", "hs", "destination", "description"] { writer.field(name) }
    writer.endRow()
    let texts = ["a", "a,b", "\"", "x\ny", " padded ", "氧化镝", "'quoted'"]
    for text in texts {
      writer.field("2025-01-01")
      writer.field("280530")
      writer.field("JP")
      writer.field(text)
      writer.endRow()
    }
    let table = try read(bytes: writer.bytes).table
    #expect(
      (0..<table.rowCount).map { table.goodsDescription.text(at: $0) }
        == texts.map { $0 == " padded " ? "padded" : $0 })
  }
}
