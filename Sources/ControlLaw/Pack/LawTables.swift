// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// A source that facts of the law cite by key.
public struct LawSource: Sendable, Hashable {
  public var key: String
  /// Address and remark, as the file of sources gives it.
  public var text: String

  public init(key: String, text: String) {
    self.key = key
    self.text = text
  }
}

/// The law as compiled: what a pack holds.
public struct LawTables: Sendable, Hashable {
  /// The day of the newest review of any file: the version of the book.
  public var version: Day
  public var sources: [LawSource]
  public var instruments: [Instrument]
  public var controls: [Control]
  /// Examples that belong to no single control: as-of checks of the whole law.
  public var checks: [Example]

  public init(
    version: Day, sources: [LawSource], instruments: [Instrument], controls: [Control], checks: [Example]
  ) {
    self.version = version
    self.sources = sources
    self.instruments = instruments
    self.controls = controls
    self.checks = checks
  }

  private init() {
    self.init(version: Day(number: 0), sources: [], instruments: [], controls: [], checks: [])
  }

  static let magic: [UInt8] = Array("ASSAYLAW".utf8) + [1]

  /// The tables as the bytes of a pack; equal tables give equal bytes.
  public var packed: [UInt8] {
    var body = PackCoder()
    var copy = self
    body.code(&copy)
    var head = PackCoder()
    var count = body.table.count
    head.code(&count)
    var result = Self.magic + head.bytes
    for string in body.table {
      var length = PackCoder()
      var bytes = string.utf8.count
      length.code(&bytes)
      result += length.bytes
      result += Array(string.utf8)
    }
    return result + body.bytes
  }

  /// Reads a pack.
  /// - Throws: `ValueError` when the bytes are not a whole pack of this version.
  public init(pack: [UInt8]) throws(ValueError) {
    let broken = ValueError("the law pack is broken or of another version; build it again with assay-pack")
    guard pack.starts(with: Self.magic) else { throw broken }
    var position = Self.magic.count
    func number() throws(ValueError) -> Int {
      var raw: UInt64 = 0
      var shift: UInt64 = 0
      while position < pack.count, shift < 63 {
        let byte = pack[position]
        position += 1
        raw |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 {
          guard let value = Int(exactly: raw >> 1), raw & 1 == 0 else { throw broken }
          return value
        }
        shift += 7
      }
      throw broken
    }
    let count = try number()
    guard count <= pack.count - position else { throw broken }
    var strings: [String] = []
    strings.reserveCapacity(count)
    for _ in 0..<count {
      let length = try number()
      guard length <= pack.count - position,
        let text = String(validating: pack[position..<position + length], as: UTF8.self)
      else { throw broken }
      strings.append(text)
      position += length
    }
    var coder = PackCoder(reading: pack, at: position, strings: strings)
    self.init()
    coder.code(&self)
    guard !coder.fault, coder.isAtEnd, controls.count <= Int(UInt16.max),
      controls.allSatisfy({ instruments.indices.contains($0.instrument) })
    else { throw broken }
  }
}
