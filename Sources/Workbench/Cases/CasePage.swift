// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// One case: what happened, what it holds, and how it ends, which takes two people.
public struct CasePage: WorkbenchPage {
  /// Something somebody wrote.
  public struct Entry: Encodable, Sendable {
    public var at: String
    public var actor: String
    public var text: String

    public init(at: String, actor: String, text: String) {
      self.at = at
      self.actor = actor
      self.text = text
    }
  }

  /// What the case is about.
  public struct Tie: Encodable, Sendable {
    /// `decision`, `declaration`, `party`, `licence`, `alert`, `case`.
    public var kind: String
    public var target: String
    public var note: String?
    public var href: String?

    public init(kind: String, target: String, note: String?, href: String?) {
      self.kind = kind
      self.target = target
      self.note = note
      self.href = href
    }
  }

  /// What an examination showed.
  public struct Finding: Encodable, Sendable {
    public var at: String
    public var actor: String
    /// `as-declared`, `misdescribed`, `smuggled`, `inconclusive`.
    public var label: String
    public var material: String?
    public var note: String
    public var decision: Int64?

    public init(
      at: String, actor: String, label: String, material: String?, note: String, decision: Int64?
    ) {
      self.at = at
      self.actor = actor
      self.label = label
      self.material = material
      self.note = note
      self.decision = decision
    }
  }

  /// A file, kept under the digest of its content.
  public struct File: Encodable, Sendable {
    public var name: String
    public var digest: String
    public var bytes: Int
    public var at: String
    public var actor: String

    public init(name: String, digest: String, bytes: Int, at: String, actor: String) {
      self.name = name
      self.digest = digest
      self.bytes = bytes
      self.at = at
      self.actor = actor
    }
  }

  /// A request to close that was answered.
  public struct Answer: Encodable, Sendable {
    public var at: String
    public var actor: String
    public var askedBy: String
    /// `approved`, `rejected`, `withdrawn`.
    public var state: String
    public var reason: String

    public init(at: String, actor: String, askedBy: String, state: String, reason: String) {
      self.at = at
      self.actor = actor
      self.askedBy = askedBy
      self.state = state
      self.reason = reason
    }
  }

  public var row: CasesPage.Row
  public var opened: String
  public var openedBy: String
  public var ties: [Tie]
  public var comments: [Entry]
  public var findings: [Finding]
  public var files: [File]
  public var outcome: String?
  public var summary: String?
  public var answers: [Answer]
  /// The request to close that waits for a second officer.
  public var request: ApprovalView?
  public var mayChange: Bool
  /// The most bytes a file may have.
  public var fileLimit: Int

  public init(
    row: CasesPage.Row, opened: String, openedBy: String, ties: [Tie], comments: [Entry], findings: [Finding],
    files: [File], outcome: String?, summary: String?, answers: [Answer], request: ApprovalView?,
    mayChange: Bool, fileLimit: Int
  ) {
    self.row = row
    self.opened = opened
    self.openedBy = openedBy
    self.ties = ties
    self.comments = comments
    self.findings = findings
    self.files = files
    self.outcome = outcome
    self.summary = summary
    self.answers = answers
    self.request = request
    self.mayChange = mayChange
    self.fileLimit = fileLimit
  }

  public var place: Place { .cases }
  public func title(_ words: Words) -> String { words("case.name", String(row.id)) }
  /// Whether the reader may work on it now.
  var isOpen: Bool { mayChange && row.status != "closed" && row.status != "closing" }

  public func body(_ page: inout Page) {
    page.head(
      row.title, kicker: page.say("case.name", String(row.id)),
      lede: Number.sentence(page.say("case.lede", page.say.term("status", row.status), opened, openedBy)))
    page.tag("div", ["class": "split"]) { page in
      page.tag("div", ["class": "wide"]) { page in
        tieList(&page)
        findingList(&page)
        commentList(&page)
        fileList(&page)
      }
      page.tag("div", ["class": "narrow sticky"]) { page in
        closing(&page)
        record(&page)
      }
    }
  }

  private func tieList(_ page: inout Page) {
    page.section("links", page.say("case.links")) { page in
      if ties.isEmpty { page.nothing(page.say("case.links.none")) }
      page.tag("ul", ["class": "lines"]) { page in
        for tie in ties {
          page.tag("li") { page in
            let text = page.say("case.link.\(Self.kinds.contains(tie.kind) ? tie.kind : "alert")", tie.target)
            if let href = tie.href {
              page.tag("a", ["href": href]) { $0.tag("bdi", text) }
            } else {
              page.tag("bdi", text)
            }
            if let note = tie.note { page.tag("bdi", ["class": "note"], " \(note)") }
          }
        }
      }
    }
  }

  static let kinds = ["decision", "declaration", "party", "licence", "alert", "case"]
  static let labels = ["as-declared", "misdescribed", "smuggled", "inconclusive"]

  private func findingList(_ page: inout Page) {
    page.section("findings", page.say("case.findings")) { page in
      if findings.isEmpty { page.nothing(page.say("case.findings.none")) }
      page.tag("ol", ["class": "log"]) { page in
        for finding in findings {
          page.tag("li") { page in
            page.meta(finding.at, finding.actor)
            page.tag("p") { page in
              page.tag("strong", page.say.term("label", finding.label))
              if let material = finding.material { page.tag("bdi", " · \(material)") }
              if let decision = finding.decision {
                page.tag("span", " · ")
                page.tag(
                  "a", ["href": "/referrals/\(decision)"], page.say("case.link.decision", String(decision)))
              }
            }
            if !finding.note.isEmpty { page.tag("p") { $0.tag("bdi", finding.note) } }
          }
        }
      }
      guard isOpen else { return }
      page.tag("details", ["class": "more"]) { page in
        page.tag("summary", page.say("case.finding.record"))
        page.form("/cases/\(row.id)/findings", ["class": "decide panel"]) { page in
          page.tag("div", ["class": "fields"]) { page in
            page.select(
              page.say("case.finding.label"), name: "label", chosen: "inconclusive",
              options: Self.labels.map { ($0, page.say("label.\($0)")) })
            let items = ties.filter { $0.kind == "decision" }
            page.select(
              page.say("case.finding.on"), name: "decision", chosen: items.first?.target ?? "",
              options: items.map { ($0.target, page.say("case.link.decision", $0.target)) } + [("", "–")])
          }
          page.textArea(page.say("case.finding.note"), name: "note", rows: 2)
          page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("case.finding.add")) }
        }
      }
    }
  }

  private func commentList(_ page: inout Page) {
    page.section("comments", page.say("case.comments")) { page in
      if comments.isEmpty { page.nothing(page.say("case.comments.none")) }
      page.tag("ol", ["class": "log"]) { page in
        for entry in comments {
          page.tag("li") { page in
            page.meta(entry.at, entry.actor)
            page.tag("p") { $0.tag("bdi", entry.text) }
          }
        }
      }
      guard mayChange else { return }
      page.form("/cases/\(row.id)/comments", ["class": "decide"]) { page in
        page.textArea(page.say("case.comment"), name: "text", isRequired: true)
        page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("case.comment.add")) }
      }
    }
  }

  private func fileList(_ page: inout Page) {
    page.section("files", page.say("case.files")) { page in
      if files.isEmpty { page.nothing(page.say("case.files.none")) }
      page.tag("ul", ["class": "files"]) { page in
        for file in files {
          page.tag("li") { page in
            page.tag("a", ["href": "/v1/cases/\(row.id)/files/\(Address.segment(file.digest))"]) {
              $0.tag("bdi", file.name)
            }
            page.tag("span", ["class": "meta"]) { page in
              page.tag("span", Number.bytes(file.bytes))
              page.tag("time", file.at)
              page.tag("bdi", file.actor)
            }
            page.tag("code", ["class": "digest"], file.digest)
          }
        }
      }
      guard isOpen else { return }
      page.form("/cases/\(row.id)/files", ["class": "decide attach"], isUpload: true) { page in
        page.tag("div", ["class": "field"]) { page in
          page.tag("label", ["for": "f-file"], page.say("case.file"))
          page.html.empty(
            "input",
            [
              "type": "file", "id": "f-file", "name": "file", "required": "required",
              "aria-describedby": "f-file-hint",
            ])
          page.tag(
            "small", ["id": "f-file-hint"], page.say("case.file.hint", Number.grouped(fileLimit / 1_048_576)))
        }
        page.tag("div", ["class": "buttons"]) { $0.tag("button", $0.say("case.file.add")) }
      }
    }
  }
}

extension Page {
  /// When and by whom.
  mutating func meta(_ at: String, _ actor: String) {
    tag("p", ["class": "meta"]) { page in
      page.tag("time", at)
      page.tag("bdi", actor)
    }
  }
}
