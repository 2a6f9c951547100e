// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The usual names of columns, most exact first: ours, the WCO Data Model's (3.x element names), the boxes of the
/// Single Administrative Document (Regulation (EU) 2015/2447, annex B-03), the Chinese export declaration form
/// (GACC Announcement No. 18 of 2019), and names often met in exports of customs and trade systems.
enum ColumnNames {
  static let table: [DeclarationField: [String]] = [
    .declarationID: [
      "declaration_id", "declaration number", "declaration no", "declaration", "MRN", "LRN",
      "functional reference id", "entry number", "entry no", "customs declaration number", "SAD 1 reference",
      "sb no", "shipping bill no", "报关单号", "报关单编号", "海关编号", "预录入编号", "报關單號",
    ],
    .itemNumber: [
      "item_number", "item no", "item", "goods item number", "sequence numeric", "sequence number", "line no",
      "line number", "goods item", "box 32", "SAD 32", "项号", "商品序号", "序号", "项次",
    ],
    .date: [
      "date", "declaration date", "acceptance date", "acceptance date time", "issue date", "export date",
      "date of export", "exit date", "departure date", "shipment date", "box A date", "box 54", "申报日期",
      "出口日期",
      "申報日期", "日期",
    ],
    .office: [
      "office", "office of exit", "exit office", "office id", "customs office", "declaration office",
      "declaration office id", "port", "port of exit", "port of export", "port of loading", "box 29",
      "SAD 29",
      "出境关别", "出境海关", "出口口岸", "申报地海关", "离境口岸", "海关",
    ],
    .procedure: [
      "procedure", "procedure code", "customs procedure", "government procedure", "current code",
      "process type",
      "cpc", "box 37", "SAD 37", "监管方式", "贸易方式", "監管方式",
    ],
    .exporterName: [
      "exporter_name", "exporter", "consignor name", "consignor", "shipper", "shipper name", "seller",
      "seller name", "box 2", "SAD 2", "境内发货人", "发货人", "经营单位", "发货单位", "生产销售单位", "發貨人", "出口商",
    ],
    .exporterID: [
      "exporter_id", "exporter code", "exporter eori", "consignor id", "shipper id", "seller id",
      "exporter no",
      "境内发货人代码", "发货人代码", "经营单位代码", "经营单位编码", "统一社会信用代码",
    ],
    .exporterAddress: [
      "exporter_address", "exporter addr", "consignor address", "shipper address", "境内发货人地址", "发货人地址",
    ],
    .exporterCountry: ["exporter_country", "consignor country", "shipper country", "发货人国别"],
    .consigneeName: [
      "consignee_name", "consignee", "importer", "importer name", "buyer", "buyer name", "box 8", "SAD 8",
      "境外收货人",
      "收货人", "收貨人", "买方",
    ],
    .consigneeID: ["consignee_id", "consignee code", "importer id", "buyer id", "境外收货人代码", "收货人代码"],
    .consigneeAddress: [
      "consignee_address", "consignee addr", "importer address", "buyer address", "收货人地址", "境外收货人地址",
    ],
    .consigneeCountry: ["consignee_country", "importer country", "buyer country", "收货人国别", "收货人国家"],
    .declarantName: [
      "declarant_name", "declarant", "agent", "agent name", "customs broker", "broker", "box 14", "SAD 14",
      "申报单位",
      "申報單位", "报关企业",
    ],
    .declarantID: ["declarant_id", "declarant code", "agent id", "broker id", "申报单位代码", "报关企业代码"],
    .declarantAddress: ["declarant_address", "agent address", "broker address", "申报单位地址"],
    .declarantCountry: ["declarant_country", "agent country"],
    .notifyName: ["notify_name", "notify party", "notify party name", "notify", "通知人", "通知方"],
    .notifyID: ["notify_id", "notify party id", "通知人代码"],
    .notifyAddress: ["notify_address", "notify party address", "通知人地址"],
    .notifyCountry: ["notify_country", "notify party country", "通知人国别"],
    .commodityCode: [
      "commodity_code", "commodity", "hs code", "hs", "hs8", "hs6", "hs10", "hs6 code", "hs8 code",
      "hs10 code", "cn8",
      "cn code", "tariff code", "tariff number", "tariff no", "classification id", "classification", "htsus",
      "hts",
      "schedule b", "taric", "box 33", "SAD 33", "商品编号", "商品编码", "税则号列", "税号", "hs编码", "商品編號",
    ],
    .goodsDescription: [
      "goods_description", "description", "goods description", "description of goods",
      "commodity description",
      "cargo description", "product description", "product", "goods", "box 31", "SAD 31", "商品名称", "货物名称",
      "品名",
      "中文品名", "商品名稱",
    ],
    .composition: [
      "composition", "composition text", "ingredients", "specification", "specifications", "spec", "申报要素",
      "规格型号",
      "商品规格型号", "商品名称规格型号", "成分", "成分含量", "規格型號",
    ],
    .origin: [
      "origin", "country of origin", "origin country", "origin country code", "box 34", "SAD 34", "box 34a",
      "原产国",
      "原产国地区", "原產國", "原产地",
    ],
    .destination: [
      "destination", "country of destination", "destination country", "final destination",
      "country of final destination", "destination country code", "box 17", "SAD 17", "box 17a", "最终目的国",
      "最终目的国地区", "目的国", "运抵国", "运抵国地区", "運抵國", "目的地",
    ],
    .itinerary: [
      "itinerary", "transit", "route", "routing", "via", "routing country", "transit countries",
      "country of transit", "指运港", "经停港", "途经国", "中转国",
    ],
    .mode: [
      "mode", "mode of transport", "transport mode", "mode code", "border transport mode", "box 25", "SAD 25",
      "运输方式",
      "運輸方式",
    ],
    .packages: [
      "packages", "package quantity", "number of packages", "package count", "total packages", "box 6",
      "SAD 6", "件数",
      "件數",
    ],
    .packageKind: [
      "package_kind", "kind of packages", "package type", "type of packages", "packing", "packaging",
      "type code",
      "包装种类", "包装", "包裝種類",
    ],
    .netMass: [
      "net_mass", "net weight", "net", "net net weight measure", "net mass measure", "nett weight", "box 38",
      "SAD 38",
      "净重", "淨重",
    ],
    .grossMass: [
      "gross_mass", "gross weight", "gross", "gross mass measure", "total gross mass", "box 35", "SAD 35",
      "毛重",
    ],
    .massUnit: ["mass_unit", "weight unit", "unit of mass", "unit of weight", "重量单位"],
    .quantity: [
      "quantity", "qty", "supplementary units", "supplementary quantity", "tariff quantity",
      "statistical quantity",
      "invoiced quantity", "box 41", "SAD 41", "数量", "成交数量", "法定数量", "第一数量", "數量",
    ],
    .quantityUnit: [
      "quantity_unit", "unit", "uom", "unit of quantity", "unit of measure", "measure unit", "计量单位", "单位",
      "成交单位",
      "法定单位", "成交计量单位", "計量單位",
    ],
    .statisticalValue: [
      "statistical_value", "statistical value amount", "value", "item price", "fob", "fob value",
      "customs value",
      "value amount", "item charge amount", "invoice value", "invoice amount", "total value", "amount",
      "box 46",
      "SAD 46", "box 42", "总价", "成交总价", "货值", "金额", "總價", "统计值",
    ],
    .currency: [
      "currency", "currency code", "invoice currency", "currency type code", "box 22", "币制", "币种", "幣制",
    ],
    .licenceNumbers: [
      "licence_numbers", "licence number", "licence no", "licence", "license", "license no", "license number",
      "license numbers", "export licence", "export license", "additional document id", "box 44", "SAD 44",
      "许可证号",
      "许可证编号", "出口许可证号", "随附单证编号", "許可證號",
    ],
    .endUse: ["end_use", "final use", "use", "purpose", "最终用途", "用途"],
    .endUser: ["end_user", "final user", "ultimate consignee", "最终用户", "最終用戶"],
  ]

  /// What a heading means: a field, how exact the name is (0 is ours), and a unit or currency in the heading.
  struct Meaning: Hashable {
    var field: DeclarationField
    var rank: Int
    var unit: String?
    var currency: String?
  }

  /// Columns of our own quarantine files; read past when a mended file is fed again.
  static let quarantineColumns: Set<String> = [
    "assayfile", "assayline", "assaycolumn", "assayfield", "assayreason", "assaymessage",
  ]

  private static let byFoldedName: [String: Meaning] = {
    var known: [String: Meaning] = [:]
    for field in DeclarationField.allCases {
      for (rank, name) in (table[field] ?? []).enumerated() {
        let key = folded(name)
        if known[key] == nil { known[key] = Meaning(field: field, rank: rank) }
      }
    }
    return known
  }()

  /// Every name that is known, for "did you mean".
  static let allNames: [String] = DeclarationField.allCases.flatMap { table[$0] ?? [] }

  /// A heading without case, blanks, punctuation and full-width forms.
  static func folded(_ name: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      var value = scalar.value
      if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
      guard let plain = Unicode.Scalar(value) else { continue }
      let properties = plain.properties
      if properties.isAlphabetic || properties.numericType != nil {
        out.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(out)
  }

  /// Units at the end of a heading, longer ones first.
  private static let massUnits: [(String, String)] = [
    ("tonnes", "t"), ("grams", "g"), ("tons", "t"), ("kgm", "kg"), ("kgs", "kg"), ("lbs", "lb"), ("千克", "kg"),
    ("公斤", "kg"), ("kg", "kg"), ("mt", "t"), ("lb", "lb"), ("吨", "t"), ("克", "g"), ("t", "t"), ("g", "g"),
  ]
  private static let currencies: [(String, String)] = [
    ("usd", "USD"), ("美元", "USD"), ("cny", "CNY"), ("rmb", "CNY"), ("人民币", "CNY"), ("eur", "EUR"),
    ("欧元", "EUR"),
    ("krw", "KRW"), ("jpy", "JPY"), ("gbp", "GBP"),
  ]

  /// What was recognised before: servers read the same few headings with every request. It never grows large.
  private static let remembered = Mutex<[String: Meaning?]>([:])
  private static let mostRemembered = 2048

  /// Recognises a heading as received.
  static func meaning(of heading: String) -> Meaning? {
    if let known = remembered.withLock({ $0[heading] }) { return known }
    let meaning = newMeaning(of: heading)
    if heading.utf8.count <= 64 {
      remembered.withLock {
        if $0.count >= mostRemembered { $0.removeAll() }
        $0[heading] = .some(meaning)
      }
    }
    return meaning
  }

  private static func newMeaning(of heading: String) -> Meaning? {
    let name = folded(heading)
    if name.isEmpty { return nil }
    if let found = byFoldedName[name] { return found }
    for (suffix, unit) in massUnits where name.hasSuffix(suffix) {
      if var found = byFoldedName[String(name.dropLast(suffix.count))], found.field.takesUnit {
        found.unit = unit
        found.rank += 100
        return found
      }
    }
    for (suffix, currency) in currencies where name.hasSuffix(suffix) {
      if var found = byFoldedName[String(name.dropLast(suffix.count))], found.field.takesCurrency {
        found.currency = currency
        found.rank += 100
        return found
      }
    }
    // A remark in brackets that is no unit: "最终目的国(地区)", "Date (UTC)".
    if let bracket = heading.firstIndex(where: { "(（[".contains($0) }), bracket > heading.startIndex {
      if var found = meaning(of: String(heading[..<bracket])) {
        found.rank += 200
        return found
      }
    }
    return nil
  }
}
