// SPDX-License-Identifier: Apache-2.0

import ReferenceData
import TradeModel

/// What a word or phrase can mean in a description; one phrase may mean several things.
struct Term {
  /// Materials it names by itself.
  var materials: [MaterialID] = []
  /// Position of the mineral it names, or -1.
  var mineral: Int32 = -1
  /// Position of the form word in the lexicon, or -1.
  var form: Int32 = -1
  var roles: RoleSet = []
  /// Whether it names its mineral only beside a form word ("vanadyl", "phosphate").
  var needsForm = false
  /// A formula whose capitals count (`In`, `GaP`, `WC`).
  var exact: [UInt8] = []

  /// Whether it names a mineral, a material or another substance that is known.
  var namesSubstance: Bool { mineral >= 0 || !materials.isEmpty || roles.contains(.known) }
}

struct RoleSet: OptionSet, Sendable {
  var rawValue: UInt16
  static let negation = RoleSet(rawValue: 1)
  static let negationAfter = RoleSet(rawValue: 2)
  static let exclusion = RoleSet(rawValue: 4)
  static let use = RoleSet(rawValue: 8)
  static let useAfter = RoleSet(rawValue: 16)
  static let with = RoleSet(rawValue: 32)
  static let attribute = RoleSet(rawValue: 64)
  static let attributeBefore = RoleSet(rawValue: 128)
  static let filler = RoleSet(rawValue: 256)
  static let vague = RoleSet(rawValue: 512)
  static let goods = RoleSet(rawValue: 1024)
  static let known = RoleSet(rawValue: 2048)
  static let form = RoleSet(rawValue: 4096)
  /// "Gehalt", "content": the name beside it is a content of the goods.
  static let part = RoleSet(rawValue: 8192)
  /// Names particular goods or a particular substance, and does nothing else in a sentence.
  static let particular = RoleSet(rawValue: 16384)
}

/// The phrases of the reference data as one tree over known words.
struct Lexicon {
  var characters: CharacterFolding
  var vocabulary = Vocabulary()
  var tree = PhraseTree()
  var terms: [Term] = []
  var compounds = CompoundWords()
  /// Kinds of each form word.
  var formKinds: [[MaterialKind]] = []
  /// The material of a mineral with a form word, keyed by mineral << 32 | symbol of the form word.
  var pairs: [UInt64: MaterialID] = [:]
  /// Materials by registry number.
  var registry: [[UInt8]: MaterialID] = [:]
  /// Slips of the pen, faults of optical reading and words cut off.
  var slips = Slips()
  /// Nodes of the tree below this stand on names of materials.
  var materialNodes: Int32 = 0
  /// The material of a mineral in each kind, the plainest first.
  var byKind: [[MaterialKind: MaterialID]] = []
  /// What a mineral is when nothing more is said and it is no metal.
  var plainest: [MaterialID?] = []
  /// Whether a word says that the name beside it is a content, by symbol.
  var isPart: [Bool] = []
  /// Whether a word joins a clause to the goods before it ("of", "aus", "en"), by symbol.
  var isJoining: [Bool] = []
  /// Whether the export of a mineral is worth the risk of hiding it, by mineral.
  var isWorthHiding: [Bool] = []
  /// Whether the name of a mineral is an everyday word, by mineral.
  var isEveryday: [Bool] = []
  let reference: ReferenceData

  init(_ reference: ReferenceData) {
    self.reference = reference
    characters = CharacterFolding(reference.characters)
    addMaterials()
    materialNodes = tree.nodeCount
    addWords()
    addMinerals()
    addStems()
    addShortened()
    addCompoundParts()
    addParticularWords()
    markWords()
    slips = Slips(self)
  }

  /// The symbols of a phrase, new words added.
  private mutating func symbols(_ phrase: String) -> [Int32] {
    var text = FoldedText()
    text.read(phrase, characters: characters)
    return text.tokens.compactMap { token in
      token.kind == .sign ? nil : vocabulary.insert(text.bytes, Int(token.start), Int(token.end))
    }
  }

  private mutating func term(_ phrase: String) -> Int? {
    let symbols = symbols(phrase)
    guard !symbols.isEmpty else { return nil }
    let node = tree.insert(symbols)
    if tree.term(at: node) < 0 {
      terms.append(Term())
      tree.setTerm(Int32(terms.count - 1), at: node)
    }
    return Int(tree.term(at: node))
  }

  private mutating func addMaterials() {
    for material in reference.materials {
      for list in material.names {
        for name in list.names {
          for variant in Self.variants(of: name, language: list.language) {
            guard let term = term(variant) else { continue }
            if !terms[term].materials.contains(material.id) { terms[term].materials.append(material.id) }
          }
        }
      }
      if let formula = material.formula, formula.utf8.count >= 2 { addFormula(formula, material.id) }
      if let cas = material.casNumber {
        registry[Array(cas.value.utf8)] = registry[Array(cas.value.utf8)] ?? material.id
      }
    }
  }

  /// Chinese names of four characters or more with one left out ("三化二锑"), where that is no name already.
  ///
  /// Oxides come first: "三化二锑" may be the sulphide, but is hardly ever.
  private mutating func addShortened() {
    let oxides = reference.materials.filter { $0.kind == .oxide }
    for material in oxides + reference.materials.filter({ $0.kind == .compound }) {
      let own = Set(
        reference.minerals[material.mineral].names.filter { $0.language == "zh" }.flatMap(\.names).filter {
          $0.count == 1
        }.compactMap(\.first))
      for name in material.names.filter({ $0.language == "zh" }).flatMap(\.names) {
        let characters = Array(name)
        guard characters.count >= 4, characters.count <= 7, characters.contains(where: own.contains) else {
          continue
        }
        for (index, character) in characters.enumerated() where !own.contains(character) {
          var shorter = characters
          shorter.remove(at: index)
          guard let term = term(String(shorter)), terms[term].materials.isEmpty, terms[term].mineral < 0,
            terms[term].roles.isEmpty, terms[term].form < 0
          else { continue }
          terms[term].materials = [material.id]
        }
      }
    }
  }

  /// A formula as one word, and divided into its groups (`Sb2 O3`).
  private mutating func addFormula(_ formula: String, _ material: MaterialID) {
    // A bare symbol (`As`, `Co`) is too often a word.
    let capitals = formula.count(where: \.isUppercase)
    guard capitals > 1 || formula.contains(where: \.isNumber), !formula.contains("·"), !formula.contains("("),
      let term = term(formula)
    else { return }
    if terms[term].materials.isEmpty {
      terms[term].materials = [material]
      let exact = Array(formula.utf8)
      let hasDigit = exact.contains { (0x30...0x39).contains($0) }
      if !(hasDigit && exact.count >= 4), exact.count < 5 { terms[term].exact = exact }
    }
    var groups: [String] = []
    for character in formula {
      if character.isUppercase { groups.append("") }
      if groups.isEmpty { return }
      groups[groups.count - 1].append(character)
    }
    guard groups.count == 2, groups.allSatisfy({ $0.utf8.contains { $0 < 0x3A } }) else { return }
    guard let divided = self.term(groups.joined(separator: " ")) else { return }
    if terms[divided].materials.isEmpty { terms[divided].materials = [material] }
  }

  /// Singular and plural of an English name.
  static func variants(of name: String, language: String) -> [String] {
    guard language == "en", let last = name.utf8.last, (0x61...0x7A).contains(last) else { return [name] }
    if name.hasSuffix("ies") || name.hasSuffix("ss") { return [name] }
    if name.hasSuffix("s") { return [name, String(name.dropLast())] }
    return name.hasSuffix("y") ? [name, String(name.dropLast()) + "ies"] : [name, name + "s"]
  }

  private mutating func addWords() {
    for entry in reference.lexicon where !Self.isOfMinerals(entry.role) && entry.role != .particular {
      var position: Int32 = -1
      if entry.role == .form {
        position = Int32(formKinds.count)
        formKinds.append(entry.kinds)
      }
      for word in entry.words {
        guard let term = term(word) else { continue }
        terms[term].roles.insert(Self.role(entry.role))
        if position >= 0, terms[term].form < 0 { terms[term].form = position }
      }
    }
  }

  static func role(_ role: LexiconEntry.Role) -> RoleSet {
    switch role {
    case .form: .form
    case .negation: .negation
    case .negationAfter: .negationAfter
    case .exclusion: .exclusion
    case .use: .use
    case .useAfter: .useAfter
    case .with: .with
    case .attribute: .attribute
    case .attributeBefore: .attributeBefore
    case .filler: .filler
    case .vague: .vague
    case .goods: .goods
    case .known: .known
    case .part: .part
    case .particular: .particular
    case .stem, .joining, .everyday, .formOnly, .anion, .cation: .filler
    }
  }

  private mutating func addMinerals() {
    for (index, mineral) in reference.minerals.enumerated() {
      var kinds: [MaterialKind: MaterialID] = [:]
      for position in mineral.materials {
        let material = reference.materials[position]
        let form = material.slug.split(separator: "/").last.map(String.init) ?? ""
        let plain = [material.kind.rawValue, "unwrought", "element", "trioxide", "dioxide"].contains(form)
        if kinds[material.kind] == nil || plain, material.kind != .compound || form.hasSuffix("compound") {
          kinds[material.kind] = material.id
        }
        addPairs(material, mineral: index)
      }
      byKind.append(kinds)
      plainest.append(
        kinds[.metal] ?? kinds[.compound]
          ?? reference.materials[mineral.materials].first { $0.kind != .equipment && $0.kind != .reagent }?.id
      )
      isWorthHiding.append(reference.motives[mineral.slug] != nil)
      for list in mineral.names {
        for name in list.names {
          for variant in Self.cases(of: name, language: list.language) {
            guard let term = term(variant), variant == name || terms[term].mineral < 0 else { continue }
            terms[term].mineral = Int32(index)
          }
          if list.language == "de" || list.language == "nl" { addCompounds(name, list.language, index) }
        }
      }
    }
  }

  /// Classes whose words are slugs or stems of minerals, not words of texts.
  private static func isOfMinerals(_ role: LexiconEntry.Role) -> Bool {
    [.everyday, .formOnly, .anion, .cation].contains(role)
  }

  /// A German name and its genitive ("Verbindungen des Antimons").
  static func cases(of name: String, language: String) -> [String] {
    guard language == "de", !name.contains(" "), let last = name.utf8.last, last != 0x73, last != 0x65 else {
      return [name]
    }
    return [name, name + "s"]
  }

  /// Salts by the stem of their anion, and adjectives of acids and cations.
  private mutating func addStems() {
    let positions = Dictionary(
      uniqueKeysWithValues: reference.minerals.enumerated().map { ($0.element.slug, $0.offset) })
    isEveryday = [Bool](repeating: false, count: reference.minerals.count)
    for entry in reference.lexicon where Self.isOfMinerals(entry.role) {
      switch entry.role {
      case .everyday:
        for slug in entry.words { if let index = positions[slug] { isEveryday[index] = true } }
      case .formOnly:
        for slug in entry.words {
          guard let index = positions[slug] else { continue }
          for name in reference.minerals[index].names.flatMap(\.names) {
            if let term = term(name) { terms[term].needsForm = true }
          }
        }
      case .anion:
        guard let index = positions[entry.language],
          let salt = byKind[index][.compound] ?? byKind[index][.oxide] ?? plainest[index]
        else { continue }
        for stem in entry.words { addAnions(stem, salt) }
      case .cation:
        guard let index = positions[entry.language] else { continue }
        for word in entry.words {
          guard let term = term(word), terms[term].materials.isEmpty, terms[term].mineral < 0,
            terms[term].roles.isEmpty
          else { continue }
          terms[term].mineral = Int32(index)
          terms[term].needsForm = true
        }
      default: break
      }
    }
  }

  private static let anionPrefixes = [
    "", "para", "meta", "ortho", "poly", "per", "di", "bi", "hetero", "peroxo", "fluoro", "hexafluoro",
    "tetrafluoro",
  ]
  private static let anionSuffixes = ["ate", "ates", "at", "aten", "aat", "ato", "atos"]

  private mutating func addAnions(_ stem: String, _ salt: MaterialID) {
    for prefix in Self.anionPrefixes {
      for suffix in Self.anionSuffixes {
        guard let term = term(prefix + stem + suffix), terms[term].materials.isEmpty, terms[term].mineral < 0,
          terms[term].roles.isEmpty
        else { continue }
        terms[term].materials = [salt]
      }
    }
  }

  /// "antimony trioxide" teaches that antimony with "trioxide" is this material, in any order and with "of" between.
  private mutating func addPairs(_ material: Material, mineral: Int) {
    let own = Set(
      reference.minerals[mineral].names.filter { $0.language == "en" }.flatMap {
        $0.names.map { $0.lowercased() }
      })
    for list in material.names where list.language == "en" {
      for name in list.names {
        let words = name.split(separator: " ")
        guard words.count == 2, own.contains(words[0].lowercased()) else { continue }
        for word in Self.variants(of: String(words[1]), language: "en") {
          let symbols = symbols(word)
          guard symbols.count == 1 else { continue }
          let key = UInt64(mineral) << 32 | UInt64(UInt32(bitPattern: symbols[0]))
          if pairs[key] == nil { pairs[key] = material.id }
        }
      }
    }
  }

  /// German and Dutch write name and form as one word: `Wolframpulver`, `antimoonoxide`.
  private mutating func addCompounds(_ name: String, _ language: String, _ mineral: Int) {
    guard !name.contains(" ") else { return }
    let kinds = byKind[mineral]
    let lexiconEveryday = reference.lexicon.first { $0.role == .everyday }?.words ?? []
    for entry in reference.lexicon where entry.role == .form && entry.language == language {
      // Aluminium silicate is not alumina.
      let isOther =
        lexiconEveryday.contains(reference.minerals[mineral].slug) && entry.kinds.first == .compound
      let plain = entry.kinds.prefix(isOther ? 1 : entry.kinds.count)
        .first { kinds[$0] != nil }.flatMap { kinds[$0] }
      for word in entry.words where !word.contains(" ") {
        // "Carbonat" is the English word less its last letter, and so are most.
        let own = pair(mineral, word) ?? pair(mineral, word + "e") ?? plain
        guard let own else { continue }
        for variant in [word, word + "e"] {
          guard let term = term(name + variant) else { continue }
          if terms[term].materials.isEmpty { terms[term].materials = [own] }
        }
      }
    }
  }

  /// Which words begin a compound and which may follow.
  private mutating func addCompoundParts() {
    let latin: Set<String> = ["en", "de", "fr", "nl", "es"]
    for mineral in reference.minerals {
      for list in mineral.names where latin.contains(list.language) {
        for name in list.names { addStem(name) }
      }
    }
    // "TUNGSTENCARBIDETIPS": what follows the first word of a name.
    for material in reference.materials {
      for name in material.names.filter({ $0.language == "en" }).flatMap(\.names) {
        for word in name.split(separator: " ").dropFirst() where word.utf8.count >= 4 {
          addTail(String(word))
        }
      }
    }
    for entry in reference.lexicon where latin.contains(entry.language) {
      switch entry.role {
      case .form:
        for word in entry.words where !word.contains(" ") && word.utf8.count >= 3 {
          if entry.kinds.first == .ferroalloy { addStem(word) } else { addTail(word) }
        }
      case .goods where entry.language != "en":
        for word in entry.words where word.utf8.count >= 4 { addTail(word) }
      case .part:
        for word in entry.words { addTail(word) }
      case .stem:
        for word in entry.words { addStem(word) }
      case .attribute, .negationAfter:
        for word in entry.words where word.utf8.count >= 4 { addTail(word) }
      default: break
      }
    }
  }

  /// Words that say what goods are, as far as they say nothing else; last, so that they take nothing from names.
  private mutating func addParticularWords() {
    let others: RoleSet = [.goods, .known, .particular]
    for entry in reference.lexicon where entry.role == .particular {
      for word in entry.words {
        var text = FoldedText()
        text.read(word, characters: characters)
        if text.tokens.count == 1, let token = text.tokens.first, token.kind == .word {
          let (start, end) = (Int(token.start), Int(token.end))
          guard compounds.parts(text.bytes, start, end, vocabulary: vocabulary).isEmpty else { continue }
        }
        guard let term = term(word), terms[term].materials.isEmpty, terms[term].mineral < 0,
          terms[term].roles.subtracting(others).isEmpty
        else { continue }
        terms[term].roles.insert(.particular)
      }
    }
  }

  /// Marks, by symbol, the words whose class is asked for at every mention.
  private mutating func markWords() {
    isPart = [Bool](repeating: false, count: vocabulary.count)
    isJoining = isPart
    for entry in reference.lexicon where entry.role == .part || entry.role == .joining {
      for word in entry.words {
        let symbols = symbols(word)
        guard symbols.count == 1 else { continue }
        if entry.role == .part { isPart[Int(symbols[0])] = true } else { isJoining[Int(symbols[0])] = true }
      }
    }
  }

  private mutating func addStem(_ word: String) {
    let symbols = symbols(word)
    guard symbols.count == 1 else { return }
    compounds.addStem(symbols[0], vocabulary.bytes(of: symbols[0]))
  }

  private mutating func addTail(_ word: String) {
    let symbols = symbols(word)
    if symbols.count == 1 { compounds.addTail(symbols[0]) }
  }

  /// The material that an English form word makes of a mineral.
  private func pair(_ mineral: Int, _ word: String) -> MaterialID? {
    let bytes = Array(word.utf8)
    let symbol = vocabulary.find(bytes, 0, bytes.count)
    guard symbol >= 0 else { return nil }
    return pairs[UInt64(mineral) << 32 | UInt64(UInt32(bitPattern: symbol))]
  }
}
