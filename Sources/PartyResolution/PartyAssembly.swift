// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// Joins records to parties, strongest link first.
struct PartyAssembly: ~Copyable {
  private let table: ResolutionTable
  private let copies: [[Int]]
  /// Ids of all records, copies included.
  private let ids: [String]
  private let keepsEvidence: Bool
  private let weights: PairWeights
  private var comparison: RecordComparison
  private var levels: [Int8]
  /// Log-odds of pairs by both records.
  private var known: [UInt64: Double] = [:]

  /// Most records of one party: a larger group is a sign of something that many share.
  private static let largest = 200
  /// How much one pair can speak for or against two groups.
  private static let most = 15.0

  /// Most records of a party all of whose pairs are links; in a larger one each record is linked with the first.
  private static let mostPaired = 500

  init(
    _ distinct: DistinctRecords, _ weights: PairWeights, _ comparison: consuming RecordComparison,
    evidence: Bool
  ) {
    (table, copies, ids) = (distinct.table, distinct.copies, distinct.ids)
    (self.weights, keepsEvidence) = (weights, evidence)
    self.comparison = comparison
    levels = [Int8](repeating: 0, count: table.columns.count)
  }

  private mutating func odds(_ a: Int, _ b: Int) -> Double {
    let (first, second) = (min(a, b), max(a, b))
    let key = UInt64(first) << 32 | UInt64(second)
    if let value = known[key] { return value }
    comparison.compare(first, second, into: &levels)
    let value = sure(weights.logOdds(levels, first), first, second)
    known[key] = value
    return value
  }

  /// Copies of one record are of one party with .95 at least: what they say is the same and enough to know a party by.
  private func sure(_ odds: Double, _ a: Int, _ b: Int) -> Double { a == b ? max(odds, 2.944_439) : odds }

  mutating func resolution(_ scored: [ScoredPair], compared: Int) -> Resolution {
    known.reserveCapacity(scored.count * 2)
    for pair in scored { known[pair.pair] = pair.odds }
    let (groups, refused) = groups(scored)
    var links: [PartyLink] = []
    var parties: [ResolvedParty] = []
    for group in groups {
      // Records stand in order of their ids.
      let records = group.flatMap { first in copies[first].map { (record: $0, first: first) } }
        .sorted { $0.record < $1.record }
      let names = records.map { ids[$0.record] }
      parties.append(ResolvedParty(id: "party-" + names[0], records: names))
      for i in records.indices where i == 0 || records.count <= Self.mostPaired {
        for j in records.indices where j > i {
          links.append(link(records[i].first, records[j].first, names[i], names[j]))
        }
      }
    }
    links.sort { ($0.first, $0.second) < ($1.first, $1.second) }
    parties.sort { $0.id < $1.id }
    return Resolution(links: links, parties: parties, compared: compared, refused: refused)
  }

  /// Records of each party of two or more. Two groups join when their members, taken together, speak for one party: the
  /// sum over all pairs between them keeps a single bridge from joining two parties that share an agent or an address.
  private mutating func groups(_ scored: [ScoredPair]) -> (groups: [[Int]], refused: Int) {
    var group = Array(table.ids.indices)
    var members = table.ids.indices.map { [$0] }
    var refused = 0
    let order = scored.filter { $0.odds > PartyResolver.threshold }
      .sorted { $0.odds != $1.odds ? $0.odds > $1.odds : $0.pair < $1.pair }
    for scored in order {
      let (x, y) = (group[Int(scored.pair >> 32)], group[Int(scored.pair & 0xFFFF_FFFF)])
      guard x != y else { continue }
      guard members[x].count + members[y].count <= Self.largest, speaks(members[x], members[y]) else {
        refused += 1
        continue
      }
      let (into, from) = members[x].count >= members[y].count ? (x, y) : (y, x)
      for record in members[from] { group[record] = into }
      members[into] += members[from]
      members[from] = []
    }
    // Copies of one record are of one party when what they say is enough to know it by.
    return (
      members.filter { $0.count > 1 || $0.count == 1 && copies[$0[0]].count > 1 && isKnown($0[0]) }, refused
    )
  }

  /// Whether what a record says is enough to know a party by: a name, a number of a register, a mail address.
  private func isKnown(_ record: Int) -> Bool {
    var parts = 0
    for column in table.columns where column.codes[record] != 0 {
      switch column.kind {
      case .name, .identifier, .email: return true
      case .givenName, .surname: parts += 1
      default: break
      }
    }
    return parts >= 2
  }

  private mutating func speaks(_ x: [Int], _ y: [Int]) -> Bool {
    var sum = 0.0
    for a in x { for b in y { sum += max(-Self.most, min(Self.most, odds(a, b))) } }
    return sum > 0
  }

  private mutating func link(_ a: Int, _ b: Int, _ first: String, _ second: String) -> PartyLink {
    let (x, y) = (min(a, b), max(a, b))
    guard keepsEvidence else {
      return PartyLink(
        first: first, second: second, probability: LogisticFit.sigmoid(odds(x, y)), evidence: [])
    }
    comparison.compare(x, y, into: &levels)
    var evidence: [PartyLink.Evidence] = []
    evidence.reserveCapacity(levels.count)
    for field in levels.indices where levels[field] >= 0 {
      evidence.append(
        .init(
          field: table.columns[field].heading, level: Int(levels[field]), top: Int(comparison.top[field]),
          logOdds: weights.contribution(field, levels[field], x)))
    }
    return PartyLink(
      first: first, second: second, probability: LogisticFit.sigmoid(sure(weights.logOdds(levels, x), x, y)),
      evidence: evidence)
  }
}
