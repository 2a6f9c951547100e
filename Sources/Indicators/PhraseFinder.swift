// SPDX-License-Identifier: Apache-2.0

/// Finds whether a text holds any of some phrases, without regard to the case of ASCII letters.
///
/// Works on UTF-8 bytes in one pass over the text; UTF-8 keeps characters apart, so no character is split.
public struct PhraseFinder: Sendable {
  /// All phrases one after the other, in order of their first byte.
  private let bytes: [UInt8]
  /// By phrase, where it begins in `bytes`; one more at the end.
  private let starts: [Int]
  /// By first byte, its phrases; one more at the end.
  private let byFirst: [UInt16]

  /// Makes a finder of phrases in lower case.
  public init(_ phrases: [String]) {
    let phrases = phrases.map { Array($0.utf8) }.filter { !$0.isEmpty }.sorted { $0[0] < $1[0] }
    bytes = Array(phrases.joined())
    starts = phrases.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    byFirst = (0...256).map { first in UInt16(phrases.count { Int($0[0]) < first }) }
  }

  /// Whether the text holds one of the phrases.
  /// - Complexity: O(n) in the text for phrases that seldom begin.
  public func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { unsafe matches($0.span) }
  }

  /// Whether UTF-8 text holds one of the phrases.
  public func matches(_ text: Span<UInt8>) -> Bool {
    for start in 0..<text.count {
      let first = Int(Self.lower(text[start]))
      for phrase in byFirst[first]..<byFirst[first + 1] {
        let (begin, end) = (starts[Int(phrase)], starts[Int(phrase) + 1])
        guard start + end - begin <= text.count else { continue }
        var at = begin + 1
        while at < end, Self.lower(text[start + at - begin]) == bytes[at] { at += 1 }
        if at == end { return true }
      }
    }
    return false
  }

  @inline(__always) private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
