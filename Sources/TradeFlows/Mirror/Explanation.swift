// SPDX-License-Identifier: Apache-2.0

/// An innocent reason for what statistics show, and what the test of it said.
public struct Explanation: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case transit, coding, lag, estimatedWeights = "estimated-weights", confidentiality, stock
    case newCapacity = "new-capacity", oneReport = "one-report"
  }
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// The reason accounts for what was seen.
    case explains
    /// The reason could account for some of it and was not excluded.
    case possible
    /// The test speaks against the reason.
    case excluded
    /// The data at hand cannot test the reason.
    case notTested = "not-tested"
  }
  public var kind: Kind
  public var verdict: Verdict
  /// The test and its figures, in one sentence.
  public var words: String

  public init(_ kind: Kind, _ verdict: Verdict, _ words: String) {
    self.kind = kind
    self.verdict = verdict
    self.words = words
  }
}
