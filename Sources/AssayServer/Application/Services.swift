// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import Casework
public import ControlLaw
import HTTPTypes
import Intake
public import Parties
import Recording
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
  /// Within this the head of a request must have arrived, an idle connection is closed, and an answer must be taken.
  public var headTime = Duration.seconds(30)
  /// Within this the body must have arrived.
  public var bodyTime = Duration.seconds(60)
  public var programVersion = "dev"
  /// Where D3 and its licence lie; pages work without them.
  public var drawingLibrary = LibraryPlace.debian

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
  /// Parties as resolved.
  let partyBooks = PartyBooks()
  /// D3, where the set-up has installed it.
  let drawing: KeptLibrary?
  public let clock: Clock
  public let started: Instant
  /// What local forms must bring along; made anew at each start.
  let localFormToken = Secret.random(prefix: "")
  /// Reads single items.
  let items = ItemReader()
  /// What the screening of single items remembers.
  let memory: ScreeningMemory
  private let standing: ListsInForce

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
    memory = ScreeningMemory(lists)
    standing = ListsInForce(lists)
    drawing = KeptLibrary(configuration.drawingLibrary)
  }

  /// The lists with the exceptions of the workspace that are in force now, and what answers by them rest on.
  func listsInForce() throws -> ListsInForce.State {
    guard let workspace else { return standing.state(with: [], self) }
    let exceptions = try WorkspaceExceptions.inForce(in: workspace, at: clock())
    return standing.state(with: exceptions, self)
  }

  public var law: LawBook { screener.law }

  /// The entity that another identity was merged into.
  func canonical(of id: String) -> String? { standing.canonical(of: id) }

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
  var basis: JSON { basis(lists) }

  fileprivate func basis(_ lists: PartyLists) -> JSON {
    [
      "law_version": .string(law.version.description), "law_digest": .string(law.digest),
      "lists_version": .string(lists.version), "lists_digest": .string(lists.digest),
      "program": .string(configuration.programVersion),
    ]
  }
}

/// The lists under the exceptions in force, made anew when those change.
final class ListsInForce: Sendable {
  struct State: Sendable {
    var lists: PartyLists
    /// What lists, law and program an answer rests on, as JSON.
    var basis: [UInt8]
  }
  private let lists: PartyLists
  private let kept = Mutex<(exceptions: [NamedException], state: State)?>(nil)

  /// Other identities of entities, with the ones they lead to; made when first asked for.
  private let referents = Mutex<[String: String]?>(nil)

  init(_ lists: PartyLists) { self.lists = lists }

  func canonical(of id: String) -> String? {
    referents.withLock { known in
      if known == nil {
        var made: [String: String] = [:]
        for entity in lists.entities() {
          for other in entity.referents where made[other] == nil { made[other] = entity.id }
        }
        known = made
      }
      return known?[id]
    }
  }

  func state(with exceptions: [NamedException], _ services: Services) -> State {
    kept.withLock { kept in
      if let kept, kept.exceptions == exceptions { return kept.state }
      let lists = lists.excepting(exceptions)
      let state = State(lists: lists, basis: services.basis(lists).bytes)
      kept = (exceptions, state)
      return state
    }
  }
}
