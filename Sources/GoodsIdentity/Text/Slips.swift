// SPDX-License-Identifier: Apache-2.0

import ReferenceData

/// Words with a slip of the pen, a fault of optical reading, or cut off at the end of a field.
///
/// A name of a mineral is known by itself with one letter missing, added, changed or swapped. Other words are only mended
/// beside a name: forms of goods ("ANTIMONY TRIOXIE"), goods ("TUNGSTEN FURNAC") and what denies ("ANTIMONY FRE").
struct Slips {
  /// Names with one letter left out: hash of what is left, and the word.
  private var names: [UInt64: Int32] = [:]
  /// The same of words that mean something beside a name.
  private var words: [UInt64: Int32] = [:]
  /// Names and words as optical reading confuses them.
  private var readings: [UInt64: Int32] = [:]
  /// Names and words in the order of their bytes, to find what a cut word began.
  private var ordered: [Int32] = []
  /// By symbol: what a word is beside a name.
  private var kinds: [Kind] = []

  /// What a word may be mended to.
  struct Kind: OptionSet {
    var rawValue: UInt8
    static let name = Kind(rawValue: 1)
    /// Counts directly beside a name only.
    static let form = Kind(rawValue: 2)
    /// Counts anywhere in a text that names a mineral.
    static let goods = Kind(rawValue: 4)
  }

  init() {}

  init(_ lexicon: borrowing Lexicon) {
    kinds = [Kind](repeating: [], count: lexicon.vocabulary.count)
    let latin: Set<String> = ["en", "de", "fr", "nl", "es"]
    for mineral in lexicon.reference.minerals {
      for list in mineral.names where latin.contains(list.language) {
        for name in list.names {
          guard let symbol = Self.symbol(name, lexicon) else { continue }
          kinds[Int(symbol)].insert(.name)
          // Short names are too near to other words; those of other languages are looked for where they are long.
          let length = lexicon.vocabulary.length(of: symbol)
          if length >= (list.language == "en" ? 7 : 9) { Self.add(symbol, to: &names, lexicon.vocabulary) }
          if length >= 6 { addReading(symbol, lexicon.vocabulary) }
        }
      }
    }
    // "SODIUM ANTIMONTE": salts and compounds of one long word.
    // Minerals are no slips of each other: magnetite and magnesite are two.
    for material in lexicon.reference.materials where material.kind == .compound {
      for name in material.names.filter({ $0.language == "en" }).flatMap(\.names) where name.utf8.count >= 8 {
        guard let symbol = Self.symbol(name, lexicon), kinds[Int(symbol)].isEmpty else { continue }
        kinds[Int(symbol)].insert(.name)
        Self.add(symbol, to: &names, lexicon.vocabulary)
        addReading(symbol, lexicon.vocabulary)
      }
    }
    words.reserveCapacity(1 << 14)
    for entry in lexicon.reference.lexicon where latin.contains(entry.language) {
      let least: (length: Int, kind: Kind)
      switch entry.role {
      case .form: least = (4, .form)
      case .negationAfter: least = (4, .form)
      case .goods: least = (5, .goods)
      case .negation, .exclusion, .use, .with: least = (6, .goods)
      default: continue
      }
      for word in entry.words {
        guard let symbol = Self.symbol(word, lexicon), !kinds[Int(symbol)].contains(.name),
          lexicon.vocabulary.length(of: symbol) >= least.length
        else { continue }
        if kinds[Int(symbol)].isEmpty {
          Self.add(symbol, to: &words, lexicon.vocabulary)
          addReading(symbol, lexicon.vocabulary)
        }
        kinds[Int(symbol)].insert(least.kind)
      }
    }
    ordered = kinds.indices.filter { !kinds[$0].isEmpty }.map(Int32.init)
    ordered.sort { lexicon.vocabulary.isOrdered($0, $1) }
  }

  func kind(_ symbol: Int32) -> Kind { kinds[Int(symbol)] }

  func isName(_ symbol: Int32) -> Bool { kinds[Int(symbol)].contains(.name) }

  /// The symbol of a phrase of one word.
  private static func symbol(_ phrase: String, _ lexicon: borrowing Lexicon) -> Int32? {
    var text = FoldedText()
    text.read(phrase, characters: lexicon.characters)
    guard text.tokens.count == 1, let token = text.tokens.first, token.kind == .word else { return nil }
    let symbol = lexicon.vocabulary.find(text.bytes, Int(token.start), Int(token.end))
    return symbol >= 0 ? symbol : nil
  }

  private static func add(
    _ symbol: Int32, to table: inout [UInt64: Int32], _ vocabulary: borrowing Vocabulary
  ) {
    let bytes = vocabulary.bytes(of: symbol)
    table[Vocabulary.hash(bytes, 0, bytes.count)] = symbol
    for index in bytes.indices {
      let hash = Vocabulary.hash(bytes, 0, bytes.count, skipping: index)
      if table[hash] == nil { table[hash] = symbol }
    }
  }

  private mutating func addReading(_ symbol: Int32, _ vocabulary: borrowing Vocabulary) {
    let bytes = vocabulary.bytes(of: symbol)
    let hash = Self.reading(bytes, 0, bytes.count)
    if readings[hash] == nil { readings[hash] = symbol }
  }

  /// The known name that an unknown word is a slip of, or -1.
  func name(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int, _ vocabulary: borrowing Vocabulary) -> Int32
  {
    guard end - start >= 6, end - start <= 16 else { return -1 }
    let slip = near(names, bytes, start, end, vocabulary)
    if slip >= 0 { return slip }
    guard Self.isConfusable(bytes, start, end), let read = readings[Self.reading(bytes, start, end)],
      isName(read)
    else { return -1 }
    return read
  }

  /// The word that an unknown one beside a name is a slip of, or -1.
  /// - Parameter besideName: whether the name stands directly before or, with "of", after it.
  func word(
    _ bytes: borrowing [UInt8], _ start: Int, _ end: Int, besideName: Bool, _ vocabulary: borrowing Vocabulary
  ) -> Int32 {
    guard end - start >= 3 else { return -1 }
    guard end - start <= 16 else { return compounded(bytes, start, end, vocabulary) }
    var found = near(words, bytes, start, end, vocabulary)
    if found < 0, Self.isConfusable(bytes, start, end) {
      found = readings[Self.reading(bytes, start, end)] ?? -1
      if found >= 0, isName(found) { found = -1 }
    }
    guard found >= 0 else { return compounded(bytes, start, end, vocabulary) }
    // "Machined" is an ending of its own, no slip of "machines".
    let known = vocabulary.length(of: found)
    if end - start >= known, vocabulary.hasPrefix(found, bytes, start, start + known - 1) { return -1 }
    if kinds[Int(found)].contains(.form), besideName { return found }
    // Of a short noun only a missing letter is a slip; "rings" and "rinks" are two words.
    return kinds[Int(found)].contains(.goods) && known >= 5 && (known >= 6 || end - start < known)
      ? found : -1
  }

  /// The goods that a German or Dutch word nobody knows ends in ("Elektrolytkondensatoren"), or -1.
  private func compounded(
    _ bytes: borrowing [UInt8], _ start: Int, _ end: Int, _ vocabulary: borrowing Vocabulary
  ) -> Int32 {
    guard end - start >= 9 else { return -1 }
    for cut in start + 3...end - 5 {
      let symbol = vocabulary.find(bytes, cut, end)
      if symbol >= 0, kinds[Int(symbol)] == .goods { return symbol }
    }
    return -1
  }

  private func near(
    _ table: [UInt64: Int32], _ bytes: borrowing [UInt8], _ start: Int, _ end: Int,
    _ vocabulary: borrowing Vocabulary
  ) -> Int32 {
    if let whole = table[Vocabulary.hash(bytes, start, end)] { return whole }
    for index in start..<end {
      guard let word = table[Vocabulary.hash(bytes, start, end, skipping: index)] else { continue }
      // The first letter is seldom wrong; "radium" is not a slip of "gallium".
      if vocabulary.hasPrefix(word, bytes, start, start + 1),
        vocabulary.edits(word, bytes, start, end, atMost: 1) != nil
      {
        return word
      }
    }
    return -1
  }

  /// The first word that begins with some bytes and is of a kind, or -1; a name only where no other mineral's begins so.
  func completion(
    _ bytes: borrowing [UInt8], _ start: Int, _ end: Int, _ kind: Kind, _ lexicon: borrowing Lexicon
  ) -> Int32 {
    var (low, high) = (0, ordered.count)
    while low < high {
      let middle = (low + high) / 2
      if lexicon.vocabulary.isBefore(ordered[middle], bytes, start, end) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: Int32 = -1
    while low < ordered.count, lexicon.vocabulary.hasPrefix(ordered[low], bytes, start, end) {
      let symbol = ordered[low]
      low += 1
      guard !kinds[Int(symbol)].isDisjoint(with: kind) else { continue }
      guard kind == .name else { return symbol }
      if found >= 0, lexicon.mineral(of: found) != lexicon.mineral(of: symbol) { return -1 }
      found = found >= 0 ? found : symbol
    }
    return found
  }

  /// Whether a word holds what optical reading puts for another letter.
  private static func isConfusable(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> Bool {
    for index in start..<end {
      switch bytes[index] {
      case 0x30, 0x31, 0x35, 0x38, 0x6C, 0x49: return true
      case 0x72, 0x52:
        if index + 1 < end, bytes[index + 1] | 0x20 == 0x6E { return true }
      case 0x76, 0x56:
        if index + 1 < end, bytes[index + 1] | 0x20 == 0x76 { return true }
      default: break
      }
    }
    return false
  }

  /// A hash in which letters and figures that look alike are one: 0 and o, 1, l and i, 5 and s, 8 and b, rn and m, vv and w.
  private static func reading(_ bytes: borrowing [UInt8], _ start: Int, _ end: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for index in start..<end {
      switch Vocabulary.lower(bytes[index]) {
      case 0x30: add(0x6F)
      case 0x31, 0x6C: add(0x69)
      case 0x35: add(0x73)
      case 0x38: add(0x62)
      case 0x6D:
        add(0x72)
        add(0x6E)
      case 0x77:
        add(0x76)
        add(0x76)
      case let letter: add(letter)
      }
    }
    return hash
  }
}

extension Lexicon {
  /// The mineral that a word alone names, or -1.
  func mineral(of symbol: Int32) -> Int32 {
    let node = tree.child(0, symbol)
    guard node >= 0, tree.term(at: node) >= 0 else { return -1 }
    let term = terms[Int(tree.term(at: node))]
    if term.mineral >= 0 { return term.mineral }
    return term.materials.first.map { Int32(reference[$0].mineral) } ?? -1
  }

  /// The word that goes on a name of a material and that an unknown one is near to, or begins.
  /// - Parameters:
  ///   - node: where the words before it lead in the tree.
  ///   - isCut: whether the text may have been cut off in the word.
  func continuation(
    _ node: Int32, _ bytes: borrowing [UInt8], _ start: Int, _ end: Int, isCut: Bool
  ) -> Int32 {
    var best: (edits: Int, node: Int32, word: Int32) = (3, .max, -1)
    let length = end - start
    tree.forEachChild(of: node) { word, child in
      guard child < materialNodes else { return }
      let known = vocabulary.length(of: word)
      guard known >= 4 else { return }
      var edits = vocabulary.edits(word, bytes, start, end, atMost: known >= 8 ? 2 : 1)
      if edits == nil, isCut, length >= 3, vocabulary.hasPrefix(word, bytes, start, end) { edits = 2 }
      // The name that stands first in the reference is the plainest.
      if let edits, (edits, child) < (best.edits, best.node) { best = (edits, child, word) }
    }
    return best.word
  }
}
