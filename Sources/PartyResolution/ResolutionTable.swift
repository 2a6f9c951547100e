// SPDX-License-Identifier: Apache-2.0

internal import Parties
public import Tabular
public import TradeModel

/// What a column of records says about a party.
public enum FieldKind: String, Sendable, Hashable, CaseIterable {
  case givenName = "given name"
  case surname
  case name
  case date
  case addressLine = "address line"
  case number
  case city
  case postcode
  case state
  case country
  case identifier
  case phone
  case email

  /// Recognises a column by its heading; nothing for one that says nothing about identity.
  public init?(heading: String) {
    let bare = heading.lowercased().filter { $0.isLetter || $0.isNumber }
    switch bare {
    case "givenname", "firstname", "forename", "given", "first", "middlename", "givennames", "fname":
      self = .givenName
    case "surname", "lastname", "familyname", "family", "last", "lname", "secondname": self = .surname
    case "name", "fullname", "companyname", "entityname", "partyname", "organisation", "organization",
      "company", "legalname", "businessname", "firmname", "firm", "supplier", "buyer", "importer", "shipper",
      "consignor", "declarant", "party", "entity", "organisationname", "organizationname",
      "名称", "企业名称", "exporter", "consignee", "alias", "tradename":
      self = .name
    case "dateofbirth", "dob", "birthdate", "birthday", "yearofbirth", "birthyear", "dateofincorporation",
      "incorporationdate", "registered":
      self = .date
    case "streetnumber", "housenumber", "number", "streetno", "houseno", "buildingnumber": self = .number
    case "address", "address1", "address2", "address3", "street", "streetname", "addressline1",
      "addressline2",
      "fulladdress", "addressline", "addressline3", "streetaddress", "postaladdress", "registeredaddress",
      "businessaddress", "addr", "partyaddress", "地址":
      self = .addressLine
    case "city", "suburb", "town", "locality", "placename", "municipality", "cityname": self = .city
    case "postcode", "postalcode", "zip", "zipcode", "pincode", "plz": self = .postcode
    case "state", "province", "region", "county": self = .state
    case "country", "countrycode", "nationality", "jurisdiction", "countryname", "countryiso2", "iso2":
      self = .country
    case "socsecid", "ssn", "registration", "registrationnumber", "regno", "uscc", "lei", "taxid",
      "taxnumber", "vat",
      "identifier", "nationalid", "passport", "customscode", "idnumber", "companynumber",
      "unifiedsocialcreditcode", "regnumber", "registrationno", "companyregistration", "companyregno",
      "vatnumber",
      "vatno", "vatid", "taxno", "duns", "ein", "brn", "eori", "eorinumber", "nationalidnumber", "tin":
      self = .identifier
    case "phone", "telephone", "tel", "mobile", "fax", "phonenumber", "telno", "phoneno", "telephonenumber",
      "contactphone", "mobilenumber":
      self = .phone
    case "email", "mail", "emailaddress", "contactemail": self = .email
    default: return nil
    }
  }
}

/// Records of parties, column by column: each distinct value once, with its frequency.
public struct ResolutionTable: Sendable {
  struct Column: Sendable {
    var heading: String
    var kind: FieldKind
    /// Code of the value of each record; 0 when absent.
    var codes: [Int32]
    /// Folded text of each code; the first is empty.
    var values: [[UInt8]]
    var counts: [Int32]
    /// Names made ready for comparison, for the kinds that are compared as names.
    var prepared: [PreparedName]
  }

  public let ids: [String]
  var columns: [Column]
  /// Whether records are named as firms are, and not by given name and surname.
  private(set) var hasCompanyNames = false
  public var count: Int { ids.count }
  /// The columns used, as heading and meaning.
  public var fields: [(heading: String, kind: FieldKind)] { columns.map { ($0.heading, $0.kind) } }

  /// Takes the columns of a table that say something about identity.
  /// - Parameter mapping: meanings of headings that are not recognised by themselves, or should be read otherwise.
  /// - Throws: `ValueError` when there is no id column, no usable column, or an id occurs twice.
  public init(_ table: DelimitedText, mapping: [String: FieldKind] = [:]) throws(ValueError) {
    guard let id = table.column("id", "rec_id", "record_id", "entity_id") else {
      throw ValueError("the table has no column called id")
    }
    var ids: [String] = []
    ids.reserveCapacity(table.rows.count)
    var seen: Set<String> = []
    for (row, line) in zip(table.rows, table.lines) {
      guard let value = DelimitedText.value(row, id) else { throw ValueError("line \(line): no id") }
      guard seen.insert(value).inserted else { throw ValueError("line \(line): an id occurs twice") }
      ids.append(value)
    }
    self.ids = ids
    columns = []
    for (place, heading) in table.header.enumerated() where place != id {
      guard let kind = mapping[heading] ?? FieldKind(heading: heading) else { continue }
      columns.append(Self.column(table, place, heading, kind))
    }
    columns = columns.filter { $0.values.count > 1 }
    // More columns than that say nothing new, and their levels would not fit one number.
    columns = Array(columns.prefix(24))
    hasCompanyNames = columns.contains { $0.kind == .name }
    guard !columns.isEmpty else {
      throw ValueError("no column says who a record is about; name one with a mapping")
    }
  }

  private static func column(_ table: DelimitedText, _ place: Int, _ heading: String, _ kind: FieldKind)
    -> Column
  {
    var codes: [Int32] = []
    codes.reserveCapacity(table.rows.count)
    var values: [[UInt8]] = [[]]
    var counts: [Int32] = [0]
    var prepared: [PreparedName] = [PreparedName("", kind: .unknown)]
    var known: [String: Int32] = [:]
    for row in table.rows {
      guard let text = DelimitedText.value(row, place) else {
        codes.append(0)
        counts[0] += 1
        continue
      }
      if let code = known[text] {
        codes.append(code)
        counts[Int(code)] += 1
        continue
      }
      let folded = Self.folded(text, kind)
      if folded.isEmpty {
        known[text] = 0
        codes.append(0)
        continue
      }
      let code = Int32(values.count)
      known[text] = code
      codes.append(code)
      values.append(folded)
      counts.append(1)
      if kind == .name { prepared.append(PreparedName(text, kind: .unknown)) }
    }
    return Column(
      heading: heading, kind: kind, codes: codes, values: values, counts: counts, prepared: prepared)
  }

  private static func folded(_ text: String, _ kind: FieldKind) -> [UInt8] {
    switch kind {
    case .date, .number, .postcode, .identifier:
      return text.utf8.prefix(64).compactMap { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
          ? byte : (0x41...0x5A).contains(byte) ? byte | 0x20 : nil
      }
    case .phone:
      let digits = Array(text.utf8.prefix(64).filter { (0x30...0x39).contains($0) })
      return digits.count >= 5 ? Array(digits.suffix(9)) : []
    case .email: return Array(text.lowercased().utf8.prefix(100))
    default:
      let name = PreparedName(text, kind: .person)
      return Array(name.words.joined(separator: " ").utf8.prefix(100))
    }
  }
}
