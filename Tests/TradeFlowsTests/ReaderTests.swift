// SPDX-License-Identifier: Apache-2.0

import Testing
import TradeFlows
import TradeModel

@Suite("Readers of statistics") struct ReaderTests {
  @Test func `Comtrade JSON is read, and rows of a breakdown are left out`() throws {
    let json = """
      {"elapsedTime": "0.1", "count": 4, "data": [
      {"period":"202401","reporterCode":842,"reporterISO":"USA","partnerCode":156,"partnerISO":"CHN","flowCode":"M",\
      "cmdCode":"811010","customsCode":"C00","motCode":0,"partner2Code":0,"netWgt":1000.5,"primaryValue":9000,\
      "isNetWgtEstimated":false},
      {"period":"202401","reporterCode":842,"reporterISO":"USA","partnerCode":156,"partnerISO":"CHN","flowCode":"M",\
      "cmdCode":"811010","customsCode":"C00","motCode":1000,"partner2Code":0,"netWgt":400,"primaryValue":3000,\
      "isNetWgtEstimated":false},
      {"period":"202401","reporterCode":842,"reporterISO":"USA","partnerCode":0,"partnerISO":"W00","flowCode":"M",\
      "cmdCode":"811010","customsCode":"C00","motCode":0,"partner2Code":0,"netWgt":5000,"primaryValue":40000,\
      "isNetWgtEstimated":false},
      {"period":"202401","reporterCode":842,"reporterISO":"USA","partnerCode":490,"partnerISO":"S19","flowCode":"X",\
      "cmdCode":"811010","customsCode":"C00","motCode":0,"partner2Code":0,"netWgt":7,"primaryValue":90,\
      "isNetWgtEstimated":true}]}
      """
    let table = try reading(json, .comtrade)
    #expect(table.rows == 4)
    #expect(table.records.count == 2)
    #expect(table.totals.count == 1)
    #expect(table.gates[.subtotal] == 1)
    #expect(table.gates[.estimatedMass] == 1)
    let fromChina = try #require(table.records.first { $0.partner == country("CN") })
    #expect(fromChina.kilograms == 1000.5)
    #expect(table.records.contains { $0.partner == country("TW") && $0.estimated })
  }

  @Test func `Census answers an array of arrays`() throws {
    let json = """
      [["CTY_CODE","CTY_NAME","GEN_VAL_MO","GEN_QY1_MO","UNIT_QY1","I_COMMODITY","time"],
      ["-","TOTAL FOR ALL COUNTRIES","100","20","KG","8110100000","2024-09"],
      ["5700","CHINA","50","10","KG","8110100000","2024-09"],
      ["0003","EUROPEAN UNION","5","1","KG","8110100000","2024-09"],
      ["5490","THAILAND","5","3","NO","8110100000","2024-09"]]
      """
    let table = try reading(json, .census)
    #expect(table.records.contains { $0.partner == country("CN") && $0.kilograms == 10 && $0.usd == 50 })
    #expect(table.totals.count == 1)
    #expect(table.gates[.group] == 1)
    #expect(table.gates[.foreignUnit] == 1)
  }

  @Test func `Eurostat rows of one indicator each are joined`() throws {
    let csv = """
      freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE
      M,DE,CN,81101000,1,QUANTITY_IN_100KG,2024-09,150
      M,DE,CN,81101000,1,VALUE_IN_EUROS,2024-09,200000
      M,DE,NA,81101000,1,QUANTITY_IN_100KG,2024-09,3
      """
    var map = ColumnMap.eurostat
    map.twoLetterAreas = true
    let table = try reading(csv, map)
    let row = try #require(table.records.first { $0.partner == country("CN") })
    #expect(row.kilograms == 15_000)
    #expect(row.usd > 200_000)
    #expect(table.records.contains { $0.partner == country("NA") && $0.kilograms == 300 })
  }

  @Test func `HMRC answers objects within objects`() throws {
    let json = """
      {"@odata.nextLink":"next","value":[{"MonthId":202411,"FlowTypeId":3,"Value":1000,"NetMass":20,
      "Commodity":{"Cn8Code":"81101000"},"Country":{"CountryCodeAlpha":"CN"}}]}
      """
    let table = try reading(json, .hmrc)
    let row = try #require(table.records.first)
    #expect(row.reporter == country("GB"))
    #expect(row.direction == .goodsIn)
    #expect(row.kilograms == 20)
    #expect(row.usd > 1000)
  }

  @Test func `BACI has one value a flow and refuses to show a gap`() throws {
    let table = try reading("t,i,j,k,v,q\n2024,156,842,811010,12.5,1.5\n", .baci)
    let row = try #require(table.records.first)
    #expect(row.reporter == country("CN"))
    #expect(row.partner == country("US"))
    #expect(row.kilograms == 1500)
    #expect(row.usd == 12_500)
    #expect(throws: ValueError.self) { try MirrorPairs(table) }
  }

  @Test func `a mapping file names the columns of any table`() throws {
    let map = try ColumnMap(
      mappingFile:
        "# ours\nreporter = Meldeland\npartner = Land\nperiod=Monat\nflow = Richtung\nflow.Einfuhr = import\n"
        + "code = Ware\ntonnes = Menge")
    let table = try reading(
      "Meldeland;Land;Monat;Richtung;Ware;Menge\nDE;CN;2024-09;Einfuhr;81101000;1.5\n", map)
    #expect(table.records.first?.kilograms == 1500)
    #expect(throws: ValueError.self) { try ColumnMap(mappingFile: "partnr = Land") }
  }

  @Test func `every kind of bad row is counted by its gate`() throws {
    let csv = """
      reporter,partner,flow,code,period,kg,usd
      US,CN,import,811010,2024-01,5,10
      US,CN,import,811010,2024-01,5,10
      US,DE,import,811010,2024-01,5,10
      US,DE,import,811010,2024-01,6,10
      US,NA,import,811010,2024-01,5,10
      US,Namibia,import,811010,2024-01,5,10
      US,JP,import,811010,2024-01,-5,10
      US,JP,import,811010,2031-01,5,10
      US,JP,import,811010,2024-13,5,10
      US,JP,import,8110,2024-01,5,10
      US,JP,sideways,811010,2024-01,5,10
      US,JP,import,811010,2024-01,five,10
      US,World,import,811010,2024-01,500,10
      US,Atlantis,import,811010,2024-01,500,10
      US,899,import,811010,2024-01,500,10
      US,838,import,811010,2024-01,500,10
      US,VN,import,811010,2024-01,,10
      US,TH,import
      """
    let table = try reading(csv, .generic, latest: Month(year: 2026, month: 1)!)
    let expected: [FlowGate: Int] = [
      .duplicate: 1, .conflictingDuplicate: 2, .unknownArea: 2, .negativeMass: 1, .futurePeriod: 1,
      .unreadablePeriod: 1, .unreadableCode: 1, .unknownFlow: 1, .unreadableNumber: 1, .worldTotal: 1,
      .unspecifiedPartner: 1, .zone: 1, .missingMass: 1, .unreadableRow: 1,
    ]
    #expect(table.gates == expected)
    #expect(table.rows == 18)
    #expect(Set(table.records.map(\.partner)) == [country("CN"), country("NA"), country("VN")])
    let kept = table.records.count + table.totals.count + table.unplaced.count
    let setAside = expected.filter {
      ![.worldTotal, .unspecifiedPartner, .zone, .missingMass].contains($0.key)
    }
    #expect(kept + setAside.values.reduce(0, +) == table.rows)
  }

  @Test func `two units in one column are not added`() throws {
    let table = try reading(
      "reporter,partner,flow,code,period,quantity,unit\nUS,CN,import,811010,2024-01,5,KG\nUS,DE,import,811010,2024-01,5,T\n",
      .generic)
    #expect(table.records.count == 1)
    #expect(table.gates[.foreignUnit] == 1)
  }

  @Test func `parts of one key by port add up, and a part read twice counts once`() throws {
    let csv = """
      period,reporter,partner,flow,native_code,qty_kg,value_usd
      2024-11,GBR,NLD,import,81101000,1000,12000
      2024-11,GBR,NLD,import,81101000,250,3100
      2024-11,GBR,NLD,import,81101000,250,3100
      2024-11,GBR,DEU,import,81101000,40,500
      2024-11,GBR,DEU,import,81101000,,900
      """
    let table = try reading(csv, .hmrc)
    let dutch = try #require(table.records.first { $0.partner == country("NL") })
    #expect(dutch.kilograms == 1250 && dutch.usd == 15_100 && !dutch.estimated)
    let german = try #require(table.records.first { $0.partner == country("DE") })
    #expect(
      german.kilograms == 40 && german.usd == 1400 && german.estimated, "a part without mass: from below")
    #expect(table.gates[.part] == 2)
    #expect(table.gates[.duplicate] == 1)
    #expect(table.gates[.conflictingDuplicate] == nil)
  }

  @Test func `totals over partners never mix with partners`() throws {
    let csv = """
      reporter,partner,flow,code,period,kg,usd
      US,World,import,811010,2024-01,500,5000
      US,CN,import,811010,2024-01,300,3000
      US,0,import,811010,2024-02,500,5000
      US,CN,import,811010,2024-02,200,2000
      """
    let table = try reading(csv, .generic)
    #expect(table.records.map(\.kilograms) == [300, 200])
    #expect(table.totals.map(\.kilograms) == [500, 500])
    #expect(table.gates[.worldTotal] == 2)
    let pairs = try MirrorPairs(table).pairs
    #expect(pairs.reduce(0) { $0 + ($1.imported ?? 0) } == 500, "the total is no flow of its own")
  }

  @Test func `a month without any report is not known, one without the partner is zero`() throws {
    let csv = """
      reporter,partner,flow,code,period,kg,usd
      US,CN,import,811010,2024-01,300,3000
      US,DE,import,811010,2024-02,20,200
      US,CN,import,811010,2024-04,100,1000
      """
    let lane = try #require(
      LaneSeries.all(in: try reading(csv, .generic)).first { $0.exporter == country("CN") })
    #expect(lane.mass.values[0] == 300)
    #expect(lane.mass.values[1] == 0)
    #expect(lane.mass.values[2].isNaN)
    #expect(lane.mass.values[3] == 100)
  }

  @Test(arguments: [
    ("280", "DE"), ("276", "DE"), ("58", "BE"), ("56", "BE"), ("841", "US"), ("842", "US"), ("736", "SD"),
    ("891", "RS"), ("251", "FR"), ("699", "IN"), ("ROM", "RO"), ("ROU", "RO"), ("ZAR", "CD"), ("BUR", "MM"),
    ("TMP", "TL"),
  ])
  func `a partner that changed its code stays one partner`(_ code: String, _ expected: String) throws {
    let table = try reading(
      "reporter,partner,flow,code,period,kg,usd\nJP,\(code),import,811010,2024-01,5,50\n", .generic)
    #expect(table.records.first?.partner == country(expected), "\(table.gates)")
  }

  @Test func `messages of the gates name file and line`() throws {
    let csv = """
      reporter,partner,flow,code,period,kg,usd
      US,CN,import,811010,2024-01,-5,10
      US,CN,import,811010,2031-01,5,10
      """
    let table = try reading(csv, .generic, latest: Month(year: 2026, month: 1)!)
    #expect(table.diagnostics.map { $0.rendered.split(separator: ":")[1] } == ["2", "3"])
    #expect(table.diagnostics.contains { $0.rendered.contains("negative") })
    #expect(table.diagnostics.contains { $0.rendered.contains("2026-01") })
  }

  @Test func `masses that share a unit value are found as imputed`() throws {
    var csv = "reporter,partner,flow,code,period,kg,usd\n"
    for (partner, kilograms) in [("CN", 100), ("DE", 250), ("JP", 333), ("KR", 81)] {
      let usd = partner == "KR" ? 900.0 : Double(kilograms) * 12.345
      csv += "US,\(partner),import,811010,2024-01,\(kilograms),\(usd)\n"
    }
    let table = try reading(csv, .generic)
    #expect(table.gates[.sharedUnitValue] == 3)
    #expect(table.records.filter(\.estimated).count == 3)
  }

  @Test(arguments: [
    "", "\u{0}\u{0}\u{0}", "{", "[", "[[\"a\"],[1,2]]", "{\"data\":[{\"a\":", "\"", "a,b\n\"1,2\n",
    String(repeating: "[", count: 100_000), "reporter,partner\nUS,CN\n",
  ])
  func `a broken file gives a message and no crash`(_ text: String) {
    #expect(throws: ValueError.self) {
      let table = try reading(text, .generic)
      if table.records.isEmpty { throw ValueError("nothing read") }
    }
  }

  @Test func `series are read with gates of their own`() throws {
    let csv = """
      series_id,month,quantity
      a,2024-01,5
      a,2024-02,6
      a,2024-02,7
      a,2024-04,-1
      a,2024-05,NA
      a,2024-06,8
      b,not,8
      """
    let table = try SeriesTable(Array(csv.utf8), file: "x")
    let a = try #require(table.series.first)
    #expect(a.start.description == "2024-01")
    #expect(a.values.count == 6)
    #expect(a.values[0] == 5)
    #expect(a.values[1].isNaN, "two values for one month: neither is used")
    #expect(a.values[5] == 8)
    #expect(table.leftOut == ["month-repeated": 1, "quantity-negative": 1, "month-unreadable": 1])
    #expect(throws: ValueError.self) { try SeriesTable(Array("a,b\n1,2\n".utf8), file: "x") }
  }

  @Test(arguments: ["2024-09", "2024/09", "202409", "2024M09", "2024-09-15", "20240915"])
  func `a month is read in usual ways`(_ text: String) throws {
    #expect(try Month(text).description == "2024-09")
  }

  @Test(arguments: ["", "2024", "2024-13", "24-09", "2024-9x", "٢٠٢٤-٠٩", "2024-09-1"])
  func `what is no month is refused`(_ text: String) {
    #expect(throws: ValueError.self) { try Month(text) }
  }
}
