// SPDX-License-Identifier: Apache-2.0

import Intake
import ReferenceData
import Synchronization
import TradeModel

/// Where itineraries end, read once for each distinct one.
///
/// An itinerary names two places or more in order ("CN>PORT KLANG>HONG KONG"); a single country is a transit, not an end.
struct Itineraries: Sendable {
  /// By code of the itinerary: the countries in which its last place may lie, packed; empty where that is not told.
  private let ends: [[UInt16]]

  init(_ table: DeclarationTable, _ reference: ReferenceData, _ places: PortPlaces) {
    let dictionary = table.itinerary.dictionary
    let codes = 0..<UInt32(dictionary.count)
    let ordered = codes.map { code -> [Substring] in
      guard code != 0, let text = dictionary.text(code), text.utf8.count < 400 else { return [] }
      let places = text.split { ">→;|".contains($0) }
      return places.count < 2 ? [] : places
    }
    guard ordered.contains(where: { !$0.isEmpty }) else {
      ends = []
      return
    }
    let ports = places.countries(reference)
    ends = ordered.map { places in
      guard let last = places.last else { return [] }
      let name = PortName.folded(last)
      if let country = reference.country(named: name) { return [country.packed] }
      return ports[name] ?? []
    }
  }

  /// The country to which the itinerary of a row goes on beyond its destination.
  func beyond(_ table: DeclarationTable, _ row: Int, exportCountry: CountryCode) -> CountryCode? {
    guard !ends.isEmpty else { return nil }
    let found = ends[Int(table.itinerary.codes[row])]
    guard let first = found.first, !found.contains(table.destination[row]),
      !found.contains(exportCountry.packed)
    else { return nil }
    return CountryCode(packed: first)
  }
}

/// Where ports and airports lie, by name; made when the first itinerary asks, and kept for all tables of a screener.
final class PortPlaces: Sendable {
  private let made = Mutex<[String: [UInt16]]?>(nil)

  /// Packed countries that have a place of a name.
  func countries(_ reference: ReferenceData) -> [String: [UInt16]] {
    made.withLock { made in
      if let made { return made }
      let places = reference.portCountries().mapValues { $0.map(\.packed) }
      made = places
      return places
    }
  }
}
