// SPDX-License-Identifier: Apache-2.0

/// What a user may do.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// Reads everything but accounts.
  case viewer
  /// Screens, works on cases and draws on licences.
  case analyst
  /// Also approves as the second pair of eyes, grants and revokes licences.
  case supervisor
  /// Also keeps accounts.
  case administrator
  /// A program: screens and reads; never works on a case and never approves.
  case service

  /// Whether this role may be the second pair of eyes.
  public var mayApprove: Bool { self == .supervisor || self == .administrator }
}
