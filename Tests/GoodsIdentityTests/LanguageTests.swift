// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import FoundationEssentials
import GoodsIdentity
import ReferenceData
import Testing

/// Which minerals a sentence names, whatever the language: words written as one, inflections, lists, contents, goods.
@Suite("Languages") struct LanguageTests {
  struct Sentence: Sendable, CustomTestStringConvertible {
    var text: String
    var minerals: Set<String>
    var testDescription: String { text }
  }

  static func sentences() throws -> [Sentence] {
    let path = repositoryRoot() + "/Tests/GoodsIdentityTests/Cases/languages.tsv"
    let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      return Sentence(
        text: String(fields[0]), minerals: Set(fields[1].split(separator: " ").map(String.init)))
    }
  }

  @Test(arguments: try sentences())
  func `a sentence names its minerals and no others`(_ sentence: Sentence) {
    let found = GoodsReaderTests.claims(sentence.text).map { $0.split(separator: "/")[0] }
    #expect(Set(found.map(String.init)) == sentence.minerals)
  }

  @Test func `a long word is not divided for ever`() {
    let text = String(repeating: "wolframpulver", count: 80_000)
    #expect(GoodsReaderTests.claims(text).isEmpty)
  }
}
