// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import Casework
public import Hummingbird

/// Who asks, and how they proved it.
public struct Caller: Sendable, Hashable {
  public enum Means: Sendable, Hashable {
    /// The one person at a machine without accounts.
    case local
    /// A cookie, with the secret that the form token is made from.
    case session(secret: String)
    case token
  }
  public var name: String
  public var role: Role
  public var means: Means
  public var principal: Principal { Principal(name, mayApprove: role.mayApprove) }

  /// What a form must bring along in `csrf_token`, or a request in `X-CSRF-Token`.
  public func formToken(local: String) -> String {
    switch means {
    case .local: local
    case .session(let secret): Secret.formToken(ofSession: secret)
    case .token: ""
    }
  }
}

/// What a request carries through middleware and handlers.
public struct AssayContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// Set by authentication; absent for open routes only.
  public var caller: Caller?
  /// The address of the other side, for limits.
  public var remote: String

  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    remote = source.channel.remoteAddress?.ipAddress ?? "-"
  }

  public var maxUploadSize: Int { 1 << 20 }

  /// The caller of a route that is not open.
  public func requireCaller() throws -> Caller {
    guard let caller else { throw Problem(.unauthorized, "sign-in", "sign in first") }
    return caller
  }
}
