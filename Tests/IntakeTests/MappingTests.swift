// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Intake
import Testing
import TradeModel

@Suite("Mapping files") struct MappingTests {
  @Test func `set columns, constants, units, dates, decimals and values`() throws {
    let mapping = try ColumnMapping(
      text: """
        # a remark
        delimiter: semicolon
        decimal: comma
        date-format: DD/MM/YYYY   # day first
        currency: EUR
        columns:
          commodity_code: "Ware: Nr"
          destination: =KR
          net_mass: Gewicht
          date: Tag
          origin: none
        units:
          net_mass: t
        countries:
          "502": US
          ZZ: none
        """, file: "m.yaml")
    let text =
      "Tag;Ware: Nr;Gewicht;origin;exporter country;value\n04/12/2025;280530;1.250,5;CN;502;12,75\n"
      + "05/12/2025;280530;2;CN;ZZ;1\n"
    let result = try read(text) { $0.mapping = mapping }
    #expect(result.quarantine.isEmpty)
    let item = result.table.item(at: 0)
    #expect(item.day == Day("2025-12-04"))
    #expect(item.destination == CountryCode("KR"))
    #expect(item.netMass == Mass(milligrams: 1_250_500_000_000))
    #expect(item.origin == nil)
    #expect(item.exporter?.country == CountryCode("US"))
    #expect(item.statisticalValue == Money(ExactDecimal(millionths: 12_750_000), CurrencyCode("EUR")!))
    #expect(result.table.item(at: 1).exporter == nil)
  }

  @Test(
    "faults are told with line and nearest name",
    arguments: [
      ("currency: wonn\n", 1, "ISO 4217"), ("columns:\n  dat: Date\n", 2, "'date'"),
      ("colums:\n", 1, "'columns'"), ("columns: [\n", 1, "begins a section"),
      ("columns:\n  date: \"Date\n", 2, "quote"), ("  date: x\n", 1, "section"),
      ("units:\n  net_mass: pcs\n", 2, "unit"),
      ("columns:\n  date: A\n  date: B\n", 3, "twice"), ("nothing here\n", 1, "colon"),
    ])
  func faults(_ text: String, _ line: Int, _ word: String) {
    let error = #expect(throws: IntakeError.self) { try ColumnMapping(text: text, file: "m.yaml") }
    #expect(error?.code == .mapping)
    #expect(error?.diagnostic.location.line == line)
    #expect(error?.description.contains(word) == true)
  }

  @Test func `a column that the file does not have is named`() throws {
    var mapping = ColumnMapping()
    mapping.fields[.date] = .column("Dat")
    let error = #expect(throws: IntakeError.self) {
      try read("Date,hs,destination\n2025-01-01,280530,JP\n") { $0.mapping = mapping }
    }
    #expect(error?.description.contains("did you mean 'Date'?") == true)
  }

  static let korean = ["data/customs/df_syn_train_eng.csv", "data/customs/df_syn_valid_eng.csv"]

  @Test(
    "all 45,519 Korean import declarations are read",
    .enabled(
      if: korean.allSatisfy { SharedData.path($0) != nil }, "needs the public Korean files, see SharedData"),
    arguments: [1, 2])
  func koreanImports(threads: Int) throws {
    var options = IntakeOptions()
    options.threads = threads
    options.chunkBytes = 1 << 18
    options.mapping = try ColumnMapping(
      contentsOf: repositoryRoot() + "/Examples/mappings/korean-imports.yaml")
    let result = try DeclarationReader(options).read(
      Self.korean.compactMap { SharedData.path($0).map { .file($0) } })
    #expect(result.quarantine.isEmpty)
    #expect(result.table.rowCount == 45_519)
    #expect(result.table.fileStarts == [0, 37_385, 45_519])
    #expect(result.table.destination.allSatisfy { $0 == CountryCode("KR")!.packed })
    let first = result.table.item(at: 0)
    #expect(first.declarationID == "97061800")
    #expect(first.statisticalValue?.currency == CurrencyCode("KRW"))
    #expect(first.netMass == Mass(milligrams: 108_000_000))
    #expect(first.mode == .sea)
  }

  @Test func `every field can be read by its canonical name`() throws {
    let values: [DeclarationField: String] = [
      .date: "2025-01-01", .commodityCode: "280530", .origin: "CN", .destination: "JP", .mode: "sea",
      .massUnit: "kg",
      .quantityUnit: "kg", .currency: "USD", .exporterCountry: "CN", .consigneeCountry: "JP",
      .declarantCountry: "CN", .notifyCountry: "JP",
    ]
    let fields = DeclarationField.allCases
    let header = fields.map(\.rawValue).joined(separator: ",")
    let row = fields.enumerated().map { values[$1] ?? "\($0 + 100)" }.joined(separator: ",")
    let result = try read("\(header)\n\(row)\n")
    #expect(result.columns.map(\.field) == fields.map { $0 })
    #expect(result.columns.allSatisfy { $0.basis == .canonical })
    let item = result.table.item(at: 0)
    func place(_ field: DeclarationField) -> String { "\(fields.firstIndex(of: field)! + 100)" }
    #expect(item.declarationID == place(.declarationID))
    #expect(item.office == place(.office) && item.procedure == place(.procedure))
    #expect(
      item.notifyParty
        == Party(
          name: place(.notifyName), identifier: place(.notifyID), address: place(.notifyAddress),
          country: CountryCode("JP")))
    #expect(item.declarant?.address == place(.declarantAddress))
    #expect(item.goodsDescription == place(.goodsDescription) && item.compositionText == place(.composition))
    #expect(item.itinerary == place(.itinerary) && item.packageKind == place(.packageKind))
    #expect(item.packageCount == Int(place(.packages)) && item.itemNumber == Int(place(.itemNumber)))
    #expect(item.grossMass?.kilograms == Double(place(.grossMass)))
    #expect(item.quantity == ExactDecimal(Int(place(.quantity))!))
    #expect(item.licenceNumbers == [place(.licenceNumbers)])
    #expect(item.endUse == place(.endUse) && item.endUser == place(.endUser))
  }
}
