// SPDX-License-Identifier: Apache-2.0

/// Names found for a query, best first.
public struct NameHit: Sendable, Hashable {
  /// Number of the name in the order it was added.
  public var name: Int
  /// What the name was added for, such as the number of a list entry.
  public var owner: Int
  public var score: NameScore
}

/// An index of many names that answers which of them are most like a query.
///
/// Three-letter pieces of the folded words, and whole words that stand for a known meaning, lead to the names that
/// hold them (an inverted index); rare pieces weigh more. The best by shared weight are then compared in full. The
/// index is a value: searching takes scratch memory of its own, so any number of threads may share one index.
public struct NameIndex: Sendable {
  /// Bytes and tokens of all names, end to end.
  var bytes: [UInt8] = []
  var tokens: [PreparedName.Token] = []
  var legal: [Int32] = []
  struct Place: Sendable {
    var bytes: Int32
    var tokens: Int32
    var legal: Int32
    var owner: Int32
    var kind: PartyKind
    var seen: NameFolder.Seen
  }
  var places: [Place] = []
  /// Where the postings of each piece begin; one more than there are pieces.
  var starts: [Int32] = []
  var postings: [Int32] = []
  /// Weight of each piece in sixteenths, at most 255.
  var weights: [UInt16] = []
  /// Sum of the weights of the pieces of each name.
  var totals: [UInt16] = []

  static let letterPieces = 39 * 39 * 39
  static let symbolPieces = 8192
  static let pieces = letterPieces + symbolPieces

  public var count: Int { places.count }

  /// Makes an index of names with their owners.
  /// - Complexity: linear in the total length of the names.
  public init(_ names: some Sequence<(name: String, kind: PartyKind, owner: Int)>) {
    for (name, kind, owner) in names { append(PreparedName(name, kind: kind), owner: owner) }
    inform()
    build()
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
    let all = Double(max(200, owners))
    for at in tokens.indices {
      let count = Double(frequency[key(tokens[at])]?.count ?? 1)
      let rare = logOf((all + 1) / count)
      // A short word is told by chance more often than its count says.
      let letters = tokens[at].count == 1 ? 0.3 : tokens[at].count == 2 ? 0.7 : 1
      tokens[at].information = Float(rare * letters)
    }
  }

  private mutating func append(_ name: PreparedName, owner: Int) {
    places.append(
      Place(
        bytes: Int32(bytes.count), tokens: Int32(tokens.count), legal: Int32(legal.count),
        owner: Int32(owner),
        kind: name.kind, seen: name.seen))
    bytes.append(contentsOf: name.bytes)
    tokens.append(contentsOf: name.tokens)
    legal.append(contentsOf: name.legalForms)
    legal.append(contentsOf: name.legalClasses)
  }

  /// The prepared name at a place.
  func name(_ index: Int) -> PreparedName {
    let place = places[index]
    let last = index + 1 == places.count
    let byteEnd = last ? bytes.count : Int(places[index + 1].bytes)
    let tokenEnd = last ? tokens.count : Int(places[index + 1].tokens)
    let legalEnd = last ? legal.count : Int(places[index + 1].legal)
    let middle = (Int(place.legal) + legalEnd) / 2
    return PreparedName(
      kind: place.kind, bytes: Array(bytes[Int(place.bytes)..<byteEnd]),
      tokens: Array(tokens[Int(place.tokens)..<tokenEnd]), legalClasses: Array(legal[middle..<legalEnd]),
      legalForms: Array(legal[Int(place.legal)..<middle]), seen: place.seen)
  }

  /// The first name of the owner that a name belongs to; names of an owner stand together.
  func firstName(ofOwnerAt name: Int) -> Int {
    var first = name
    while first > 0, places[first - 1].owner == places[name].owner { first -= 1 }
    return first
  }

  /// The pieces of a name, each once.
  static func pieces(_ name: borrowing PreparedName, into out: inout [Int32]) {
    out.removeAll(keepingCapacity: true)
    for token in name.tokens {
      switch token.kind {
      case .stop, .title, .particle: continue
      case .common, .business, .place, .number:
        if token.symbol > 0 || token.kind == .number {
          out.append(
            Int32(letterPieces) + (token.symbol &* (token.kind == .number ? 31 : 1)) % Int32(symbolPieces))
          continue
        }
      case .word: break
      }
      // Pieces of "^word$" three letters long.
      var a: Int32 = 38
      var b = code(name.bytes[Int(token.start)])
      for at in Int(token.start) + 1..<Int(token.start + token.count) + 1 {
        let c = at < Int(token.start + token.count) ? code(name.bytes[at]) : 37
        out.append((a * 39 + b) * 39 + c)
        (a, b) = (b, c)
      }
    }
    if out.count > 1 {
      out.sort()
      var write = 1
      for read in 1..<out.count where out[read] != out[write - 1] {
        out[write] = out[read]
        write += 1
      }
      out.removeLast(out.count - write)
    }
  }

  @inline(__always)
  private static func code(_ byte: UInt8) -> Int32 {
    byte >= 0x61 ? Int32(byte) - 0x61 : Int32(byte & 15) + 26
  }

  private mutating func build() {
    var counts = [Int32](repeating: 0, count: Self.pieces + 1)
    var scratch: [Int32] = []
    for index in places.indices {
      Self.pieces(name(index), into: &scratch)
      for piece in scratch { counts[Int(piece)] += 1 }
    }
    starts = [Int32](repeating: 0, count: Self.pieces + 1)
    weights = [UInt16](repeating: 0, count: Self.pieces)
    var sum: Int32 = 0
    let all = Double(max(2, places.count))
    for piece in 0..<Self.pieces {
      starts[piece] = sum
      sum += counts[piece]
      let df = Double(counts[piece])
      weights[piece] = UInt16(min(255, max(1, logOf((all + 1) / (df + 0.5)) * 16)))
    }
    starts[Self.pieces] = sum
    postings = [Int32](repeating: 0, count: Int(sum))
    totals = [UInt16](repeating: 0, count: places.count)
    var next = starts
    for index in places.indices {
      Self.pieces(name(index), into: &scratch)
      var total = 0
      for piece in scratch {
        postings[Int(next[Int(piece)])] = Int32(index)
        next[Int(piece)] += 1
        total += Int(weights[Int(piece)])
      }
      totals[index] = UInt16(min(total, 65_535))
    }
  }
}

/// Searches an index; holds scratch memory and a cache-free scorer, so one per thread.
public struct NameSearcher: ~Copyable {
  let index: NameIndex
  private var scorer = NameScorer()
  private var shared: [UInt16]
  private var pieces: [Int32] = []
  private var candidates: [(name: Int32, value: Float)] = []
  private var found: [NameHit] = []
  /// Names compared in full for each query.
  public var compared = 24

  public init(_ index: NameIndex) {
    self.index = index
    shared = [UInt16](repeating: 0, count: index.count)
  }

  /// The best names for a query, at most one per owner, best first; ties by owner.
  /// - Parameters:
  ///   - most: how many owners to give.
  ///   - allowed: whether an owner may be given; asked of candidates only.
  public mutating func search(
    _ query: String, kind: PartyKind, most: Int, where allowed: (Int) -> Bool = { _ in true }
  ) -> [NameHit] {
    let prepared = PreparedName(query, kind: kind)
    guard !prepared.isEmpty, index.count > 0 else { return [] }
    gather(prepared, keep: max(compared, most * 4), allowed)
    // The query is read again as what the name found is, when the query does not say.
    let asPerson = kind == .person ? nil : PreparedName(query, kind: .person)
    let asOrganisation = kind == .person || kind == .vessel ? PreparedName(query, kind: .organisation) : nil
    found.removeAll(keepingCapacity: true)
    for (name, _) in candidates {
      let other = index.name(Int(name))
      let score: NameScore
      if other.kind == prepared.kind {
        score = scorer.score(prepared, other)
      } else if other.kind == .person, let asPerson {
        score = scorer.score(asPerson, other)
      } else if prepared.kind == .person || prepared.kind == .vessel, let asOrganisation {
        score = scorer.score(asOrganisation, other)
      } else {
        score = scorer.score(prepared, other)
      }
      var penalised = score
      if kind != .unknown, other.kind != .unknown, other.kind != kind,
        (kind == .person) != (other.kind == .person)
      {
        penalised.rank -= 2
        penalised.probability *= 0.5
      }
      found.append(
        NameHit(name: Int(name), owner: Int(index.places[Int(name)].owner), score: penalised))
    }
    found.sort { ($0.score.rank, -$0.owner, -$0.name) > ($1.score.rank, -$1.owner, -$1.name) }
    var result: [NameHit] = []
    for hit in found where !result.contains(where: { $0.owner == hit.owner }) {
      result.append(hit)
      if result.count == most { break }
    }
    return result
  }

  /// Fills `candidates` with the names that share most weight with the query.
  private mutating func gather(
    _ query: borrowing PreparedName, keep: Int, _ allowed: (Int) -> Bool
  ) {
    NameIndex.pieces(query, into: &pieces)
    candidates.removeAll(keepingCapacity: true)
    let starts = index.starts
    var whole = 0
    for piece in pieces { whole += Int(index.weights[Int(piece)]) }
    guard whole > 0 else { return }
    // Rarest first; what is left once three quarters of the weight is counted brings in no name that matters,
    // unless the postings are short anyway.
    pieces.sort { starts[Int($0) + 1] - starts[Int($0)] < starts[Int($1) + 1] - starts[Int($1)] }
    let counted = accumulate(whole)
    collect(counted, keep)
    let places = index.places
    candidates.removeAll { !allowed(Int(places[Int($0.name)].owner)) }
    if candidates.count > keep {
      candidates.sort { ($0.value, -$0.name) > ($1.value, -$1.name) }
      candidates.removeLast(candidates.count - keep)
    }
  }

  /// Adds up what each name shares with the query; gives the weight that was looked at.
  private mutating func accumulate(_ whole: Int) -> Int {
    var counted = 0
    var visited = 0
    let (startArray, postingArray, weightArray) = (index.starts, index.postings, index.weights)
    let starts = startArray.span
    let postings = postingArray.span
    let weights = weightArray.span
    let pieces = pieces
    var sums = shared.mutableSpan
    for place in sums.indices { sums[place] = 0 }
    for piece in pieces {
      let (begin, end) = (Int(starts[Int(piece)]), Int(starts[Int(piece) + 1]))
      if counted * 4 > whole * 3, visited + end - begin > 15_000 { break }
      visited += end - begin
      let weight = weights[Int(piece)]
      counted += Int(weight)
      var at = begin
      while at < end {
        sums[Int(postings[at])] &+= weight
        at &+= 1
      }
    }
    return counted
  }

  /// Collects the names that share at least part of what the best one does.
  private mutating func collect(_ counted: Int, _ keep: Int) {
    var (sumArray, found): ([UInt16], [(name: Int32, value: Float)]) = ([], [])
    swap(&sumArray, &shared)
    swap(&found, &candidates)
    defer {
      swap(&sumArray, &shared)
      swap(&found, &candidates)
    }
    let totalArray = index.totals
    let sums = sumArray.span
    let totals = totalArray.span
    var best: UInt16 = 0
    for place in sums.indices { best = max(best, sums[place]) }
    guard best > 0 else { return }
    for share: Float in [0.5, 0.75, 0.9] {
      let floor = UInt16(max(1, Float(best) * share))
      found.removeAll(keepingCapacity: true)
      for place in sums.indices where sums[place] >= floor {
        let value = Float(sums[place])
        // Tversky's index (1977): what the query lacks counts more than what the name has beside.
        let lacking = 0.6 * (Float(counted) - value)
        let beside = 0.25 * max(0, Float(totals[place]) - value)
        found.append((Int32(place), value / (value + lacking + beside)))
      }
      if found.count <= keep * 40 { break }
    }
  }

  /// Why a name was found.
  public mutating func explain(_ query: String, kind: PartyKind, name: Int) -> NameExplanation {
    let other = index.name(name)
    let as_ = kind == .unknown && other.kind == .person ? PartyKind.person : kind
    return scorer.explain(PreparedName(query, kind: as_), other)
  }
}
