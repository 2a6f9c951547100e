// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counters of the server, in the text form that Prometheus reads. Labels are routes, methods and statuses only.
public final class ServerMetrics: Sendable {
  private struct Key: Hashable {
    var method: String
    var route: String
    var status: Int
  }
  private struct Series {
    var counts = [Int](repeating: 0, count: ServerMetrics.bounds.count + 1)
    var sum = 0.0
  }
  private let requests = Mutex<[Key: Series]>([:])
  /// Upper bounds of the histogram in seconds.
  private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  init() {}

  func record(method: String, route: String, status: Int, seconds: Double) {
    let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    requests.withLock { requests in
      var series = requests[Key(method: method, route: route, status: status)] ?? Series()
      series.counts[place] += 1
      series.sum += seconds
      requests[Key(method: method, route: route, status: status)] = series
    }
  }

  /// The exposition, in a fixed order.
  func exposition(gauges: [(name: String, help: String, value: Double)]) -> String {
    var text = """
      # HELP assay_http_request_seconds Time to answer a request, by route, method and status.
      # TYPE assay_http_request_seconds histogram

      """
    let all = requests.withLock { $0 }
    let keys = all.keys.sorted { ($0.route, $0.method, $0.status) < ($1.route, $1.method, $1.status) }
    for key in keys {
      guard let series = all[key] else { continue }
      let labels = "route=\"\(key.route)\",method=\"\(key.method)\",status=\"\(key.status)\""
      var total = 0
      for (bound, count) in zip(Self.bounds, series.counts) {
        total += count
        text += "assay_http_request_seconds_bucket{\(labels),le=\"\(bound)\"} \(total)\n"
      }
      total += series.counts.last ?? 0
      text += "assay_http_request_seconds_bucket{\(labels),le=\"+Inf\"} \(total)\n"
      text += "assay_http_request_seconds_sum{\(labels)} \(series.sum)\n"
      text += "assay_http_request_seconds_count{\(labels)} \(total)\n"
    }
    for gauge in gauges {
      text += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n\(gauge.name) \(gauge.value)\n"
    }
    return text
  }
}
