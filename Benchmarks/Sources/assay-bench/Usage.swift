// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a process has used so far.
struct Usage {
  /// Seconds of processor time, user and system, all threads (getrusage).
  var cpuSeconds: Double
  /// Greatest resident memory in MiB (VmHWM).
  var peakMebibytes: Double

  static func now() -> Usage {
    var usage = rusage()
    _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return Usage(
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakMebibytes: Double(usage.ru_maxrss) / 1024)
  }
}

/// One measurement as a line of key=value pairs, read by `Benchmarks/run`.
func report(
  _ job: String, rows: Int, wall: Duration, cpuBefore: Double = 0, answers: [(String, String)]
) {
  var usage = Usage.now()
  usage.cpuSeconds -= cpuBefore
  let rate = Int(Double(rows) / max(usage.cpuSeconds, 1e-9))
  var line =
    "job=\(job) rows=\(rows) rows_per_cpu_second=\(rate) cpu_seconds=\(String(format: "%.2f", usage.cpuSeconds))"
  line += " wall_seconds=\(String(format: "%.2f", wall / .seconds(1)))"
  line += " peak_mib=\(Int(usage.peakMebibytes))"
  for (key, value) in answers { line += " \(key)=\(value)" }
  print(line)
}
