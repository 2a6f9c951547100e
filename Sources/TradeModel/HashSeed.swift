// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keys of hash tables that no input can foresee.
///
/// The system is asked for randomness once a process; each table after that takes the next step of a counter from there, mixed
/// (S. Vigna's SplitMix64), since a call of the system for every small table costs more than the table.
package enum HashSeed {
  private static let secret = UInt64.random(in: .min ... .max)
  private static let count = Atomic<UInt64>(0)

  /// The key of the next table.
  package static func next() -> UInt64 {
    var mixed = secret &+ count.wrappingAdd(1, ordering: .relaxed).oldValue &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
