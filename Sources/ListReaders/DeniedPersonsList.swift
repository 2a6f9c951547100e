// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import Tabular
internal import TradeModel

/// The Denied Persons List of the Bureau of Industry and Security: tab-separated, one row an address.
enum DeniedPersonsList {
  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    let table: DelimitedText
    do throws(ValueError) { table = try DelimitedText(bytes, separator: 0x09) } catch {
      throw ListReadError(error.message)
    }
    guard let name = table.column("Name"), let from = table.column("Effective_Date") else {
      throw ListReadError("the file lacks the columns Name and Effective_Date")
    }
    let until = table.column("Expiration_Date")
    let country = table.column("Country")
    let address = ["Street_Address", "City", "State", "Postal_Code"].map { table.column($0) }
    let citation = table.column("FR_Citation")
    var build = ListBuild()
    build.rows = table.rows.count
    var at: [String: Int] = [:]
    for (row, line) in zip(table.rows, table.lines) {
      guard let text = DelimitedText.value(row, name) else {
        build.problem("line \(line): no name")
        continue
      }
      let begins = ListValues.day(DelimitedText.value(row, from))
      let ends = ListValues.day(DelimitedText.value(row, until))
      let key = text + "\u{0}" + (begins?.description ?? "") + "\u{0}" + (ends?.description ?? "")
      let place: Int
      if let known = at[key] {
        place = known
      } else {
        var entry = ListEntry(
          id: String(SHA256.hexDigest(of: key.utf8).prefix(12)), kind: .unknown, effect: source.effect)
        entry.add(text, .primary)
        entry.from = begins
        // The order binds through its last day.
        entry.until = ends?.advanced(by: 1)
        entry.program = "Denied Persons List"
        entry.reference = DelimitedText.value(row, citation)
        place = build.entries.count
        at[key] = place
        build.entries.append(entry)
      }
      let line = address.compactMap { DelimitedText.value(row, $0) }.joined(separator: ", ")
      if !line.isEmpty { build.entries[place].addresses.append(line) }
      for code in ListValues.countries(DelimitedText.value(row, country))
      where !build.entries[place].countries.contains(code) { build.entries[place].countries.append(code) }
    }
    return build
  }
}
