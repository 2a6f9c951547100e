// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends connections whose client is slow: a request that does not arrive whole, or an answer that is not taken, in time.
///
/// Single bytes now and then do not help a client: the time runs from the beginning of each part. A body that is late is
/// answered with 408; a head that is late, or a connection left idle, is closed without a word, as there is no request yet
/// to answer. Time is that of the event loop.
final class SlowClients: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How long a client may take.
  struct Limits: Sendable, Hashable {
    /// For the head of a request, from the opening of the connection or the end of the last answer.
    var head: TimeAmount
    /// For the body, from its head.
    var body: TimeAmount
    /// For taking what waits to be sent.
    var answer: TimeAmount
  }

  private enum Waiting { case head, body, answer, nothing }

  private let limits: Limits
  private var waiting = Waiting.nothing
  private var deadline = NIODeadline.distantFuture
  /// One task a connection, which looks at the deadline when it runs: cheaper than one for every request.
  private var task: Scheduled<Void>?
  private var looksAt = NIODeadline.distantFuture
  private var hasAnswerBegun = false
  /// After a request that broke off or is too large nothing more is answered: the connection ends with its answer.
  private var closesAfterAnswer = false
  /// The answer was sent and the client told that no other comes; what it still sends is thrown away, so that it is not
  /// cut off while it reads.
  private var isLingering = false
  private var requests = 0

  init(_ limits: Limits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { wait(.head, limits.head, context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { task?.cancel() }

  func channelActive(context: ChannelHandlerContext) {
    wait(.head, limits.head, context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    waiting = .nothing
    task?.cancel()
    task = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if isLingering { return context.close(promise: nil) }
    context.fireErrorCaught(error)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if isLingering, (event as? ChannelEvent) == .inputClosed { return context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isLingering else { return }
    switch unwrapInboundIn(data) {
    case .head:
      requests += 1
      if requests == 1 { hasAnswerBegun = false }
      wait(.body, limits.body, context)
    case .body: break
    case .end: if waiting == .body { stopWaiting() }
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !isLingering else {
      promise?.fail(ChannelError.outputClosed)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(let response):
      hasAnswerBegun = true
      closesAfterAnswer = response.headerFields[.connection] == "close"
    case .body: break
    case .end:
      requests -= 1
      hasAnswerBegun = false
      if closesAfterAnswer {
        isLingering = true
        context.writeAndFlush(data, promise: promise)
        wait(.answer, limits.answer, context)
        return context.close(mode: .output, promise: nil)
      }
      // A request whose body is still on its way keeps its own time.
      if requests <= 0, waiting == .nothing { wait(.head, limits.head, context) }
    }
    context.write(data, promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if !context.channel.isWritable {
      wait(.answer, limits.answer, context)
    } else if waiting == .answer {
      stopWaiting()
    }
    context.fireChannelWritabilityChanged()
  }

  private func stopWaiting() {
    waiting = .nothing
    deadline = .distantFuture
  }

  private func wait(_ part: Waiting, _ time: TimeAmount, _ context: ChannelHandlerContext) {
    waiting = part
    deadline = context.eventLoop.now + time
    if task == nil || looksAt > deadline { schedule(context, at: deadline) }
  }

  private func schedule(_ context: ChannelHandlerContext, at moment: NIODeadline) {
    task?.cancel()
    looksAt = moment
    task = context.eventLoop.assumeIsolated().scheduleTask(deadline: moment) { self.look(context) }
  }

  private func look(_ context: ChannelHandlerContext) {
    task = nil
    guard waiting != .nothing else { return }
    guard context.eventLoop.now >= deadline else { return schedule(context, at: deadline) }
    if waiting == .body, !hasAnswerBegun {
      let problem = Problem(.requestTimeout, "too-slow", "the request did not arrive in time; send it again")
      let bytes = problem.json.bytes
      context.write(
        wrapOutboundOut(
          .head(
            HTTPResponse(
              status: .requestTimeout,
              headerFields: [
                .contentType: "application/problem+json", .contentLength: String(bytes.count),
                .connection: "close",
              ]))), promise: nil)
      context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    stopWaiting()
    context.close(promise: nil)
  }
}
