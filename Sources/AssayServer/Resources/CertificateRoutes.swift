// SPDX-License-Identifier: Apache-2.0

import Casework
import HTTPTypes
import Hummingbird
import Recording

/// Signed statements of what was decided, and doing decisions again.
enum CertificateRoutes {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/decisions/{id}/certificate", .screening, tag: "certificates",
      "Makes and keeps a signed certificate of a decision; the answer tells where it is fetched.",
      body: Schema.any, success: 201, others: [507]
    ) { request, context, services in
      let id = try context.id()
      _ = try await request.object(upTo: 1024)
      let workspace = try services.requireWorkspace()
      let certificate = try workspace.certificate(of: id, actor: try context.requireCaller().principal)
      let digest = try ContentStore.store(certificate.bytes, in: workspace.folder.reports)
      return .json(
        [
          "digest": .string(digest), "kind": .optional(certificate.kind?.rawValue),
          "key": .string(workspace.publicKey.hex), "fingerprint": .string(workspace.publicKey.fingerprint),
          "json": .string("/v1/certificates/\(digest)"),
          "html": .string("/v1/certificates/\(digest)?format=html"),
        ], status: .created, headers: [.location: "/v1/certificates/\(digest)"])
    },
    Endpoint(
      .get, "/v1/certificates/{name}", .reading, tag: "certificates",
      "Fetches a certificate by its digest, as JSON or as a page that holds it.",
      parameters: [
        .query("format", "json or html.", ["type": "string", "enum": ["json", "html"]])
      ], produces: "application/octet-stream"
    ) { request, context, services in
      try request.allow(only: ["format"])
      let digest = try context.text("name")
      let format = try request.query("format") ?? "json"
      guard format == "json" || format == "html" else {
        throw Problem(.badRequest, "parameter", "'format' is json or html")
      }
      let folder = try services.requireWorkspace().folder.reports
      // A name of anything but 64 hexadecimal digits names no file, whatever lies there.
      guard digest.utf8.count == 64, Digest.bytes(hex: digest) != nil, digest == digest.lowercased(),
        let bytes = try? ContentStore.content(digest, in: folder), let certificate = Certificate(file: bytes),
        certificate.body["format"]?.textValue == Certificate.format
      else { throw Problem.notFound }
      let isPage = format == "html"
      return .attachment(
        isPage ? certificate.html : bytes,
        name: "assay-certificate-\(digest.prefix(12)).\(format)",
        type: isPage ? "text/html; charset=utf-8" : "application/json")
    },
    Endpoint(
      .post, "/v1/certificates/verification", .reading, tag: "certificates",
      "Checks a certificate, JSON or page, against a key given or that of this workspace.",
      parameters: [
        .query(
          "key", "The public key as learnt from the authority, hexadecimal; this workspace's when absent.",
          ["type": "string", "pattern": "^[0-9a-fA-F]{64}$"])
      ], body: ["type": "string"],
      consumes: ["application/json", "text/html", "application/octet-stream"], bodyLimit: 4 << 20
    ) { request, _, services in
      try request.allow(only: ["key"])
      var known: PublicKey?
      if let text = try request.query("key") {
        guard let key = PublicKey(hex: text) else {
          throw Problem(.badRequest, "parameter", "'key' is a public key of 64 hexadecimal digits")
        }
        known = key
      }
      let (verdict, certificate) = Certificate.verify(
        try await request.bytes(upTo: 4 << 20), known: known ?? services.workspace?.publicKey)
      return .json(Self.answer(verdict, certificate))
    },
    Endpoint(
      .post, "/v1/decisions/{id}/replay", .screening, tag: "decisions",
      "Does a decision again from the declarations, law and licences it rested on, and says what differs.",
      body: Schema.any
    ) { request, context, services in
      let id = try context.id()
      _ = try await request.object(upTo: 1024)
      let workspace = try services.requireWorkspace()
      let record = try workspace.read { try DecisionStore.decision(id, in: $0) }
      let engines = services.engines
      let report = try await Background.run {
        Result { try Replay.run(record.screening, only: record.row, in: workspace, engines: engines) }
      }.get()
      return .json(JSON(report.json))
    },
  ]

  static func answer(_ verdict: CertificateVerdict, _ certificate: Certificate?) -> JSON {
    let (name, words, fingerprint): (String, String, String?) =
      switch verdict {
      case .genuine: ("genuine", "signed by the key given, and unchanged", certificate?.key?.fingerprint)
      case .selfSigned(let print):
        ("self-signed", "unchanged; compare the key's fingerprint with the authority's", print)
      case .otherKey(let print): ("other-key", "unchanged, but signed by another key", print)
      case .forged: ("forged", "the content is not what was signed", nil)
      case .unreadable: ("unreadable", "this is no certificate", nil)
      }
    return [
      "verdict": .string(name), "words": .string(words), "intact": .bool(verdict.isIntact),
      "kind": .optional(certificate?.kind?.rawValue), "fingerprint": .optional(fingerprint),
      "decision": verdict.isIntact ? certificate?.body["decision"].map { JSON($0) } ?? .null : .null,
    ]
  }
}
