// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Ranking
import Testing

@Suite("Lane policy") struct LanePolicyTests {
  let policy = LanePolicy()

  @Test func `no ground, no suspicion`() {
    let (score, lane) = policy.decide(.init())
    #expect(score == 0)
    #expect(lane == .green)
  }

  @Test func `what the law cannot decide is never released, and ranks below a lead`() {
    var undecided = LanePolicy.Grounds()
    undecided.undecided = true
    #expect(policy.decide(undecided).lane == .yellow)
    var lead = LanePolicy.Grounds()
    lead.hiddenIllegality = 0.3
    #expect(policy.decide(lead).score > policy.decide(undecided).score)
  }

  @Test func `goods unlawful as declared are examined`() {
    var grounds = LanePolicy.Grounds()
    grounds.unlawfulAsDeclared = true
    #expect(policy.decide(grounds).lane == .red)
  }

  @Test func `circumstances move a suspicion, never what the law says, and put nothing into the red lane`() {
    var grounds = LanePolicy.Grounds()
    grounds.contextLogOdds = 3
    #expect(policy.decide(grounds).score == 0)
    grounds.hiddenIllegality = 0.3
    let raised = policy.decide(grounds)
    #expect(raised.score > 0.5 && raised.lane == .yellow)
    grounds.contextLogOdds = -2
    #expect(policy.decide(grounds).score < 0.1)
    grounds.unlawfulAsDeclared = true
    let unlawful = policy.decide(grounds)
    #expect(unlawful.lane == .red && unlawful.score >= policy.uncoveredScore)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `adding evidence never lowers score or lane`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var grounds = LanePolicy.Grounds()
    grounds.hiddenIllegality = Double.random(in: 0...1, using: &random)
    grounds.undecided = Bool.random(using: &random)
    grounds.indicators = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      Double.random(in: 0...0.5, using: &random)
    }
    let before = policy.decide(grounds)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: grounds.indicators.append(Double.random(in: 0...1, using: &random))
    case 1: grounds.undecided = true
    case 2: grounds.unlawfulAsDeclared = true
    default: grounds.indicatorFloor = .yellow
    }
    let after = policy.decide(grounds)
    #expect(after.score >= before.score)
    #expect(after.lane >= before.lane)
    #expect((0...1).contains(after.score))
  }
}
