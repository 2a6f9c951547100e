// SPDX-License-Identifier: Apache-2.0

/// Communities of a graph by the Leiden method with modularity as the quality.
///
/// V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities" (2019),
/// doi:10.1038/s41598-019-41695-z: fast local moving, refinement within communities, aggregation by the refined
/// partition. Ties go to the lower number and the order of visits comes from a fixed seed, so that the same graph
/// gives the same communities.
public struct Leiden: Sendable {
  public var resolution: Double
  public var seed: UInt64
  /// Rounds of the whole method, each starting from the result of the last.
  public var rounds: Int

  public init(resolution: Double = 1, seed: UInt64 = 1, rounds: Int = 4) {
    (self.resolution, self.seed, self.rounds) = (resolution, seed, rounds)
  }

  /// The community of each node, numbered in order of the first node of each.
  public func communities(_ graph: WeightedGraph) -> [Int] {
    var generator = Generator(state: seed)
    var best = Array(0..<graph.count)
    for _ in 0..<max(1, rounds) {
      let next = Self.renumbered(round(graph, from: best, &generator))
      if next == best { break }
      best = next
    }
    return best
  }

  /// Newman's modularity of a partition at a resolution, at most 1.
  public static func modularity(_ graph: WeightedGraph, _ community: [Int], resolution: Double = 1) -> Double
  {
    precondition(community.count == graph.count, "one community a node")
    var total = 0.0
    var inside = 0.0
    var strength: [Int: Double] = [:]
    for node in 0..<graph.count {
      let own = graph.strength(node)
      total += own
      strength[community[node], default: 0] += own
      inside += 2 * graph.loops[node]
      for at in graph.starts[node]..<graph.starts[node + 1]
      where community[Int(graph.neighbours[at])] == community[node] {
        inside += graph.weights[at]
      }
    }
    guard total > 0 else { return 0 }
    let expected = strength.keys.sorted().reduce(0.0) { $0 + strength[$1]! * strength[$1]! }
    return inside / total - resolution * expected / (total * total)
  }

  private struct Generator {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(bound))
    }
    mutating func shuffle(_ values: inout [Int]) {
      var at = values.count - 1
      while at > 0 {
        values.swapAt(at, next(at + 1))
        at -= 1
      }
    }
  }

  private func round(_ graph: WeightedGraph, from start: [Int], _ generator: inout Generator) -> [Int] {
    var level = graph
    var partition = Self.renumbered(start)
    // Node of the current level that each node of the first belongs to.
    var place = Array(0..<graph.count)
    while true {
      moveLocally(level, &partition, &generator)
      partition = Self.renumbered(partition)
      let communities = (partition.max() ?? -1) + 1
      if communities == level.count { break }
      let refined = Self.renumbered(refine(level, partition, &generator))
      let parts = (refined.max() ?? -1) + 1
      // When refinement joins nothing, aggregate by the partition itself so that the level shrinks.
      let by = parts == level.count ? partition : refined
      let size = parts == level.count ? communities : parts
      var coarse = Array(repeating: 0, count: size)
      for node in 0..<level.count { coarse[by[node]] = partition[node] }
      level = Self.aggregate(level, by, size)
      for node in place.indices { place[node] = by[place[node]] }
      partition = coarse
    }
    return place.map { partition[$0] }
  }

  /// Moves single nodes to the community that gains most until none gains.
  private func moveLocally(_ graph: WeightedGraph, _ partition: inout [Int], _ generator: inout Generator) {
    let n = graph.count
    let strengths = (0..<n).map { graph.strength($0) }
    let total = strengths.reduce(0, +)
    guard total > 0 else { return }
    var sums = Array(repeating: 0.0, count: n)
    for node in 0..<n { sums[partition[node]] += strengths[node] }
    var order = Array(0..<n)
    generator.shuffle(&order)
    var queued = Array(repeating: true, count: n)
    var queue = order
    var head = 0
    var toCommunity = Array(repeating: 0.0, count: n)
    while head < queue.count {
      let node = queue[head]
      head += 1
      queued[node] = false
      let own = partition[node]
      var touched = [own]
      for at in graph.starts[node]..<graph.starts[node + 1] {
        let community = partition[Int(graph.neighbours[at])]
        if toCommunity[community] == 0, community != own { touched.append(community) }
        toCommunity[community] += graph.weights[at]
      }
      sums[own] -= strengths[node]
      func gain(_ community: Int) -> Double {
        toCommunity[community] - resolution * strengths[node] * sums[community] / total
      }
      var best = own
      var bestGain = gain(own)
      for community in touched.dropFirst() {
        let value = gain(community)
        if value > bestGain + 1e-12
          || (value > bestGain - 1e-12 && value > 0 && community < best && best != own)
        {
          (best, bestGain) = (community, value)
        }
      }
      for community in touched { toCommunity[community] = 0 }
      sums[best] += strengths[node]
      guard best != own else { continue }
      partition[node] = best
      for at in graph.starts[node]..<graph.starts[node + 1] {
        let other = Int(graph.neighbours[at])
        if partition[other] != best, !queued[other] {
          queued[other] = true
          queue.append(other)
        }
      }
    }
  }

  /// Joins single nodes within each community to well-connected parts, greedily.
  private func refine(_ graph: WeightedGraph, _ partition: [Int], _ generator: inout Generator) -> [Int] {
    let n = graph.count
    let strengths = (0..<n).map { graph.strength($0) }
    let total = strengths.reduce(0, +)
    var refined = Array(0..<n)
    guard total > 0 else { return refined }
    var sums = strengths
    var size = Array(repeating: 1, count: n)
    var communitySum = Array(repeating: 0.0, count: n)
    for node in 0..<n { communitySum[partition[node]] += strengths[node] }
    // Weight from each part to the rest of its community.
    var outward = Array(repeating: 0.0, count: n)
    for node in 0..<n {
      for at in graph.starts[node]..<graph.starts[node + 1]
      where partition[Int(graph.neighbours[at])] == partition[node] {
        outward[node] += graph.weights[at]
      }
    }
    func wellConnected(_ part: Int, _ community: Int) -> Bool {
      outward[part] + 1e-12 >= resolution * sums[part] * (communitySum[community] - sums[part]) / total
    }
    var order = Array(0..<n)
    generator.shuffle(&order)
    var toPart = Array(repeating: 0.0, count: n)
    for node in order where size[refined[node]] == 1 && refined[node] == node {
      let community = partition[node]
      guard wellConnected(node, community) else { continue }
      var touched: [Int] = []
      for at in graph.starts[node]..<graph.starts[node + 1] {
        let other = Int(graph.neighbours[at])
        guard partition[other] == community else { continue }
        let part = refined[other]
        if toPart[part] == 0 { touched.append(part) }
        toPart[part] += graph.weights[at]
      }
      var best = node
      var bestGain = 0.0
      for part in touched where part != node && wellConnected(part, community) {
        let gain = toPart[part] - resolution * strengths[node] * sums[part] / total
        if gain > bestGain + 1e-12 { (best, bestGain) = (part, gain) }
      }
      if best != node {
        let joined = toPart[best]
        refined[node] = best
        sums[best] += strengths[node]
        size[best] += 1
        size[node] = 0
        outward[best] += outward[node] - 2 * joined
      }
      for part in touched { toPart[part] = 0 }
    }
    return refined
  }

  private static func aggregate(_ graph: WeightedGraph, _ by: [Int], _ size: Int) -> WeightedGraph {
    var edges: [(a: Int, b: Int, weight: Double)] = []
    for node in 0..<graph.count {
      if graph.loops[node] > 0 { edges.append((by[node], by[node], graph.loops[node])) }
      for at in graph.starts[node]..<graph.starts[node + 1] where Int(graph.neighbours[at]) > node {
        edges.append((by[node], by[Int(graph.neighbours[at])], graph.weights[at]))
      }
    }
    return WeightedGraph(count: size, edges: edges)
  }

  /// Numbers communities in order of their first node.
  private static func renumbered(_ partition: [Int]) -> [Int] {
    var numbers: [Int: Int] = [:]
    return partition.map { community in
      if let number = numbers[community] { return number }
      numbers[community] = numbers.count
      return numbers.count - 1
    }
  }
}
