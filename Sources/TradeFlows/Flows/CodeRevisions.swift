// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Moves codes of older editions of the Harmonized System to the edition of 2022, where that is one code.
public struct CodeRevisions: Sendable {
  public enum Answer: Hashable, Sendable {
    /// The code kept its number.
    case same
    case moved(CommodityCode)
    /// The revision split the code: its goods cannot be told apart and stay under the old code.
    case split
  }

  /// Editions that moved codes, in order.
  private let steps: [(edition: Int, codes: [String: [String]])]

  public init(_ revisions: [Int: [String: [String]]]) {
    steps = revisions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  public static let embedded = CodeRevisions(FlowReference.embedded.revisions)

  /// The edition a publisher names: `H0` to `H6`, `HS1992` or `2017`; nothing for other nomenclatures.
  public static func edition(_ text: String) -> Int? {
    let letters = text.uppercased()
    if letters.utf8.count == 2, letters.hasPrefix("H"), let number = Int(letters.dropFirst()) {
      let editions = [1992, 1996, 2002, 2007, 2012, 2017, 2022]
      return editions.indices.contains(number) ? editions[number] : nil
    }
    let digits = letters.filter { ("0"..."9").contains($0) }
    guard let year = Int(digits), (1988...2100).contains(year) else { return nil }
    return year
  }

  /// What became of a code of an edition by 2022; six digits are followed, further ones are national and dropped when
  /// the code moved.
  public func followed(_ code: CommodityCode, from edition: Int) -> Answer {
    var digits = String(code.digits.prefix(6))
    guard digits.utf8.count == 6 else { return .same }
    let start = digits
    for step in steps where step.edition > edition {
      guard let after = step.codes[digits] else { continue }
      guard after.count == 1, let only = after.first else { return .split }
      digits = only
    }
    guard digits != start, let moved = try? CommodityCode(digits) else { return .same }
    return .moved(moved)
  }
}
