// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Buckets of requests, one a caller, that fill by the clock.
public final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: Int64
  }
  private let perSecond: Double
  private let buckets = Mutex<[String: Bucket]>([:])
  /// Callers remembered; beyond it the full ones, which know nothing, are forgotten.
  private static let most = 10_000

  private let size: Double
  /// Whether there is a limit at all.
  var isLimiting: Bool { perSecond > 0 }

  init(perSecond: Double, burst: Double? = nil) {
    self.perSecond = perSecond
    size = burst ?? perSecond * 10
  }

  /// Takes one request from a caller's bucket.
  /// - Returns: seconds to wait when there is none left; nothing when the request may go on.
  func wait(for caller: String, cost: Double = 1, at milliseconds: Int64) -> Int? {
    guard perSecond > 0 else { return nil }
    let size = size
    return buckets.withLock { buckets in
      if buckets.count >= Self.most {
        buckets = buckets.filter {
          $0.value.tokens + Double(milliseconds - $0.value.at) / 1000 * perSecond < size
        }
        if buckets.count >= Self.most { buckets.removeAll() }
      }
      var bucket = buckets[caller] ?? Bucket(tokens: size, at: milliseconds)
      bucket.tokens = min(size, bucket.tokens + Double(max(0, milliseconds - bucket.at)) / 1000 * perSecond)
      // Where the clock was set back the bucket fills from there: nobody waits for a moment that was never there.
      bucket.at = milliseconds
      defer { buckets[caller] = bucket }
      if bucket.tokens >= cost {
        bucket.tokens -= cost
        return nil
      }
      return max(1, Int(((cost - bucket.tokens) / perSecond).rounded(.up)))
    }
  }
}
