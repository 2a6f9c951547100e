// SPDX-License-Identifier: Apache-2.0

internal import Parties
internal import TradeModel

/// The consolidated list of the United Nations Security Council (sanctions.xsd).
enum UNList {
  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    var build = ListBuild()
    var xml = try XMLRecords(bytes)
    try xml.read(
      records: ["INDIVIDUAL", "ENTITY"],
      other: { name, attributes in
        if name == "CONSOLIDATED_LIST" {
          build.version = attributes["dateGenerated"].map { String($0.prefix(10)) }
        }
      },
      record: { record in
        build.rows += 1
        guard let id = record.value("REFERENCE_NUMBER") ?? record.value("DATAID") else {
          build.problem("record \(build.rows): no reference number")
          return
        }
        let person = record.name == "INDIVIDUAL"
        var entry = ListEntry(id: id, kind: person ? .person : .organisation, effect: source.effect)
        entry.add(
          ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].compactMap(record.value).joined(
            separator: " "),
          .primary)
        entry.add(record.value("NAME_ORIGINAL_SCRIPT"), .alias)
        for alias in record.all(person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS") {
          let quality = alias.value("QUALITY")?.lowercased() ?? ""
          entry.add(
            alias.value("ALIAS_NAME"), quality == "low" ? .weak : quality == "f.k.a." ? .former : .alias)
        }
        entry.from = ListValues.day(record.value("LISTED_ON"))
        entry.program = record.value("UN_LIST_TYPE")
        for address in record.all(person ? "INDIVIDUAL_ADDRESS" : "ENTITY_ADDRESS") {
          let text = ["STREET", "CITY", "STATE_PROVINCE", "COUNTRY"].compactMap(address.value).joined(
            separator: ", ")
          if !text.isEmpty { entry.addresses.append(text) }
          for code in ListValues.countries(address.value("COUNTRY")) where !entry.countries.contains(code) {
            entry.countries.append(code)
          }
        }
        for nationality in record.all("NATIONALITY") {
          for code in ListValues.countries(nationality.value("VALUE")) where !entry.countries.contains(code) {
            entry.countries.append(code)
          }
        }
        for birth in record.all("INDIVIDUAL_DATE_OF_BIRTH") {
          entry.add(birth.value("DATE") ?? birth.value("YEAR"), as: "birthDate")
        }
        for title in record.all("DESIGNATION") { entry.add(title.value("VALUE"), as: "position") }
        entry.add(record.value("GENDER")?.lowercased(), as: "gender")
        entry.add(record.value("COMMENTS1"), as: "notes")
        for document in record.all("INDIVIDUAL_DOCUMENT") {
          if let number = document.value("NUMBER"),
            let identifier = PartyIdentifier(
              number, kind: document.value("TYPE_OF_DOCUMENT") == "Passport" ? .passport : .national)
          {
            entry.identifiers.append(identifier)
          }
        }
        guard !entry.names.isEmpty else {
          build.problem("record \(build.rows): no name")
          return
        }
        build.entries.append(entry)
      })
    return build
  }
}

/// OFAC's SDN.XML and consolidated.xml (sdnList schema).
enum OFACXMLList {
  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    var build = ListBuild()
    var xml = try XMLRecords(bytes)
    try xml.read(
      records: ["sdnEntry", "publshInformation"],
      record: { record in
        if record.name == "publshInformation" {
          build.version = ListValues.day(record.value("Publish_Date"))?.description
          return
        }
        build.rows += 1
        guard let id = record.value("uid"), let last = record.value("lastName") else {
          build.problem("record \(build.rows): no number or name")
          return
        }
        let type = record.value("sdnType")?.lowercased()
        let kind: PartyKind =
          type == "individual" ? .person : type == "vessel" || type == "aircraft" ? .vessel : .organisation
        var entry = ListEntry(id: id, kind: kind, effect: source.effect)
        entry.add([record.value("firstName"), last].compactMap(\.self).joined(separator: " "), .primary)
        for aka in record["akaList"]?.all("aka") ?? [] {
          let name = [aka.value("firstName"), aka.value("lastName")].compactMap(\.self).joined(separator: " ")
          let former = aka.value("type")?.lowercased().hasPrefix("f") == true
          entry.add(name, aka.value("category") == "weak" ? .weak : former ? .former : .alias)
        }
        entry.program = record["programList"]?.all("program").map { $0.text.trimmed }.joined(separator: "; ")
        for address in record["addressList"]?.all("address") ?? [] {
          let text = ["address1", "address2", "city", "country"].compactMap(address.value).joined(
            separator: ", ")
          if !text.isEmpty { entry.addresses.append(text) }
          for code in ListValues.countries(address.value("country")) where !entry.countries.contains(code) {
            entry.countries.append(code)
          }
        }
        for birth in record["dateOfBirthList"]?.all("dateOfBirthItem") ?? [] {
          let text = birth.value("dateOfBirth")
          entry.add(
            ListValues.day(text)?.description
              ?? text.flatMap { $0.split(separator: " ").last.map(String.init) }, as: "birthDate")
        }
        entry.add(record.value("remarks"), as: "notes")
        for number in record["idList"]?.all("id") ?? [] {
          guard let text = number.value("idNumber") else { continue }
          let type = number.value("idType") ?? ""
          let kind: PartyIdentifier.Kind =
            type.contains("Unified Social")
            ? .uscc
            : type.contains("Vessel Registration")
              ? .imo
              : type.contains("Registration") || type.contains("Company")
                ? .registration
                : type.contains("Tax") ? .tax : type.contains("Passport") ? .passport : .national
          if let identifier = PartyIdentifier(text, kind: kind) { entry.identifiers.append(identifier) }
        }
        build.entries.append(entry)
      })
    return build
  }
}

/// The European Union's consolidated financial sanctions list (xmlFullSanctionsList 1.1).
enum EUXMLList {
  static func read(_ bytes: [UInt8], _ source: ListSource) throws(ListReadError) -> ListBuild {
    var build = ListBuild()
    var xml = try XMLRecords(bytes)
    try xml.read(
      records: ["sanctionEntity"],
      other: { name, attributes in
        if name == "export" { build.version = attributes["generationDate"].map { String($0.prefix(10)) } }
      },
      record: { record in
        build.rows += 1
        guard let id = record.attributes["euReferenceNumber"] ?? record.attributes["logicalId"] else {
          build.problem("record \(build.rows): no reference number")
          return
        }
        let person = record["subjectType"]?.attributes["code"] == "person"
        var entry = ListEntry(id: id, kind: person ? .person : .organisation, effect: source.effect)
        for alias in record.all("nameAlias") {
          entry.add(
            alias.attributes["wholeName"],
            entry.names.isEmpty ? .primary : alias.attributes["strong"] == "false" ? .weak : .alias)
        }
        entry.from =
          ListValues.day(record.attributes["designationDate"])
          ?? ListValues.day(record["regulation"]?.attributes["entryIntoForceDate"])
        entry.program = record["regulation"]?.attributes["programme"]
        entry.reference = record["regulation"]?.attributes["numberTitle"]
        for address in record.all("address") {
          let text = ["street", "poBox", "city", "countryDescription"].compactMap { address.attributes[$0] }
            .filter { !$0.isEmpty }.joined(separator: ", ")
          if !text.isEmpty { entry.addresses.append(text) }
        }
        for element in record.all("address") + record.all("citizenship") {
          if let code = element.attributes["countryIso2Code"].flatMap({ CountryCode($0) }),
            code.description != "00",
            !entry.countries.contains(code)
          {
            entry.countries.append(code)
          }
        }
        for birth in record.all("birthdate") {
          entry.add(birth.attributes["birthdate"] ?? birth.attributes["year"], as: "birthDate")
        }
        for number in record.all("identification") {
          let kind: PartyIdentifier.Kind =
            number.attributes["identificationTypeCode"] == "passport"
            ? .passport
            : number.attributes["identificationTypeCode"] == "regnumber"
              ? .registration
              : number.attributes["identificationTypeCode"] == "imo" ? .imo : .other
          if let identifier = number.attributes["number"].flatMap({ PartyIdentifier($0, kind: kind) }) {
            entry.identifiers.append(identifier)
          }
        }
        guard !entry.names.isEmpty else {
          build.problem("record \(build.rows): no name")
          return
        }
        build.entries.append(entry)
      })
    return build
  }
}
