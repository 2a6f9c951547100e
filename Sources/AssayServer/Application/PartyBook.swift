// SPDX-License-Identifier: Apache-2.0

import Casework
import Intake
import Parties
import PartyResolution
import Synchronization
import Tabular
import TradeModel

/// The parties of declarations kept here, resolved: which spellings are taken for one party, and why.
struct PartyBook: Sendable {
  /// A spelling that is taken for the same party as another.
  struct Variant: Sendable, Hashable {
    var name: String
    var identifier: String?
    var address: String?
    var country: CountryCode?
    /// The chance that the two are one party, 0 to 1.
    var probability: Double
    /// Fields that were compared with the log-odds that each adds, strongest first.
    var evidence: [Reason]

    struct Reason: Sendable, Hashable {
      var field: String
      var logOdds: Double
    }
  }

  private let parties: [Party]
  /// Numbers of the parties that are one, in groups of two or more.
  private let groups: [[Int]]
  private let groupsOfName: [String: [Int]]
  /// By pair of numbers, the lower first.
  private let links: [[Int]: PartyLink]

  /// Most distinct parties that are resolved for a page.
  static let most = 60_000

  /// Resolves the distinct parties of tables; nothing when they are too many.
  init?(_ tables: [DeclarationTable], threads: Int) {
    var parties: [Party] = []
    var seen: Set<Party> = []
    for table in tables {
      for code in 1..<max(1, UInt32(table.parties.count)) {
        guard let party = table.parties.party(code), party.name != nil, seen.insert(party).inserted else {
          continue
        }
        parties.append(party)
        guard parties.count <= Self.most else { return nil }
      }
    }
    var resolution = Resolution(links: [], parties: [], compared: 0, refused: 0)
    do throws(ValueError) {
      if parties.count > 1 {
        let records = parties.enumerated().map { number, party in
          [
            String(number), party.name ?? "", party.identifier ?? "", party.address ?? "",
            party.country?.description ?? "",
          ]
        }
        let table = try DelimitedText(
          header: ["id", "name", "identifier", "address", "country"], rows: records)
        resolution = PartyResolver.resolve(try ResolutionTable(table), threads: threads)
      }
    } catch {
      // Without a usable column every party stands alone.
    }
    self.parties = parties
    groups = resolution.parties.map { $0.records.compactMap { Int($0) } }
    var groupsOfName: [String: [Int]] = [:]
    for (number, group) in groups.enumerated() {
      for name in Set(group.compactMap { parties[$0].name }) {
        groupsOfName[name, default: []].append(number)
      }
    }
    self.groupsOfName = groupsOfName
    var links: [[Int]: PartyLink] = [:]
    for link in resolution.links {
      guard let first = Int(link.first), let second = Int(link.second) else { continue }
      links[[min(first, second), max(first, second)]] = link
    }
    self.links = links
  }

  /// Other spellings of the party of a name, likeliest first.
  func variants(of name: String) -> [Variant] {
    var best: [String: Variant] = [:]
    for number in groupsOfName[name] ?? [] {
      let group = groups[number]
      let own = group.filter { parties[$0].name == name }
      for other in group {
        guard let spelling = parties[other].name, spelling != name else { continue }
        // A member may have joined through others: its strongest tie to any spelling of the name is shown.
        let tie = own.compactMap { links[[min($0, other), max($0, other)]] }
          .max { $0.probability < $1.probability }
        guard let tie, tie.probability > best[spelling]?.probability ?? -1 else { continue }
        best[spelling] = Variant(
          name: spelling, identifier: parties[other].identifier, address: parties[other].address,
          country: parties[other].country, probability: tie.probability,
          evidence: tie.evidence.sorted { (abs($0.logOdds), $1.field) > (abs($1.logOdds), $0.field) }.map {
            Variant.Reason(field: $0.field, logOdds: $0.logOdds)
          })
      }
    }
    return best.values.sorted { ($1.probability, $0.name) < ($0.probability, $1.name) }
  }
}

/// The book of the declarations that stand now; made when first asked for, and anew after another screening.
final class PartyBooks: Sendable {
  /// Screenings whose declarations are read, latest first, and most rows of them together.
  private static let screenings = 3
  private static let mostRows = 300_000

  private let kept = Mutex<(screenings: [Int64], book: PartyBook?)?>(nil)

  /// The book, or nothing when the parties are too many to resolve for a page. Made off the threads that serve requests.
  func book(_ services: Services) async throws -> PartyBook? {
    let workspace = try services.requireWorkspace()
    let standing = try workspace.read { database in
      try DecisionStore.screenings(limit: 40, in: database).filter {
        try DecisionStore.replacement(of: $0.id, in: database) == nil
      }
    }
    var rows = 0
    let read = standing.prefix(Self.screenings).filter { record in
      rows += record.rows
      return rows <= Self.mostRows
    }.map(\.id)
    if let kept = kept.withLock({ $0 }), kept.screenings == read { return kept.book }
    let shelf = services.shelf
    let made = await Background.run { () -> Result<PartyBook?, any Error> in
      Result { PartyBook(try read.compactMap { try shelf.table(of: $0, in: workspace) }, threads: 2) }
    }
    let book = try made.get()
    kept.withLock { $0 = (read, book) }
    return book
  }
}
