// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Runs long work on threads of its own, so that short requests are answered meanwhile.
enum Background {
  private static let queue = DispatchQueue(label: "assay.background", attributes: .concurrent)

  static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
  }
}
