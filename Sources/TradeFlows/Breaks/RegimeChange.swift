// SPDX-License-Identifier: Apache-2.0

/// One way in which a monthly series can change its course; months are counted from the start of the series.
enum RegimeTerm: Hashable, Sendable {
  /// A straight line through all months.
  case trend
  /// The k-th harmonic of the year, 1 to 6, through all months.
  case harmonic(Int)
  /// The level moves at a month and stays.
  case level(Int)
  /// The slope changes at a month and stays changed.
  case slope(Int)
  /// The level is moved from one month up to, not including, another.
  case transient(Int, Int)
  /// The level jumps and decays; the share that stays each month, in hundredths.
  case decay(Int, Int)
  /// The k-th harmonic of the year changes amplitude or phase at a month.
  case seasonal(Int, Int)

  var isChange: Bool {
    switch self {
    case .trend, .harmonic: false
    default: true
    }
  }

  /// How many columns the term adds to a regression.
  var width: Int {
    switch self {
    case .harmonic(let k): k == 6 ? 1 : 2
    case .seasonal(_, let k): k == 6 ? 1 : 2
    default: 1
    }
  }

  /// The first month of each new regime.
  var months: [Int] {
    switch self {
    case .trend, .harmonic: []
    case .level(let b), .slope(let b), .decay(let b, _), .seasonal(let b, _): [b]
    case .transient(let b, let e): [b, e]
    }
  }

  /// The columns of the term at the given months.
  func columns(at months: [Int]) -> [[Double]] {
    switch self {
    case .trend:
      let middle = Double(months.last ?? 0) / 2
      return [months.map { Double($0) - middle }]
    case .harmonic(let k): return Self.waves(k, at: months, from: .min)
    case .seasonal(let b, let k): return Self.waves(k, at: months, from: b)
    case .level(let b): return [months.map { $0 >= b ? 1 : 0 }]
    case .slope(let b): return [months.map { $0 > b ? Double($0 - b) : 0 }]
    case .transient(let b, let e): return [months.map { $0 >= b && $0 < e ? 1 : 0 }]
    case .decay(let b, let hundredths):
      let stays = Double(hundredths) / 100
      var powers = [1.0]
      let longest = max(0, (months.last ?? 0) - b)
      powers.reserveCapacity(longest + 1)
      while powers.count <= longest { powers.append(powers[powers.count - 1] * stays) }
      return [months.map { $0 >= b ? powers[$0 - b] : 0 }]
    }
  }

  /// Cosine and sine of the year by month of the year and harmonic: `[k - 1][month]`.
  static let cosines: [[Double]] = (1...6).map { k in
    (0..<12).map { Mathematics.cos(2 * .pi * Double(k * $0) / 12) }
  }
  static let sines: [[Double]] = (1...6).map { k in
    (0..<12).map { Mathematics.sin(2 * .pi * Double(k * $0) / 12) }
  }

  static func waves(_ k: Int, at months: [Int], from b: Int) -> [[Double]] {
    let cosine = months.map { $0 >= b ? cosines[k - 1][$0 % 12] : 0 }
    guard k < 6 else { return [cosine] }
    return [cosine, months.map { $0 >= b ? sines[k - 1][$0 % 12] : 0 }]
  }
}

/// What a break changed.
public enum BreakKind: String, Sendable, Hashable, CaseIterable {
  case level, slope, transient, recovery, decay, seasonal
}
