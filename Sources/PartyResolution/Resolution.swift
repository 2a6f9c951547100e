// SPDX-License-Identifier: Apache-2.0

/// Two records found to be of one party.
public struct PartyLink: Sendable, Hashable {
  public var first: String
  public var second: String
  /// Probability that both are of one party, 0...1.
  public var probability: Double
  /// What each field adds to the log-odds, for the fields both records have.
  public var evidence: [Evidence]

  public struct Evidence: Sendable, Hashable {
    public var field: String
    /// Level of agreement, 0 for none; `top` for the same value.
    public var level: Int
    public var top: Int
    public var logOdds: Double
  }
}

/// Records that are of one party.
public struct ResolvedParty: Sendable, Hashable {
  public init(id: String, records: [String]) {
    self.id = id
    self.records = records
  }

  /// Made from the smallest record, so that it is the same from run to run while that stays; see `Resolution.keeping` for
  /// ids that outlast it.
  public var id: String
  public var records: [String]
}

/// What a resolution found.
public struct Resolution: Sendable {
  public init(links: [PartyLink], parties: [ResolvedParty], compared: Int, refused: Int) {
    (self.links, self.parties, self.compared, self.refused) = (links, parties, compared, refused)
  }

  /// All pairs within a party, in order of ids.
  public var links: [PartyLink]
  public var parties: [ResolvedParty]
  /// Pairs compared.
  public var compared: Int
  /// Joins refused because the parties as wholes did not fit.
  public var refused: Int
}

extension Resolution {
  /// The same parties under the ids of an earlier run: a party takes the id that most of its records had, and no two take
  /// one, so that a record with a smaller id that appears later renames nothing. New parties take ids that were not used.
  /// - Parameter previous: id of the party of each record, as an earlier run gave it.
  public func keeping(_ previous: [String: String]) -> Resolution {
    var shared: [(records: Int, old: String, party: Int)] = []
    for (place, party) in parties.enumerated() {
      var counts: [String: Int] = [:]
      for record in party.records { if let old = previous[record] { counts[old, default: 0] += 1 } }
      for (old, count) in counts { shared.append((count, old, place)) }
    }
    // The largest share first; ties by id, so that the order of rows changes nothing.
    shared.sort { ($1.records, $0.old, parties[$0.party].id) < ($0.records, $1.old, parties[$1.party].id) }
    var names = [String?](repeating: nil, count: parties.count)
    var taken: Set<String> = []
    for (_, old, place) in shared where names[place] == nil && !taken.contains(old) {
      names[place] = old
      taken.insert(old)
    }
    taken.formUnion(previous.values)
    var result = self
    for place in parties.indices {
      var name = names[place]
      if name == nil {
        let own = parties[place].records.map { "party-" + $0 }
        name = own.first { !taken.contains($0) } ?? own[0] + "-2"
        taken.insert(name ?? "")
      }
      result.parties[place].id = name ?? parties[place].id
    }
    result.parties.sort { $0.id < $1.id }
    return result
  }
}
