// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Licences as canonical JSON, so that a decision can keep exactly what it rested on.
public enum LicenceJSON {
  public static func value(_ licence: Licence) -> CanonicalValue {
    [
      "number": .text(licence.number), "holder": .optional(licence.holder.name),
      "holder_id": .optional(licence.holder.identifier), "holder_address": .optional(licence.holder.address),
      "holder_country": .optional(licence.holder.country?.description),
      "control_codes": .texts(licence.controlCodes),
      "commodity_codes": .texts(licence.commodityCodes.map(\.digits)),
      "granted": licence.granted.map(CanonicalValue.decimal) ?? .null, "unit": .text(licence.unit.code),
      "valid_from": .text(licence.validFrom.description), "valid_to": .text(licence.validTo.description),
      "consignee": .optional(licence.consignee), "country": .optional(licence.country?.description),
      "end_user": .optional(licence.endUser), "file": .text(licence.source.file),
      "line": .integer(Int64(licence.source.line)),
    ]
  }

  /// Reads a licence back; nothing when a field is missing or cannot be.
  public static func licence(_ json: CanonicalValue) -> Licence? {
    func texts(_ key: String) -> [String] { json[key]?.listValue?.compactMap(\.textValue) ?? [] }
    func text(_ key: String) -> String? { json[key]?.textValue }
    guard let number = text("number"),
      let unit = text("unit").flatMap({ code in QuantityUnit.allCases.first { $0.code == code } }),
      let from = text("valid_from").flatMap({ Day($0) }), let to = text("valid_to").flatMap({ Day($0) })
    else { return nil }
    do throws(ValueError) {
      var codes: [CommodityCode] = []
      for code in texts("commodity_codes") { codes.append(try CommodityCode(code)) }
      return Licence(
        number: number,
        holder: Party(
          name: text("holder"), identifier: text("holder_id"), address: text("holder_address"),
          country: text("holder_country").flatMap { CountryCode($0) }),
        controlCodes: texts("control_codes"), commodityCodes: codes,
        granted: try text("granted").map { text throws(ValueError) in try ExactDecimal(text) }, unit: unit,
        validFrom: from, validTo: to, consignee: text("consignee"),
        country: text("country").flatMap { CountryCode($0) }, endUser: text("end_user"),
        source: SourceLocation(file: text("file") ?? "", line: Int(json["line"]?.integerValue ?? 0)))
    } catch {
      return nil
    }
  }
}
