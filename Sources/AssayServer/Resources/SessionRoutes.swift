// SPDX-License-Identifier: Apache-2.0

import Accounts
import Casework
import HTTPTypes
import Hummingbird

/// Signing in and out, and users.
enum SessionRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/session", .open, tag: "session",
      "Signs in: sets the session's cookie, gives the form token.",
      body: Schema.object(["name": Schema.text, "password": Schema.text], required: ["name", "password"]),
      success: 201, others: [401, 409]
    ) { request, context, services in
      let accounts = try services.requireAccounts()
      let form = try await request.object(upTo: 8192)
      let (name, password) = (try form.required("name"), try form.required("password"))
      // Guessing is slow: ten tries, then one in some seconds, whoever is guessed.
      for subject in ["sign-in:\(name)", "sign-in-from:\(context.remote)"] {
        if let wait = services.signInLimiter.wait(for: subject, at: services.clock().milliseconds) {
          var problem = Problem(.tooManyRequests, "too-many-requests", "wait \(wait) s and try again")
          problem.headers[.retryAfter] = String(wait)
          throw problem
        }
      }
      guard let (account, secret) = try accounts.signIn(name, password: password) else {
        throw Problem(.unauthorized, "sign-in", "name or password is wrong")
      }
      return .json(
        [
          "name": .string(account.name), "role": .string(account.role.rawValue),
          "csrf_token": .string(Secret.formToken(ofSession: secret)),
        ], status: .created, headers: [.setCookie: services.cookie(secret)])
    },
    Endpoint(.get, "/v1/session", .reading, tag: "session", "Says who is signed in.") {
      _, context, services in
      let caller = try context.requireCaller()
      return .json([
        "name": .string(caller.name), "role": .string(caller.role.rawValue),
        "csrf_token": .string(services.formToken(for: caller)),
      ])
    },
    Endpoint(.delete, "/v1/session", .reading, tag: "session", "Signs out.", success: 204) {
      _, context, services in
      let caller = try context.requireCaller()
      if case .session(let secret) = caller.means {
        try services.requireAccounts().signOut(session: secret, by: caller.principal)
      }
      return Response(status: .noContent, headers: [.setCookie: services.cookie(nil)])
    },
    Endpoint(.get, "/v1/users", .administration, tag: "users", "Lists users.", others: [409]) {
      request, _, services in
      let users = try services.requireAccounts().list().map(json)
      return .page(users, total: users.count, offset: 0, limit: users.count, for: request)
    },
    Endpoint(
      .post, "/v1/users", .administration, tag: "users", "Adds a user.",
      body: Schema.object(
        ["name": Schema.text, "role": Schema.choice(Role.self), "password": Schema.text],
        required: ["name", "role"]), success: 201, others: [409]
    ) { request, context, services in
      let form = try await request.object(upTo: 8192)
      guard let role = try form.choice("role", Role.self) else {
        throw Problem(.badRequest, "field", "'role' must be given")
      }
      let account = try services.requireAccounts().add(
        try form.required("name"), role: role, password: try form.optional("password"),
        by: try context.requireCaller().principal)
      return .json(json(account), status: .created)
    },
    Endpoint(
      .patch, "/v1/users/{name}", .administration, tag: "users",
      "Changes a user's role or password, or bars the user; open sessions of the user end.",
      body: Schema.object([
        "role": Schema.choice(Role.self), "password": Schema.text, "disabled": ["type": "boolean"],
      ]), others: [404, 409]
    ) { request, context, services in
      let (accounts, name) = (try services.requireAccounts(), try context.text("name"))
      let actor = try context.requireCaller().principal
      let form = try await request.object(upTo: 8192)
      if let role = try form.choice("role", Role.self) { try accounts.setRole(name, role, by: actor) }
      if let password = try form.optional("password") {
        try accounts.setPassword(name, password, by: actor)
      }
      if let disabled = form["disabled"]?.flag { try accounts.setDisabled(name, disabled, by: actor) }
      guard let account = try accounts.list().first(where: { $0.name == name }) else {
        throw Problem.notFound
      }
      return .json(json(account))
    },
    Endpoint(
      .post, "/v1/users/{name}/tokens", .administration, tag: "users",
      "Makes a token; its text is shown this once.",
      body: Schema.object(
        ["label": Schema.text, "days": ["type": "integer", "minimum": 1, "maximum": 366]],
        required: ["label"]),
      success: 201, others: [404, 409]
    ) { request, context, services in
      let form = try await request.object(upTo: 8192)
      let token = try services.requireAccounts().makeToken(
        try context.text("name"), label: try form.required("label", most: 100),
        days: try form.integer("days") ?? 90, by: try context.requireCaller().principal)
      return .json(["token": .string(token)], status: .created)
    },
    Endpoint(
      .delete, "/v1/users/{name}/tokens", .administration, tag: "users", "Revokes all tokens of a user.",
      success: 204, others: [404, 409]
    ) { _, context, services in
      try services.requireAccounts().revokeTokens(
        of: try context.text("name"), by: try context.requireCaller().principal)
      return Response(status: .noContent)
    },
  ]

  private static func json(_ account: Account) -> JSON {
    [
      "name": .string(account.name), "role": .string(account.role.rawValue),
      "disabled": .bool(account.isDisabled), "created": .string(account.created.description),
    ]
  }
}

extension Services {
  /// The cookie of a session, or the one that ends it.
  public func cookie(_ secret: String?) -> String {
    "\(Gate.cookie)=\(secret ?? ""); Path=/; HttpOnly; SameSite=Strict"
      + (configuration.isBehindTLS ? "; Secure" : "")
      + "; Max-Age=\(secret == nil ? 0 : Accounts.sessionHours * 3600)"
  }
}
