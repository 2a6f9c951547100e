// SPDX-License-Identifier: Apache-2.0

/// What a comparison of two names found, before it is weighed.
public struct NameFeatures: Sendable, Hashable {
  /// Names of the features, in the order of `values`.
  public static let names = [
    "conflict", "surplus", "edits", "worst", "legalConflict", "legalMissing", "numberConflict",
    "numberSurplus",
    "initials", "commonConflict", "oneWord", "distance", "surplusOrganisation", "placeConflict", "whole",
    "abjad", "nick",
    "reversal", "initialConflict", "person",
  ]
  public var values: [Double]

  init() { values = Array(repeating: 0, count: Self.names.count) }

  subscript(_ feature: NameFeature) -> Double {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }
}

enum NameFeature: Int, CaseIterable {
  /// Share of both names that stands against something else in the other, 0...1.
  case conflict
  /// Share of the longer name that the other does not have, 0...1.
  case surplus
  /// Edits within words taken as the same.
  case edits
  /// Lowest likeness among words taken as the same, as 1 - likeness.
  case worst
  case legalConflict, legalMissing, numberConflict, numberSurplus
  /// Weight of words that an initial stands for.
  case initials
  /// Share of common organisation words that differ.
  case commonConflict
  /// One of the names is a single word and the other is not.
  case oneWord
  /// Edits that turn one name into the other, at most 8, as a share of 8.
  case distance
  case surplusOrganisation, placeConflict
  /// Likeness of the names written without spaces, 0...1.
  case whole
  /// Compared by consonants only.
  case abjad
  /// A nickname stands for a given name.
  case nick
  /// Father and son stand the other way round ("A bin B", "B bin A").
  case reversal
  /// Initials that differ.
  case initialConflict
  /// The names are of persons.
  case person
}

/// How a word of one name was found in the other.
public struct NameLink: Sendable, Hashable {
  public enum How: String, Sendable, Hashable {
    case same, sameMeaning = "same meaning", likeness = "spelled alike", joined = "joined or split"
    case initial, nickname, acronym, consonants = "same consonants"
  }
  public var first: String
  public var second: String
  public var how: How
  /// 0...1, 1 for the same word.
  public var likeness: Double
}

/// Aligns the words of two names and measures how far they are from one another.
///
/// Holds scratch memory; one per thread.
struct NameAligner: ~Copyable {
  private var distance = TokenDistance()
  private var known = KnownDistances()
  private var usedA: UInt32 = 0
  private var usedB: UInt32 = 0
  private var scratchA: [UInt8] = []
  private var scratchB: [UInt8] = []
  /// Links found, kept only when asked for.
  var links: [NameLink] = []
  var keepsLinks = false
  /// Words compared, both sides, and weight of those found the same exactly.
  var sameWeight: Float = 0
  /// Information of the words of the second name that were found, in nats.
  var information: Float = 0
  /// Information of the words of either name that were not found in the other, in nats.
  var lacking: (first: Float, second: Float) = (0, 0)
  /// Information lost to differences within words found.
  var blurred: Float = 0

  private struct Candidate {
    var a: Int
    var b: Int
    var cost: Int32
    var likeness: Float
    /// Words taken on either side, 1 or 2.
    var takesA: Int = 1
    var takesB: Int = 1
  }
  private var candidates: [Candidate] = []

  private mutating func link(_ a: String, _ b: String, _ how: NameLink.How, _ likeness: Double) {
    links.append(NameLink(first: a, second: b, how: how, likeness: likeness))
  }

  mutating func features(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> NameFeatures {
    var f = NameFeatures()
    links.removeAll(keepingCapacity: true)
    usedA = 0
    usedB = 0
    sameWeight = 0
    information = 0
    blurred = 0
    var lost: Float = 0  // weight lost inside words taken as the same
    var edits: Float = 0
    var worst: Float = 0

    // 1. The same word, or one that means the same.
    for i in a.tokens.indices {
      let t = a.tokens[i]
      for j in b.tokens.indices where usedB & (1 << UInt32(j)) == 0 {
        let u = b.tokens[j]
        let sameText = t.hash == u.hash
        let sameMeaning =
          t.symbol != 0 && t.symbol == u.symbol && (t.kind == .number) == (u.kind == .number)
        guard sameText || sameMeaning else { continue }
        usedA |= 1 << UInt32(i)
        usedB |= 1 << UInt32(j)
        sameWeight += sameText ? min(t.weight, u.weight) : 0.9 * min(t.weight, u.weight)
        information += u.information
        if keepsLinks { link(word(a, i), word(b, j), sameText ? .same : .sameMeaning, 1) }
        break
      }
    }

    // 2. Words spelled alike, joined or split; best first.
    if hasRest(a, usedA), hasRest(b, usedB) {
      gather(a, b)
      candidates.sort {
        ($0.likeness, Float(-$0.a), Float(-$0.b)) > ($1.likeness, Float(-$1.a), Float(-$1.b))
      }
      for c in candidates {
        let maskA = UInt32(c.takesA == 2 ? 3 : 1) << UInt32(c.a)
        let maskB = UInt32(c.takesB == 2 ? 3 : 1) << UInt32(c.b)
        guard usedA & maskA == 0, usedB & maskB == 0 else { continue }
        usedA |= maskA
        usedB |= maskB
        let weight = max(a.tokens[c.a].weight, b.tokens[c.b].weight)
        sameWeight += weight * c.likeness * c.likeness
        let told = b.tokens[c.b].information + (c.takesB == 2 ? b.tokens[c.b + 1].information : 0)
        information += told * c.likeness * c.likeness
        blurred += told * (1 - c.likeness * c.likeness)
        lost += weight * (1 - c.likeness)
        edits += Float(c.cost) / 10
        worst = max(worst, 1 - c.likeness)
        if keepsLinks {
          let joined = c.takesA + c.takesB > 2
          link(
            word(a, c.a) + (c.takesA == 2 ? " " + word(a, c.a + 1) : ""),
            word(b, c.b) + (c.takesB == 2 ? " " + word(b, c.b + 1) : ""), joined ? .joined : .likeness,
            Double(c.likeness))
        }
      }
    }

    // 3. Initials, nicknames, acronyms.
    if hasRest(a, usedA), hasRest(b, usedB) {
      f[.initials] = Double(initials(a, b))
      if a.kind == .person || b.kind == .person { f[.nick] = Double(nicknames(a, b)) }
      if a.kind != .person { f[.initials] += Double(acronym(a, b)) }
    }

    // 4. What is left, written without spaces.
    if hasRest(a, usedA), hasRest(b, usedB) {
      rest(a, b, &lost, &edits, &worst)
    }
    if (a.seen.contains(.abjad)) != (b.seen.contains(.abjad)), hasRest(a, usedA), hasRest(b, usedB) {
      f[.abjad] = Double(consonants(a, b))
    }
    weigh(a, b, lost, edits, worst, opposed(a, b), &f)
    return f
  }

  /// Edits between what stands on one side only and what stands on the other only, at most 8.
  private mutating func opposed(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
    guard hasRest(a, usedA), hasRest(b, usedB) else { return 0 }
    _ = Self.joinRest(a, usedA, &scratchA)
    _ = Self.joinRest(b, usedB, &scratchB)
    guard !scratchA.isEmpty, !scratchB.isEmpty else { return 0 }
    let (x, y) = (scratchA, scratchB)
    return min(8, Float(distance(x.span, y.span, limit: 80)) / 10)
  }

  private func word(_ name: borrowing PreparedName, _ index: Int) -> String {
    let token = name.tokens[index]
    return String(decoding: name.bytes[Int(token.start)..<Int(token.start + token.count)], as: UTF8.self)
  }

  private func hasRest(_ name: borrowing PreparedName, _ used: UInt32) -> Bool {
    used != (name.tokens.count == 32 ? .max : (1 << UInt32(name.tokens.count)) - 1)
  }

  /// Collects pairs of unused words (or of two neighbouring words against one) that are spelled alike.
  private mutating func gather(_ a: borrowing PreparedName, _ b: borrowing PreparedName) {
    candidates.removeAll(keepingCapacity: true)
    let spanA = a.bytes.span
    let spanB = b.bytes.span
    for i in a.tokens.indices where usedA & (1 << UInt32(i)) == 0 {
      let t = a.tokens[i]
      for j in b.tokens.indices where usedB & (1 << UInt32(j)) == 0 {
        let u = b.tokens[j]
        if t.kind == .number || u.kind == .number { continue }
        if (t.kind == .particle) != (u.kind == .particle) { continue }
        consider(
          spanA.extracting(Int(t.start)..<Int(t.start + t.count)),
          spanB.extracting(Int(u.start)..<Int(u.start + u.count)), t.letters, u.letters,
          Candidate(a: i, b: j, cost: 0, likeness: 0), soundsAlike: t.sound == u.sound, hashX: t.hash,
          hashY: u.hash)
        // Two words here are one there; bytes of neighbours are contiguous.
        if j + 1 < b.tokens.count, usedB & (2 << UInt32(j)) == 0, t.count >= 4 {
          let v = b.tokens[j + 1]
          if v.kind != .number, v.start == u.start + u.count, abs(t.count - u.count - v.count) <= 2 {
            consider(
              spanA.extracting(Int(t.start)..<Int(t.start + t.count)),
              spanB.extracting(Int(u.start)..<Int(v.start + v.count)), t.letters, u.letters | v.letters,
              Candidate(a: i, b: j, cost: 0, likeness: 0, takesB: 2),
              soundsAlike: t.sound == b.sound(u.start, v.start + v.count))
          }
        }
        if i + 1 < a.tokens.count, usedA & (2 << UInt32(i)) == 0, u.count >= 4 {
          let v = a.tokens[i + 1]
          if v.kind != .number, v.start == t.start + t.count, abs(u.count - t.count - v.count) <= 2 {
            consider(
              spanA.extracting(Int(t.start)..<Int(v.start + v.count)),
              spanB.extracting(Int(u.start)..<Int(u.start + u.count)), t.letters | v.letters, u.letters,
              Candidate(a: i, b: j, cost: 0, likeness: 0, takesA: 2),
              soundsAlike: u.sound == a.sound(t.start, v.start + v.count))
          }
        }
      }
    }
  }

  private mutating func consider(
    _ x: Span<UInt8>, _ y: Span<UInt8>, _ lettersX: UInt32, _ lettersY: UInt32, _ candidate: Candidate,
    soundsAlike: Bool = false, hashX: UInt64 = 0, hashY: UInt64 = 0
  ) {
    let longest = max(x.count, y.count)
    guard longest >= 2 else { return }
    let limit = Int32(longest) * 5
    // Each letter of one side that the other lacks costs an edit, cheap ones 3 tenths at least.
    let lacking = max((lettersX & ~lettersY).nonzeroBitCount, (lettersY & ~lettersX).nonzeroBitCount)
    if !soundsAlike, Int32(lacking) * 5 > limit { return }
    let alone = candidate.takesA + candidate.takesB == 2
    var cost: Int32
    if alone, let seen = known[hashX, hashY] {
      cost = seen
    } else {
      cost = distance(x, y, limit: limit)
      if alone { known.note(hashX, hashY, cost) }
    }
    if soundsAlike { cost = min(cost, 12, limit) }
    if cost > 25, x.count == y.count, x.count >= 5, lettersX == lettersY, Self.sameLetters(x, y) { cost = 25 }
    guard cost <= limit else { return }
    let likeness = 1 - Float(cost) / Float(longest * 10)
    guard likeness >= 0.55 else { return }
    var found = candidate
    found.cost = cost
    found.likeness = candidate.takesA + candidate.takesB > 2 ? likeness * 0.98 : likeness
    candidates.append(found)
  }

  private static func sameLetters(_ x: Span<UInt8>, _ y: Span<UInt8>) -> Bool {
    var counts: [128 of Int8] = .init(repeating: 0)
    for index in x.indices {
      counts[Int(x[index] & 127)] &+= 1
      counts[Int(y[index] & 127)] &-= 1
    }
    for letter in counts.indices where counts[letter] != 0 { return false }
    return true
  }

  /// Whether the words on either side of a particle "bin" are swapped in the other name.
  private static func isReversed(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Bool {
    guard a.kind == .person else { return false }
    func sides(_ name: borrowing PreparedName) -> (UInt64, UInt64)? {
      for place in name.tokens.indices.dropLast().dropFirst()
      where name.tokens[place].kind == .particle
        && name.bytes[Int(name.tokens[place].start)] == UInt8(ascii: "b")
      {
        return (name.tokens[place - 1].sound, name.tokens[place + 1].sound)
      }
      return nil
    }
    guard let x = sides(a), let y = sides(b) else { return false }
    return x.0 == y.1 && x.1 == y.0 && x.0 != x.1
  }

  /// Single letters that stand for a word of the other name; the weight of the words so found.
  private mutating func initials(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
    var weight: Float = 0
    for i in a.tokens.indices where usedA & (1 << UInt32(i)) == 0 {
      let t = a.tokens[i]
      for j in b.tokens.indices where usedB & (1 << UInt32(j)) == 0 {
        let u = b.tokens[j]
        guard t.kind == .word, u.kind == .word, (t.count == 1) != (u.count == 1),
          a.bytes[Int(t.start)] == b.bytes[Int(u.start)]
        else { continue }
        usedA |= 1 << UInt32(i)
        usedB |= 1 << UInt32(j)
        weight += max(t.weight, u.weight)
        sameWeight += 0.3
        information += 2
        if keepsLinks { link(word(a, i), word(b, j), .initial, 0.5) }
        break
      }
    }
    // "JC" for "Jean Claude".
    weight += pairOfInitials(a, b, swapped: false)
    weight += pairOfInitials(b, a, swapped: true)
    return weight
  }

  private mutating func pairOfInitials(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, swapped: Bool
  ) -> Float {
    guard a.kind == .person else { return 0 }
    for i in a.tokens.indices where (swapped ? usedB : usedA) & (1 << UInt32(i)) == 0 {
      let t = a.tokens[i]
      guard t.count == 2 else { continue }
      for j in b.tokens.indices.dropLast() where (swapped ? usedA : usedB) & (3 << UInt32(j)) == 0 {
        let (u, v) = (b.tokens[j], b.tokens[j + 1])
        guard u.count > 2, v.count > 2, a.bytes[Int(t.start)] == b.bytes[Int(u.start)],
          a.bytes[Int(t.start) + 1] == b.bytes[Int(v.start)]
        else { continue }
        if swapped {
          usedB |= 1 << UInt32(i)
          usedA |= 3 << UInt32(j)
        } else {
          usedA |= 1 << UInt32(i)
          usedB |= 3 << UInt32(j)
        }
        if keepsLinks { link(word(a, i), word(b, j) + " " + word(b, j + 1), .initial, 0.5) }
        return 1
      }
    }
    return 0
  }

  private mutating func nicknames(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
    let table = NameTables.shared.nicknames
    var weight: Float = 0
    for i in a.tokens.indices where usedA & (1 << UInt32(i)) == 0 {
      guard let x = table[a.tokens[i].hash] else { continue }
      for j in b.tokens.indices where usedB & (1 << UInt32(j)) == 0 {
        guard let y = table[b.tokens[j].hash], x.contains(where: y.contains) else { continue }
        usedA |= 1 << UInt32(i)
        usedB |= 1 << UInt32(j)
        weight += 1
        sameWeight += 0.5
        information += 3
        if keepsLinks { link(word(a, i), word(b, j), .nickname, 0.8) }
        break
      }
    }
    return weight
  }

  /// One word of one name made of the first letters of all words of the other.
  private mutating func acronym(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
    if let letters = spelledBy(a, b) {
      usedA = .max >> UInt32(32 - a.tokens.count)
      usedB = .max >> UInt32(32 - b.tokens.count)
      return letters
    }
    if let letters = spelledBy(b, a) {
      usedA = .max >> UInt32(32 - a.tokens.count)
      usedB = .max >> UInt32(32 - b.tokens.count)
      return letters
    }
    return 0
  }

  private mutating func spelledBy(_ short: borrowing PreparedName, _ long: borrowing PreparedName) -> Float? {
    guard short.tokens.count == 1, long.tokens.count >= 3, short.tokens[0].count >= 3 else { return nil }
    let word = short.tokens[0]
    let letters = short.bytes[Int(word.start)..<Int(word.start + word.count)]
    func matches(skippingStops: Bool) -> Bool {
      var place = letters.startIndex
      for token in long.tokens {
        if skippingStops, token.kind == .stop { continue }
        guard place < letters.endIndex, long.bytes[Int(token.start)] == letters[place] else { return false }
        place += 1
      }
      return place == letters.endIndex
    }
    guard matches(skippingStops: false) || matches(skippingStops: true) else { return nil }
    if keepsLinks { link(self.word(short, 0), long.words.joined(separator: " "), .acronym, 0.7) }
    sameWeight += 0.6
    information += 5
    return 1.5
  }

  /// Compares what is left on both sides as one text each: words cut in unusual places.
  private mutating func rest(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, _ lost: inout Float, _ edits: inout Float,
    _ worst: inout Float
  ) {
    let weightA = Self.joinRest(a, usedA, &scratchA)
    let weightB = Self.joinRest(b, usedB, &scratchB)
    guard scratchA.count >= 4, scratchB.count >= 4, scratchA.count <= 60, scratchB.count <= 60 else { return }
    let longest = max(scratchA.count, scratchB.count)
    let limit = Int32(longest) * 3
    let (x, y) = (scratchA, scratchB)
    let cost = distance(x.span, y.span, limit: limit)
    guard cost <= limit else { return }
    let likeness = (1 - Float(cost) / Float(longest * 10)) * 0.97
    guard likeness >= 0.75 else { return }
    for index in b.tokens.indices where usedB & (1 << UInt32(index)) == 0 {
      information += b.tokens[index].information * likeness * likeness
    }
    usedA = .max >> UInt32(32 - a.tokens.count)
    usedB = .max >> UInt32(32 - b.tokens.count)
    let weight = max(weightA, weightB)
    sameWeight += weight * likeness * likeness
    lost += weight * (1 - likeness)
    edits += Float(cost) / 10
    worst = max(worst, 1 - likeness)
    if keepsLinks {
      link(
        String(decoding: scratchA, as: UTF8.self), String(decoding: scratchB, as: UTF8.self), .joined,
        Double(likeness))
    }
  }

  private static func joinRest(_ name: borrowing PreparedName, _ used: UInt32, _ out: inout [UInt8]) -> Float
  {
    out.removeAll(keepingCapacity: true)
    var weight: Float = 0
    for index in name.tokens.indices where used & (1 << UInt32(index)) == 0 {
      let token = name.tokens[index]
      if token.kind == .number { continue }
      out.append(contentsOf: name.bytes[Int(token.start)..<Int(token.start + token.count)])
      weight += token.weight
    }
    return weight
  }

  /// Words whose consonants agree, when one name comes from a script without vowels.
  private mutating func consonants(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
    var found: Float = 0
    for i in a.tokens.indices where usedA & (1 << UInt32(i)) == 0 {
      for j in b.tokens.indices where usedB & (1 << UInt32(j)) == 0 {
        Self.skeleton(a, i, &scratchA)
        Self.skeleton(b, j, &scratchB)
        guard scratchA.count >= 2, scratchB.count >= 2 else { continue }
        let longest = max(scratchA.count, scratchB.count)
        let (x, y) = (scratchA, scratchB)
        let cost = distance(x.span, y.span, limit: Int32(longest) * 5)
        guard cost <= Int32(longest) * 3 else { continue }
        usedA |= 1 << UInt32(i)
        usedB |= 1 << UInt32(j)
        found += max(a.tokens[i].weight, b.tokens[j].weight)
        sameWeight += 0.5
        information += 3
        if keepsLinks { link(word(a, i), word(b, j), .consonants, 0.7) }
        break
      }
    }
    return found
  }

  private static func skeleton(_ name: borrowing PreparedName, _ index: Int, _ out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    let token = name.tokens[index]
    for byte in name.bytes[Int(token.start)..<Int(token.start + token.count)]
    where !NameFolder.isVowel(byte) && byte != 0x79 && byte != 0x77 && byte != out.last { out.append(byte) }
  }

  private mutating func weigh(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, _ lost: Float, _ edits: Float, _ worst: Float,
    _ opposed: Float, _ f: inout NameFeatures
  ) {
    var (totalA, totalB): (Float, Float) = (0, 0)
    var (restA, restB): (Float, Float) = (0, 0)
    var (commonA, commonB): (Float, Float) = (0, 0)
    var (placeA, placeB): (Float, Float) = (0, 0)
    var (numberA, numberB) = (false, false)
    var (lettersA, lettersB) = (false, false)
    func add(
      _ name: borrowing PreparedName, _ used: UInt32, _ total: inout Float, _ rest: inout Float,
      _ common: inout Float, _ place: inout Float, _ number: inout Bool, _ letters: inout Bool
    ) {
      for index in name.tokens.indices {
        let token = name.tokens[index]
        if token.kind != .number { total += token.weight }
        guard used & (1 << UInt32(index)) == 0 else { continue }
        switch token.kind {
        case .number: number = true
        case .common, .business: common += token.weight
        case .place: place += token.weight
        default: if token.count == 1 { letters = true }
        }
        if token.kind != .number { rest += token.weight }
      }
    }
    lacking = (0, 0)
    for index in a.tokens.indices where usedA & (1 << UInt32(index)) == 0 {
      lacking.first += a.tokens[index].information
    }
    for index in b.tokens.indices where usedB & (1 << UInt32(index)) == 0 {
      lacking.second += b.tokens[index].information
    }
    add(a, usedA, &totalA, &restA, &commonA, &placeA, &numberA, &lettersA)
    add(b, usedB, &totalB, &restB, &commonB, &placeB, &numberB, &lettersB)
    let shorter = max(0.3, min(totalA, totalB))
    let longer = max(0.3, max(totalA, totalB))
    let conflict = min(restA, restB)
    let surplus = max(restA, restB) - conflict
    f[.conflict] = Double(min(1, (conflict + lost) / shorter))
    f[.surplus] = Double(surplus / longer)
    if a.kind != .person, b.kind != .person { f[.surplusOrganisation] = f[.surplus] }
    f[.edits] = Double(min(edits, 6))
    f[.worst] = Double(worst)
    f[.distance] = Double(min(8, edits + opposed)) / 8
    f[.commonConflict] = Double(min(commonA, commonB) / shorter)
    f[.placeConflict] = Double(max(placeA, placeB))
    f[.numberConflict] = numberA && numberB ? 1 : 0
    f[.numberSurplus] = numberA != numberB ? 1 : 0
    f[.oneWord] = (a.tokens.count == 1) != (b.tokens.count == 1) ? 1 : 0
    if !a.legalForms.isEmpty, !b.legalForms.isEmpty {
      let sameForm = a.legalForms.contains(where: b.legalForms.contains)
      let sameClass =
        a.legalClasses.contains { $0 == 0 || b.legalClasses.contains($0) } || b.legalClasses.contains(0)
      f[.legalConflict] = sameForm || sameClass ? 0 : 1
    } else if a.legalForms.isEmpty != b.legalForms.isEmpty {
      f[.legalMissing] = 1
    }
    f[.whole] = Double(max(0, min(1, sameWeight / longer)))
    f[.initials] = min(2, f[.initials])
    // Initials alone name nobody: some whole word must agree.
    if f[.initials] > 0, sameWeight < 0.65, a.kind == .person { f[.conflict] = 1 }
    if lettersA, lettersB { f[.initialConflict] = 1 }
    if a.kind == .person { f[.person] = 1 }
    if Self.isReversed(a, b) { f[.reversal] = 1 }
  }
}
