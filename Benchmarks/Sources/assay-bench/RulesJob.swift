// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import Foundation
import Intake
import Licensing
import TradeModel

/// Rules and licences by codes alone, CSV to CSV: the job that the database does too.
struct RulesJob {
  private let table: DeclarationTable
  private let matches: CodeMatches
  private var licenceOfCode: [Int32]
  private let licences: [Licence]
  private let holderCodes: [UInt32?]

  init(table: DeclarationTable, law: LawBook, licences: [Licence]) {
    self.table = table
    self.licences = licences
    matches = CodeMatches(CodeRule.all(law), codes: table.commodityCodes)
    licenceOfCode = Array(repeating: -1, count: table.licences.dictionary.count)
    for (index, licence) in licences.enumerated() {
      if let code = table.licences.dictionary.code(of: licence.number) {
        licenceOfCode[Int(code)] = Int32(index)
      }
    }
    holderCodes = licences.map { licence in
      licence.holder.identifier.flatMap { table.parties.identifiers.code(of: $0) }
    }
  }

  static let states = ["not needed", "none cited", "unknown", "expired", "holder", "country", "cited"]

  /// Position in `states`.
  private func state(row: Int, exporters: Column<UInt32>) -> Int {
    let code = table.licences.codes[row]
    if code == 0 { return 1 }
    let index = Int(licenceOfCode[Int(code)])
    if index < 0 { return 2 }
    let licence = licences[index]
    let day = table.day[row]
    if day < licence.validFrom.number || day > licence.validTo.number { return 3 }
    if holderCodes[index] != table.parties[exporters[row]].identifier { return 4 }
    if let country = licence.country, country != CountryCode(packed: table.destination[row]) { return 5 }
    return 6
  }

  /// Writes declaration, item, control and state of every row; gives counts by control and by state.
  func run(to path: String) throws -> (controls: [String: Int], states: [Int]) {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    var counts = Array(repeating: 0, count: matches.controls.count)
    var states = Array(repeating: 0, count: Self.states.count)
    let exporters = table.party(.exporter)
    try handle.write(contentsOf: Data("declaration_id,item_number,control,licence\n".utf8))
    let size = 8_192
    let (controls, stateNames) = (matches.controls, Self.states)
    var writer = ByteWriter(capacity: size * 64)
    for first in stride(from: 0, to: table.rowCount, by: size) {
      writer.removeAll()
      for row in first..<min(first + size, table.rowCount) {
        let control = matches.control(code: table.commodityCode[row], day: table.day[row])
        var state = 0
        if let control {
          counts[control] += 1
          state = self.state(row: row, exporters: exporters)
        }
        states[state] += 1
        writer.field(table.declarationID.codes[row], of: table.declarationID.dictionary)
        writer.field(table.itemNumber[row])
        if let control { writer.field(controls[control]) } else { writer.emptyField() }
        writer.field(stateNames[state])
        writer.endRow()
      }
      try unsafe writer.withBytes { try unsafe handle.write(contentsOf: Data($0)) }
    }
    try handle.close()
    let byName = zip(matches.controls, counts).filter { $0.1 > 0 }
    return (Dictionary(uniqueKeysWithValues: byName), states)
  }
}
