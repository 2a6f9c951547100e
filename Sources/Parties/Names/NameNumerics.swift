// SPDX-License-Identifier: Apache-2.0

/// Elementary functions without Foundation, the same on every machine.
public enum NameNumerics {
  /// The natural logarithm; -700 for numbers not above zero.
  public static func log(_ x: Double) -> Double { logOf(x) }
  /// The exponential function.
  public static func exp(_ x: Double) -> Double { expOf(x) }
}
