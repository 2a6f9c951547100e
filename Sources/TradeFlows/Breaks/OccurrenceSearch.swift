// SPDX-License-Identifier: Apache-2.0

/// Changes in how often a series has a month without trade: stops, starts and lanes that become rare.
///
/// Months with zero are no small quantities: they are looked at by themselves as a sequence of yes and no whose rate is
/// constant between changes, and the quantities of the other months apart (a hurdle model, Cragg 1971). Intervals are cut
/// where the likelihood gains most, in two or at both ends of a part, while the gain exceeds the price that a change of the
/// same shape costs among quantities. So three zeros in a row are a stop where there were none before, and nothing where
/// every fifth month has none.
struct OccurrenceSearch {
  struct Change {
    /// Places of the first observation of the part and, where the part ends, of the first after it.
    var start: Int
    var end: Int?
    var score: Double
  }

  /// What the second end of a part must add where its first end counts by itself, in units of twice the log-likelihood.
  static let secondEnd = 9.0

  private let zeros: [Int]
  private let table: [Double]
  private let penalty: RegimePenalty
  private let shortest: Int
  private let n: Int
  private(set) var changes: [Change] = []

  init(isZero: [Bool], penalty: RegimePenalty, shortest: Int, mostChanges: Int) {
    n = isZero.count
    self.penalty = penalty
    self.shortest = shortest
    var sums = [0]
    for zero in isZero { sums.append(sums[sums.count - 1] + (zero ? 1 : 0)) }
    zeros = sums
    table = (0...n).map { $0 == 0 ? 0 : Double($0) * Mathematics.log(Double($0)) }
    var open = [0..<n]
    while let part = open.popLast(), changes.count < mostChanges {
      guard let change = best(part) else { continue }
      changes.append(change)
      open.append(part.lowerBound..<change.start)
      open.append(change.start..<(change.end ?? part.upperBound))
      if let end = change.end { open.append(end..<part.upperBound) }
    }
    changes.sort { $0.start < $1.start }
  }

  /// Whether more months of a place's part are without trade than with it.
  func isMostlyZero(at place: Int) -> Bool {
    var (low, high) = (0, n)
    for cut in changes.flatMap({ [$0.start] + ($0.end.map { [$0] } ?? []) }) {
      if cut <= place { low = max(low, cut) } else { high = min(high, cut) }
    }
    return 2 * (zeros[high] - zeros[low]) > high - low
  }

  /// Log-likelihood of a part at its own rate.
  private func likelihood(_ low: Int, _ high: Int) -> Double {
    let (all, none) = (high - low, zeros[high] - zeros[low])
    return table[none] + table[all - none] - table[all]
  }

  private func best(_ part: Range<Int>) -> Change? {
    let (low, high) = (part.lowerBound, part.upperBound)
    let none = zeros[high] - zeros[low]
    guard part.count >= 2 * shortest, none > 0, none < part.count else { return nil }
    let whole = likelihood(low, high)
    let prices = (
      one: penalty.price(of: .level(0), observations: Double(n)),
      two: penalty.price(of: .transient(0, 0), observations: Double(n))
    )
    var cut: (change: Change, net: Double)?
    var span: (change: Change, net: Double)?
    func offer(_ start: Int, _ end: Int?, _ gain: Double, _ price: Double) {
      let best = end == nil ? cut : span
      guard gain - price > best?.net ?? 0 else { return }
      let found = (Change(start: start, end: end, score: gain / price), gain - price)
      if end == nil { cut = found } else { span = found }
    }
    for start in (low + shortest)...(high - shortest) {
      let before = likelihood(low, start)
      offer(start, nil, 2 * (before + likelihood(start, high) - whole), prices.one)
      var end = start + shortest
      while end <= high - shortest {
        // The months around the part share one rate.
        let (all, none) = (
          part.count - (end - start), zeros[start] - zeros[low] + zeros[high] - zeros[end]
        )
        let outside = table[none] + table[all - none] - table[all]
        offer(start, end, 2 * (outside + likelihood(start, end) - whole), prices.two)
        end += 1
      }
    }
    // Where one cut tells the matter, a few last months must not make it end.
    guard let cut else { return span?.change }
    return span.map { $0.net > cut.net + Self.secondEnd ? $0.change : cut.change } ?? cut.change
  }
}
