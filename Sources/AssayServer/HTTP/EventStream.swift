// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// An answer of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), told by work that runs
/// beside; the work is cancelled when the client goes.
enum EventStream {
  static let type = "text/event-stream"

  /// Tells events. A client that is slow misses the oldest of many, never the last.
  struct Teller: Sendable {
    fileprivate let continuation: AsyncStream<ByteBuffer>.Continuation

    func tell(_ name: String, _ data: JSON) {
      continuation.yield(
        ByteBuffer(bytes: Array("event: \(name)\ndata: ".utf8) + data.bytes + Array("\n\n".utf8)))
    }

    /// How far a run has come.
    func progress(_ stage: String, _ done: Int, _ total: Int) {
      tell("progress", ["stage": .string(stage), "done": .int(done), "total": .int(total)])
    }
  }

  static func response(_ work: @escaping @Sendable (Teller) async -> Void) -> Response {
    let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream(bufferingPolicy: .bufferingNewest(64))
    let task = Task {
      await work(Teller(continuation: continuation))
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(asyncSequence: stream))
  }
}

extension Request {
  /// Whether the other side asks to be told progress as events.
  var wantsEvents: Bool { headers[values: .accept].contains { $0.lowercased().contains(EventStream.type) } }
}
