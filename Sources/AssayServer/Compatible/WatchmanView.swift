// SPDX-License-Identifier: Apache-2.0

import Foundation
import Parties

/// Entities of the lists in watchman's shape: one flat object, the part of its kind filled, the others null.
enum WatchmanView {
  private static let kinds = ["person", "business", "organization", "aircraft", "vessel"]

  static func entity(_ match: EntityMatch, debug: Bool) -> JSON {
    let entity = match.entity
    let kind =
      switch entity.schema {
      case "Person": "person"
      case "Vessel": "vessel"
      case "Airplane": "aircraft"
      case "Company": "business"
      default: "organization"
      }
    let programs = entity.values(of: "program")
    let former = entity.values(of: "previousName").map { name -> JSON in
      ["type": "Former Name", "value": .string(name), "date": "0001-01-01T00:00:00Z"]
    }
    var members = frame(
      name: entity.caption, type: kind, list: entity.datasets.first ?? "", id: entity.id,
      particulars: particulars(kind, entity),
      contact: ["email", "phone", "fax", "website"].map { entity.values(of: $0) },
      addresses: entity.values(of: "address").map {
        address($0, country: entity.values(of: "country").first ?? "")
      })
    members += [
      .init(
        name: "sanctionsInfo",
        value: programs.isEmpty
          ? .null : ["programs": .strings(programs), "secondary": false, "description": ""]),
      .init(name: "historicalInfo", value: former.isEmpty ? .null : .array(former)),
      .init(
        name: "sourceData",
        value: [
          "id": .string(entity.id), "program": .strings(programs), "topics": .strings(entity.topics),
        ]),
      .init(name: "match", value: .number(match.score)),
    ]
    if debug {
      let lines = match.features.map { "\($0.kind.rawValue) \($0.score): \($0.detail)" }
      let text = lines.joined(separator: "\n")
      members.append(.init(name: "debug", value: .string(Data(text.utf8).base64EncodedString())))
    }
    return .object(members)
  }

  /// What was asked, as watchman gives it back.
  static func query(
    name: String, type: String, altNames: [String], contact: [[String]], addresses: [String]
  ) -> JSON {
    let particulars: JSON = [
      "name": .string(name), "altNames": altNames.isEmpty ? .null : .strings(altNames),
      "governmentIDs": .null,
    ]
    return .object(
      frame(
        name: name, type: type, list: "api-request", id: "", particulars: particulars, contact: contact,
        addresses: addresses.map { address($0, country: "") })
        + [
          .init(name: "sanctionsInfo", value: .null), .init(name: "historicalInfo", value: .null),
          .init(name: "sourceData", value: .null),
        ])
  }

  private static func frame(
    name: String, type: String, list: String, id: String, particulars: JSON, contact: [[String]],
    addresses: [JSON]
  ) -> [JSON.Member] {
    func texts(_ place: Int) -> JSON { contact[place].isEmpty ? .null : .strings(contact[place]) }
    return [
      .init(name: "name", value: .string(name)), .init(name: "entityType", value: .string(type)),
      .init(name: "sourceList", value: .string(list)), .init(name: "sourceID", value: .string(id)),
    ] + kinds.map { .init(name: $0, value: $0 == type ? particulars : .null) } + [
      .init(
        name: "contact",
        value: [
          "emailAddresses": texts(0), "phoneNumbers": texts(1), "faxNumbers": texts(2), "websites": texts(3),
        ]),
      .init(name: "addresses", value: addresses.isEmpty ? .null : .array(addresses)),
      .init(name: "cryptoAddresses", value: .null), .init(name: "affiliations", value: .null),
    ]
  }

  private static func address(_ line: String, country: String) -> JSON {
    [
      "line1": .string(line), "line2": "", "city": "", "postalCode": "", "state": "",
      "country": .string(country.uppercased()), "latitude": 0, "longitude": 0,
    ]
  }

  private static func particulars(_ kind: String, _ entity: EntityRecord) -> JSON {
    func first(_ property: String) -> JSON { .string(entity.values(of: property).first ?? "") }
    /// A whole day as a moment; a year alone is no day.
    func moment(_ property: String) -> JSON {
      guard let text = entity.values(of: property).first, text.utf8.count >= 10 else { return .null }
      return .string(text.prefix(10) + "T00:00:00Z")
    }
    func number(_ property: String) -> JSON {
      .int(entity.values(of: property).first.flatMap { Int($0) } ?? 0)
    }
    let numbers: [(property: String, type: String)] = [
      ("passportNumber", "passport"), ("idNumber", "national-id"), ("taxNumber", "tax-id"),
      ("registrationNumber", "business-registration"), ("uscCode", "business-registration"),
      ("leiCode", "commercial-registry"),
    ]
    let country = entity.values(of: "country").first?.uppercased() ?? ""
    let governmentIDs = numbers.flatMap { number in
      entity.values(of: number.property).map { value -> JSON in
        [
          "name": .string(number.property), "type": .string(number.type), "country": .string(country),
          "identifier": .string(value),
        ]
      }
    }
    let named: [JSON.Member] = [
      .init(name: "name", value: .string(entity.caption)),
      .init(name: "altNames", value: .strings(entity.values(of: "alias") + entity.values(of: "weakAlias"))),
    ]
    let rest: JSON =
      switch kind {
      case "person":
        [
          "gender": first("gender"), "birthDate": moment("birthDate"), "placeOfBirth": first("birthPlace"),
          "deathDate": moment("deathDate"), "titles": .strings(entity.values(of: "title")),
          "governmentIDs": .array(governmentIDs),
        ]
      case "vessel":
        [
          "imoNumber": first("imoNumber"), "type": first("type"), "flag": first("flag"),
          "built": moment("buildDate"), "model": first("model"), "tonnage": number("tonnage"),
          "mmsi": first("mmsi"), "callSign": first("callSign"),
          "grossRegisteredTonnage": number("grossRegisteredTonnage"), "owner": first("owner"),
        ]
      case "aircraft":
        [
          "type": first("type"), "flag": first("flag"), "built": moment("buildDate"),
          "icaoCode": first("icaoCode"), "model": first("model"), "serialNumber": first("serialNumber"),
        ]
      default:
        [
          "created": moment("incorporationDate"), "dissolved": moment("dissolutionDate"),
          "governmentIDs": .array(governmentIDs),
        ]
      }
    return .object(named + (rest.members ?? []))
  }
}
