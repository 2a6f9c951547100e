// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Synchronization
import TradeModel

/// A clock that tests set.
final class TestClock: Sendable {
  private let moment: Mutex<Int64>

  init(_ start: String = "2026-03-01T08:00:00Z") { moment = Mutex(Instant(start)!.milliseconds) }

  var clock: Clock { { [self] in Instant(milliseconds: moment.withLock(\.self)) } }

  func advance(milliseconds: Int64) { moment.withLock { $0 += milliseconds } }
}

let anna = Principal("anna")
let bo = Principal("bo")

/// A folder that goes away with the test.
func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let path = NSTemporaryDirectory() + "assay-desk-\(UInt64.random(in: 0 ... .max))"
  defer {
    _ = try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    try? FileManager.default.removeItem(atPath: path)
  }
  return try body(path)
}

func decimal(_ text: String) -> ExactDecimal {
  do throws(ValueError) { return try ExactDecimal(text) } catch { preconditionFailure("a literal of a test") }
}

func someLicence(_ number: String = "L-1", granted: String? = "100", unit: QuantityUnit = .kilogram)
  -> Licence
{
  Licence(
    number: number, holder: Party(name: "Holder One", identifier: "H1"), controlCodes: ["1C905.a"],
    granted: granted.map(decimal), unit: unit, validFrom: Day("2026-01-01")!, validTo: Day("2026-12-31")!,
    source: SourceLocation(file: "licences.csv", line: 2))
}
