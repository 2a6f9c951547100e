// SPDX-License-Identifier: Apache-2.0

import CByteScan
import CZlib
import CZstd
import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory of a fixed size that streams read into and chunks point at.
@safe final class Memory: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt8>
  let capacity: Int

  init(_ capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: max(1, capacity))
  }

  deinit { unsafe base.deallocate() }

  func bytes(_ range: Range<Int>) -> Bytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity, "range in bounds")
    return unsafe Bytes(UnsafePointer(base + range.lowerBound), range.count)
  }

  /// Copies bytes in at an offset.
  func put(_ bytes: Bytes, at offset: Int) {
    precondition(offset >= 0 && offset + bytes.count <= capacity, "room for the bytes")
    unsafe memmove(base + offset, bytes.base, bytes.count)
  }
}

extension Memory {
  func put(byte: UInt8, at offset: Int) {
    precondition(offset >= 0 && offset < capacity, "room for the byte")
    unsafe base[offset] = byte
  }
}

/// Something that bytes are pulled from, piece by piece.
protocol ByteSupply: AnyObject {
  /// Writes up to `range.count` bytes into the range of the memory; gives how many, 0 only at the end.
  func read(into memory: Memory, _ range: Range<Int>) throws(IntakeError) -> Int
}

/// Bytes as received, hashed as they pass.
final class RawSupply: ByteSupply {
  private let name: String
  private let file: InputFile?
  private let descriptor: Int32
  private let closes: Bool
  private var position = 0
  private(set) var digest = Digest()
  var bytesRead: Int { position }

  /// A file in memory.
  init(_ file: InputFile, name: String) {
    self.file = file
    self.name = name
    descriptor = -1
    closes = false
  }

  /// An open file descriptor, such as that of standard input; closed at the end where it was opened for this.
  init(descriptor: Int32, closes: Bool, name: String) {
    file = nil
    self.name = name
    self.descriptor = descriptor
    self.closes = closes
  }

  deinit { if closes { close(descriptor) } }

  func read(into memory: Memory, _ range: Range<Int>) throws(IntakeError) -> Int {
    var count: Int
    if let file {
      count = min(range.count, file.bytes.count - position)
      memory.put(file.bytes[position..<position + count], at: range.lowerBound)
    } else {
      repeat {
        count = unsafe receive(descriptor, memory.base + range.lowerBound, range.count)
      } while count < 0 && errno == EINTR
      if count < 0 {
        throw IntakeError(
          .notReadable, "cannot be read", at: SourceLocation(file: name, line: 0), suggestion: "try again")
      }
    }
    position += count
    digest.update(memory.bytes(range.lowerBound..<range.lowerBound + count))
    return count
  }
}

/// The system's `read`, under a name that the supplies' own methods do not hide.
private func receive(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  unsafe read(descriptor, target, count)
}

/// A supply whose first bytes were looked at already.
final class PrefixedSupply: ByteSupply {
  private let prefix: Bytes
  private let owner: Memory
  private let rest: any ByteSupply
  private var position = 0

  init(_ owner: Memory, count: Int, then rest: any ByteSupply) {
    self.owner = owner
    prefix = owner.bytes(0..<count)
    self.rest = rest
  }

  func read(into memory: Memory, _ range: Range<Int>) throws(IntakeError) -> Int {
    if position < prefix.count {
      let count = min(range.count, prefix.count - position)
      memory.put(prefix[position..<position + count], at: range.lowerBound)
      position += count
      return count
    }
    return try rest.read(into: memory, range)
  }
}

/// What gzip and zstd have in common: compressed bytes in, plain bytes out.
class DecodingSupply {
  let source: any ByteSupply
  let input = Memory(1 << 17)
  var available: Range<Int> = 0..<0
  var sourceEnded = false
  let name: String

  init(_ source: any ByteSupply, name: String) {
    self.source = source
    self.name = name
  }

  func refill() throws(IntakeError) {
    guard available.isEmpty, !sourceEnded else { return }
    let count = try source.read(into: input, 0..<input.capacity)
    if count == 0 { sourceEnded = true }
    available = 0..<count
  }

  func damaged(_ what: String) -> IntakeError {
    IntakeError(
      .compressed, "\(what)", at: SourceLocation(file: name, line: 0),
      suggestion: "fetch the file again; it ends too early or is damaged")
  }
}

/// gzip (RFC 1952), also several members one after the other.
@safe final class GzipSupply: DecodingSupply, ByteSupply {
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = false

  override init(_ source: any ByteSupply, name: String) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    super.init(source, name: name)
    let status = unsafe inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib starts")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func read(into memory: Memory, _ range: Range<Int>) throws(IntakeError) -> Int {
    var written = 0
    while written == 0, !range.isEmpty {
      try refill()
      if available.isEmpty {
        if isBetweenMembers { return 0 }
        throw damaged("the gzip data end too early")
      }
      if isBetweenMembers {
        // Zero bytes may pad the end of the file; anything else begins another member.
        if unsafe input.base[available.lowerBound] == 0 {
          available = available.lowerBound + 1..<available.upperBound
          continue
        }
        unsafe inflateReset(stream)
        isBetweenMembers = false
      }
      let room = min(range.count, Int(Int32.max))
      unsafe stream.pointee.next_in = input.base + available.lowerBound
      unsafe stream.pointee.avail_in = UInt32(available.count)
      unsafe stream.pointee.next_out = memory.base + range.lowerBound
      unsafe stream.pointee.avail_out = UInt32(room)
      let status = unsafe inflate(stream, Z_NO_FLUSH)
      let left = unsafe Int(stream.pointee.avail_in)
      available = available.upperBound - left..<available.upperBound
      written = unsafe room - Int(stream.pointee.avail_out)
      if status == Z_STREAM_END {
        isBetweenMembers = true
      } else if status != Z_OK && status != Z_BUF_ERROR {
        throw damaged("the gzip data are damaged")
      }
    }
    return written
  }
}

/// zstd (RFC 8878), also several frames one after the other.
@safe final class ZstdSupply: DecodingSupply, ByteSupply {
  private let stream: OpaquePointer
  private var isInsideFrame = true

  override init(_ source: any ByteSupply, name: String) {
    guard let made = unsafe ZSTD_createDStream() else { preconditionFailure("zstd starts") }
    unsafe stream = made
    super.init(source, name: name)
    // Windows above 128 MiB are refused, so that memory stays bounded.
    unsafe _ = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
  }

  deinit { unsafe _ = ZSTD_freeDStream(stream) }

  func read(into memory: Memory, _ range: Range<Int>) throws(IntakeError) -> Int {
    var written = 0
    while written == 0, !range.isEmpty {
      try refill()
      if available.isEmpty, !isInsideFrame { return 0 }
      var input = unsafe ZSTD_inBuffer(
        src: self.input.base + available.lowerBound, size: available.count, pos: 0)
      var output = unsafe ZSTD_outBuffer(dst: memory.base + range.lowerBound, size: range.count, pos: 0)
      let status = unsafe ZSTD_decompressStream(stream, &output, &input)
      if ZSTD_isError(status) != 0 { throw damaged("the zstd data are damaged") }
      available = unsafe available.lowerBound + input.pos..<available.upperBound
      written = unsafe output.pos
      if unsafe written > 0 || input.pos > 0 { isInsideFrame = status != 0 }
      if written == 0, sourceEnded, isInsideFrame { throw damaged("the zstd data end too early") }
    }
    return written
  }
}

/// GB 18030 (and its subsets GBK and GB 2312) as UTF-8.
@safe final class GB18030Supply: ByteSupply {
  private let source: any ByteSupply
  private let converter: UnsafeMutableRawPointer
  private let input = Memory(1 << 17)
  private var available: Range<Int> = 0..<0
  private var sourceEnded = false

  init(_ source: any ByteSupply, name: String) throws(IntakeError) {
    self.source = source
    guard let made = unsafe assay_gb18030_open() else {
      throw IntakeError(
        .unknownEncoding, "is in GB 18030, which this system cannot convert",
        at: SourceLocation(file: name, line: 0),
        suggestion: "install the system's character conversions, or save the file as UTF-8")
    }
    unsafe converter = made
  }

  deinit { unsafe assay_gb18030_close(converter) }

  func read(into memory: Memory, _ range: Range<Int>) throws(IntakeError) -> Int {
    precondition(range.count >= 16, "room for a character")
    while true {
      if available.count < 8, !sourceEnded {
        input.put(input.bytes(available), at: 0)
        available = 0..<available.count
        let count = try source.read(into: input, available.upperBound..<input.capacity)
        if count == 0 { sourceEnded = true }
        available = 0..<available.upperBound + count
      }
      if available.isEmpty { return 0 }
      var used = 0
      let written = unsafe assay_gb18030_convert(
        converter, input.base + available.lowerBound, available.count, memory.base + range.lowerBound,
        range.count,
        sourceEnded ? 1 : 0, &used)
      available = available.lowerBound + used..<available.upperBound
      if written > 0 { return written }
    }
  }
}

/// A SHA-256 under way.
struct Digest {
  private var state = assay_sha256()

  init() { unsafe assay_sha256_begin(&state) }

  mutating func update(_ bytes: Bytes) { unsafe assay_sha256_update(&state, bytes.base, bytes.count) }

  /// The digest as 64 hexadecimal digits.
  var hex: String {
    var copy = state
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe assay_sha256_end(&copy, &digest)
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
