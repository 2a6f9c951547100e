// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization
public import TradeModel

/// What to generate: how many goods items, over which days, with which schemes, how written.
public struct GenerationRequest: Sendable {
  public var rows: Int
  public var seed: UInt64
  /// First and last day of the declarations.
  public var from: Day
  public var to: Day
  /// Share of rows that are part of a scheme, 0 to 0.3.
  public var schemesShare: Double
  /// Weights of schemes by name (`T7`) or by name and method (`T1/false-name`); empty for those of the scenario.
  public var schemeWeights: [String: Double]
  public var layout: Layout
  public var format: RowFormat
  /// Whether blocks are written as gzip members.
  public var compressed: Bool
  public var threads: Int
  /// Whether blocks carry the lines of the truth file.
  public var writesTruth = true

  public init(
    rows: Int, seed: UInt64, from: Day, to: Day, schemesShare: Double = 0.005,
    schemeWeights: [String: Double] = [:], layout: Layout = .canonical, format: RowFormat = .csv,
    compressed: Bool = false, threads: Int = 2
  ) {
    self.rows = rows
    self.seed = seed
    self.from = from
    self.to = to
    self.schemesShare = schemesShare
    self.schemeWeights = schemeWeights
    self.layout = layout
    self.format = format
    self.compressed = compressed
    self.threads = threads
  }
}

/// Why nothing can be generated, in one line.
public struct GenerationError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}

/// A run of rows, ready to be written.
public struct GeneratedBlock: Sendable {
  public fileprivate(set) var declarations: [UInt8] = []
  public fileprivate(set) var truth: [UInt8] = []
  public fileprivate(set) var rows = 0
  public fileprivate(set) var schemeRows = 0
  fileprivate var drawn: [LicensedTrade.Relation: Int] = [:]
}

/// What was generated.
public struct GenerationSummary: Sendable, Hashable {
  public var rows = 0
  public var schemeRows = 0
  public var campaigns = 0
  public var licences = 0
}

/// Writes invented export declarations of China with planted schemes, the same bytes for the same seed.
///
/// Rows come in the order of days; a block of rows is a pure function of the seed and its place, so that neither the
/// number of threads nor the size of memory changes a byte.
public struct DeclarationGenerator: Sendable {
  /// Rows of one block.
  static let blockRows = 8192

  private let request: GenerationRequest
  private let world: World
  private let plan: Plan
  private let honest: HonestTraffic
  private let licensed: LicensedTrade
  private let campaigns: CampaignRows
  private let writer: RowWriter

  /// Plans a run.
  /// - Throws: `GenerationError` for a request that cannot be met.
  public init(_ request: GenerationRequest, scenario: Scenario) throws(GenerationError) {
    guard (1...10_000_000_000).contains(request.rows) else {
      throw GenerationError("rows: 1 to 10,000,000,000 goods items can be generated")
    }
    guard request.from <= request.to else { throw GenerationError("the last day lies before the first") }
    guard request.from.distance(to: request.to) <= 3660 else {
      throw GenerationError("at most ten years can be generated at once")
    }
    guard (0...0.3).contains(request.schemesShare) else {
      throw GenerationError("schemes-share: a share of 0 to 0.3 is possible")
    }
    guard (1...256).contains(request.threads) else { throw GenerationError("threads: 1 to 256 are possible") }
    self.request = request
    world = World(scenario, request: request)
    let weights = try Self.weights(request.schemeWeights, scenario)
    plan = Plan(world, share: request.schemesShare, weights: weights)
    honest = HonestTraffic(world)
    licensed = LicensedTrade(world)
    campaigns = CampaignRows(world)
    writer = RowWriter(layout: request.layout, format: request.format)
  }

  private static func weights(
    _ asked: [String: Double], _ scenario: Scenario
  ) throws(GenerationError) -> [Double] {
    guard !asked.isEmpty else { return scenario.schemes.map(\.weight) }
    var weights = Array(repeating: 0.0, count: scenario.schemes.count)
    for (name, weight) in asked.sorted(by: { $0.key < $1.key }) {
      guard weight.isFinite, weight >= 0 else {
        throw GenerationError("scheme '\(name)': a weight of zero or more is needed")
      }
      var found = false
      for (index, scheme) in scenario.schemes.enumerated()
      where scheme.name == name || "\(scheme.name)/\(scheme.method.rawValue)" == name {
        weights[index] += name == scheme.name ? weight * scheme.weight : weight
        found = true
      }
      guard found else {
        let known = scenario.schemes.map { "\($0.name)/\($0.method.rawValue)" }.joined(separator: ", ")
        throw GenerationError("'\(name)' is no scheme; known are \(known)")
      }
    }
    guard weights.contains(where: { $0 > 0 }) else {
      throw GenerationError("all schemes have the weight zero")
    }
    return weights
  }

  /// The first bytes of the declaration file.
  public var header: [UInt8] {
    let header = writer.header
    return request.compressed && !header.isEmpty ? Gzip.member(header) : header
  }

  /// The first line of the truth file.
  public static let truthHeader = Array(
    "declaration_id,item_number,is_scheme,scheme,method,true_material,note\n".utf8)

  /// Generates every row and hands over blocks in order, then the bytes of the licence file.
  /// - Parameter emit: takes a block; what it throws ends the run.
  public func run(
    emit: (GeneratedBlock) throws -> Void
  ) rethrows -> (summary: GenerationSummary, licences: [UInt8]) {
    let blocks = (request.rows + Self.blockRows - 1) / Self.blockRows
    var summary = GenerationSummary()
    summary.campaigns = plan.campaignCount
    var drawn: [LicensedTrade.Relation: Int] = [:]
    // Threads fill a window of blocks, then the blocks are handed over in order: memory is bounded by the window.
    let window = 8 * request.threads
    for first in stride(from: 0, to: blocks, by: window) {
      for block in self.blocks(first..<min(blocks, first + window)) {
        try emit(block)
        summary.rows += block.rows
        summary.schemeRows += block.schemeRows
        drawn.merge(block.drawn) { $0 + $1 }
      }
    }
    var licences = LicenceRecord.header
    for record in licenceRecords(drawn) {
      record.write(into: &licences)
      summary.licences += 1
    }
    return (summary, licences)
  }

  private func licenceRecords(_ drawn: [LicensedTrade.Relation: Int]) -> [LicenceRecord] {
    let lawful = drawn.map { licensed.licence($0.key, drawn: $0.value) }
    let planted = (0..<plan.campaignCount).flatMap { plan.campaign($0).licences(world: world) }
    return (lawful + planted).sorted { $0.number.lexicographicallyPrecedes($1.number) }
  }

  private func blocks(_ range: Range<Int>) -> [GeneratedBlock] {
    guard request.threads > 1, range.count > 1 else { return range.map { block($0) } }
    let next = Atomic(range.lowerBound)
    let done = Mutex([Int: GeneratedBlock]())
    DispatchQueue.concurrentPerform(iterations: min(request.threads, range.count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < range.upperBound else { return }
        let made = block(index)
        done.withLock { $0[index] = made }
      }
    }
    return done.withLock { made in range.compactMap { made[$0] } }
  }

  /// The rows of one block.
  private func block(_ index: Int) -> GeneratedBlock {
    let first = index * Self.blockRows
    let last = min(first + Self.blockRows, request.rows)
    var block = GeneratedBlock()
    block.declarations.reserveCapacity((last - first) * 520)
    var row = Row()
    var at = first
    var slot = plan.firstSlot(from: first)
    var dayIndex = world.schedule.dayIndex(ofRow: first)
    while at < last {
      while dayIndex + 1 < world.schedule.dayCount, world.schedule.firstRow[dayIndex + 1] <= at {
        dayIndex += 1
      }
      let day = world.schedule.day(dayIndex)
      if slot < plan.slots.count, plan.slots[slot].row == at {
        let planned = plan.slots[slot]
        campaigns.item(
          plan.campaign(Int(planned.campaign)), step: Int(planned.step), day: day, firstRow: at, row: &row)
        append(&row, to: &block)
        slot += 1
        at += 1
        continue
      }
      let nextSlot = slot < plan.slots.count ? plan.slots[slot].row : last
      let limit = min(last, nextSlot, world.schedule.firstRow[dayIndex + 1]) - at
      var chance = Chance(world.seed, 0x5E1C, UInt64(at))
      if chance.happens(world.scenario.setting(.lawfulControlled) * world.scenario.setting(.itemsMean)) {
        if let draw = licensed.item(day: day, firstRow: at, row: &row) {
          block.drawn[draw.relation, default: 0] += draw.grams
        }
        append(&row, to: &block)
        at += 1
      } else {
        at += honest.declaration(day: day, firstRow: at, limit: limit, row: &row) { row in
          append(&row, to: &block)
        }
      }
    }
    if request.compressed { block.declarations = Gzip.member(block.declarations) }
    return block
  }

  private func append(_ row: inout Row, to block: inout GeneratedBlock) {
    writer.write(row, into: &block.declarations)
    block.rows += 1
    if row.isScheme { block.schemeRows += 1 }
    guard request.writesTruth else { return }
    block.truth.append(delimited: row[.declaration])
    block.truth.append(UInt8(ascii: ","))
    block.truth.append(contentsOf: row[.item])
    block.truth.append(row.isScheme ? ",1," : ",0,")
    block.truth.append(delimited: row.schemeName)
    block.truth.append(UInt8(ascii: ","))
    block.truth.append(delimited: row.method)
    block.truth.append(UInt8(ascii: ","))
    block.truth.append(delimited: row.material)
    block.truth.append(UInt8(ascii: ","))
    block.truth.append(delimited: row.note)
    block.truth.append(0x0A)
  }
}
