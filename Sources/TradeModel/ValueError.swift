// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a value of the kind it should be; the message is written for an analyst.
public struct ValueError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in one sentence without the offending value (values stay out of logs).
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}
