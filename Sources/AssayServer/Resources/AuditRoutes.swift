// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird

/// The record of everything that was done.
enum AuditRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/audit", .casework, tag: "audit", "Lists entries of the audit, latest first.",
      parameters: [
        .query("subject", "Only entries on this subject, such as case:12."),
        .query(
          "before", "Only entries before this sequence number; the answer's 'next' continues the list.",
          ["type": "integer", "minimum": 1]),
        .query("limit", "Entries of the page.", Schema.integer(1...500, default: 50)),
      ]
    ) { request, _, services in
      try request.allow(only: ["subject", "before", "limit"])
      let limit = try request.number("limit", 1...500, default: 50)
      let before = try request.number("before", 1...Int.max, default: Int.max)
      let subject = try request.query("subject")
      guard subject?.utf8.count ?? 0 <= 512 else {
        throw Problem(.badRequest, "parameter", "'subject' is a text of at most 512 bytes")
      }
      let entries = try services.requireWorkspace().auditEntries(
        subject: subject, before: before == .max ? nil : Int64(before), limit: limit)
      let last = entries.last.map { JSON.integer($0.sequence) } ?? .null
      return .tagged(
        [
          "items": .array(entries.map { JSON($0.json) }), "limit": .int(limit),
          "next": entries.count == limit ? last : .null,
        ], for: request)
    },
    Endpoint(
      .get, "/v1/audit/anchor", .casework, tag: "audit",
      "Gives the signed end of the audit, to be kept elsewhere.", others: [404]
    ) { _, _, services in
      guard let anchor = try services.requireWorkspace().auditAnchor() else { throw Problem.notFound }
      return .json(JSON(anchor.json))
    },
    Endpoint(
      .post, "/v1/audit/verification", .casework, tag: "audit",
      "Checks the whole audit and the database: digests, order, times, signatures, and that nothing was cut off.",
      body: Schema.object([
        "key": ["type": "string", "description": "The public key as learnt from elsewhere, hexadecimal."],
        "anchor": ["type": "object", "description": "A signed end kept elsewhere."],
      ])
    ) { request, _, services in
      let form = try await request.object(upTo: 16 << 10)
      let workspace = try services.requireWorkspace()
      let (key, anchor) = (try key(form), try anchor(form))
      let report = try await Background.run { Result { try workspace.check(key: key, anchor: anchor) } }.get()
      let faults = report.audit.faults.map { fault -> JSON in
        [
          "kind": .string(fault.kind.rawValue), "sequence": .integer(fault.sequence),
          "message": .string(fault.message),
        ]
      }
      return .json([
        "sound": .bool(report.isSound), "entries": .integer(report.audit.entries),
        "checkpoints": .int(report.audit.checkpoints), "last_digest": .string(report.audit.lastDigest),
        "clock_jumps": .array(report.audit.clockJumps.map(JSON.integer)), "faults": .array(faults),
        "database": .strings(report.faults), "key": .string((key ?? workspace.publicKey).hex),
      ])
    },
  ]

  private static func key(_ form: JSON) throws -> PublicKey? {
    guard let text = try form.optional("key", most: 64) else { return nil }
    guard let key = PublicKey(hex: text) else {
      throw Problem(.badRequest, "field", "'key' is a public key of 64 hexadecimal digits")
    }
    return key
  }

  private static func anchor(_ form: JSON) throws -> AuditCheckpoint? {
    switch form["anchor"] {
    case nil, .null?: return nil
    case let value?:
      guard let anchor = CanonicalValue(parsing: value.bytes).flatMap(AuditCheckpoint.init(json:)) else {
        throw Problem(.badRequest, "field", "'anchor' is what GET /v1/audit/anchor gave")
      }
      return anchor
    }
  }
}
