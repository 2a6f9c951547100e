// SPDX-License-Identifier: Apache-2.0

import TradeModel

extension ReferenceCompiler {
  /// The rows of a small CSV file as fields, comment lines and the header left out; quotes per RFC 4180.
  mutating func rows(of file: String, columns: Int?) -> [(line: Int, fields: [String])] {
    guard let text = text(of: file) else { return [] }
    var result: [(Int, [String])] = []
    var seenHeader = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let fields = Self.fields(of: line)
      if let columns, fields.count != columns {
        report("reference.columns", "the row has \(fields.count) columns, not \(columns)", file, index + 1)
        continue
      }
      if !seenHeader, columns != nil {
        seenHeader = true
        continue
      }
      result.append((index + 1, fields))
    }
    return result
  }

  static func fields(of line: some StringProtocol) -> [String] {
    var fields: [String] = []
    var current = ""
    var quoted = false
    for character in line {
      switch character {
      case "\"": quoted.toggle()
      case "," where !quoted:
        fields.append(current)
        current = ""
      default: current.append(character)
      }
    }
    return fields + [current]
  }

  mutating func readCountries() {
    let file = "countries.csv"
    for (line, row) in rows(of: file, columns: 5) {
      guard CountryCode(row[0]) != nil, row[1].utf8.count == 3, Int(row[2]) != nil, !row[3].isEmpty else {
        report("reference.country", "a country needs its two codes, its number and a name", file, line)
        continue
      }
      add(["country"] + row)
    }
  }

  mutating func readPorts() {
    let file = "ports.csv"
    var ports: [String] = []
    for (line, row) in rows(of: file, columns: 2) {
      guard !row[0].isEmpty, row[1].split(separator: "/").allSatisfy({ CountryCode(String($0)) != nil })
      else {
        report("reference.port", "a name and codes of countries are needed", file, line)
        continue
      }
      ports.append(row[0] + "=" + row[1])
    }
    if !ports.isEmpty { add(["ports"] + ports) }
  }

  mutating func readCurrencies() {
    for (line, row) in rows(of: "currencies.csv", columns: 3) {
      guard CurrencyCode(row[0]) != nil else {
        report("reference.currency", "not a currency code", "currencies.csv", line)
        continue
      }
      add(["currency"] + row)
    }
    let file = "exchange-rates.csv"
    let table = rows(of: file, columns: nil)
    guard let header = table.first?.fields,
      let first = table.dropFirst().first.flatMap({ monthNumber($0.fields[0]) })
    else {
      report("reference.rates", "no rates", file, 1)
      return
    }
    for (offset, row) in table.dropFirst().enumerated()
    where row.fields.count != header.count || monthNumber(row.fields[0]) != first + offset {
      report("reference.rates", "each month stands once, in order, with every column", file, row.line)
      return
    }
    for (column, code) in header.enumerated().dropFirst() {
      add("rates", code, String(first), table.dropFirst().map { $0.fields[column] }.joined(separator: ","))
    }
    for (line, row) in rows(of: "exchange-rates-approximate.csv", columns: 3) {
      guard CurrencyCode(row[0]) != nil, let month = monthNumber(row[1]), let usd = Double(row[2]), usd > 0
      else {
        report(
          "reference.rates", "a rate needs a currency, a month and a value", "exchange-rates-approximate.csv",
          line)
        continue
      }
      add("rate", row[0], String(month), row[2])
    }
  }

  /// Months since year 0.
  func monthNumber(_ text: String) -> Int? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2, (1...12).contains(parts[1]) else { return nil }
    return parts[0] * 12 + parts[1] - 1
  }
}
