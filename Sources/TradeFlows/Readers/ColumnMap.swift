// SPDX-License-Identifier: Apache-2.0

import Tabular
public import TradeModel

/// What a column of a statistics file means.
public enum FlowColumn: String, Hashable, Sendable, CaseIterable {
  case period, year, month, reporter, partner, flow, code, kilograms, tonnes, hundredKilograms
  case usd, thousandUSD, eur, gbp
  case quantity, unit
  case estimated, procedure, secondPartner, transport, derived
  case indicator, value
  case revision, system
}

/// Which columns of a file carry what; one for each publisher, or read from a mapping file.
public struct ColumnMap: Hashable, Sendable {
  /// Names a column may bear, the first found is taken.
  public var names: [FlowColumn: [String]]
  /// Words for the directions of flow, lower case.
  public var flows: [String: FlowDirection]
  /// The reporter, when the file is of one country.
  public var reporter: CountryCode?
  /// The direction, when the file has one.
  public var direction: FlowDirection?
  /// Whether each flow has one value made from both reports.
  public var reconciled = false
  /// Whether rows of one key are parts of it (by port) that belong together.
  public var hasParts = false
  /// How areas are coded: `NA` is Namibia in two-letter codes and nothing elsewhere.
  public var twoLetterAreas = false

  public init(
    names: [FlowColumn: [String]], flows: [String: FlowDirection] = ColumnMap.usualFlows,
    reporter: CountryCode? = nil, direction: FlowDirection? = nil
  ) {
    self.names = names
    self.flows = flows
    self.reporter = reporter
    self.direction = direction
  }

  public static let usualFlows: [String: FlowDirection] = [
    "m": .goodsIn, "import": .goodsIn, "imports": .goodsIn, "1": .goodsIn, "i": .goodsIn, "imp": .goodsIn,
    "x": .goodsOut, "export": .goodsOut, "exports": .goodsOut, "2": .goodsOut, "e": .goodsOut,
    "exp": .goodsOut,
    "rx": .reExport, "re-export": .reExport, "re-exports": .reExport, "rm": .reImport, "re-import": .reImport,
    "re-imports": .reImport, "fm": .goodsIn, "dx": .goodsOut,
  ]

  /// UN Comtrade: the data API (JSON), the bulk files, and the classic CSV.
  public static let comtrade = ColumnMap(names: [
    .period: ["period", "Period", "refPeriodId", "yr", "year", "refYear"],
    .reporter: ["reporterISO", "reporter_iso3", "reporterCode", "Reporter ISO", "Reporter Code", "reporter"],
    .partner: ["partnerISO", "partner_iso3", "partnerCode", "Partner ISO", "Partner Code", "partner"],
    .flow: ["flowCode", "flow", "Trade Flow Code", "Trade Flow"],
    .code: ["cmdCode", "cmd", "Commodity Code", "hs6"],
    .kilograms: ["netWgt", "netwgt", "Netweight (kg)", "qty_kg"],
    .usd: ["primaryValue", "Trade Value (US$)", "value_usd", "value"],
    .estimated: ["isNetWgtEstimated", "isQtyEstimated"],
    .procedure: ["customsCode"], .secondPartner: ["partner2Code"], .transport: ["motCode"],
    .derived: ["is_mirror"],
    .revision: ["classificationCode", "Classification", "classification"],
    .system: ["tradeSystem", "system"],
  ])

  /// US Census Bureau, international trade API, HTS 10-digit.
  public static let census = ColumnMap(
    names: [
      .period: ["time", "month"], .partner: ["CTY_CODE", "CTY_NAME", "country"],
      .code: ["I_COMMODITY", "E_COMMODITY", "hts10", "HS10"],
      .quantity: ["GEN_QY1_MO", "QTY_1_MO", "CON_QY1_MO", "kg_all"], .unit: ["UNIT_QY1"],
      .usd: ["GEN_VAL_MO", "ALL_VAL_MO", "CON_VAL_MO", "value_usd_all", "con_val_2024_usd"], .year: ["YEAR"],
      .flow: ["flow"], .transport: ["SUMMARY_LVL"],
    ], reporter: CountryCode("US")!, direction: .goodsIn)

  /// Eurostat Comext, bulk files and SDMX-CSV.
  public static let eurostat = ColumnMap(names: [
    .period: ["TIME_PERIOD", "PERIOD"], .reporter: ["reporter", "DECLARANT_ISO", "REPORTER"],
    .partner: ["partner", "PARTNER_ISO"], .flow: ["flow", "FLOW"],
    .code: ["product", "PRODUCT_NC", "PRODUCT_CPA"],
    .kilograms: ["QUANTITY_IN_KG", "QUANTITY_KG"], .hundredKilograms: ["QUANTITY_IN_100KG"],
    .eur: ["VALUE_IN_EUROS", "VALUE_EUR"], .indicator: ["indicators", "indicator"], .value: ["OBS_VALUE"],
    .procedure: ["STAT_REGIME", "stat_procedure"],
  ])

  /// HM Revenue and Customs, overseas trade statistics (uktradeinfo OData and tables made from it).
  ///
  /// Its rows are by port, so that rows of one key add up to it.
  public static let hmrc: ColumnMap = {
    var map = ColumnMap(
      names: [
        .period: ["MonthId", "period"], .reporter: ["reporter"],
        .partner: ["Country.CountryCodeAlpha", "CountryCodeAlpha", "CountryId", "partner"],
        .flow: ["FlowTypeId", "flow"], .code: ["Commodity.Cn8Code", "Cn8Code", "CommodityId", "native_code"],
        .kilograms: ["NetMass", "qty_kg"], .gbp: ["Value"], .usd: ["value_usd"], .derived: ["is_mirror"],
      ],
      flows: [
        "1": .goodsIn, "2": .goodsOut, "3": .goodsIn, "4": .goodsOut, "import": .goodsIn, "export": .goodsOut,
        "m": .goodsIn, "x": .goodsOut,
      ], reporter: CountryCode("GB")!)
    map.hasParts = true
    return map
  }()

  /// CEPII BACI: one reconciled value a flow, exporter i, importer j, thousand USD and tonnes.
  public static let baci: ColumnMap = {
    var map = ColumnMap(
      names: [
        .period: ["t", "year"], .reporter: ["i", "exporter"], .partner: ["j", "importer"],
        .code: ["k", "cmd", "hs6"],
        .thousandUSD: ["v", "value"], .tonnes: ["q", "quantity"],
      ], direction: .goodsOut)
    map.reconciled = true
    return map
  }()

  /// Any long table with plain column names.
  public static let generic = ColumnMap(names: [
    .period: ["period", "month", "date", "time"], .year: ["year"],
    .reporter: ["reporter", "reporter_iso", "declarant"],
    .partner: ["partner", "partner_iso", "country"], .flow: ["flow", "direction"],
    .code: ["native_code", "code", "commodity", "product", "hs", "hs6"],
    .kilograms: ["kilograms", "kg", "qty_kg", "net_mass_kg", "netwgt"], .tonnes: ["tonnes", "t"],
    .quantity: ["quantity", "qty"], .unit: ["unit"], .usd: ["usd", "value_usd", "value"],
    .eur: ["eur"], .gbp: ["gbp"], .estimated: ["estimated"], .derived: ["is_mirror", "derived"],
    .revision: ["revision", "classification"],
    .system: ["system"],
  ])

  /// The map of a publisher by name.
  public static func named(_ name: String) -> ColumnMap? {
    switch name.lowercased() {
    case "comtrade": comtrade
    case "census": census
    case "eurostat", "comext": eurostat
    case "hmrc": hmrc
    case "baci": baci
    case "generic": generic
    default: nil
    }
  }

  /// Reads a mapping file: lines `column = header name`, `reporter = GB`, `direction = import`, `flow.WORD = export`.
  ///
  /// Lines that start with `#` are notes.
  /// - Throws: `ValueError` naming the line that cannot be used.
  public init(mappingFile text: String) throws(ValueError) {
    self.init(names: [:])
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      let plain = DelimitedText.trimmed(String(line))
      if plain.isEmpty || plain.hasPrefix("#") { continue }
      guard let equals = plain.firstIndex(of: "=") else {
        throw ValueError("line \(number): needs 'column = name'")
      }
      let key = DelimitedText.trimmed(String(plain[..<equals]))
      let value = DelimitedText.trimmed(String(plain[plain.index(after: equals)...]))
      if key == "reporter", let country = CountryCode(value), names[.reporter] == nil, value.utf8.count == 2 {
        reporter = country
      } else if key == "direction" {
        guard let way = Self.usualFlows[value.lowercased()] else {
          throw ValueError("line \(number): no direction")
        }
        direction = way
      } else if key.hasPrefix("flow.") {
        guard let way = Self.usualFlows[value.lowercased()] else {
          throw ValueError("line \(number): no direction")
        }
        flows[String(key.dropFirst(5)).lowercased()] = way
      } else if let column = FlowColumn(rawValue: key) {
        names[column, default: []].append(value)
      } else {
        let near = nearestName(to: key, among: FlowColumn.allCases.map(\.rawValue))
        throw ValueError("line \(number): no such column" + (near.map { "; did you mean '\($0)'?" } ?? ""))
      }
    }
  }
}
