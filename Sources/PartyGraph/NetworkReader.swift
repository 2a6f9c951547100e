// SPDX-License-Identifier: Apache-2.0

internal import Parties
public import Tabular
public import TradeModel

/// Builds a network from tables of shipments and of ownership.
public enum NetworkReader {
  /// Adds shipments: columns are recognised by name (exporter, consignee, declarant, notify_party, their addresses,
  /// phones and countries, date, destination, net_mass_kg, commodity_code, vessel, container, licence).
  /// - Returns: lines that could not be used, with the reason.
  public static func addShipments(_ table: DelimitedText, to network: inout PartyNetwork) throws(ValueError)
    -> [String]
  {
    guard let exporter = table.column("exporter", "exporter_name", "consignor", "shipper"),
      let consignee = table.column("consignee", "consignee_name", "buyer", "receiver")
    else { throw ValueError("the table needs the columns exporter and consignee") }
    let date = table.column("date", "declaration_date", "export_date", "day")
    let destination = table.column("destination", "destination_country", "country_of_destination")
    let mass = table.column("net_mass_kg", "net_mass", "mass_kg", "weight_kg", "quantity_kg")
    let goods = table.column("commodity_code", "hs_code", "hs", "goods")
    let roles = [
      ("exporter", exporter), ("consignee", consignee),
      ("declarant", table.column("declarant", "agent", "declarant_name")),
      ("notify_party", table.column("notify_party", "notify")),
    ]
    let details = roles.map { role, name in
      (
        name: name, address: table.column(role + "_address"), phone: table.column(role + "_phone"),
        email: table.column(role + "_email"), country: table.column(role + "_country")
      )
    }
    let things: [(NodeKind, Relation, Int?)] = [
      (.vessel, .carriedBy, table.column("vessel", "vessel_name", "vessel_imo")),
      (.container, .packedIn, table.column("container", "container_number")),
      (.licence, .under, table.column("licence", "license", "licence_number")),
    ]
    var problems: [String] = []
    for (row, line) in zip(table.rows, table.lines) {
      let day = DelimitedText.value(row, date).flatMap { Day($0) }
      if date != nil, day == nil { problems.append("line \(line): no date") }
      let target = DelimitedText.value(row, destination).flatMap {
        CountryCode($0) ?? NameCountries.code(of: $0)
      }
      var parties: [Int?] = []
      for detail in details {
        let country = DelimitedText.value(row, detail.country).flatMap {
          CountryCode($0) ?? NameCountries.code(of: $0)
        }
        let party = DelimitedText.value(row, detail.name).flatMap {
          network.node(.party, $0, country: country)
        }
        parties.append(party)
        for (kind, relation, column) in [
          (NodeKind.address, Relation.at, detail.address), (.phone, .phone, detail.phone),
          (.email, .email, detail.email),
        ] {
          if let party, let text = DelimitedText.value(row, column) {
            network.connect(party, network.node(kind, text), relation, day: day, line: line)
          }
        }
      }
      guard let from = parties[0], let to = parties[1] else {
        problems.append("line \(line): no exporter or no consignee")
        continue
      }
      network.connect(
        from, to, .ships, day: day, amount: DelimitedText.value(row, mass).flatMap(Double.init) ?? 0,
        goods: DelimitedText.value(row, goods), destination: target, line: line)
      network.connect(parties[2], from, .declares, day: day, line: line)
      for (kind, relation, column) in things {
        if let text = DelimitedText.value(row, column) {
          network.connect(from, network.node(kind, text), relation, day: day, line: line)
        }
      }
    }
    return problems
  }

  /// Adds ownership: owner, owned, share in per cent.
  public static func addOwnership(_ table: DelimitedText, to network: inout PartyNetwork) throws(ValueError)
    -> [String]
  {
    guard let owner = table.column("owner", "parent", "shareholder"),
      let owned = table.column("owned", "company", "asset", "subsidiary"),
      let share = table.column("share", "percentage", "percent")
    else { throw ValueError("the table needs the columns owner, owned and share") }
    var problems: [String] = []
    for (row, line) in zip(table.rows, table.lines) {
      let text = DelimitedText.value(row, share).map { $0.hasSuffix("%") ? String($0.dropLast()) : $0 }
      guard let a = DelimitedText.value(row, owner), let b = DelimitedText.value(row, owned),
        let percent = text.flatMap({ Double($0.trimmed) }), (0...100).contains(percent)
      else {
        problems.append("line \(line): owner, owned or a share of 0 to 100 is missing")
        continue
      }
      network.connect(network.node(.party, a), network.node(.party, b), .owns, amount: percent, line: line)
    }
    return problems
  }
}
