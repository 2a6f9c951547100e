// SPDX-License-Identifier: Apache-2.0

/// Where a goods item goes next, from least to most control (WCO risk-management vocabulary).
public enum Lane: UInt8, Sendable, Hashable, CaseIterable, Comparable {
  /// Release.
  case green
  /// Release, with post-clearance audit.
  case blue
  /// Documentary check before release.
  case yellow
  /// Examination of the goods before release.
  case red

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  public var name: String {
    switch self {
    case .green: "green"
    case .blue: "blue"
    case .yellow: "yellow"
    case .red: "red"
    }
  }

  /// What the lane means, in words.
  public var meaning: String {
    switch self {
    case .green: "release"
    case .blue: "post-clearance audit"
    case .yellow: "documentary check"
    case .red: "examination"
    }
  }

  public init?(name: String) {
    guard let lane = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = lane
  }
}
