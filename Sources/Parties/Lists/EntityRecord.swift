// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A listed party with everything its list says, in the vocabulary of FollowTheMoney.
public struct EntityRecord: Sendable, Hashable {
  /// Unique over all lists loaded: the source's own identity, or list and entry number.
  public var id: String
  /// The entry's own id within its list.
  public var entryID: String
  public var caption: String
  /// FollowTheMoney schema, such as `Company`.
  public var schema: String
  /// Property names with their values, in order of name.
  public var properties: [(name: String, values: [String])] {
    get { keys.map { ($0, values[$0] ?? []) } }
  }
  public var datasets: [String]
  public var referents: [String]
  public var topics: [String]
  public var firstSeen: String?
  public var lastSeen: String?
  public var lastChange: String?
  /// First and last day of membership, where known.
  public var listedFrom: Day?
  public var listedUntil: Day?
  public var effect: ListEffect
  private var values: [String: [String]]
  private var keys: [String] { values.keys.sorted() }

  /// Whether the party is a target: any topic of risk.
  public var isTarget: Bool { !topics.isEmpty }

  /// Values of one property; empty when it is not stated.
  public func values(of property: String) -> [String] { values[property] ?? [] }

  init(_ entry: ListEntry, in list: PartyList) {
    id = Self.id(entry, in: list)
    entryID = entry.id
    caption = entry.names.first?.text ?? id
    schema = entry.schema ?? Self.schema(entry.kind)
    datasets = [list.id]
    referents = entry.referents
    topics = entry.topics.isEmpty ? Self.topics(entry.effect) : entry.topics
    firstSeen = entry.firstSeen ?? entry.from?.description
    lastSeen = entry.lastSeen ?? Day(list.version)?.description
    lastChange = entry.lastChange ?? entry.from?.description
    (listedFrom, listedUntil, effect) = (entry.from, entry.until, entry.effect)
    var values = entry.properties
    func add(_ name: String, _ value: String) {
      if values[name]?.contains(value) != true { values[name, default: []].append(value) }
    }
    for name in entry.names {
      switch name.strength {
      case .primary: add("name", name.text)
      case .alias: add("alias", name.text)
      case .weak: add("weakAlias", name.text)
      case .former: add("previousName", name.text)
      }
    }
    for country in entry.countries { add("country", country.description.lowercased()) }
    for address in entry.addresses { add("address", address) }
    for identifier in entry.identifiers { add(Self.property(identifier.kind), identifier.value) }
    if let program = entry.program { add("program", program) }
    if let reference = entry.reference, reference.hasPrefix("http") { add("sourceUrl", reference) }
    for topic in topics { add("topics", topic) }
    self.values = values
  }

  static func id(_ entry: ListEntry, in list: PartyList) -> String {
    entry.entityID ?? "\(list.id)-\(entry.id)"
  }

  private static func schema(_ kind: PartyKind) -> String {
    switch kind {
    case .person: "Person"
    case .organisation: "Organization"
    case .vessel: "Vessel"
    case .unknown: "LegalEntity"
    }
  }

  private static func topics(_ effect: ListEffect) -> [String] {
    switch effect {
    case .controlList: ["export.control"]
    case .watchList, .concern: ["export.risk"]
    case .unreliableEntity: ["sanction.counter"]
    case .sanctions: ["sanction"]
    case .other: []
    }
  }

  private static func property(_ kind: PartyIdentifier.Kind) -> String {
    switch kind {
    case .uscc: "uscCode"
    case .lei: "leiCode"
    case .imo: "imoNumber"
    case .mmsi: "mmsi"
    case .registration: "registrationNumber"
    case .tax: "taxNumber"
    case .passport: "passportNumber"
    case .national, .other: "idNumber"
    }
  }
}

/// A loaded list, for catalogues.
public struct DatasetInfo: Sendable, Hashable {
  public var id: String
  public var title: String
  public var publisher: String
  public var version: String
  public var sha256: String
  public var entryCount: Int
  public var nameCount: Int
}
