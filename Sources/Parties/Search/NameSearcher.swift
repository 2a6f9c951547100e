// SPDX-License-Identifier: Apache-2.0

/// Searches an index; holds scratch memory and a cache-free scorer, so one per thread.
public struct NameSearcher: ~Copyable {
  let index: NameIndex
  private var scorer = NameScorer()
  /// By name, with room for a whole last block: the weight of the pieces it shares with the query.
  private var shared: [UInt16]
  /// By block of names: the most that one of them shares.
  private var most: [UInt16]
  private var pieces: [Int32] = []
  private var candidates: [(name: Int32, value: Float)] = []
  private var found: [NameHit] = []
  /// The name that is compared; its memory is kept from one to the next.
  private var other = PreparedName("", kind: .unknown)
  /// Names compared in full for each query.
  public var compared = 20

  public init(_ index: NameIndex) {
    self.index = index
    let blocks = (index.count + Self.block - 1) / Self.block
    shared = [UInt16](repeating: 0, count: blocks * Self.block)
    most = [UInt16](repeating: 0, count: blocks)
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
    for place in candidates.indices {
      // Names lie scattered: their memory is asked for some names ahead.
      if place + 8 < candidates.count { index.places.prefetch(Int(candidates[place + 8].name)) }
      if place + 4 < candidates.count { index.prefetch(Int(candidates[place + 4].name)) }
      let name = candidates[place].name
      index.read(Int(name), into: &other)
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

  /// The names that a query would be compared with in full, likest first.
  mutating func candidates(
    _ query: String, kind: PartyKind, keep: Int, where allowed: (Int) -> Bool
  ) -> [Int] {
    gather(PreparedName(query, kind: kind), keep: keep, allowed)
    return candidates.map { Int($0.name) }
  }

  /// Fills `candidates` with the names that are likest by Tversky's index (1977) of the weights of shared pieces, exactly:
  /// what is left out is proven to lie below.
  private mutating func gather(
    _ query: borrowing PreparedName, keep: Int, _ allowed: (Int) -> Bool
  ) {
    NameIndex.pieces(query, into: &pieces)
    let (starts, places) = (index.starts, index.places)
    pieces.sort { starts[Int($0) + 1] - starts[Int($0)] < starts[Int($1) + 1] - starts[Int($1)] }
    if pieces.count > NameIndex.mostPieces { pieces.removeLast(pieces.count - NameIndex.mostPieces) }
    for mayPrune in [true, false] {
      let floor = collect(keep, mayPrune: mayPrune)
      var refused = false
      Self.select(keep, of: &candidates) { name in
        let isAllowed = allowed(Int(places[Int(name)].owner))
        if !isAllowed { refused = true }
        return isAllowed
      }
      // Names that were cut away may follow where others may not be given.
      guard refused, floor > 0, candidates.count < keep || candidates[keep - 1].value < floor else { return }
    }
  }

  /// Leaves the best names that may be given, best first; ties by place. Asked of a name only when it is among the best.
  private static func select(
    _ keep: Int, of candidates: inout [(name: Int32, value: Float)], where allowed: (Int32) -> Bool
  ) {
    var kept = 0
    for place in candidates.indices {
      let candidate = candidates[place]
      if kept == keep {
        let last = candidates[keep - 1]
        guard (candidate.value, last.name) > (last.value, candidate.name) else { continue }
      }
      guard allowed(candidate.name) else { continue }
      // Those kept stand first, in order; what they push out is behind the place that is read.
      var at = kept < keep ? kept : keep - 1
      if kept < keep { kept += 1 }
      while at > 0, (candidate.value, candidates[at - 1].name) > (candidates[at - 1].value, candidate.name) {
        candidates[at] = candidates[at - 1]
        at -= 1
      }
      candidates[at] = candidate
    }
    candidates.removeLast(candidates.count - kept)
  }

  /// Likeness of a name that shares some weight of the query's, given the weight of all its own pieces.
  @inline(__always)
  private static func likeness(_ shared: Float, _ whole: Float, _ total: Float) -> Float {
    // What the query lacks counts more than what the name has beside.
    shared / (shared + 0.6 * (whole - shared) + 0.25 * max(0, total - shared))
  }

  /// Fills `candidates` with at least the best `keep` names; gives the likeness below which some may be missing.
  ///
  /// Pieces are taken rarest first. Once no name without any of them can be among the best, the rest is looked up for the
  /// names that can still be among the best, where these are few beside the postings to come (after H. Turtle, J. Flood,
  /// "Query evaluation: strategies and optimizations", 1995, doi:10.1016/0306-4573(95)00020-H). Sums are kept for all names
  /// and looked at by blocks: most blocks are passed over by their highest sum.
  private mutating func collect(_ keep: Int, mayPrune: Bool) -> Float {
    candidates.removeAll(keepingCapacity: true)
    let (startArray, postingArray) = (index.starts, index.postings)
    let (weightArray, totalArray) = (index.weights, index.totals)
    let (starts, postings, weights, totals) = (
      startArray.span, postingArray.span, weightArray.span, totalArray.span
    )
    func range(_ piece: Int32) -> Range<Int> { Int(starts[Int(piece)])..<Int(starts[Int(piece) + 1]) }
    var (pieces, sumArray, mostArray, found): ([Int32], [UInt16], [UInt16], [(name: Int32, value: Float)]) =
      ([], [], [], [])
    swap(&pieces, &self.pieces)
    swap(&sumArray, &shared)
    swap(&mostArray, &most)
    swap(&found, &candidates)
    defer {
      swap(&pieces, &self.pieces)
      swap(&sumArray, &shared)
      swap(&mostArray, &most)
      swap(&found, &candidates)
    }
    var whole = 0
    var ahead = 0
    for piece in pieces {
      whole += Int(weights[Int(piece)])
      ahead += range(piece).count
    }
    guard whole > 0 else { return 0 }
    var sums = sumArray.mutableSpan
    var most = mostArray.mutableSpan
    for name in sums.indices { unsafe sums[unchecked: name] = 0 }
    var reached = 0
    var taken = 0
    // A bound costs a look at all names: it is sought where there is that much to spare.
    var checked = whole * 2 / 5
    var floor: Float = 0
    while taken < pieces.count {
      let postingsHere = range(pieces[taken])
      if mayPrune, reached > checked, ahead > sums.count / 8 {
        floor = Self.floor(keep, sums, &most, totals, whole)
        let rest = whole - reached
        if !Self.reaches(floor, Float(rest), Float(whole), Float(rest)),
          !Self.isMore(ahead / Self.lookUp, sums, most, from: Self.least(floor, whole, rest))
        {
          break
        }
        checked = reached + whole / 8
      }
      let weight = weights[Int(pieces[taken])]
      var at = postingsHere.lowerBound
      // Both ends of the run lie in the postings, which spares a test for each; names are tested, for a file can be made up.
      precondition(postingsHere.lowerBound >= 0 && postingsHere.upperBound <= postings.count)
      while at < postingsHere.upperBound {
        let place = Int(UInt32(bitPattern: unsafe postings[unchecked: at]))
        precondition(place < sums.count)
        unsafe sums[unchecked: place] &+= weight
        at &+= 1
      }
      floor = 0
      ahead -= postingsHere.count
      reached += Int(weight)
      taken += 1
    }
    let rest = whole - reached
    if floor == 0 {
      if mayPrune {
        floor = Self.floor(keep, sums, &most, totals, whole)
      } else {
        Self.blockwise(sums, &most)
      }
    }
    let least = Self.least(floor, whole, rest)
    for block in most.indices where most[block] >= least {
      for place in block * Self.block..<min((block + 1) * Self.block, totals.count) where sums[place] >= least
      {
        let name = Int32(truncatingIfNeeded: place)
        var sum = Int(sums[place])
        let total = Float(totals[place])
        guard Self.reaches(floor, Float(sum + rest), Float(whole), total) else { continue }
        if rest > 0 {
          // Each piece that is not there takes from what the name can still reach.
          let enough = Int(floor * (0.6 * Float(whole) + 0.25 * total) / ((1 - 0.15 * floor) * 1.0001)) - 1
          var open = rest
          for piece in pieces[taken...] {
            if sum + open < enough { break }
            let weight = Int(weights[Int(piece)])
            open -= weight
            if Self.holds(postings, range(piece), name) { sum += weight }
          }
          if sum < enough { continue }
        }
        found.append((name, Self.likeness(Float(sum), Float(whole), total)))
      }
    }
    return floor
  }

  /// Names in one block.
  private static let block = 32
  /// What looking the open pieces of a name up costs, in postings passed.
  private static let lookUp = 64

  /// What a name must share by now, whatever it has beside, to reach a likeness with the pieces still open; 1 at least.
  private static func least(_ floor: Float, _ whole: Int, _ rest: Int) -> UInt16 {
    let least =
      floor * 0.5999 * Float(whole) / max(0.1, (1 - 0.15 * floor) * 1.0001 - 0.25 * floor) - Float(rest)
    return UInt16(max(1, min(65_535, least.rounded(.up))))
  }

  /// Whether a name that shares some weight, and has some in all, reaches a likeness; up to rounding, in its favour.
  @inline(__always)
  private static func reaches(_ floor: Float, _ shared: Float, _ whole: Float, _ total: Float) -> Bool {
    shared * (1 - 0.15 * floor) * 1.0001 >= floor * (0.6 * whole + 0.25 * max(total, shared))
  }

  /// The highest sum of each block; written so that several are compared at once.
  private static func blockwise(_ sums: borrowing MutableSpan<UInt16>, _ most: inout MutableSpan<UInt16>) {
    precondition(sums.count == most.count * block, "sums end with a whole block")
    for place in most.indices {
      var highest: UInt16 = 0
      for name in 0..<block { highest = max(highest, unsafe sums[unchecked: place &* block &+ name]) }
      unsafe most[unchecked: place] = highest
    }
  }

  /// Whether more names than so many share at least so much.
  private static func isMore(
    _ limit: Int, _ sums: borrowing MutableSpan<UInt16>, _ most: borrowing MutableSpan<UInt16>,
    from least: UInt16
  ) -> Bool {
    precondition(sums.count == most.count * block, "sums end with a whole block")
    var count = 0
    for place in most.indices where most[place] >= least {
      var here: UInt16 = 0
      for name in 0..<block {
        here &+= unsafe sums[unchecked: place &* block &+ name] >= least ? 1 : 0
      }
      count += Int(here)
      if count > limit { return true }
    }
    return false
  }

  /// A likeness that at least `keep` names reach, by what was counted so far; 0 when there are fewer.
  private static func floor(
    _ keep: Int, _ sums: borrowing MutableSpan<UInt16>, _ most: inout MutableSpan<UInt16>,
    _ totals: Span<UInt16>, _ whole: Int
  ) -> Float {
    blockwise(sums, &most)
    // Names that share much are enough for a bound that holds: as much as twice as many blocks as names are kept have a
    // name for, or all names where there are few.
    var shares: [256 of Int32] = .init(repeating: 0)
    let shift = max(0, Int.bitWidth - whole.leadingZeroBitCount - 8)
    for block in most.indices { unsafe shares[unchecked: Int(most[unchecked: block]) >> shift & 255] &+= 1 }
    var step = 255
    var blocks = shares[step]
    while step > 0, blocks < Int32(2 * keep) {
      step -= 1
      blocks += shares[step]
    }
    let least = UInt16(max(1, step << shift))
    var values: [256 of Int32] = .init(repeating: 0)
    for block in most.indices where most[block] >= least {
      for name in block * Self.block..<min((block + 1) * Self.block, totals.count) where sums[name] >= least {
        let value = likeness(Float(sums[name]), Float(whole), Float(totals[name]))
        values[min(255, Int(value * 256))] &+= 1
      }
    }
    var above: Int32 = 0
    for step in stride(from: 255, through: 0, by: -1) {
      above += values[step]
      if above >= Int32(keep) { return Float(step) / 256 }
    }
    return 0
  }

  /// Whether a sorted run of postings holds a name.
  private static func holds(_ postings: Span<Int32>, _ range: Range<Int>, _ name: Int32) -> Bool {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if postings[middle] < name { low = middle + 1 } else { high = middle }
    }
    return low < range.upperBound && postings[low] == name
  }

  /// Why a name was found.
  public mutating func explain(_ query: String, kind: PartyKind, name: Int) -> NameExplanation {
    let other = index.name(name)
    let as_ = kind == .unknown && other.kind == .person ? PartyKind.person : kind
    return scorer.explain(PreparedName(query, kind: as_), other)
  }
}
