// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging

/// Writes what is logged to the standard error. What names a request is put into words when something is logged, not before.
struct ServerLog: LogHandler {
  var logLevel = Logger.Level.info
  var metadata = Logger.Metadata()
  var metadataProvider: Logger.MetadataProvider?
  private let label: String

  private init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var handler = StreamLogHandler.standardError(label: label)
    handler.metadata = metadata
    handler.log(event: event)
  }

  /// The server's logger; `LOG_LEVEL` names another level than `info`.
  static func logger(label: String = "assay") -> Logger {
    var logger = Logger(label: label) { ServerLog(label: $0) }
    if let level = Environment().get("LOG_LEVEL").flatMap({ Logger.Level(rawValue: $0) }) {
      logger.logLevel = level
    }
    return logger
  }
}
