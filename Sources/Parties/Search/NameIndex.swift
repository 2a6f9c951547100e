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
/// hold them (an inverted index); rare pieces weigh more. The best by shared weight, found exactly, are then compared in
/// full. The index is a value in memory or in a mapped file (`IndexFile`): searching takes scratch memory of its own, so
/// any number of threads may share one index.
public struct NameIndex: Sendable {
  struct Place: Sendable, BitwiseCopyable {
    var bytes: Int32
    var tokens: Int32
    var legal: Int32
    var owner: Int32
    var kind: PartyKind
    var seen: NameFolder.Seen
  }
  /// Bytes, tokens and legal forms of all names, end to end.
  let bytes: FlatArray<UInt8>
  let tokens: FlatArray<PreparedName.Token>
  let legal: FlatArray<Int32>
  /// One a name, and one more that ends the last.
  let places: FlatArray<Place>
  /// Where the postings of each piece begin; one more than there are pieces.
  let starts: FlatArray<Int32>
  let postings: FlatArray<Int32>
  /// Weight of each piece in sixteenths, at most 255.
  let weights: FlatArray<UInt16>
  /// Sum of the weights of the pieces of each name.
  let totals: FlatArray<UInt16>

  static let letterPieces = 39 * 39 * 39
  static let symbolPieces = 8192
  static let pieces = letterPieces + symbolPieces
  /// Most pieces of one query that are looked at, the rarest; so that sums of weights fit 16 bits.
  static let mostPieces = 200

  /// How many names there are.
  public var count: Int { places.count - 1 }

  /// Makes an index of names with their owners; names of one owner stand together.
  /// - Complexity: linear in the total length of the names.
  public init(_ names: some Sequence<(name: String, kind: PartyKind, owner: Int)>) {
    var builder = NameIndexBuilder()
    for (name, kind, owner) in names { builder.append(PreparedName(name, kind: kind), owner: owner) }
    self = builder.finish()
  }

  init(
    bytes: FlatArray<UInt8>, tokens: FlatArray<PreparedName.Token>, legal: FlatArray<Int32>,
    places: FlatArray<Place>, starts: FlatArray<Int32>, postings: FlatArray<Int32>,
    weights: FlatArray<UInt16>, totals: FlatArray<UInt16>
  ) {
    (self.bytes, self.tokens, self.legal, self.places) = (bytes, tokens, legal, places)
    (self.starts, self.postings, self.weights, self.totals) = (starts, postings, weights, totals)
  }

  /// The prepared name at a place.
  func name(_ index: Int) -> PreparedName {
    let (place, next) = (places[index], places[index + 1])
    let middle = (Int(place.legal) + Int(next.legal)) / 2
    return PreparedName(
      kind: place.kind, bytes: bytes.values(Int(place.bytes)..<Int(next.bytes)),
      tokens: tokens.values(Int(place.tokens)..<Int(next.tokens)),
      legalClasses: legal.values(middle..<Int(next.legal)),
      legalForms: legal.values(Int(place.legal)..<middle), seen: place.seen)
  }

  /// Asks for the memory of the name at a place.
  func prefetch(_ index: Int) {
    let place = places[index]
    bytes.prefetch(Int(place.bytes))
    tokens.prefetch(Int(place.tokens))
    legal.prefetch(Int(place.legal))
  }

  /// Reads the prepared name at a place into one whose memory is kept.
  func read(_ index: Int, into name: inout PreparedName) {
    let (place, next) = (places[index], places[index + 1])
    let middle = (Int(place.legal) + Int(next.legal)) / 2
    name.kind = place.kind
    name.seen = place.seen
    bytes.copy(Int(place.bytes)..<Int(next.bytes), into: &name.bytes)
    tokens.copy(Int(place.tokens)..<Int(next.tokens), into: &name.tokens)
    legal.copy(middle..<Int(next.legal), into: &name.legalClasses)
    legal.copy(Int(place.legal)..<middle, into: &name.legalForms)
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
}
