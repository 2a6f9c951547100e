// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// Questions to a sentence that the decision on claims rests on.
extension ClaimFinder {
  /// Whether a noun of goods is a form in which the mineral of a mention stands by itself ("lithium batteries").
  func isForm(_ item: Item, of mention: Item) -> Bool {
    guard item.roles.contains(.form), item.term >= 0 else { return false }
    let term = lexicon.terms[Int(mention.term)]
    let mineral =
      term.mineral >= 0 ? Int(term.mineral) : term.materials.first.map { lexicon.reference[$0].mineral } ?? -1
    guard mineral >= 0 else { return true }
    let form = lexicon.terms[Int(item.term)].form
    guard form >= 0 else { return false }
    return lexicon.formKinds[Int(form)].contains { lexicon.byKind[mineral][$0] != nil }
  }

  /// Whether a content is said to be the principal other element.
  func isPrincipal(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    let last = Int(mentions.items[index].last)
    return (last + 1..<min(last + 7, mentions.text.tokens.count)).contains {
      mentions.text.word(
        $0,
        isOneOf: [
          "principal", "predominant", "predominante", "preponderant", "vorherrschendes", "vorherrschendem",
          "uberwiegendes", "voornaamste", "overwegend", "belangrijkste",
        ])
    }
  }

  /// Whether a name stands behind a comma as what goods named before it are of or work with: "Fixed capacitors, tantalum",
  /// "primary cells, silver oxide". In a list of minerals each is goods.
  func isApposition(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    guard index > 1, mentions.sign(mentions.items[index - 1]) == 0x2C else { return false }
    var before = index - 2
    while before >= max(0, index - 12) {
      let item = mentions.items[before]
      if item.kind == .sign {
        guard [0x2C, 0x2D, 0x28, 0x29].contains(mentions.sign(item)) else { return false }
      } else if item.term >= 0, lexicon.terms[Int(item.term)].namesSubstance {
        return false
      } else if item.scope == .goods, !item.negated, item.roles.contains(.goods), !item.roles.contains(.form)
      {
        return true
      }
      before -= 1
    }
    return false
  }

  /// "Less than 99 %": a word that would deny, before "than".
  func isComparison(_ item: Item, _ mentions: borrowing Mentions) -> Bool {
    let next = Int(item.last) + 1
    return item.roles.contains(.negationAfter) && next < mentions.text.tokens.count
      && mentions.text.word(next, isOneOf: ["than", "als", "dan", "que"])
  }

  /// "Carbides, chem. defined or not, of boron": the form at the head of the sentence, where a name is linked to it.
  func formAtHead(of index: Int, _ mentions: borrowing Mentions) -> Int32 {
    guard index > 3, mentions.sign(mentions.items[index - 2]) == 0x2C, isLink(index - 1, mentions) else {
      return -1
    }
    var first = index - 2
    while first > max(0, index - 24), ![0x3B, 0x0A, 0x7C].contains(mentions.sign(mentions.items[first - 1])) {
      first -= 1
    }
    let head = mentions.items[first]
    guard head.scope == .goods, !head.negated, head.term >= 0, lexicon.terms[Int(head.term)].form >= 0,
      !head.roles.contains(.goods), mentions.sign(mentions.items[first + 1]) == 0x2C
    else { return -1 }
    return Int32(first)
  }

  /// Whether a hyphen stands for the first half of a word named before ("-batterijen").
  func isEllipsis(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    mentions.sign(mentions.items[index]) == 0x2D
      && mentions.text.tokens[Int(mentions.items[index].first)].spaced
  }

  /// "Citrate of calcium": a salt or good nobody knows, of a mineral of many uses.
  func isOfUnknown(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    guard index > 1, isLink(index - 1, mentions) else { return false }
    var before = index - 2
    if mentions.items[before].kind == .sign { before -= 1 }
    guard before >= 0 else { return false }
    return mentions.items[before].term < 0 && mentions.items[before].kind == .word
  }

  /// Whether a clause begins with a word that joins it to the goods before it.
  func isLink(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    guard index < mentions.items.count else { return false }
    var first = index
    if mentions.items[first].kind == .sign { first += 1 }
    guard first < mentions.items.count else { return false }
    let token = Int(mentions.items[first].first)
    let symbol = mentions.text.tokens[token].symbol
    // "Piles électriques, à l'oxyde d'argent"
    if mentions.text.word(token, isOneOf: ["a"]), token + 1 < mentions.text.tokens.count,
      mentions.text.word(token + 1, isOneOf: ["l", "la"])
    {
      return true
    }
    return symbol >= 0 && lexicon.isJoining[Int(symbol)]
  }

  /// Whether the words name particular goods rather than "metal powder", "sample" or something nobody knows.
  ///
  /// A word that is in no list could be anything, a brand, a slip or nonsense, so it does not make a text particular.
  func isSpecific(_ mentions: borrowing Mentions) -> Bool {
    for item in mentions.items where item.scope == .goods || item.scope == .with {
      // "Zinc alloy" is particular, though the reference holds no alloys of zinc.
      if item.term >= 0, item.scope == .goods, !item.negated {
        let mineral = lexicon.terms[Int(item.term)].mineral
        if mineral >= 0, lexicon.isEveryday[Int(mineral)], !lexicon.isWorthHiding[Int(mineral)] {
          return true
        }
      }
      guard !item.roles.isDisjoint(with: [.particular, .goods]) else { continue }
      if !item.roles.contains(.vague) { return true }
    }
    return false
  }

  /// Rare earths that the goods are said to contain by symbol alone ("CONTAINS DY"); other symbols are words too often.
  func containedSymbols(_ mentions: borrowing Mentions, _ chemistry: borrowing Chemistry) -> [Element] {
    var found: [Element] = []
    for item in mentions.items
    where item.scope == .with && !item.negated && item.kind == .word && item.term < 0 {
      let token = mentions.text.tokens[Int(item.first)]
      guard token.end - token.start == 2 else { continue }
      let first = mentions.text.bytes[Int(token.start)] & 0xDF
      let second = Vocabulary.lower(mentions.text.bytes[Int(token.start) + 1])
      guard let element = chemistry.bySymbol[[first, second]]?.element,
        [60, 62, 64, 65, 66].contains(element.atomicNumber),
        !found.contains(element)
      else { continue }
      found.append(element)
    }
    return found
  }

  /// Whether the goods are called magnets.
  func namesMagnet(_ mentions: borrowing Mentions) -> Bool {
    mentions.items.contains { item in
      guard item.term >= 0, item.scope == .goods, !item.negated else { return false }
      let form = lexicon.terms[Int(item.term)].form
      return form >= 0 && lexicon.formKinds[Int(form)].first == .magnet
    }
  }
}
