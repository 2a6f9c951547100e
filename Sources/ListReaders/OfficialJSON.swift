// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import TradeModel

/// The US Consolidated Screening List as JSON (International Trade Administration).
enum ScreeningListJSON {
  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let document = try JSONValue(body)
    guard let results = document["results"] else {
      throw ListReadError("the document has no member called results")
    }
    var build = ListBuild()
    for record in results.array {
      build.rows += 1
      guard let name = record["name"]?.string else {
        build.problem("record \(build.rows): no name")
        continue
      }
      let list = record["source"]?.string ?? ""
      let id =
        record["id"]?.string ?? record["entity_number"]?.string
        ?? String(SHA256.hexDigest(of: (list + name).utf8).prefix(12))
      var entry = ListEntry(
        id: id, kind: PartyKind(schema: record["type"]?.string ?? ""), effect: effect(list, source))
      ListValues.add(name, .primary, to: &entry)
      for alias in record["alt_names"]?.strings ?? [] { ListValues.add(alias, .alias, to: &entry) }
      entry.from = ListValues.day(record["start_date"]?.string)
      entry.until = ListValues.day(record["end_date"]?.string)
      entry.program = record["programs"]?.strings.joined(separator: "; ")
      if entry.program?.isEmpty != false { entry.program = list.isEmpty ? nil : list }
      entry.reference = record["federal_register_notice"]?.string
      for address in record["addresses"]?.array ?? [] {
        let text = ["address", "city", "state", "country"].compactMap { address[$0]?.string }.joined(
          separator: ", ")
        if !text.isEmpty { entry.addresses.append(text) }
        for code in ListValues.countries(address["country"]?.string) where !entry.countries.contains(code) {
          entry.countries.append(code)
        }
      }
      for country in (record["nationalities"]?.strings ?? []) + (record["citizenships"]?.strings ?? []) {
        for code in ListValues.countries(country) where !entry.countries.contains(code) {
          entry.countries.append(code)
        }
      }
      for number in record["ids"]?.array ?? [] {
        if let identifier = number["number"]?.string.flatMap({ PartyIdentifier($0) }) {
          entry.identifiers.append(identifier)
        }
      }
      build.entries.append(entry)
    }
    return build
  }

  private static func effect(_ list: String, _ source: ListSource) -> ListEffect {
    if list.hasPrefix("Entity List") || list.hasPrefix("Denied Persons") { return .controlList }
    if list.hasPrefix("Unverified") { return .watchList }
    if list.hasPrefix("Military End User") { return .controlList }
    return source.effect
  }
}

/// FollowTheMoney entities, one JSON object a line (`entities.ftm.json`).
enum FollowTheMoneyList {
  private static let parties: Set<String> = [
    "Person", "Company", "Organization", "PublicBody", "LegalEntity", "Vessel", "Airplane", "CryptoWallet",
  ]

  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    var build = ListBuild()
    var newest: String?
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
      // Relations and addresses are other things than parties.
      guard parties.contains(schema), schema != "CryptoWallet" else { continue }
      let p = record["properties"]
      func values(_ name: String) -> [String] { p?[name]?.strings ?? [] }
      var entry = ListEntry(id: id, kind: PartyKind(schema: schema), effect: effect(values("topics"), source))
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
      let kinds: [(String, PartyIdentifier.Kind)] = [
        ("registrationNumber", .registration), ("taxNumber", .tax), ("leiCode", .lei), ("uscCode", .uscc),
        ("imoNumber", .imo), ("mmsi", .mmsi), ("passportNumber", .passport), ("idNumber", .national),
        ("innCode", .tax), ("ogrnCode", .registration),
      ]
      for (name, kind) in kinds {
        entry.identifiers += values(name).compactMap { PartyIdentifier($0, kind: kind) }
      }
      if let seen = record["last_change"]?.string ?? record["last_seen"]?.string {
        newest = max(newest ?? "", seen)
      }
      if entry.names.isEmpty {
        build.problem("line \(build.rows): no name")
      } else {
        build.entries.append(entry)
      }
    }
    build.version = newest.map { String($0.prefix(10)) }
    return build
  }

  private static func effect(_ topics: [String], _ source: ListSource) -> ListEffect {
    if topics.contains("export.control") { return .controlList }
    if topics.contains("export.control.linked") || topics.contains("debarment") { return .concern }
    if topics.contains(where: { $0.hasPrefix("sanction") }) { return .sanctions }
    return source.effect
  }
}
