// SPDX-License-Identifier: Apache-2.0

import Casework
public import ControlLaw
public import Indicators
public import Intake
public import Parties
public import Screening
public import TradeModel

/// All that a result depends on besides the program: declarations, law, lists, licences and the options that matter.
public struct ScreeningPlan: Sendable {
  /// Declarations with the name that results show.
  public var inputs: [(name: String, content: [UInt8])]
  /// How columns are read, as the text of a mapping file.
  public var mapping: String?
  public var licences: [Licence]
  public var knownOn: Day?
  public var exportCountry: CountryCode
  /// Alerts of trade statistics, as their file.
  public var alerts: [UInt8]?
  /// The day on which it is done, to tell dates to come.
  public var today: Day?
  /// Findings of the workspace that a party is not the one listed, in force when it is done.
  public var exceptions: [NamedException] = []

  public init(
    inputs: [(name: String, content: [UInt8])], mapping: String? = nil, licences: [Licence] = [],
    knownOn: Day? = nil, exportCountry: CountryCode = .china, today: Day? = nil,
    exceptions: [NamedException] = []
  ) {
    self.inputs = inputs
    self.mapping = mapping
    self.licences = licences
    self.knownOn = knownOn
    self.exportCountry = exportCountry
    self.today = today
    self.exceptions = exceptions
  }
}

/// The engines to screen with: made anew for the law that a decision rested on.
public struct ScreeningEngines: Sendable {
  /// The law of today.
  public var law: LawBook
  public var make: @Sendable (LawBook, CountryCode) -> Screener
  /// Lists, exceptions and ownership that parties are held against.
  public var parties: PartyScreening?
  public var threads: Int
  /// Reads a file of alerts.
  public var readAlerts: @Sendable ([UInt8]) -> [FlowLead]

  public init(
    law: LawBook, parties: PartyScreening? = nil, threads: Int = 1,
    readAlerts: @escaping @Sendable ([UInt8]) -> [FlowLead] = { _ in [] },
    make: @escaping @Sendable (LawBook, CountryCode) -> Screener
  ) {
    self.law = law
    self.make = make
    self.readAlerts = readAlerts
    self.parties = parties
    self.threads = threads
  }
}

extension ScreeningEngines {
  /// Names the lists and shares of ownership; `none` without any.
  public var listsDigest: String { Self.digest(of: parties) }

  /// Names lists and shares of ownership; `none` without any.
  public static func digest(of parties: PartyScreening?) -> String {
    guard let parties else { return "none" }
    let shares = parties.ownership.map { CanonicalValue.texts([$0.owner, $0.owned, String($0.percent)]) }
    return Digest.sha256(CanonicalValue.list([.text(parties.lists.digest), .list(shares)]).bytes)
  }
}

/// A plan carried out.
public struct ScreeningOutcome: Sendable {
  public var read: IntakeResult
  public var result: ScreeningResult

  public init(read: IntakeResult, result: ScreeningResult) {
    self.read = read
    self.result = result
  }
}

extension ScreeningPlan {
  /// Reads and screens.
  /// - Throws: `IntakeError` when a whole file cannot be read.
  public func carryOut(
    with engines: ScreeningEngines, law: LawBook? = nil,
    progress: (@Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void)? = nil
  ) throws(IntakeError) -> ScreeningOutcome {
    var intake = IntakeOptions()
    intake.threads = engines.threads
    intake.today = today
    if let mapping { intake.mapping = try ColumnMapping(text: mapping, file: "mapping") }
    let read = try DeclarationReader(intake).read(inputs.map { .bytes($0.content, name: $0.name) })
    var options = ScreeningOptions()
    options.threads = engines.threads
    options.knownOn = knownOn
    if let alerts { options.flowLeads = engines.readAlerts(alerts) }
    options.progress = progress
    let screener = engines.make(law ?? engines.law, exportCountry)
    return ScreeningOutcome(
      read: read,
      result: screener.screen(
        read.table, licences: licences, parties: engines.parties?.excepting(exceptions),
        options: options))
  }
}
