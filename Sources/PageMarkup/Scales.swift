// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Round values for the lines of an axis.
package enum Axis {
  /// Multiples of 1, 2 or 5 times a power of ten from 0 to at least `maximum`, `count` of them or a few more.
  package static func ticks(upTo maximum: Double, count: Int = 4) -> [Double] {
    guard maximum.isFinite, maximum > 0 else { return [0, 1] }
    let raw = maximum / Double(max(1, count))
    let power = pow(10, floor(log10(raw)))
    let step = max(1, [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? raw)
    return (0...Int((maximum / step).rounded(.up))).map { Double($0) * step }
  }

  package static func log10(_ value: Double) -> Double { logarithm10(value) }
}

private func logarithm10(_ value: Double) -> Double { log10(value) }

/// The place of values on a logarithmic axis of whole decades.
package struct LogScale {
  /// Powers of ten of the ends; at least one apart, at most 16.
  package let first: Int
  package let last: Int

  /// The decades that hold all values, cut at 1e-8 and 1e8.
  package init(_ values: some Sequence<Double>) {
    var low = Int.max
    var high = Int.min
    for value in values where value > 0 && value.isFinite {
      let exponent = Axis.log10(value)
      low = min(low, Int(exponent.rounded(.down)))
      high = max(high, Int(exponent.rounded(.up)))
    }
    first = low == .max ? 0 : max(-8, min(7, low))
    last = high == .min ? 1 : max(first + 1, min(8, high))
  }

  /// The share of the axis before a value, 0 to 1; values beyond the ends stand at the ends.
  package func position(_ value: Double) -> Double {
    max(0, min(1, (Axis.log10(value) - Double(first)) / Double(last - first)))
  }

  /// Where each power of ten stands, from end to end.
  package var lines: [Double] { (first...last).map { Double($0 - first) / Double(last - first) } }

  /// Powers of ten from end to end with their places; every second one when there are many.
  package var labels: [(position: Double, value: Double)] {
    let step = last - first > 6 ? 2 : 1
    return stride(from: first, through: last, by: step).map {
      (Double($0 - first) / Double(last - first), pow(10, Double($0)))
    }
  }
}
