// SPDX-License-Identifier: Apache-2.0

public import ReferenceData
public import TradeModel

/// A flow on which the two reports differ by more than their errors.
public struct MirrorGap: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The importer records more than the exporter: goods that left unrecorded or by another way.
    case excessImports = "excess-imports"
    /// The exporter records more than the importer: goods that went elsewhere.
    case orphanExports = "orphan-exports"
  }
  public var pair: MirrorPair
  public var kind: Kind
  /// Kilograms that one report has beyond the other, above zero, with a 95 % band.
  public var kilograms: Double
  public var band: ClosedRange<Double>
  /// Months by which the importer's report was set back to fit the exporter's.
  public var lag: Int
  public var explanations: [Explanation]
  public var identity: CodeIdentity
  /// Imports without freight less exports in USD, where both sides give a value; a check on the masses, never the finding.
  public var valueGap: Double?

  /// Whether the gap is reported as a lead: no explanation accounts for it and the band lies above zero.
  public var isAlert: Bool {
    band.lowerBound > 0 && !explanations.contains { $0.verdict == .explains }
  }
}

/// Finds gaps between the two reports of a flow, quantity before value.
public struct MirrorFinder: Sendable {
  public struct Options: Hashable, Sendable {
    /// Smaller gaps, in kilograms, are not listed.
    public var leastGap: Double = 1000
    /// Gaps under this share of the larger report are noise (Ferrantino and Wang 2008: 20 to 25 %).
    public var noiseFloor: Double = 0.25
    /// Months from here on are not used to find the lag between the two reports of a lane.
    public var control: Month?
    /// Freight and insurance in import values; fitted to the table when nothing is given. Masses need none.
    public var margin: FreightMargin? = FreightMargin.imf
    /// Only flows out of this country, when given.
    public var exporter: CountryCode?
    public init() {}
  }

  public var options: Options
  public var reference: ReferenceData
  public var facts: FlowReference

  public init(reference: ReferenceData, facts: FlowReference, options: Options = Options()) {
    self.reference = reference
    self.facts = facts
    self.options = options
  }

  /// All gaps above the noise, the largest first; those explained stay in the list with their explanation.
  /// - Throws: `ValueError` when the table cannot show gaps.
  public func gaps(in table: FlowTable) throws(ValueError) -> [MirrorGap] {
    let pairs = try MirrorPairs(table).aligned(before: options.control)
    let margin = options.margin ?? FreightMargin.fitted(to: pairs, facts: facts)
    let reliability = ReporterReliability(pairs)
    let unplaced = UnplacedMass(table)
    var gaps: [MirrorGap] = []
    var orphans: [LaneKey: Double] = [:]
    var excess: [LaneKey: Double] = [:]
    for pair in pairs {
      guard let out = pair.exportedMass, let into = pair.importedMass else { continue }
      let key = LaneKey(code: pair.code, exporter: pair.exporter, period: pair.period)
      if out > into { orphans[key, default: 0] += out - into } else { excess[key, default: 0] += into - out }
    }
    for pair in pairs {
      if let only = options.exporter, pair.exporter != only { continue }
      guard let out = pair.exportedMass, let into = pair.importedMass, !pair.exporter.isSpecial else {
        continue
      }
      let gap = abs(out - into)
      guard gap >= options.leastGap, gap > options.noiseFloor * max(out, into) else { continue }
      let half = 1.96 * error(of: pair, out: out, into: into, reliability: reliability)
      let kind = into > out ? MirrorGap.Kind.excessImports : .orphanExports
      let key = LaneKey(code: pair.code, exporter: pair.exporter, period: pair.period)
      let identity = CodeIdentity(pair.code, reference: reference, period: pair.period)
      let tests = GapTests(
        pair: pair, kind: kind, kilograms: gap, identity: identity, facts: facts,
        orphansElsewhere: (orphans[key] ?? 0) - (kind == .orphanExports ? gap : 0),
        excessElsewhere: (excess[key] ?? 0) - (kind == .excessImports ? gap : 0),
        unplaced: unplaced.mass(pair))
      var found = MirrorGap(
        pair: pair, kind: kind, kilograms: gap, band: (gap - half)...(gap + half), lag: pair.lag,
        explanations: tests.run(), identity: identity)
      if let sold = pair.exportedUSD, let bought = pair.importedUSD, sold.isFinite, bought.isFinite {
        let used: FreightMargin = facts.importsFreeOnBoard.contains(pair.importer) ? .none : margin
        found.valueGap =
          used.freeOnBoard(
            usd: bought, kilograms: pair.imported.flatMap { $0.isFinite ? $0 : nil },
            distance: facts.distance(pair.exporter, pair.importer), heading: Int(pair.code.digits.prefix(4)))
          - sold
      }
      gaps.append(found)
    }
    return gaps.sorted { a, b in
      if a.kilograms != b.kilograms { return a.kilograms > b.kilograms }
      return (a.pair.exporter, a.pair.importer, a.pair.period) < (
        b.pair.exporter, b.pair.importer, b.pair.period
      )
    }
  }

  private func error(of pair: MirrorPair, out: Double, into: Double, reliability: ReporterReliability)
    -> Double
  {
    // Half the effect on each side: a discrepancy has two makers.
    let e =
      reliability.relativeError(of: pair.exporter, asExporter: true) * (pair.exportEstimated ? 2 : 1) / 2
    let i =
      reliability.relativeError(of: pair.importer, asExporter: false) * (pair.importEstimated ? 2 : 1) / 2
    return (e * out * e * out + i * into * i * into).squareRoot()
  }
}

/// Code, exporter and period.
struct LaneKey: Hashable {
  var code: CommodityCode
  var exporter: CountryCode
  var period: FlowPeriod
}

extension CountryCode {
  var isSpecial: Bool { SpecialArea.contains(self) }
}

/// Mass with an unspecified partner or zone, by reporter, code, period and direction.
struct UnplacedMass {
  private var sums: [FlowRecord: Double] = [:]

  init(_ table: FlowTable) {
    for record in table.unplaced where record.kilograms > 0 {
      sums[Self.key(record.code, record.period, record.reporter, record.direction), default: 0] +=
        record.kilograms
    }
  }

  private static func key(
    _ code: CommodityCode, _ period: FlowPeriod, _ reporter: CountryCode, _ direction: FlowDirection
  ) -> FlowRecord {
    FlowRecord(
      period: period, reporter: reporter, partner: SpecialArea.unspecified, direction: direction, code: code,
      kilograms: 0, usd: 0)
  }

  /// Kilograms that exporter and importer leave without a partner.
  func mass(_ pair: MirrorPair) -> (exporter: Double, importer: Double) {
    (
      sums[Self.key(pair.code, pair.period, pair.exporter, .goodsOut)] ?? 0,
      sums[Self.key(pair.code, pair.period, pair.importer, .goodsIn)] ?? 0
    )
  }
}
