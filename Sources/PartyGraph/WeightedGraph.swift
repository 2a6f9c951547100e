// SPDX-License-Identifier: Apache-2.0

/// An undirected weighted graph in compressed rows.
public struct WeightedGraph: Sendable {
  /// Where the neighbours of each node begin; one more than there are nodes.
  let starts: [Int]
  let neighbours: [Int32]
  let weights: [Double]
  /// Weight of the loop at each node.
  let loops: [Double]

  public var count: Int { starts.count - 1 }

  /// Makes a graph; parallel edges add up, edges of no or negative weight are left out.
  public init(count: Int, edges: some Sequence<(a: Int, b: Int, weight: Double)>) {
    var list: [(a: Int32, b: Int32, weight: Double)] = []
    var loops = Array(repeating: 0.0, count: count)
    for (a, b, weight) in edges where weight > 0 && weight.isFinite {
      precondition(a >= 0 && b >= 0 && a < count && b < count, "an edge joins nodes of the graph")
      if a == b {
        loops[a] += weight
      } else {
        list.append((Int32(a), Int32(b), weight))
        list.append((Int32(b), Int32(a), weight))
      }
    }
    list.sort { ($0.a, $0.b, $0.weight) < ($1.a, $1.b, $1.weight) }
    var starts = [0]
    var neighbours: [Int32] = []
    var weights: [Double] = []
    var at = 0
    for node in 0..<count {
      while at < list.count, list[at].a == Int32(node) {
        if let last = neighbours.last, neighbours.count > starts[node], last == list[at].b {
          weights[weights.count - 1] += list[at].weight
        } else {
          neighbours.append(list[at].b)
          weights.append(list[at].weight)
        }
        at += 1
      }
      starts.append(neighbours.count)
    }
    (self.starts, self.neighbours, self.weights, self.loops) = (starts, neighbours, weights, loops)
  }

  /// Sum of the weights at a node, its loop counted twice.
  func strength(_ node: Int) -> Double {
    var sum = 2 * loops[node]
    for at in starts[node]..<starts[node + 1] { sum += weights[at] }
    return sum
  }

  public func degree(_ node: Int) -> Int { starts[node + 1] - starts[node] }

  /// Number of the component of each node, in order of the first node of each.
  /// - Complexity: nodes plus edges.
  public func components() -> [Int] {
    var component = Array(repeating: -1, count: count)
    var next = 0
    var stack: [Int] = []
    for seed in 0..<count where component[seed] < 0 {
      component[seed] = next
      stack = [seed]
      while let node = stack.popLast() {
        for at in starts[node]..<starts[node + 1] where component[Int(neighbours[at])] < 0 {
          component[Int(neighbours[at])] = next
          stack.append(Int(neighbours[at]))
        }
      }
      next += 1
    }
    return component
  }

  /// Importance of each node by the stationary share of a walk that starts anew with probability 1 - damping.
  ///
  /// S. Brin, L. Page, "The anatomy of a large-scale hypertextual web search engine" (1998). Shares sum to 1; a node
  /// without neighbours passes its share to all.
  public func pageRank(damping: Double = 0.85, tolerance: Double = 1e-10, mostSteps: Int = 200) -> [Double] {
    guard count > 0 else { return [] }
    let strengths = (0..<count).map { strength($0) }
    var rank = Array(repeating: 1 / Double(count), count: count)
    for _ in 0..<mostSteps {
      var next = Array(repeating: 0.0, count: count)
      var dangling = 0.0
      for node in 0..<count {
        guard strengths[node] > 0 else {
          dangling += rank[node]
          continue
        }
        let share = rank[node] / strengths[node]
        next[node] += share * 2 * loops[node]
        for at in starts[node]..<starts[node + 1] { next[Int(neighbours[at])] += share * weights[at] }
      }
      let base = (1 - damping + damping * dangling) / Double(count)
      var change = 0.0
      for node in 0..<count {
        next[node] = base + damping * next[node]
        change += abs(next[node] - rank[node])
      }
      rank = next
      if change < tolerance { break }
    }
    return rank
  }

  /// How many shortest paths of at most a length run through each node, every pair counted once.
  ///
  /// U. Brandes, "A faster algorithm for betweenness centrality" (2001), doi:10.1080/0022250X.2001.9990249, with the
  /// search from each node ended at `cutoff` steps; edges count one step each.
  /// - Parameter sources: search from this many nodes, spread evenly, and scale up; all nodes when absent.
  /// - Complexity: sources times the edges within `cutoff` steps.
  public func betweenness(cutoff: Int, sources: Int? = nil) -> [Double] {
    var centrality = Array(repeating: 0.0, count: count)
    guard count > 0 else { return centrality }
    var distance = Array(repeating: Int32(-1), count: count)
    var paths = Array(repeating: 0.0, count: count)
    var dependency = Array(repeating: 0.0, count: count)
    let taken = max(1, min(count, sources ?? count))
    for k in 0..<taken {
      let source = k * count / taken
      var queue = [source]
      distance[source] = 0
      paths[source] = 1
      var head = 0
      while head < queue.count {
        let node = queue[head]
        head += 1
        guard distance[node] < Int32(cutoff) else { continue }
        for at in starts[node]..<starts[node + 1] {
          let other = Int(neighbours[at])
          if distance[other] < 0 {
            distance[other] = distance[node] + 1
            queue.append(other)
          }
          if distance[other] == distance[node] + 1 { paths[other] += paths[node] }
        }
      }
      for node in queue.reversed() {
        for at in starts[node]..<starts[node + 1] {
          let other = Int(neighbours[at])
          if distance[other] == distance[node] - 1, distance[other] >= 0 {
            dependency[other] += paths[other] / paths[node] * (1 + dependency[node])
          }
        }
        if node != source { centrality[node] += dependency[node] }
      }
      for node in queue {
        distance[node] = -1
        paths[node] = 0
        dependency[node] = 0
      }
    }
    let scale = 0.5 * Double(count) / Double(taken)
    return centrality.map { $0 * scale }
  }
}
