// SPDX-License-Identifier: Apache-2.0

import Accounts
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import TradeModel

/// Decides who a request comes from and whether the route is theirs.
enum Gate {
  static let cookie = "assay_session"
  static let formHeader = HTTPField.Name("X-CSRF-Token")!

  /// Lets a request through to a route, or says why not.
  static func admit(
    _ request: Request, _ context: inout AssayContext, to endpoint: Endpoint, _ services: Services
  ) throws {
    try checkHost(request, services)
    let caller = try caller(of: request, services)
    context.caller = caller
    if services.limiter.isLimiting,
      let wait = services.limiter.wait(
        for: caller.map { "user:\($0.name)" } ?? "address:\(context.remote)",
        at: services.clock().milliseconds)
    {
      var problem = Problem(.tooManyRequests, "too-many-requests", "wait \(wait) s and try again")
      problem.headers[.retryAfter] = String(wait)
      throw problem
    }
    guard endpoint.access.admits(caller?.role) else {
      guard let caller else {
        var problem = Problem(
          .unauthorized, "sign-in", "sign in with a session or an 'Authorization: Bearer' token")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"assay\""
        throw problem
      }
      throw Problem(
        .forbidden, "role",
        "a \(caller.role.rawValue) may not use this route; it needs the right '\(endpoint.access.rawValue)'")
    }
    try checkOrigin(request, caller, services)
  }

  /// The local server answers to local names only, so that a page elsewhere cannot reach it through a name of its own.
  private static func checkHost(_ request: Request, _ services: Services) throws {
    guard services.accounts == nil else { return }
    var host = request.head.authority ?? "localhost"
    if host.hasPrefix("[") {
      host = String(host.prefix { $0 != "]" }.dropFirst())
    } else {
      host = String(host.prefix { $0 != ":" })
    }
    guard host == "localhost" || host == "127.0.0.1" || host == "::1" else {
      throw Problem(.misdirectedRequest, "host", "this server answers on this machine only")
    }
  }

  static func caller(of request: Request, _ services: Services) throws -> Caller? {
    guard let accounts = services.accounts else {
      return Caller(name: "local", role: .administrator, means: .local)
    }
    if let header = request.headers[.authorization] {
      guard header.lowercased().hasPrefix("bearer "),
        let account = try accounts.account(token: String(header.dropFirst(7)))
      else {
        var problem = Problem(.unauthorized, "token", "the token is unknown, revoked or past its end")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"assay\", error=\"invalid_token\""
        throw problem
      }
      return Caller(name: account.name, role: account.role, means: .token)
    }
    guard let secret = request.cookies[cookie]?.value,
      let account = try accounts.account(session: secret)
    else { return nil }
    return Caller(name: account.name, role: account.role, means: .session(secret: secret))
  }

  /// A request that changes something must not be sent by a page of another site.
  ///
  /// Browsers name the page that sends (`Origin`, `Sec-Fetch-Site`). With a session the form token is asked for as well,
  /// in a header here or in the form, which the handlers of pages check.
  private static func checkOrigin(_ request: Request, _ caller: Caller?, _ services: Services) throws {
    guard ![.get, .head, .options].contains(request.method), caller?.means != .token else { return }
    if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!], site != "same-origin", site != "none" {
      throw Problem(.forbidden, "origin", "the request was sent by a page of another site")
    }
    if let origin = request.headers[.origin] {
      let host = origin.split(separator: "/", maxSplits: 2).last.map(String.init)
      guard host == request.head.authority else {
        throw Problem(.forbidden, "origin", "the request was sent by a page of another site")
      }
    }
    if case .session? = caller?.means, !isForm(request) {
      guard let token = request.headers[formHeader],
        Secret.equal(token, caller?.formToken(local: "") ?? "")
      else {
        throw Problem(.forbidden, "form-token", "send the session's form token in X-CSRF-Token")
      }
    }
  }

  /// Whether the body is a form: its token is in the form, and its handler must call `checkForm`.
  static func isForm(_ request: Request) -> Bool {
    let type = request.headers[.contentType]?.lowercased() ?? ""
    return type.hasPrefix("application/x-www-form-urlencoded") || type.hasPrefix("multipart/form-data")
  }
}

extension Services {
  /// The token for the forms of a page.
  public func formToken(for caller: Caller) -> String { caller.formToken(local: localFormToken) }

  /// Checks the token that a form of a page brought along.
  public func checkForm(token: String?, of caller: Caller) throws {
    guard let token, Secret.equal(token, formToken(for: caller)) else {
      throw Problem(.forbidden, "form-token", "the form is out of date; load the page again and repeat")
    }
  }
}
