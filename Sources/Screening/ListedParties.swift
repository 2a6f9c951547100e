// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Intake
public import Parties
import TradeModel

/// What parties are held against: restricted-party lists, and who owns whom.
public struct PartyScreening: Sendable {
  public var lists: PartyLists
  /// Shares of ownership in per cent, by name of owner and owned.
  public var ownership: [Ownership]

  public struct Ownership: Sendable, Hashable {
    public var owner: String
    public var owned: String
    public var percent: Double

    public init(owner: String, owned: String, percent: Double) {
      (self.owner, self.owned, self.percent) = (owner, owned, percent)
    }
  }

  public init(lists: PartyLists, ownership: [Ownership] = []) {
    self.lists = lists
    self.ownership = ownership
  }

  /// The same with further exceptions in force.
  public func excepting(_ exceptions: [NamedException]) -> PartyScreening {
    PartyScreening(lists: lists.excepting(exceptions), ownership: ownership)
  }
}

/// A party of an item that may be an entry of a list on the day of the declaration.
public struct ListedParty: Sendable, Hashable {
  /// The part it plays: a role of the declaration, or `end user`.
  public var role: String
  public var hit: ListHit

  public init(role: String, hit: ListHit) {
    self.role = role
    self.hit = hit
  }
}

/// The parties of a table that may be on lists: each distinct party is matched once, whatever its rows and days.
struct ListedParties: Sendable {
  private let lists: PartyLists
  /// Hits by party code and by code of the end-user text, of any day.
  private let parties: [UInt32: [ListHit]]
  private let endUsers: [UInt32: [ListHit]]

  var isEmpty: Bool { parties.isEmpty && endUsers.isEmpty }
  /// Party codes with hits.
  var codes: [UInt32] { parties.keys.sorted() }

  init() {
    lists = .empty
    parties = [:]
    endUsers = [:]
  }

  init(_ table: DeclarationTable, _ lists: PartyLists, threads: Int, memory: ScreeningMemory? = nil) {
    self.lists = lists
    let users = (0..<UInt32(table.endUser.dictionary.count)).map { code in
      table.endUser.dictionary.text(code).map { Party(name: $0) }
    }
    let asked = (0..<UInt32(table.parties.count)).map { table.parties.party($0) } + users
    let size = 256
    let found = inChunks((asked.count + size - 1) / size, threads: threads) {
      memory == nil ? PartyMatcher(lists) : nil
    } body: { matcher, chunk in
      let range = chunk * size..<min((chunk + 1) * size, asked.count)
      return range.compactMap { index -> (Int, [ListHit])? in
        guard let party = asked[index] else { return nil }
        let hits = matcher?.hits(party) ?? memory?.hits(party) ?? []
        return hits.isEmpty ? nil : (index, hits)
      }
    }
    var parties: [UInt32: [ListHit]] = [:]
    var endUsers: [UInt32: [ListHit]] = [:]
    for (index, hits) in found.joined() {
      if index < table.parties.count {
        parties[UInt32(index)] = hits
      } else {
        endUsers[UInt32(index - table.parties.count)] = hits
      }
    }
    (self.parties, self.endUsers) = (parties, endUsers)
  }

  /// The parties of a row that may be listed on its day, surest first.
  func at(_ row: Int, _ table: DeclarationTable) -> [ListedParty] {
    guard !isEmpty else { return [] }
    let day = Day(number: table.day[row])
    var listed: [ListedParty] = []
    for role in PartyRole.allCases {
      let code = table.party(role)[row]
      guard code != 0, let hits = parties[code], let party = table.parties.party(code) else { continue }
      listed += hits.filter { lists.holds($0, for: party, on: day) }.map {
        ListedParty(role: role.name, hit: $0)
      }
    }
    let code = table.endUser.codes[row]
    if code != 0, let hits = endUsers[code], let name = table.endUser.dictionary.text(code) {
      listed += hits.filter { lists.holds($0, for: Party(name: name), on: day) }.map {
        ListedParty(role: "end user", hit: $0)
      }
    }
    return listed.sorted { a, b in
      if a.hit.rank != b.hit.rank { return a.hit.rank > b.hit.rank }
      return (a.role, a.hit.list, a.hit.entryID) < (b.role, b.hit.list, b.hit.entryID)
    }
  }

  /// Hits of a party, of any day.
  func hits(of party: UInt32) -> [ListHit] { parties[party] ?? [] }
}

extension EndUserStatus {
  /// What the lists of the country whose law is asked say of those who receive the goods; nothing when they say nothing.
  static func listed(_ parties: [ListedParty], by country: CountryCode) -> EndUserStatus? {
    var status: EndUserStatus?
    for party in parties
    where party.hit.isLikely && party.hit.jurisdiction == country.description
      && party.role != PartyRole.exporter.name && party.role != PartyRole.declarant.name
    {
      switch party.hit.effect {
      case .controlList: return .onControlList
      case .watchList: status = .onWatchList
      case .unreliableEntity, .sanctions, .concern, .other: break
      }
    }
    return status
  }
}

/// Whom the goods are for, by the words of the declaration and by lists; the law is asked of each, the stricter answer counts.
struct EndUse: Hashable, Sendable {
  var words: EndUserStatus
  var listed: EndUserStatus?

  init(_ words: EndUserStatus, listed: EndUserStatus? = nil) {
    self.words = words
    self.listed = listed == words ? nil : listed
  }

  var key: UInt8 { words.rawValue | (listed.map { $0.rawValue + 1 } ?? 0) << 4 }

  /// The stricter of the law's answers; that on the listed party when both are as strict, since it says more.
  func strictest<Answer>(_ outcome: (Answer) -> Outcome, _ ask: (EndUserStatus) -> Answer) -> Answer {
    let stated = ask(words)
    guard let listed else { return stated }
    let onList = ask(listed)
    return outcome(onList) >= outcome(stated) ? onList : stated
  }
}
