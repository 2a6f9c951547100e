// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// An entry found for a profile, before it is put into words.
struct ScoredEntry {
  var owner: Int
  /// Number of the name found in the index; nothing when only an identifier led here.
  var name: Int?
  var query: String?
  var matched: String
  var probability: Double
  var rank: Double
  var features: [MatchFeature]
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

  /// The listed parties that a party may be, as of a day, best first.
  public mutating func screen(_ party: Party, on day: Day, kind: PartyKind = .unknown, most: Int = 8)
    -> [ListHit]
  {
    let lists = lists
    let found = find(PartyProfile(party, kind: kind), most: most, floor: PartyLists.floor) { owner in
      let entry = lists.entry(owner)
      return entry.isListed(on: day)
        && !(lists.exceptions.count > 0
          && lists.exceptions.covers(party, entry, list: lists.list(of: owner).id, on: day))
    }
    return found.map { hit($0) }
  }

  /// The entries that a party may be, whatever the day, best first; `PartyLists.holds` says which hold on a day.
  public mutating func hitsOfAnyDay(_ party: Party, kind: PartyKind = .unknown, most: Int = 8) -> [ListHit] {
    find(PartyProfile(party, kind: kind), most: most, floor: PartyLists.floor) { _ in true }.map { hit($0) }
  }

  /// The entries that a profile may be, best first, among those allowed.
  /// - Parameters:
  ///   - floor: least probability given.
  ///   - allowed: whether an owner of the index may be given; asked of candidates only.
  mutating func find(
    _ profile: PartyProfile, most: Int, floor: Double, where allowed: (Int) -> Bool
  ) -> [ScoredEntry] {
    var best: [Int: ScoredEntry] = [:]
    for identifier in profile.identifiers {
      for owner in lists.owners(of: identifier) where allowed(owner) && best[owner] == nil {
        let entry = lists.entry(owner)
        var scored = ScoredEntry(
          owner: owner, name: nil, query: nil, matched: entry.names.first?.text ?? "", probability: 0.999,
          rank: 20,
          features: [
            MatchFeature(
              kind: .identifier, score: 1,
              detail: "identifier (\(identifier.kind.rawValue)) is that of the entry",
              query: identifier.value, candidate: identifier.value)
          ])
        // A number typed wrong may be another's: a name that has nothing in common takes certainty away.
        if let (name, query, score) = nearest(profile, entry) {
          scored.features.append(
            MatchFeature(
              kind: .name, score: score.probability, detail: "the name beside the number", query: query,
              candidate: name))
          scored.matched = name
          scored.probability = score.probability < 0.05 ? 0.9 : 0.999
          scored.rank += min(20, max(-5, score.rank))
        }
        best[owner] = scored
      }
    }
    for name in profile.names.prefix(20) {
      for found in searcher.search(name, kind: profile.kind, most: most * 3, where: allowed) {
        guard found.score.probability > 0.05, best[found.owner]?.name != nil || best[found.owner] == nil
        else { continue }
        let entry = lists.entry(found.owner)
        let matched = matchedText(entry, found)
        let features = beside(profile, entry, weak: matched.strength == .weak)
        let shift = features.reduce(0) { $0 + $1.score }
        let p = min(0.9999, max(0.0001, found.score.probability))
        let probability = LogisticFit.sigmoid(logOf(p / (1 - p)) + shift)
        let rank = found.score.rank + shift
        guard probability >= floor, rank > best[found.owner]?.rank ?? -.infinity else { continue }
        best[found.owner] = ScoredEntry(
          owner: found.owner, name: found.name, query: name, matched: matched.text, probability: probability,
          rank: rank,
          features: [
            MatchFeature(
              kind: .name, score: found.score.probability, detail: "", query: name, candidate: matched.text)
          ] + features)
      }
    }
    let sorted = best.values.sorted { a, b in
      if a.rank != b.rank { return a.rank > b.rank }
      return key(a) < key(b)
    }
    return sorted.prefix(most).map { explained($0, profile) }
  }

  private func key(_ scored: ScoredEntry) -> (String, String) {
    (lists.list(of: scored.owner).id, lists.entry(scored.owner).id)
  }

  /// Puts into words what made the names alike.
  private mutating func explained(_ scored: ScoredEntry, _ profile: PartyProfile) -> ScoredEntry {
    guard let name = scored.name, let query = scored.query,
      let place = scored.features.firstIndex(where: { $0.kind == .name })
    else { return scored }
    var scored = scored
    scored.features[place].detail =
      searcher.explain(query, kind: profile.kind, name: name).lines.joined(separator: "; ")
    return scored
  }

  /// The entry's name most like one of the profile's.
  private func nearest(_ profile: PartyProfile, _ entry: ListEntry) -> (String, String, NameScore)? {
    var scorer = NameScorer()
    var best: (String, String, NameScore)?
    let kind = profile.kind == .unknown ? entry.kind : profile.kind
    for query in profile.names.prefix(5) {
      let prepared = PreparedName(query, kind: kind)
      for name in entry.names.prefix(30) {
        let score = scorer.score(prepared, PreparedName(name.text, kind: kind))
        if score.probability > best?.2.probability ?? -1 { best = (name.text, query, score) }
      }
    }
    return best
  }

  /// What countries, numbers, addresses, dates and the strength of the name add.
  private func beside(_ profile: PartyProfile, _ entry: ListEntry, weak: Bool) -> [MatchFeature] {
    var features: [MatchFeature] = []
    func add(_ kind: MatchFeature.Kind, _ detail: String, _ query: String? = nil, _ candidate: String? = nil)
    {
      features.append(
        MatchFeature(kind: kind, score: kind.logOdds, detail: detail, query: query, candidate: candidate))
    }
    if !profile.countries.isEmpty, !entry.countries.isEmpty {
      let (asked, known) = (codes(profile.countries), codes(entry.countries))
      if profile.countries.contains(where: entry.countries.contains) {
        add(.country, "same country", asked, known)
      } else {
        add(.countryMismatch, "another country", asked, known)
      }
    }
    for identifier in profile.identifiers where identifier.kind != .other {
      let others = entry.identifiers.filter { $0.kind == identifier.kind }
      guard !others.isEmpty, !others.contains(where: { $0.value == identifier.value }) else { continue }
      add(
        .identifierConflict, "another \(identifier.kind.rawValue) number", identifier.value,
        others[0].value)
      break
    }
    address: for address in profile.addresses.prefix(5) {
      for other in entry.addresses.prefix(20) where AddressLikeness.isSame(address, other) {
        add(.address, "same address", address, other)
        break address
      }
    }
    let births = (entry.properties["birthDate"] ?? []) + (entry.properties["incorporationDate"] ?? [])
    if !profile.birthDates.isEmpty, !births.isEmpty {
      let agree = profile.birthDates.contains { date in
        births.contains { $0.hasPrefix(date) || date.hasPrefix($0) }
      }
      add(
        agree ? .birthDate : .birthDateMismatch, agree ? "same date of birth" : "another date of birth",
        profile.birthDates[0], births[0])
    }
    if weak { add(.weakAlias, "a weak alias") }
    return features
  }

  private func codes(_ countries: [CountryCode]) -> String {
    countries.map(\.description).joined(separator: ";")
  }

  /// The entry's name at the place found; names of an entry were added one after another.
  private func matchedText(_ entry: ListEntry, _ found: NameHit) -> ListEntry.Name {
    entry.names[found.name - lists.index.firstName(ofOwnerAt: found.name)]
  }

  private func hit(_ scored: ScoredEntry) -> ListHit {
    let list = lists.list(of: scored.owner)
    let entry = lists.entry(scored.owner)
    return ListHit(
      list: list.id, listTitle: list.title, listVersion: list.version, entryID: entry.id,
      matchedName: scored.matched, probability: scored.probability, rank: scored.rank,
      explanation: scored.features.flatMap { feature in
        feature.kind == .name ? feature.detail.split(separator: "; ").map(String.init) : [feature.detail]
      }, listedFrom: entry.from, listedUntil: entry.until, effect: entry.effect, program: entry.program,
      reference: entry.reference, jurisdiction: list.jurisdiction, owner: scored.owner)
  }
}

/// Whether two addresses are one: most words in common, numbers not in conflict.
enum AddressLikeness {
  static func isSame(_ a: String, _ b: String) -> Bool {
    let (x, y) = (words(a), words(b))
    guard x.count >= 2, y.count >= 2 else { return false }
    let common = x.intersection(y)
    let numbers = { (set: Set<String>) in set.filter { $0.first?.isNumber == true } }
    let (nx, ny) = (numbers(x), numbers(y))
    if !nx.isEmpty, !ny.isEmpty, nx.isDisjoint(with: ny) { return false }
    return common.count >= 2 && Double(common.count) >= 0.75 * Double(min(x.count, y.count))
  }

  private static func words(_ text: String) -> Set<String> {
    Set(PreparedName(text, kind: .person).words.filter { $0.utf8.count > 1 || $0.first?.isNumber == true })
  }
}
