// SPDX-License-Identifier: Apache-2.0

/// Greatest flow through a network of arcs with capacities, by Dinic's algorithm (1970).
struct MaxFlow {
  private(set) var heads: [Int32] = []
  private(set) var remaining: [Double] = []
  private var next: [Int32] = []
  private var first: [Int32]
  let nodes: Int
  /// Capacities below this are nothing.
  let tolerance: Double

  init(nodes: Int, tolerance: Double = 1e-6) {
    self.nodes = nodes
    self.tolerance = tolerance
    first = [Int32](repeating: -1, count: nodes)
  }

  /// Adds an arc and its reverse; returns the place of the arc.
  @discardableResult
  mutating func add(_ from: Int, _ to: Int, capacity: Double) -> Int {
    let place = heads.count
    heads += [Int32(to), Int32(from)]
    remaining += [capacity, 0]
    next += [first[from], first[to]]
    first[from] = Int32(place)
    first[to] = Int32(place + 1)
    return place
  }

  func flow(of arc: Int) -> Double { remaining[arc ^ 1] }

  /// Runs to the maximum and returns it.
  mutating func run(from source: Int, to sink: Int) -> Double {
    var total = 0.0
    while true {
      let level = levels(from: source)
      guard level[sink] >= 0 else { return total }
      var place = first
      while true {
        let pushed = push(source, sink, level, &place)
        guard pushed > tolerance else { break }
        total += pushed
      }
    }
  }

  private func levels(from source: Int) -> [Int32] {
    var level = [Int32](repeating: -1, count: nodes)
    level[source] = 0
    var queue = [source]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      var arc = first[node]
      while arc >= 0 {
        let to = Int(heads[Int(arc)])
        if remaining[Int(arc)] > tolerance, level[to] < 0 {
          level[to] = level[node] + 1
          queue.append(to)
        }
        arc = next[Int(arc)]
      }
    }
    return level
  }

  /// Pushes along one path in the level graph, without recursion.
  private mutating func push(_ source: Int, _ sink: Int, _ level: [Int32], _ place: inout [Int32]) -> Double {
    var path: [Int] = []
    var node = source
    while node != sink {
      var advanced = false
      while place[node] >= 0 {
        let arc = Int(place[node])
        let to = Int(heads[arc])
        if remaining[arc] > tolerance, level[to] == level[node] + 1 {
          path.append(arc)
          node = to
          advanced = true
          break
        }
        place[node] = next[arc]
      }
      if !advanced {
        guard let back = path.popLast() else { return 0 }
        node = Int(heads[back ^ 1])
        place[node] = next[Int(place[node])]
      }
    }
    var bottleneck = Double.infinity
    for arc in path { bottleneck = min(bottleneck, remaining[arc]) }
    for arc in path {
      remaining[arc] -= bottleneck
      remaining[arc ^ 1] += bottleneck
    }
    return bottleneck
  }

  /// The nodes on the source's side of a least cut, after `run`.
  func sourceSide(_ source: Int) -> [Bool] { levels(from: source).map { $0 >= 0 } }
}
