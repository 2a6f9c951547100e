// SPDX-License-Identifier: Apache-2.0

public import Casework
import GRDB

/// The tables of users, sessions and tokens.
public enum AccountSchema {
  public static let module = SchemaModule(
    "accounts",
    [
      { database in
        try database.execute(
          sql: """
            CREATE TABLE account (
              name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT, disabled INTEGER NOT NULL DEFAULT 0,
              created INTEGER NOT NULL);
            CREATE TABLE account_session (
              digest TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name), created INTEGER NOT NULL,
              expires INTEGER NOT NULL);
            CREATE TABLE account_token (
              id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES account(name),
              label TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,
              revoked INTEGER NOT NULL DEFAULT 0);
            """)
      }
    ])
}
