// SPDX-License-Identifier: Apache-2.0

/// Searches an index; holds scratch memory and a cache-free scorer, so one per thread.
public struct NameSearcher: ~Copyable {
  let index: NameIndex
  private var scorer = NameScorer()
  private var shared: [UInt16]
  private var pieces: [Int32] = []
  /// Names that share a piece with the query.
  private var touched: [Int32] = []
  private var candidates: [(name: Int32, value: Float)] = []
  private var found: [NameHit] = []
  /// Names compared in full for each query.
  public var compared = 24

  public init(_ index: NameIndex) {
    self.index = index
    shared = [UInt16](repeating: 0, count: index.count)
    touched = [Int32](repeating: 0, count: index.count + 1)
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

  /// Fills `candidates` with the names that are likest by Tversky's index (1977) of the weights of shared pieces, exactly:
  /// what is left out is proven to lie below.
  private mutating func gather(
    _ query: borrowing PreparedName, keep: Int, _ allowed: (Int) -> Bool
  ) {
    NameIndex.pieces(query, into: &pieces)
    let (starts, places) = (index.starts, index.places)
    pieces.sort { starts[Int($0) + 1] - starts[Int($0)] < starts[Int($1) + 1] - starts[Int($1)] }
    if pieces.count > NameIndex.mostPieces { pieces.removeLast(pieces.count - NameIndex.mostPieces) }
    var isWhole = collect(keep, mayPrune: true)
    for round in 0..<2 {
      var sorted = sort(from: 0, most: keep)
      var kept = 0
      var refused = false
      for place in candidates.indices where kept < keep {
        if place == sorted { sorted = sort(from: sorted, most: candidates.count) }
        if allowed(Int(places[Int(candidates[place].name)].owner)) {
          candidates[kept] = candidates[place]
          kept += 1
        } else {
          refused = true
        }
      }
      let full = kept == keep
      candidates.removeLast(candidates.count - kept)
      // Names that were cut away may follow where others may not be given.
      guard round == 0, refused, !full, !isWhole else { return }
      isWhole = collect(keep, mayPrune: false)
    }
  }

  /// Brings the likest of the candidates from a place on into order, so many or a few more; gives where that order ends.
  private mutating func sort(from start: Int, most: Int) -> Int {
    var end = candidates.count
    if start == 0, end > 2 * most {
      var counts: [257 of Int32] = .init(repeating: 0)
      for candidate in candidates { counts[Self.step(candidate.value)] &+= 1 }
      var (least, above) = (256, 0)
      while least > 0 {
        above += Int(counts[least])
        if above >= most { break }
        least -= 1
      }
      let bound = least
      end = candidates.partition { Self.step($0.value) < bound }
    }
    let part = candidates[start..<end].sorted { ($0.value, -$0.name) > ($1.value, -$1.name) }
    candidates.replaceSubrange(start..<end, with: part)
    return end
  }

  /// A likeness in 256 steps.
  @inline(__always)
  private static func step(_ likeness: Float) -> Int { min(256, max(0, Int(likeness * 256))) }

  /// Likeness of a name that shares some weight of the query's, given the weight of all its own pieces.
  @inline(__always)
  private static func likeness(_ shared: Float, _ whole: Float, _ total: Float) -> Float {
    // What the query lacks counts more than what the name has beside.
    shared / (shared + 0.6 * (whole - shared) + 0.25 * max(0, total - shared))
  }

  /// Fills `candidates` with at least the best `keep` names; gives whether all names that share a piece are among them.
  ///
  /// Pieces are taken rarest first. Once no name without any of them can be among the best, and the rest of the postings
  /// is longer than the list of names found, the rest is looked up for the names that can still be among the best (after
  /// H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", 1995, doi:10.1016/0306-4573(95)00020-H).
  private mutating func collect(_ keep: Int, mayPrune: Bool) -> Bool {
    candidates.removeAll(keepingCapacity: true)
    let (startArray, postingArray) = (index.starts, index.postings)
    let (weightArray, totalArray) = (index.weights, index.totals)
    let (starts, postings, weights, totals) = (
      startArray.span, postingArray.span, weightArray.span, totalArray.span
    )
    func range(_ piece: Int32) -> Range<Int> { Int(starts[Int(piece)])..<Int(starts[Int(piece) + 1]) }
    var (pieces, touched, sumArray, found): ([Int32], [Int32], [UInt16], [(name: Int32, value: Float)]) =
      ([], [], [], [])
    swap(&pieces, &self.pieces)
    swap(&touched, &self.touched)
    swap(&sumArray, &shared)
    swap(&found, &candidates)
    defer {
      swap(&pieces, &self.pieces)
      swap(&touched, &self.touched)
      swap(&sumArray, &shared)
      swap(&found, &candidates)
    }
    var whole = 0
    var ahead = 0
    for piece in pieces {
      whole += Int(weights[Int(piece)])
      ahead += range(piece).count
    }
    guard whole > 0 else { return true }
    var sums = sumArray.mutableSpan
    var names = touched.mutableSpan
    var count = 0
    var reached = 0
    var taken = 0
    // A bound is worth its cost once the names found are few beside the postings to come.
    var checked = whole * 2 / 5
    while taken < pieces.count {
      let postingsHere = range(pieces[taken])
      if mayPrune, reached > checked, ahead > count, count > keep {
        let floor = Self.floor(keep, names, count, sums, totals, Float(whole))
        let rest = Float(whole - reached)
        if !Self.reaches(floor, rest, Float(whole), rest) { break }
        checked = reached + whole / 8
      }
      let weight = weights[Int(pieces[taken])]
      var at = postingsHere.lowerBound
      // Both ends of the run lie in the postings, which spares a test for each; names are tested, for a file can be made up.
      precondition(postingsHere.lowerBound >= 0 && postingsHere.upperBound <= postings.count)
      while at < postingsHere.upperBound {
        let name = unsafe postings[unchecked: at]
        let sum = sums[Int(name)]
        names[count] = name
        count &+= sum == 0 ? 1 : 0
        sums[Int(name)] = sum &+ weight
        at &+= 1
      }
      ahead -= postingsHere.count
      reached += Int(weight)
      taken += 1
    }
    let rest = whole - reached
    let floor = mayPrune ? Self.floor(keep, names, count, sums, totals, Float(whole)) : 0
    // What any name must share, however little it has beside; spares most of them the look at their own weight.
    let least = Int(floor * 0.6 * Float(whole) / ((1 - 0.15 * floor) * 1.0002 - 0.25 * floor)) - 1
    for place in 0..<count {
      let name = names[place]
      var sum = Int(sums[Int(name)])
      sums[Int(name)] = 0
      guard sum + rest >= least else { continue }
      let total = Float(totals[Int(name)])
      guard Self.reaches(floor, Float(sum + rest), Float(whole), total) else { continue }
      if rest > 0 {
        for piece in pieces[taken...] where Self.holds(postings, range(piece), name) {
          sum += Int(weights[Int(piece)])
        }
      }
      found.append((name, Self.likeness(Float(sum), Float(whole), total)))
    }
    return !mayPrune
  }

  /// Whether a name that shares some weight, and has some in all, reaches a likeness; up to rounding, in its favour.
  @inline(__always)
  private static func reaches(_ floor: Float, _ shared: Float, _ whole: Float, _ total: Float) -> Bool {
    shared * (1 - 0.15 * floor) * 1.0001 >= floor * (0.6 * whole + 0.25 * max(total, shared))
  }

  /// A likeness that at least `keep` names reach, by what was counted so far; 0 when there are fewer.
  private static func floor(
    _ keep: Int, _ names: borrowing MutableSpan<Int32>, _ count: Int, _ sums: borrowing MutableSpan<UInt16>,
    _ totals: Span<UInt16>, _ whole: Float
  ) -> Float {
    var most: UInt16 = 0
    for place in 0..<count { most = max(most, sums[Int(names[place])]) }
    // Names that share much are enough for a bound that holds.
    for share: Float in [0.6, 0.3, 0] {
      let least = UInt16(Float(most) * share)
      var counts: [256 of Int32] = .init(repeating: 0)
      var above: Int32 = 0
      for place in 0..<count {
        let sum = sums[Int(names[place])]
        guard sum >= least else { continue }
        let value = likeness(Float(sum), whole, Float(totals[Int(names[place])]))
        counts[min(255, Int(value * 256))] &+= 1
        above &+= 1
      }
      guard above >= Int32(keep) else { continue }
      above = 0
      for step in stride(from: 255, through: 0, by: -1) {
        above += counts[step]
        if above >= Int32(keep) { return Float(step) / 256 }
      }
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
