// SPDX-License-Identifier: Apache-2.0

/// What kind of thing bears a name; it decides which words count for little.
public enum PartyKind: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
  case person, organisation, vessel
  /// Not stated: read as an organisation, with personal titles and particles known too.
  case unknown

  /// Reads a FollowTheMoney schema or a usual word; an unfamiliar one gives `unknown`.
  public init(schema: String) {
    switch schema.lowercased() {
    case "person", "individual", "p": self = .person
    case "company", "organization", "organisation", "entity", "publicbody", "enterprise", "o":
      self = .organisation
    case "vessel", "ship", "aircraft", "airplane": self = .vessel
    default: self = .unknown
    }
  }
}

/// A name made ready for comparison: folded to ASCII, cut into words, each with its kind and weight.
public struct PreparedName: Sendable {
  /// One word of a name.
  struct Token: Sendable, BitwiseCopyable {
    var start: Int32
    var count: Int32
    var hash: UInt64
    /// Hash of the sound; words of equal sound may be spelled differently.
    var sound: UInt64
    /// Which letters occur, for a quick lower bound on the edit distance.
    var letters: UInt32
    var kind: Kind
    /// Number of the table symbol, or the value of a number; 0 when none.
    var symbol: Int32
    var weight: Float
    /// How much a match of the word tells, in nats: the logarithm of how rare it is.
    var information: Float
  }

  enum Kind: UInt8, Sendable, BitwiseCopyable {
    case word, common, business, place, stop, particle, title, number
  }

  /// Most words looked at; more are left out.
  static let mostTokens = 30

  public internal(set) var kind: PartyKind
  var bytes: [UInt8]
  var tokens: [Token]
  /// Classes of the legal forms set aside (0 = class unknown) and the forms themselves.
  var legalClasses: [Int32]
  var legalForms: [Int32]
  var seen: NameFolder.Seen

  /// The folded words, for people to read.
  public var words: [String] {
    tokens.map { String(decoding: bytes[Int($0.start)..<Int($0.start + $0.count)], as: UTF8.self) }
  }

  /// Whether nothing is left to compare by: an empty name, or one of legal forms only.
  public var isEmpty: Bool { tokens.isEmpty }

  /// Prepares a name.
  /// - Complexity: linear in the length of the name up to a fixed bound.
  public init(_ name: String, kind: PartyKind) {
    self.init(name, kind: kind, tables: .shared, folder: .shared)
  }

  init(
    kind: PartyKind, bytes: [UInt8], tokens: [Token], legalClasses: [Int32], legalForms: [Int32],
    seen: NameFolder.Seen
  ) {
    (self.kind, self.bytes, self.tokens) = (kind, bytes, tokens)
    (self.legalClasses, self.legalForms, self.seen) = (legalClasses, legalForms, seen)
  }

  init(_ name: String, kind: PartyKind, tables: NameTables, folder: NameFolder) {
    self.kind = kind
    var folded: [UInt8] = []
    folded.reserveCapacity(64)
    seen = folder.fold(name, into: &folded)
    bytes = []
    bytes.reserveCapacity(folded.count)
    tokens = []
    tokens.reserveCapacity(8)
    legalClasses = []
    legalForms = []
    var starts: [Int32] = []
    starts.reserveCapacity(8)
    var text = bytes
    NameFolder.split(&folded) { word in
      starts.append(Int32(text.count))
      text.append(contentsOf: word)
    }
    bytes = text
    starts.append(Int32(bytes.count))
    build(starts, tables)
  }

  private mutating func build(_ starts: [Int32], _ tables: NameTables) {
    let words = starts.count - 1
    var place = 0
    while place < words, tokens.count < Self.mostTokens {
      let (symbol, length) = phrase(at: place, starts, tables)
      let start = starts[place]
      let end = starts[place + length]
      place += length
      if let symbol, symbol.kind == .legalForm, !(place == length && length == words) {
        legalForms.append(symbol.id)
        legalClasses.append(symbol.detail)
        continue
      }
      append(start: start, end: end, symbol: symbol, length: length, tables)
    }
    joinNumbers()
    dropRepeats()
    // "Ko Tae Bin": what ends a name is no particle.
    if let last = tokens.indices.last, tokens[last].kind == .particle {
      tokens[last].kind = .word
      tokens[last].weight = 0.7
    }
  }

  /// The longest phrase of the tables that begins at a word.
  private func phrase(at place: Int, _ starts: [Int32], _ tables: NameTables) -> (NameSymbol?, Int) {
    let words = starts.count - 1
    var hash = FNV.seed
    var found: NameSymbol?
    var length = 1
    var next = place
    while next < words, next - place < 8 {
      if next > place { hash = FNV.add(UInt8(ascii: " "), to: hash) }
      for byte in bytes[Int(starts[next])..<Int(starts[next + 1])] { hash = FNV.add(byte, to: hash) }
      next += 1
      let entry =
        switch kind {
        case .person: tables.person[hash]
        case .organisation, .unknown: tables.organisation[hash]
        case .vessel: tables.vessel[hash]
        }
      var hit = entry?.symbol
      let longer = entry?.begins ?? false
      if hit == nil, kind == .unknown { hit = tables.person[hash]?.symbol }
      if hit == nil, kind == .person, place > 0, next == words, next - place == 1,
        starts[next] - starts[place] == 3, let form = tables.organisation[hash]?.symbol,
        form.kind == .legalForm
      {
        hit = form  // "Nicolás Maduro LLC"
      }
      if let hit {
        found = hit
        length = next - place
      }
      if !longer { break }
    }
    return (found, length)
  }

  private mutating func append(
    start: Int32, end: Int32, symbol: NameSymbol?, length: Int, _ tables: NameTables
  ) {
    var hash = FNV.seed
    var letters: UInt32 = 0
    var digits = 0
    for byte in bytes[Int(start)..<Int(end)] {
      hash = FNV.add(byte, to: hash)
      if byte >= 0x61 {
        letters |= 1 << UInt32(byte - 0x61)
      } else {
        digits += 1
        letters |= 1 << UInt32(26 + (byte - 0x30) % 6)
      }
    }
    let count = end - start
    var token = Token(
      start: start, count: count, hash: hash, sound: sound(start, end), letters: letters, kind: .word,
      symbol: 0, weight: 1, information: 0)
    if digits == Int(count) {
      token.kind = .number
      token.weight = 0.7
      token.symbol = number(start, end)
    } else if let roman = roman(start, end), kind != .person, !tokens.isEmpty {
      token.kind = .number
      token.weight = 0.7
      token.symbol = roman
    } else if let symbol {
      token.symbol = symbol.id
      switch symbol.kind {
      case .legalForm, .organisation:
        (token.kind, token.weight) = (.common, min(1, 0.35 + 0.15 * Float(length)))
      case .business: (token.kind, token.weight) = (.business, 0.65)
      case .country: (token.kind, token.weight) = (.place, 0.7)
      case .stop: (token.kind, token.weight) = (.stop, 0.12)
      case .particle: (token.kind, token.weight) = (.particle, 0.2)
      case .title, .vessel: (token.kind, token.weight) = (.title, 0.12)
      case .number:
        (token.kind, token.weight) = (.number, 0.7)
        token.symbol = symbol.detail
      case .personPart: token.weight = 1
      }
    } else {
      token.weight = tables.rarity[hash] ?? 1
      if count == 1 { token.weight = 0.35 } else if count == 2 { token.weight = min(token.weight, 0.7) }
    }
    // Until an index knows better: a word of weight 1 is one in two thousand.
    token.information = token.weight * 7.6
    tokens.append(token)
  }

  /// A hash of how a word sounds, coarse enough to bring Wade-Giles and pinyin, c and k, v and w together.
  func sound(_ start: Int32, _ end: Int32) -> UInt64 {
    var hash = FNV.seed
    var last: UInt8 = 0
    var place = Int(start)
    while place < Int(end) {
      let byte = bytes[place]
      let next = place + 1 < Int(end) ? bytes[place + 1] : 0
      var sound: UInt8
      switch byte {
      case UInt8(ascii: "h"):
        sound = next == UInt8(ascii: "s") ? 0 : last == 0 ? UInt8(ascii: "h") : 0
      case UInt8(ascii: "s"), UInt8(ascii: "x"): sound = UInt8(ascii: "s")
      case UInt8(ascii: "c"):
        sound =
          next == UInt8(ascii: "h") || next == UInt8(ascii: "e") || next == UInt8(ascii: "i")
          ? UInt8(ascii: "z") : UInt8(ascii: "k")
      case UInt8(ascii: "z"), UInt8(ascii: "j"): sound = UInt8(ascii: "z")
      case UInt8(ascii: "t"):
        sound = next == UInt8(ascii: "s") || next == UInt8(ascii: "z") ? 0 : UInt8(ascii: "t")
        if sound == 0 {
          sound = UInt8(ascii: "z")
          place += 1
        }
      case UInt8(ascii: "d"): sound = UInt8(ascii: "t")
      case UInt8(ascii: "b"): sound = UInt8(ascii: "p")
      case UInt8(ascii: "p"): sound = next == UInt8(ascii: "h") ? UInt8(ascii: "f") : UInt8(ascii: "p")
      case UInt8(ascii: "g"), UInt8(ascii: "q"): sound = UInt8(ascii: "k")
      case UInt8(ascii: "v"), UInt8(ascii: "w"): sound = UInt8(ascii: "f")
      case UInt8(ascii: "e"), UInt8(ascii: "y"): sound = UInt8(ascii: "i")
      case UInt8(ascii: "o"): sound = UInt8(ascii: "u")
      default: sound = byte
      }
      if sound != 0, sound != last {
        hash = FNV.add(sound, to: hash)
        last = sound
      }
      place += 1
    }
    return hash
  }

  private func number(_ start: Int32, _ end: Int32) -> Int32 {
    var value: Int32 = 0
    for byte in bytes[Int(start)..<Int(end)] { value = (value &* 10 &+ Int32(byte & 15)) & 0x0FFF_FFFF }
    return value
  }

  /// The value of a Roman numeral from II to XXXIX, or V or X.
  private func roman(_ start: Int32, _ end: Int32) -> Int32? {
    let word = bytes[Int(start)..<Int(end)]
    guard word.count <= 6, word.allSatisfy({ $0 == 0x69 || $0 == 0x76 || $0 == 0x78 }) else { return nil }
    var value: Int32 = 0
    var previous: Int32 = 0
    for byte in word.reversed() {
      let digit: Int32 = byte == 0x69 ? 1 : byte == 0x76 ? 5 : 10
      value += digit < previous ? -digit : digit
      previous = max(previous, digit)
    }
    return value == 1 ? nil : value
  }

  /// "forty four" is one number.
  private mutating func joinNumbers() {
    var place = 0
    while place + 1 < tokens.count {
      let tens = tokens[place]
      let unit = tokens[place + 1]
      if tens.kind == .number, unit.kind == .number, tens.symbol >= 20, tens.symbol < 100,
        tens.symbol % 10 == 0, (1...9).contains(unit.symbol), bytes[Int(tens.start)] >= 0x61
      {
        tokens[place].symbol += unit.symbol
        tokens.remove(at: place + 1)
      }
      place += 1
    }
  }

  /// A word of a person's name said twice counts once when another word stands between or beside.
  private mutating func dropRepeats() {
    guard kind == .person, tokens.count > 2, tokens[0].hash == tokens[1].hash,
      tokens[0].count >= 6
    else { return }
    tokens.remove(at: 0)
  }
}

extension PreparedName {
  /// Calls a function with the letters and the hash of each word, and whether it is part of a name proper and not a usual
  /// word of organisations.
  package func eachWord(_ body: (_ letters: ArraySlice<UInt8>, _ hash: UInt64, _ isProper: Bool) -> Void) {
    for token in tokens {
      body(
        bytes[Int(token.start)..<Int(token.start + token.count)], token.hash,
        token.kind == .word || token.kind == .number)
    }
  }

  /// The words of a text in any script as folded ASCII with single spaces, whatever they stand for.
  package static func folded(_ text: String, longest: Int) -> [UInt8] {
    var letters: [UInt8] = []
    _ = NameFolder.shared.fold(text, into: &letters)
    var words: [UInt8] = []
    words.reserveCapacity(letters.count)
    NameFolder.split(&letters) { word in
      if !words.isEmpty { words.append(0x20) }
      words.append(contentsOf: word)
    }
    if words.count > longest { words.removeLast(words.count - longest) }
    return words
  }
}
