// SPDX-License-Identifier: Apache-2.0

/// The forward search for flows that do not belong to the fair price (Atkinson and Riani, "Robust Diagnostic Regression
/// Analysis", 2000; rule of Riani, Atkinson and Cerioli, Journal of the Royal Statistical Society B 71, 2009).
///
/// From a robust start the subset of best fit grows by one flow at a time, while the smallest deletion residual outside it
/// is watched. A residual that leaves the envelope of its order statistic gives a signal; envelopes for growing numbers of
/// flows are then laid over the search until one is left, and only the flows beyond that number are left out. Errors are
/// taken as a share of the mass, as trade values are: the search is one of logarithms of unit values.
public struct ForwardSearch: Hashable, Sendable {
  /// USD per kilogram of the flows that belong.
  public let fairPrice: Double
  /// Places of the flows that do not belong, in the order given.
  public let outliers: [Int]
  /// Size of the subset at which the signal came; nothing without one.
  public let signal: Int?

  /// Searches flows with positive mass and value.
  ///
  /// - Parameter start: a robust price to start from
  /// - Complexity: O(n log n) for the order, and one tail of a distribution for each flow
  public init(kilograms: [Double], usd: [Double], start: Double) {
    precondition(kilograms.count == usd.count, "one value for each mass")
    let values = zip(kilograms, usd).map { Mathematics.log($1 / $0) }
    guard values.count >= 8, start > 0 else {
      fairPrice = start
      outliers = []
      signal = nil
      return
    }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let search = DeletionResiduals(order.map { values[$0] }, centre: Mathematics.log(start))
    signal = search.signal()
    let kept = signal.map { search.belonging(from: $0) } ?? values.count
    let window = search.window(of: kept)
    fairPrice = Mathematics.exp(search.mean(window))
    outliers = order.indices.filter { !window.contains($0) }.map { order[$0] }.sorted()
  }
}

/// Smallest deletion residuals outside growing central parts of sorted values.
struct DeletionResiduals {
  private let values: [Double]
  private let sums: [Double]
  private let squares: [Double]
  /// The first size watched, its central part for each size from it on, and the residuals.
  private let first: Int
  private var lows: [Int] = []
  private var residuals: [Double] = []

  /// Runs the search on values in rising order from a robust centre.
  init(_ sorted: [Double], centre: Double) {
    values = sorted
    let n = sorted.count
    first = max(4, n / 2)
    // Sums about the centre, so that nothing is lost to cancellation.
    var (sum, square) = ([0.0], [0.0])
    for value in sorted {
      sum.append(sum[sum.count - 1] + (value - centre))
      square.append(square[square.count - 1] + (value - centre) * (value - centre))
    }
    sums = sum
    squares = square
    var middle = centre
    var low = 0
    for size in first..<n {
      low = nearest(size, to: middle, from: min(low, n - size))
      let total = (sums[low + size] - sums[low]) / Double(size)
      middle = centre + total
      let spread =
        max(0, (squares[low + size] - squares[low] - total * total * Double(size)) / Double(size - 1))
        .squareRoot()
      let left = low > 0 ? middle - values[low - 1] : .infinity
      let right = low + size < n ? values[low + size] - middle : .infinity
      let next = max(0, min(left, right))
      lows.append(low)
      residuals.append(
        spread > 0 ? next / (spread * (1 + 1 / Double(size)).squareRoot()) : (next > 0 ? .infinity : 0))
    }
  }

  /// Where the `size` values nearest to a middle begin.
  private func nearest(_ size: Int, to middle: Double, from start: Int) -> Int {
    var low = start
    while low > 0, middle - values[low - 1] < values[low + size - 1] - middle { low -= 1 }
    while low + size < values.count, values[low + size] - middle < middle - values[low] { low += 1 }
    return low
  }

  /// The chance of so great a residual outside `size` of `n` flows that all belong (Riani, Atkinson and Cerioli 2009,
  /// section 4): the next order statistic under Student's distribution, its spread taken from a truncated sample.
  func chance(_ size: Int, of n: Int) -> Double {
    guard size < n, size >= first else { return 1 }
    let share = Double(size) / Double(n)
    let q = PriceScreen.normalQuantile((1 + share) / 2)
    let density = Mathematics.exp(-q * q / 2) / (2 * Double.pi).squareRoot()
    let truncation = max(1e-9, 1 - 2 * q * density / share).squareRoot()
    let tail = Distributions.studentTwoTails(
      residuals[size - first] * truncation, freedom: Double(size - 1))
    return Distributions.orderStatisticTail(tail, k: size + 1, of: n)
  }

  /// The size of the subset at the first of the exceedances that make a signal.
  func signal() -> Int? {
    let n = values.count
    var run = 0
    for size in first..<n {
      let p = chance(size, of: n)
      run = p < 1e-4 ? run + 1 : 0
      if run >= 3 || (run >= 2 && p < 1e-5) || p < 1e-6 { return size - run + 1 }
      if (size == n - 1 && p < 0.01) || (size == n - 2 && p < 0.001) { return size }
    }
    return nil
  }

  /// How many flows belong: envelopes for one flow more at a time, from the signal on, until the search leaves one of them.
  func belonging(from signal: Int) -> Int {
    let n = values.count
    guard signal < n - 1 else { return n - 1 }
    for number in (signal + 1)...n {
      for size in max(first, signal - 1)..<number where chance(size, of: number) < 0.01 {
        return number - 1
      }
    }
    return n
  }

  /// The places of the central part of a size.
  func window(of size: Int) -> Range<Int> {
    guard size < values.count else { return 0..<values.count }
    let low = lows[max(0, size - first)]
    return low..<(low + max(first, size))
  }

  func mean(_ window: Range<Int>) -> Double {
    window.reduce(0) { $0 + values[$1] } / Double(max(1, window.count))
  }
}
