// SPDX-License-Identifier: Apache-2.0

import TradeModel

/// How strongly a country stands out as a relay: three measurements of one diverted mass, pooled.
///
/// A mass `K` that goes from the origin over a country to the destination shows (a) on the lane to the destination, above
/// its former share, and either (b) on the lane from the origin, above its former share, or, when that leg is in no
/// statistic, (c) in the country's balance of what leaves it and what enters. Each measurement has the error of the reports
/// and the spread by which lanes of the same importer, and balances of all countries, change anyway; both come from the
/// table itself. The pooled estimate is the mean weighted by the inverse squares; it cannot pass what the origin lost at the
/// destination. The score is the root of twice the gain in log-likelihood over "nothing was diverted".
struct RelayEvidence {
  let question: RelayQuestion
  let before: FlowMatrix
  let after: FlowMatrix
  private let reliability: ReporterReliability
  /// Kilograms above former shares to the destination, by country with a lane to it in either window.
  private var onward: [CountryCode: Double] = [:]
  private var first: [CountryCode: Double] = [:]
  private var balance: [CountryCode: Double] = [:]
  private var size: [CountryCode: Double] = [:]
  /// What the origin lost at the destination against its former share, at least zero.
  let fall: Double

  /// The share of absolute changes below their spread, for a normal distribution.
  static let central = 0.683

  init(
    _ question: RelayQuestion, before: FlowMatrix, after: FlowMatrix, reliability: ReporterReliability
  ) {
    self.question = question
    self.before = before
    self.after = after
    self.reliability = reliability
    let (o, d) = (question.origin, question.destination)
    let intake = after.into[d] ?? 0
    fall = max(0, before.share(of: o, in: d) * intake - after.flow(o, d))
    for r in Set(before.countries + after.countries).sorted() where r != o && r != d && !r.isSpecial {
      if after.flow(r, d) > 0 || before.flow(r, d) > 0 {
        onward[r] = after.flow(r, d) - before.share(of: r, in: d) * intake
      }
      let (inOld, inNew) = (before.into[r] ?? 0, after.into[r] ?? 0)
      let (outOld, outNew) = (before.outOf[r] ?? 0, after.outOf[r] ?? 0)
      first[r] = after.flow(o, r) - before.share(of: o, in: r) * inNew
      balance[r] = outNew - inNew - outOld + inOld
      size[r] = max(inOld, inNew, outOld, outNew)
    }
  }

  /// The value below which a share of others' absolute changes lies; changes are taken over a size where one is given.
  private func spread(of changes: [CountryCode: Double], without r: CountryCode, relative: Bool) -> Double {
    let least = 0.01 * (after.into[question.destination] ?? 0)
    var others: [Double] = []
    for (country, change) in changes where country != r {
      guard relative else {
        others.append(abs(change))
        continue
      }
      if let size = size[country], size > least, size > 0 { others.append(abs(change) / size) }
    }
    guard !others.isEmpty else { return relative ? 0.5 : least }
    others.sort()
    let place = Self.central * Double(others.count - 1)
    let low = Int(place)
    let high = min(others.count - 1, low + 1)
    return others[low] + (place - Double(low)) * (others[high] - others[low])
  }

  /// The score of a country in standard errors; below zero where it sends less than before.
  func score(of r: CountryCode) -> Double {
    guard let balance = balance[r], let first = first[r], let size = size[r] else { return 0 }
    let (o, d) = (question.origin, question.destination)
    let onward = onward[r] ?? 0
    let floor = max(1, 0.01 * (after.into[d] ?? 0))
    let usual = max(floor, spread(of: self.onward, without: r, relative: false))
    func squared(_ errors: Double...) -> Double { errors.reduce(0) { $0 + $1 * $1 } }
    let onwardVariance = squared(
      usual,
      reliability.relativeError(of: d, asExporter: false) / 2 * max(after.flow(r, d), before.flow(r, d)))
    let balanceVariance =
      squared(usual, spread(of: self.balance, without: r, relative: true) * size)
      + RelayFinder.balanceVariance(of: r, in: after, reliability: reliability)
      + RelayFinder.balanceVariance(of: r, in: before, reliability: reliability)
    let firstVariance = squared(
      usual, spread(of: self.first, without: r, relative: true) * size,
      reliability.relativeError(of: r, asExporter: false) / 2 * max(after.flow(o, r), before.flow(o, r)))
    func pooled(_ x: Double, _ xVariance: Double, _ y: Double, _ yVariance: Double) -> Double {
      let weight = 1 / xVariance + 1 / yVariance
      let mass = (x / xVariance + y / yVariance) / weight
      if mass <= fall || mass <= 0 { return mass * weight.squareRoot() }
      return max(0, 2 * fall * mass * weight - fall * fall * weight).squareRoot()
    }
    return max(
      pooled(onward, onwardVariance, balance, balanceVariance),
      pooled(onward, onwardVariance, first, firstVariance))
  }
}
