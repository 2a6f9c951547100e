// SPDX-License-Identifier: Apache-2.0

import TradeModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads mapping files: `key: value` lines, and sections whose lines are indented.
///
///     # Korean import declarations
///     columns:
///       consignee_id: Importer ID
///       destination: =KR          # a constant
///       end_use: none             # never read
///     currency: KRW
///     units:
///       net_mass: kg
///     countries:
///       "502": US
extension ColumnMapping {
  /// Reads a mapping file.
  /// - Throws: `IntakeError` with file, line and column of the first fault.
  public init(contentsOf path: String) throws(IntakeError) {
    let file = try InputFile(path: path)
    guard file.bytes.count <= 1 << 20, file.bytes.firstBadUTF8 == nil else {
      throw IntakeError(
        .mapping, "is no mapping file", at: SourceLocation(file: path, line: 0),
        suggestion: "write it as UTF-8 text of at most 1 MiB")
    }
    try self.init(text: file.bytes.text, file: path)
  }

  /// Reads a mapping from text; `file` is the name for messages.
  public init(text: String, file: String) throws(IntakeError) {
    self.init()
    var section: String?
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = MappingLine(String(raw), at: SourceLocation(file: file, line: index + 1))
      guard let (key, value, isQuoted) = try line.pair() else { continue }
      if line.indent == 0 {
        section = nil
        if value.isEmpty, Self.sections.contains(key) {
          section = key
        } else {
          try set(key, value, line)
        }
      } else if let section {
        try set(key, value, isQuoted, in: section, line)
      } else {
        throw line.fault("an indented line outside a section", "begin a section first: columns:")
      }
    }
  }

  static let sections = ["columns", "units"] + ValueKind.allCases.map(\.rawValue)
  static let settings = ["currency", "date-format", "decimal", "delimiter", "encoding"]

  private mutating func set(_ key: String, _ value: String, _ line: MappingLine) throws(IntakeError) {
    switch key {
    case "currency":
      guard let code = ReferenceNames().currency(named: value) else {
        throw line.fault("the currency is no ISO 4217 code", "write for instance KRW")
      }
      currency = code
    case "date-format":
      guard let format = DateFormat(rawValue: value) else {
        throw line.fault(
          "the date format is not known",
          "write \(DateFormat.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      dateFormat = format
    case "encoding":
      guard let known = TextEncoding(rawValue: value.lowercased()) else {
        throw line.fault(
          "the encoding is not known", "write utf-8 or gb18030 (which includes GBK and GB 2312)")
      }
      encoding = known
    case "decimal":
      guard value == "comma" || value == "point" else {
        throw line.fault("the decimal mark is not known", "write comma or point")
      }
      decimalComma = value == "comma"
    case "delimiter":
      let named: [String: UInt8] = ["comma": 0x2C, "tab": 0x09, "semicolon": 0x3B, "bar": 0x7C]
      let byte = named[value] ?? (value.utf8.count == 1 ? value.utf8.first : nil)
      guard let byte, byte < 0x80, byte != 0x22, byte != 0x0A, byte != 0x0D, byte != 0 else {
        throw line.fault("the delimiter is not known", "write comma, tab, semicolon, bar or one character")
      }
      delimiter = byte
    case _ where Self.sections.contains(key):
      throw line.fault(
        "'\(key)' begins a section and takes nothing on its own line",
        "write its lines under it, indented, each as name: value")
    default:
      let near = nearestName(to: key, among: Self.settings + Self.sections)
      throw line.fault(
        "'\(key)' is no setting",
        near.map { "did you mean '\($0)'?" } ?? "known: \(Self.settings + Self.sections)")
    }
  }

  private mutating func set(
    _ key: String, _ value: String, _ isQuoted: Bool, in section: String, _ line: MappingLine
  ) throws(IntakeError) {
    if section == "columns" {
      let field = try Self.field(key, line)
      guard fields[field] == nil else { throw line.fault("\(key) stands twice", "keep one of the two") }
      if value.isEmpty { throw line.fault("no column is named", "write a heading, =CONSTANT or none") }
      if !isQuoted, value == "none" {
        fields[field] = .nothing
      } else if !isQuoted, value.hasPrefix("=") {
        fields[field] = .constant(String(value.dropFirst()).trimmed)
      } else {
        fields[field] = .column(value)
      }
    } else if section == "units" {
      let field = try Self.field(key, line)
      guard field.takesUnit else {
        throw line.fault("\(key) takes no unit", "units are for net_mass, gross_mass and quantity")
      }
      guard let unit = QuantityUnit(name: value), field == .quantity || unit.milligrams != nil else {
        throw line.fault("the unit is not known or is none of mass", "write kg, g or t")
      }
      units[field] = unit
    } else if let kind = ValueKind(rawValue: section) {
      translations[kind, default: [:]][key] = value
    }
  }

  private static func field(_ key: String, _ line: MappingLine) throws(IntakeError) -> DeclarationField {
    if let field = DeclarationField(rawValue: key) { return field }
    let near = nearestName(to: key, among: DeclarationField.allCases.map(\.rawValue))
    throw line.fault(
      "'\(key)' is no field", near.map { "did you mean '\($0)'?" } ?? "the fields are listed in docs/input.md"
    )
  }
}

/// One line of a mapping file.
private struct MappingLine {
  let text: String
  let location: SourceLocation
  let indent: Int

  init(_ text: String, at location: SourceLocation) {
    self.text = text
    self.location = location
    indent = text.prefix { $0 == " " || $0 == "\t" }.count
  }

  func fault(_ message: String, _ suggestion: String) -> IntakeError {
    var place = location
    place.column = indent + 1
    return IntakeError(.mapping, message, at: place, suggestion: suggestion)
  }

  /// Key and value, quotes and comment taken off; nothing for an empty line.
  func pair() throws(IntakeError) -> (key: String, value: String, isQuoted: Bool)? {
    var rest = Substring(text.trimmed)
    if rest.isEmpty || rest.hasPrefix("#") { return nil }
    let (key, _) = try scalar(&rest, until: ":")
    guard rest.first == ":" else { throw fault("no colon after the name", "write name: value") }
    rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
    if rest.hasPrefix("#") { rest = "" }
    let (value, isQuoted) = try scalar(&rest, until: nil)
    return (key, value, isQuoted)
  }

  private func scalar(_ rest: inout Substring, until end: Character?) throws(IntakeError) -> (String, Bool) {
    if let quote = rest.first, quote == "\"" || quote == "'" {
      let body = rest.dropFirst()
      guard let close = body.firstIndex(of: quote) else { throw fault("a quote is not closed", "close it") }
      rest = body[body.index(after: close)...].drop { $0 == " " || $0 == "\t" }
      if end == nil, !rest.isEmpty, !rest.hasPrefix("#") {
        throw fault("text follows the closing quote", "remove it or put # before a remark")
      }
      return (String(body[..<close]), true)
    }
    if let end {
      let text = rest.prefix { $0 != end }
      rest = rest[text.endIndex...]
      return (String(text).trimmed, false)
    }
    var previous: Character = "x"
    var stop = rest.endIndex
    for index in rest.indices {
      if rest[index] == "#", previous == " " || previous == "\t" {
        stop = index
        break
      }
      previous = rest[index]
    }
    return (String(rest[..<stop]).trimmed, false)
  }
}
