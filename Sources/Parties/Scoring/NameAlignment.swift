// SPDX-License-Identifier: Apache-2.0

/// Aligns the words of two names and measures how far they are from one another.
///
/// Holds scratch memory; one per thread.
struct NameAligner: ~Copyable {
  var distance = TokenDistance()
  var known = KnownDistances()
  var usedA: UInt32 = 0
  var usedB: UInt32 = 0
  /// What the rests of the names, written without spaces, were found to be apart, and what was used then.
  private var apart: (cost: Int32, usedA: UInt32, usedB: UInt32)?
  var scratchA: [UInt8] = []
  var scratchB: [UInt8] = []
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

  struct Candidate {
    var a: Int
    var b: Int
    var cost: Int32
    var likeness: Float
    /// Words taken on either side, 1 or 2.
    var takesA: Int = 1
    var takesB: Int = 1
  }
  var candidates: [Candidate] = []

  mutating func link(_ a: String, _ b: String, _ how: NameLink.How, _ likeness: Double) {
    links.append(NameLink(first: a, second: b, how: how, likeness: likeness))
  }

  mutating func features(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> NameFeatures {
    features(a, b, floor: -.infinity, nil) ?? NameFeatures()
  }

  /// The features of two names, or nothing as soon as their log-odds are sure to lie below a floor.
  mutating func features(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, floor: Double, _ ceiling: NameCeiling?
  ) -> NameFeatures? {
    let conflict = Self.legalFormsDiffer(a, b)
    if let ceiling, conflict, ceiling.logOdds(edits: 0, legalConflict: true) < floor { return nil }
    var f = NameFeatures()
    links.removeAll(keepingCapacity: true)
    usedA = 0
    usedB = 0
    apart = nil
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

    // 2. Usual words written short, and a field that was cut off; they would pass for spelled alike, and badly.
    if hasRest(a, usedA), hasRest(b, usedB) {
      abbreviations(a, b, &lost)
      cutOff(a, b, &lost)
    }

    // 3. Words spelled alike, joined or split; best first.
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

    if let ceiling, ceiling.logOdds(edits: edits, legalConflict: conflict) < floor { return nil }

    // 4. Initials, nicknames, acronyms.
    if hasRest(a, usedA), hasRest(b, usedB) {
      f[.initials] = Double(initials(a, b))
      if a.kind == .person || b.kind == .person { f[.nick] = Double(nicknames(a, b)) }
      if a.kind != .person { f[.initials] += Double(acronym(a, b)) }
    }

    // 5. What is left, written without spaces.
    if hasRest(a, usedA), hasRest(b, usedB) {
      rest(a, b, &lost, &edits, &worst)
    }
    if (a.seen.contains(.abjad)) != (b.seen.contains(.abjad)), hasRest(a, usedA), hasRest(b, usedB) {
      f[.abjad] = Double(consonants(a, b))
    }
    weigh(a, b, lost, edits, worst, conflict, &f)
    var known = 0.0
    if let ceiling {
      known = ceiling.weighed(f)
      guard known >= floor else { return nil }
    }
    guard hasRest(a, usedA), hasRest(b, usedB) else { return f }
    // Edits between what stands on one side only and what stands on the other only, at most 8.
    let cost: Int32
    if let apart, apart.usedA == usedA, apart.usedB == usedB {
      cost = apart.cost
    } else {
      _ = Self.joinRest(a, usedA, &scratchA)
      _ = Self.joinRest(b, usedB, &scratchB)
      guard !scratchA.isEmpty, !scratchB.isEmpty else { return f }
      if let ceiling, max(scratchA.count, scratchB.count) <= TokenDistance.longest {
        let least = distance.least(Self.restLetters(a, usedA), Self.restLetters(b, usedB))
        guard ceiling.logOdds(known, edits: edits, opposed: Float(least) / 10) >= floor else { return nil }
      }
      cost = restDistance(Self.mostOpposed)
    }
    f[.distance] = Double(min(8, edits + min(8, Float(cost) / 10))) / 8
    return f
  }

  /// Beyond this, in tenths of an edit, it does not matter how far the rests are apart.
  private static let mostOpposed: Int32 = 80

  /// The distance of the rests in the scratch memory, kept for what comes later.
  mutating func restDistance(_ limit: Int32) -> Int32 {
    let (x, y) = (scratchA, scratchB)
    let cost = distance(x.span, y.span, limit: max(limit, Self.mostOpposed))
    apart = (cost, usedA, usedB)
    return cost
  }

  /// Letters of the words not found, numbers left aside.
  static func restLetters(_ name: borrowing PreparedName, _ used: UInt32) -> UInt32 {
    var letters: UInt32 = 0
    for index in name.tokens.indices
    where used & (1 << UInt32(index)) == 0 && name.tokens[index].kind != .number {
      letters |= name.tokens[index].letters
    }
    return letters
  }

  /// Whether both names state a legal form and no form or class is common to both.
  static func legalFormsDiffer(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Bool {
    guard !a.legalForms.isEmpty, !b.legalForms.isEmpty else { return false }
    for form in a.legalForms where b.legalForms.contains(form) { return false }
    if b.legalClasses.contains(0) { return false }
    for kind in a.legalClasses where kind == 0 || b.legalClasses.contains(kind) { return false }
    return true
  }

  func word(_ name: borrowing PreparedName, _ index: Int) -> String {
    let token = name.tokens[index]
    return String(decoding: name.bytes[Int(token.start)..<Int(token.start + token.count)], as: UTF8.self)
  }

  private func hasRest(_ name: borrowing PreparedName, _ used: UInt32) -> Bool {
    used != (name.tokens.count == 32 ? .max : (1 << UInt32(name.tokens.count)) - 1)
  }

  /// Collects pairs of unused words (or of two neighbouring words against one) that are spelled alike.
  mutating func gather(_ a: borrowing PreparedName, _ b: borrowing PreparedName) {
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

  mutating func consider(
    _ x: Span<UInt8>, _ y: Span<UInt8>, _ lettersX: UInt32, _ lettersY: UInt32, _ candidate: Candidate,
    soundsAlike: Bool = false, hashX: UInt64 = 0, hashY: UInt64 = 0
  ) {
    let longest = max(x.count, y.count)
    guard longest >= 2 else { return }
    // A likeness of 0.55 at least is asked for below.
    let limit = (Int32(longest) * 45 + 9) / 10
    if !soundsAlike, distance.least(lettersX, lettersY) > limit { return }
    let alone = candidate.takesA + candidate.takesB == 2
    var cost: Int32
    if alone, let seen = known[hashX, hashY] {
      cost = seen
    } else {
      cost = distance(x, y, limit: limit)
      if alone { known.note(hashX, hashY, cost) }
    }
    if soundsAlike { cost = min(cost, 12, Int32(longest) * 5) }
    if cost > 25, x.count == y.count, x.count >= 5, lettersX == lettersY, Self.sameLetters(x, y) { cost = 25 }
    let likeness = 1 - Float(cost) / Float(longest * 10)
    guard likeness >= 0.55 else { return }
    var found = candidate
    found.cost = cost
    found.likeness = candidate.takesA + candidate.takesB > 2 ? likeness * 0.98 : likeness
    candidates.append(found)
  }

  static func sameLetters(_ x: Span<UInt8>, _ y: Span<UInt8>) -> Bool {
    var counts: [128 of Int8] = .init(repeating: 0)
    for index in x.indices {
      counts[Int(x[index] & 127)] &+= 1
      counts[Int(y[index] & 127)] &-= 1
    }
    for letter in counts.indices where counts[letter] != 0 { return false }
    return true
  }

  /// Whether the words on either side of a particle "bin" are swapped in the other name.
  static func isReversed(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Bool {
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

  mutating func weigh(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, _ lost: Float, _ edits: Float, _ worst: Float,
    _ legalConflict: Bool, _ f: inout NameFeatures
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
    f[.distance] = Double(min(8, edits)) / 8
    f[.commonConflict] = Double(min(commonA, commonB) / shorter)
    f[.placeConflict] = Double(max(placeA, placeB))
    f[.numberConflict] = numberA && numberB ? 1 : 0
    f[.numberSurplus] = numberA != numberB ? 1 : 0
    f[.oneWord] = (a.tokens.count == 1) != (b.tokens.count == 1) ? 1 : 0
    f[.legalConflict] = legalConflict ? 1 : 0
    f[.legalMissing] = a.legalForms.isEmpty != b.legalForms.isEmpty ? 1 : 0
    f[.whole] = Double(max(0, min(1, sameWeight / longer)))
    f[.initials] = min(2, f[.initials])
    // Initials alone name nobody: some whole word must agree.
    if f[.initials] > 0, sameWeight < 0.65, a.kind == .person { f[.conflict] = 1 }
    if lettersA, lettersB { f[.initialConflict] = 1 }
    if a.kind == .person { f[.person] = 1 }
    if Self.isReversed(a, b) { f[.reversal] = 1 }
  }
}
