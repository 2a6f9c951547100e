// SPDX-License-Identifier: Apache-2.0

/// How a source says a fact is known; kept with every fact and shown in every answer that rests on it.
public enum Confidence: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Nobody has verified the state of the fact on the day asked about.
  case unverified
  /// From a compiler's memory, not checked against a source.
  case memory
  /// Deduced from a confirmed source.
  case inferred
  /// Reported by a secondary source.
  case reported
  /// Read in the source named.
  case confirmed

  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}
