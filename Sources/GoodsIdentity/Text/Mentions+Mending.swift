// SPDX-License-Identifier: Apache-2.0

import ReferenceData

/// What is damaged beside the name of a mineral: slips, words cut off, divided or run together.
extension Mentions {
  /// Looks again at unknown words of a text that names a mineral, or may.
  /// - Complexity: O(n).
  /// - Parameters:
  ///   - start: the token to begin with.
  ///   - hasName: whether anything names a mineral; otherwise only what goes on the name of a material counts.
  mutating func mend(_ lexicon: borrowing Lexicon, from start: Int = 0, hasName: Bool) {
    var (index, hasName) = (start, hasName)
    while index < text.tokens.count {
      if joinDivided(index, lexicon) { hasName = true }
      let token = text.tokens[index]
      let isLast = index == text.tokens.count - 1
      if token.kind == .word, token.symbol < 0 || isLast {
        let symbol = mended(index, isLast: isLast, hasName: hasName, lexicon)
        if symbol >= 0 { text.tokens[index].symbol = symbol }
      }
      index += 1
    }
  }

  private func mended(
    _ index: Int, isLast: Bool, hasName: Bool, _ lexicon: borrowing Lexicon
  ) -> Int32 {
    let token = text.tokens[index]
    let (start, end) = (Int(token.start), Int(token.end))
    guard end - start >= 3, end - start <= 32 else { return -1 }
    // Fields are cut at a fixed length; a short text was written whole.
    let isCut = isLast && text.bytes.count >= 12
    let (before, length) = wordsBefore(index)
    for first in (0..<length).reversed() {
      var node: Int32 = 0
      for step in (0...first).reversed() where node >= 0 {
        node = lexicon.tree.child(node, text.tokens[before[step]].symbol)
      }
      guard node > 0, node < lexicon.materialNodes else { continue }
      if token.symbol >= 0 {
        // A word that is known is only looked at where the text may have been cut off in it: "gallium arsen".
        guard isCut, end - start >= 4, lexicon.tree.child(node, token.symbol) < 0 else { continue }
      }
      let word = lexicon.continuation(node, text.bytes, start, end, isCut: isCut)
      if word >= 0, token.symbol < 0 || lexicon.vocabulary.hasPrefix(word, text.bytes, start, end) {
        return word
      }
    }
    guard token.symbol < 0 else { return -1 }
    guard hasName else { return cutName(start, end, isCut: isCut, lexicon) }
    let beside = isBesideName(index, before[0], length, lexicon)
    let word = lexicon.slips.word(text.bytes, start, end, besideName: beside, lexicon.vocabulary)
    if word >= 0 { return word }
    guard isCut else { return -1 }
    if end - start >= 4 {
      let word = lexicon.slips.completion(text.bytes, start, end, beside ? [.form, .goods] : .goods, lexicon)
      if word >= 0 { return word }
    }
    return cutName(start, end, isCut: isCut, lexicon)
  }

  /// "HIGH PURITY DYSPROSI": the name of a mineral that a text was cut off in, or -1.
  private func cutName(_ start: Int, _ end: Int, isCut: Bool, _ lexicon: borrowing Lexicon) -> Int32 {
    guard isCut, end - start >= 5 else { return -1 }
    return lexicon.slips.completion(text.bytes, start, end, .name, lexicon)
  }

  /// The positions of up to three known words directly before a token, the nearest first; hyphens do not count.
  private func wordsBefore(_ index: Int) -> (positions: [3 of Int], count: Int) {
    var positions: [3 of Int] = [0, 0, 0]
    var count = 0
    var before = index - 1
    while before >= 0, count < 3 {
      let token = text.tokens[before]
      if token.kind == .sign {
        guard text.bytes[Int(token.start)] == 0x2D else { break }
      } else {
        guard token.symbol >= 0 else { break }
        positions[count] = before
        count += 1
      }
      before -= 1
    }
    return (positions, count)
  }

  /// Whether the name of a mineral stands directly before a word, or after it with "of" between.
  private func isBesideName(
    _ index: Int, _ before: Int, _ count: Int, _ lexicon: borrowing Lexicon
  ) -> Bool {
    if count > 0, lexicon.mineral(of: text.tokens[before].symbol) >= 0 { return true }
    for next in index + 1..<index + 3 where next < text.tokens.count {
      let token = text.tokens[next]
      guard token.kind != .sign, token.symbol >= 0 else { return false }
      if lexicon.mineral(of: token.symbol) >= 0 { return true }
    }
    return false
  }

  /// "TUNG STEN", "di oxide": two words, the first unknown, that are one known word together; "0XIDE" behind a name.
  /// - Returns: whether they are the name of a mineral.
  private mutating func joinDivided(_ index: Int, _ lexicon: borrowing Lexicon) -> Bool {
    guard index + 1 < text.tokens.count, rearranged < Self.rearrangements else { return false }
    let (token, next) = (text.tokens[index], text.tokens[index + 1])
    guard next.kind == .word else { return false }
    if token.kind == .number, !next.spaced, token.end - token.start == 1, next.symbol < 0, index > 0 {
      guard text.tokens[index - 1].symbol >= 0, lexicon.mineral(of: text.tokens[index - 1].symbol) >= 0 else {
        return false
      }
      let word = lexicon.slips.word(
        text.bytes, Int(token.start), Int(next.end), besideName: true, lexicon.vocabulary)
      if word >= 0 { merge(index, as: word) }
      return false
    }
    let isPrefix = text.word(index, isOneOf: ["di", "tri", "per", "mono", "sesqui", "pent"])
    guard token.kind == .word, token.symbol < 0 || isPrefix, next.spaced else { return false }
    let (first, second) = (Int(token.end - token.start), Int(next.end - next.start))
    guard first >= 2, first <= 10, second >= 2, second <= 12, first + second >= 6 else { return false }
    let mayName = lexicon.compounds.mayBegin(text.bytes, Int(token.start), Int(token.end))
    guard mayName && next.symbol < 0 || first <= 5 && next.symbol >= 0 else { return false }
    var joined: [UInt8] = []
    joined.reserveCapacity(first + second)
    joined.append(contentsOf: text.bytes[Int(token.start)..<Int(token.end)])
    joined.append(contentsOf: text.bytes[Int(next.start)..<Int(next.end)])
    let symbol = lexicon.vocabulary.find(joined, 0, joined.count)
    guard symbol >= 0, lexicon.slips.isMendable(symbol) else { return false }
    merge(index, as: symbol)
    return lexicon.slips.isName(symbol)
  }

  private mutating func merge(_ index: Int, as symbol: Int32) {
    rearranged += 1
    text.tokens[index].kind = .word
    text.tokens[index].symbol = symbol
    text.tokens[index].end = text.tokens[index + 1].end
    text.tokens.remove(at: index + 1)
  }

  /// "Diamonds, synthetic", "diamants, synthétiques": whether a comma stands inside a name, as nomenclatures write.
  ///
  /// The second word must mean nothing by itself, so that a list of two minerals stays a list.
  func isInversion(_ index: Int, _ comma: Int, _ lexicon: borrowing Lexicon) -> Bool {
    guard comma == index + 1, text.bytes[Int(text.tokens[comma].start)] == 0x2C else { return false }
    return isQualifier(comma + 1, lexicon)
  }

  private func isQualifier(_ index: Int, _ lexicon: borrowing Lexicon) -> Bool {
    let token = text.tokens[index]
    guard token.kind == .word, token.symbol >= 0, lexicon.mineral(of: token.symbol) < 0 else { return false }
    let next = index + 1
    guard next < text.tokens.count, text.tokens[next].kind == .word else { return true }
    let symbol = text.tokens[next].symbol
    return symbol >= 0 && lexicon.isFiller(symbol)
  }

  /// The name that two words around a comma make in the other order, and its last token.
  func inverted(_ index: Int, _ lexicon: borrowing Lexicon) -> (term: Int32, last: Int)? {
    guard index + 2 < text.tokens.count, text.tokens[index + 1].kind == .sign,
      text.bytes[Int(text.tokens[index + 1].start)] == 0x2C, text.tokens[index].symbol >= 0
    else { return nil }
    let (noun, other) = (text.tokens[index].symbol, text.tokens[index + 2])
    guard other.kind == .word, other.symbol >= 0 else { return nil }
    // "Diamonds, synthetic" by the adjective; "oxide, antimony" by the form, where nothing goes on behind the name.
    let isNamed = lexicon.mineral(of: other.symbol) >= 0
    guard
      isNamed
        ? lexicon.isForm(noun) && isEnd(index + 3) && (index == 0 || isEnd(index - 1))
        : isQualifier(index + 2, lexicon)
    else { return nil }
    let first = lexicon.tree.child(0, other.symbol)
    guard first >= 0 else { return nil }
    let node = lexicon.tree.child(first, noun)
    guard node >= 0, lexicon.tree.term(at: node) >= 0 else { return nil }
    let term = lexicon.tree.term(at: node)
    return lexicon.terms[Int(term)].materials.isEmpty ? nil : (term, index + 2)
  }

  private func isEnd(_ index: Int) -> Bool {
    guard index >= 0, index < text.tokens.count else { return true }
    return text.tokens[index].kind != .word && text.tokens[index].kind != .ideograph
  }
}

extension Slips {
  func isMendable(_ symbol: Int32) -> Bool { !kind(symbol).isEmpty }
}

extension Lexicon {
  /// Whether a word by itself changes nothing ("or", "de").
  func isFiller(_ symbol: Int32) -> Bool { roles(symbol).contains(.filler) }

  /// Whether a word by itself is a form of goods ("oxide", "powder").
  func isForm(_ symbol: Int32) -> Bool { roles(symbol).contains(.form) }

  private func roles(_ symbol: Int32) -> RoleSet {
    let node = tree.child(0, symbol)
    return node >= 0 && tree.term(at: node) >= 0 ? terms[Int(tree.term(at: node))].roles : []
  }
}
