// SPDX-License-Identifier: Apache-2.0

/// Ways in which words of two names stand for one another without being spelled alike.
extension NameAligner {
  /// Single letters that stand for a word of the other name; the weight of the words so found.
  mutating func initials(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
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

  mutating func pairOfInitials(
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

  /// How much of a word's weight an abbreviation of it confirms.
  static let abbreviated: Float = 0.8

  /// Usual words of organisations written short: "trdg" for "trading", "mfg" for "manufacturing". The short form begins as
  /// the word does and takes its letters in order; names proper are not looked at, for they are not written so.
  mutating func abbreviations(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, _ lost: inout Float
  ) {
    guard a.kind != .person, b.kind != .person else { return }
    for i in a.tokens.indices where usedA & (1 << UInt32(i)) == 0 {
      for j in b.tokens.indices where usedB & (1 << UInt32(j)) == 0 {
        let (t, u) = (a.tokens[i], b.tokens[j])
        guard
          t.count < u.count
            ? Self.isAbbreviation(a, t, of: b, u) && !Self.isPart(a, i, usedA, of: u)
            : u.count < t.count && Self.isAbbreviation(b, u, of: a, t) && !Self.isPart(b, j, usedB, of: t)
        else { continue }
        take(a, i, b, j, .abbreviation, Self.abbreviated, &lost)
        break
      }
    }
  }

  private static func isAbbreviation(
    _ short: borrowing PreparedName, _ t: PreparedName.Token, of long: borrowing PreparedName,
    _ u: PreparedName.Token
  ) -> Bool {
    guard u.kind == .common || u.kind == .business, t.kind == .word || t.kind == .common || t.kind == .stop,
      t.count >= 2, u.count >= 6, 3 * t.count <= 2 * u.count + 1, t.letters & ~u.letters == 0
    else { return false }
    var at = Int(u.start)
    let end = Int(u.start + u.count)
    guard short.bytes[Int(t.start)] == long.bytes[at] else { return false }
    for place in Int(t.start)..<Int(t.start + t.count) {
      while at < end, long.bytes[at] != short.bytes[place] { at += 1 }
      if at == end { return false }
      at += 1
    }
    return true
  }

  /// Whether a word with a neighbour is as long as another: one word written in two.
  private static func isPart(
    _ name: borrowing PreparedName, _ place: Int, _ used: UInt32, of whole: PreparedName.Token
  ) -> Bool {
    for next in [place - 1, place + 1] where name.tokens.indices.contains(next) {
      let joined = name.tokens[place].count + name.tokens[next].count
      if used & (1 << UInt32(next)) == 0, abs(joined - whole.count) <= 1 { return true }
    }
    return false
  }

  /// Shortest name that may have been cut off, in letters: fields of 30 and 35 characters are common.
  static let shortestCut = 22

  /// The last word of a long name is the beginning of a word of the other, behind which nothing was found: what follows
  /// there may have had no room.
  mutating func cutOff(_ a: borrowing PreparedName, _ b: borrowing PreparedName, _ lost: inout Float) {
    // A short father's name is no cut longer one.
    let least = a.kind == .person || b.kind == .person ? Self.shortestCut + 4 : Self.shortestCut
    guard min(a.bytes.count, b.bytes.count) >= least else { return }
    if let j = Self.rest(of: a, usedA, in: b, usedB) {
      take(a, a.tokens.count - 1, b, j, .cutOff, 0.9, &lost)
      if j + 1 < b.tokens.count { usedB |= .max << UInt32(j + 1) }
      usedB &= b.tokens.count == 32 ? .max : (1 << UInt32(b.tokens.count)) - 1
    } else if let i = Self.rest(of: b, usedB, in: a, usedA) {
      take(a, i, b, b.tokens.count - 1, .cutOff, 0.9, &lost)
      if i + 1 < a.tokens.count { usedA |= .max << UInt32(i + 1) }
      usedA &= a.tokens.count == 32 ? .max : (1 << UInt32(a.tokens.count)) - 1
    }
  }

  /// The word of the longer name that the last word of a shorter one begins.
  private static func rest(
    of short: borrowing PreparedName, _ usedShort: UInt32, in long: borrowing PreparedName, _ usedLong: UInt32
  ) -> Int? {
    let last = short.tokens.count - 1
    guard last >= 2, short.tokens.count <= 31, short.bytes.count >= shortestCut,
      short.bytes.count < long.bytes.count, usedShort == (1 << UInt32(last)) - 1
    else { return nil }
    let t = short.tokens[last]
    for j in long.tokens.indices where usedLong >> UInt32(j) == 0 {
      let u = long.tokens[j]
      guard u.count > t.count,
        short.bytes[Int(t.start)..<Int(t.start + t.count)].elementsEqual(
          long.bytes[Int(u.start)..<Int(u.start + t.count)])
      else { return nil }
      // Words left open before it were not cut off.
      return (usedLong + 1) & usedLong == 0 && usedLong == (1 << UInt32(j)) - 1 ? j : nil
    }
    return nil
  }

  private mutating func take(
    _ a: borrowing PreparedName, _ i: Int, _ b: borrowing PreparedName, _ j: Int, _ how: NameLink.How,
    _ likeness: Float, _ lost: inout Float
  ) {
    usedA |= 1 << UInt32(i)
    usedB |= 1 << UInt32(j)
    let weight = min(a.tokens[i].weight, b.tokens[j].weight)
    sameWeight += weight * likeness
    lost += weight * (1 - likeness)
    information += b.tokens[j].information * likeness
    blurred += b.tokens[j].information * (1 - likeness)
    if keepsLinks { link(word(a, i), word(b, j), how, Double(likeness)) }
  }

  mutating func nicknames(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
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
  mutating func acronym(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
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

  mutating func spelledBy(_ short: borrowing PreparedName, _ long: borrowing PreparedName) -> Float? {
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
  mutating func rest(
    _ a: borrowing PreparedName, _ b: borrowing PreparedName, _ lost: inout Float, _ edits: inout Float,
    _ worst: inout Float
  ) {
    let weightA = Self.joinRest(a, usedA, &scratchA)
    let weightB = Self.joinRest(b, usedB, &scratchB)
    guard scratchA.count >= 4, scratchB.count >= 4, scratchA.count <= 60, scratchB.count <= 60 else { return }
    let longest = max(scratchA.count, scratchB.count)
    let limit = Int32(longest) * 3
    guard distance.least(Self.restLetters(a, usedA), Self.restLetters(b, usedB)) <= limit else { return }
    let cost = restDistance(limit)
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

  static func joinRest(_ name: borrowing PreparedName, _ used: UInt32, _ out: inout [UInt8]) -> Float {
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
  mutating func consonants(_ a: borrowing PreparedName, _ b: borrowing PreparedName) -> Float {
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

  static func skeleton(_ name: borrowing PreparedName, _ index: Int, _ out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    let token = name.tokens[index]
    for byte in name.bytes[Int(token.start)..<Int(token.start + token.count)]
    where !NameFolder.isVowel(byte) && byte != 0x79 && byte != 0x77 && byte != out.last { out.append(byte) }
  }
}
