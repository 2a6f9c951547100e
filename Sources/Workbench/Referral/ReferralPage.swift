// SPDX-License-Identifier: Apache-2.0

import PageMarkup

extension ReferralPage {
  public func body(_ page: inout Page) {
    page.tag("div", ["class": "head"]) { page in
      page.tag("p", ["class": "kicker"]) { page in
        page.lane(lane)
        page.tag("bdi", declaration)
        page.tag("span", day)
        if let previous {
          page.tag(
            "a", ["href": "/referrals/\(previous)", "rel": "prev", "data-prev": ""],
            page.say("referral.previous"))
        }
        if let next {
          page.tag(
            "a", ["href": "/referrals/\(next)", "rel": "next", "data-next": ""], page.say("referral.next"))
        }
      }
      page.tag("h1", ["lang": "en"]) { $0.tag("bdi", Number.sentence(headline)) }
      page.tag("dl", ["class": "gauges"]) { page in
        gauge("referral.score", Number.score(score), score, &page)
        if let certainty {
          gauge("referral.certainty", Number.percent(certainty), certainty, &page)
        }
      }
    }
    if let supersededBy {
      page.tag("p", ["class": "notice"], page.say("referral.superseded", String(supersededBy)))
    }
    if !isWhole { page.tag("p", ["class": "notice"], page.say("referral.kept-not")) }
    page.tag("div", ["class": "split referral"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        twice(&page)
        evidenceBars(&page)
        lawAnswers(&page)
        if price != nil || packing != nil {
          page.section("plots", page.say("referral.plots"), note: page.say("referral.plots.note")) { page in
            page.tag("div", ["class": "pair"]) { page in
              price?.write(page.say("plot.price"), to: &page)
              packing?.write(page.say("plot.packing"), to: &page)
            }
          }
        }
        if let route {
          page.section("route", page.say("referral.route")) { page in
            route.write(page.say("referral.route"), to: &page)
          }
        }
        signList(&page)
        partyList(&page)
      }
      page.tag("div", ["class": "narrow sticky"]) { page in
        decisionPanel(&page)
        remedyPanel(&page)
        licencePanel(&page)
        basisPanel(&page)
      }
    }
  }

  private func gauge(_ key: String, _ text: String, _ share: Double, _ page: inout Page) {
    page.tag("div") { page in
      page.tag("dt", page.say(key))
      page.tag("dd") { page in
        page.tag("b", text)
        page.bar(share)
      }
    }
  }

  private func twice(_ page: inout Page) {
    page.tag("div", ["class": "twice"]) { page in
      page.tag("section", ["aria-labelledby": "h-declared", "class": "side"]) { page in
        page.tag("h2", ["id": "h-declared"], page.say("referral.declared"))
        page.tag("p", ["class": "quote"]) { $0.tag("bdi", goods.isEmpty ? "–" : goods) }
        page.tag("p") { $0.outcome(declaredOutcome) }
        page.facts(declaredFacts.map { (page.say.term("fact", $0.name), $0.value) })
      }
      page.tag("section", ["aria-labelledby": "h-likely", "class": "side likely"]) { page in
        page.tag("h2", ["id": "h-likely"], page.say("referral.likely"))
        page.tag("p", ["class": "quote"]) { page in
          if let best = candidates.first {
            page.tag("bdi", ["lang": "en"], best.name)
            page.tag("span", ["class": "chance"], " \(Number.percent(best.probability))")
          } else {
            page.html.text(page.say("referral.no-material"))
          }
        }
        page.tag("p") { page in
          page.outcome(likelyOutcome)
          if let best = candidates.first, best.isStricter {
            page.tag(
              "span", ["class": "aside"],
              page.say(best.isCovered ? "referral.stricter.covered" : "referral.stricter"))
          }
        }
        page.tag("ul", ["class": "chances"]) { page in
          for candidate in candidates.prefix(6) {
            chance(candidate.name, candidate.probability, candidate.outcome, &page)
          }
          if let none { chance(page.say("referral.none-of-these"), none, nil, &page) }
        }
      }
    }
  }

  private func chance(_ name: String, _ probability: Double, _ outcome: String?, _ page: inout Page) {
    page.tag("li") { page in
      page.tag("bdi", ["class": "name"], name)
      page.tag("span", ["class": "n"], Number.percent(probability))
      page.bar(probability)
      if let outcome { page.tag("small", page.say.term("outcome", outcome)) }
    }
  }

  private func evidenceBars(_ page: inout Page) {
    let pieces = evidence.filter { $0.logOdds.isFinite && $0.logOdds != 0 }
    guard !pieces.isEmpty else { return }
    let scale = max(2, pieces.map { abs($0.logOdds) }.max() ?? 2)
    page.section("evidence", page.say("referral.evidence"), note: page.say("referral.evidence.note")) {
      page in
      for material in materials(pieces) {
        page.tag("h3") { $0.tag("bdi", material ?? $0.say("referral.none-of-these")) }
        page.tag("ul", ["class": "evidence"]) { page in
          for piece in pieces where piece.material == material {
            page.tag("li") { page in
              page.tag("span", ["class": "kind"], page.say.term("kind", piece.kind))
              page.tag("bdi", ["class": "name", "lang": "en"], piece.statement)
              odds(piece.logOdds, scale, &page)
              page.tag("span", ["class": "n"], Number.signed(piece.logOdds))
            }
          }
        }
      }
    }
  }

  /// In the order of the candidates, then of the first piece; at most four.
  private func materials(_ pieces: [Evidence]) -> [String?] {
    var order: [String?] = candidates.map(\.name).filter { name in pieces.contains { $0.material == name } }
    for piece in pieces where !order.contains(piece.material) { order.append(piece.material) }
    return Array(order.prefix(4))
  }

  private func odds(_ value: Double, _ scale: Double, _ page: inout Page) {
    let width = abs(value) / scale / 2
    page.html.raw("<svg class=\"odds\" height=\"12\" aria-hidden=\"true\">")
    page.html.empty(
      "rect",
      [
        "class": value < 0 ? "against" : "for", "x": Figures.coordinate(value < 0 ? 0.5 - width : 0.5),
        "y": "2",
        "width": Figures.coordinate(width), "height": "8",
      ])
    page.html.raw("<line class=\"base\" x1=\"50%\" x2=\"50%\" y1=\"0\" y2=\"12\"/></svg>")
  }

  private func lawAnswers(_ page: inout Page) {
    guard !answers.isEmpty else { return }
    page.section("law", page.say("referral.law"), note: page.say("referral.law.note")) { page in
      for answer in answers {
        page.tag("div", ["class": "answer"]) { page in
          page.tag("h3") { page in
            if let material = answer.material {
              page.html.text(page.say("referral.law.if") + " ")
              page.tag("bdi", ["lang": "en"], material)
              if let probability = answer.probability {
                page.tag("span", ["class": "chance"], " \(Number.percent(probability))")
              }
            } else {
              page.html.text(page.say("referral.law.declared"))
            }
          }
          let near = answer.controls.filter { $0.outcome == "not controlled" }
          let binding = answer.controls.filter { $0.outcome != "not controlled" }
          if binding.isEmpty { page.nothing(page.say("referral.law.none")) }
          for control in binding { control.write(to: &page) }
          if !near.isEmpty {
            page.tag("details", ["class": "more"]) { page in
              page.tag("summary", page.say.count("referral.near", near.count))
              for control in near { control.write(to: &page) }
            }
          }
        }
      }
    }
  }

  private func signList(_ page: inout Page) {
    guard !signs.isEmpty else { return }
    page.section("signs", page.say("referral.signs"), note: page.say("referral.signs.note")) { page in
      for sign in signs {
        page.tag("article", ["class": "sign"]) { page in
          page.tag("h3", ["lang": "en"]) { $0.tag("bdi", sign.title) }
          page.tag("p", ["lang": "en"]) { $0.tag("bdi", sign.statement) }
          page.tag("p", ["class": "strength"]) { page in
            page.tag("span", page.say("referral.strength", Number.percent(sign.strength)))
            page.bar(sign.strength)
          }
          page.sentences(page.say("referral.tested"), sign.tested)
          page.sentences(page.say("referral.innocent"), sign.explanations)
          page.tag("p", ["class": "sources", "lang": "en"]) { $0.tag("bdi", sign.source) }
        }
      }
    }
  }

  private func partyList(_ page: inout Page) {
    guard !parties.isEmpty else { return }
    page.section("parties", page.say("referral.parties")) { page in
      for party in parties {
        page.tag("article", ["class": "party"]) { page in
          page.tag("h3") { page in
            page.tag("span", ["class": "role"], page.say.term("party", party.role))
            if let href = party.href {
              page.tag("a", ["href": href]) { $0.tag("bdi", party.name) }
            } else {
              page.tag("bdi", party.name)
            }
            if let country = party.country { page.tag("span", ["class": "code"], country) }
          }
          for hit in party.hits { page.tag("p", ["class": "hit", "lang": "en"]) { $0.tag("bdi", hit) } }
          if party.history.isEmpty {
            page.nothing(page.say("referral.history.none"))
          } else {
            page.tag(
              "p", ["class": "note"],
              page.say("referral.history.more", Number.grouped(party.total), Number.grouped(party.referred)))
            page.history(party.history, caption: page.say("referral.history", party.name))
          }
        }
      }
    }
  }
}

extension Page {
  /// Earlier items of a party.
  mutating func history(_ rows: [HistoryRow], caption: String) {
    table(caption, ["column.day", "column.lane", "column.code", "column.to", "column.finding"]) { page in
      for row in rows {
        page.tag("tr") { page in
          page.tag("td", row.day)
          page.tag("td") { $0.lane(row.lane) }
          page.tag("td") { $0.tag("code", row.code) }
          page.tag("td", row.destination)
          page.tag("td") { page in
            page.tag("a", ["href": "/referrals/\(row.id)"]) {
              $0.tag("bdi", Number.sentence(row.headline))
            }
          }
        }
      }
    }
  }
}
