// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Testing
import TradeModel

@testable import Intake

/// The splitter reads 64 bytes at a time; the rule for one record, byte by byte, is its slow twin.
@Suite("Where records end") struct SplitterTests {
  private static let words = [
    "\"", "\"\"", ",", "\n", "\r\n", "a", " ", "\",\"", "\"\n", "x y z 0123456789", "\r",
  ]

  private static func text(_ random: inout SeededGenerator) -> [UInt8] {
    var text: [UInt8] = []
    let plain = Bool.random(using: &random)
    for _ in 0..<Int.random(in: 0..<120, using: &random) {
      if plain, Int.random(in: 0..<3, using: &random) == 0 {
        text += Array("\"street 5, room\n 6\",".utf8)
      } else if !plain || Int.random(in: 0..<12, using: &random) > 0 {
        text += Array(words.randomElement(using: &random)!.utf8)
      }
    }
    return text
  }

  /// The first record end at or after a target by the rule for one record.
  private static func slowCut(_ rule: RecordRule, _ window: Bytes, target: Int, atEnd: Bool) -> Int? {
    var start = 0
    while start < window.count {
      let end = rule.end(in: window, from: start, atEnd: atEnd)
      if end.fault == .unfinished { return start > 0 ? start : nil }
      start = end.next
      if start >= target { return start }
    }
    return window.count
  }

  @Test(arguments: [true, false])
  func `blocks and single bytes give the same cuts and lines`(atEnd: Bool) {
    var random = SeededGenerator(seed: 4_711)
    let rule = RecordRule(delimiter: 0x2C, quotes: true)
    for _ in 0..<4000 {
      let text = Self.text(&random)
      let file = InputFile(copying: text)
      let target = Int.random(in: 0...max(1, text.count), using: &random)
      let cut = rule.cut(file.bytes, target: target, atEnd: atEnd)
      let slow = Self.slowCut(rule, file.bytes, target: target, atEnd: atEnd)
      if text.isEmpty { continue }
      if atEnd || slow != text.count {
        #expect(
          cut?.count == slow, "\(String(decoding: text, as: UTF8.self).debugDescription), target \(target)")
      }
      if let cut { #expect(cut.lines == text.prefix(cut.count).count { $0 == 0x0A }) }
    }
  }

  @Test func `rows are the same whether a quote is plain or not`() throws {
    var random = SeededGenerator(seed: 815)
    for _ in 0..<300 {
      let text = Array("date,destination,goods_description\n".utf8) + Self.text(&random)
      var options = IntakeOptions()
      options.chunkBytes = 1
      guard let small = try? DeclarationReader(options).read([.bytes(text, name: "t.csv")]) else { continue }
      options.chunkBytes = 1 << 20
      let large = try DeclarationReader(options).read([.bytes(text, name: "t.csv")])
      #expect(small.quarantine.map(\.raw) == large.quarantine.map(\.raw))
      #expect(small.quarantine.map(\.line) == large.quarantine.map(\.line))
      #expect(small.table.line == large.table.line)
      #expect(small.rowsRead == large.rowsRead)
    }
  }

  @Test func `the digest of the processor's instructions is that of the plain algorithm`() throws {
    var random = SeededGenerator(seed: 99)
    for size in [0, 1, 20, 63, 64, 65, 1000, 70_001] {
      let line = String(
        decoding: (0..<size).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }, as: UTF8.self)
      let text = Array("date,destination,goods_description\n2025-01-01,JP,\(line)x\n".utf8)
      let result = try DeclarationReader(IntakeOptions()).read([.bytes(text, name: "t.csv")])
      #expect(result.digests == [SHA256.hexDigest(of: text)])
      var options = IntakeOptions()
      options.digests = false
      #expect(try DeclarationReader(options).read([.bytes(text, name: "t.csv")]).digests.isEmpty)
    }
  }
}
