// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import Tabular
internal import TradeModel

/// OFAC's delimited files: primary names, and optionally aliases and addresses.
///
/// Fields by place as documented in OFAC's "dat_spec.txt"; `-0-` stands for no value.
enum OFACList {
  static func read(_ files: [[UInt8]], _ source: ListSource) throws(ListReadError) -> ListBuild {
    var build = ListBuild()
    var at: [String: Int] = [:]
    let primary = try table(files[0])
    build.rows = primary.rows.count
    for (row, line) in zip(primary.rows, primary.lines) {
      guard row.count >= 4, let id = value(row, 0), let name = value(row, 1) else {
        build.problem("line \(line): an entry needs a number and a name")
        continue
      }
      var entry = ListEntry(id: id, kind: kind(value(row, 2)), effect: source.effect)
      entry.add(turned(name, entry.kind), .primary)
      entry.program = value(row, 3)
      if let flag = value(row, 8), let code = NameCountries.code(of: flag) { entry.countries = [code] }
      remarks(value(row, 11), into: &entry)
      entry.add(value(row, 11), as: "notes")
      entry.add(value(row, 4), as: "position")
      if at[id] != nil { build.problem("line \(line): an entry number occurs twice") }
      at[id] = build.entries.count
      build.entries.append(entry)
    }
    for file in files.dropFirst() {
      let table = try table(file)
      build.rows += table.rows.count
      for (row, line) in zip(table.rows, table.lines) {
        guard row.count >= 4, let id = value(row, 0), let place = at[id] else {
          if row.count > 1 { build.problem("line \(line) of a companion file: no such entry") }
          continue
        }
        let kind = row[2].trimmed.lowercased()
        if kind == "aka" || kind == "fka" || kind == "nka" {
          build.entries[place].add(
            value(row, 3).map { turned($0, build.entries[place].kind) },
            kind == "fka" ? .former : value(row, 4)?.lowercased().contains("weak") == true ? .weak : .alias)
        } else {
          let address = [value(row, 2), value(row, 3), value(row, 4)].compactMap(\.self).joined(
            separator: ", ")
          if !address.isEmpty { build.entries[place].addresses.append(address) }
          if let code = value(row, 4).flatMap(NameCountries.code(of:)),
            !build.entries[place].countries.contains(code)
          {
            build.entries[place].countries.append(code)
          }
        }
      }
    }
    return build
  }

  private static func table(_ bytes: [UInt8]) throws(ListReadError) -> DelimitedText {
    do throws(ValueError) {
      return try DelimitedText(
        bytes, separator: bytes.prefix(400).contains(0x40) && !bytes.prefix(400).contains(0x2C) ? 0x40 : 0x2C,
        hasHeader: false)
    } catch { throw ListReadError(error.message) }
  }

  private static func value(_ row: DelimitedText.Row, _ at: Int) -> String? {
    guard let text = DelimitedText.value(row, at), text != "-0-" else { return nil }
    return text
  }

  private static func kind(_ text: String?) -> PartyKind {
    switch text?.lowercased() {
    case "individual": .person
    case "vessel", "aircraft": .vessel
    default: .organisation
    }
  }

  /// "HANIYA, Ismail" is written surname first; an organisation's comma is its own.
  private static func turned(_ name: String, _ kind: PartyKind) -> String {
    guard kind == .person, let comma = name.firstIndex(of: ",") else { return name }
    let given = name[name.index(after: comma)...].trimmed
    return given.isEmpty ? name : given + " " + name[..<comma].trimmed
  }

  /// Takes aliases and numbers out of the remarks ("a.k.a. 'BNC'", "Registration ID 123 (Russia)", "IMO 9187629").
  private static func remarks(_ text: String?, into entry: inout ListEntry) {
    guard let text else { return }
    for part in text.split(separator: ";") {
      let part = part.trimmed
      let words = part.split(separator: " ")
      if part.hasPrefix("DOB ") || part.hasPrefix("alt. DOB "), let year = words.last {
        let date = ListValues.day(words.suffix(3).joined(separator: " "))
        entry.add(date?.description ?? String(year.prefix { $0.isNumber }), as: "birthDate")
        continue
      }
      if part.hasPrefix("a.k.a. ") || part.hasPrefix("alt. a.k.a. ") || part.hasPrefix("f.k.a. ") {
        let quoted = part.split(separator: "'", omittingEmptySubsequences: false)
        if quoted.count >= 3 { entry.add(String(quoted[1]), part.hasPrefix("f") ? .former : .weak) }
      } else if part.hasPrefix("Vessel Registration Identification IMO "), let last = words.last {
        if let id = PartyIdentifier(String(last.prefix { $0.isNumber }), kind: .imo) {
          entry.identifiers.append(id)
        }
      } else if words.count >= 2, let kind = identifierKind(part) {
        if let number = words.first(where: { $0.count >= 5 && $0.contains(where: \.isNumber) }),
          let id = PartyIdentifier(String(number), kind: kind)
        {
          entry.identifiers.append(id)
        }
      }
    }
  }

  private static func identifierKind(_ part: String) -> PartyIdentifier.Kind? {
    if part.hasPrefix("Unified Social Credit Code") { return .uscc }
    if part.hasPrefix("Registration ID") || part.hasPrefix("Company Number")
      || part.hasPrefix("Registration Number") || part.hasPrefix("Business Registration")
      || part.hasPrefix("Commercial Registry")
    {
      return .registration
    }
    if part.hasPrefix("Tax ID") { return .tax }
    if part.hasPrefix("Passport") { return .passport }
    if part.hasPrefix("National ID") { return .national }
    return nil
  }
}
