// SPDX-License-Identifier: Apache-2.0

import Parties

/// Entities of the lists in the shape of FollowTheMoney, as yente gives them.
enum FollowTheMoneyView {
  static func entity(_ entity: EntityRecord, score: Double? = nil, extra: [JSON.Member] = []) -> JSON {
    var members: [JSON.Member] = [
      .init(name: "id", value: .string(entity.id)), .init(name: "caption", value: .string(entity.caption)),
      .init(name: "schema", value: .string(entity.schema)),
      .init(
        name: "properties",
        value: .object(entity.properties.map { .init(name: $0.name, value: .strings($0.values)) })),
      .init(name: "datasets", value: .strings(entity.datasets)),
      .init(name: "referents", value: .strings(entity.referents)),
      .init(name: "target", value: .bool(entity.isTarget)),
      .init(name: "first_seen", value: moment(entity.firstSeen)),
      .init(name: "last_seen", value: moment(entity.lastSeen)),
      .init(name: "last_change", value: moment(entity.lastChange)),
    ]
    if let score { members.append(.init(name: "score", value: .number(score))) }
    return .object(members + extra)
  }

  /// ISO time without a zone; days begin at midnight.
  private static func moment(_ text: String?) -> JSON {
    guard var text else { return .null }
    for zone in ["Z", "+00:00"] where text.hasSuffix(zone) { text.removeLast(zone.count) }
    return .string(text.utf8.count == 10 ? text + "T00:00:00" : text)
  }
}
