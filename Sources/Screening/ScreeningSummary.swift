// SPDX-License-Identifier: Apache-2.0

public import Ranking

/// What a run did: counts that add up, versions that make it repeatable, and how long it took.
public struct ScreeningSummary: Sendable, Hashable {
  /// Rows read = assessed + quarantined, always.
  public var rowsRead = 0
  public var assessed = 0
  public var quarantined = 0
  /// Items in each lane.
  public var byLane: [Lane: Int] = [:]
  /// Items whose declared or likely identity is a material of each mineral, by mineral slug, under control or undecided.
  public var byMineral: [String: Int] = [:]
  /// Items each control applies or might apply to, by citation and control code.
  public var byControl: [String: Int] = [:]
  /// Items on which each indicator fired, by indicator id.
  public var byIndicator: [String: Int] = [:]
  /// Items by state of licence, by name of the state.
  public var byLicence: [String: Int] = [:]
  /// Version and digest of the law, the reference data, the lists and the input, by name.
  public var digests: [String: String] = [:]
  /// The earliest and the latest day of the items, as `YYYY-MM-DD`.
  public var firstDay: String?
  public var lastDay: String?
  public var elapsedSeconds = 0.0

  public init() {}

  public var rowsPerSecond: Double { elapsedSeconds > 0 ? Double(rowsRead) / elapsedSeconds : 0 }
}
