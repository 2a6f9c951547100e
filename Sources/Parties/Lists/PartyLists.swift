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

  /// Hits of a lower probability are left out.
  public static let floor = 0.30

  public static let empty = PartyLists([])

  public init(_ lists: [PartyList], exceptions: ListExceptions = ListExceptions()) {
    self.lists = lists
    self.exceptions = exceptions
    var owners: [(list: Int32, entry: Int32)] = []
    var names: [(name: String, kind: PartyKind, owner: Int)] = []
    var identifiers: [String: [Int32]] = [:]
    for (l, list) in lists.enumerated() {
      for (e, entry) in list.entries.enumerated() {
        for name in entry.names { names.append((name.text, entry.kind, owners.count)) }
        for identifier in entry.identifiers where identifier.value.utf8.count >= 6 {
          identifiers[identifier.value, default: []].append(Int32(owners.count))
        }
        owners.append((Int32(l), Int32(e)))
      }
    }
    self.owners = owners
    self.identifiers = identifiers
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

/// Screens parties one after another with scratch memory of its own; one per thread.
public struct ListScreener: ~Copyable {
  let lists: PartyLists
  private var searcher: NameSearcher

  public init(_ lists: PartyLists) {
    self.lists = lists
    searcher = NameSearcher(lists.index)
    searcher.compared = 40
  }

  /// Evidence beside the name, as log-odds: stated, not fitted; see docs/methods/parties.md.
  enum Evidence {
    static let sameCountry = 0.4
    static let otherCountry = -0.8
    static let otherIdentifier = -4.0
    static let weakName = -0.7
  }

  /// The listed parties that a party may be, as of a day, best first.
  public mutating func screen(_ party: Party, on day: Day, kind: PartyKind = .unknown, most: Int = 8)
    -> [ListHit]
  {
    var hits: [ListHit] = []
    var seen: Set<Int> = []
    let identifier = party.identifier.flatMap { PartyIdentifier($0) }
    if let identifier {
      for owner in lists.identifiers[identifier.value] ?? [] {
        let entry = lists.entry(Int(owner))
        guard entry.isListed(on: day), seen.insert(Int(owner)).inserted else { continue }
        hits.append(
          hit(
            Int(owner), entry, name: entry.names.first?.text ?? "", probability: 0.999, rank: 20,
            ["identifier (\(identifier.kind.rawValue)) is that of the entry"]))
      }
    }
    if let name = party.name {
      for found in searcher.search(name, kind: kind, most: most * 3) {
        let entry = lists.entry(found.owner)
        guard found.score.probability > 0.05, entry.isListed(on: day), !seen.contains(found.owner) else {
          continue
        }
        if lists.exceptions.covers(
          party, entry, list: lists.lists[Int(lists.owners[found.owner].list)].id, on: day)
        {
          continue
        }
        let (shift, reasons) = beside(party, identifier, entry, found)
        let p = min(0.9999, max(0.0001, found.score.probability))
        let probability = LogisticFit.sigmoid(logOf(p / (1 - p)) + shift)
        guard probability >= PartyLists.floor else { continue }
        seen.insert(found.owner)
        let explanation = searcher.explain(name, kind: kind, name: found.name)
        hits.append(
          hit(
            found.owner, entry, name: matchedText(entry, found), probability: probability,
            rank: found.score.rank + shift, reasons + explanation.lines))
        if hits.count == most { break }
      }
    }
    hits.sort { ($0.rank, $1.list, $1.entryID) > ($1.rank, $0.list, $0.entryID) }
    return hits
  }

  /// What country, identifiers and the strength of the name add.
  private func beside(
    _ party: Party, _ identifier: PartyIdentifier?, _ entry: ListEntry, _ found: NameHit
  ) -> (Double, [String]) {
    var shift = 0.0
    var reasons: [String] = []
    if let country = party.country, !entry.countries.isEmpty {
      if entry.countries.contains(country) {
        shift += Evidence.sameCountry
        reasons.append("same country")
      } else {
        shift += Evidence.otherCountry
        reasons.append("another country")
      }
    }
    if let identifier, identifier.kind != .other,
      entry.identifiers.contains(where: { $0.kind == identifier.kind && $0.value != identifier.value })
    {
      shift += Evidence.otherIdentifier
      reasons.append("another \(identifier.kind.rawValue) number")
    }
    if entry.names.first(where: { $0.text == matchedText(entry, found) })?.strength == .weak {
      shift += Evidence.weakName
      reasons.append("a weak alias")
    }
    return (shift, reasons)
  }

  /// The entry's name at the place found; names of an entry were added one after another.
  private func matchedText(_ entry: ListEntry, _ found: NameHit) -> String {
    var first = found.name
    while first > 0, lists.index.places[first - 1].owner == lists.index.places[found.name].owner {
      first -= 1
    }
    return entry.names[found.name - first].text
  }

  private func hit(
    _ owner: Int, _ entry: ListEntry, name: String, probability: Double, rank: Double, _ explanation: [String]
  ) -> ListHit {
    let list = lists.lists[Int(lists.owners[owner].list)]
    return ListHit(
      list: list.id, listTitle: list.title, listVersion: list.version, entryID: entry.id, matchedName: name,
      probability: probability, rank: rank, explanation: explanation, listedFrom: entry.from,
      listedUntil: entry.until,
      effect: entry.effect, program: entry.program, reference: entry.reference)
  }
}
