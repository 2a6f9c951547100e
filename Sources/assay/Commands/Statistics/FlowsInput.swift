// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ReferenceData
import TradeFlows
import TradeModel

/// How an answer is written.
enum FlowsFormat: String, ExpressibleByArgument, CaseIterable {
  case table, csv, json
}

/// Options of every command that reads trade statistics.
struct FlowsInput: ParsableArguments {
  @Argument(help: "Files of trade statistics; - reads standard input.")
  var files: [String]

  @Option(name: .long, help: "Publisher: comtrade, census, eurostat, hmrc, baci or generic.")
  var source: String = "comtrade"

  @Option(name: .long, help: "A mapping file of lines 'column = header name', instead of --source.")
  var mapping: String?

  @Option(name: .long, help: "Periods that end after this month (YYYY-MM) are set aside as future dates.")
  var latest: String?

  @Option(name: .long, help: "How to write the answer: table, csv or json.")
  var format: FlowsFormat = .table

  @Option(name: .shortAndLong, help: "Where to write the answer; standard output when not given.")
  var out: String?

  /// Reads all files, and tells on standard error what the gates counted.
  func read() throws -> FlowTable {
    var map: ColumnMap
    if let mapping {
      do throws(ValueError) {
        map = try ColumnMap(mappingFile: String(decoding: try FlowsFiles.bytes(mapping), as: UTF8.self))
      } catch { throw FlowsFiles.fail("\(mapping): \(error.message)") }
    } else {
      guard let named = ColumnMap.named(source) else {
        throw ValidationError("--source is one of comtrade, census, eurostat, hmrc, baci, generic")
      }
      map = named
    }
    if map.twoLetterAreas == false {
      map.twoLetterAreas = ["eurostat", "hmrc"].contains(source) && mapping == nil
    }
    let reader = FlowReader(
      map: map, areas: .embedded, currencies: ReferenceData.embedded.currencies,
      latest: try latest.map { try FlowsFiles.month($0) })
    var table = FlowTable()
    for file in files {
      do throws(ValueError) {
        let part = try reader.read(try FlowsFiles.bytes(file), file: file)
        table.append(part)
      } catch { throw FlowsFiles.fail("\(file): \(error.message)") }
    }
    for diagnostic in table.diagnostics.prefix(20) { FlowsFiles.warn(diagnostic.rendered) }
    FlowsFiles.warn(
      "\(Figure.count(table.rows, "row")) read, \(Figure.count(table.records.count, "flow")) between two countries"
    )
    let gates = table.gates.sorted { $0.key < $1.key }
      .map { TextTable.Row([Figure.grouped(Double($0.value), places: 0), $0.key.rawValue]) }
    if !gates.isEmpty {
      FlowsFiles.warn(
        TextTable([.figure("Rows"), .words("Gate", widest: 60)], blocks: [TextTable.Block("", gates)]).text())
    }
    return table
  }

  /// Writes an answer: a table for people, or header and rows for spreadsheets and programs.
  func write(
    header: [String], rows: @autoclosure () -> [[String]], note: String, table: @autoclosure () -> TextTable
  ) throws {
    let text =
      format == .table
      ? table().text(width: out == nil ? max(100, Terminal.width) : 100)
      : AnswerTable(header: header, rows: rows(), note: note).text(as: format.rawValue)
    try FlowsFiles.write(text, to: out)
  }
}

extension FlowsFiles {
  static func bytes(_ path: String) throws(ValueError) -> [UInt8] {
    do { return try read(path) } catch { throw ValueError("the file cannot be read") }
  }
  static func month(_ text: String) throws -> Month {
    do throws(ValueError) { return try Month(text) } catch {
      throw ValidationError("\(text): \(error.message)")
    }
  }
  static func country(_ text: String) throws -> CountryCode {
    guard let code = ReferenceData.embedded.country(named: text) else {
      throw ValidationError("\(text): no such country; write two or three letters or a name")
    }
    return code
  }
  static func name(_ code: CountryCode) -> String {
    ReferenceData.embedded.countries[code]?.name ?? code.description
  }
  /// A test of codes against the beginnings given: 2 to 10 digits, dots and blanks allowed.
  static func prefixes(_ texts: [String]) throws -> @Sendable (CommodityCode) -> Bool {
    let wanted = try texts.map { text in
      let digits = text.filter { $0 != "." && $0 != " " }
      guard (2...10).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
        throw ValidationError("\(text): a code or its beginning has 2 to 10 digits")
      }
      return digits
    }
    return { code in wanted.contains { code.digits.hasPrefix($0) || $0.hasPrefix(code.digits) } }
  }
  static func code(_ text: String) throws -> CommodityCode {
    do throws(ValueError) { return try CommodityCode(text) } catch {
      throw ValidationError("\(text): \(error.message)")
    }
  }
  /// Periods from `2022`, `2023-01..2023-12` or a list with commas.
  static func periods(_ text: String) throws -> Set<FlowPeriod> {
    var result: Set<FlowPeriod> = []
    for part in text.split(separator: ",") {
      let ends = part.components(separatedBy: "..")
      do throws(ValueError) {
        if ends.count == 2 {
          let first = try Month(ends[0])
          let last = try Month(ends[1])
          guard first <= last, first.distance(to: last) < 600 else {
            throw ValueError("a span needs its first month first")
          }
          for step in 0...first.distance(to: last) {
            result.insert(FlowPeriod(month: first.advanced(by: step)))
          }
        } else {
          result.insert(try FlowPeriod(part))
        }
      } catch { throw ValidationError("\(part): \(error.message)") }
    }
    guard Set(result.map(\.months)).count == 1 else {
      throw ValidationError("give years or months, not both")
    }
    return result
  }
}
