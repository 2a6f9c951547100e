// SPDX-License-Identifier: Apache-2.0

import CZlib
import CZstd
import Foundation
import Intake
import Testing
import TradeModel

func read(bytes: [UInt8], threads: Int = 1, chunkBytes: Int = 4 << 20) throws(IntakeError) -> IntakeResult {
  var options = IntakeOptions()
  options.threads = threads
  options.chunkBytes = chunkBytes
  return try DeclarationReader(options).read([.bytes(bytes, name: "test.csv")])
}

/// Compresses by gzip (RFC 1952).
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = unsafe z_stream()
  let status = unsafe deflateInit2_(
    &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  precondition(status == Z_OK)
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1000)
  let count = unsafe input.withUnsafeMutableBufferPointer { from in
    unsafe output.withUnsafeMutableBufferPointer { to in
      unsafe stream.next_in = from.baseAddress
      unsafe stream.avail_in = UInt32(from.count)
      unsafe stream.next_out = to.baseAddress
      unsafe stream.avail_out = UInt32(to.count)
      precondition(unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END)
      return unsafe to.count - Int(stream.avail_out)
    }
  }
  unsafe deflateEnd(&stream)
  return Array(output[..<count])
}

/// Compresses by zstd (RFC 8878).
func zstd(_ bytes: [UInt8]) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
  guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("zstd starts") }
  unsafe _ = ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  let count = unsafe ZSTD_compress2(context, &output, output.count, bytes, bytes.count)
  unsafe _ = ZSTD_freeCCtx(context)
  return Array(output[..<count])
}

@Suite("Forms of input") struct FormatTests {
  @Test(
    "compressed files, in one piece or several, give the table of the plain one", arguments: [1, 2],
    [64, 4000, 4 << 20])
  func compressed(threads: Int, chunkBytes: Int) throws {
    let text = Array(Samples.mixed(rows: 2000, seed: 11).utf8)
    let plain = try read(bytes: text)
    let half = text.count / 2
    for packed in [
      gzip(text), zstd(text), gzip(Array(text[..<half])) + gzip(Array(text[half...])),
      zstd(Array(text[..<half])) + zstd(Array(text[half...])),
    ] {
      let other = try read(bytes: packed, threads: threads, chunkBytes: chunkBytes)
      #expect(Samples.same(plain, other))
      #expect(other.digests == [SHA256.hexDigest(of: packed)])
    }
    #expect(plain.digests == [SHA256.hexDigest(of: text)])
  }

  @Test("a compressed file that ends early or is damaged is refused", arguments: [true, false])
  func damaged(isGzip: Bool) {
    let text = Array(Samples.mixed(rows: 500, seed: 3).utf8)
    let packed = isGzip ? gzip(text) : zstd(text)
    let cut = #expect(throws: IntakeError.self) { try read(bytes: Array(packed.dropLast(20))) }
    #expect(cut?.code == .compressed)
    var broken = packed
    for index in 100..<140 { broken[index] ^= 0x55 }
    let bad = #expect(throws: IntakeError.self) { try read(bytes: broken) }
    #expect(bad?.code == .compressed)
  }

  static let chinese = bytes(
    of:
      "c9eab1a8c8d5c6da2cc9ccc6b7b1e0bac52cc9ccc6b7c3fbb3c62cd7eed6d5c4bfb5c4b9fa0a323032352d30342d30342c3238303533302cd1f5bbafefe12cc8d5b1be0a323032352d30342d30352c3238303533302cbdf0caf4efe18139ef312cb5c2b9fa0a"
  )

  static func bytes(of hex: String) -> [UInt8] {
    var rest = hex[...]
    var out: [UInt8] = []
    while !rest.isEmpty {
      out.append(UInt8(rest.prefix(2), radix: 16)!)
      rest = rest.dropFirst(2)
    }
    return out
  }

  @Test("GB 18030 is found and converted, plain and compressed", arguments: [false, true])
  func gb18030(isPacked: Bool) throws {
    let result = try read(bytes: isPacked ? gzip(Self.chinese) : Self.chinese)
    #expect(result.quarantine.isEmpty)
    #expect(result.table.item(at: 0).goodsDescription == "氧化镝")
    #expect(result.table.item(at: 0).destination == CountryCode("JP"))
    #expect(result.table.item(at: 1).goodsDescription == "金属镝㐂")
    #expect(result.columns.map(\.heading) == ["申报日期", "商品编号", "商品名称", "最终目的国"])
  }

  @Test func `bytes that are no GB 18030 cost one row`() throws {
    let bad = Self.bytes(of: "323032352d30342d30342c3238303533302cd1f5ff2ac8d5b1be0a").map {
      $0 == 0x2A ? 0x2C : $0
    }
    let result = try read(bytes: Self.chinese + bad)
    #expect(result.table.rowCount == 2)
    #expect(result.quarantine.map(\.reason) == [.bytesInvalid])
  }

  @Test func `mixed encodings, UTF-16, workbooks and Latin-1 are told`() throws {
    let utf8 = Array("日期,hs,商品名称,目的国\n2025-04-04,280530,氧化镝,JP\n".utf8)
    let gbRows = Array(Self.chinese.drop { $0 != 0x0A }.dropFirst())
    func code(_ bytes: [UInt8]) -> IntakeError.Code? {
      do throws(IntakeError) {
        _ = try read(bytes: bytes)
        return nil
      } catch { return error.code }
    }
    #expect(code(utf8 + gbRows) == .mixedEncodings)
    #expect(code("date,hs,destination\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }) == .utf16)
    #expect(code([0xFF, 0xFE] + "date".utf16.flatMap { [UInt8($0 & 255), 0] }) == .utf16)
    #expect(code([0x50, 0x4B, 3, 4, 20, 0, 6, 0]) == .unknownEncoding)
    let latin = Array("2025-01-01,280530,JP,M".utf8) + [0xFC] + Array("ller\n".utf8)
    #expect(code(Array("date,hs,destination,name\n".utf8) + latin + latin + latin) == .unknownEncoding)
    #expect(code(Array("date,hs\r2025-01-01,280530\r".utf8)) == .lineEnds)
    #expect(code(Array("[{\"date\": \"2025-01-01\"}]".utf8)) == .notLines)
    #expect(code(Array("{\n\"date\": \"2025-01-01\"\n}".utf8)) == .notLines)
  }

  @Test(
    "a line beyond the limit costs one row, mapped or streamed", arguments: [false, true], [64, 4 << 20])
  func longLine(isPacked: Bool, chunkBytes: Int) throws {
    let good = "2025-01-01,280530,x,JP\n"
    let text =
      Array("date,hs,description,destination\n\(good)2025-01-01,280530,".utf8)
      + [UInt8](repeating: 0x61, count: 9 << 20) + Array(",JP\n\(good)\"unclosed,280530,x,JP\n\(good)".utf8)
    let result = try read(bytes: isPacked ? gzip(text) : text, chunkBytes: chunkBytes)
    #expect(result.quarantine.map(\.reason) == [.rowTooLong, .quoteUnclosed])
    #expect(result.quarantine[0].isCut)
    #expect(result.quarantine[0].raw.count == 65_536)
    #expect(result.table.line == [2, 4, 6])
  }

  @Test("a pipe is read like a file", arguments: [false, true])
  func pipes(isPacked: Bool) throws {
    let text = Array(Samples.mixed(rows: 3000, seed: 21).utf8)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString)")
      .path
    let made = unsafe mkfifo(path, 0o600)
    try #require(made == 0)
    defer { unsafe unlink(path) }
    let sent = Data(isPacked ? gzip(text) : text)
    Thread.detachNewThread { try? sent.write(to: URL(fileURLWithPath: path)) }
    var options = IntakeOptions()
    options.chunkBytes = 5000
    let piped = try DeclarationReader(options).read([.file(path)])
    let whole = try read(bytes: text)
    #expect(piped.table.line == whole.table.line)
    #expect(piped.table.goodsDescription.codes == whole.table.goodsDescription.codes)
    #expect(piped.quarantine.map(\.raw) == whole.quarantine.map(\.raw))
    #expect(piped.digests == [SHA256.hexDigest(of: sent)])
  }

  @Test func `a missing file and a folder are told`() {
    for (path, code) in [("/no/such/file", IntakeError.Code.notFound), ("/", .notReadable)] {
      let error = #expect(throws: IntakeError.self) { try DeclarationReader().read([.file(path)]) }
      #expect(error?.code == code)
    }
  }

  @Test func `a field beyond the limit costs one row`() throws {
    let text =
      "date,hs,description,destination\n2025-01-01,280530,\(String(repeating: "a", count: 2 << 20)),JP\n"
    let result = try read(bytes: Array((text + "2025-01-01,280530,x,JP\n").utf8))
    #expect(result.quarantine.map(\.reason) == [.fieldTooLong])
    #expect(result.table.rowCount == 1)
  }
}
