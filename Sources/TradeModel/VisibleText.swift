// SPDX-License-Identifier: Apache-2.0

/// Texts of others as they may be shown: nothing in them steers a terminal or misleads a reader.
///
/// A right-to-left override (U+202E) can make one commodity code look like another, an escape can clear a screen, and a
/// zero-width space can split a word that a reader would search for ("Trojan Source", N. Boucher and R. Anderson, USENIX
/// Security 2023).
public enum VisibleText {
  /// Whether a character steers what shows it, or cannot be seen: controls; directional marks, embeddings, overrides and
  /// isolates; zero-width and other unseen characters; tags; noncharacters. Joiners are letters' own and stay.
  public static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: false
    case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E,
      0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE0000...0xE007F:
      true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  /// The text in one line: ends of lines and tabs are blanks, what steers or cannot be seen is U+FFFD.
  public static func line(_ text: String) -> String {
    replacing(text) {
      $0 == "\n" || $0 == "\t" || $0 == "\r" || $0 == "\u{2028}" || $0 == "\u{2029}" ? " " : "\u{FFFD}"
    }
  }

  /// The same with its line feeds.
  public static func lines(_ text: String) -> String {
    replacing(text) { $0 == "\n" ? "\n" : $0 == "\t" ? " " : "\u{FFFD}" }
  }

  private static func replacing(_ text: String, by mark: (Unicode.Scalar) -> Unicode.Scalar) -> String {
    func isReplaced(_ scalar: Unicode.Scalar) -> Bool {
      isUnseen(scalar) || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
    guard text.unicodeScalars.contains(where: isReplaced) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { shown.append(isReplaced(scalar) ? mark(scalar) : scalar) }
    return String(shown)
  }
}
