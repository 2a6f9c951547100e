// SPDX-License-Identifier: Apache-2.0

import FlowWatch
import Foundation
import Indicators
import TradeModel

/// Alerts of trade statistics from a file, as context for a screening.
enum FlowLeads {
  /// Reads what `assay flows alerts --format json` (or csv) wrote; rows that are no alert are passed over.
  static func read(_ path: String) throws -> [FlowLead] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw couldNotRun("\(path): no such file, or it cannot be read")
    }
    do throws(ValueError) { return try leads(Array(data), file: path) } catch {
      throw couldNotRun("\(path): \(error.message); give what 'assay flows alerts --format json' writes")
    }
  }

  static func leads(_ bytes: [UInt8], file: String) throws(ValueError) -> [FlowLead] {
    try FlowLeadFile.leads(bytes, file: file)
  }
}
