// SPDX-License-Identifier: Apache-2.0

/// Writes a page as UTF-8, with the rule that nothing unescaped gets in: names of elements and attributes are
/// literals of the program, every value is escaped.
///
/// The result is well-formed XML as well as HTML: attributes are quoted, empty elements are closed.
struct Markup {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(1 << 16) }

  /// Writes markup that stands in the program's own source.
  mutating func raw(_ literal: StaticString) { bytes.append(contentsOf: literal.description.utf8) }

  /// Writes text, escaped, with invisible and direction-changing characters made visible.
  mutating func text(_ value: some StringProtocol) { SafeText.append(value, to: &bytes) }

  /// Writes an element with its attributes and whatever the body writes.
  mutating func element(
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
  mutating func element(
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

  /// Writes an element without content.
  mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
    open(name, attributes)
    raw("/>\n")
  }

  /// Writes a style or script whose text stands in the program's own source.
  mutating func embedded(_ name: StaticString, _ content: StaticString) {
    raw("<")
    raw(name)
    raw(">")
    raw(content)
    raw("</")
    raw(name)
    raw(">\n")
  }

  private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    raw("<")
    raw(name)
    for (key, value) in attributes {
      raw(" ")
      raw(key)
      raw("=\"")
      text(value)
      raw("\"")
    }
  }
}
