// SPDX-License-Identifier: Apache-2.0

import Intake

@_silgen_name("LLVMFuzzerRunDriver")
func LLVMFuzzerRunDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer,
  _ callback: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// The package manager renames the entry point of the executable; libFuzzer's driver is called from it.
@_cdecl("FuzzReaders_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  var count = count
  var arguments = arguments
  return LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
    readBothWays([UInt8](UnsafeBufferPointer(start: bytes, count: size)))
    return 0
  }
}

/// Reads the bytes whole and in small chunks: no crash, every row accounted for, the same outcome.
func readBothWays(_ bytes: [UInt8]) {
  let whole = rows(bytes, chunkBytes: 1 << 20)
  let parts = rows(bytes, chunkBytes: 1 + bytes.count % 61)
  precondition(whole == parts, "chunks change the outcome")
  _ = try? ColumnMapping(text: String(decoding: bytes, as: UTF8.self), file: "fuzz")
}

func rows(_ bytes: [UInt8], chunkBytes: Int) -> [Int]? {
  var options = IntakeOptions()
  options.chunkBytes = chunkBytes
  guard let result = try? DeclarationReader(options).read([.bytes(bytes, name: "fuzz")]) else { return nil }
  precondition(result.rowsRead == result.table.rowCount + result.quarantine.count, "a row is lost")
  for row in 0..<result.table.rowCount { _ = result.table.item(at: row) }
  return [result.rowsRead, result.table.rowCount, result.blankLines] + result.table.line.map(Int.init)
}
