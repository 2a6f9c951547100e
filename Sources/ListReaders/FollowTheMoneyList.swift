// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import TradeModel

/// FollowTheMoney entities, one JSON object a line (`entities.ftm.json`).
///
/// Parties become entries with all their properties; `Sanction` entities give the days of membership and the programme,
/// `Address` entities the text of addresses that parties refer to.
enum FollowTheMoneyList {
  private static let parties: Set<String> = [
    "Person", "Company", "Organization", "PublicBody", "LegalEntity", "Vessel", "Airplane",
  ]

  /// Properties that have a place of their own in an entry.
  private static let placed: Set<String> = [
    "name", "alias", "weakAlias", "previousName", "address", "topics", "registrationNumber", "taxNumber",
    "leiCode", "uscCode", "imoNumber", "mmsi", "passportNumber", "idNumber", "innCode", "ogrnCode",
  ]

  private static let identifiers: [(String, PartyIdentifier.Kind)] = [
    ("registrationNumber", .registration), ("taxNumber", .tax), ("leiCode", .lei), ("uscCode", .uscc),
    ("imoNumber", .imo), ("mmsi", .mmsi), ("passportNumber", .passport), ("idNumber", .national),
    ("innCode", .tax), ("ogrnCode", .registration),
  ]

  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    var build = ListBuild()
    var newest: String?
    var places: [String: Int] = [:]
    var sanctions: [JSONValue] = []
    var addresses: [String: String] = [:]
    for line in bytes.split(separator: 0x0A) where line.contains(where: { $0 > 0x20 }) {
      build.rows += 1
      let record: JSONValue
      do throws(ListReadError) { record = try JSONValue(line) } catch {
        build.problem("line \(build.rows): \(error.message)")
        continue
      }
      guard let id = record["id"]?.string, let schema = record["schema"]?.string else {
        build.problem("line \(build.rows): no id or schema")
        continue
      }
      if schema == "Sanction", let properties = record["properties"] { sanctions.append(properties) }
      if schema == "Address" { addresses[id] = record["properties"]?["full"]?.strings.first }
      guard parties.contains(schema) else { continue }
      let entry = entry(id, schema, record, source)
      if let seen = record["last_change"]?.string ?? record["last_seen"]?.string {
        newest = max(newest ?? "", seen)
      }
      guard !entry.names.isEmpty else {
        build.problem("line \(build.rows): no name")
        continue
      }
      if places[id] == nil { places[id] = build.entries.count }
      build.entries.append(entry)
    }
    for index in build.entries.indices {
      for reference in build.entries[index].properties["addressEntity"] ?? [] {
        guard let text = addresses[reference], !build.entries[index].addresses.contains(text) else {
          continue
        }
        build.entries[index].addresses.append(text)
      }
    }
    var dated: Set<Int> = []
    for sanction in sanctions {
      for id in sanction["entity"]?.strings ?? [] {
        guard let place = places[id] else { continue }
        apply(sanction, to: &build.entries[place], isFirst: dated.insert(place).inserted)
      }
    }
    build.version = newest.map { String($0.prefix(10)) }
    return build
  }

  private static func entry(_ id: String, _ schema: String, _ record: JSONValue, _ source: ListSource)
    -> ListEntry
  {
    let p = record["properties"]
    func values(_ name: String) -> [String] { p?[name]?.strings ?? [] }
    var entry = ListEntry(id: id, kind: PartyKind(schema: schema), effect: effect(values("topics"), source))
    entry.entityID = id
    entry.schema = schema
    entry.topics = values("topics")
    entry.referents = record["referents"]?.strings ?? []
    entry.firstSeen = record["first_seen"]?.string
    entry.lastSeen = record["last_seen"]?.string
    entry.lastChange = record["last_change"]?.string
    entry.add(record["caption"]?.string, .primary)
    for name in values("name") { entry.add(name, entry.names.isEmpty ? .primary : .alias) }
    for name in values("alias") { entry.add(name, .alias) }
    for name in values("weakAlias") { entry.add(name, .weak) }
    for name in values("previousName") { entry.add(name, .former) }
    for country in values("country") + values("jurisdiction") + values("nationality") + values("flag") {
      for code in ListValues.countries(country) where !entry.countries.contains(code) {
        entry.countries.append(code)
      }
    }
    entry.addresses = values("address")
    for (name, kind) in identifiers {
      entry.identifiers += values(name).compactMap { PartyIdentifier($0, kind: kind) }
    }
    for name in p?.keys ?? [] where !placed.contains(name) && name != "country" {
      entry.properties[name] = values(name)
    }
    return entry
  }

  /// Membership as a sanction states it: from the earliest begin, until the latest end when every one has ended.
  private static func apply(_ sanction: JSONValue, to entry: inout ListEntry, isFirst: Bool) {
    func first(_ names: String...) -> Day? {
      for name in names {
        if let day = ListValues.day(sanction[name]?.strings.first) { return day }
      }
      return nil
    }
    if let from = first("startDate", "listingDate", "date") {
      entry.from = isFirst ? from : entry.from.map { min($0, from) }
    } else if !isFirst {
      entry.from = nil
    }
    if let until = first("endDate") {
      entry.until = isFirst ? until.advanced(by: 1) : entry.until.map { max($0, until.advanced(by: 1)) }
    } else {
      entry.until = nil
    }
    if entry.program == nil {
      entry.program = (sanction["program"]?.strings.first ?? sanction["programId"]?.strings.first)
    }
    entry.add(sanction["authority"]?.strings.first, as: "authority")
    if entry.reference == nil { entry.reference = sanction["sourceUrl"]?.strings.first }
  }

  private static func effect(_ topics: [String], _ source: ListSource) -> ListEffect {
    if topics.contains("export.control") { return .controlList }
    if topics.contains("sanction.counter") { return .unreliableEntity }
    if topics.contains("export.control.linked") || topics.contains("debarment") { return .concern }
    if topics.contains(where: { $0.hasPrefix("sanction") }) { return .sanctions }
    return source.effect
  }
}
