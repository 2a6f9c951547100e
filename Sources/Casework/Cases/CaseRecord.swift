// SPDX-License-Identifier: Apache-2.0

/// Where a case stands.
public enum CaseStatus: String, Sendable, Hashable, CaseIterable {
  case open
  case examining
  /// Documents or an answer from outside are awaited.
  case awaiting
  /// One officer has proposed to close it; another must agree.
  case closing
  case closed

  /// Where an officer may move it by hand; closing and closed are reached by proposal and approval only.
  var next: Set<CaseStatus> {
    switch self {
    case .open: [.examining, .awaiting]
    case .examining: [.open, .awaiting]
    case .awaiting: [.open, .examining]
    case .closing: []
    case .closed: []
    }
  }
}

/// How pressing a case is.
public enum CasePriority: String, Sendable, Hashable, CaseIterable {
  case low, normal, high, urgent
}

/// How a case ended.
public enum CaseOutcome: String, Sendable, Hashable, CaseIterable {
  /// Nothing was wrong.
  case unfounded
  /// Wrong papers, put right.
  case corrected
  /// A licence was produced or obtained.
  case licensed
  /// The export was refused or the goods taken back.
  case refused
  case seized
  /// Handed on to an investigation.
  case handedOn = "handed-on"
}

/// What a link of a case points at.
public enum CaseLinkKind: String, Sendable, Hashable, CaseIterable {
  case decision, declaration, party, licence, alert, cases = "case"
}

/// A case: a referral that somebody works on until two people agree how it ends.
public struct CaseRecord: Sendable, Hashable {
  public var id: Int64
  public var title: String
  public var status: CaseStatus
  public var priority: CasePriority
  public var assignee: String?
  public var due: Instant?
  public var outcome: CaseOutcome?
  public var summary: String?
  public var snoozedUntil: Instant?
  public var snoozeReason: String?
  public var opened: Instant
  public var openedBy: String
  public var changed: Instant
  public var closed: Instant?
  /// Counts the changes; a caller that read an older one is told.
  public var version: Int
  public var tags: [String]

  /// Whether it is asleep at a moment; a snooze ends by itself.
  public func isSnoozed(at moment: Instant) -> Bool { snoozedUntil.map { moment < $0 } ?? false }

  /// Whether it is past its due time at a moment.
  public func isOverdue(at moment: Instant) -> Bool {
    status != .closed && due.map { moment > $0 } ?? false
  }

  public var json: CanonicalValue {
    [
      "id": .integer(id), "title": .text(title), "status": .text(status.rawValue),
      "priority": .text(priority.rawValue), "assignee": .optional(assignee),
      "due": .optional(due?.description), "outcome": .optional(outcome?.rawValue),
      "summary": .optional(summary),
      "snoozed_until": .optional(snoozedUntil?.description), "snooze_reason": .optional(snoozeReason),
      "opened": .text(opened.description), "opened_by": .text(openedBy),
      "changed": .text(changed.description),
      "closed": .optional(closed?.description), "version": .integer(Int64(version)), "tags": .texts(tags),
    ]
  }
}

/// A comment on a case.
public struct CaseComment: Sendable, Hashable {
  public var id: Int64
  public var at: Instant
  public var author: String
  public var text: String

  public var json: CanonicalValue {
    ["id": .integer(id), "at": .text(at.description), "author": .text(author), "text": .text(text)]
  }
}

/// What a case is about.
public struct CaseLink: Sendable, Hashable {
  public var kind: CaseLinkKind
  public var target: String
  public var note: String?

  public init(_ kind: CaseLinkKind, _ target: String, note: String? = nil) {
    self.kind = kind
    self.target = target
    self.note = note
  }

  public var json: CanonicalValue {
    ["kind": .text(kind.rawValue), "target": .text(target), "note": .optional(note)]
  }
}

/// A file attached to a case, kept under its digest.
public struct CaseFile: Sendable, Hashable {
  public var id: Int64
  public var name: String
  /// SHA-256 of the content.
  public var digest: String
  public var bytes: Int
  public var at: Instant
  public var actor: String

  public var json: CanonicalValue {
    [
      "id": .integer(id), "name": .text(name), "sha256": .text(digest), "bytes": .integer(Int64(bytes)),
      "at": .text(at.description), "actor": .text(actor),
    ]
  }
}

/// What an examination of the goods showed: a label to learn from.
public struct ExaminationFinding: Sendable, Hashable {
  /// What was found.
  public enum Label: String, Sendable, Hashable, CaseIterable {
    /// The goods are what the papers say, and may leave.
    case asDeclared = "as-declared"
    /// The goods are something else that the law does not restrict more.
    case misdescribed
    /// Controlled goods under other papers, or without the licence they need.
    case smuggled
    /// It could not be told.
    case inconclusive

    /// Whether the goods left, or would have left, against the law; nothing when it could not be told.
    public var isViolation: Bool? {
      switch self {
      case .asDeclared, .misdescribed: false
      case .smuggled: true
      case .inconclusive: nil
      }
    }
  }

  public var id: Int64 = 0
  public var caseID: Int64?
  public var decision: Int64?
  public var label: Label
  /// What the goods were found to be, as `mineral/form`.
  public var material: String?
  public var note: String
  public var examined: Instant
  public var actor: String = ""

  public init(
    caseID: Int64? = nil, decision: Int64? = nil, label: Label, material: String? = nil, note: String = "",
    examined: Instant
  ) {
    self.caseID = caseID
    self.decision = decision
    self.label = label
    self.material = material
    self.note = note
    self.examined = examined
  }

  public var json: CanonicalValue {
    [
      "id": .integer(id), "case": caseID.map(CanonicalValue.integer) ?? .null,
      "decision": decision.map(CanonicalValue.integer) ?? .null, "label": .text(label.rawValue),
      "material": .optional(material), "note": .text(note), "examined": .text(examined.description),
      "actor": .text(actor),
    ]
  }
}

/// A case with all that belongs to it.
public struct CaseFolder: Sendable, Hashable {
  public var record: CaseRecord
  public var comments: [CaseComment]
  public var links: [CaseLink]
  public var files: [CaseFile]
  public var findings: [ExaminationFinding]
  public var approvals: [Approval]

  public var json: CanonicalValue {
    [
      "case": record.json, "comments": .list(comments.map(\.json)), "links": .list(links.map(\.json)),
      "files": .list(files.map(\.json)), "findings": .list(findings.map(\.json)),
      "approvals": .list(approvals.map(\.json)),
    ]
  }
}
