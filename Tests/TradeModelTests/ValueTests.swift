// SPDX-License-Identifier: Apache-2.0

import Testing
import TradeModel

@Suite("Days") struct DayTests {
  @Test func `every day from 1900 to 2100 survives the way to civil date and back`() {
    var day = Day(year: 1900, month: 1, day: 1)!
    let last = Day(year: 2100, month: 12, day: 31)!
    while day <= last {
      let (year, month, dayOfMonth) = day.civil
      #expect(Day(year: year, month: month, day: dayOfMonth) == day)
      day = day.advanced(by: 1)
    }
  }

  @Test(arguments: ["2025-04-04", "2025/4/4", "2025.04.04", "20250404", "2025年4月4日", "2025-04-04T10:00:00"])
  func `the usual shapes are read`(_ text: String) throws {
    #expect(try Day(text[...]).description == "2025-04-04")
  }

  @Test(arguments: ["2025-02-30", "2025-13-01", "yesterday", "", "2025-04", "04-04-2025", "202504041", "--"])
  func `what is no day is refused`(_ text: String) {
    #expect(throws: ValueError.self) { try Day(text[...]) }
  }
}

@Suite("Exact decimals") struct ExactDecimalTests {
  @Test(arguments: [
    ("1234.5", 1_234_500_000), ("1,234.50", 1_234_500_000), ("-3", -3_000_000), (".5", 500_000),
    ("1.2e3", 1_200_000_000), ("0.000001", 1), ("1.0000000", 1_000_000),
  ])
  func `numbers are read exactly`(_ text: String, _ millionths: Int64) throws {
    #expect(try ExactDecimal(text).millionths == millionths)
  }

  @Test(arguments: ["", "abc", "1.2.3", "99999999999999999999", "0.0000001", "--1", "1e", "1e999"])
  func `what is no exact number is refused`(_ text: String) {
    #expect(throws: ValueError.self) { try ExactDecimal(text) }
  }

  @Test func `kilograms, grams and tonnes give one mass`() throws {
    let mass = Mass(try ExactDecimal("1234.567"), .kilogram)
    #expect(mass == Mass(try ExactDecimal("1234567"), .gram))
    #expect(mass == Mass(try ExactDecimal("1.234567"), .tonne))
  }
}

@Suite("Commodity codes") struct CommodityCodeTests {
  @Test func `codes compare by their digits`() throws {
    let code = try CommodityCode("8505.11 1000")
    #expect(code.digits == "8505111000")
    #expect(code.subheading == 850_511)
    #expect(code.chapter == 85)
    #expect(try code.hasPrefix(CommodityCode("850511")))
    #expect(try code.commonPrefixLength(with: CommodityCode("8505190000")) == 5)
    #expect(try CommodityCode("0101210000").digits == "0101210000")
  }

  @Test(arguments: ["85051", "85051110001", "8505AB", ""])
  func `what is no code is refused`(_ text: String) {
    #expect(throws: ValueError.self) { try CommodityCode(text) }
  }
}

@Suite("Bounds") struct BoundsTests {
  @Test func `a limit has three answers`() {
    let minimum = Bounds(99.8, 100)
    #expect(minimum.compares(.greaterOrEqual, 99.8) == .true)
    #expect(minimum.compares(.greaterOrEqual, 99.9) == .unknown)
    #expect(Bounds(0, 0.5, includesUpper: false).compares(.greaterOrEqual, 0.5) == .false)
    #expect(Bounds(exactly: 99.9).compares(.greater, 99.9) == .false)
  }
}

@Suite("Diagnostics") struct DiagnosticTests {
  @Test func `nothing in a message can steer a terminal`() {
    let diagnostic = Diagnostic(
      .error, "x", "column '\u{1B}[31mred' is not known", at: SourceLocation(file: "a\u{7}.csv", line: 1))
    #expect(!diagnostic.rendered.unicodeScalars.contains { $0.value < 0x20 })
    #expect(diagnostic.rendered.contains("[31mred"))
  }
}
