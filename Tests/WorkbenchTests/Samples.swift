// SPDX-License-Identifier: Apache-2.0

import PageMarkup
import Workbench

/// Every page with every text set to one text, so that a test can hand in a hostile one.
enum Samples {
  static func all(_ text: String) -> [any WorkbenchPage] { desk(text) + cases(text) + pages(text) }

  static func desk(_ text: String) -> [any WorkbenchPage] {
    let entry = TodayPage.Entry(
      id: 7, lane: text, score: 0.9, headline: text, goods: text, declaration: text, day: text, code: text,
      destination: text, destinationName: text, declared: text, likely: text, state: text)
    let change = TodayPage.Change(
      at: text, actor: text, action: text, subject: text, note: text, href: "/referrals/7")
    return [
      SignInPage(back: text, hasFailed: true), SignInPage(back: "/cases", hasFailed: true, wait: 5),
      MessagePage(status: 404, text: text, isForm: true), HelpPage(),
      TodayPage(
        day: text, capacity: 1, lanes: ["red": 2, text: 3], open: 20, queue: [entry, entry], harmWithin: 0.9,
        harmInAll: 1.8, changes: [change], approvals: [change]),
      TodayPage(
        day: text, capacity: 0, lanes: [:], open: 0, queue: [], harmWithin: 0, harmInAll: 0, changes: [],
        approvals: []),
      UploadPage(
        runs: [
          .init(id: 1, at: text, actor: text, inputs: [text], rows: 5, quarantined: 1, replacedBy: 2)
        ],
        mayUpload: true, limit: 64 << 20),
      UploadPage(runs: [], mayUpload: false, limit: 1 << 20),
    ]
  }

  static func frame(_ text: String, language: Language = .english) -> PageFrame {
    PageFrame(
      language: language, theme: .dark, user: .init(name: text, role: text, hasAccount: true),
      workspace: text,
      csrf: text, address: text, twin: text, isGenerated: true, notice: .init(isProblem: true, text: text))
  }
}
