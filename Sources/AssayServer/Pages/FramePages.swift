// SPDX-License-Identifier: Apache-2.0

import Accounts
import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import Workbench

/// What surrounds the pages: files, signing in and out, language and light, the keys.
enum FramePages {
  static let all: [Endpoint] =
    Pages.page("/help", .open, "The keys of the workbench.") { _, _, services in
      HelpPage(usesLibrary: services.drawing != nil)
    } + [
      Endpoint(
        .get, "/assets/{name}", .open, tag: "pages", "Style, script and outlines of the pages.",
        produces: "text/css"
      ) { request, context, services in
        let (asset, version) = try asset(try context.text("name"), services)
        let tag = "\"\(version)\""
        // The address carries the tag, so that a new version has a new address.
        let keep =
          request.uri.query == version ? "public, max-age=31536000, immutable" : "public, max-age=300"
        if request.headers[.ifNoneMatch] == tag {
          return Response(status: .notModified, headers: [.eTag: tag, .cacheControl: keep])
        }
        return Response(
          status: .ok, headers: [.contentType: asset.contentType, .eTag: tag, .cacheControl: keep],
          body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
      },
      Endpoint(
        .get, "/sign-in", .open, tag: "pages", "Where one signs in.",
        parameters: [.query("back", "Where to go on.")], produces: "text/html"
      ) { request, context, services in
        let back = Address.own(request.uri.queryParameters["back"].map(String.init) ?? "/")
        guard services.accounts != nil, context.caller == nil else { return .seeOther(back) }
        return try .page(SignInPage(back: back, hasFailed: false), request, nil, services)
      },
      Endpoint(
        .post, "/sign-in", .open, tag: "pages", "Signs in.", body: ["type": "object"],
        consumes: ["application/x-www-form-urlencoded"], produces: "text/html", success: 303, bodyLimit: 8192,
        handler: signIn),
      Pages.action("/sign-out", .reading, "Signs out.") { _, context, services in
        let caller = try context.requireCaller()
        if case .session(let secret) = caller.means {
          try services.requireAccounts().signOut(session: secret, by: caller.principal)
        }
        return "/sign-in"
      },
      Endpoint(
        .post, "/preferences", .open, tag: "pages", "Keeps language and light in a cookie.",
        body: ["type": "object"], consumes: ["application/x-www-form-urlencoded"], produces: "text/html",
        success: 303, bodyLimit: 8192
      ) { request, _, services in
        // Nothing of the workspace changes, and the gate lets no other site send it.
        let form = try await Form(request, upTo: 8192)
        var cookies: [String] = []
        if let language = form["language"].flatMap(Language.init(rawValue:)) {
          cookies.append(services.preference(PageFrame.languageCookie, language.rawValue))
        }
        if let theme = form["theme"].flatMap(PageFrame.Theme.init(rawValue:)) {
          cookies.append(services.preference(PageFrame.themeCookie, theme.rawValue))
        }
        return .seeOther(form["back"] ?? "/", cookies: cookies)
      },
    ]

  /// A file of the program, or of the library that lies beside it, with its version.
  private static func asset(_ name: String, _ services: Services) throws -> (Assets.Asset, String) {
    if let asset = Assets.all[name] { return (asset, Assets.tag) }
    if let library = services.drawing {
      switch name {
      case "d3.min.js":
        return (.init(contentType: "text/javascript; charset=utf-8", bytes: library.script), library.tag)
      case "d3-licence.txt":
        return (.init(contentType: "text/plain; charset=utf-8", bytes: library.licence), library.tag)
      default: break
      }
    }
    throw Problem.notFound
  }

  private static func signIn(
    _ request: Request, _ context: AssayContext, _ services: Services
  ) async throws -> Response {
    let accounts = try services.requireAccounts()
    let form = try await Form(request, upTo: 8192)
    let back = Address.own(form["back"] ?? "/")
    let (name, password) = (form["user"] ?? "", form["password"] ?? "")
    // The same limits as for the interface: whoever guesses here is counted there.
    for subject in ["sign-in:\(name)", "sign-in-from:\(context.remote)"] {
      if let wait = services.signInLimiter.wait(for: subject, at: services.clock().milliseconds) {
        var response = try Response.page(
          SignInPage(back: back, hasFailed: true, wait: wait), request, nil, services,
          status: .tooManyRequests)
        response.headers[.retryAfter] = String(wait)
        return response
      }
    }
    guard let (_, secret) = try accounts.signIn(name, password: password) else {
      return try .page(
        SignInPage(back: back, hasFailed: true), request, nil, services, status: .unauthorized)
    }
    return .seeOther(back, cookies: [services.cookie(secret)])
  }
}

extension Services {
  /// A cookie that remembers a choice of how pages look for a year.
  func preference(_ name: String, _ value: String) -> String {
    "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"
      + (configuration.isBehindTLS ? "; Secure" : "")
  }
}
