// SPDX-License-Identifier: Apache-2.0

internal import TradeModel

/// Writes list entries as bytes and reads them back: little-endian counts, UTF-8 texts with their length before them.
struct EntryCoder {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ value: Int32) {
    let bits = UInt32(bitPattern: value)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  mutating func add(_ text: String) {
    let utf8 = Array(text.utf8)
    add(Int32(utf8.count))
    bytes += utf8
  }

  mutating func add(_ text: String?) {
    add(text ?? "\u{1}")
  }

  mutating func add(_ texts: [String]) {
    add(Int32(texts.count))
    for text in texts { add(text) }
  }

  mutating func add(_ day: Day?) { add(day?.number ?? Int32.min) }

  mutating func add(_ entry: ListEntry) {
    add(entry.id)
    add(Int32(entry.kind.rawValue))
    add(Int32(entry.names.count))
    for name in entry.names {
      add(name.text)
      add(name.strength.rawValue)
    }
    add(entry.identifiers.map(\.kind.rawValue))
    add(entry.identifiers.map(\.value))
    add(entry.addresses)
    add(entry.countries.map(\.description))
    add(entry.from)
    add(entry.until)
    for text in [
      entry.program, entry.reference, entry.schema, entry.entityID, entry.firstSeen, entry.lastSeen,
      entry.lastChange,
    ] { add(text) }
    add(entry.effect.rawValue)
    add(entry.topics)
    add(entry.referents)
    add(Int32(entry.properties.count))
    for name in entry.properties.keys.sorted() {
      add(name)
      add(entry.properties[name] ?? [])
    }
  }
}

/// Reads what `EntryCoder` wrote; anything that does not fit gives nothing.
struct EntryDecoder {
  private let bytes: FlatArray<UInt8>
  private var place: Int
  private let end: Int
  private(set) var isBroken = false

  init(_ bytes: FlatArray<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
  }

  mutating func int() -> Int32 {
    guard place + 4 <= end else {
      isBroken = true
      return 0
    }
    var bits: UInt32 = 0
    for index in 0..<4 { bits |= UInt32(bytes[place + index]) << UInt32(8 * index) }
    place += 4
    return Int32(bitPattern: bits)
  }

  mutating func text() -> String {
    let count = Int(int())
    guard !isBroken, count >= 0, count <= end - place else {
      isBroken = true
      return ""
    }
    defer { place += count }
    return String(decoding: bytes.values(place..<place + count), as: UTF8.self)
  }

  mutating func optional() -> String? {
    let text = text()
    return text == "\u{1}" ? nil : text
  }

  mutating func texts() -> [String] {
    let count = Int(int())
    guard !isBroken, count >= 0, count <= end - place else {
      isBroken = true
      return []
    }
    var texts: [String] = []
    for _ in 0..<count where !isBroken { texts.append(text()) }
    return texts
  }

  mutating func day() -> Day? {
    let number = int()
    return number == Int32.min ? nil : Day(number: number)
  }

  mutating func entry() -> ListEntry {
    let id = text()
    let kind = PartyKind(rawValue: UInt8(truncatingIfNeeded: int())) ?? .unknown
    var entry = ListEntry(id: id, kind: kind, effect: .other)
    let names = Int(int())
    for _ in 0..<max(0, min(names, end)) where !isBroken {
      let text = text()
      entry.names.append(.init(text, ListEntry.Name.Strength(rawValue: self.text()) ?? .alias))
    }
    let kinds = texts()
    for (kind, value) in zip(kinds, texts()) {
      if let identifier = PartyIdentifier(value, kind: PartyIdentifier.Kind(rawValue: kind) ?? .other) {
        entry.identifiers.append(identifier)
      }
    }
    entry.addresses = texts()
    entry.countries = texts().compactMap { CountryCode($0) }
    entry.from = day()
    entry.until = day()
    entry.program = optional()
    entry.reference = optional()
    entry.schema = optional()
    entry.entityID = optional()
    entry.firstSeen = optional()
    entry.lastSeen = optional()
    entry.lastChange = optional()
    entry.effect = ListEffect(rawValue: text()) ?? .other
    entry.topics = texts()
    entry.referents = texts()
    let properties = Int(int())
    for _ in 0..<max(0, min(properties, end)) where !isBroken {
      let name = text()
      entry.properties[name] = texts()
    }
    return entry
  }
}
