// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import Ranking
public import TradeModel

/// How a run is done; nothing here but `knownOn`, the policy and the thresholds can change a result.
public struct ScreeningOptions: Sendable {
  /// Threads that assess chunks of rows; the number never changes a byte of output.
  public var threads = 1
  /// Rows in one chunk.
  public var chunkRows = 16_384
  /// The day up to which published law counts; nothing for all law on file, whatever the day of the declaration.
  public var knownOn: Day?
  /// The least probability at which the law is asked about a material the papers do not name, 0 to 1.
  public var hypothesisFloor = 0.05
  /// The greatest number of such materials for one item.
  public var hypothesisLimit = 3
  public var policy = LanePolicy()
  /// Lanes of trade statistics under an alert, taken as context.
  public var flowLeads: [FlowLead] = []
  /// Told now and then how many rows are done; may be called from any thread.
  public var progress: (@Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void)?

  public init() {}
}
