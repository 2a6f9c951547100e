// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// A stretch of the text that means something: a phrase of the lexicon, a number, a sign or an unknown word.
struct Item {
  var term: Int32
  var roles: RoleSet
  var first: Int32
  var last: Int32
  var kind: FoldedText.Token.Kind
  /// In which part of the sentence it stands.
  var scope: Scope = .goods
  var clause: Int32 = 0
  var negated = false

  enum Scope: UInt8 { case goods, use, with, excluded, packing }
}

/// Finds the phrases of a folded text and the part of the sentence in which each stands.
struct Mentions {
  var text = FoldedText()
  var items: [Item] = []
  /// Materials by registry number.
  var registered: [MaterialID] = []
  /// How many words have been divided or joined. Each moves what stands behind it, so their number is bounded, and with it the
  /// time that a text of any length takes.
  var rearranged = 0
  static let rearrangements = 256

  mutating func find(_ description: String, lexicon: borrowing Lexicon) {
    text.read(description, characters: lexicon.characters)
    items.removeAll(keepingCapacity: true)
    registered.removeAll(keepingCapacity: true)
    rearranged = 0
    look(up: lexicon)
    phrases(lexicon)
    scopes(lexicon)
  }

  private mutating func look(up lexicon: borrowing Lexicon) {
    var index = 0
    // A text without the name of a mineral has nothing that a slip beside it could change.
    var (hasName, hasUnknown, mayBegin) = (false, false, false)
    while index < text.tokens.count {
      let token = text.tokens[index]
      guard token.kind != .sign else {
        index += 1
        continue
      }
      var symbol = lexicon.vocabulary.find(text.bytes, Int(token.start), Int(token.end))
      if symbol < 0, token.kind == .word {
        let parts = lexicon.compounds.parts(
          text.bytes, Int(token.start), Int(token.end), vocabulary: lexicon.vocabulary)
        if !parts.isEmpty, rearranged < Self.rearrangements {
          rearranged += 1
          text.divide(index, into: parts)
          index += parts.count
          hasName = true
          continue
        }
        symbol = lexicon.slips.name(text.bytes, Int(token.start), Int(token.end), lexicon.vocabulary)
        if symbol < 0 {
          hasUnknown = true
          mayBegin = mayBegin || lexicon.compounds.mayBegin(text.bytes, Int(token.start), Int(token.end))
        }
      }
      if symbol >= 0, lexicon.slips.isName(symbol) { hasName = true }
      text.tokens[index].symbol = symbol
      index += 1
    }
    let last = text.tokens.count - 1
    if hasName ? hasUnknown || text.bytes.count < 64 : mayBegin {
      mend(lexicon, hasName: hasName)
    } else if last >= 0, hasUnknown, text.tokens[last].kind == .word, text.tokens[last].symbol < 0 {
      mend(lexicon, from: last, hasName: false)
    }
  }

  private mutating func phrases(_ lexicon: borrowing Lexicon) {
    var index = 0
    let count = text.tokens.count
    while index < count {
      let token = text.tokens[index]
      if token.kind == .sign {
        items.append(Item(term: -1, roles: [], first: Int32(index), last: Int32(index), kind: .sign))
        index += 1
        continue
      }
      var found: Int32 = -1
      var end = index
      var node: Int32 = 0
      var next = index
      var isPastGrade = false
      while next < count {
        let candidate = text.tokens[next]
        if candidate.kind == .sign {
          // A hyphen, a stop or an apostrophe inside a phrase does not count.
          guard next > index, next + 1 < count, isLink(next) || isInversion(index, next, lexicon) else {
            break
          }
          next += 1
          continue
        }
        if candidate.symbol < 0, next > index, !isPastGrade, isGrade(candidate) {
          isPastGrade = true
          next += 1
          continue
        }
        guard candidate.symbol >= 0 else { break }
        node = lexicon.tree.child(node, candidate.symbol)
        guard node >= 0 else { break }
        let term = lexicon.tree.term(at: node)
        // "Plaques d'aluminium" are plates; "plaqué d'argent" needs goods before it.
        let opens = items.isEmpty && term >= 0 && lexicon.terms[Int(term)].roles == .attributeBefore
        if term >= 0, !opens, isExact(lexicon.terms[Int(term)].exact, index, next),
          !isModelNumber(lexicon.terms[Int(term)].exact, next)
        {
          found = term
          end = next
        }
        next += 1
      }
      if let (term, last) = inverted(index, lexicon), last > end {
        found = term
        end = last
      }
      if found >= 0 {
        let roles = lexicon.terms[Int(found)].roles
        // A word that only tells what other goods are has no part in the sentence about minerals.
        items.append(
          Item(
            term: roles == .particular ? -1 : found, roles: roles, first: Int32(index), last: Int32(end),
            kind: token.kind))
        index = end + 1
      } else if token.kind == .number, let (id, last) = registryNumber(index, lexicon) {
        registered.append(id)
        items.append(Item(term: -1, roles: .filler, first: Int32(index), last: Int32(last), kind: .number))
        index = last + 1
      } else {
        items.append(Item(term: -1, roles: [], first: Int32(index), last: Int32(index), kind: token.kind))
        index += 1
      }
    }
  }

  private func isLink(_ index: Int) -> Bool {
    let byte = text.bytes[Int(text.tokens[index].start)]
    return byte == 0x2D || byte == 0x27 || byte == 0x2E || byte == 0x2F
  }

  private func isExact(_ exact: [UInt8], _ first: Int, _ last: Int) -> Bool {
    if exact.isEmpty { return true }
    let start = Int(text.tokens[first].start)
    let end = Int(text.tokens[last].end)
    guard end - start == exact.count else { return false }
    for offset in 0..<exact.count where text.bytes[start + offset] != exact[offset] { return false }
    return true
  }

  /// "NdFeB N35SH magnets": letters and figures together, inside a name.
  private func isGrade(_ token: FoldedText.Token) -> Bool {
    guard token.kind == .word, token.end - token.start <= 6 else { return false }
    return (token.start..<token.end).contains { ByteClass.of(text.bytes[Int($0)]) == .digit }
  }

  /// "WC-9597V" is a model, not tungsten carbide: a short formula with figures behind a hyphen.
  private func isModelNumber(_ exact: [UInt8], _ last: Int) -> Bool {
    guard !exact.isEmpty, exact.count <= 3, !exact.contains(where: { $0 < 0x3A }),
      last + 2 < text.tokens.count,
      text.bytes[Int(text.tokens[last + 1].start)] == 0x2D, !text.tokens[last + 1].spaced
    else { return false }
    return text.tokens[last + 2].kind == .number && !text.tokens[last + 2].spaced
  }

  /// A registry number of the Chemical Abstracts Service that is one of ours.
  private func registryNumber(_ index: Int, _ lexicon: borrowing Lexicon) -> (MaterialID, Int)? {
    guard index + 4 < text.tokens.count, text.tokens[index + 2].kind == .number,
      text.tokens[index + 4].kind == .number, isHyphen(index + 1), isHyphen(index + 3)
    else { return nil }
    let start = Int(text.tokens[index].start)
    let end = Int(text.tokens[index + 4].end)
    guard end - start <= 12 else { return nil }
    guard let id = lexicon.registry[Array(text.bytes[start..<end])] else { return nil }
    return (id, index + 4)
  }

  private func isHyphen(_ index: Int) -> Bool {
    text.tokens[index].kind == .sign && text.bytes[Int(text.tokens[index].start)] == 0x2D
  }

  func sign(_ item: Item) -> UInt8 {
    item.kind == .sign ? text.bytes[Int(text.tokens[Int(item.first)].start)] : 0
  }

  /// Walks the sentence: what stands for use, for content, for exclusion; what is negated.
  private mutating func scopes(_ lexicon: borrowing Lexicon) {
    var scope = Item.Scope.goods
    var clause: Int32 = 0
    var depth = 0
    var exclusionDepth = -1
    var scopeDepth = 0
    var negated = false
    var contextList = false
    // Whether the content that is being told of has named a substance.
    var hasContent = false
    for index in items.indices {
      let item = items[index]
      switch sign(item) {
      case 0x28, 0x5B: depth += 1
      case 0x29, 0x5D:
        depth = max(0, depth - 1)
        if scope == .excluded, depth < exclusionDepth { scope = .goods }
        if scope != .excluded, depth < scopeDepth { scope = .goods }
        negated = false
      case 0x3B, 0x7C, 0x0A:
        if scope != .excluded || exclusionDepth == 0 { scope = .goods }
        clause += 1
        negated = false
      case 0x2C:
        if scope == .use || scope == .packing, depth == 0 || scopeDepth < depth {
          contextList = scope == .use
          scope = .goods
        }
        // "with a thickness of 2 mm, of platinum": the clause goes on with the goods, unlike "containing lead, of tin".
        if scope == .with, depth == 0, !hasContent, index + 1 < items.count {
          let symbol = text.tokens[Int(items[index + 1].first)].symbol
          if symbol >= 0, lexicon.isJoining[Int(symbol)] { scope = .goods }
        }
        clause += 1
      case 0x2E where text.tokens[Int(item.first)].end == Int32(text.bytes.count) || isSentenceEnd(index):
        if scope != .excluded || depth == 0 { scope = .goods }
        clause += 1
        negated = false
      default: break
      }
      if item.kind == .sign {
        items[index].scope = scope
        items[index].clause = clause
        continue
      }
      let roles = item.roles
      if roles.contains(.exclusion), scope != .excluded, isExclusion(index) {
        scope = .excluded
        exclusionDepth = depth
      } else if roles.contains(.negation) || isDenied(index, lexicon) {
        negated = true
      } else if scope != .excluded, scope != .use, roles.contains(.use), isUse(index) {
        scope = .use
        scopeDepth = depth
      } else if scope == .goods, (roles.contains(.with) && index > 0) || roles.contains(.attributeBefore) {
        scope = roles.contains(.with) ? .with : .use
        scopeDepth = depth
        hasContent = false
      } else if contextList, !roles.contains(.filler) {
        // "for tungsten, molybdenum and steel": the list goes on after the comma.
        if item.term >= 0, !roles.contains(.goods), roles.isDisjoint(with: [.form, .vague]) { scope = .use }
        contextList = false
      }
      items[index].scope = scope
      items[index].clause = clause
      items[index].negated = negated
      if scope == .with, item.term >= 0, lexicon.terms[Int(item.term)].namesSubstance { hasContent = true }
      // "Not containing lead, cadmium or mercury": other substances go on with the list.
      if negated, !roles.contains(.negation), !roles.contains(.filler), item.term < 0 || !roles.isEmpty,
        !roles.contains(.form), roles.subtracting([.known, .particular]) != [] || item.term < 0
      {
        negated = false
      }
    }
  }

  /// "NOT GERMANIUM": the word directly before a name; elsewhere ("whether or not alloyed") it denies nothing of it.
  private func isDenied(_ index: Int, _ lexicon: borrowing Lexicon) -> Bool {
    guard items[index].kind == .word, index + 1 < items.count,
      text.word(Int(items[index].first), isOneOf: ["not"]),
      items[index].first == items[index].last, items[index + 1].term >= 0
    else { return false }
    let next = lexicon.terms[Int(items[index + 1].term)]
    return next.mineral >= 0 || !next.materials.isEmpty
  }

  private func isSentenceEnd(_ index: Int) -> Bool {
    guard index + 1 < items.count else { return true }
    let next = text.tokens[Int(items[index + 1].first)]
    return next.spaced && !isAbbreviation(before: index, next)
  }

  /// "zgn. koper", "n.d.a. contenant": a short word that is no word of the lexicon, and a small letter after its stop.
  private func isAbbreviation(before index: Int, _ next: FoldedText.Token) -> Bool {
    guard index > 0, (0x61...0x7A).contains(text.bytes[Int(next.start)]) else { return false }
    let item = items[index - 1]
    let token = text.tokens[Int(item.last)]
    return item.kind == .word && token.end - token.start <= 5
      && (item.term < 0 && item.roles.isEmpty || item.roles.contains(.filler))
  }

  /// "other than" excludes; a lone "than" in "more than 5 %" does not.
  private func isExclusion(_ index: Int) -> Bool {
    let item = items[index]
    if item.first == item.last, text.tokens[Int(item.first)].end - text.tokens[Int(item.first)].start == 4,
      text.bytes[Int(text.tokens[Int(item.first)].start)] | 0x20 == 0x74
    {
      return false
    }
    return true
  }

  /// "to" before a number is a range, not a use.
  private func isUse(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    guard index + 1 < items.count else { return true }
    return items[index + 1].kind != .number
  }
}
