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
  public private(set) var exceptions: ListExceptions
  /// A digest of the lists' ids, editions and checksums and of the exceptions, for decisions to quote.
  public private(set) var digest: String
  /// Ids and editions of the lists, for people.
  public let version: String
  let index: NameIndex
  /// How many entries and names each list has.
  let counts: [(entries: Int, names: Int)]
  private let held: Entries

  /// Where entries are kept: in memory with tables to find them, or in a mapped file.
  private enum Entries: Sendable {
    case memory(
      owners: [(list: Int32, entry: Int32)], identifiers: [String: [Int32]], ids: [String: Int32])
    case mapped(MappedEntries)
  }

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
    counts = lists.map { ($0.entries.count, $0.nameCount) }
    held = .memory(owners: owners, identifiers: identifiers, ids: ownerOfID)
    index = NameIndex(names)
    digest = Self.digest(lists, exceptions)
    version = lists.map { "\($0.id) \($0.version)" }.joined(separator: "; ")
  }

  init(
    _ lists: [(list: PartyList, entries: Int, names: Int)], mapped: MappedEntries, index: NameIndex,
    exceptions: ListExceptions
  ) {
    self.lists = lists.map(\.list)
    self.exceptions = exceptions
    self.index = index
    counts = lists.map { ($0.entries, $0.names) }
    held = .mapped(mapped)
    digest = Self.digest(self.lists, exceptions)
    version = self.lists.map { "\($0.id) \($0.version)" }.joined(separator: "; ")
  }

  /// The same lists with further exceptions in force; entries and index are shared.
  public func excepting(_ exceptions: [NamedException]) -> PartyLists {
    guard !exceptions.isEmpty else { return self }
    var lists = self
    lists.exceptions.add(exceptions)
    lists.digest = Self.digest(self.lists, lists.exceptions)
    return lists
  }

  private static func digest(_ lists: [PartyList], _ exceptions: ListExceptions) -> String {
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
    return hash.finalize()
  }

  public var entryCount: Int {
    switch held {
    case .memory(let owners, _, _): owners.count
    case .mapped(let entries): entries.count
    }
  }
  public var nameCount: Int { index.count }

  func entry(_ owner: Int) -> ListEntry {
    switch held {
    case .memory(let owners, _, _): lists[Int(owners[owner].list)].entries[Int(owners[owner].entry)]
    case .mapped(let entries): entries.entry(owner)
    }
  }

  func listNumber(of owner: Int) -> Int {
    switch held {
    case .memory(let owners, _, _): Int(owners[owner].list)
    case .mapped(let entries): min(max(0, Int(entries.listOfEntry[owner])), lists.count - 1)
    }
  }

  func list(of owner: Int) -> PartyList { lists[listNumber(of: owner)] }

  /// The entry of a list by its id.
  /// - Complexity: constant for an entity id as `EntityRecord` gives it, else one pass over the entries.
  public func entry(list: String, id: String) -> ListEntry? {
    (0..<entryCount).lazy.filter { self.list(of: $0).id == list }.map { entry($0) }.first { $0.id == id }
  }

  /// The names of all entries, indexed; owners are numbers of entries.
  public var nameIndex: NameIndex { index }

  /// The id within its list of the entry of an owner number.
  public func entryID(of owner: Int) -> String { entry(owner).id }

  /// The owner of an entity id.
  func owner(ofID id: String) -> Int? {
    switch held {
    case .memory(_, _, let ids): ids[id].map { Int($0) }
    case .mapped(let entries):
      entries.owners(of: IndexTables.key(id: id)).first { EntityRecord.id(entry($0), in: list(of: $0)) == id }
    }
  }

  /// Whether a hit holds for a party on a day: the entry is listed then, and no exception covers the two.
  public func holds(_ hit: ListHit, for party: Party, on day: Day) -> Bool {
    let entry = entry(hit.owner)
    guard entry.isListed(on: day) else { return false }
    return exceptions.count == 0 || !exceptions.covers(party, entry, list: hit.list, on: day)
  }

  /// Owners of entries that have an identifier; numbers of two stated kinds do not confirm one another.
  func owners(of identifier: PartyIdentifier) -> [Int] {
    let candidates =
      switch held {
      case .memory(_, let identifiers, _): (identifiers[identifier.value] ?? []).map { Int($0) }
      case .mapped(let entries): entries.owners(of: IndexTables.key(identifier: identifier.value))
      }
    return candidates.filter { owner in
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
