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
