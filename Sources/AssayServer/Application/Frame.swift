// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What surrounds every request: counting, errors in words, headers for safety.
struct Frame: RouterMiddleware {
  let services: Services
  /// Methods by route, to tell a wrong method from a wrong path.
  let methods: [(pattern: [Substring], method: HTTPRequest.Method)]

  /// Nothing from elsewhere, no script in the page itself, no frame, no plug-in.
  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

  func handle(
    _ request: Request, context: AssayContext,
    next: @concurrent (Request, AssayContext) async throws -> Response
  ) async throws -> Response {
    let begin = ContinuousClock.now
    var response: Response
    do {
      if let path = request.head.path, path.utf8.count > 60_000 {
        if YenteRoutes.owns(path) {
          throw YenteFailure(status: .uriTooLong, detail: "Request URI too long")
        }
        throw Problem(.uriTooLong, "address-too-long", "the address may have 60000 bytes at most")
      }
      response = try await next(request, context)
    } catch let problem as Problem {
      response = try await answer(problem, request, context)
    } catch let error as WorkspaceError {
      response = try await answer(Problem(error), request, context)
    } catch let error as HTTPError {
      response = try await answer(self.problem(for: error, request), request, context)
    } catch let error as any HTTPResponseError {
      response = try error.response(from: request, context: context)
    } catch is CancellationError {
      response = Response(status: .serviceUnavailable)
    } catch is ChannelError {
      // The client has gone: nobody reads the answer, and it is no fault of the program.
      response = Response(status: .badRequest)
    } catch {
      // The kind of the error alone: its text may hold values.
      context.logger.error("a request failed", metadata: ["type": "\(type(of: error))"])
      response = try await answer(
        Problem(.internalServerError, "fault", "the program failed to answer; nothing was changed"), request,
        context)
    }
    protect(&response)
    let took = (ContinuousClock.now - begin) / .seconds(1)
    services.metrics.record(
      method: request.method.rawValue, route: context.endpointPath ?? "none", status: response.status.code,
      seconds: took)
    return response
  }

  /// As a page for those who read pages, else as a document of the interface.
  private func answer(_ problem: Problem, _ request: Request, _ context: AssayContext) async throws
    -> Response
  {
    if request.wantsPage {
      // Who asks is looked up in the database.
      let page = await withTaskExecutorPreference(globalConcurrentExecutor) {
        try? problem.page(for: request, services)
      }
      if let page { return page }
    }
    return try problem.response(from: request, context: context)
  }

  private func problem(for error: HTTPError, _ request: Request) -> Problem {
    guard error.status == .notFound else {
      return Problem(error.status, "request", "the request cannot be answered as it is")
    }
    let parts = request.uri.path.split(separator: "/")
    let fitting = methods.filter { $0.pattern.count == parts.count && Self.fits(parts, $0.pattern) }
    // The router takes a fixed part before a parameter: `/v1/licences/fit` is no licence of that number.
    let taken = fitting.map { $0.pattern.map { $0.hasPrefix("{") ? "1" : "0" }.joined() }.min()
    let allowed = fitting.filter { $0.pattern.map { $0.hasPrefix("{") ? "1" : "0" }.joined() == taken }
      .map(\.method.rawValue)
    guard !allowed.isEmpty else { return .notFound }
    var problem = Problem(
      .methodNotAllowed, "method", "this address takes \(allowed.joined(separator: ", "))")
    problem.headers[.allow] = allowed.joined(separator: ", ")
    return problem
  }

  private static func fits(_ parts: [Substring], _ pattern: [Substring]) -> Bool {
    zip(parts, pattern).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
  }

  private func protect(_ response: inout Response) {
    for (name, value) in Self.protection where response.headers[name] == nil {
      response.headers.append(HTTPField(name: name, value: value))
    }
    if services.configuration.isBehindTLS, response.headers[.strictTransportSecurity] == nil {
      response.headers[.strictTransportSecurity] = "max-age=31536000"
    }
  }

  private static let protection: [(HTTPField.Name, String)] = [
    (.contentSecurityPolicy, policy), (.xContentTypeOptions, "nosniff"),
    (HTTPField.Name("X-Frame-Options")!, "DENY"),
    // Not `no-referrer`: browsers then send `Origin: null` with forms, and the gate could not tell whose they are.
    (HTTPField.Name("Referrer-Policy")!, "same-origin"),
    (HTTPField.Name("Cross-Origin-Opener-Policy")!, "same-origin"),
    (HTTPField.Name("Cross-Origin-Resource-Policy")!, "same-origin"),
    (HTTPField.Name("Permissions-Policy")!, "camera=(), geolocation=(), microphone=()"),
    (.cacheControl, "no-store"),
  ]
}
