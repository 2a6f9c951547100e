// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import assay

@Suite("Progress on standard error") struct ProgressTests {
  /// What a line writes, piece by piece.
  private final class Written: Sendable {
    private let pieces = Mutex<[String]>([])
    func add(_ piece: String) { pieces.withLock { $0.append(piece) } }
    var all: [String] { pieces.withLock { $0 } }
  }

  @Test func `elsewhere than on a terminal it is a few plain lines in rising order`() {
    let written = Written()
    let progress = ProgressLine(enabled: true, isTerminal: false) { written.add($0) }
    for done in [10_000, 30_000, 20_000, 50_000, 49_152, 81_000, 80_000, 100_000, 99_000] {
      progress.show("assessed", done, 100_000)
      progress.count("rows read", done)
    }
    progress.finish()
    #expect(
      written.all == [30_000, 50_000, 81_000, 100_000].map { "assessed: \($0) of 100000\n" })
  }

  @Test func `on a terminal one line is drawn anew and wiped at the end`() {
    let written = Written()
    let progress = ProgressLine(enabled: true, isTerminal: true) { written.add($0) }
    for done in [1_000, 1_500, 3_000, 2_000] { progress.show("assessed", done, 100_000) }
    progress.finish()
    #expect(
      written.all == [
        "\r\u{1B}[Kassessed: 1000 of 100000", "\r\u{1B}[Kassessed: 3000 of 100000", "\r\u{1B}[K",
      ])
  }

  @Test func `a quiet run tells nothing`() {
    let written = Written()
    let progress = ProgressLine(enabled: false, isTerminal: true) { written.add($0) }
    progress.show("assessed", 100, 100)
    progress.finish()
    #expect(written.all.isEmpty)
  }
}
