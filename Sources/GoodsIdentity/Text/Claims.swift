// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// Decides which of the materials named in a description the goods are.
struct ClaimFinder {
  let lexicon: Lexicon

  /// Adds what the goods are said to be; each at most once.
  ///
  /// Where the goods are named, what they are said to contain ("magnets containing dysprosium", "hafnium oxide content
  /// 1.8 %") is a part of them and no claim; it goes to `contained`.
  func find(
    _ mentions: borrowing Mentions, into claims: inout [MaterialID], contained: inout [MaterialID]
  ) {
    var parts: [MaterialID] = []
    collect(mentions, into: &claims, parts: &parts)
    if claims.isEmpty {
      claims = parts
    } else if !parts.isEmpty {
      contained += parts.filter { !claims.contains($0) }
    }
    claims.sort()
  }

  /// Whether a mention tells a content of the goods: after "containing", or before "content".
  private func isPart(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    let item = mentions.items[index]
    if item.scope == .with { return true }
    for token in Int(item.last) + 1..<Int(item.last) + 3 where token < mentions.text.tokens.count {
      let symbol = mentions.text.tokens[token].symbol
      if symbol >= 0, lexicon.isPart[Int(symbol)] { return true }
    }
    return isAssayed(item, mentions)
  }

  /// A formula with a figure behind it ("WO3 88.5 %") tells how much of it the goods hold.
  private func isAssayed(_ item: Item, _ mentions: borrowing Mentions) -> Bool {
    let next = Int(item.last) + 1
    guard next < mentions.text.tokens.count, mentions.text.tokens[next].kind == .number else { return false }
    let (first, last) = (mentions.text.tokens[Int(item.first)], mentions.text.tokens[Int(item.last)])
    return (first.start..<last.end).contains { (0x30...0x39).contains(mentions.text.bytes[Int($0)]) }
  }

  private func collect(
    _ mentions: borrowing Mentions, into claims: inout [MaterialID], parts: inout [MaterialID]
  ) {
    var inherited: FormWord?
    /// Names without a form, the rightmost first: they add nothing to what is told of the same mineral before them.
    var bare: [(mineral: Int32, material: MaterialID)] = []
    // From right to left, so that in "gallium and indium scrap" both have the form that stands last.
    for index in mentions.items.indices.reversed() {
      let item = mentions.items[index]
      guard item.term >= 0 else {
        if item.kind == .sign, mentions.sign(item) != 0x2C, mentions.sign(item) != 0x2F { inherited = nil }
        continue
      }
      let term = lexicon.terms[Int(item.term)]
      guard term.mineral >= 0 || !term.materials.isEmpty else { continue }
      let isPart = isPart(index, mentions)
      guard isGoods(index, mentions, isPart: isPart) else {
        inherited = nil
        continue
      }
      if term.mineral < 0 {
        if isApposition(index, mentions),
          term.materials.allSatisfy({ [.oxide, .compound].contains(lexicon.reference[$0].kind) })
        {
          continue
        }
        for material in term.materials {
          let mineral = Int32(lexicon.reference[material].mineral)
          for repeated in bare where repeated.mineral == mineral && repeated.material != material {
            claims.removeAll { $0 == repeated.material }
          }
          bare.removeAll { $0.mineral == mineral }
          if isPart { add(material, to: &parts) } else { add(material, to: &claims) }
        }
        inherited = formWord(at: item.last, mentions)
        continue
      }
      if let salt = saltBefore(index, mentions) {
        if isPart { add(salt, to: &parts) } else { add(salt, to: &claims) }
        continue
      }
      let form = form(near: index, mentions)
      var own = form >= 0 ? formWord(mentions.items[Int(form)], mentions) : nil
      // "Residues containing tantalum": the form is that of the goods.
      if own == nil, item.scope == .with { own = headForm(before: index, mentions) }
      if term.needsForm, own == nil, inherited == nil { continue }
      // "Silver", "tin" and "bore" in a long sentence are seldom the metal; a form word makes them so.
      let isBare =
        own == nil && inherited == nil && index > 1 && mentions.items.count > 5 && !isListed(index, mentions)
      if own == nil, inherited == nil,
        isTruncated(index, mentions) || isApposition(index, mentions)
          || !lexicon.isWorthHiding[Int(term.mineral)] && isOfUnknown(index, mentions)
      {
        continue
      }
      if !isBare || !lexicon.isEveryday[Int(term.mineral)],
        let material = material(term, form: own ?? inherited)
      {
        if !isPart, own == nil, inherited == nil, !claims.contains(material) {
          bare.append((term.mineral, material))
        }
        if isPart { add(material, to: &parts) } else { add(material, to: &claims) }
      }
      if own != nil { inherited = own }
    }
  }

  /// "Lithium niobate": before the compound of another mineral a name is that of its cation.
  private func saltBefore(_ index: Int, _ mentions: borrowing Mentions) -> MaterialID? {
    guard index + 1 < mentions.items.count, mentions.items[index + 1].term >= 0 else { return nil }
    let next = lexicon.terms[Int(mentions.items[index + 1].term)]
    let mineral = Int(lexicon.terms[Int(mentions.items[index].term)].mineral)
    guard next.mineral < 0, let other = next.materials.first,
      lexicon.reference[other].mineral != mineral, lexicon.reference[other].kind == .compound
    else { return nil }
    return lexicon.byKind[mineral][.compound]
  }

  /// Whether the name stands beside another mineral's in a list ("niobium, copper and tin").
  private func isListed(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    func isMineral(_ other: Int, step: Int) -> Bool {
      var place = other
      while place >= 0, place < mentions.items.count, abs(place - index) <= 3 {
        let item = mentions.items[place]
        if item.term >= 0, lexicon.terms[Int(item.term)].mineral >= 0 {
          return item.scope == mentions.items[index].scope && !item.negated
        }
        let isSeparator =
          item.kind == .sign
          ? mentions.sign(item) == 0x2C : item.roles.contains(.filler) && item.kind == .word
        guard isSeparator else { return false }
        place += step
      }
      return false
    }
    return isMineral(index - 1, step: -1) || isMineral(index + 1, step: 1)
  }

  /// The form word of the goods that a content is told of.
  private func headForm(before index: Int, _ mentions: borrowing Mentions) -> FormWord? {
    var before = index - 1
    while before >= max(0, index - 24) {
      let item = mentions.items[before]
      if item.scope == .goods, item.term >= 0, lexicon.terms[Int(item.term)].form >= 0 {
        return formWord(item, mentions)
      }
      before -= 1
    }
    return nil
  }

  /// "Boor- en ...", "Zink- und ...": the first half of a word whose rest stands later.
  private func isTruncated(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    let next = index + 1
    guard next + 1 < mentions.items.count, mentions.sign(mentions.items[next]) == 0x2D else { return false }
    return mentions.text.tokens[Int(mentions.items[next + 1].first)].spaced
      && !mentions.text.tokens[Int(mentions.items[next].first)].spaced
  }

  private func add(_ material: MaterialID, to claims: inout [MaterialID]) {
    if !claims.contains(material) { claims.append(material) }
  }

  /// A form word: its position in the lexicon, and its symbol where it is one word.
  struct FormWord {
    var form: Int32
    var symbol: Int32
  }

  private func formWord(_ item: Item, _ mentions: borrowing Mentions) -> FormWord? {
    let form = lexicon.terms[Int(item.term)].form
    guard form >= 0 else { return nil }
    return FormWord(
      form: form, symbol: item.first == item.last ? mentions.text.tokens[Int(item.first)].symbol : -1)
  }

  /// The form word that is the last word of a phrase.
  private func formWord(at token: Int32, _ mentions: borrowing Mentions) -> FormWord? {
    let symbol = mentions.text.tokens[Int(token)].symbol
    guard symbol >= 0 else { return nil }
    let node = lexicon.tree.child(0, symbol)
    guard node >= 0 else { return nil }
    let term = lexicon.tree.term(at: node)
    guard term >= 0, lexicon.terms[Int(term)].form >= 0 else { return nil }
    return FormWord(form: lexicon.terms[Int(term)].form, symbol: symbol)
  }

  /// The material of a mineral with a form word, or in its plain form.
  private func material(_ term: Term, form: FormWord?) -> MaterialID? {
    let mineral = Int(term.mineral)
    guard let form else {
      return term.materials.first ?? lexicon.byKind[mineral][.metal] ?? lexicon.plainest[mineral]
    }
    if form.symbol >= 0,
      let pair = lexicon.pairs[UInt64(mineral) << 32 | UInt64(UInt32(bitPattern: form.symbol))]
    {
      return pair
    }
    let kinds = lexicon.formKinds[Int(form.form)]
    // "Copper wire" is no form of copper that matters here; "indium foil" is indium.
    let isOwn = kinds.first != .article && (kinds.first != .compound || !lexicon.isEveryday[mineral])
    let reach = lexicon.isWorthHiding[mineral] || isOwn ? kinds.count : 1
    for kind in kinds.prefix(reach) {
      if let material = lexicon.byKind[mineral][kind] { return material }
    }
    // A salt of a mineral whose salts the reference does not tell apart is still one of its compounds; silicon carbide is not
    // silicon, nor aluminium chloride alumina.
    switch kinds.first {
    case .oxide, .carbide, .compound:
      if let compound = lexicon.byKind[mineral][.compound] { return compound }
      return lexicon.isEveryday[mineral] ? nil : lexicon.byKind[mineral][.oxide] ?? lexicon.plainest[mineral]
    case .powder, .ore: return lexicon.plainest[mineral]
    default: return nil
    }
  }

  /// The form word that belongs to a name: after it, or before it directly or with "of".
  private func form(near index: Int, _ mentions: borrowing Mentions) -> Int32 {
    let clause = mentions.items[index].clause
    var next = index + 1
    var steps = 0
    while next < mentions.items.count, steps < 5 {
      let item = mentions.items[next]
      guard item.clause == clause, item.scope == mentions.items[index].scope else { break }
      if item.kind == .sign {
        let sign = mentions.sign(item)
        guard sign == 0x2D || sign == 0x25 || sign == 0x22 else { break }
      } else if item.term >= 0, lexicon.terms[Int(item.term)].form >= 0 {
        return Int32(next)
      } else if item.kind != .number, !item.roles.contains(.filler) {
        break
      }
      next += 1
      steps += 1
    }
    var before = index - 1
    var linked = false
    var isList = false
    // "Carbides of aluminium, of chromium and of tantalum": back over the list to the word that heads it.
    while before >= 0, index - before < 32 {
      let item = mentions.items[before]
      guard item.scope == mentions.items[index].scope || linked else { break }
      if item.term >= 0, lexicon.terms[Int(item.term)].form >= 0 {
        return linked || !isList ? Int32(before) : -1
      }
      if item.term >= 0, linked || isList,
        lexicon.terms[Int(item.term)].mineral >= 0 || !lexicon.terms[Int(item.term)].materials.isEmpty
          || item.roles.contains(.known)
      {
        // "sulphides of calcium, of antimony"
      } else if item.kind == .sign {
        let sign = mentions.sign(item)
        guard [0x2D, 0x27, 0x2C, 0x22, 0x28, 0x29].contains(sign) else { break }
        if sign != 0x2D, sign != 0x27 { isList = true }
      } else if item.roles.contains(.filler) {
        linked = true
      } else {
        break
      }
      before -= 1
    }
    let apart = formInApposition(to: index, mentions)
    return apart >= 0 ? apart : formAtHead(of: index, mentions)
  }

  /// "Tungsten, powder", "silver, unwrought (not powder)": the form stands behind a comma, alone.
  private func formInApposition(to index: Int, _ mentions: borrowing Mentions) -> Int32 {
    guard index + 2 < mentions.items.count, mentions.sign(mentions.items[index + 1]) == 0x2C else {
      return -1
    }
    let form = mentions.items[index + 2]
    guard form.scope == mentions.items[index].scope, !form.negated, form.term >= 0,
      lexicon.terms[Int(form.term)].form >= 0, !form.roles.contains(.goods)
    else { return -1 }
    return index + 3 == mentions.items.count || mentions.items[index + 3].kind == .sign
      ? Int32(index + 2) : -1
  }

  /// Whether a mention says what the goods are: not negated, not use, not a colour, not part of other goods.
  private func isGoods(_ index: Int, _ mentions: borrowing Mentions, isPart: Bool) -> Bool {
    let item = mentions.items[index]
    if item.negated || item.scope == .use || item.scope == .excluded || item.scope == .packing {
      return false
    }
    if item.roles.contains(.known) || item.roles.contains(.goods),
      lexicon.terms[Int(item.term)].materials.isEmpty
    {
      return false
    }
    return afterAllows(index, mentions)
      && beforeAllows(index, mentions, isPart: isPart || item.scope == .with)
  }

  private func afterAllows(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    let clause = mentions.items[index].clause
    var unknown = 0
    var next = index + 1
    // The reach is bounded, so that reading stays linear in the length of any text.
    while next < min(mentions.items.count, index + 48) {
      let item = mentions.items[next]
      guard item.clause == clause else { return true }
      let sign = mentions.sign(item)
      // "Antimony colour": before the word opens a part of the sentence of its own.
      if next == index + 1, item.roles.contains(.attribute), item.roles.contains(.attributeBefore) {
        return false
      }
      if item.kind == .sign {
        if sign == 0x28 || sign == 0x29 || sign == 0x3A { return true }
      } else if item.scope != mentions.items[index].scope || item.roles.contains(.with) {
        return true
      } else if item.roles.contains(.useAfter) || item.roles.contains(.goods), !item.roles.contains(.form) {
        // "Sulphides of antimony and of iron"; "Lithiumelementen en -batterijen".
        return isPacking(next, mentions) || isGrade(next + 1, mentions) || isLink(next - 1, mentions)
          || isEllipsis(next - 1, mentions)
            && !lexicon.terms[Int(mentions.items[index].term)].materials.isEmpty
      } else if next == index + 1 || unknown == 0,
        item.roles.contains(.attribute) || item.roles.contains(.negationAfter)
      {
        // "Silicon, less than 99 %" lacks nothing.
        return isComparison(item, mentions)
      } else if item.term < 0, item.kind == .word {
        unknown += 1
        if unknown > 3 { return true }
      }
      next += 1
    }
    return true
  }

  /// "battery grade" tells the quality, not the goods.
  private func isGrade(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    guard index < mentions.items.count else { return false }
    let token = Int(mentions.items[index].first)
    return mentions.text.word(token, isOneOf: ["grade", "级"])
  }

  /// "in steel drums": the goods lie in what is named.
  private func isPacking(_ index: Int, _ mentions: borrowing Mentions) -> Bool {
    var before = index - 1
    var steps = 0
    while before >= 0, steps < 3 {
      let item = mentions.items[before]
      let token = mentions.text.tokens[Int(item.first)]
      if item.kind == .word, token.end - token.start == 2,
        mentions.text.bytes[Int(token.start)] | 0x20 == 0x69,
        mentions.text.bytes[Int(token.start) + 1] | 0x20 == 0x6E
      {
        return true
      }
      before -= 1
      steps += 1
    }
    return false
  }

  private func beforeAllows(_ index: Int, _ mentions: borrowing Mentions, isPart: Bool) -> Bool {
    let mention = mentions.items[index]
    var before = index - 1
    var clause = mention.clause
    var isLinked = false
    // A content may stand far behind the noun of the goods.
    let reach = isPart ? 160 : 48
    while before >= max(0, index - reach) {
      let item = mentions.items[before]
      if !isPart, item.clause != clause {
        clause = item.clause
        // "Lamps and tubes, of tungsten": a clause that begins with "of" goes on with what stands before it, over attributes
        // between them ("lampes, halogènes, au tungstène").
        let next = isLink(before + 1, mentions)
        guard next || isLinked && mentions.sign(mentions.items[before + 1]) == 0x2C else { return true }
        isLinked = true
      }
      if item.scope == .goods || item.scope == mention.scope {
        if item.roles.contains(.goods), !item.negated, !isForm(item, of: mention) { return false }
        // Another substance is what the clauses between are of.
        if isLinked, !isPart, item.term >= 0, lexicon.terms[Int(item.term)].namesSubstance {
          isLinked = false
        }
        // Lead with a little silver is lead, unless the other is the principal one.
        if isPart, item.scope == .goods, item.roles.contains(.known), !item.roles.contains(.filler),
          item.term >= 0, lexicon.terms[Int(item.term)].mineral < 0
        {
          return isPrincipal(index, mentions)
        }
        // A content of goods nobody knows; what stands beside the content itself tells nothing of them.
        if isPart, item.scope == .goods, item.term < 0, item.kind == .word,
          mentions.text.tokens[Int(item.first)].end - mentions.text.tokens[Int(item.first)].start > 2
        {
          return isPrincipal(index, mentions)
        }
      }
      before -= 1
    }
    return true
  }
}
