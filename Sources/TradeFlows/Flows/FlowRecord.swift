// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A span of time that a statistic covers: a month or a calendar year.
public struct FlowPeriod: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var first: Month
  /// 1 or 12.
  public var months: Int32

  public init(month: Month) {
    first = month
    months = 1
  }

  /// Makes a calendar year, 1 to 9999.
  public init?(year: Int) {
    guard let january = Month(year: year, month: 1) else { return nil }
    first = january
    months = 12
  }

  public var last: Month { first.advanced(by: Int(months) - 1) }

  /// Reads `2024` as a year, everything else as a month.
  public init(_ text: some StringProtocol) throws(ValueError) {
    let bytes = text.utf8
    if bytes.count == 4, bytes.allSatisfy({ (0x30...0x39).contains($0) }), let year = Int(text),
      let made = FlowPeriod(year: year)
    {
      self = made
    } else {
      self.init(month: try Month(text))
    }
  }

  public static func < (a: Self, b: Self) -> Bool { (a.first, a.months) < (b.first, b.months) }
  public var description: String { months == 12 ? String(first.year) : first.description }
}

/// The way of a flow as its reporter sees it.
public enum FlowDirection: UInt8, Hashable, Sendable, CaseIterable {
  case goodsIn, goodsOut, reExport, reImport
}

/// One row of trade statistics: what one country says it traded with another in one code and period.
public struct FlowRecord: Hashable, Sendable {
  public var period: FlowPeriod
  public var reporter: CountryCode
  public var partner: CountryCode
  public var direction: FlowDirection
  public var code: CommodityCode
  /// Net mass in kilograms; not a number where none was reported.
  public var kilograms: Double
  /// Value in US dollars; not a number where none was reported.
  public var usd: Double
  /// Whether the reporter or the publisher estimated the mass.
  public var estimated: Bool

  public init(
    period: FlowPeriod, reporter: CountryCode, partner: CountryCode, direction: FlowDirection,
    code: CommodityCode,
    kilograms: Double, usd: Double = .nan, estimated: Bool = false
  ) {
    self.period = period
    self.reporter = reporter
    self.partner = partner
    self.direction = direction
    self.code = code
    self.kilograms = kilograms
    self.usd = usd
    self.estimated = estimated
  }

  /// US dollars a kilogram, where both are reported and positive.
  public var unitValue: Double? { kilograms > 0 && usd > 0 ? usd / kilograms : nil }
}

/// Partner areas that are no country, under the user-assigned codes of ISO 3166-1 (QM to QZ).
public enum SpecialArea {
  /// All partners together.
  public static let world = CountryCode("QW")!
  /// Not specified, or secret.
  public static let unspecified = CountryCode("QX")!
  /// Bonded zones, free zones, bunkers and other places inside or outside no territory.
  public static let zone = CountryCode("QZ")!
  /// A group of countries.
  public static let group = CountryCode("QY")!

  public static func contains(_ code: CountryCode) -> Bool {
    [world, unspecified, zone, group].contains(code)
  }
}

/// Why a row of statistics was set aside or marked; each is counted and shown.
public enum FlowGate: String, Hashable, Sendable, CaseIterable, Comparable {
  // Set aside.
  case unreadableRow = "row-unreadable"
  case unreadablePeriod = "period-unreadable"
  case futurePeriod = "period-future"
  case unknownArea = "area-unknown"
  case unreadableCode = "code-unreadable"
  case unreadableNumber = "number-unreadable"
  case negativeMass = "mass-negative"
  case unknownFlow = "flow-unknown"
  case foreignUnit = "unit-not-mass"
  case subtotal = "row-of-a-breakdown"
  case derivedRow = "row-derived-by-the-publisher"
  case duplicate = "key-repeated"
  case conflictingDuplicate = "key-repeated-with-another-value"
  case worldTotal = "total-over-partners"
  case group = "group-of-countries"
  case unspecifiedPartner = "partner-not-specified"
  case zone = "bonded-or-free-zone"
  // Kept, marked.
  case part = "row-added-to-its-parts"
  case reExport = "re-export"
  case missingMass = "mass-not-reported"
  case estimatedMass = "mass-estimated"
  case sharedUnitValue = "mass-imputed-by-shared-unit-value"
  case unitValueOutlier = "unit-value-implausible"
  case selfTrade = "reporter-is-partner"
  case revised = "code-moved-to-another-revision"
  case splitByRevision = "code-split-by-a-revision"
  case specialSystem = "reporter-system-special"

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Statistics of flows after the gates of reading, with what the gates counted.
public struct FlowTable: Sendable {
  /// Rows between two countries, in order of code, period, reporter, partner and direction.
  public internal(set) var records: [FlowRecord] = []
  /// Rows over all partners, kept apart: they are the reporter's own total.
  public internal(set) var totals: [FlowRecord] = []
  /// Rows with an unspecified partner or a zone, kept apart: they bound what a gap can hide.
  public internal(set) var unplaced: [FlowRecord] = []
  public internal(set) var gates: [FlowGate: Int] = [:]
  public internal(set) var diagnostics: [Diagnostic] = []
  /// Rows read.
  public internal(set) var rows = 0
  /// Whether the source gives one reconciled value a flow, which cannot show a gap.
  public internal(set) var reconciled = false
  /// Whether rows of one key are parts that belong together.
  var hasParts = false

  public init() {}

  /// Makes a table of rows known to be clean; sorts them and applies the gates that look across rows.
  public init(_ records: [FlowRecord]) {
    self.records = records
    rows = records.count
    finish()
  }

  mutating func count(_ gate: FlowGate, _ by: Int = 1) { gates[gate, default: 0] += by }

  mutating func note(_ gate: FlowGate, _ message: String, _ file: String, _ line: Int) {
    count(gate)
    guard gates[gate, default: 0] <= 3 else { return }
    diagnostics.append(
      Diagnostic(.warning, gate.rawValue, message, at: SourceLocation(file: file, line: line)))
  }

  /// Joins another table.
  public mutating func append(_ other: FlowTable) {
    records += other.records
    totals += other.totals
    unplaced += other.unplaced
    gates.merge(other.gates, uniquingKeysWith: +)
    diagnostics += other.diagnostics
    rows += other.rows
    reconciled = reconciled || other.reconciled
    hasParts = hasParts || other.hasParts
    finish()
  }
}
