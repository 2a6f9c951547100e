// SPDX-License-Identifier: Apache-2.0

/// A name and its value; the name is a key of the table of words after `fact.`, or stands for itself.
public struct Fact: Encodable, Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A text that leads somewhere.
public struct Link: Encodable, Sendable, Hashable {
  public var text: String
  public var href: String

  public init(_ text: String, _ href: String) {
    self.text = text
    self.href = href
  }
}
