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
  ///
  /// A heading that is known as a whole counts first; else its words are looked at, from what is said most plainly on:
  /// "E-Mail (sales)" is mail, "Registered Office Address" an address, "Contact Name" nothing, for it names a person at a firm.
  public init?(heading: String) {
    let bare = heading.lowercased().filter { $0.isLetter || $0.isNumber }
    if let kind = Self.whole[bare] {
      self = kind
      return
    }
    let words = Self.words(heading)
    guard words.isDisjoint(with: Self.others) else { return nil }
    for (kind, signs) in Self.signs where signs.contains(where: { Self.has($0, bare, words) }) {
      if kind == .name {
        if !words.isDisjoint(with: Self.numbers) {
          self = .identifier
          return
        }
        guard words.isDisjoint(with: Self.bearers) else { return nil }
      }
      self = kind
      return
    }
    return nil
  }

  /// Long signs are found within words too, for headings are often written without spaces.
  private static func has(_ sign: String, _ bare: String, _ words: Set<String>) -> Bool {
    sign == "name" && bare.hasSuffix(sign) || words.contains(sign)
      || (sign.count >= 5 || !sign.utf8.allSatisfy { $0 < 0x80 }) && bare.contains(sign)
  }

  private static let whole: [String: FieldKind] = {
    let headings: [(FieldKind, String)] = [
      (.givenName, "givenname firstname forename given first middlename givennames fname"),
      (.surname, "surname lastname familyname family last lname secondname"),
      (
        .name,
        "name names party entity alias firm supplier buyer importer shipper consignor consignee exporter declarant 姓名"
      ),
      (.date, "dateofbirth dob birthdate birthday yearofbirth birthyear registered founded"),
      (.number, "streetnumber housenumber number streetno houseno buildingnumber"),
      (.city, "city suburb town locality placename municipality cityname"),
      (.postcode, "postcode postalcode zip zipcode pincode plz"), (.state, "state province region county"),
      (.country, "country nationality jurisdiction iso2 land pays"),
      (
        .identifier,
        "socsecid ssn registration regno uscc lei taxid vat identifier passport duns ein brn eori tin imo"
      ),
      (.phone, "phone telephone tel mobile fax"), (.email, "email mail"),
    ]
    var whole: [String: FieldKind] = [:]
    for (kind, names) in headings { for name in names.split(separator: " ") { whole[String(name)] = kind } }
    return whole
  }()

  /// Words of headings, the plainest kinds first.
  private static let signs: [(FieldKind, [String])] = [
    (.email, ["email", "mail", "邮箱", "电邮", "邮件"]),
    (
      .phone,
      [
        "phone", "tel", "telef", "mobile", "fax", "telno", "faxno", "cell", "whatsapp", "电话", "手机", "传真",
        "電話",
      ]
    ),
    (.postcode, ["postcode", "postal code", "postalcode", "zipcode", "zip", "plz", "邮编", "郵便"]),
    (
      .date,
      [
        "birth", "dob", "incorporationdate", "dateofincorp", "foundingdate", "registrationdate", "dateofreg",
        "出生", "成立",
      ]
    ),
    (
      .identifier,
      [
        "registration", "regno", "regnum", "companyno", "companynum", "taxno", "taxid", "taxnum", "vatno",
        "vatnum", "vat",
        "uscc", "creditcode", "customscode", "identifier", "identification", "passport", "nationalid",
        "licenceno", "licenseno",
        "idnumber", "idno", "eori", "lei", "tin", "ein", "duns", "siren", "inn", "ogrn", "brn", "uen", "信用代码",
        "注册号", "税号", "证件", "法人番号",
      ]
    ),
    (
      .addressLine,
      [
        "address", "addr", "street", "adresse", "direccion", "anschrift", "strasse", "registeredoffice",
        "headoffice", "地址", "住所", "住址",
      ]
    ),
    (.city, ["city", "town", "municipality", "locality", "ville", "stadt", "ciudad", "城市", "市"]),
    (.state, ["province", "county", "region", "省"]),
    (.country, ["country", "国家", "国别", "国籍"]),
    (.givenName, ["givenname", "firstname", "forename", "vorname", "prenom"]),
    (.surname, ["surname", "lastname", "familyname", "nachname"]),
    (
      .name,
      [
        "name", "company", "firm", "organisation", "organization", "enterprise", "consignee", "consignor",
        "exporter",
        "importer", "shipper", "supplier", "trader", "manufacturer", "nombre", "名称", "企业", "公司", "姓名", "会社",
      ]
    ),
  ]

  /// Words of headings that speak of something else than who a party is.
  private static let others: Set<String> = [
    "count", "type", "status", "score", "rank", "amount", "value", "updated", "created", "category",
    "description", "remarks",
  ]
  /// Bearers of names that are not the party.
  private static let bearers: Set<String> = [
    "contact", "bank", "file", "product", "goods", "item", "vessel", "ship", "user",
  ]
  /// What makes a number of a name: "Supplier code".
  private static let numbers: Set<String> = ["id", "code", "no", "nr", "num", "number", "ref", "reference"]

  private static func words(_ heading: String) -> Set<String> {
    var words: Set<String> = []
    var word = ""
    var before: Character = " "
    for letter in heading {
      // "companyName" is two words, "VAT" one.
      if !letter.isLetter || letter.isUppercase && before.isLowercase {
        if !word.isEmpty { words.insert(word) }
        word = ""
      }
      if letter.isLetter { word += letter.lowercased() }
      before = letter
    }
    if !word.isEmpty { words.insert(word) }
    return words
  }
}
