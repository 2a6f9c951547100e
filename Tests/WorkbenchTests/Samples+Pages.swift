// SPDX-License-Identifier: Apache-2.0

import Workbench

/// Pages on law, licences, parties, search and flows, with every text set to one text.
extension Samples {
  static func pages(_ text: String) -> [any WorkbenchPage] {
    law(text) + licences(text) + parties(text) + flows(text) + [
      SearchPage(query: "", groups: []), SearchPage(query: text, groups: []),
      SearchPage(
        query: text,
        groups: ["declarations", "law"].map {
          SearchPage.Group(
            kind: $0,
            hits: [
              .init(title: text, detail: text, href: "/referrals/7", lane: text),
              .init(title: text, detail: text, href: nil, items: 3),
            ], total: 9)
        }),
    ]
  }

  private static func law(_ text: String) -> [any WorkbenchPage] {
    let control = ControlView(
      outcome: text, citation: text, code: text, wording: text, article: text, version: text,
      confidence: text, sources: [text, "https://example.org/law"], matched: [text], misses: [text],
      questions: [text], notes: [text])
    let act = InstrumentView(
      id: text, citation: text, title: text, titleLocal: text, published: text, confidence: "memory",
      items: ["in force", "suspended", text].map {
        .init(
          item: text, code: $0 == text ? nil : text, outcome: $0 == text ? "note only" : text, state: $0,
          wording: text, wordingLocal: text, audience: text, confidence: "unverified", sources: [text],
          notes: [text], commodityCodes: [text])
      })
    let mineral = LawPage.Mineral(slug: text, name: text, nameLocal: text, controls: 3)
    let timeline = LawTimeline(
      first: 0, last: 1000, today: 500, years: [.init(name: text, at: 365)],
      rows: ["in force", "suspended", text].map {
        .init(
          citation: text, href: "/law/instruments/x", items: [text], outcome: text,
          spans: [.init(from: 0, to: 400, fromDay: text, toDay: nil, state: $0)])
      })
    func page(_ whatIf: LawPage.WhatIf) -> LawPage {
      LawPage(
        minerals: [mineral], mineral: mineral, day: text, timeline: timeline, acts: [act], whatIf: whatIf,
        version: text, digest: text)
    }
    return [
      page(.init(day: text)), page(.init(goods: text, problem: "law.problem.code")),
      page(
        .init(
          goods: text, code: text, composition: text, origin: text, destination: text, day: text,
          outcome: text,
          controls: [control], near: [control],
          turns: [.init(fact: text, changes: [text, text], outcome: text)])),
      LawPage(
        minerals: [], mineral: mineral, day: text,
        timeline: LawTimeline(first: 0, last: 0, today: 0, years: [], rows: []), acts: [], whatIf: .init(),
        version: text, digest: text),
      InstrumentPage(
        act: act, jurisdiction: text, issuers: [text], sources: [text], reviewed: text, reviewNext: text,
        notes: [text], day: text),
    ]
  }

  private static func licences(_ text: String) -> [any WorkbenchPage] {
    func row(_ granted: Double?) -> LicencesPage.Row {
      LicencesPage.Row(
        number: text, holder: text, controls: [text], granted: granted, committed: 20, reserved: 5,
        unit: text,
        validFrom: text, validTo: text, status: text)
    }
    func balance(_ granted: Double?) -> BalancePlot {
      BalancePlot(
        unit: text, from: 0, to: 365, today: 180, ticks: [.init(name: text, at: 31)],
        points: [
          .init(at: 0, label: text, kind: "grant", committed: 0, reserved: 0, granted: granted),
          .init(at: 60, label: text, kind: "reserve", committed: 0, reserved: 25, granted: granted),
          .init(at: 90, label: text, kind: text, committed: 20, reserved: 5, granted: granted),
        ])
    }
    let draw = LicencePage.Draw(
      declaration: text, item: 1, href: "/search?q=x", committed: text, reserved: text, state: text)
    let event = LicencePage.Event(
      at: text, kind: text, quantity: text, left: text, actor: text, reservation: text)
    return [
      LicencesPage(
        rows: [row(100), row(nil)], total: 200, offset: 50, limit: 50, status: text, counts: [Fact(text, "3")]
      ),
      LicencesPage(rows: [], total: 0, offset: 0, limit: 50, status: nil, counts: []),
      LicencePage(
        row: row(100), facts: [Fact(text, text)], balance: balance(100), draws: [draw], events: [event]),
      LicencePage(
        row: row(nil), facts: [], balance: balance(nil), draws: [], events: []),
      LicencePage(
        row: row(nil), facts: [],
        balance: BalancePlot(unit: text, from: 0, to: 0, today: 0, ticks: [], points: []), draws: [],
        events: []),
    ]
  }

  private static func parties(_ text: String) -> [any WorkbenchPage] {
    let hit = PartyPage.ListHit(
      name: text, list: text, listed: text, reference: text, entity: text, score: 0.91, effect: text,
      reasons: [
        .init(feature: "name_match", text: text, weight: nil, probability: 0.9),
        .init(feature: text, text: text, weight: -0.8, probability: nil),
      ], listID: text, entry: "1")
    var (asked, stands) = (hit, hit)
    asked.exception = .init(
      id: nil, reason: text, askedBy: text, approvedBy: nil, until: nil,
      request: .init(id: 4, askedBy: text, at: text, reason: text, isOwn: false, mayAnswer: true))
    stands.exception = .init(
      id: 3, reason: text, askedBy: text, approvedBy: text, until: text, request: nil)
    let network = PartyNetworkPlot(
      width: 900, height: 520,
      nodes: [
        .init(
          name: text, country: text, href: "/party?name=x", x: 450, y: 260, radius: 20, isCentre: true,
          list: nil),
        .init(
          name: text, country: nil, href: "/party?name=y", x: 100, y: 90, radius: 8, isCentre: false,
          list: text),
      ], edges: [.init(from: 0, to: 1, items: 3), .init(from: 0, to: 99, items: 1)])
    let item = PartyPage.Item(
      id: 7, day: text, role: text, other: text, code: text, destination: text, lane: text, headline: text)
    return [
      PartyPage(
        name: text, facts: [Fact(text, text)], lanes: [Fact("red", "2"), Fact(text, "1")], listsRead: [text],
        hits: [hit, asked, stands], network: network, leads: [.init(kind: text, words: text)],
        history: [item], total: 70,
        offset: 0, limit: 50, cases: [Link(text, "/cases/1")],
        variants: [
          .init(
            name: text, details: [text], probability: 0.8,
            reasons: [.init(feature: "name", text: "", weight: 3.2, probability: nil)])
        ], isResolved: false, mayExcept: true),
      PartyPage(
        name: text, facts: [], lanes: [], listsRead: [], hits: [], network: nil, leads: [], history: [],
        total: 0, offset: 0, limit: 50),
      PartyPage(
        name: text, facts: [], lanes: [], listsRead: [text], hits: [], network: nil, leads: [], history: [],
        total: 0, offset: 0, limit: 50),
    ]
  }

  private static func flows(_ text: String) -> [any WorkbenchPage] {
    let plot = MonthPlot(
      title: text, months: [text, "2024-01", text], values: [1, nil, 30_000],
      marks: [
        .init(at: 1, month: text, label: text, announced: 0),
        .init(at: 1, month: text, label: text, announced: nil),
        .init(at: 90, month: text, label: text, announced: nil),
      ], breaks: [.init(at: 2, month: text, kind: text), .init(at: 77, month: text, kind: "level")])
    let map = LaneMap(
      places: [
        .init(name: text, east: 100, north: 30), .init(name: text, east: -100, north: 40),
        .init(name: text, east: 102, north: 31),
      ],
      lanes: [
        .init(from: 0, to: 1, kilograms: 5000, label: text, href: "#lane-1"),
        .init(from: 2, to: 1, kilograms: -50, label: text, href: "#lane-1"),
        .init(from: 0, to: 9, kilograms: 1, label: text, href: "#lane-1"),
      ])
    let reading = FlowsPage.Reading(
      control: text, words: text, facts: [Fact(text, text)],
      explanations: ["excluded", text].map { .init(kind: text, verdict: $0, words: text) })
    let alert = FlowsPage.Alert(
      id: "lane-1", title: text, readings: [reading, reading], plot: plot, link: text)
    let study = FlowsPage.Study(
      id: 3, title: text, facts: [Fact(text, text)], map: map, alerts: [alert], series: [plot],
      silent: [.init(lane: text, control: text, reason: text)], gates: [Fact(text, "5")])
    let nothing = FlowsPage.Study(
      id: 4, title: text, facts: [], map: nil, alerts: [],
      series: [MonthPlot(title: text, months: [], values: [], marks: [], breaks: [])], silent: [], gates: [])
    return [
      FlowsPage(
        studies: [Link(text, "/flows?study=3"), Link(text, "/flows?study=4")], study: study, mayStudy: true,
        limit: 64 << 20),
      FlowsPage(studies: [Link(text, "/flows?study=4")], study: nothing, mayStudy: false, limit: 1),
      FlowsPage(studies: [], study: nil, mayStudy: true, limit: 1 << 20),
    ]
  }
}
