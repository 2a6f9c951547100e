// SPDX-License-Identifier: Apache-2.0

internal import CNames

/// What a word or phrase stands for in a name.
struct NameSymbol: Hashable, Sendable {
  /// How the word weighs in a comparison.
  enum Kind: UInt8, Sendable {
    /// A legal form such as GmbH; set aside from the name proper.
    case legalForm
    /// A common organisation word such as "group".
    case organisation
    /// A line of business such as "shipping".
    case business
    case title, particle, stop, country, vessel, number, personPart
  }
  var kind: Kind
  /// Equal numbers mean the same thing; unique within the tables.
  var id: Int32
  /// For a legal form its class (LLC, JSC, ...), 0 when unknown; for a number its value.
  var detail: Int32
}

/// The embedded reference tables on names: sound of characters, legal forms, common words, frequencies.
///
/// Sources and licences are named in `Reference/names/README.md`.
final class NameTables: Sendable {
  static let shared = NameTables()

  /// Reading of each BMP character as an index into `readings`; 0 separates words, 1 has no sound.
  let readingOf: [UInt16]
  let readings: [[UInt8]]
  /// Phrases of organisations, of persons and of vessels, by the hash of their folded words.
  let organisation: PhraseTable
  let person: PhraseTable
  let vessel: PhraseTable
  /// Sets of given names that a nickname may stand for, by the hash of the folded word.
  let nicknames: WordTable<[Int32]>
  /// Chinese, Japanese and Korean words and the English text that stands for them.
  let eastAsian: [[UInt32]: [UInt8]]
  /// Weight in 0.3...1 of frequent words, by hash; a word not named weighs 1.
  let rarity: WordTable<Float>

  private init() {
    (readingOf, readings) = Self.readTransliteration()
    var translations: [[UInt32]: [UInt8]] = [:]
    unsafe Self.eachLine(unsafe assay_names_han_words()) { fields in
      guard fields.count == 2 else { return }
      translations[Self.scalars(fields[0])] = Array(fields[1])
    }
    let base = NameFolder(readingOf: readingOf, readings: readings, eastAsian: [:])
    var organisation = PhraseTable()
    var person = PhraseTable()
    var vessel = PhraseTable()
    var ids: [String: Int32] = [:]
    func id(_ name: String) -> Int32 {
      if let known = ids[name] { return known }
      let made = Int32(ids.count + 1)
      ids[name] = made
      return made
    }
    var nicknames = WordTable<[Int32]>(minimumCapacity: 4096)

    // Order matters: the first reading of a phrase stands.
    unsafe Self.eachLine(unsafe assay_names_own_words()) { fields in
      guard fields.count == 3, let kind = Self.ownKinds[text(fields[0])] else { return }
      let word = text(fields[0]) + ":" + text(fields[1])
      let words = base.words(fields[2])
      let symbol = NameSymbol(
        kind: kind, id: id(word), detail: kind == .number ? Int32(text(fields[1])) ?? 0 : 0)
      switch kind {
      case .title, .particle: person.insert(words, symbol)
      case .vessel: vessel.insert(words, symbol)
      case .number:
        organisation.insert(words, symbol)
        vessel.insert(words, symbol)
      default: organisation.insert(words, symbol)
      }
    }
    unsafe Self.eachLine(unsafe assay_names_countries()) { fields in
      guard fields.count == 2, fields[0].count == 2 else { return }
      if Self.isEastAsian(fields[1]) {
        translations[Self.scalars(fields[1])] = Array(fields[0]) + Array("country".utf8)
        organisation.insert(
          [Array(fields[0].map { $0 | 0x20 }) + Array("country".utf8)],
          NameSymbol(kind: .country, id: id("country:" + text(fields[0]).lowercased()), detail: 0))
      } else {
        organisation.insert(
          base.words(fields[1]),
          NameSymbol(kind: .country, id: id("country:" + text(fields[0]).lowercased()), detail: 0))
      }
    }
    for pass in 0..<2 {
      unsafe Self.eachLine(unsafe assay_names_legal_forms()) { fields in
        guard fields.count == 4, text(fields[0]) != "generic" else {
          return
        }
        // Curated forms first, then the register's.
        guard (fields[3].first == UInt8(ascii: "g")) == (pass == 1) else { return }
        let form = text(fields[1])
        let generic = text(fields[0])
        guard fields[2].count > 1, !fields[2].allSatisfy({ $0 == 0x69 || $0 == 0x76 || $0 == 0x78 }) else {
          return
        }
        let symbol = NameSymbol(
          kind: .legalForm, id: id("legal:" + form), detail: generic == "-" ? 0 : id("class:" + generic))
        if Self.isEastAsian(fields[2]) {
          let key = Self.scalars(fields[2])
          if translations[key] == nil { translations[key] = Array(fields[1]) }
          organisation.insert(base.words(fields[1]), symbol)
        } else {
          organisation.insert(base.words(fields[2]), symbol)
        }
      }
    }
    unsafe Self.eachLine(unsafe assay_names_words()) { fields in
      guard fields.count == 4 else { return }
      let kind = text(fields[0])
      let word = text(fields[1])
      switch kind {
      case "org_symbols", "org_domains":
        if Self.isEastAsian(fields[2]) {
          let key = Self.scalars(fields[2])
          if translations[key] == nil { translations[key] = Array(fields[1]) }
        } else {
          organisation.insert(
            base.words(fields[2]),
            NameSymbol(
              kind: kind == "org_domains" ? .business : .organisation, id: id("word:" + word), detail: 0))
        }
      case "person_symbols":
        person.insert(base.words(fields[2]), NameSymbol(kind: .title, id: id("title:" + word), detail: 0))
      case "person_name_parts":
        person.insert(base.words(fields[2]), NameSymbol(kind: .personPart, id: id("part:" + word), detail: 0))
      case "person_nick":
        let words = base.words(fields[2])
        if words.count == 1 {
          nicknames.update(FNV.hash(words[0]), from: []) { $0.append(id("nick:" + word)) }
        }
      default: break
      }
    }
    (self.organisation, self.person, self.vessel) = (organisation, person, vessel)
    self.nicknames = nicknames
    eastAsian = translations
    rarity = Self.readRarity(base)
  }

  private static let ownKinds: [String: NameSymbol.Kind] = [
    "title": .title, "particle": .particle, "stop": .stop, "country": .country, "vessel": .vessel,
    "number": .number,
  ]

  private static func readRarity(_ folder: NameFolder) -> WordTable<Float> {
    var counts: [(UInt64, Double)] = []
    unsafe eachLine(unsafe assay_names_frequency()) { fields in
      guard fields.count == 2, let count = Double(text(fields[1])) else { return }
      counts.append((FNV.hash(fields[0]), count))
    }
    // Inverse document frequency over the names counted, relative to that of a word seen ten times.
    let names = 27_217.0
    let rare = logOf(names / 10)
    var weights = WordTable<Float>(minimumCapacity: counts.count)
    for (hash, count) in counts {
      weights.update(hash, from: 1) { $0 = Float(min(1, max(0.3, logOf(names / count) / rare))) }
    }
    return weights
  }

  private static func readTransliteration() -> ([UInt16], [[UInt8]]) {
    var index = [UInt16](repeating: 0, count: 65_536)
    var readings: [[UInt8]] = [[], []]
    // Readings of up to seven letters, which nearly all are, are told apart by those letters as a number.
    var known = WordTable<UInt16>(minimumCapacity: 4096)
    unsafe eachLine(
      unsafe assay_names_transliteration(), separator: UInt8(ascii: " ")
    ) { fields in
      guard let first = fields.first, let start = Int(text(first), radix: 16) else { return }
      for (offset, field) in fields.dropFirst().enumerated() where start + offset < 65_536 {
        if field.count == 1, field.first == UInt8(ascii: "-") {
          index[start + offset] = 1
          continue
        }
        let fresh = UInt16(readings.count)
        var reading = fresh
        if field.count <= 7 {
          known.update(field.reduce(1) { $0 << 8 | UInt64($1) }, from: fresh) { reading = $0 }
        }
        if reading == fresh { readings.append(Array(field)) }
        index[start + offset] = reading
      }
    }
    return (index, readings)
  }

  /// The weights of the scorer by feature, as fitted.
  static func readModel() -> [(String, Double)] {
    var weights: [(String, Double)] = []
    unsafe eachLine(unsafe assay_names_model()) { fields in
      guard fields.count >= 2, let weight = Double(text(fields[1])) else { return }
      weights.append((text(fields[0]), weight))
    }
    return weights
  }

  /// Words of addresses and the one form that all their spellings are read as; "-" is left out.
  static func readAddressWords() -> [(String, String)] {
    var rows: [(String, String)] = []
    unsafe eachLine(unsafe assay_names_address_words()) { fields in
      guard fields.count == 2 else { return }
      rows.append((text(fields[0]), text(fields[1])))
    }
    return rows
  }

  /// Codes and names of countries.
  static func readCountries() -> [(String, String)] {
    var rows: [(String, String)] = []
    unsafe eachLine(unsafe assay_names_countries()) { fields in
      guard fields.count == 2, fields[0].count == 2 else { return }
      rows.append((text(fields[0]), text(fields[1])))
    }
    return rows
  }

  /// Calls a function with the fields of each line; lines that begin with `#` are comments.
  private static func eachLine(
    _ table: assay_names_table, separator: UInt8 = UInt8(ascii: "\t"), _ body: ([ArraySlice<UInt8>]) -> Void
  ) {
    // The table is a constant of the program, so its bytes outlive the copy made here.
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: table.bytes, count: table.size))
    var fields: [ArraySlice<UInt8>] = []
    var start = 0
    for at in bytes.indices {
      let byte = bytes[at]
      guard byte == separator || byte == UInt8(ascii: "\n") else { continue }
      fields.append(bytes[start..<at])
      start = at + 1
      guard byte == UInt8(ascii: "\n") else { continue }
      if fields[0].first != UInt8(ascii: "#") { body(fields) }
      fields.removeAll(keepingCapacity: true)
    }
  }

  private static func scalars(_ bytes: some Collection<UInt8>) -> [UInt32] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.compactMap {
      $0 == " " ? nil : $0.value
    }
  }

  private static func isEastAsian(_ bytes: some Collection<UInt8>) -> Bool {
    let scalars = scalars(bytes)
    return !scalars.isEmpty && scalars.allSatisfy(NameFolder.isEastAsian)
  }
}

private func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// FNV-1a, 64 bits: www.isthe.com/chongo/tech/comp/fnv.
enum FNV {
  static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = seed
    for byte in bytes { hash = add(byte, to: hash) }
    return hash
  }
}

/// Phrases of folded words and what they stand for, found by the hash of their words.
struct PhraseTable: Sendable {
  struct Entry: Sendable {
    var symbol: NameSymbol?
    /// Whether a longer phrase begins so.
    var begins = false
  }
  private var entries = WordTable<Entry>(minimumCapacity: 4096)

  subscript(_ hash: UInt64) -> Entry? { entries[hash] }

  mutating func insert(_ words: [[UInt8]], _ symbol: NameSymbol) {
    guard !words.isEmpty, words.count <= 8 else { return }
    var hash = FNV.seed
    for (place, word) in words.enumerated() {
      if place > 0 { hash = FNV.add(UInt8(ascii: " "), to: hash) }
      for byte in word { hash = FNV.add(byte, to: hash) }
      if place < words.count - 1 { entries.update(hash, from: Entry()) { $0.begins = true } }
    }
    entries.update(hash, from: Entry()) { if $0.symbol == nil { $0.symbol = symbol } }
  }
}
