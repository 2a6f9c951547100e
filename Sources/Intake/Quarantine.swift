// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Why a row cannot be read; the raw value is the stable code in quarantine files.
public enum QuarantineReason: String, Sendable, Hashable, CaseIterable {
  case dateMissing = "date-missing"
  case dateMalformed = "date-malformed"
  case dateImpossible = "date-impossible"
  case goodsMissing = "goods-missing"
  case destinationMissing = "destination-missing"
  case countryUnknown = "country-unknown"
  case codeMalformed = "code-malformed"
  case codeLength = "code-length"
  case numberMalformed = "number-malformed"
  case numberNegative = "number-negative"
  case numberAbsurd = "number-absurd"
  case unitUnknown = "unit-unknown"
  case unitNotMass = "unit-not-mass"
  case currencyUnknown = "currency-unknown"
  case modeUnknown = "mode-unknown"
  case fieldsTooFew = "fields-too-few"
  case fieldsTooMany = "fields-too-many"
  case bytesInvalid = "bytes-invalid"
  case nul = "nul-byte"
  case fieldTooLong = "field-too-long"
  case rowTooLong = "row-too-long"
  case quoteUnclosed = "quote-unclosed"
  case quoteMisplaced = "quote-misplaced"
  case duplicateItem = "duplicate-item"
  case jsonMalformed = "json-malformed"
  case jsonType = "json-type"
  case jsonKeyTwice = "json-key-twice"

  /// What is wrong, in words; values of trade are left out.
  public var message: String {
    switch self {
    case .dateMissing: "the date is missing"
    case .dateMalformed: "the date has no known shape"
    case .dateImpossible: "no such day in the calendar"
    case .goodsMissing: "neither a commodity code nor a description is given"
    case .destinationMissing: "the destination is missing"
    case .countryUnknown: "the country is not known"
    case .codeMalformed: "the commodity code holds something other than digits"
    case .codeLength: "the commodity code has not 6 to 10 digits"
    case .numberMalformed: "not a number"
    case .numberNegative: "a negative number where none can be"
    case .numberAbsurd: "the number is absurdly large"
    case .unitUnknown: "the unit is not known"
    case .unitNotMass: "the unit of the mass is not a unit of mass"
    case .currencyUnknown: "the currency is not known"
    case .modeUnknown: "the mode of transport is not known"
    case .fieldsTooFew: "the row has fewer fields than the header"
    case .fieldsTooMany: "the row has more fields than the header"
    case .bytesInvalid: "the row holds bytes that are no text in the file's encoding"
    case .nul: "the row holds a NUL byte"
    case .fieldTooLong: "a field is longer than 1 MiB"
    case .rowTooLong: "the row is longer than 8 MiB"
    case .quoteUnclosed: "a quote is opened and never closed"
    case .quoteMisplaced: "text follows a closing quote"
    case .duplicateItem: "this goods item was read before"
    case .jsonMalformed: "the line is not one JSON object"
    case .jsonType: "the value is neither text, number, true, false nor null"
    case .jsonKeyTwice: "a key stands twice in the object"
    }
  }

  /// The whole message: field, what is wrong, a hint, what to do.
  func line(field: DeclarationField?, hint: String?) -> String {
    let name = field.map { "\($0.rawValue): " } ?? ""
    let did = hint.map { "; \($0)" } ?? ""
    return "\(name)\(message)\(did); \(advice)"
  }

  /// What to do about it.
  public var advice: String {
    switch self {
    case .dateMissing: "give the date of the declaration as YYYY-MM-DD"
    case .dateMalformed: "write YYYY-MM-DD, or name the shape in a mapping file (date-format)"
    case .dateImpossible: "correct the day, month or year"
    case .goodsMissing: "give one of the two"
    case .destinationMissing: "give a country, or a constant in a mapping file (destination: =XX)"
    case .countryUnknown: "write the ISO 3166 code"
    case .codeMalformed: "write 6 to 10 digits; dots and spaces between groups are allowed"
    case .codeLength: "give the full code; a spreadsheet may have dropped a leading zero"
    case .numberMalformed: "write 1234.56, or set the decimal comma in a mapping file (decimal: comma)"
    case .numberNegative: "correct the sign"
    case .numberAbsurd: "correct the number or its unit"
    case .unitUnknown: "write kg, g, t or another code of UN/ECE Recommendation 20"
    case .unitNotMass: "write kg, g or t"
    case .currencyUnknown: "write the ISO 4217 code"
    case .modeUnknown: "write a code of UN/ECE Recommendation 19 (1 sea, 2 rail, 3 road, 4 air, 5 mail)"
    case .fieldsTooFew, .fieldsTooMany: "quote fields that hold the delimiter or a line end"
    case .bytesInvalid: "save the file in one encoding, best UTF-8"
    case .nul: "remove the NUL bytes"
    case .fieldTooLong, .rowTooLong: "look for an unclosed quote or missing line ends"
    case .quoteUnclosed: "close the quote, or double it inside a quoted field"
    case .quoteMisplaced: "double a quote inside a quoted field"
    case .duplicateItem: "remove one of the two or correct its item number"
    case .jsonMalformed: "write one object a line"
    case .jsonType: "flatten nested values"
    case .jsonKeyTwice: "keep one of the two"
    }
  }
}

/// One fault of a row.
public struct RowFault: Sendable, Hashable {
  public var reason: QuarantineReason
  public var field: DeclarationField?
  /// Column of the text in the line, in characters from 1; 0 is the whole row.
  public var column: Int
  /// What is wrong and what to do, in one line, without values of trade.
  public var message: String
  /// The text that names no country, until the row is merged and the nearest name is looked for.
  var unknownCountry: String?
}

/// A row that could not be read, with every fault found in it and its text as received.
public struct QuarantinedRow: Sendable, Hashable {
  /// The position of the file in the list of sources.
  public var fileIndex: Int
  public var file: String
  /// The line of the file on which the row begins, as an editor shows it.
  public var line: Int
  /// All faults, in order of the fields; never empty.
  public internal(set) var faults: [RowFault]
  /// The row as received, without its line end; cut after 64 KiB.
  public var raw: [UInt8]
  /// Whether `raw` was cut.
  public var isCut: Bool

  /// The most bytes of a row that are kept.
  static let rawLimit = 65_536

  public var field: DeclarationField? { faults[0].field }
  public var reason: QuarantineReason { faults[0].reason }
  public var message: String { faults[0].message }
  public var column: Int { faults[0].column }
  public var location: SourceLocation { SourceLocation(file: file, line: line, column: column) }

  /// The first fault as a diagnostic, with the others as notes.
  public var diagnostic: Diagnostic {
    Diagnostic(
      .error, reason.rawValue, message, at: location,
      notes: faults.dropFirst().map {
        Diagnostic(
          .note, $0.reason.rawValue, $0.message, at: SourceLocation(file: file, line: line, column: $0.column)
        )
      })
  }
}
