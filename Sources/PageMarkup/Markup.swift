// SPDX-License-Identifier: Apache-2.0

/// Writes a page as UTF-8, with the rule that nothing unescaped gets in: names of elements and attributes are
/// literals of the program, every value is escaped.
///
/// The result is well-formed XML as well as HTML: attributes are quoted, empty elements are closed.
package struct Markup {
  package private(set) var bytes: [UInt8] = []

  package init() { bytes.reserveCapacity(1 << 16) }

  /// Writes markup that stands in the program's own source.
  package mutating func raw(_ literal: StaticString) { bytes.append(contentsOf: literal.description.utf8) }

  /// Writes text, escaped, with invisible and direction-changing characters made visible.
  package mutating func text(_ value: some StringProtocol) { SafeText.append(value, to: &bytes) }

  /// Writes an element with its attributes and whatever the body writes.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ body: (inout Markup) -> Void
  ) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    body(&self)
    raw("</")
    raw(name)
    raw(">\n")
  }

  /// Writes an element that holds text only.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    text value: some StringProtocol
  ) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    text(value)
    raw("</")
    raw(name)
    raw(">")
  }

  /// Writes the start of an element whose attributes are not known before it runs; `end` must follow.
  package mutating func begin(
    _ name: StaticString, _ attributes: some Sequence<(StaticString, String)>, isEmpty: Bool = false
  ) {
    raw("<")
    raw(name)
    for (key, value) in attributes { attribute(key, value) }
    raw(isEmpty ? "/>\n" : ">")
  }

  /// The same with attributes as they stand in the program.
  package mutating func begin(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    open(name, attributes)
    raw(">")
  }

  package mutating func end(_ name: StaticString) {
    raw("</")
    raw(name)
    raw(">\n")
  }

  private mutating func attribute(_ key: StaticString, _ value: String) {
    raw(" ")
    raw(key)
    raw("=\"")
    text(value)
    raw("\"")
  }

  /// Writes an element without content.
  package mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
    open(name, attributes)
    raw("/>\n")
  }

  /// Writes a style or script whose text stands in the program's own source.
  package mutating func embedded(_ name: StaticString, _ content: StaticString) {
    raw("<")
    raw(name)
    raw(">")
    raw(content)
    raw("</")
    raw(name)
    raw(">\n")
  }

  /// Writes a line or an area of a drawing; its `d` may be of any length and holds commands and numbers only.
  package mutating func path(_ attributes: KeyValuePairs<StaticString, String>, d: String) {
    precondition(
      d.utf8.allSatisfy { "MLHVCQAZmlhvcqaz-.,0123456789 ".utf8.contains($0) },
      "a path holds commands and numbers only")
    open("path", attributes)
    raw(" d=\"")
    bytes.append(contentsOf: d.utf8)
    raw("\"/>\n")
  }

  private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    raw("<")
    raw(name)
    for (key, value) in attributes { attribute(key, value) }
  }
}
