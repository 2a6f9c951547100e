// SPDX-License-Identifier: Apache-2.0

/// One element of an XML record with what it holds.
struct XMLElement {
  var name: String
  var attributes: [String: String]
  var text: String
  var children: [XMLElement]

  /// The first child of a name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
  /// The text of the first child of a name, white space taken off; nothing when empty.
  func value(_ name: String) -> String? {
    guard let text = self[name]?.text else { return nil }
    let bare = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return bare.isEmpty ? nil : bare
  }
}

/// Reads records out of an XML document, one element of a given name after another.
///
/// A document type declaration is refused outright, so that neither external entities nor entity expansion exist;
/// depth, attributes and text are bounded. Name spaces are dropped: `ns:name` reads as `name`.
struct XMLRecords {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1

  static let deepest = 64
  static let longestText = 1 << 20

  init(_ bytes: [UInt8]) throws(ListReadError) {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw ListReadError("UTF-16 is not read; convert the file to UTF-8")
    }
    let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
    if let at = head.range(of: "encoding=") {
      let name = head[at.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }
      guard ["utf-8", "us-ascii", "utf8"].contains(String(name)) else {
        throw ListReadError("the document is not in UTF-8")
      }
    }
    guard (try? UTF8Span(validating: bytes.span)) != nil else {
      throw ListReadError("the document is not valid UTF-8")
    }
    self.bytes = bytes
  }

  /// Calls a function with each record and one with each other element's start.
  /// - Throws: `ListReadError` with the line where the document breaks.
  mutating func read(
    records: Set<String>, other: (_ name: String, _ attributes: [String: String]) -> Void = { _, _ in },
    text: (_ name: String, _ text: String) -> Void = { _, _ in }, record: (XMLElement) -> Void
  ) throws(ListReadError) {
    var open: [XMLElement] = []
    var outside: [String] = []
    var seenRoot = false
    while true {
      let chunk = try characters()
      if !open.isEmpty {
        open[open.count - 1].text += chunk
        guard open[open.count - 1].text.utf8.count <= Self.longestText else {
          throw broken("an element holds too much text")
        }
      } else if let name = outside.last {
        text(name, chunk)
      }
      guard place < bytes.count else { break }
      if try skipMarkup(into: &open) { continue }
      // At "<".
      place += 1
      if place < bytes.count, bytes[place] == UInt8(ascii: "/") {
        place += 1
        let name = self.name()
        skipSpace()
        try expect(">")
        if let last = open.popLast() {
          guard last.name == name else { throw broken("an end tag does not fit its start tag") }
          if open.isEmpty { record(last) } else { open[open.count - 1].children.append(last) }
        } else {
          guard outside.popLast() == name else { throw broken("an end tag does not fit its start tag") }
        }
        continue
      }
      let (name, attributes, closed) = try startTag()
      seenRoot = true
      guard open.count + outside.count < Self.deepest else { throw broken("elements are nested too deep") }
      if open.isEmpty, !records.contains(name) {
        other(name, attributes)
        if !closed { outside.append(name) }
      } else {
        let element = XMLElement(name: name, attributes: attributes, text: "", children: [])
        if closed {
          if open.isEmpty { record(element) } else { open[open.count - 1].children.append(element) }
        } else {
          open.append(element)
        }
      }
    }
    guard seenRoot else { throw ListReadError("the file is not an XML document") }
    guard open.isEmpty, outside.isEmpty else { throw broken("the document is cut off") }
  }

  private func broken(_ what: String) -> ListReadError { ListReadError("line \(line): \(what)") }

  /// Comments, processing instructions and CDATA; true when something was passed.
  private mutating func skipMarkup(into open: inout [XMLElement]) throws(ListReadError) -> Bool {
    if starts("<!--") {
      try pass("-->")
      return true
    }
    if starts("<?") {
      try pass("?>")
      return true
    }
    if starts("<![CDATA[") {
      let begin = place + 9
      try pass("]]>")
      if !open.isEmpty {
        open[open.count - 1].text += String(decoding: bytes[begin..<place - 3], as: UTF8.self)
      }
      return true
    }
    if starts("<!") { throw broken("a document type declaration is not accepted") }
    return false
  }

  private mutating func startTag() throws(ListReadError) -> (String, [String: String], Bool) {
    let name = name()
    guard !name.isEmpty else { throw broken("a tag has no name") }
    var attributes: [String: String] = [:]
    while true {
      skipSpace()
      guard place < bytes.count else { throw broken("the document is cut off") }
      if bytes[place] == UInt8(ascii: ">") {
        place += 1
        return (name, attributes, false)
      }
      if bytes[place] == UInt8(ascii: "/") {
        place += 1
        try expect(">")
        return (name, attributes, true)
      }
      let key = self.name()
      guard !key.isEmpty, attributes.count < 100 else { throw broken("an attribute cannot be read") }
      skipSpace()
      try expect("=")
      skipSpace()
      guard place < bytes.count, bytes[place] == 0x22 || bytes[place] == 0x27 else {
        throw broken("an attribute lacks its quotes")
      }
      let quote = bytes[place]
      place += 1
      let begin = place
      while place < bytes.count, bytes[place] != quote, bytes[place] != UInt8(ascii: "<") { advance() }
      guard place < bytes.count, bytes[place] == quote else { throw broken("an attribute is never closed") }
      attributes[key] = try decoded(begin, place)
      place += 1
    }
  }

  /// Text up to the next `<`.
  private mutating func characters() throws(ListReadError) -> String {
    let begin = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "<") { advance() }
    return begin == place ? "" : try decoded(begin, place)
  }

  /// Text with the five predefined entities and character references resolved; any other entity is an error.
  private func decoded(_ begin: Int, _ end: Int) throws(ListReadError) -> String {
    guard bytes[begin..<end].contains(UInt8(ascii: "&")) else {
      return String(decoding: bytes[begin..<end], as: UTF8.self)
    }
    var text: [UInt8] = []
    var at = begin
    while at < end {
      guard bytes[at] == UInt8(ascii: "&") else {
        text.append(bytes[at])
        at += 1
        continue
      }
      guard let stop = bytes[at..<min(end, at + 12)].firstIndex(of: UInt8(ascii: ";")) else {
        throw broken("an entity is never closed")
      }
      let name = String(decoding: bytes[at + 1..<stop], as: UTF8.self)
      switch name {
      case "amp": text.append(UInt8(ascii: "&"))
      case "lt": text.append(UInt8(ascii: "<"))
      case "gt": text.append(UInt8(ascii: ">"))
      case "quot": text.append(0x22)
      case "apos": text.append(0x27)
      default:
        let number =
          name.hasPrefix("#x")
          ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let number, number != 0, let scalar = Unicode.Scalar(number) else {
          throw broken("an entity is not known")
        }
        text.append(contentsOf: String(Character(scalar)).utf8)
      }
      at = stop + 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func name() -> String {
    var begin = place
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: ":") { begin = place + 1 }
      guard byte > 0x20, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/"), byte != UInt8(ascii: "="),
        byte != UInt8(ascii: "<")
      else { break }
      place += 1
    }
    return String(decoding: bytes[min(begin, place)..<place], as: UTF8.self)
  }

  private mutating func advance() {
    if bytes[place] == 0x0A { line += 1 }
    place += 1
  }

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place] <= 0x20 { advance() }
  }

  private mutating func expect(_ byte: Unicode.Scalar) throws(ListReadError) {
    guard place < bytes.count, bytes[place] == UInt8(ascii: byte) else {
      throw broken("a tag cannot be read")
    }
    place += 1
  }

  private func starts(_ text: StaticString) -> Bool {
    let wanted = text.description.utf8
    return place + wanted.count <= bytes.count && bytes[place..<place + wanted.count].elementsEqual(wanted)
  }

  private mutating func pass(_ end: StaticString) throws(ListReadError) {
    while place < bytes.count {
      if starts(end) {
        place += end.description.utf8.count
        return
      }
      advance()
    }
    throw broken("the document is cut off")
  }
}

extension String {
  fileprivate func range(of part: String) -> Range<String.Index>? { self.firstRange(of: part) }
}
