// SPDX-License-Identifier: Apache-2.0

/// Small JSON schemas for the document of the interface.
enum Schema {
  static let text: JSON = ["type": "string"]
  static let day: JSON = ["type": "string", "format": "date"]
  static let texts: JSON = ["type": "array", "items": ["type": "string"]]
  static let any: JSON = ["type": "object"]

  static func object(_ properties: JSON, required: [String] = []) -> JSON {
    ["type": "object", "properties": properties, "required": .strings(required)]
  }

  static func choice<Value: RawRepresentable & CaseIterable>(_: Value.Type) -> JSON
  where Value.RawValue == String {
    ["type": "string", "enum": .strings(Value.allCases.map(\.rawValue))]
  }

  static func integer(_ range: ClosedRange<Int>, default standard: Int) -> JSON {
    [
      "type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
      "default": .int(standard),
    ]
  }

  /// The two parameters of every list.
  static let paging: [Endpoint.Parameter] = [
    .query("limit", "Items of the page.", integer(1...500, default: 50)),
    .query("offset", "Items to pass over.", integer(0...10_000_000, default: 0)),
  ]
}
