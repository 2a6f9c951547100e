// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Licensing
import Tabular
import TradeModel
import Workbench

/// Handing in declarations: kept as received, screened off the threads that serve, decisions kept as a whole or not at all.
enum UploadPages {
  static let all: [Endpoint] =
    Pages.page("/upload", .reading, "Where declarations are handed in.") { _, context, services in
      let caller = try context.requireCaller()
      let runs = try services.requireWorkspace().read { database in
        try DecisionStore.screenings(limit: 40, in: database).map {
          UploadPage.Run(
            id: $0.id, at: $0.at.minute, actor: $0.actor, inputs: $0.inputs.map(\.name), rows: $0.rows,
            quarantined: $0.quarantined,
            replacedBy: try DecisionStore.replacement(of: $0.id, in: database))
        }
      }
      return UploadPage(
        runs: runs, mayUpload: Access.screening.admits(caller.role), limit: services.configuration.uploadLimit
      )
    } + [
      Endpoint(
        .post, "/upload", .screening, tag: "pages",
        "Keeps and screens a file of declarations; tells progress as events to who asks for them.",
        body: ["type": "object"], consumes: ["multipart/form-data"], produces: "text/html", success: 303,
        bodyLimit: 64 << 20
      ) { request, context, services in
        let form = try await Form(request, upTo: 64 << 20)
        let caller = try context.requireCaller()
        try services.checkForm(token: form["csrf_token"], of: caller)
        return try await hand(in: form, caller.principal, tellsEvents: request.wantsEvents, services)
      }
    ]

  /// Keeps the file and screens it, by the same way as `/v1/uploads`.
  private static func hand(
    in form: Form, _ actor: Principal, tellsEvents: Bool, _ services: Services
  ) async throws -> Response {
    guard let file = form.files["file"], !file.bytes.isEmpty else {
      throw Problem(.badRequest, "field", "choose a file of declarations")
    }
    let licences = try form.files["licences"].map { try read($0) }
    let screening = UploadScreening(services)
    let upload = try screening.keep(file.bytes, name: file.name, actor: actor).upload
    let next = Services.with("screened", "/")
    guard tellsEvents else {
      _ = try await screening.screen(upload, licences: licences, actor: actor)
      return .seeOther(next)
    }
    return EventStream.response { teller in
      do {
        let record = try await screening.screen(upload, licences: licences, actor: actor) {
          teller.progress($0, $1, $2)
        }
        teller.tell(
          "done",
          [
            "screening": .integer(record.id), "rows": .int(record.rows),
            "quarantined": .int(record.quarantined),
            "location": .string(next),
          ])
      } catch {
        let problem = (error as? Problem) ?? (error as? WorkspaceError).map(Problem.init)
        teller.tell(
          "failed",
          [
            "code": .string(problem?.code ?? "fault"),
            "detail": .string(problem?.detail ?? "the program failed; nothing was kept of this run"),
          ])
      }
    }
  }

  private static func read(_ file: Form.File) throws -> [Licence] {
    let reading: LicenceFile.Reading
    do throws(TableError) {
      reading = try LicenceFile.read(file.bytes, file: file.name)
    } catch {
      throw Problem(.unprocessableContent, "licences", "the licences cannot be read: \(error.message)")
    }
    if let first = reading.diagnostics.first(where: { $0.severity == .error }) {
      throw Problem(.unprocessableContent, "licences", "the licences cannot be read: \(first.message)")
    }
    return reading.licences
  }
}
