// SPDX-License-Identifier: Apache-2.0

import Workbench

extension Samples {
  static func cases(_ text: String) -> [any WorkbenchPage] {
    let row = CasesPage.Row(
      id: 3, title: text, status: text, priority: text, assignee: text, due: text, tags: [text], changed: text
    )
    var open = row
    open.status = "open"
    let request = ApprovalView(id: 9, askedBy: text, at: text, reason: text, isOwn: false, mayAnswer: true)
    var own = request
    (own.isOwn, own.mayAnswer) = (true, false)
    func page(_ row: CasesPage.Row, _ request: ApprovalView?) -> CasePage {
      CasePage(
        row: row, opened: text, openedBy: text,
        ties: [
          .init(kind: "decision", target: text, note: text, href: "/referrals/7"),
          .init(kind: text, target: text, note: nil, href: nil),
        ], comments: [.init(at: text, actor: text, text: text)],
        findings: [.init(at: text, actor: text, label: text, material: text, note: text, decision: 7)],
        files: [.init(name: text, digest: text, bytes: 2048, at: text, actor: text)], outcome: text,
        summary: text,
        answers: [.init(at: text, actor: text, askedBy: text, state: text, reason: text)], request: request,
        mayChange: true, fileLimit: 32 << 20)
    }
    var closed = row
    closed.status = "closed"
    let control = ControlView(
      outcome: text, citation: text, code: text, wording: text, article: text, version: text,
      confidence: text,
      sources: [text, "https://example.org/"], matched: [text], misses: [text], questions: [text],
      notes: [text])
    var near = control
    near.outcome = "not controlled"
    let history = HistoryRow(id: 2, day: text, code: text, destination: text, lane: text, headline: text)
    let plot = MeasurePlot(
      unit: text, value: 12, others: [1, 2, 3, 10, 20, 400],
      bands: [
        .init(name: text, low: 1, high: 5, isLikely: false),
        .init(name: text, low: 300, high: 900, isLikely: true),
      ])
    var referral = ReferralPage(
      id: 7, lane: "red", score: 0.93, headline: text, declaration: text, day: text, goods: text,
      declaredOutcome: text, likelyOutcome: text, licence: .init(state: text, lines: [text]),
      decision: .init(
        state: text, made: .init(at: text, actor: text, reason: text, second: text), mayDecide: true,
        needsSecond: true, cases: [.init(id: 3, title: text)]))
    let bare = referral
    referral.certainty = 0.7
    referral.declaredFacts = [Fact(text, text), Fact("code", text)]
    referral.candidates = [
      .init(name: text, probability: 0.8, outcome: text, isStricter: true, isCovered: false),
      .init(name: "other", probability: 0.1, outcome: nil, isStricter: false, isCovered: false),
    ]
    referral.none = 0.1
    referral.evidence = [
      .init(material: text, kind: text, statement: text, logOdds: 2.5),
      .init(material: nil, kind: "price", statement: text, logOdds: -1),
    ]
    referral.answers = [
      .init(material: nil, probability: nil, outcome: text, controls: [near]),
      .init(material: text, probability: 0.8, outcome: text, controls: [control, near]),
    ]
    referral.remedies = [text]
    referral.signs = [
      .init(title: text, statement: text, strength: 0.5, tested: [text], explanations: [text], source: text)
    ]
    (referral.price, referral.packing) = (plot, plot)
    referral.route = RouteMap(way: [
      .init(country: "CN", name: text, east: 104, north: 35, role: "export"),
      .init(country: "VN", name: text, east: 106, north: 16, role: text),
      .init(country: "US", name: text, east: -98, north: 39, role: "end-user"),
    ])
    referral.parties = [
      .init(
        role: text, name: text, country: text, href: "/party?name=x", hits: [text], history: [history],
        total: 12,
        referred: 3)
    ]
    referral.decision.request = request
    referral.digests = [Fact("law", text), Fact(text, text)]
    (referral.previous, referral.next, referral.supersededBy) = (6, 8, 2)
    var old = bare
    old.isWhole = false
    return [
      referral, bare, old, CasesPage(rows: [row], total: 120, status: "mine", offset: 50),
      CasesPage(rows: [], total: 0, status: nil), page(open, nil), page(row, request), page(open, own),
      page(closed, nil),
      AuditPage(
        verdict: .init(isIntact: false, entries: 5, faults: [text], head: text),
        rows: [.init(sequence: 1, at: text, actor: text, action: text, subject: text, digest: text)],
        total: 1,
        subject: text, isLatest: false, key: text),
      AuditPage(
        verdict: .init(isIntact: true, entries: 5, faults: [], head: text), rows: [], total: 0, key: text),
    ]
  }
}
