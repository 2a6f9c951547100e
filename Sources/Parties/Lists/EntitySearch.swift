// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Which entities a search may give; what is empty or absent does not limit.
public struct EntityFilter: Sendable, Hashable {
  /// Lists to look in, by id.
  public var datasets: Set<String> = []
  public var excludedDatasets: Set<String> = []
  /// FollowTheMoney schema and its descendants; `Thing` and `LegalEntity` take their whole families.
  public var schema: String?
  public var excludedSchemata: Set<String> = []
  /// At least one of these topics.
  public var topics: Set<String> = []
  /// At least one of these countries.
  public var countries: Set<CountryCode> = []
  public var excludedIDs: Set<String> = []
  /// Only entities changed on or after a day (`YYYY-MM-DD`).
  public var changedSince: String?
  /// Only entities listed on a day.
  public var asOf: Day?
  /// All of these: a property (`name`, `country`, ...) holds a value, letters of either case.
  public var properties: [String: String] = [:]

  public init() {}

  /// Families of FollowTheMoney schemata that lists of parties use.
  static let families: [String: Set<String>] = [
    "Organization": ["Organization", "Company", "PublicBody"],
    "LegalEntity": ["LegalEntity", "Organization", "Company", "PublicBody", "Person"],
    "Asset": ["Vessel", "Airplane", "Vehicle", "CryptoWallet", "Company"],
    "Vehicle": ["Vehicle", "Vessel", "Airplane"],
  ]

  func admits(_ record: EntityRecord) -> Bool {
    if !datasets.isEmpty, !record.datasets.contains(where: datasets.contains) { return false }
    if record.datasets.contains(where: excludedDatasets.contains) { return false }
    if let schema, schema != "Thing", !(Self.families[schema] ?? [schema]).contains(record.schema) {
      // A source that does not say what it lists is not passed over.
      guard record.schema == "LegalEntity", schema != "Vessel", schema != "Airplane" else { return false }
    }
    if excludedSchemata.contains(record.schema) || excludedIDs.contains(record.id) { return false }
    if !topics.isEmpty, !record.topics.contains(where: topics.contains) { return false }
    if !countries.isEmpty {
      let stated = record.values(of: "country").compactMap { CountryCode($0.uppercased()) }
      if !stated.contains(where: countries.contains) { return false }
    }
    if let changedSince, let change = record.lastChange ?? record.firstSeen, change < changedSince {
      return false
    }
    if let asOf {
      if let from = record.listedFrom, asOf < from { return false }
      if let until = record.listedUntil, asOf >= until { return false }
    }
    for (property, value) in properties {
      let wanted = value.lowercased()
      guard record.values(of: property).contains(where: { $0.lowercased() == wanted }) else { return false }
    }
    return true
  }
}

/// An entity found for a query, with everything that speaks for and against.
public struct EntityMatch: Sendable, Hashable {
  public var entity: EntityRecord
  /// Probability that the query is the entity, 0...1.
  public var score: Double
  /// Orders matches without a ceiling.
  public var rank: Double
  public var features: [MatchFeature]
}

extension PartyLists {
  /// The lists loaded.
  public var datasets: [DatasetInfo] {
    zip(lists, counts).map { list, count in
      DatasetInfo(
        id: list.id, title: list.title, publisher: list.publisher, version: list.version,
        sha256: list.sha256, entryCount: count.entries, nameCount: count.names)
    }
  }

  /// The entity of an id; nothing when no list has it.
  /// - Complexity: constant, by a table made on loading.
  public func entity(id: String) -> EntityRecord? {
    owner(ofID: id).map { record($0) }
  }

  /// All entities that a filter admits, in the order of the lists.
  public func entities(where filter: EntityFilter = EntityFilter()) -> [EntityRecord] {
    (0..<entryCount).lazy.map { record($0) }.filter { filter.admits($0) }
  }

  /// The entities that a profile may be, best first.
  /// - Parameters:
  ///   - limit: how many at most, 1 to 500.
  ///   - floor: least probability given.
  public func match(
    _ profile: PartyProfile, where filter: EntityFilter = EntityFilter(), limit: Int = 5, floor: Double = 0
  ) -> [EntityMatch] {
    var screener = ListScreener(self)
    return screener.match(profile, where: filter, limit: limit, floor: floor)
  }

  /// Free-text search over names, identifiers and ids, best first; all that the filter admits when the text is empty.
  /// - Parameter offset: results to pass over.
  /// - Returns: how many were found, up to `EntitySearch.most`, and the page asked for.
  public func search(
    _ text: String, where filter: EntityFilter = EntityFilter(), limit: Int = 10, offset: Int = 0
  ) -> (total: Int, page: [EntityMatch]) {
    let bare = text.trimmed
    guard !bare.isEmpty else {
      let all = entities(where: filter)
      return (
        all.count,
        all.dropFirst(max(0, offset)).prefix(max(0, limit)).map {
          EntityMatch(entity: $0, score: 0, rank: 0, features: [])
        }
      )
    }
    var found: [EntityMatch] = []
    if let exact = entity(id: bare), filter.admits(exact) {
      found.append(EntityMatch(entity: exact, score: 1, rank: 1000, features: []))
    }
    var profile = PartyProfile(names: [bare])
    if let identifier = PartyIdentifier(bare) { profile.identifiers = [identifier] }
    found += match(profile, where: filter, limit: EntitySearch.most, floor: 0.02).filter {
      $0.entity.id != found.first?.entity.id
    }
    return (found.count, Array(found.dropFirst(max(0, offset)).prefix(max(0, limit))))
  }

  func record(_ owner: Int) -> EntityRecord { EntityRecord(entry(owner), in: list(of: owner)) }
}

/// Bounds of entity search.
public enum EntitySearch {
  /// Most results of one free-text search.
  public static let most = 500
}

extension ListScreener {
  /// The entities that a profile may be, best first; keeps its scratch memory for the next call.
  public mutating func match(
    _ profile: PartyProfile, where filter: EntityFilter = EntityFilter(), limit: Int = 5, floor: Double = 0
  ) -> [EntityMatch] {
    let lists = lists
    let all = filter == EntityFilter()
    let found = find(profile, most: min(500, max(1, limit)), floor: floor) { owner in
      all || filter.admits(lists.record(owner))
    }
    return found.map {
      EntityMatch(
        entity: lists.record($0.owner), score: $0.probability, rank: $0.rank, features: $0.features)
    }
  }
}
