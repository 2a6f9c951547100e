// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import Casework
public import ControlLaw
import HTTPTypes
import Intake
public import Parties
public import Screening
import Synchronization
import TradeModel

/// How the server listens and what it allows.
public struct ServerConfiguration: Sendable {
  public var host = "127.0.0.1"
  public var port = 8080
  /// Whether a proxy in front speaks HTTPS, so that cookies are marked `Secure`.
  public var isBehindTLS = false
  /// Requests one caller may make a second, on average; bursts up to ten times that. 0 is no limit.
  public var requestsPerSecond = 0.0
  /// Bytes of an upload of declarations.
  public var uploadLimit = 64 << 20
  /// Seconds within which a request must have arrived, and after which an idle connection is closed.
  public var requestSeconds = 30
  public var programVersion = "dev"

  public init() {}

  /// Whether only this machine can reach the server.
  public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// Everything the handlers work with: engines as values, the store, limits and counters.
public struct Services: Sendable {
  public let configuration: ServerConfiguration
  public let screener: Screener
  public let lists: PartyLists
  /// Absent when the server runs without a workspace: what needs memory then says so.
  public let workspace: Workspace?
  /// Absent when one person works alone on this machine.
  public let accounts: Accounts?
  public let metrics = ServerMetrics()
  public let limiter: RateLimiter
  /// Ten tries to sign in, then one in five seconds.
  public let signInLimiter = RateLimiter(perSecond: 0.2, burst: 10)
  /// Declarations that pages show referred items among.
  let shelf = DeclarationShelf()
  let laneCounts = LaneCounts()
  public let clock: Clock
  public let started: Instant
  /// What local forms must bring along; made anew at each start.
  let localFormToken = Secret.random(prefix: "")

  public init(
    configuration: ServerConfiguration, screener: Screener, lists: PartyLists = .empty,
    workspace: Workspace? = nil, accounts: Accounts? = nil, clock: @escaping Clock
  ) {
    self.configuration = configuration
    self.screener = screener
    self.lists = lists
    self.workspace = workspace
    self.accounts = accounts
    self.clock = clock
    started = clock()
    limiter = RateLimiter(perSecond: configuration.requestsPerSecond)
  }

  public var law: LawBook { screener.law }

  /// The store, or a clear answer that there is none.
  public func requireWorkspace() throws -> Workspace {
    guard let workspace else {
      throw Problem(
        .serviceUnavailable, "no-workspace", "the server runs without a workspace; start it with --workspace")
    }
    return workspace
  }

  func requireAccounts() throws -> Accounts {
    guard let accounts else {
      throw Problem(
        .conflict, "no-accounts",
        "one person works alone here; start the server with --accounts to keep users")
    }
    return accounts
  }

  /// What lists, law and program an answer rests on.
  var basis: JSON {
    [
      "law_version": .string(law.version.description), "law_digest": .string(law.digest),
      "lists_version": .string(lists.version), "lists_digest": .string(lists.digest),
      "program": .string(configuration.programVersion),
    ]
  }
}
