// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Parties
internal import Synchronization

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

/// Resolves records to parties: blocking, probabilistic weights, components with a guard against over-merging.
public enum PartyResolver {
  /// Log-odds from which two records are called one party.
  public static let threshold = 0.0
  /// Random pairs from which chance agreement is learned.
  static let randomPairs = 10_000

  /// Pairs compared by one thread at a time.
  private static let chunk = 4096

  /// Levels of all pairs, one pair after another; chunks are compared on several threads and put together in order.
  private static func levels(_ table: ResolutionTable, _ pairs: [UInt64], threads: Int) -> [Int8] {
    let chunks = (pairs.count + chunk - 1) / chunk
    let parts = Mutex([[Int8]](repeating: [], count: chunks))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, chunks))) { _ in
      var comparison = RecordComparison(table)
      var levels = [Int8](repeating: 0, count: table.columns.count)
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < chunks else { return }
        var part: [Int8] = []
        part.reserveCapacity(chunk * levels.count)
        for pair in pairs[number * chunk..<min((number + 1) * chunk, pairs.count)] {
          comparison.compare(Int(pair >> 32), Int(pair & 0xFFFF_FFFF), into: &levels)
          part.append(contentsOf: levels)
        }
        parts.withLock { $0[number] = part }
      }
    }
    return Array(parts.withLock { $0 }.joined())
  }

  /// Resolves a table; the same table gives the same answer, whatever the order of its rows and the number of threads.
  public static func resolve(_ table: ResolutionTable, threads: Int = 1) -> Resolution {
    var comparison = RecordComparison(table)
    let pairs = Blocking(table: table).pairs()
    guard !pairs.isEmpty else { return Resolution(links: [], parties: [], compared: 0, refused: 0) }
    let fields = table.columns.count
    let all = levels(table, pairs, threads: threads)
    var patterns: [[Int8]: Int] = [:]
    // Few patterns and many pairs: a pattern is counted by its digits, and made once.
    var numbers: [UInt64: Int] = [:]
    for at in pairs.indices { numbers[packed(all, at * fields, fields), default: 0] += 1 }
    for (number, count) in numbers { patterns[unpacked(number, fields)] = count }
    let model = LinkageModel(
      candidates: patterns, random: random(table, &comparison), top: comparison.top,
      fixed: comparison.fixed)
    var base: [UInt64: Double] = [:]
    for number in numbers.keys { base[number] = model.logOdds(unpacked(number, fields)) }
    var scored: [(pair: UInt64, odds: Double)] = []
    for (index, pair) in pairs.enumerated() {
      // What values' own frequencies can add is bounded: most pairs need no closer look.
      guard let known = base[packed(all, index * fields, fields)],
        known + 4.6 * Double(fields) > threshold - 6
      else { continue }
      let levels = Array(all[index * fields..<(index + 1) * fields])
      let odds = logOdds(model, table, comparison.top, levels, Int(pair >> 32), Int(pair & 0xFFFF_FFFF))
      if odds > threshold - 6 { scored.append((pair, odds)) }
    }
    return assemble(scored, table, model, &comparison, compared: pairs.count)
  }

  /// Levels of one pair as the digits of a number: levels are -1 to 4, so that 24 fields fit.
  private static func packed(_ levels: [Int8], _ start: Int, _ fields: Int) -> UInt64 {
    var number: UInt64 = 0
    for at in start..<start + fields { number = number &* 6 &+ UInt64(bitPattern: Int64(levels[at] + 1)) }
    return number
  }

  private static func unpacked(_ number: UInt64, _ fields: Int) -> [Int8] {
    var rest = number
    var levels = [Int8](repeating: 0, count: fields)
    for at in levels.indices.reversed() {
      levels[at] = Int8(rest % 6) - 1
      rest /= 6
    }
    return levels
  }

  /// Levels of pairs drawn at random, with a fixed seed.
  private static func random(_ table: ResolutionTable, _ comparison: inout RecordComparison) -> [[Int8]: Int]
  {
    var state: UInt64 = 0x2545_F491_4F6C_DD1D
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    // Records in order of id, so that the draw does not depend on the order of rows.
    let order = table.ids.indices.sorted { table.ids[$0] < table.ids[$1] }
    var levels = [Int8](repeating: 0, count: table.columns.count)
    var patterns: [[Int8]: Int] = [:]
    guard table.count > 1 else { return patterns }
    for _ in 0..<min(randomPairs, table.count * (table.count - 1)) {
      let (a, b) = (order[next(table.count)], order[next(table.count)])
      if a == b { continue }
      comparison.compare(a, b, into: &levels)
      patterns[levels, default: 0] += 1
    }
    return patterns
  }

  /// Log-odds of a pair; agreement on a rare value counts more than on a common one.
  private static func logOdds(
    _ model: LinkageModel, _ table: ResolutionTable, _ top: [Int8], _ levels: [Int8], _ a: Int, _ b: Int
  ) -> Double {
    var odds = model.logOdds(levels)
    let sameLine = levels.indices.contains { table.columns[$0].kind == .addressLine && levels[$0] >= 2 }
    for field in levels.indices where levels[field] >= 0 {
      let exact = levels[field] == top[field]
      if exact { odds += rarity(model, table, field, a) }
      // An address line says its town and country too: they are not counted again.
      let implied = [.city, .state, .country, .postcode].contains(table.columns[field].kind)
      if sameLine, implied, table.hasCompanyNames {
        odds -= max(0, model.weight(field, levels[field]) + (exact ? rarity(model, table, field, a) : 0))
      }
    }
    return odds
  }

  /// What the frequency of the value agreed upon adds beyond the average agreement.
  private static func rarity(_ model: LinkageModel, _ table: ResolutionTable, _ field: Int, _ a: Int)
    -> Double
  {
    let column = table.columns[field]
    let code = Int(column.codes[a])
    let present = Double(table.count) - Double(column.counts[0])
    guard code != 0, present > 1 else { return 0 }
    let frequency = Double(column.counts[code]) / present
    let average = model.u[field][model.u[field].count - 1]
    // Held within two powers of ten: counts of small files are themselves uncertain.
    return min(4.6, max(-4.6, logarithm(average / frequency)))
  }

  private static func assemble(
    _ scored: [(pair: UInt64, odds: Double)], _ table: ResolutionTable, _ model: LinkageModel,
    _ comparison: inout RecordComparison, compared: Int
  ) -> Resolution {
    var levels = [Int8](repeating: 0, count: table.columns.count)
    func odds(_ a: Int, _ b: Int) -> Double {
      comparison.compare(a, b, into: &levels)
      return logOdds(model, table, comparison.top, levels, a, b)
    }
    var known: [UInt64: Double] = [:]
    for (pair, value) in scored { known[pair] = value }
    func pairOdds(_ a: Int, _ b: Int) -> Double {
      let key = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
      if let value = known[key] { return value }
      let value = odds(a, b)
      known[key] = value
      return value
    }
    // Strongest first; two groups join when their members, taken together, speak for one party. The mean over all
    // pairs between them keeps a single bridge from joining two parties that share an agent or an address.
    var group = Array(table.ids.indices)
    var members = table.ids.indices.map { [$0] }
    var refused = 0
    let order = scored.filter { $0.odds > threshold }.sorted {
      ($0.odds, rank(table, $1.pair)) > ($1.odds, rank(table, $0.pair))
    }
    for (pair, _) in order {
      let (x, y) = (group[Int(pair >> 32)], group[Int(pair & 0xFFFF_FFFF)])
      guard x != y else { continue }
      guard members[x].count + members[y].count <= 200 else {
        refused += 1
        continue
      }
      var sum = 0.0
      for a in members[x] { for b in members[y] { sum += max(-15, min(15, pairOdds(a, b))) } }
      guard sum > 0 else {
        refused += 1
        continue
      }
      let (into, from) = members[x].count >= members[y].count ? (x, y) : (y, x)
      for record in members[from] { group[record] = into }
      members[into] += members[from]
      members[from] = []
    }
    var links: [PartyLink] = []
    var parties: [ResolvedParty] = []
    for group in members where group.count > 1 {
      let sorted = group.sorted { table.ids[$0] < table.ids[$1] }
      parties.append(
        ResolvedParty(id: "party-" + sorted.map { table.ids[$0] }[0], records: sorted.map { table.ids[$0] }))
      for i in sorted.indices {
        for j in sorted.indices where j > i {
          links.append(link(sorted[i], sorted[j], table, model, &comparison))
        }
      }
    }
    links.sort { ($0.first, $0.second) < ($1.first, $1.second) }
    parties.sort { $0.id < $1.id }
    return Resolution(links: links, parties: parties, compared: compared, refused: refused)
  }

  /// Orders equal scores by ids, so that the order of rows changes nothing.
  private static func rank(_ table: ResolutionTable, _ pair: UInt64) -> String {
    let (a, b) = (table.ids[Int(pair >> 32)], table.ids[Int(pair & 0xFFFF_FFFF)])
    return min(a, b) + "\u{0}" + max(a, b)
  }

  private static func link(
    _ a: Int, _ b: Int, _ table: ResolutionTable, _ model: LinkageModel, _ comparison: inout RecordComparison
  ) -> PartyLink {
    var levels = [Int8](repeating: 0, count: table.columns.count)
    comparison.compare(a, b, into: &levels)
    var evidence: [PartyLink.Evidence] = []
    for field in levels.indices where levels[field] >= 0 {
      let exact = levels[field] == comparison.top[field]
      evidence.append(
        .init(
          field: table.columns[field].heading, level: Int(levels[field]), top: Int(comparison.top[field]),
          logOdds: model.weight(field, levels[field]) + (exact ? rarity(model, table, field, a) : 0)))
    }
    let odds = logOdds(model, table, comparison.top, levels, a, b)
    return PartyLink(
      first: table.ids[a], second: table.ids[b], probability: LogisticFit.sigmoid(odds), evidence: evidence)
  }
}
