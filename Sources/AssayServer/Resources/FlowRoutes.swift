// SPDX-License-Identifier: Apache-2.0

import Casework
import FlowWatch
import Foundation
import HTTPTypes
import Hummingbird
import ReferenceData
import Screening
import TradeModel

/// Trade statistics asked at the dates of the law.
enum FlowRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/flows", .reading, tag: "flows", "Lists studies of trade statistics, latest first.",
      parameters: Schema.paging
    ) { request, _, services in
      try request.allow(only: ["limit", "offset"])
      let (offset, limit) = try request.page()
      let (page, total) = try services.requireWorkspace().read {
        (try FlowStudies.list(offset: offset, limit: limit, in: $0), try FlowStudies.count(in: $0))
      }
      return .page(page.map { JSON($0.json) }, total: total, offset: offset, limit: limit, for: request)
    },
    Endpoint(
      .post, "/v1/flows", .screening, tag: "flows",
      "Reads monthly trade statistics, tests every lane at the dates of the law, and keeps the study.",
      parameters: [
        .required("name", "The file's name.", ["type": "string", "minLength": 1]),
        .query(
          "source", "The publisher whose columns the file has.",
          [
            "type": "string", "enum": ["comtrade", "census", "eurostat", "hmrc", "baci", "generic"],
            "default": "comtrade",
          ]),
        .query("code", "Commodity codes with commas; all that a control names when absent."),
        .query("jurisdiction", "Whose controls give the dates; China's when absent."),
      ], body: ["type": "string"], consumes: ["text/csv", "application/json", "application/octet-stream"],
      success: 201, others: [422, 507], bodyLimit: 64 << 20
    ) { request, context, services in
      try request.allow(only: ["name", "source", "code", "jurisdiction"])
      guard let name = try request.query("name"), !name.isEmpty else {
        throw Problem(.badRequest, "parameter", "'name' is the file's name and must be given")
      }
      let question = try question(request, services)
      let content = try await request.bytes(upTo: services.configuration.uploadLimit)
      let record = try await FlowStudying(services).study(
        content, name: name, question, actor: try context.requireCaller().principal)
      return .json(
        JSON(record.json), status: .created, headers: [.location: "/v1/flows/\(record.id)"])
    },
    Endpoint(
      .get, "/v1/flows/{id}", .reading, tag: "flows",
      "Shows a study: alerts with every explanation tested, series with breaks and controls, what was left out."
    ) { request, context, services in
      let (record, bytes) = try FlowStudying(services).result(try context.id())
      return .tagged(["study": JSON(record.json), "result": .raw(bytes)], for: request)
    },
    Endpoint(
      .get, "/v1/flows/{id}/alerts", .reading, tag: "flows",
      "Gives the alerts of a study as 'assay flows alerts --format json' does, for 'assay screen --alerts'."
    ) { request, context, services in
      let study = try FlowStudying(services).study(try context.id())
      return .tagged(.raw(Array(study.leads.utf8)), for: request)
    },
  ]

  private static func question(_ request: Request, _ services: Services) throws -> FlowStudy.Question {
    var question = FlowStudy.Question()
    if let source = try request.query("source") { question.source = source }
    if let text = try request.query("code") { question.codes = try codes(text) }
    if let text = try request.query("jurisdiction") {
      guard let country = services.screener.reference.country(named: text) else {
        throw Problem(.badRequest, "parameter", "'jurisdiction' is a country of two letters, such as CN")
      }
      question.jurisdiction = country
    }
    return question
  }

  /// Codes with commas or blanks between them.
  static func codes(_ text: String) throws -> [CommodityCode] {
    try text.split { $0 == "," || $0 == " " }.map { part throws in
      do throws(ValueError) { return try CommodityCode(String(part)) } catch {
        throw Problem(.badRequest, "parameter", "codes have 4 to 10 digits, with commas between")
      }
    }
  }
}

/// Studies of trade statistics, made, kept and read back: what the interface and the pages share.
struct FlowStudying: Sendable {
  let services: Services

  init(_ services: Services) { self.services = services }

  /// Makes a study off the threads that serve requests, and keeps it.
  func study(
    _ content: [UInt8], name: String, _ question: FlowStudy.Question, actor: Principal
  ) async throws -> FlowStudyRecord {
    let workspace = try services.requireWorkspace()
    let law = services.law
    let made = await Background.run { () -> Result<FlowStudy, ValueError> in
      do throws(ValueError) {
        return .success(try FlowStudy.make(of: [(name, content)], question, law: law))
      } catch { return .failure(error) }
    }
    let study: FlowStudy
    switch made {
    case .success(let value): study = value
    case .failure(let error): throw Problem(.unprocessableContent, "statistics", error.message)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let bytes = Array(try encoder.encode(study))
    let asked: CanonicalValue = [
      "source": .text(question.source), "codes": .texts(question.codes.map(\.digits)),
      "jurisdiction": .text(question.jurisdiction.description),
    ]
    return try workspace.write(actor: actor) { database, audit in
      let (upload, _) = try Uploads.keep(
        content, name: name, kind: .statistics, workspace: workspace, in: database, audit: audit)
      return try FlowStudies.keep(
        bytes, title: upload.name, input: upload.digest, question: asked, tested: study.tested,
        alerts: study.alerts.count, workspace: workspace, in: database, audit: audit)
    }
  }

  /// A kept study with its result as JSON.
  func result(_ id: Int64) throws -> (record: FlowStudyRecord, bytes: [UInt8]) {
    let workspace = try services.requireWorkspace()
    let record = try workspace.read { try FlowStudies.study(id, in: $0) }
    return (record, try ContentStore.content(record.digest, in: workspace.folder.reports))
  }

  /// The result of a kept study.
  func study(_ id: Int64) throws -> FlowStudy {
    try JSONDecoder().decode(FlowStudy.self, from: Data(try result(id).bytes))
  }
}
