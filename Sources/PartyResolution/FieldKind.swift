// SPDX-License-Identifier: Apache-2.0

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
