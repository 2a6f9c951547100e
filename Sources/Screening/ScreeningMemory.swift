// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import GoodsIdentity
import Indicators
public import Intake
import Licensing
public import Parties
import Synchronization
public import TradeModel

/// What outlives one run where single items are screened one after another, as a server does: readings of texts, answers of
/// the law, and parties that were held against the lists.
///
/// All of it is found again by content, so that a run with a memory gives the bytes of a run without. It is bounded: what is
/// kept is dropped when it has grown too large. A memory belongs to one screener, one set of lists and one set of options;
/// exceptions to the lists may change from run to run.
public final class ScreeningMemory: Sendable {
  private let lists: PartyLists
  private let answers = Mutex<[StandingAnswers]>([])
  private let matchers = Mutex<[PartyMatcher]>([])
  private let known = Mutex(KnownHits())
  private let packings = Mutex<[String: Packing]>([:])

  public init(_ lists: PartyLists = .empty) { self.lists = lists }

  /// Lends the answers of one thread; they are dropped when they are not given back.
  func lendAnswers() -> StandingAnswers { answers.withLock { $0.popLast() } ?? StandingAnswers() }

  func giveBack(_ given: consuming StandingAnswers) {
    given.trim()
    let kept = given
    answers.withLock { $0.append(kept) }
  }

  /// The entries that a party may be, of any day and without exceptions.
  func hits(_ party: Party) -> [ListHit] {
    guard lists.entryCount > 0 else { return [] }
    if let hits = known.withLock({ $0[party] }) { return hits }
    let matcher = matchers.withLock { $0.popLast() } ?? PartyMatcher(lists)
    let hits = matcher.hits(party)
    matchers.withLock { $0.append(matcher) }
    known.withLock { $0.keep(hits, of: party) }
    return hits
  }

  /// The kind of packing that a text names.
  func packing(_ kind: String?) -> Packing {
    guard let kind, kind.utf8.count <= 64 else { return Packing(kind: kind) }
    if let packing = packings.withLock({ $0[kind] }) { return packing }
    let packing = Packing(kind: kind)
    packings.withLock {
      if $0.count >= 2000 { $0.removeAll() }
      $0[kind] = packing
    }
    return packing
  }

  /// Hits by party in two generations: what is asked for again moves to the younger, the older is dropped as a whole.
  private struct KnownHits {
    private var young: [Party: [ListHit]] = [:]
    private var old: [Party: [ListHit]] = [:]
    private var size = 0
    /// A party counts 1, each of its hits 8 more: about 16 MiB a generation.
    private static let most = 50_000

    subscript(party: Party) -> [ListHit]? {
      mutating get {
        if let hits = young[party] { return hits }
        guard let hits = old[party] else { return nil }
        keep(hits, of: party)
        return hits
      }
    }

    mutating func keep(_ hits: [ListHit], of party: Party) {
      if size >= Self.most {
        old = young
        young = [:]
        size = 0
      }
      young[party] = hits
      size += 1 + 8 * hits.count
    }
  }
}

/// Scratch memory to hold parties against lists: used by one thread at a time, which is why it may be handed on.
final class PartyMatcher: @unchecked Sendable {
  private var screener: ListScreener
  init(_ lists: PartyLists) { screener = ListScreener(lists) }
  func hits(_ party: Party) -> [ListHit] { screener.hitsOfAnyDay(party).filter(\.isPossible) }
}

/// What was read and answered before, apart from any table; lent to one run at a time.
struct StandingAnswers: Sendable {
  /// What fixes a reading, by content.
  private struct Content: Hashable {
    var description: String?
    var composition: String?
    var code: CommodityCode?
  }
  private var readings: [Content: TextRecord] = [:]
  private var records: [CommodityCode: CodeRecord] = [:]
  /// Texts are told apart by it in the keys of the answers.
  private var nextSerial: UInt32 = 0
  var answers = NumberMap<CompactDetermination>()
  var determinations = NumberMap<Determination>()
  var codes = NumberMap<[String]>()
  var limits = NumberMap<[NearLimit]>()
  var ceiling = HiddenCeiling()

  /// Drops what has grown too large: explained determinations take kilobytes each, the rest a tenth of that.
  mutating func trim() {
    if readings.count > 10_000 || records.count > 20_000 {
      // Serials go on, so that nothing said of a text that was dropped is ever found for another.
      let next = nextSerial
      self = StandingAnswers()
      nextSerial = next
    }
    if determinations.count > 4_000 { determinations.removeAll() }
    if answers.count > 100_000 { answers.removeAll() }
    if codes.count > 50_000 { codes.removeAll() }
    if limits.count > 50_000 { limits.removeAll() }
  }

  /// The reading of the goods of the only row of a table.
  mutating func reading(_ table: DeclarationTable, _ screener: Screener) -> TextRecord {
    let code = table.commodityCodes[Int(table.commodityCode[0])]
    let content = Content(
      description: table.goodsDescription.text(at: 0), composition: table.composition.text(at: 0), code: code)
    if let known = readings[content] { return known }
    var facts = [CodeRecord?](repeating: nil, count: table.commodityCodes.count)
    if let code {
      let record = records[code] ?? CodeRecord(code, screener)
      records[code] = record
      facts[Int(table.commodityCode[0])] = record
    }
    let record = screener.read(table, 0, CodeTable(facts: facts), serial: nextSerial)
    nextSerial += 1
    readings[content] = record
    return record
  }
}

extension Screener {
  /// The whole assessment of a table of one row, as `screen` and `assessment(at:)` give it, with the help of a memory.
  /// - Complexity: no thread is started and no file read; a party or text that the memory knows costs a look-up.
  public func assess(
    _ table: DeclarationTable, licences: [Licence] = [], parties: PartyScreening? = nil,
    options: ScreeningOptions = ScreeningOptions(), memory: ScreeningMemory
  ) -> Assessment {
    precondition(table.rowCount == 1, "one item is assessed at a time")
    var standing = memory.lendAnswers()
    let texts = GoodsTexts(only: standing.reading(table, self))
    let run = ScreeningRun(
      screener: self, table: table, licences: licences, parties: parties, options: options, memory: memory,
      texts: texts)
    let evaluator = Evaluator(run.ground, taking: &standing)
    let assessment = run.assessmentOfOnlyRow(with: evaluator)
    evaluator.giveBack(to: &standing)
    memory.giveBack(standing)
    return assessment
  }
}
