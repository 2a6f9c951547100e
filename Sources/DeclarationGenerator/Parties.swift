// SPDX-License-Identifier: Apache-2.0

/// An invented firm: every address says that it is generated.
struct InventedParty: Sendable, Hashable {
  var name: Bytes
  var identifier: Bytes
  var address: Bytes
  var country: Bytes
}

extension Scenario {
  /// An exporter in China, by the family of goods it deals in and its rank there.
  func exporter(seed: UInt64, family: Int, rank: Int) -> InventedParty {
    var chance = Chance(seed, 0xE4, UInt64(family), UInt64(rank))
    var party = InventedParty(name: [], identifier: [], address: [], country: Array("CN".utf8))
    if chance.happens(0.22) {
      party.name += name(.zhplace, &chance)
      party.name += name(.zhcore, &chance)
      party.name += name(.zhtrade, &chance)
      party.name += Array("有限公司".utf8)
    } else {
      party.name += name(.place, &chance)
      party.name.append(0x20)
      party.name += name(.core, &chance)
      party.name.append(0x20)
      party.name += name(.trade, &chance)
      party.name.append(0x20)
      party.name += name(.form, &chance)
    }
    party.identifier = Self.creditCode(&chance)
    party.address.append("No. ")
    party.address.append(number: chance.within(1, 999))
    party.address.append(" ")
    party.address += name(.street, &chance)
    party.address.append(", ")
    party.address += name(.place, &chance)
    party.address.append(" (generated)")
    return party
  }

  /// A firm abroad, by its country and number there.
  func foreignParty(seed: UInt64, destination: Int, number: Int, forwarder: Bool = false) -> InventedParty {
    var chance = Chance(seed, forwarder ? 0xF0 : 0xC0, UInt64(destination), UInt64(number))
    let place = destinations[destination]
    var party = InventedParty(name: [], identifier: [], address: [], country: place.country)
    party.name += name(.foreign, &chance)
    party.name.append(0x20)
    if forwarder {
      party.name.append(chance.happens(0.5) ? "Freight Forwarding" : "Freeport Logistics")
    } else {
      party.name += name(.foreigntrade, &chance)
    }
    let forms: [StaticString] = ["Ltd", "Inc.", "GmbH", "B.V.", "Pte Ltd", "LLC", "S.A.", "K.K."]
    party.name.append(0x20)
    let form: Int
    switch String(decoding: place.country, as: UTF8.self) {
    case "US": form = chance.happens(0.5) ? 1 : 5
    case "DE", "AT", "CH": form = 2
    case "NL", "BE": form = 3
    case "SG", "MY", "IN": form = 4
    case "JP": form = 7
    case "FR", "ES", "MX", "BR", "CL": form = 6
    default: form = 0
    }
    party.name.append(forms[form])
    party.identifier.append("GX-")
    party.identifier += place.country
    party.identifier.append("-")
    party.identifier.append(number: Int(chance.next() % 100_000_000), width: 8)
    party.address.append(number: chance.within(1, 420))
    party.address.append(" ")
    party.address += place.cities[chance.below(place.cities.count)]
    party.address.append(" Road, ")
    party.address += place.cities[chance.below(place.cities.count)]
    party.address.append(" (generated)")
    return party
  }

  /// A unified social credit code with right check digits (GB 32100-2015, with the organisation code's own digit of
  /// GB 11714-1997), in a region that does not exist (99), so that it is nobody's.
  static func creditCode(_ chance: inout Chance) -> Bytes {
    let alphabet = Bytes("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    var code = Bytes("91990000".utf8)
    let weights = [3, 7, 9, 10, 5, 8, 4, 2]
    var sum = 0
    for weight in weights {
      let digit = chance.below(10)
      code.append(0x30 + UInt8(digit))
      sum += digit * weight
    }
    let organisation = 11 - sum % 11
    code.append(
      organisation == 10 ? UInt8(ascii: "X") : organisation == 11 ? 0x30 : 0x30 + UInt8(organisation))
    code.append(creditCheck(code, alphabet))
    return code
  }

  /// The check character of the first seventeen of a credit code.
  static func creditCheck(_ code: Bytes, _ alphabet: Bytes) -> UInt8 {
    var sum = 0
    var power = 1
    for byte in code.prefix(17) {
      sum += (alphabet.firstIndex(of: byte) ?? 0) * power
      power = power * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31]
  }
}
