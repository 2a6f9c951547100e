// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A stream of chance fixed by a seed and up to three stream numbers, the same on every machine and thread.
///
/// SplitMix64: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014,
/// doi:10.1145/2660193.2660195.
struct Chance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(_ seed: UInt64, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0) {
    state = Self.mix(Self.mix(Self.mix(Self.mix(seed) ^ a) ^ b) ^ c)
  }

  /// One well-mixed value of another.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    let value = Self.mix(state)
    state &+= 0x9E37_79B9_7F4A_7C15
    return value
  }

  /// A number of [0, 1).
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number of 0..<count; `count` is at least 1.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  mutating func within(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }
  mutating func within(_ low: Int, _ high: Int) -> Int { low + below(max(1, high - low + 1)) }
  mutating func happens(_ probability: Double) -> Bool { unit() < probability }

  /// A draw from the standard normal distribution (G. Box, M. Muller, 1958, doi:10.1214/aoms/1177706645).
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * Double.pi * unit())
  }

  mutating func logNormal(median: Double, sigma: Double) -> Double {
    median * exp(sigma * normal())
  }

  /// A rank of 0..<count, low ranks far more often: the continuous inverse of Zipf's law with the exponent given.
  mutating func zipf(_ count: Int, exponent: Double) -> Int {
    guard count > 1 else { return 0 }
    let top = Double(count) + 1
    let u = unit()
    let rank: Double
    if abs(exponent - 1) < 1e-9 {
      rank = pow(top, u)
    } else {
      let k = 1 - exponent
      rank = pow(u * (pow(top, k) - 1) + 1, 1 / k)
    }
    return min(count - 1, max(0, Int(rank) - 1))
  }
}

/// Things drawn with unequal weights in constant time (A. Walker, 1977, doi:10.1145/355744.355749).
struct AliasTable: Sendable {
  private var threshold: [Double]
  private var other: [Int]

  /// - Precondition: at least one weight, none negative, not all zero.
  init(_ weights: [Double]) {
    let sum = weights.reduce(0, +)
    precondition(sum > 0, "an alias table needs a positive weight")
    threshold = weights.map { $0 / sum * Double(weights.count) }
    other = Array(weights.indices)
    var small = threshold.indices.filter { threshold[$0] < 1 }
    var large = threshold.indices.filter { threshold[$0] >= 1 }
    while let s = small.popLast(), let l = large.last {
      other[s] = l
      threshold[l] -= 1 - threshold[s]
      if threshold[l] < 1 {
        large.removeLast()
        small.append(l)
      }
    }
  }

  func draw(_ chance: inout Chance) -> Int {
    let column = chance.below(threshold.count)
    return chance.unit() < threshold[column] ? column : other[column]
  }
}
