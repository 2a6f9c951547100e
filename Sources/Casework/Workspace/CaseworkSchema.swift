// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables of the store; docs/workspace.md describes them.
///
/// Quantities are whole millionths of the unit (`ExactDecimal`), moments milliseconds in UTC, days counted from 1970.
enum CaseworkSchema {
  static let module = SchemaModule(
    "casework", [{ try $0.execute(sql: first) }, { try $0.execute(sql: second) }])

  private static let first = """
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
      at INTEGER NOT NULL, clock_behind INTEGER NOT NULL CHECK (clock_behind >= 0),
      actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
      previous TEXT NOT NULL, digest TEXT NOT NULL UNIQUE
    );
    CREATE INDEX audit_subject ON audit (subject, sequence);
    CREATE TABLE audit_checkpoint (
      sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, digest TEXT NOT NULL, signature TEXT NOT NULL
    );
    CREATE TABLE audit_head (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      sequence INTEGER NOT NULL, at INTEGER NOT NULL, digest TEXT NOT NULL, signature TEXT NOT NULL
    );

    CREATE TABLE licence (
      id INTEGER PRIMARY KEY,
      number_key TEXT NOT NULL UNIQUE, number TEXT NOT NULL,
      holder_name TEXT, holder_id TEXT,
      control_codes TEXT NOT NULL, commodity_codes TEXT NOT NULL,
      granted INTEGER CHECK (granted >= 0), unit TEXT NOT NULL,
      valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL CHECK (valid_to >= valid_from),
      consignee TEXT, country TEXT, end_user TEXT,
      status TEXT NOT NULL, status_reason TEXT,
      committed INTEGER NOT NULL DEFAULT 0 CHECK (committed >= 0),
      reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
      version INTEGER NOT NULL DEFAULT 1,
      source_file TEXT NOT NULL, source_line INTEGER NOT NULL,
      CHECK (granted IS NULL OR committed + reserved <= granted)
    );
    CREATE TABLE reservation (
      id TEXT PRIMARY KEY,
      licence_id INTEGER NOT NULL REFERENCES licence (id),
      declaration TEXT NOT NULL, item INTEGER NOT NULL DEFAULT 0,
      reserved INTEGER NOT NULL CHECK (reserved >= 0),
      committed INTEGER NOT NULL CHECK (committed >= 0),
      state TEXT NOT NULL, opened INTEGER NOT NULL, moved INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX reservation_licence ON reservation (licence_id, state);
    CREATE INDEX reservation_declaration ON reservation (declaration);
    CREATE TABLE ledger_event (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      licence_id INTEGER NOT NULL REFERENCES licence (id),
      kind TEXT NOT NULL, reservation TEXT,
      quantity INTEGER, committed INTEGER NOT NULL, reserved INTEGER NOT NULL, granted INTEGER,
      status TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
      key TEXT UNIQUE, request TEXT NOT NULL, answer TEXT NOT NULL
    );
    CREATE INDEX ledger_event_licence ON ledger_event (licence_id, sequence);

    CREATE TABLE screening (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL, actor TEXT NOT NULL, program TEXT NOT NULL,
      inputs TEXT NOT NULL, input_digest TEXT NOT NULL,
      law_digest TEXT NOT NULL, lists_digest TEXT NOT NULL, model_digest TEXT NOT NULL, ledger_digest TEXT NOT NULL,
      options TEXT NOT NULL, rows INTEGER NOT NULL, quarantined INTEGER NOT NULL, result_digest TEXT NOT NULL,
      replaces INTEGER REFERENCES screening (id), cause TEXT
    );
    CREATE INDEX screening_input ON screening (input_digest);
    CREATE TABLE decision (
      id INTEGER PRIMARY KEY,
      screening_id INTEGER NOT NULL REFERENCES screening (id),
      row INTEGER NOT NULL,
      declaration TEXT, item INTEGER, day INTEGER NOT NULL, destination TEXT NOT NULL,
      commodity_code TEXT, exporter TEXT, consignee TEXT,
      lane INTEGER NOT NULL, score INTEGER NOT NULL,
      declared TEXT NOT NULL, likely TEXT NOT NULL, control TEXT, material TEXT, licence_state TEXT NOT NULL,
      headline TEXT NOT NULL, digest TEXT NOT NULL, full BLOB,
      UNIQUE (screening_id, row)
    );
    CREATE INDEX decision_lane ON decision (lane DESC, score DESC);
    CREATE INDEX decision_declaration ON decision (declaration);
    CREATE TABLE disposition (
      decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
      kind TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, second TEXT,
      version INTEGER NOT NULL DEFAULT 1
    );

    CREATE TABLE cases (
      id INTEGER PRIMARY KEY,
      title TEXT NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL,
      assignee TEXT, due INTEGER, outcome TEXT, summary TEXT,
      snoozed_until INTEGER, snooze_reason TEXT,
      opened INTEGER NOT NULL, opened_by TEXT NOT NULL, changed INTEGER NOT NULL, closed INTEGER,
      version INTEGER NOT NULL DEFAULT 1
    );
    CREATE INDEX cases_status ON cases (status, priority);
    CREATE TABLE case_tag (
      case_id INTEGER NOT NULL REFERENCES cases (id), tag TEXT NOT NULL, PRIMARY KEY (case_id, tag)
    ) WITHOUT ROWID;
    CREATE TABLE case_comment (
      id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases (id),
      at INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL
    );
    CREATE INDEX case_comment_case ON case_comment (case_id);
    CREATE TABLE case_link (
      case_id INTEGER NOT NULL REFERENCES cases (id), kind TEXT NOT NULL, target TEXT NOT NULL, note TEXT,
      at INTEGER NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (case_id, kind, target)
    ) WITHOUT ROWID;
    CREATE INDEX case_link_target ON case_link (kind, target);
    CREATE TABLE case_file (
      id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases (id),
      name TEXT NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL,
      at INTEGER NOT NULL, actor TEXT NOT NULL, UNIQUE (case_id, digest, name)
    );
    CREATE TABLE examination (
      id INTEGER PRIMARY KEY, case_id INTEGER REFERENCES cases (id), decision_id INTEGER REFERENCES decision (id),
      label TEXT NOT NULL, material TEXT, note TEXT NOT NULL, examined INTEGER NOT NULL,
      at INTEGER NOT NULL, actor TEXT NOT NULL
    );
    CREATE INDEX examination_decision ON examination (decision_id);
    CREATE TABLE approval (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL, subject TEXT NOT NULL, request TEXT NOT NULL, reason TEXT NOT NULL,
      asked_by TEXT NOT NULL, asked INTEGER NOT NULL,
      state TEXT NOT NULL, decided_by TEXT, decided INTEGER, decision_reason TEXT,
      CHECK (decided_by IS NULL OR state = 'withdrawn' OR decided_by <> asked_by)
    );
    CREATE UNIQUE INDEX approval_open ON approval (kind, subject) WHERE state = 'open';
    CREATE TABLE party_exception (
      id INTEGER PRIMARY KEY,
      list TEXT NOT NULL, entry TEXT NOT NULL, party TEXT NOT NULL, reason TEXT NOT NULL,
      asked_by TEXT NOT NULL, approved_by TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER, ended INTEGER,
      CHECK (asked_by <> approved_by)
    );
    CREATE TABLE source_version (
      kind TEXT NOT NULL, digest TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (kind, digest)
    ) WITHOUT ROWID;
    CREATE TABLE rescreening (
      id INTEGER PRIMARY KEY,
      screening_id INTEGER NOT NULL REFERENCES screening (id),
      law_digest TEXT NOT NULL, lists_digest TEXT NOT NULL, model_digest TEXT NOT NULL, parties_digest TEXT NOT NULL,
      at INTEGER NOT NULL, new_screening_id INTEGER REFERENCES screening (id), changes TEXT NOT NULL,
      UNIQUE (screening_id, law_digest, lists_digest, model_digest, parties_digest)
    );
    """

  /// Files handed in, and studies of trade statistics.
  private static let second = """
    CREATE TABLE upload (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL,
      at INTEGER NOT NULL, actor TEXT NOT NULL, UNIQUE (digest, kind, name)
    );
    CREATE TABLE flow_study (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, title TEXT NOT NULL,
      input TEXT NOT NULL, digest TEXT NOT NULL, question TEXT NOT NULL,
      tested INTEGER NOT NULL, alerts INTEGER NOT NULL, UNIQUE (digest, title)
    );
    CREATE INDEX decision_exporter ON decision (exporter);
    CREATE INDEX decision_consignee ON decision (consignee);
    """
}
