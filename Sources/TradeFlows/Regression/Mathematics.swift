// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The few functions of the C library that the statistics need, in one place so that no other file imports it.
enum Mathematics {
  static func log(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log(x)
    #elseif canImport(Musl)
      Musl.log(x)
    #else
      Darwin.log(x)
    #endif
  }

  static func exp(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.exp(x)
    #elseif canImport(Musl)
      Musl.exp(x)
    #else
      Darwin.exp(x)
    #endif
  }

  static func cos(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.cos(x)
    #elseif canImport(Musl)
      Musl.cos(x)
    #else
      Darwin.cos(x)
    #endif
  }

  static func arcsine(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.asin(x)
    #elseif canImport(Musl)
      Musl.asin(x)
    #else
      Darwin.asin(x)
    #endif
  }

  static func sin(_ x: Double) -> Double { cos(x - .pi / 2) }

  static func power(_ x: Double, _ y: Double) -> Double {
    x == 0 ? 0 : exp(y * log(x))
  }

  /// The chance that a standard normal variable exceeds `x`.
  static func normalUpperTail(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.erfc(x / 2.0.squareRoot()) / 2
    #elseif canImport(Musl)
      Musl.erfc(x / 2.0.squareRoot()) / 2
    #else
      Darwin.erfc(x / 2.0.squareRoot()) / 2
    #endif
  }

  /// The median; the mean of the middle two for an even count, not a number for none.
  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The median absolute deviation, scaled to the standard deviation of a normal distribution (factor 1.4826).
  static func scaledMAD(_ values: [Double]) -> Double {
    let centre = median(values)
    return 1.4826 * median(values.map { abs($0 - centre) })
  }
}
