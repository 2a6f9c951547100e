// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import Tabular
internal import TradeModel

/// Lists as tables whose header names the columns.
enum TableList {
  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    let table: DelimitedText
    do throws(ValueError) {
      let head = bytes.prefix { $0 != 0x0A }
      let separator: UInt8 =
        head.contains(0x09) ? 0x09 : head.count { $0 == 0x3B } > head.count { $0 == 0x2C } ? 0x3B : 0x2C
      table = try DelimitedText(bytes, separator: separator)
    } catch { throw ListReadError(error.message) }
    guard let name = table.column("name", "NameAlias_WholeName", "entity_name", "whole_name") else {
      throw ListReadError("the table has no column called name")
    }
    let columns = Columns(table)
    var build = ListBuild()
    build.rows = table.rows.count
    build.idsAreMade = columns.id == nil
    var places: [String: Int] = [:]
    for (row, line) in zip(table.rows, table.lines) {
      guard row.count <= table.header.count else {
        build.problem("line \(line): \(row.count) fields where the header has \(table.header.count)")
        continue
      }
      guard
        let primary = DelimitedText.value(row, columns.clean) ?? DelimitedText.value(row, name)
          ?? DelimitedText.value(row, columns.native)
      else {
        build.problem("line \(line): no name")
        continue
      }
      let entry = entry(row, line, primary, name, columns, source)
      // A table with one row a name has several rows an entity.
      if columns.rowIsName, let place = places[entry.id] {
        for name in entry.names { build.entries[place].add(name.text, .alias) }
        continue
      }
      places[entry.id] = build.entries.count
      build.entries.append(entry)
    }
    return build
  }

  private struct Columns {
    let schema, clean, alias, weak, former, native, country, from, until, program, effect, url, list: Int?
    /// The table is of names, with the entity of each.
    let rowIsName: Bool
    let id, address, listSource, annex, programKey: Int?
    let identifiers: [(Int, PartyIdentifier.Kind)]

    init(_ t: DelimitedText) {
      schema = t.column("schema", "type", "entity_type")
      clean = t.column("clean name")
      alias = t.column("alias", "aliases", "alt_names", "aka")
      weak = t.column("weakAlias", "weak alias")
      former = t.column("previousName", "previous name", "former name")
      native = t.column("chinese name", "native name", "original name")
      country = t.column("country", "jurisdiction", "countries")
      from = t.column("startDate", "start-date", "start date", "start_date", "date", "listed from", "from")
      until = t.column("endDate", "end-date", "end date", "end_date", "until", "listed until")
      program = t.column("program", "programs", "measure", "programKey")
      effect = t.column("topics", "effect")
      url = t.column("source url", "source_url", "source_information_url", "celex")
      list = t.column("list")
      listSource = t.column("source")
      annex = t.column("annex")
      programKey = t.column("programKey")
      id = t.column("id", "entity_id", "entity_number", "recordId", "_id")
      rowIsName = t.column("entity_id") != nil
      address = t.column("address", "addresses")
      let kinds: [(String, PartyIdentifier.Kind)] = [
        ("registrationNumber", .registration), ("taxNumber", .tax), ("idNumber", .national),
        ("innCode", .tax),
        ("ogrnCode", .registration), ("leiCode", .lei), ("imoNumber", .imo), ("mmsi", .mmsi),
        ("passportNumber", .passport), ("identifier", .other), ("uscc", .uscc),
      ]
      identifiers = kinds.compactMap { name, kind in t.column(name).map { ($0, kind) } }
    }
  }

  private static func entry(
    _ row: DelimitedText.Row, _ line: Int, _ primary: String, _ name: Int, _ c: Columns, _ source: ListSource
  ) -> ListEntry {
    func value(_ column: Int?) -> String? { DelimitedText.value(row, column) }
    let kind = PartyKind(schema: value(c.schema) ?? "")
    let effect = effect(
      list: value(c.list) ?? value(c.listSource), topic: value(c.effect), program: value(c.program), source)
    // A number of its own where the source has one, else one made of the name and the date, stable across editions.
    let own = value(c.id).map { id in
      ([value(c.programKey), value(c.annex)].compactMap(\.self) + [id]).joined(separator: "-")
    }
    let made = SHA256.hexDigest(
      of: (primary + "\u{0}" + (value(c.from) ?? "") + "\u{0}" + (value(c.list) ?? "")).utf8
    )
    .prefix(12)
    var entry = ListEntry(id: own ?? String(made), kind: kind, effect: effect)
    if c.rowIsName { entry.add(primary, .primary) } else { ListValues.add(primary, .primary, to: &entry) }
    if value(c.clean) != nil { ListValues.add(value(name), .alias, to: &entry) }
    ListValues.add(value(c.native), .alias, to: &entry)
    for alias in ListValues.several(value(c.alias)) { ListValues.add(alias, .alias, to: &entry) }
    for alias in ListValues.several(value(c.weak)) { ListValues.add(alias, .weak, to: &entry) }
    for alias in ListValues.several(value(c.former)) { ListValues.add(alias, .former, to: &entry) }
    entry.countries = ListValues.countries(value(c.country))
    entry.from = ListValues.day(value(c.from))
    entry.until = ListValues.day(value(c.until))
    entry.program = value(c.program) ?? value(c.list)
    entry.reference = value(c.url)
    entry.addresses = ListValues.several(value(c.address))
    for (column, kind) in c.identifiers {
      for part in ListValues.several(value(column)) {
        // "7819308094 (Tax ID/INN)"
        let bare = part.prefix { $0 != "(" && $0 != "," }
        if let identifier = PartyIdentifier(String(bare), kind: kind) { entry.identifiers.append(identifier) }
      }
    }
    return entry
  }

  /// What a list means, by the words the tables use.
  private static func effect(list: String?, topic: String?, program: String?, _ source: ListSource)
    -> ListEffect
  {
    let words = [list, topic, program].compactMap { $0?.lowercased() }.joined(separator: " ")
    if words.contains("watch list") { return .watchList }
    if words.split(separator: " ").contains("uel") || words.contains("unreliable")
      || words.contains("unverified")
    {
      return words.contains("unverified") ? .watchList : .unreliableEntity
    }
    if words.contains("export control") || words.contains("export.control") || words.contains("denied")
      || words.contains("entity list") || words.contains("list of export controls")
    {
      return .controlList
    }
    if words.contains("debarment") || words.contains("military end user") { return .concern }
    if words.contains("sanction") || words.contains("asset freeze") || words.contains("restrictions") {
      return .sanctions
    }
    return source.effect
  }
}
