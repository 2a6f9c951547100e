// SPDX-License-Identifier: Apache-2.0

import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A source that was opened and whose form is known: compression, encoding, and the text of its beginning.
final class OpenedSource {
  /// Text in memory: all of a mapped file, or the beginning of a stream.
  let window: Bytes
  let owner: any Sendable
  /// Whether the window is all there is.
  let isWhole: Bool
  let encoding: TextEncoding
  let raw: RawSupply
  /// Gives the text after the window; nothing when the file is read where it lies.
  let supply: (any ByteSupply)?
  private var wholeHash = Digest()
  private var hashed = 0

  init(_ source: InputSource, encoding wanted: TextEncoding?) throws(IntakeError) {
    let name = source.name
    let file: InputFile?
    var pipe: Int32?
    switch source {
    case .bytes(let bytes, _): file = InputFile(copying: bytes)
    case .standardInput: file = nil
    case .file(let path):
      pipe = InputFile.pipe(path)
      file = pipe == nil ? try InputFile(path: path) : nil
    }
    raw =
      file.map { RawSupply($0, name: name) }
      ?? RawSupply(descriptor: pipe ?? 0, closes: pipe != nil, name: name)
    // Look at the first bytes as they lie.
    let head = Memory(64)
    var headCount = 0
    if let file {
      headCount = min(64, file.bytes.count)
      head.put(file.bytes[0..<headCount], at: 0)
    } else {
      headCount = try Self.fill(head, from: raw)
    }
    let first = head.bytes(0..<headCount)
    let received: any ByteSupply = file == nil ? PrefixedSupply(head, count: headCount, then: raw) : raw
    let packed = Self.unpacked(first, received, name: name)
    if packed == nil, let file {
      if let foreign = EncodingSample.foreign(first, file: name) { throw foreign }
      let sample = file.bytes[0..<min(file.bytes.count, EncodingSample.size)]
      let found = try Self.encoding(wanted, sample, isWhole: sample.count == file.bytes.count, name)
      if found == .utf8 {
        (window, owner, isWhole, encoding, supply) = (file.bytes, file, true, .utf8, nil)
        return
      }
    }
    let plain = packed ?? received
    let sample = Memory(EncodingSample.size)
    let count = try Self.fill(sample, from: plain)
    let bytes = sample.bytes(0..<count)
    if let foreign = EncodingSample.foreign(bytes, file: name) { throw foreign }
    encoding = try Self.encoding(wanted, bytes, isWhole: count < sample.capacity, name)
    let whole: any ByteSupply = PrefixedSupply(sample, count: count, then: plain)
    if encoding == .utf8 {
      (window, owner, isWhole, supply) = (bytes, sample, count < sample.capacity, plain)
      return
    }
    let converted = try GB18030Supply(whole, name: name)
    let text = Memory(EncodingSample.size * 2)
    let textCount = try Self.fill(text, from: converted)
    window = text.bytes(0..<textCount)
    owner = text
    isWhole = textCount < text.capacity - 16
    supply = converted
  }

  private static func encoding(
    _ wanted: TextEncoding?, _ sample: Bytes, isWhole: Bool, _ name: String
  ) throws(IntakeError) -> TextEncoding {
    if let wanted { return wanted }
    return try EncodingSample.encoding(of: sample, isWhole: isWhole, file: name)
  }

  /// Reads until the memory is full or the supply ends.
  private static func fill(_ memory: Memory, from supply: any ByteSupply) throws(IntakeError) -> Int {
    var filled = 0
    while memory.capacity - filled >= 16 || (filled < memory.capacity && !(supply is GB18030Supply)) {
      let count = try supply.read(into: memory, filled..<memory.capacity)
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  private static func unpacked(_ head: Bytes, _ supply: any ByteSupply, name: String) -> (any ByteSupply)? {
    guard head.count >= 4 else { return nil }
    if head[0] == 0x1F, head[1] == 0x8B { return GzipSupply(supply, name: name) }
    if head[0] == 0x28, head[1] == 0xB5, head[2] == 0x2F, head[3] == 0xFD {
      return ZstdSupply(supply, name: name)
    }
    return nil
  }

  /// Hashes a mapped file up to an offset.
  func hash(upTo end: Int) {
    wholeHash.update(window[hashed..<end])
    hashed = end
  }

  /// Hashes the bytes from an offset on, which stand where nothing after it was hashed yet.
  func hash(_ bytes: Bytes, at start: Int) {
    if hashed < start { hash(upTo: start) }
    wholeHash.update(bytes)
    hashed = start + bytes.count
  }

  /// The digest of a mapped file.
  var wholeDigest: String {
    if hashed < window.count { hash(upTo: window.count) }
    return wholeHash.hex
  }
}
