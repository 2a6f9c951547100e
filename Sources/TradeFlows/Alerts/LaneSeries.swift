// SPDX-License-Identifier: Apache-2.0

public import TradeModel

/// Monthly mass on one lane by one side's report.
public struct LaneSeries: Hashable, Sendable {
  public var code: CommodityCode
  public var exporter: CountryCode
  public var importer: CountryCode
  /// Whether the importer's report was used.
  public var byImporter: Bool
  public var mass: MonthlySeries
  /// USD a month, in step with `mass`.
  public var value: [Double]
  /// Months whose mass was estimated.
  public var estimatedMonths: Set<Month> = []

  /// USD a kilogram over a range of months, or nothing.
  public func unitValue(from first: Month, to last: Month) -> Double? {
    var (kilograms, usd) = (0.0, 0.0)
    for index in mass.months where mass.month(at: index) >= first && mass.month(at: index) <= last {
      guard mass.values[index] > 0, value[index] > 0 else { continue }
      kilograms += mass.values[index]
      usd += value[index]
    }
    return kilograms > 0 && usd > 0 ? usd / kilograms : nil
  }

  /// All lanes of a table with monthly rows. A month in which the reporter reports the code but not the lane is zero;
  /// a month in which it reports nothing at all is not known.
  public static func all(in table: FlowTable) -> [LaneSeries] {
    struct Source: Hashable {
      var code: CommodityCode
      var reporter: CountryCode
      var isImport: Bool
    }
    var monthsOf: [Source: Set<Month>] = [:]
    var estimated: [Source: [CountryCode: Set<Month>]] = [:]
    var points: [Source: [CountryCode: [Month: (Double, Double)]]] = [:]
    for record in table.records + table.totals where record.period.months == 1 {
      guard record.direction == .goodsIn || record.direction == .goodsOut else { continue }
      let source = Source(
        code: record.code, reporter: record.reporter, isImport: record.direction == .goodsIn)
      monthsOf[source, default: []].insert(record.period.first)
      guard !SpecialArea.contains(record.partner), record.partner != record.reporter else { continue }
      points[source, default: [:]][record.partner, default: [:]][record.period.first] = (
        record.kilograms, record.usd
      )
      if record.estimated {
        estimated[source, default: [:]][record.partner, default: []].insert(record.period.first)
      }
    }
    var lanes: [LaneSeries] = []
    for (source, partners) in points {
      guard let reported = monthsOf[source], let first = reported.min(), let last = reported.max(),
        first.distance(to: last) < 1200
      else { continue }
      for (partner, months) in partners {
        var mass: [Double] = []
        var value: [Double] = []
        for step in 0...first.distance(to: last) {
          let month = first.advanced(by: step)
          if let point = months[month] {
            mass.append(point.0)
            value.append(point.1)
          } else {
            mass.append(reported.contains(month) ? 0 : .nan)
            value.append(reported.contains(month) ? 0 : .nan)
          }
        }
        let exporter = source.isImport ? partner : source.reporter
        let importer = source.isImport ? source.reporter : partner
        lanes.append(
          LaneSeries(
            code: source.code, exporter: exporter, importer: importer, byImporter: source.isImport,
            mass: MonthlySeries(
              id: "\(source.code) \(exporter)-\(importer)", start: first, values: mass), value: value,
            estimatedMonths: estimated[source]?[partner] ?? []))
      }
    }
    return lanes.sorted {
      ($0.code, $0.exporter, $0.importer, $0.byImporter ? 0 : 1)
        < ($1.code, $1.exporter, $1.importer, $1.byImporter ? 0 : 1)
    }
  }
}

/// How many months a second report trails a first.
public enum LagAlignment {
  /// The lag from 0 to 3 months at which the importer's months before a control go best with the exporter's; 0 when
  /// fewer than twelve months can be compared.
  public static func lag(
    exported: MonthlySeries, imported: MonthlySeries, before control: Month?, most: Int = 3
  ) -> Int {
    var best = (lag: 0, correlation: -Double.infinity)
    for lag in 0...most {
      var x: [Double] = []
      var y: [Double] = []
      for index in exported.months {
        let month = exported.month(at: index)
        if let control, month.advanced(by: lag) >= control { break }
        guard let out = exported[month], let into = imported[month.advanced(by: lag)] else { continue }
        x.append(out)
        y.append(into)
      }
      guard x.count >= 12 else { continue }
      let meanX = x.reduce(0, +) / Double(x.count)
      let meanY = y.reduce(0, +) / Double(y.count)
      var (xy, xx, yy) = (0.0, 0.0, 0.0)
      for i in x.indices {
        xy += (x[i] - meanX) * (y[i] - meanY)
        xx += (x[i] - meanX) * (x[i] - meanX)
        yy += (y[i] - meanY) * (y[i] - meanY)
      }
      let correlation = xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
      // A longer lag must be clearly better, not by chance.
      if correlation > best.correlation + (lag == 0 ? 0 : 0.02) { best = (lag, correlation) }
    }
    return best.lag
  }

  /// Sums over three months that end in each month; not a number where one of them is not known.
  public static func rollingQuarter(_ series: MonthlySeries) -> MonthlySeries {
    var sums = [Double](repeating: .nan, count: series.values.count)
    for i in series.values.indices where i >= 2 {
      sums[i] = series.values[i] + series.values[i - 1] + series.values[i - 2]
    }
    return MonthlySeries(id: series.id, start: series.start, values: sums)
  }
}
