// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ReferenceData
import TradeFlows
import TradeModel

/// `assay evaluate flows`.
struct EvaluateFlows: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flows",
    abstract: "Measure the flow engine: planted diversion on real statistics, and speed.",
    discussion: """
      With files of statistics: moves stated shares of the lane from origin to destination through each relay, with noise, \
      and tells how well the relay search finds it and the smallest tonnes found. Without files: times the engine on \
      generated data of the sizes that docs/methods/flows.md names.
      """)

  @Argument(help: "Files of trade statistics; none to measure speed.")
  var files: [String] = []

  @Option(help: "Publisher: comtrade, census, eurostat, hmrc or generic.")
  var source: String = "comtrade"

  @Option(
    help:
      "Commodity code or its beginning; may be given several times. All that name one mineral when not given."
  )
  var code: [String] = []

  @Option(help: "Country of the controlled origin.")
  var origin: String = "CN"

  @Option(help: "Country of destination.")
  var destination: String = "US"

  @Option(help: "Periods before: 2022, or 2023-01..2023-12.")
  var base: String = "2022"

  @Option(help: "Periods after.")
  var end: String = "2024"

  @Option(help: "Shares of the lane moved, in per cent.")
  var shares: String = "1,2,5,10,20,40,80"

  @Option(help: "Relative noise on every report.")
  var noise: Double = 0.1

  @Option(help: "Trials of each relay and share.")
  var rounds: Int = 5

  @Option(help: "Seed of the noise.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Where to write the curves of detection (CSV).", valueName: "file"))
  var curves: String?

  @Flag(help: "Writes the answer as CSV.")
  var csv = false

  func run() throws {
    if files.isEmpty { return try FlowSpeed.measure() }
    guard let map = ColumnMap.named(source) else { throw ValidationError("no such publisher") }
    var table = FlowTable()
    for file in files {
      do throws(ValueError) {
        table.append(
          try FlowReader(map: map, areas: .embedded, currencies: ReferenceData.embedded.currencies)
            .read(try FlowsFiles.bytes(file), file: file))
      } catch { throw FlowsFiles.fail("\(file): \(error.message)") }
    }
    let pairs: [MirrorPair]
    do throws(ValueError) { pairs = try MirrorPairs(table).pairs } catch {
      throw FlowsFiles.fail(error.message)
    }
    let parts = try shares.split(separator: ",").map {
      guard let value = Double($0), value > 0, value <= 100 else {
        throw ValidationError("--shares are per cent, such as 1,5,20")
      }
      return value / 100
    }
    let isAsked = try FlowsFiles.prefixes(code)
    let origin = try FlowsFiles.country(origin)
    let destination = try FlowsFiles.country(destination)
    let base = try FlowsFiles.periods(base)
    let end = try FlowsFiles.periods(end)
    let header = [
      "code", "mineral", "first_leg", "lane_t", "relays", "trials", "area", "listed_empty", "listed_planted",
      "smallest_found_t",
    ]
    var rows: [[String]] = []
    var points = ["code,first_leg,false_alarms,found"]
    for one in Set(pairs.map(\.code)).sorted() where code.isEmpty || isAsked(one) {
      let question = RelayQuestion(code: one, origin: origin, destination: destination, base: base, end: end)
      let identity = CodeIdentity(one, reference: .embedded, period: end.max())
      guard let mineral = identity.mineral else { continue }
      let own = pairs.filter { $0.code == one }
      let lane = FlowMatrix(own, code: one, window: base).flow(origin, destination)
      // Relays: the countries that trade the good most, neither end among them.
      let after = FlowMatrix(own, code: one, window: end)
      // What the search lists in the table as it is may be true: those countries are left out of the trials.
      let open = RelayFinder(reference: .embedded, facts: .embedded)
      let listed = Set(open.relays(for: question, in: own).map(\.country))
      let relays = after.countries.filter { $0 != origin && $0 != destination && !listed.contains($0) }
        .sorted {
          ((after.into[$1] ?? 0) + (after.outOf[$1] ?? 0), $0)
            < ((after.into[$0] ?? 0) + (after.outOf[$0] ?? 0), $1)
        }.prefix(12)
      for hidden in [false, true] {
        var study = PlantedDiversion(finder: RelayFinder(reference: .embedded, facts: .embedded))
        study.noise = noise
        study.seed = seed
        study.isFirstLegHidden = hidden
        let trials = study.trials(
          question, in: own, relays: Array(relays), shares: parts, rounds: max(1, rounds))
        guard !trials.isEmpty else { continue }
        let leg = hidden ? "hidden" : "recorded"
        func share(_ list: [PlantedDiversion.Trial]) -> String {
          list.isEmpty
            ? ""
            : BreakTable.decimal(Double(list.count(where: \.isListed)) / Double(list.count), places: 2)
        }
        rows.append([
          one.digits, mineral.slug, leg, BreakTable.decimal(lane / 1000, places: 1), String(relays.count),
          String(trials.count), PlantedDiversion.area(trials).map { BreakTable.decimal($0, places: 3) } ?? "",
          share(trials.filter { $0.planted == 0 }), share(trials.filter { $0.planted > 0 }),
          PlantedDiversion.smallestFound(trials).map { BreakTable.decimal($0 / 1000, places: 1) } ?? "none",
        ])
        for point in PlantedDiversion.curve(trials) {
          points.append(
            "\(one.digits),\(leg),\(BreakTable.decimal(point.falseAlarms, places: 4)),"
              + BreakTable.decimal(point.detections, places: 4))
        }
      }
    }
    if let curves { try FlowsFiles.write(points.joined(separator: "\n") + "\n", to: curves) }
    guard !csv else {
      print(([header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n"))
      return
    }
    let answer = TextTable(
      [
        .words("Code"), .words("Mineral", widest: 16), .words("First leg"), .figure("Lane", "t"),
        .figure("Relays"), .figure("Trials"), .figure("Area"), .figure("Listed", "empty"),
        .figure("Listed", "planted"), .figure("Smallest", "t"),
      ], blocks: [TextTable.Block("", rows.map { TextTable.Row($0) }, most: 500)],
      whenEmpty: "No code names one mineral and has a lane from origin to destination in the base periods.",
      notes: [
        "Area under the curve of detections against false alarms; smallest: tonnes from which on four of five plantings "
          + "are found at one false alarm in twenty. Noise \(BreakTable.decimal(100 * noise, places: 0)) %, seed \(seed)."
      ])
    print(answer.text(), terminator: "")
  }
}

/// Times of the flow engine on generated data; each answer is checked before its time is told.
enum FlowSpeed {
  static func measure() throws {
    var state: UInt64 = 12345
    func unit() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + unit() } }
    func milliseconds(_ body: () -> Void) -> Double {
      let clock = ContinuousClock()
      let start = clock.now
      body()
      return (clock.now - start) / .milliseconds(1)
    }
    let series = (0..<400).map { number in
      MonthlySeries(
        id: "s\(number)", start: Month(year: 2018, month: 1)!,
        values: (0..<84).map { 1000 * exp(0.15 * normal() + ($0 >= 40 ? 1 : 0)) })
    }
    var found = 0
    var time = milliseconds {
      for one in series {
        let logs = one.values.map { log($0) }
        if Pelt.breaks(in: logs).contains(where: { abs($0 - 40) <= 3 }) { found += 1 }
      }
    }
    print(
      "pelt, 84 months: \(BreakTable.decimal(time / 400, places: 4)) ms a series; \(found) of 400 steps found"
    )
    found = 0
    time = milliseconds {
      for one in series
      where BreakFinder().report(on: one).breaks.contains(where: {
        abs(one.start.distance(to: $0.month) - 40) <= 3
      }) {
        found += 1
      }
    }
    print(
      "full robust fit, 84 months: \(BreakTable.decimal(time / 400, places: 3)) ms a series; \(found) of 400 steps found"
    )
    let countries = Array(ReferenceData.embedded.countries.all.map(\.code).prefix(240))
    let one = try! CommodityCode("811010")
    func records(_ code: CommodityCode, reporters: Int, partners: Int, months: Int) -> [FlowRecord] {
      var list: [FlowRecord] = []
      for month in 0..<months {
        let period = FlowPeriod(month: Month(year: 2022, month: 1)!.advanced(by: month))
        for r in 0..<reporters {
          for step in 1...partners {
            let p = (r * 7 + step * 13) % reporters
            guard p != r else { continue }
            let mass = 1000 * exp(normal())
            list.append(
              FlowRecord(
                period: period, reporter: countries[r], partner: countries[p], direction: .goodsOut,
                code: code, kilograms: mass))
            list.append(
              FlowRecord(
                period: period, reporter: countries[p], partner: countries[r], direction: .goodsIn,
                code: code,
                kilograms: mass * exp(0.1 * normal())))
          }
        }
      }
      return list
    }
    let big = records(one, reporters: 240, partners: 20, months: 36)
    var gaps = 0
    time = milliseconds {
      gaps = (try? MirrorFinder(reference: .embedded, facts: .embedded).gaps(in: FlowTable(big)).count) ?? -1
    }
    print(
      "one code, 240 reporters, 36 months: \(big.count) rows mirrored in \(BreakTable.decimal(time / 1000, places: 2)) s; \(gaps) gaps"
    )
    let codes = (0..<350).compactMap { try? CommodityCode("28" + String(1000 + $0)) }
    let many = codes.flatMap { records($0, reporters: 120, partners: 6, months: 12) }
    time = milliseconds {
      gaps = (try? MirrorFinder(reference: .embedded, facts: .embedded).gaps(in: FlowTable(many)).count) ?? -1
    }
    let memory =
      (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?.split(separator: "\n")
      .first { $0.hasPrefix("VmHWM") }?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      .flatMap { Double($0) }
    print(
      "\(codes.count) codes: \(many.count) rows mirrored in \(BreakTable.decimal(time / 1000, places: 1)) s; peak memory "
        + (memory.map { BreakTable.decimal($0 / 1_048_576, places: 2) + " GiB" } ?? "not known"))
  }
}
