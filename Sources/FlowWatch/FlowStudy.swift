// SPDX-License-Identifier: Apache-2.0

/// What a table of trade statistics shows at the dates of the law: lanes that changed, each with the innocent
/// explanations that were tested, and the series they rest on. It is kept as JSON and shown on a page.
///
/// Figures are differences between official statistics. What is left is unexplained, not shown to be unlawful.
public struct FlowStudy: Codable, Sendable, Hashable {
  /// A control as an event on the time line; months as `YYYY-MM`.
  public struct Event: Codable, Sendable, Hashable {
    public var title: String
    public var announced: String?
    public var effective: String
    public var until: String?
  }

  /// The course of one lane by one side's report.
  public struct Lane: Codable, Sendable, Hashable {
    public struct Break: Codable, Sendable, Hashable {
      public var month: String
      /// `level`, `slope` or `season`, as the engine names it.
      public var kind: String
    }
    public var code: String
    public var mineral: String?
    public var exporter: String
    public var importer: String
    /// The country whose report it is.
    public var reportOf: String
    public var first: String
    /// Kilograms a month; nothing where the reporter reported nothing.
    public var kilograms: [Double?]
    public var breaks: [Break]
    public var events: [Event]
  }

  public struct Explanation: Codable, Sendable, Hashable {
    public var kind: String
    /// `explains`, `possible`, `excluded` or `not-tested`.
    public var verdict: String
    public var words: String
  }

  public struct Alert: Codable, Sendable, Hashable {
    /// The place of its lane in `lanes`.
    public var lane: Int
    public var event: Event
    /// `exact`, `dominant`, `basket` or `unknown`: how surely the code is one mineral.
    public var purity: String
    public var breakMonth: String?
    /// Kilograms above (below, when negative) what the year before would give, with a 95 % band.
    public var kilograms: Double
    public var low: Double
    public var high: Double
    /// The share of false alarms among alerts as strong (Benjamini and Yekutieli).
    public var q: Double
    /// The share of placebos at least as large, and how many there were.
    public var placeboP: Double?
    public var placebos: Int
    public var words: String
    public var explanations: [Explanation]
  }

  /// A lane that was tested and is not reported, with the reason.
  public struct Silent: Codable, Sendable, Hashable {
    public var lane: String
    public var control: String
    public var reason: String
  }

  public struct Gate: Codable, Sendable, Hashable {
    public var name: String
    public var rows: Int
  }

  public var files: [String]
  public var jurisdiction: String
  public var codes: [String]
  /// Digest of the law whose dates were asked.
  public var law: String
  public var rows: Int
  public var gates: [Gate]
  /// Lanes tested, over all controls.
  public var tested: Int
  public var alerts: [Alert]
  public var silent: [Silent]
  public var lanes: [Lane]
  public var note: String
  /// The alerts as `assay flows alerts --format json` writes them, for `screen --alerts`.
  public var leads: String
}
