// SPDX-License-Identifier: Apache-2.0

import Workbench

extension Samples {
  static func cases(_ text: String) -> [any WorkbenchPage] {
    let row = CasesPage.Row(
      id: 3, title: text, status: text, priority: text, assignee: text, due: text, tags: [text], changed: text
    )
    var open = row
    open.status = "open"
    let entry = CasePage.Entry(at: text, actor: text, text: text)
    func page(_ row: CasesPage.Row, approval: Int64?) -> CasePage {
      CasePage(
        row: row, opened: text, openedBy: text, links: [Link(text, "/referrals/7")], comments: [entry],
        findings: [entry], files: [Fact(text, text)], outcome: text, approvals: [entry], approval: approval,
        mayApprove: true, mayChange: true)
    }
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
    let referral = ReferralPage(
      id: 7, lane: "red", score: 0.93, certainty: 0.7, headline: text, declaration: text, day: text,
      goods: text,
      declaredFacts: [Fact(text, text), Fact("code", text)], declaredOutcome: text, likelyOutcome: text,
      candidates: [
        .init(name: text, probability: 0.8, outcome: text, isStricter: true, isCovered: false),
        .init(name: "other", probability: 0.1, outcome: nil, isStricter: false, isCovered: false),
      ], none: 0.1,
      evidence: [
        .init(material: text, kind: text, statement: text, logOdds: 2.5),
        .init(material: nil, kind: "price", statement: text, logOdds: -1),
      ],
      answers: [
        .init(material: nil, probability: nil, outcome: text, controls: [near]),
        .init(material: text, probability: 0.8, outcome: text, controls: [control, near]),
      ], remedies: [text], licence: .init(state: text, lines: [text]),
      signs: [.init(title: text, statement: text, strength: 0.5, explanations: [text])], price: plot,
      packing: plot,
      route: RouteMap(way: [
        .init(country: "CN", name: text, east: 104, north: 35, role: "export"),
        .init(country: "VN", name: text, east: 106, north: 16, role: text),
        .init(country: "US", name: text, east: -98, north: 39, role: "end-user"),
      ]),
      parties: [
        .init(role: text, name: text, country: text, href: "/parties/x", hits: [text], history: [history])
      ],
      decision: .init(
        state: text, lines: [text], mayDecide: true, needsSecond: true, approval: 4, mayApprove: true,
        cases: [Link(text, "/cases/3")]),
      digests: [Fact("law", text), Fact(text, text)], previous: 6, next: 8)
    return [
      referral, CasesPage(rows: [row], total: 1, status: nil),
      CasesPage(rows: [], total: 0, status: "closed"),
      page(open, approval: nil), page(row, approval: 9),
      AuditPage(
        verdict: .init(isIntact: false, entries: 5, faults: [text], head: text),
        rows: [.init(sequence: 1, at: text, actor: text, action: text, subject: text, digest: text)], total: 1
      ),
      AuditPage(verdict: .init(isIntact: true, entries: 5, faults: [], head: text), rows: [], total: 0),
    ]
  }
}
