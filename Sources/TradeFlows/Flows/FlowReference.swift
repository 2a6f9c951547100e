// SPDX-License-Identifier: Apache-2.0

import CEmbedded
import ReferenceData
import Tabular
public import TradeModel

/// Facts about places and metals that the forensics need beside minerals and countries; from `Reference/flows/`.
public struct FlowReference: Sendable {
  /// Codes and names of areas in statistics that ISO 3166-1 does not have.
  public let specialAreas: [String: CountryCode]
  /// Countries whose ports and free zones carry goods of others, with the reason in words.
  public let entrepots: [CountryCode: String]
  /// Those of them that a study or an official manual names.
  public let documentedEntrepots: Set<CountryCode>
  /// Countries that record imports free on board, so that no freight is to be taken off.
  public let importsFreeOnBoard: Set<CountryCode>
  /// Mine output in tonnes of contained metal a year by mineral slug and country; a listed mineral is complete.
  public let mineOutput: [String: [CountryCode: Double]]
  /// Freight in USD per kilogram by way: lowest and highest.
  public let freight: [String: ClosedRange<Double>]
  /// National codes that name one mineral inside a shared subheading, by digits.
  public let nationalCodes: [String: String]
  /// Codes that a revision of the Harmonized System moved or split: by edition and code before, the codes after.
  public let revisions: [Int: [String: [String]]]
  /// Middle of each country in degrees east and north, for maps.
  public let places: [CountryCode: (east: Double, north: Double)]

  /// The facts that the binary carries.
  public static let embedded: FlowReference = {
    let bytes = unsafe [UInt8](
      UnsafeRawBufferPointer(start: assay_flows_pack_bytes(), count: assay_flows_pack_size))
    do throws(ValueError) { return try FlowReference(pack: bytes) } catch {
      fatalError("the embedded flow reference is damaged: \(error)")
    }
  }()

  /// Loads the tables from their texts by file name.
  /// - Throws: `ValueError` naming file and line of the first row that cannot be used.
  public init(files: [(name: String, text: [UInt8])]) throws(ValueError) {
    var special: [String: CountryCode] = [:]
    var entrepots: [CountryCode: String] = [:]
    var documented: Set<CountryCode> = []
    var onBoard: Set<CountryCode> = []
    var output: [String: [CountryCode: Double]] = [:]
    var freight: [String: ClosedRange<Double>] = [:]
    var national: [String: String] = [:]
    var places: [CountryCode: (east: Double, north: Double)] = [:]
    var revisions: [Int: [String: [String]]] = [:]
    for (name, bytes) in files {
      let text = try DelimitedText(bytes, file: name)
      func broken(_ row: Int, _ what: String) -> ValueError {
        ValueError("\(name):\(text.line(ofRow: row)): \(what)")
      }
      func column(_ title: String) throws(ValueError) -> Int {
        guard let index = text.column([title]) else { throw ValueError("\(name): no column \(title)") }
        return index
      }
      for row in 0..<text.rowCount {
        switch name {
        case "areas.csv":
          guard let code = CountryCode(text[row, try column("area")]) else { throw broken(row, "no area") }
          special[text[row, try column("code")]] = code
        case "entrepots.csv":
          guard let code = CountryCode(text[row, try column("country")]) else {
            throw broken(row, "no country")
          }
          entrepots[code] = text[row, try column("reason")]
          let confidence = Confidence(rawValue: text[row, try column("confidence")])
          if let confidence, confidence >= .reported { documented.insert(code) }
        case "imports-fob.csv":
          guard let code = CountryCode(text[row, try column("country")]) else {
            throw broken(row, "no country")
          }
          onBoard.insert(code)
        case "mine-output.csv":
          guard let code = CountryCode(text[row, try column("country")]),
            let tonnes = Double(text[row, try column("tonnes")]), tonnes >= 0
          else { throw broken(row, "no country or no tonnes") }
          output[text[row, try column("mineral")], default: [:]][code] = tonnes
        case "national-codes.csv":
          let digits = text[row, try column("code")]
          guard (7...10).contains(digits.utf8.count), Int(digits) != nil else {
            throw broken(row, "no national code")
          }
          national[digits] = text[row, try column("mineral")]
        case "concordance.csv":
          guard let edition = Int(text[row, try column("edition")]) else { throw broken(row, "no edition") }
          let after = text[row, try column("after")].split(separator: " ").map(String.init)
          guard !after.isEmpty else { throw broken(row, "no code after") }
          revisions[edition, default: [:]][text[row, try column("before")]] = after
        case "places.csv":
          guard let code = CountryCode(text[row, try column("country")]),
            let east = Double(text[row, try column("longitude")]), abs(east) <= 180,
            let north = Double(text[row, try column("latitude")]), abs(north) <= 90
          else { throw broken(row, "no country or no place") }
          places[code] = (east, north)
        case "freight.csv":
          guard let low = Double(text[row, try column("lowest")]),
            let high = Double(text[row, try column("highest")]),
            low >= 0, high >= low
          else { throw broken(row, "no band") }
          freight[text[row, try column("way")]] = low...high
        default: throw ValueError("\(name): not a file of this reference")
        }
      }
    }
    specialAreas = special
    self.entrepots = entrepots
    documentedEntrepots = documented
    importsFreeOnBoard = onBoard
    mineOutput = output
    self.freight = freight
    self.places = places
    self.revisions = revisions
    nationalCodes = national
  }

  /// Splits a pack: each file starts with a line `#file NAME`; lines that start with `# ` are notes.
  public init(pack: [UInt8]) throws(ValueError) {
    var files: [(name: String, text: [UInt8])] = []
    for line in pack.split(separator: 0x0A, omittingEmptySubsequences: true) {
      if line.starts(with: Array("#file ".utf8)) {
        files.append((DelimitedText.trimmed(String(decoding: line.dropFirst(6), as: UTF8.self)), []))
      } else if line.first == 0x23 {
        continue
      } else {
        guard !files.isEmpty else { throw ValueError("the flow reference does not start with a file") }
        files[files.count - 1].text += line + [0x0A]
      }
    }
    try self.init(files: files)
  }
}
