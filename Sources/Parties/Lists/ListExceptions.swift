// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A finding by a person that a party is not the one on a list.
///
/// It holds for one party and one list entry, until a day, and only as long as neither changes: both are held by the
/// digest of what was compared.
public struct ListException: Sendable, Hashable {
  public var list: String
  public var entryID: String
  /// Digest of the party as it was when the exception was made.
  public var partyDigest: String
  /// Digest of the list entry as it was.
  public var entryDigest: String
  public var reason: String
  public var author: String
  public var made: Day
  /// First day on which the exception no longer holds.
  public var expires: Day

  public init(
    party: Party, entry: ListEntry, list: String, reason: String, author: String, made: Day, expires: Day
  ) throws(ValueError) {
    try self.init(
      list: list, entryID: entry.id, partyDigest: Self.digest(party), entryDigest: Self.digest(entry),
      reason: reason, author: author, made: made, expires: expires)
  }

  /// An exception as it was kept.
  public init(
    list: String, entryID: String, partyDigest: String, entryDigest: String, reason: String, author: String,
    made: Day, expires: Day
  ) throws(ValueError) {
    guard !reason.trimmed.isEmpty, !author.trimmed.isEmpty else {
      throw ValueError("an exception needs a reason and an author")
    }
    guard partyDigest.utf8.count == 64, entryDigest.utf8.count == 64, !list.isEmpty, !entryID.isEmpty else {
      throw ValueError("an exception needs a list, an entry and the digests of both records")
    }
    guard made <= expires else { throw ValueError("an exception cannot end before it was made") }
    self.list = list
    self.entryID = entryID
    self.partyDigest = partyDigest
    self.entryDigest = entryDigest
    self.reason = reason
    self.author = author
    self.made = made
    self.expires = expires
  }

  /// A digest of all that identifies a party.
  public static func digest(_ party: Party) -> String {
    var hash = SHA256()
    for part in [party.name, party.identifier, party.address, party.country?.description] {
      hash.update((part ?? "").utf8)
      hash.update([0])
    }
    return hash.finalize()
  }

  /// A digest of all that identifies a list entry.
  public static func digest(_ entry: ListEntry) -> String {
    var hash = SHA256()
    let dates = [entry.from, entry.until].map { $0?.description ?? "-" }
    let properties = entry.properties.keys.sorted().flatMap { [$0] + (entry.properties[$0] ?? []) }
    for part in entry.names.map(\.text) + entry.identifiers.map(\.value) + entry.addresses
      + entry.countries.map(\.description) + dates + properties
      + [entry.program ?? "-", entry.effect.rawValue, entry.id]
    {
      hash.update(part.utf8)
      hash.update([0])
    }
    return hash.finalize()
  }
}

/// A finding by officers that a party of a name is not the one on a list; whoever keeps it says when it is in force.
///
/// A workspace keeps such findings with four eyes and an end. They go by the name as declared, without regard to case and
/// white space.
public struct NamedException: Sendable, Hashable {
  public var list: String
  public var entryID: String
  public var party: String

  public init(list: String, entryID: String, party: String) {
    (self.list, self.entryID, self.party) = (list, entryID, party)
  }

  static func folded(_ name: String) -> String {
    name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }
}

/// The exceptions in use.
public struct ListExceptions: Sendable {
  private var byEntry: [String: [ListException]] = [:]
  /// Names that are not an entry, by list and entry.
  private var named: [String: Set<String>] = [:]

  public init(_ exceptions: [ListException] = []) {
    for exception in exceptions {
      byEntry[Self.key(exception.list, exception.entryID), default: []].append(exception)
    }
  }

  private static func key(_ list: String, _ entry: String) -> String { list + "\u{0}" + entry }

  /// Adds findings that are in force.
  mutating func add(_ exceptions: [NamedException]) {
    for exception in exceptions {
      named[Self.key(exception.list, exception.entryID), default: []].insert(
        NamedException.folded(exception.party))
    }
  }

  public var count: Int {
    byEntry.values.reduce(0) { $0 + $1.count } + named.values.reduce(0) { $0 + $1.count }
  }

  /// Whether an exception holds for a party and an entry on a day.
  public func covers(_ party: Party, _ entry: ListEntry, list: String, on day: Day) -> Bool {
    let key = Self.key(list, entry.id)
    if let names = named[key], let name = party.name, names.contains(NamedException.folded(name)) {
      return true
    }
    guard let candidates = byEntry[key] else { return false }
    let (partyDigest, entryDigest) = (ListException.digest(party), ListException.digest(entry))
    // The last word on the two counts.
    let last = candidates.last {
      $0.made <= day && $0.partyDigest == partyDigest && $0.entryDigest == entryDigest
    }
    return last.map { day < $0.expires } ?? false
  }

  /// All exceptions, by list and entry.
  public var all: [ListException] { byEntry.keys.sorted().flatMap { byEntry[$0] ?? [] } }

  /// How an exception stands: it may have ended, or the entry may have changed or gone.
  public enum Standing: String, Sendable, Hashable {
    case holds, ended, entryChanged = "entry changed", entryGone = "entry no longer listed"
  }

  /// How an exception stands on a day beside the lists as they are; whether the party changed shows when it is screened.
  public static func standing(_ exception: ListException, _ lists: PartyLists, on day: Day) -> Standing {
    guard day < exception.expires else { return .ended }
    guard let entry = lists.entry(list: exception.list, id: exception.entryID) else { return .entryGone }
    return ListException.digest(entry) == exception.entryDigest ? .holds : .entryChanged
  }

  func feed(_ hash: inout SHA256) {
    for exception in byEntry.keys.sorted().flatMap({ byEntry[$0] ?? [] }) {
      for part in [
        exception.list, exception.entryID, exception.partyDigest, exception.entryDigest,
        exception.made.description, exception.expires.description,
      ] {
        hash.update(part.utf8)
        hash.update([0])
      }
    }
    for entry in named.keys.sorted() {
      for part in [entry] + (named[entry] ?? []).sorted() {
        hash.update(part.utf8)
        hash.update([0])
      }
    }
  }
}
