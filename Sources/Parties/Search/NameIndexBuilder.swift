// SPDX-License-Identifier: Apache-2.0

/// Collects names and makes an index of them.
struct NameIndexBuilder {
  private var bytes: [UInt8] = []
  private var tokens: [PreparedName.Token] = []
  private var legal: [Int32] = []
  private var places: [NameIndex.Place] = []

  mutating func append(_ name: PreparedName, owner: Int) {
    places.append(place(owner: owner, kind: name.kind, seen: name.seen))
    bytes.append(contentsOf: name.bytes)
    tokens.append(contentsOf: name.tokens)
    legal.append(contentsOf: name.legalForms)
    legal.append(contentsOf: name.legalClasses)
  }

  private func place(owner: Int, kind: PartyKind, seen: NameFolder.Seen) -> NameIndex.Place {
    NameIndex.Place(
      bytes: Int32(bytes.count), tokens: Int32(tokens.count), legal: Int32(legal.count), owner: Int32(owner),
      kind: kind, seen: seen)
  }

  /// Weighs words by how rare they are, and makes the postings of all pieces.
  consuming func finish() -> NameIndex {
    inform()
    let names = places.count
    places.append(place(owner: -1, kind: .unknown, seen: []))
    // What postings need is the prepared names: read back from the flat form.
    let flat = NameIndex(
      bytes: FlatArray(bytes), tokens: FlatArray(tokens), legal: FlatArray(legal), places: FlatArray(places),
      starts: FlatArray([]), postings: FlatArray([]), weights: FlatArray([]), totals: FlatArray([]))
    var counts = [Int32](repeating: 0, count: NameIndex.pieces + 1)
    var scratch: [Int32] = []
    for index in 0..<names {
      NameIndex.pieces(flat.name(index), into: &scratch)
      for piece in scratch { counts[Int(piece)] += 1 }
    }
    var starts = [Int32](repeating: 0, count: NameIndex.pieces + 1)
    var weights = [UInt16](repeating: 0, count: NameIndex.pieces)
    var sum: Int32 = 0
    let all = Double(max(2, names))
    for piece in 0..<NameIndex.pieces {
      starts[piece] = sum
      sum += counts[piece]
      weights[piece] = UInt16(min(255, max(1, logOf((all + 1) / (Double(counts[piece]) + 0.5)) * 16)))
    }
    starts[NameIndex.pieces] = sum
    var postings = [Int32](repeating: 0, count: Int(sum))
    var totals = [UInt16](repeating: 0, count: names)
    var next = starts
    for index in 0..<names {
      NameIndex.pieces(flat.name(index), into: &scratch)
      var total = 0
      for piece in scratch {
        postings[Int(next[Int(piece)])] = Int32(index)
        next[Int(piece)] += 1
        total += Int(weights[Int(piece)])
      }
      totals[index] = UInt16(min(total, 65_535))
    }
    return NameIndex(
      bytes: flat.bytes, tokens: flat.tokens, legal: flat.legal, places: flat.places,
      starts: FlatArray(starts), postings: FlatArray(postings), weights: FlatArray(weights),
      totals: FlatArray(totals))
  }

  /// Sets what each word tells by how many owners have it.
  private mutating func inform() {
    var frequency: [UInt64: (count: Int32, last: Int32)] = [:]
    frequency.reserveCapacity(tokens.count / 2)
    func key(_ token: PreparedName.Token) -> UInt64 {
      token.symbol != 0
        ? UInt64(UInt32(bitPattern: token.symbol)) | UInt64(token.kind.rawValue) << 40 : token.hash
    }
    var owners: Int32 = 0
    var previous: Int32 = -1
    for index in places.indices {
      let end = index + 1 < places.count ? Int(places[index + 1].tokens) : tokens.count
      let owner = places[index].owner
      if owner != previous {
        owners += 1
        previous = owner
      }
      for at in Int(places[index].tokens)..<end {
        let key = key(tokens[at])
        let known = frequency[key] ?? (0, -1)
        if known.last != owner { frequency[key] = (known.count + 1, owner) }
      }
    }
    // A small list says little of how rare a word is: what is known of words at large counts as much as so many parties.
    let background = 2000.0
    let all = Double(owners) + background
    for at in tokens.indices {
      let count = Double(frequency[key(tokens[at])]?.count ?? 1)
      let usual = background * expOf(-7.6 * Double(tokens[at].weight))
      let rare = max(0.1, logOf(all / (count + usual)))
      // A short word is told by chance more often than its count says.
      let letters = tokens[at].count == 1 ? 0.3 : tokens[at].count == 2 ? 0.7 : 1
      tokens[at].information = Float(rare * letters)
    }
  }
}
