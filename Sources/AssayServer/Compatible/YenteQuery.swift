// SPDX-License-Identifier: Apache-2.0

import Parties
import ReferenceData
import TradeModel

/// A query by example as yente takes it, put into normal form.
struct YenteQuery {
  var id: String
  var schema: String
  /// In order of name; countries as codes, empty values left out.
  var properties: [(name: String, values: [String])]

  static let schemata: Set<String> = [
    "Thing", "LegalEntity", "Organization", "Company", "PublicBody", "Person", "Vessel", "Airplane",
    "Vehicle",
    "Asset", "CryptoWallet", "Address", "Security",
  ]
  /// Schemata whose entities can be compared.
  static let matchable = schemata.subtracting(["Thing", "Asset", "Vehicle"])
  private static let names = ["name", "alias", "weakAlias", "previousName", "abbreviation"]
  private static let countries = [
    "country", "nationality", "jurisdiction", "citizenship", "mainCountry", "flag", "birthCountry",
  ]
  private static let identifiers = [
    "registrationNumber", "uscCode", "leiCode", "innCode", "ogrnCode", "vatCode", "dunsCode", "taxNumber",
    "uniqueEntityId", "bicCode", "swiftBic", "idNumber", "passportNumber", "imoNumber", "mmsi", "callSign",
    "permId", "kppCode", "npiCode", "okpoCode",
  ]
  private static let others = [
    "address", "birthDate", "incorporationDate", "firstName", "lastName", "middleName", "fatherName",
    "gender",
    "topics", "website", "email", "phone", "notes", "birthPlace", "title", "position", "isin", "publicKey",
    "status", "sector", "classification", "legalForm", "program", "sourceUrl",
  ]
  private static let known = Set(names + countries + identifiers + others)

  /// Reads an example.
  /// - Parameter name: the name of the query, which errors of form give as their place.
  init(_ value: JSON, name: String, reference: ReferenceData) throws {
    let place = ["body", "queries", name]
    guard value.members != nil else {
      throw YenteFailure.invalid(
        place, "Input should be a valid dictionary or object to extract fields from",
        "model_attributes_type", input: value)
    }
    func field(_ name: String) throws -> JSON {
      guard let found = value[name] else {
        throw YenteFailure.invalid(place + [name], "Field required", "missing", input: value)
      }
      return found
    }
    let (stated, properties) = (try field("schema"), try field("properties"))
    guard let schema = stated.text else {
      throw YenteFailure.invalid(
        place + ["schema"], "Input should be a valid string", "string_type", input: stated)
    }
    guard let given = properties.members else {
      throw YenteFailure.invalid(
        place + ["properties"], "Input should be a valid dictionary", "dict_type", input: properties)
    }
    if let id = value["id"], id != .null, id.text == nil {
      throw YenteFailure.invalid(place + ["id"], "Input should be a valid string", "string_type", input: id)
    }
    guard Self.schemata.contains(schema) else {
      throw YenteFailure.bad("Cannot parse example entity: No schema for entity.")
    }
    guard Self.matchable.contains(schema) else {
      throw YenteFailure.bad("Cannot parse example entity: Non-matchable schema for query: \(schema)")
    }
    var collected: [String: [String]] = [:]
    for member in given where Self.known.contains(member.name) {
      for text in try Self.texts(member.value, at: place + ["properties", member.name]) {
        let normal =
          Self.countries.contains(member.name) ? Self.country(text, reference) : text.trimmedSpace
        guard let normal, !normal.isEmpty, collected[member.name]?.contains(normal) != true else { continue }
        collected[member.name, default: []].append(normal)
      }
    }
    if collected["name"] == nil {
      let parts = ["firstName", "middleName", "lastName"].compactMap { collected[$0]?.first }
      if !parts.isEmpty { collected["name"] = [parts.joined(separator: " ")] }
    }
    let normal = collected.sorted { $0.key < $1.key }.map { (name: $0.key, values: $0.value) }
    self.schema = schema
    self.properties = normal
    let canonical = "\(schema)\n" + normal.map { "\($0.name)=\($0.values)" }.joined(separator: "\n")
    id = value["id"]?.text ?? String(SHA256.hexDigest(of: canonical.utf8).prefix(40))
  }

  /// A property may be one value or several; numbers count as texts.
  private static func texts(_ value: JSON, at place: [String]) throws -> [String] {
    switch value {
    case .string(let text): [text]
    case .integer(let number): [String(number)]
    case .number(let number): ["\(number)"]
    case .bool(let flag): [flag ? "true" : "false"]
    case .null: []
    case .array(let values) where values.count <= 200: try values.flatMap { try texts($0, at: place) }
    default:
      throw YenteFailure.invalid(
        place, "Input should be a valid string or list of at most 200", "string_type", input: .null)
    }
  }

  private static func country(_ text: String, _ reference: ReferenceData) -> String? {
    let text = text.trimmedSpace
    return (CountryCode(text.uppercased()) ?? reference.country(named: text))?.description.lowercased()
  }

  var profile: PartyProfile {
    func all(_ names: [String]) -> [String] {
      names.flatMap { name in properties.first { $0.name == name }?.values ?? [] }
    }
    return PartyProfile(
      names: Array(all(Self.names).prefix(10)), kind: PartyKind(schema: schema),
      identifiers: all(Self.identifiers).prefix(20).compactMap { PartyIdentifier($0) },
      countries: all(Self.countries).compactMap { CountryCode($0.uppercased()) },
      addresses: Array(all(["address"]).prefix(10)),
      birthDates: Array(all(["birthDate", "incorporationDate"]).prefix(10)))
  }

  var json: JSON {
    [
      "id": .string(id), "schema": .string(schema),
      "properties": .object(properties.map { .init(name: $0.name, value: .strings($0.values)) }),
    ]
  }
}

extension String {
  fileprivate var trimmedSpace: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
