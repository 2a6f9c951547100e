// SPDX-License-Identifier: Apache-2.0

import Intake
import Testing
import TradeModel

/// Feeds broken input to the readers. Whatever comes, they must not crash, must account for every row, and must give
/// the same for any chunks and threads. The coverage-guided twin of this suite is the package under `Fuzz/`.
@Suite("Readers under mutation") struct FuzzTests {
  static let seeds: [[UInt8]] = {
    let json =
      #"{"declaration_id":"D1","item_number":1,"date":"2025-01-01","hs":"280530","destination":"JP","exporter":{"name":"A\u0042"},"licence_no":["a","b"],"net_mass":1.5}"#
    return [
      Array(Samples.mixed(rows: 12, seed: 1).utf8), Array(((json + "\n") + (json + "\n")).utf8),
      FormatTests.chinese, gzip(Array(Samples.mixed(rows: 6, seed: 2).utf8)),
      zstd(Array(Samples.mixed(rows: 6, seed: 4).utf8)),
      Array("申报日期;商品编号;最终目的国;净重(千克);毛重\r\n2025-01-01;2805.30;\"日本\";1,5;2\r\n".utf8),
    ]
  }()

  /// Bytes that mean something to one of the readers.
  static let words: [[UInt8]] =
    [
      "\"", "\"\"", ",", "\n", "\r\n", "\0", "\\u", "{", "}", "[", "]", ":", "null", "-", "1e99",
      "2025-02-30", ";", "\t", "=",
      "\u{FEFF}", "氧",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xFE, 0xFF], [0x1F, 0x8B], [0x81, 0x30, 0x81, 0x30], [0xED, 0xA0, 0x80],
    ]

  static func mutated(_ seed: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = seed
    for _ in 0...Int.random(in: 0..<6, using: &random) {
      let at = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.insert(contentsOf: words.randomElement(using: &random)!, at: at)
      case 1: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
      case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0..<20, using: &random)))
      case 3: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 40)], at: at)
      case 4: bytes = Array(bytes[..<at])
      default: bytes += seed.suffix(Int.random(in: 0...seed.count, using: &random))
      }
    }
    return bytes
  }

  @Test("no mutation breaks a reader or its promises", arguments: 0..<6)
  func mutations(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed) + 99)
    var read = 0
    for round in 0..<250 {
      let bytes = input(seed, round, &random)
      let once = outcome(bytes, threads: 1, chunkBytes: 4 << 20)
      let again = outcome(bytes, threads: 2, chunkBytes: 1 + round % 50)
      switch (once, again) {
      case (.success(let a), .success(let b)):
        #expect(a.rowsRead == a.table.rowCount + a.quarantine.count, "seed \(seed) round \(round)")
        #expect(Samples.same(a, b), "seed \(seed) round \(round)")
        for row in 0..<a.table.rowCount { _ = a.table.item(at: row) }
        read += 1
      case (.failure(let a), .failure(let b)):
        #expect(a.code == b.code, "seed \(seed) round \(round)")
        #expect(!a.description.contains("\n"), "seed \(seed) round \(round)")
      default: Issue.record("seed \(seed) round \(round): chunks change the outcome")
      }
    }
    #expect(read > 0)
  }

  /// A mutated archive is nearly always refused, so every second one packs mutated text.
  func input(_ seed: Int, _ round: Int, _ random: inout SplitMix) -> [UInt8] {
    if round % 2 == 1, seed == 3 { return gzip(Self.mutated(Self.seeds[0], &random)) }
    if round % 2 == 1, seed == 4 { return zstd(Self.mutated(Self.seeds[0], &random)) }
    return Self.mutated(Self.seeds[seed], &random)
  }

  func outcome(_ bytes: [UInt8], threads: Int, chunkBytes: Int) -> Result<IntakeResult, IntakeError> {
    do throws(IntakeError) {
      return .success(try IntakeTests.read(bytes: bytes, threads: threads, chunkBytes: chunkBytes))
    } catch { return .failure(error) }
  }
}
