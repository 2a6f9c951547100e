// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A party of a declaration found on a list.
public struct ListHit: Sendable, Hashable {
  /// Short name and edition of the list.
  public var list: String
  public var listTitle: String
  public var listVersion: String
  public var entryID: String
  /// The name on the list that matched best; the entry's first name when an identifier matched.
  public var matchedName: String
  /// Probability that the party is the one listed, 0...1.
  public var probability: Double
  /// Orders hits without a ceiling.
  public var rank: Double
  /// What speaks for and against, one line each.
  public var explanation: [String]
  public var listedFrom: Day?
  public var listedUntil: Day?
  public var effect: ListEffect
  public var program: String?
  public var reference: String?
  /// Whose list it is: a country code, `EU` or `UN`.
  public var jurisdiction: String?
  /// Number of the entry among all that are loaded.
  var owner: Int

  /// Whether the evidence is enough to ask the law as if the party were the one listed.
  public var isLikely: Bool { probability >= 0.85 && rank >= Self.likelyRank }
  /// Whether somebody should look.
  public var isPossible: Bool { probability >= 0.6 && rank >= Self.possibleRank }

  /// Ranks from the retrieval benchmark (docs/methods/parties.md): above the second, 1 in 100 names made to mislead are
  /// let through, above the first 1 in 200.
  static let likelyRank = 3.0
  static let possibleRank = 2.3
}

/// All lists in force together: an immutable snapshot that answers whether a party is listed as of a day.
///
///     let lists = PartyLists([list])
///     let hits = lists.screen(party, on: day)
public struct PartyLists: Sendable {
  public let lists: [PartyList]
  public let exceptions: ListExceptions
  /// A digest of the lists' ids, editions and checksums and of the exceptions, for decisions to quote.
  public let digest: String
  /// Ids and editions of the lists, for people.
  public let version: String
  let index: NameIndex
  /// List and entry of each owner number of the index.
  let owners: [(list: Int32, entry: Int32)]
  let identifiers: [String: [Int32]]
  /// Owner number of each entity id; the first of equal ids.
  let ownerOfID: [String: Int32]

  /// Hits of a lower probability are left out.
  public static let floor = 0.30

  public static let empty = PartyLists([])

  public init(_ lists: [PartyList], exceptions: ListExceptions = ListExceptions()) {
    self.lists = lists
    self.exceptions = exceptions
    var owners: [(list: Int32, entry: Int32)] = []
    var names: [(name: String, kind: PartyKind, owner: Int)] = []
    var identifiers: [String: [Int32]] = [:]
    var ownerOfID: [String: Int32] = [:]
    for (l, list) in lists.enumerated() {
      for (e, entry) in list.entries.enumerated() {
        for name in entry.names { names.append((name.text, entry.kind, owners.count)) }
        for identifier in entry.identifiers where identifier.value.utf8.count >= 6 {
          identifiers[identifier.value, default: []].append(Int32(owners.count))
        }
        let id = EntityRecord.id(entry, in: list)
        if ownerOfID[id] == nil { ownerOfID[id] = Int32(owners.count) }
        owners.append((Int32(l), Int32(e)))
      }
    }
    self.owners = owners
    self.identifiers = identifiers
    self.ownerOfID = ownerOfID
    index = NameIndex(names)
    var hash = SHA256()
    for list in lists {
      hash.update(list.id.utf8)
      hash.update([0])
      hash.update(list.version.utf8)
      hash.update([0])
      hash.update(list.sha256.utf8)
      hash.update([0])
    }
    exceptions.feed(&hash)
    digest = hash.finalize()
    version = lists.map { "\($0.id) \($0.version)" }.joined(separator: "; ")
  }

  public var entryCount: Int { owners.count }
  public var nameCount: Int { index.count }

  func entry(_ owner: Int) -> ListEntry {
    lists[Int(owners[owner].list)].entries[Int(owners[owner].entry)]
  }

  /// Whether a hit holds for a party on a day: the entry is listed then, and no exception covers the two.
  public func holds(_ hit: ListHit, for party: Party, on day: Day) -> Bool {
    let entry = entry(hit.owner)
    guard entry.isListed(on: day) else { return false }
    return exceptions.count == 0 || !exceptions.covers(party, entry, list: hit.list, on: day)
  }

  func list(of owner: Int) -> PartyList { lists[Int(owners[owner].list)] }

  /// Owners of entries that have an identifier; numbers of two stated kinds do not confirm one another.
  func owners(of identifier: PartyIdentifier) -> [Int] {
    (identifiers[identifier.value] ?? []).map { Int($0) }.filter { owner in
      entry(owner).identifiers.contains {
        $0.value == identifier.value
          && ($0.kind == identifier.kind || $0.kind.isGeneral || identifier.kind.isGeneral)
      }
    }
  }

  /// The listed parties that a party may be, as of a day, best first.
  ///
  /// Meant to be called once per distinct party. For many parties, `ListScreener` keeps its scratch memory.
  public func screen(_ party: Party, on day: Day) -> [ListHit] {
    var screener = ListScreener(self)
    return screener.screen(party, on: day)
  }

  /// Screens many parties, each with its day; answers in their order, equal parties being matched once.
  public func screen(_ parties: [(party: Party, day: Day)]) -> [[ListHit]] {
    var screener = ListScreener(self)
    struct Key: Hashable {
      var party: Party
      var day: Day
    }
    var known: [Key: [ListHit]] = [:]
    return parties.map { party, day in
      let key = Key(party: party, day: day)
      if let hits = known[key] { return hits }
      let hits = screener.screen(party, on: day)
      known[key] = hits
      return hits
    }
  }
}
