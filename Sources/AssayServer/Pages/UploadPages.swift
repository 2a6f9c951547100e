// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Intake
import Licensing
import Recording
import Screening
import Tabular
import TradeModel
import Workbench

/// Handing in declarations: screened off the threads that serve, and kept as a whole or not at all.
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
      Pages.action(
        "/upload", .screening, "Screens and keeps a file of declarations.", isUpload: true, limit: 64 << 20
      ) { form, context, services in
        let actor = try context.requireCaller().principal
        guard let file = form.files["file"], !file.bytes.isEmpty else {
          throw Problem(.badRequest, "field", "choose a file of declarations")
        }
        try await screen(file, licences: form.files["licences"], actor: actor, services)
        return Services.with("screened", "/")
      }
    ]

  private static func screen(
    _ file: Form.File, licences: Form.File?, actor: Principal, _ services: Services
  ) async throws {
    let workspace = try services.requireWorkspace()
    let usable =
      try licences.map { try read($0) } ?? workspace.read { try LicenceRegister.usable(in: $0) }
    let plan = ScreeningPlan(
      inputs: [(file.name, file.bytes)], licences: usable,
      today: services.chinaDay, exceptions: try WorkspaceExceptions.inForce(in: workspace))
    let engines = services.engines
    let result = await Background.run { () -> Result<Void, any Error> in
      Result {
        do throws(IntakeError) {
          let outcome = try plan.carryOut(with: engines)
          return outcome
        } catch {
          throw Problem(.unprocessableContent, "input-\(error.code.rawValue)", error.diagnostic.message)
        }
      }.flatMap { outcome in
        Result {
          _ = try Recorder.record(
            outcome, of: plan, law: engines.law, listsDigest: engines.listsDigest, in: workspace, actor: actor
          )
        }
      }
    }
    try result.get()
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
