// SPDX-License-Identifier: Apache-2.0

/// Finds whether a text holds any of some phrases, without regard to the case of ASCII letters.
///
/// Works on UTF-8 bytes in one pass over the text; UTF-8 keeps characters apart, so no character is split.
public struct PhraseFinder: Sendable {
  private let phrases: [[UInt8]]
  /// By first byte: positions in `phrases`.
  private let byFirst: [[Int]]

  /// Makes a finder of phrases in lower case.
  public init(_ phrases: [String]) {
    let phrases = phrases.map { Array($0.utf8) }.filter { !$0.isEmpty }
    self.phrases = phrases
    byFirst = (0..<256).map { first in phrases.indices.filter { Int(phrases[$0][0]) == first } }
  }

  /// Whether the text holds one of the phrases.
  /// - Complexity: O(n) in the text for phrases that seldom begin.
  public func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { unsafe matches($0.span) }
  }

  /// Whether UTF-8 text holds one of the phrases.
  public func matches(_ bytes: Span<UInt8>) -> Bool {
    for start in 0..<bytes.count {
      for index in byFirst[Int(Self.lower(bytes[start]))] {
        let phrase = phrases[index]
        guard start + phrase.count <= bytes.count else { continue }
        var length = 1
        while length < phrase.count, Self.lower(bytes[start + length]) == phrase[length] { length += 1 }
        if length == phrase.count { return true }
      }
    }
    return false
  }

  @inline(__always) private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
