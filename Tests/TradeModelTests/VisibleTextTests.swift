// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Testing
import TradeModel

@Suite("Texts of others") struct VisibleTextTests {
  @Test(arguments: [
    ("gallium \u{1B}[31mmetal", "gallium \u{FFFD}[31mmetal"),
    ("2846\u{202E}90", "2846\u{FFFD}90"),
    ("ga\u{200B}llium", "ga\u{FFFD}llium"),
    ("\u{FEFF}ingot", "\u{FFFD}ingot"),
    ("two\nlines\tand\u{2028}more", "two lines and more"),
    ("氧化镓 99.99 %, Ø 5 mm", "氧化镓 99.99 %, Ø 5 mm"),
    ("می\u{200C}شود", "می\u{200C}شود"),
  ])
  func `are shown in one line that steers nothing`(_ text: String, _ shown: String) {
    #expect(VisibleText.line(text) == shown)
  }

  @Test func `keep their line feeds where lines are meant`() {
    #expect(VisibleText.lines("a\n\u{7}b\tc\r\n") == "a\n\u{FFFD}b c\u{FFFD}\n")
  }

  @Test func `hold no control, direction or unseen character whatever is put in`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<400 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...24, using: &random) {
        let bounds: ClosedRange<UInt32> = [0...0x7F, 0x80...0x2FFF, 0xFD00...0xFFFF, 0xE0000...0xE01FF]
          .randomElement(
            using: &random)!
        if let scalar = Unicode.Scalar(UInt32.random(in: bounds, using: &random)) { text.append(scalar) }
      }
      let shown = VisibleText.line(String(text))
      #expect(!shown.unicodeScalars.contains { VisibleText.isUnseen($0) || $0 == "\n" })
      #expect(VisibleText.line(shown) == shown)
    }
  }
}
