// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import FoundationEssentials
import GoodsIdentity
import ReferenceData
import Testing
import TradeModel

/// Hand-made sentences with traps: negation, use, colour, parts of goods, slips, other scripts. One a line: text, slugs.
@Suite("Hard sentences") struct HardSentenceTests {
  struct Sentence: Sendable {
    var text: String
    var slugs: Set<String>
  }

  static func sentences() throws -> [Sentence] {
    let path = repositoryRoot() + "/Tests/GoodsIdentityTests/Cases/hard-sentences.tsv"
    let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      return Sentence(
        text: String(fields[0]),
        slugs: Set((fields.count > 1 ? fields[1] : "").split(separator: ";").map(String.init)))
    }
  }

  @Test func `at least 97 in 100 of the hard sentences are read exactly`() throws {
    let sentences = try Self.sentences()
    #expect(sentences.count >= 400)
    var wrong: [String] = []
    for sentence in sentences {
      let found = GoodsReaderTests.claims(sentence.text)
      if found != sentence.slugs {
        wrong.append("\(sentence.text): \(found.sorted()), not \(sentence.slugs.sorted())")
      }
    }
    #expect(
      Double(wrong.count) <= 0.03 * Double(sentences.count),
      "\(wrong.count) wrong:\n\(wrong.joined(separator: "\n"))")
  }

  @Test func `the case of letters and spaces at the ends change nothing`() throws {
    for sentence in try Self.sentences() {
      let plain = GoodsReaderTests.claims(sentence.text)
      #expect(GoodsReaderTests.claims("  " + sentence.text + " \n") == plain)
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "gallium ", count: 131_072), String(repeating: "(", count: 1 << 20),
      String(repeating: "antimony for ", count: 80_000), String(repeating: "Sn42Bi58 ", count: 100_000),
      String(repeating: "TUNG STEN ", count: 100_000), String(repeating: "ANTIMONY TRIOXIE ", count: 60_000),
      String(repeating: "wolframpulver ", count: 70_000),
      String(repeating: "oxide, antimony; ", count: 60_000),
      String(repeating: "carbides, a, of boron, of tungsten, ", count: 30_000),
      String(repeating: "9", count: 1 << 20), String(repeating: "\u{0}", count: 100_000),
      String(repeating: "氧化", count: 100_000), String(repeating: "\u{202E}a\u{0301}", count: 100_000),
      String(decoding: [UInt8](repeating: 0xFF, count: 1 << 20), as: UTF8.self),
      "=cmd|' /C calc'!A0", "<script>alert(1)</script>", String(repeating: "W-Ni-Fe ", count: 100_000),
    ])
  func `hostile texts are read in linear time without a crash`(text: String) {
    let reading = GoodsReaderTests.reader.read(description: text, composition: text, code: nil)
    #expect(reading.claims.count < 400)
  }
}
