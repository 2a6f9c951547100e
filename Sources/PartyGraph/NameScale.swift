// SPDX-License-Identifier: Apache-2.0

internal import Parties

/// Numerics without Foundation.
enum NameScale {
  static func log(_ x: Double) -> Double { NameNumerics.log(x) }
}
