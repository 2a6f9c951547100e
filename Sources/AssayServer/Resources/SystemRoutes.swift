// SPDX-License-Identifier: Apache-2.0

import Casework
import ControlLaw
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Parties
import Screening

/// Health, counters and the description of the interface.
enum SystemRoutes {
  static let all: [Endpoint] = [
    Endpoint(.get, "/healthz", .open, tag: "system", "Says that the program runs.", isQuick: true) {
      _, _, _ in
      .json(["status": "ok"])
    },
    Endpoint(.get, "/readyz", .open, tag: "system", "Says whether requests can be answered.", others: [503]) {
      _, _, services in
      if let workspace = services.workspace { _ = try workspace.read { _ in 0 } }
      return .json(["status": "ok"])
    },
    Endpoint(
      .get, "/metrics", .reading, tag: "system", "Counters in the text form of Prometheus.",
      produces: "text/plain"
    ) { _, _, services in
      let text = services.metrics.exposition(gauges: [
        ("assay_law_controls", "Controls of the law in force here.", Double(services.law.controlIDs.count)),
        ("assay_list_entries", "Entries of the lists loaded.", Double(services.lists.entryCount)),
        ("process_resident_memory_bytes", "Resident memory.", Double(residentBytes())),
        (
          "process_start_time_seconds", "Start of the process.",
          Double(services.started.milliseconds) / 1000
        ),
      ])
      return Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: text)))
    },
    Endpoint(.get, "/openapi.json", .open, tag: "system", "This interface as an OpenAPI 3.1 document.") {
      request, _, _ in
      .tagged(OpenAPIDocument.json, for: request)
    },
  ]

  private static func residentBytes() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return pages * 4096
  }
}
