// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PriceBook {
  static func logarithm(_ value: Double) -> Double { log(value) }
}

/// Functions of the probability model.
enum Numerics {
  static func logarithm(_ value: Double) -> Double { log(value) }
  static func exponential(_ value: Double) -> Double { exp(value) }

  /// Density of Student's t with eight degrees of freedom at a distance from the centre, for a scale.
  ///
  /// Its tails are heavier than the normal law's, so that one odd price is no proof.
  static func density(_ distance: Double, scale: Double) -> Double {
    let z = distance / scale
    let q = 1 + z * z / 8
    return 0.3867 / (scale * q * q * q * q * q.squareRoot())
  }
}
