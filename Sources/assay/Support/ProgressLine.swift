// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Progress on standard error: on a terminal one line that is drawn anew, elsewhere a few plain lines in rising order.
final class ProgressLine: @unchecked Sendable {
  // The lock guards how far each stage was shown.
  private let lock = NSLock()
  private var shown: [String: Int] = [:]
  private let enabled: Bool
  private let isTerminal: Bool
  private let write: @Sendable (String) -> Void

  /// Steps of a stage that are shown: hundredths on a terminal, quarters elsewhere.
  private var steps: Int { isTerminal ? 100 : 4 }

  init(
    enabled: Bool, isTerminal: Bool = isatty(2) == 1,
    write: @escaping @Sendable (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }
  ) {
    self.enabled = enabled
    self.isTerminal = isTerminal
    self.write = write
  }

  /// Tells that so much of a stage is done; threads may tell it out of order.
  func show(_ stage: String, _ done: Int, _ total: Int) {
    guard enabled, total > 0 else { return }
    lock.withLock {
      let step = done * steps / total
      guard step > shown[stage] ?? 0 else { return }
      shown[stage] = step
      let text = "\(stage): \(done) of \(total)"
      write(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n")
    }
  }

  /// Tells how many rows were read, where nobody knows how many there are; on a terminal only.
  func count(_ stage: String, _ rows: Int) {
    guard enabled, isTerminal else { return }
    lock.withLock {
      let step = rows / 100_000
      guard step > shown[stage] ?? 0 else { return }
      shown[stage] = step
      write("\r\u{1B}[K\(stage): \(rows)")
    }
  }

  func finish() {
    guard enabled, isTerminal else { return }
    lock.withLock { write("\r\u{1B}[K") }
  }
}
