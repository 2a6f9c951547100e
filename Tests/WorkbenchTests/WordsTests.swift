// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Workbench

@Suite("Words") struct WordsTests {
  @Test func `every text is there in English and Chinese, with the same arguments`() {
    #expect(Words.table.count > 200)
    for (key, entry) in Words.table {
      #expect(!entry.english.isEmpty && !entry.chinese.isEmpty, "\(key)")
      #expect(arguments(entry.english) == arguments(entry.chinese), "\(key): the arguments differ")
      #expect(
        entry.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
          || !entry.english.contains(where: \.isLetter) || entry.chinese.contains("{"),
        "\(key) is not Chinese")
    }
  }

  private func arguments(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{\d\}/).map { String($0.output) })
  }

  @Test func `every key in the sources is in the table`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Workbench")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var seen = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /(?:say|words)\("([^"\\]+)"/) {
        seen += 1
        #expect(Words.table[String(match.1)] != nil, "\(file.lastPathComponent): \(match.1)")
      }
      for match in text.matches(of: /say\.count\("([^"\\]+)"/) {
        #expect(Words.table["\(match.1).one"] != nil && Words.table["\(match.1).many"] != nil, "\(match.1)")
      }
      for match in text.matches(of: /columns\(\[([^\]]*)\]/) {
        for key in match.1.matches(of: /"#?([^"]+)"/) {
          #expect(Words.table[String(key.1)] != nil, "\(file.lastPathComponent): \(key.1)")
        }
      }
    }
    #expect(seen > 100)
  }

  @Test func `terms and counts read as they should`() {
    let (english, chinese) = (Words(.english), Words(.chinese))
    #expect(english.term("outcome", "licence required") == "licence required")
    #expect(chinese.term("outcome", "licence required") == "须许可证")
    #expect(english.term("outcome", "something new") == "something new")
    #expect(english.count("cases.count", 1) == "1 case.")
    #expect(english.count("cases.count", 12_000) == "12,000 cases.")
    #expect(english("nothing.of.this") == "[nothing.of.this]")
    #expect(english("today.waterline", "{1}") == "{1} inspections reach to here")
  }
}
