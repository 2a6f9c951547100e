// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// Which key of a JSON object feeds which field; found once a file, or once for all items that have the same keys.
struct KeyTargets: Sendable {
  /// The field of each key of the first lines; -1 for none.
  let planned: [String: Int]
  /// Fields that something feeds already.
  let fixed: Set<Int>
  /// Fields that a key can feed, emptied before each row.
  let open: [Int]
  /// Any later line may hold a key that the first ones did not.
  static let reads = Set(DeclarationField.allCases.map(\.index))

  init(_ plan: FilePlan, keys: [String]) {
    var fields = [Int](repeating: -1, count: keys.count)
    for source in plan.sources where fields.indices.contains(source.column) {
      fields[source.column] = source.field
    }
    planned = Dictionary(zip(keys, fields), uniquingKeysWith: { first, _ in first })
    let constants = Set(plan.constants.map(\.field))
    fixed = constants.union(plan.sources.map(\.field))
    open = (0..<DeclarationField.allCases.count).filter { !constants.contains($0) }
  }

  /// The field that a key feeds. A key that the first lines did not hold may feed a field that nothing else does.
  func field(of key: String) -> Int {
    if let known = planned[key] { return known }
    guard let meaning = ColumnNames.meaning(of: key), meaning.unit == nil, meaning.currency == nil,
      !fixed.contains(meaning.field.index)
    else { return -1 }
    return meaning.field.index
  }
}
