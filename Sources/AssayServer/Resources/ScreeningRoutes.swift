// SPDX-License-Identifier: Apache-2.0

import Casework
import ControlLaw
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Parties
import Ranking
import Reporting
import Screening
import TradeModel

/// Screening of one item or of a file.
enum ScreeningRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/screen", .screening, tag: "screening",
      "Screens one goods item; nothing is kept. The decision's id is the digest of the item and of what the answer rests on.",
      body: item, others: [422], isQuick: true
    ) { request, _, services in
      try screenOne(try await request.bytes(upTo: 64 << 10), services)
    },
    Endpoint(
      .post, "/v1/screen/batch", .screening, tag: "screening",
      "Screens a file of declarations (CSV or JSON Lines, plain or packed); gives one assessment a line.",
      parameters: [
        .query("detail", "brief or full.", ["type": "string", "enum": ["brief", "full"]])
      ], body: ["type": "string"],
      consumes: ["text/csv", "application/x-ndjson", "application/octet-stream"],
      produces: "application/x-ndjson", others: [422], bodyLimit: 64 << 20
    ) { request, _, services in
      try await batch(request, services)
    },
    Endpoint(
      .post, "/v1/screen/progress", .screening, tag: "screening",
      "Screens a file and tells progress as server-sent events, then the summary.", body: ["type": "string"],
      consumes: ["text/csv", "application/x-ndjson", "application/octet-stream"],
      produces: "text/event-stream", others: [422], bodyLimit: 64 << 20
    ) { request, _, services in
      try await progress(request, services)
    },
  ]

  /// The fields of an item under the names that files have; docs/input.md says more.
  private static let item: JSON = [
    "type": "object", "required": ["date", "destination"],
    "properties": [
      "date": ["type": "string", "format": "date"], "destination": ["type": "string"],
      "commodity_code": ["type": "string"], "goods_description": ["type": "string"],
      "composition": ["type": "string"], "origin": ["type": "string"], "net_mass_kg": ["type": "number"],
      "gross_mass_kg": ["type": "number"], "statistical_value": ["type": "number"],
      "currency": ["type": "string"], "exporter_name": ["type": "string"],
      "consignee_name": ["type": "string"], "end_user": ["type": "string"], "end_use": ["type": "string"],
    ],
  ]

  private static func read(
    _ bytes: [UInt8], name: String, _ services: Services
  ) throws -> IntakeResult {
    var options = IntakeOptions()
    options.threads = 1
    options.today = Day(number: Int32(services.clock().milliseconds / 86_400_000 + 1))
    do throws(IntakeError) {
      return try DeclarationReader(options).read([.bytes(bytes, name: name)])
    } catch {
      throw unread(error)
    }
  }

  private static func unread(_ error: IntakeError) -> Problem {
    Problem(.unprocessableContent, "input-\(error.code.rawValue)", error.diagnostic.message)
  }

  private static func screenOne(_ body: [UInt8], _ services: Services) throws -> Response {
    // White space between members may break lines; within a text it cannot, so that one line stays one object.
    guard JSON.isObject(body) else {
      throw Problem(.badRequest, "json-malformed", "the body is no JSON object; each name may stand once")
    }
    let line =
      body.contains { $0 == 0x0A || $0 == 0x0D } ? body.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } : body
    let read: ItemReader.Reading
    do throws(IntakeError) { read = try services.items.read(line, name: "request") } catch {
      throw unread(error)
    }
    guard read.table.rowCount == 1 else {
      var problem = Problem(
        .unprocessableContent, "item", "the item cannot be read; see 'faults' for field, reason and advice")
      problem.extra = [.init(name: "faults", value: .array(read.quarantine.flatMap(\.faults).map(fault)))]
      throw problem
    }
    let standing = try services.listsInForce()
    let assessment = services.screener.assess(
      read.table, parties: PartyScreening(lists: standing.lists), memory: services.memory)
    let decision = Digest.sha256(line + standing.basis)
    let json = ResultWriter.json(assessment, reference: services.screener.reference)
    var buffer = ByteBufferAllocator().buffer(capacity: json.count + standing.basis.count + 128)
    buffer.writeString("{\"decision_id\":\"\(decision)\",\"basis\":")
    buffer.writeBytes(standing.basis)
    buffer.writeString(",\"assessment\":")
    buffer.writeBytes(json)
    buffer.writeString("}")
    return Response(
      status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: buffer))
  }

  private static func fault(_ fault: RowFault) -> JSON {
    [
      "field": .optional(fault.field?.rawValue), "reason": .string(fault.reason.rawValue),
      "message": .string(fault.reason.message), "advice": .string(fault.reason.advice),
    ]
  }

  private static func batch(_ request: Request, _ services: Services) async throws -> Response {
    try request.allow(only: ["detail"])
    let detail = try request.query("detail") ?? "full"
    guard detail == "full" || detail == "brief" else {
      throw Problem(.badRequest, "parameter", "'detail' is brief or full")
    }
    let read = try read(
      try await request.bytes(upTo: services.configuration.uploadLimit), name: "upload", services)
    let result = try await screen(read, services)
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/x-ndjson", HTTPField.Name("X-Rows-Read")!: String(read.rowsRead),
        HTTPField.Name("X-Rows-Quarantined")!: String(read.quarantine.count),
      ],
      body: ResponseBody { writer in
        // Pieces are made and sent in turn, so that a large answer never stands in memory whole.
        let size = 512
        for first in stride(from: 0, to: result.table.rowCount, by: size) {
          let rows = first..<min(first + size, result.table.rowCount)
          var text: [UInt8] = []
          if detail == "full" {
            text = await Background.run { ResultWriter.jsonLines(result, rows: rows) }
          } else {
            for row in rows {
              text += brief(row, result).bytes
              text.append(0x0A)
            }
          }
          try await writer.write(ByteBuffer(bytes: text))
        }
        for row in read.quarantine {
          let line: JSON = ["line": .int(row.line), "faults": .array(row.faults.map(fault))]
          try await writer.write(ByteBuffer(bytes: line.bytes + [0x0A]))
        }
        try await writer.finish(nil)
      })
  }

  private static func brief(_ row: Int, _ result: ScreeningResult) -> JSON {
    let compact = result.compact[row]
    return [
      "declaration_id": .optional(result.table.declarationID.text(at: row)),
      "item_number": .int(Int(result.table.itemNumber[row])), "line": .int(Int(result.table.line[row])),
      "lane": .string(compact.lane.name),
      "score": .number((Double(compact.score) * 10_000).rounded() / 10_000),
      "declared": .string(compact.declaredOutcome.name), "likely": .string(compact.likelyOutcome.name),
      "control": .optional(result.controlCode(compact.likelyControl)),
      "material": .optional(result.materialSlug(compact.material)),
    ]
  }

  /// Screens off the threads that serve requests.
  private static func screen(
    _ read: IntakeResult, _ services: Services,
    progress: (@Sendable (String, Int, Int) -> Void)? = nil
  ) async throws -> ScreeningResult {
    var options = ScreeningOptions()
    options.threads = 2
    options.progress = progress
    let lists = try services.listsInForce().lists
    return await Background.run { [options] in
      services.screener.screen(read.table, parties: PartyScreening(lists: lists), options: options)
    }
  }

  private static func progress(_ request: Request, _ services: Services) async throws -> Response {
    let bytes = try await request.bytes(upTo: services.configuration.uploadLimit)
    let read = try read(bytes, name: "upload", services)
    _ = try services.listsInForce()
    return EventStream.response { teller in
      teller.tell("read", ["rows": .int(read.rowsRead), "quarantined": .int(read.quarantine.count)])
      let result: ScreeningResult
      do {
        result = try await screen(read, services) { teller.progress($0, $1, $2) }
      } catch {
        return teller.tell("failed", ["code": "workspace"])
      }
      let lanes = Lane.allCases.map {
        JSON.Member(name: $0.name, value: .int(result.summary.byLane[$0] ?? 0))
      }
      teller.tell("done", ["assessed": .int(result.table.rowCount), "lanes": .object(lanes)])
    }
  }
}
