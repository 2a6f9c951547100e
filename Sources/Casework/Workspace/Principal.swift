// SPDX-License-Identifier: Apache-2.0

/// Who acts: a person or a service, as every entry of the audit names it.
public struct Principal: Sendable, Hashable {
  /// A short name without white space, such as `anna` or `service:intake`.
  public var id: String
  /// Whether this principal may be the second pair of eyes.
  public var mayApprove: Bool

  public init(_ id: String, mayApprove: Bool = true) {
    self.id = id
    self.mayApprove = mayApprove
  }

  /// The program itself, for what happens by the clock.
  public static let system = Principal("system", mayApprove: false)
}
