// SPDX-License-Identifier: Apache-2.0

import TradeModel

// Parties, looked up by the bytes of their columns side by side, so that each distinct one is read once.

extension RowParser {
  static let notMade = UInt32.max

  static let partyFields: [[Int]] = PartyRole.allCases.map {
    DeclarationField.ofParty($0).map(\.index)
  }

  /// The bytes of a party's columns side by side, and their hash.
  struct PartySpan {
    var bytes: Bytes
    var hash: UInt64
  }

  @inline(__always)
  func span(_ role: Int, _ hasSpans: Bool) -> PartySpan? {
    guard hasSpans, spans[role].last >= 0 else { return nil }
    let bytes = spanBytes[role]
    return PartySpan(bytes: bytes, hash: spanCache[role].prefetch(bytes))
  }

  @inline(__always)
  mutating func party(_ role: Int, _ span: PartySpan?) -> UInt32 {
    guard let span else { return freshParty(role) }
    // A span with a fault keeps its mark and is looked at anew whenever it comes.
    let known = Int(spanCache[role].intern(span.bytes, hash: span.hash))
    if known < spanParty[role].count {
      let code = spanParty[role][known]
      if code != Self.notMade { return code }
    } else {
      spanParty[role].append(Self.notMade)
    }
    let made = freshParty(role, isNew: true)
    if faults.isEmpty { spanParty[role][known] = made }
    return made
  }

  /// - Parameter isNew: the bytes of the party were not seen before.
  @inline(never) mutating func freshParty(_ role: Int, isNew: Bool = false) -> UInt32 {
    let fields = Self.partyFields[role]
    let country = slot(fields[3])
    var packed: UInt16 = 0
    if !country.isEmpty {
      packed = self.country(country, DeclarationField.allCases[fields[3]])
      if !faults.isEmpty { return 0 }
    }
    let key = PartyKey(
      name: tables.name.intern(slot(fields[0])), identifier: tables.identifier.intern(slot(fields[1])),
      address: tables.address.intern(slot(fields[2])), country: UInt32(packed))
    if key.isEmpty { return 0 }
    // Those few that only look different are put together when the chunk is merged.
    return isNew && dictionaries.areMerged ? key.append(to: tables.party) : key.code(in: tables.party)
  }
}
