// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Ranking
import Screening
import TradeModel

/// The head of the page: what was screened, when the goods left, what is known about the data.
struct PageHeader {
  let summary: ScreeningSummary
  let title: String
  let isGenerated: Bool
  let listed: Int

  func write(to page: inout Markup) {
    page.element("header") { page in
      page.element("p", ["class": "kicker"], text: "Assay · screening of export declarations")
      page.element("h1") { $0.element("bdi", text: title) }
      page.element("p", ["class": "lede"], text: lede)
      if isGenerated {
        page.element("p", ["class": "notice", "role": "note"]) { page in
          page.element("strong", text: "Generated data. ")
          page.text(
            """
            These declarations were made by a program for demonstration and tests. Every party, licence and shipment \
            in them is invented; likeness to real ones is chance.
            """)
        }
      }
      page.element("dl", ["class": "run"]) { page in
        fact("Rows read", Figures.grouped(summary.rowsRead), to: &page)
        fact("Assessed", Figures.grouped(summary.assessed), to: &page)
        fact("Quarantined", Figures.grouped(summary.quarantined), to: &page)
        fact("Period", period ?? "not known", to: &page)
      }
    }
  }

  private func fact(_ name: String, _ value: String, to page: inout Markup) {
    page.element("div") { page in
      page.element("dt", text: name)
      page.element("dd", text: value)
    }
  }

  var period: String? {
    guard let first = summary.firstDay, let last = summary.lastDay else { return nil }
    guard let a = Day(first), let b = Day(last) else { return "\(first) to \(last)" }
    return a == b ? Figures.long(a) : "\(Figures.long(a)) to \(Figures.long(b))"
  }

  /// What came out, in one or two sentences that keep to counts.
  var lede: String {
    let red = summary.byLane[.red] ?? 0
    let yellow = summary.byLane[.yellow] ?? 0
    let items = summary.assessed == 1 ? "1 item" : "\(Figures.grouped(summary.assessed)) items"
    var text = "Of \(items), \(Figures.grouped(red)) \(red == 1 ? "is" : "are") put forward for examination"
    text += " and \(Figures.grouped(yellow)) for a check of documents."
    if listed > 0 {
      text +=
        listed == 1
        ? " The first is listed below with its reasons."
        : " The first \(Figures.grouped(listed)) are listed below with their reasons."
    }
    return text
  }
}

/// The foot of the page: how to read it, what the program cannot see, and what the answer rests on.
struct PageFooter {
  let summary: ScreeningSummary

  func write(to page: inout Markup) {
    page.element("footer") { page in
      page.element("section") { page in
        page.element("h2", text: "How to read this")
        page.element(
          "p",
          text: """
            A finding is a lead, not a sign of guilt. It says that papers and evidence do not agree, or that the law \
            asks for something the papers do not show. Most anomalies have an ordinary reason; the ones that were \
            tested, and what came out, stand with each finding. Only an examination or the trader's answer settles one.
            """)
        page.element(
          "p",
          text: """
            The score is the chance that the goods leave against the law as far as the evidence on the declaration \
            tells. It orders the list; it is not a probability that anybody meant to break the law.
            """)
      }
      page.element("section") { page in
        page.element("h2", text: "What the program cannot see")
        page.element("ul") { page in
          for limit in [
            "The goods themselves: it reads papers only. A well-made false declaration looks like a true one.",
            "Law it was not given: controls stand as of the versions named here, and each says how well it is known.",
            "Licences and lists that were not handed to it, and draws on a licence outside this run.",
            "Who stands behind a name, what happens after arrival, and goods that are never declared.",
          ] { page.element("li", text: limit) }
        }
      }
      page.element("section", ["class": "provenance"]) { page in
        page.element("h2", text: "What the answer rests on")
        if summary.digests.isEmpty {
          page.element("p", ["class": "none"], text: "No versions were recorded.")
        } else {
          page.element("dl") { page in
            for (name, value) in summary.digests.sorted(by: { $0.key < $1.key }) {
              page.element("div") { page in
                page.element("dt", text: name)
                page.element("dd") { $0.element("code", text: value) }
              }
            }
          }
        }
        let adds = summary.rowsRead == summary.assessed + summary.quarantined
        page.element(
          "p", ["class": "note"],
          text: """
            \(Figures.grouped(summary.rowsRead)) rows read \(adds ? "=" : "≠") \(Figures.grouped(summary.assessed)) \
            assessed + \(Figures.grouped(summary.quarantined)) quarantined. The same input, law and reference data give \
            the same page, byte for byte.
            """)
      }
    }
  }
}
