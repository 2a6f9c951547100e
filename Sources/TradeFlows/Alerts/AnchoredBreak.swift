// SPDX-License-Identifier: Apache-2.0

/// The month in which a lane changed its level, asked of a lane whose change at a control is already certain.
///
/// A search of the whole series must pay for all months it could have chosen; a lumpy lane of forty months cannot. Here the
/// change is known, and only its month is estimated: the one step on the square root of the quantities that leaves the least
/// squares, among all months a year either way. It is named only when it falls next to the control, from the month before the
/// announcement to three after the entry into force (goods under way); anywhere else it is another event.
enum AnchoredBreak {
  /// Fewest known months on each side of a step.
  static let least = 6

  static func month(in series: MonthlySeries, near event: ControlEvent) -> Month? {
    let effective = series.start.distance(to: event.effective)
    let announced = event.announced.map { series.start.distance(to: $0) } ?? effective
    let low = max(0, effective - 12)
    let high = min(series.values.count, effective + 12)
    guard low < high else { return nil }
    let known = (low..<high).filter { series.values[$0].isFinite && series.values[$0] >= 0 }
    var best: (at: Int, gain: Double)?
    var (sum, count) = (0.0, 0)
    let total = known.reduce(0) { $0 + series.values[$1].squareRoot() }
    for at in low..<high {
      if count >= least, known.count - count >= least, series.values[at].isFinite {
        // The squares that a step explains: between-group sum of squares of the two means.
        let difference = sum / Double(count) - (total - sum) / Double(known.count - count)
        let gain =
          difference * difference * Double(count) * Double(known.count - count) / Double(known.count)
        if gain > best?.gain ?? 0 { best = (at, gain) }
      }
      if series.values[at].isFinite, series.values[at] >= 0 {
        sum += series.values[at].squareRoot()
        count += 1
      }
    }
    guard let best, (min(announced, effective) - 1...effective + 3).contains(best.at) else { return nil }
    return series.month(at: best.at)
  }
}
