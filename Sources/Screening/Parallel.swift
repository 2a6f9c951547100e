// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Runs chunks of work on some threads and gives the results in the order of the chunks.
///
/// - Parameters:
///   - makeWorker: makes the scratch of one thread, such as its caches.
///   - finish: takes the scratch back when its thread has no more to do.
///   - body: does one chunk; chunks are handed out in order, and which thread does which is not fixed.
func inChunks<Worker, Result: Sendable>(
  _ count: Int, threads: Int, makeWorker: @Sendable () -> Worker,
  finish: @Sendable (Worker) -> Void = { _ in }, body: @Sendable (inout Worker, Int) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else {
    var worker = makeWorker()
    let results = (0..<count).map { body(&worker, $0) }
    finish(worker)
    return results
  }
  let next = Atomic(0)
  let done = Mutex([Result?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    var worker = makeWorker()
    while true {
      let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard chunk < count else { return finish(worker) }
      let result = body(&worker, chunk)
      done.withLock { $0[chunk] = result }
    }
  }
  return done.withLock { results in
    results.map { result in
      guard let result else { preconditionFailure("every chunk gives a result") }
      return result
    }
  }
}

/// The same, and takes the results in, one at a time and in the order of the chunks, as soon as those before were taken.
///
/// Nobody waits for a result that is not under way, since chunks are handed out in order.
func inTurn<Worker, Result>(
  _ count: Int, threads: Int, makeWorker: @Sendable () -> Worker,
  body: @Sendable (inout Worker, Int) -> Result, take: @Sendable (inout Worker, Int, Result) -> Void
) {
  guard threads > 1, count > 1 else {
    var worker = makeWorker()
    for chunk in 0..<count {
      let result = body(&worker, chunk)
      take(&worker, chunk, result)
    }
    return
  }
  let workers = min(threads, count)
  let next = Atomic(0)
  // Made with 0 and then raised: a semaphore may not end below the value it was made with.
  let turns = (0..<workers).map { _ in DispatchSemaphore(value: 0) }
  turns[0].signal()
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    var worker = makeWorker()
    while true {
      let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard chunk < count else { return }
      let result = body(&worker, chunk)
      turns[chunk % workers].wait()
      take(&worker, chunk, result)
      turns[(chunk + 1) % workers].signal()
    }
  }
}
