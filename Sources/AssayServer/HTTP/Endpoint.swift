// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import HTTPTypes
public import Hummingbird

/// Who may use a route. A route cannot be made without one.
public enum Access: String, Sendable, Hashable, CaseIterable {
  /// Everybody, signed in or not.
  case open
  /// Every user and service.
  case reading
  /// Users who screen, and services.
  case screening
  /// People who work on cases.
  case casework
  /// Supervisors and administrators.
  case approval
  /// Administrators.
  case administration

  public func admits(_ role: Role?) -> Bool {
    switch (self, role) {
    case (.open, _): true
    case (_, nil): false
    case (.reading, _): true
    case (.screening, let role?): role != .viewer
    case (.casework, let role?): role == .analyst || role.mayApprove
    case (.approval, let role?): role.mayApprove
    case (.administration, let role?): role == .administrator
    }
  }
}

/// One route: what stands in the router, in the OpenAPI document and in the table of rights comes from here alone.
public struct Endpoint: Sendable {
  public typealias Handler = @Sendable (Request, AssayContext, Services) async throws -> Response

  public struct Parameter: Sendable {
    public enum Place: String, Sendable { case path, query, header }
    public var name: String
    public var place: Place
    public var note: String
    /// The JSON schema of the value.
    public var schema: JSON
    public var isRequired = false

    public static func query(_ name: String, _ note: String, _ schema: JSON = ["type": "string"]) -> Self {
      Self(name: name, place: .query, note: note, schema: schema)
    }
    public static func required(_ name: String, _ note: String, _ schema: JSON = ["type": "string"]) -> Self {
      Self(name: name, place: .query, note: note, schema: schema, isRequired: true)
    }
  }

  public var method: HTTPRequest.Method
  /// With parameters in braces, such as `/v1/cases/{id}`.
  public var path: String
  public var access: Access
  public var tag: String
  public var summary: String
  public var parameters: [Parameter] = []
  /// The JSON schema of the body, where there is one.
  public var body: JSON?
  /// Content types the body may have.
  public var consumes: [String] = ["application/json"]
  public var produces = "application/json"
  /// The status of success, and others that can come beside the usual ones.
  public var success = 200
  public var others: [Int] = []
  /// Most bytes of a body.
  public var bodyLimit = 1 << 20
  /// Whether the answer takes about a millisecond at most, without a database: it may be made on the event loop.
  public var isQuick = false
  public var handler: Handler

  public init(
    _ method: HTTPRequest.Method, _ path: String, _ access: Access, tag: String, _ summary: String,
    parameters: [Parameter] = [], body: JSON? = nil, consumes: [String] = ["application/json"],
    produces: String = "application/json", success: Int = 200, others: [Int] = [], bodyLimit: Int = 1 << 20,
    isQuick: Bool = false, handler: @escaping Handler
  ) {
    (self.method, self.path, self.access, self.tag, self.summary) = (method, path, access, tag, summary)
    (self.parameters, self.body, self.consumes, self.produces) = (parameters, body, consumes, produces)
    (self.success, self.others, self.bodyLimit, self.isQuick) = (success, others, bodyLimit, isQuick)
    self.handler = handler
  }
}
