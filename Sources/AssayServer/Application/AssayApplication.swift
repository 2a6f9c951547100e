// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// The server as a value: routes, limits, listening.
public enum AssayApplication {
  /// All routes of the program's interface. The workbench is `Pages.all`.
  public static let endpoints: [Endpoint] =
    SystemRoutes.all + SessionRoutes.all + ScreeningRoutes.all + LawRoutes.all + PartyRoutes.all
    + LicenceRoutes.all + UploadRoutes.all + DecisionRoutes.all + CertificateRoutes.all + CaseRoutes.all
    + LedgerRoutes.all + CaseWorkRoutes.all + ExceptionRoutes.all + FlowRoutes.all + AuditRoutes.all
    + YenteRoutes.all
    + WatchmanRoutes.all

  /// The router with every endpoint behind the gate.
  public static func router(_ services: Services, pages: [Endpoint] = Pages.all) -> Router<AssayContext> {
    let router = Router(context: AssayContext.self)
    let all = endpoints + pages
    router.add(
      middleware: Frame(
        services: services, methods: all.map { ($0.path.split(separator: "/"), $0.method) }))
    // Whoever has to be asked for in the database may have to be waited for.
    let isAlone = services.workspace == nil && services.accounts == nil
    for endpoint in all {
      let isQuick = endpoint.isQuick && isAlone
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context -> Response in
        guard isQuick else {
          return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await answer(request, context, endpoint, services)
          }
        }
        return try await answer(request, context, endpoint, services)
      }
    }
    return router
  }

  private static func answer(
    _ request: Request, _ context: AssayContext, _ endpoint: Endpoint, _ services: Services
  ) async throws -> Response {
    var context = context
    try Gate.admit(request, &context, to: endpoint, services)
    try checkType(request, endpoint)
    return try await endpoint.handler(request, context, services)
  }

  private static func checkType(_ request: Request, _ endpoint: Endpoint) throws {
    guard endpoint.body != nil else { return }
    let type = request.headers[.contentType].map {
      $0.prefix { $0 != ";" }.lowercased().trimmingPrefix { $0 == " " }
    }
    guard let type, endpoint.consumes.contains(where: { $0 == type.trimmingSuffix { $0 == " " } }) else {
      throw Problem(
        .unsupportedMediaType, "content-type",
        "the body must be of type \(endpoint.consumes.joined(separator: " or "))")
    }
  }

  /// The whole application, ready to run.
  public static func build(
    _ services: Services, pages: [Endpoint] = Pages.all, logger: Logger? = nil,
    onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let configuration = services.configuration
    let limits = SlowClients.Limits(
      head: TimeAmount(configuration.headTime), body: TimeAmount(configuration.bodyTime),
      answer: TimeAmount(configuration.headTime))
    return Application(
      responder: router(services, pages: pages).buildResponder(),
      server: HTTPServerBuilder { responder in
        LoopConnections(
          base: HTTP1Channel(
            responder: responder,
            configuration: .init(
              additionalChannelHandlers: [SlowClients(limits)],
              httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 64 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 100))))
      },
      configuration: .init(
        address: .hostname(services.configuration.host, port: services.configuration.port),
        serverName: "assay"),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
      logger: logger ?? ServerLog.logger())
  }
}

extension StringProtocol where SubSequence == Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, predicate(last) { rest = rest.dropLast() }
    return rest
  }
}
