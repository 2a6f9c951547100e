// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Parts that every page is made of.
extension Page {
  mutating func tag(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ body: (inout Page) -> Void
  ) {
    html.begin(name, attributes)
    body(&self)
    html.end(name)
  }

  mutating func tag(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String
  ) {
    html.element(name, attributes, text: text)
  }

  mutating func tag(_ name: StaticString, _ text: String) { html.element(name, text: text) }

  /// A form that changes something: posted, with the token that proves it came from this page.
  mutating func form(
    _ action: String, _ attributes: KeyValuePairs<StaticString, String> = [:], isUpload: Bool = false,
    _ body: (inout Page) -> Void
  ) {
    var all: [(StaticString, String)] = [("method", "post"), ("action", action)]
    if isUpload { all.append(("enctype", "multipart/form-data")) }
    for (key, value) in attributes { all.append((key, value)) }
    html.begin("form", all)
    html.empty("input", ["type": "hidden", "name": "csrf_token", "value": frame.csrf])
    body(&self)
    html.end("form")
  }

  /// The head of a page: where one is, what it is, and one line on it.
  mutating func head(_ title: String, kicker: String? = nil, lede: String? = nil) {
    tag("div", ["class": "head"]) { page in
      if let kicker { page.tag("p", ["class": "kicker"], kicker) }
      page.tag("h1") { $0.tag("bdi", title) }
      if let lede { page.tag("p", ["class": "lede"], lede) }
    }
  }

  /// A section with a heading that names it.
  mutating func section(
    _ id: String, _ title: String, class name: String = "", note: String? = nil, _ body: (inout Page) -> Void
  ) {
    tag("section", ["class": "block \(name)", "aria-labelledby": "h-\(id)", "id": id]) { page in
      page.tag("h2", ["id": "h-\(id)"], title)
      if let note { page.tag("p", ["class": "note"], note) }
      body(&page)
    }
  }

  mutating func nothing(_ text: String) { tag("p", ["class": "none"], text) }

  /// Names and values; values that are absent are left out.
  mutating func facts(_ pairs: [(String, String?)], class name: String = "facts") {
    tag("dl", ["class": name]) { page in
      for (key, value) in pairs {
        guard let value, !value.isEmpty else { continue }
        page.tag("div") { page in
          page.tag("dt", key)
          page.tag("dd") { $0.tag("bdi", value) }
        }
      }
    }
  }

  /// The lane: its shape and its name.
  mutating func lane(_ lane: String) {
    tag("span", ["class": "lane \(Self.known(lane, in: Self.lanes))"]) { page in
      page.laneMark(lane)
      page.tag("span", page.say.term("lane", lane))
    }
  }

  mutating func laneMark(_ lane: String) {
    html.raw("<svg class=\"mark\" viewBox=\"-7 -7 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\">")
    html.empty("use", ["href": "#m-\(Self.known(lane, in: Self.lanes))"])
    html.raw("</svg>")
  }

  /// The law's answer, told by words and outline.
  mutating func outcome(_ outcome: String) {
    let name =
      switch outcome {
      case "not controlled": "free"
      case "cannot decide": "open"
      case "prohibited": "barred"
      default: "bound"
      }
    tag("span", ["class": "outcome \(name)"], say.term("outcome", outcome))
  }

  static let lanes = ["green", "blue", "yellow", "red"]

  /// The value when it is one of a known set, else the first of it: for classes and references, which take no others.
  static func known(_ value: String, in set: [String]) -> String { set.contains(value) ? value : set[0] }

  /// A share of one as a bar, with its figure for readers.
  mutating func bar(_ share: Double, class name: String = "fill") {
    html.raw("<svg class=\"bar\" height=\"6\" aria-hidden=\"true\">")
    html.empty("rect", ["class": "track", "width": "100%", "height": "6", "rx": "3"])
    html.empty("rect", ["class": name, "width": Figures.coordinate(share), "height": "6", "rx": "3"])
    html.raw("</svg>")
  }

  /// A link to a source, when it is one a page may link to; else its text.
  mutating func source(_ text: String) {
    if let address = SafeText.link(text) {
      tag("a", ["href": address, "rel": "noreferrer noopener"], text)
    } else {
      tag("bdi", text)
    }
  }

  /// A part that scrolls sideways where it is wider than the page, and that the keyboard reaches.
  mutating func scroll(_ title: String, _ body: (inout Page) -> Void) {
    tag("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": title], body)
  }

  /// A table with a title for those who hear it.
  /// - Parameter columns: keys of words; those that begin with `#` stand over figures.
  mutating func table(_ title: String, _ columns: [String], _ rows: (inout Page) -> Void) {
    scroll(title) { page in
      page.tag("table") { page in
        page.tag("caption", ["class": "hidden"], title)
        page.columns(columns)
        page.tag("tbody") { rows(&$0) }
      }
    }
  }

  /// The head of a table: keys of words; those that begin with `#` stand over figures.
  mutating func columns(_ keys: [String]) {
    tag("thead") { page in
      page.tag("tr") { page in
        for key in keys {
          let isFigure = key.hasPrefix("#")
          let name = isFigure ? String(key.dropFirst()) : key
          if name.isEmpty {
            page.tag("td", "")
          } else {
            page.tag("th", ["scope": "col", "class": isFigure ? "n" : ""], page.say(name))
          }
        }
      }
    }
  }

  /// A field with its label.
  mutating func field(
    _ label: String, name: String, value: String = "", type: String = "text", id: String? = nil,
    isRequired: Bool = false, hint: String? = nil, list: String? = nil
  ) {
    let id = id ?? "f-\(name)"
    tag("div", ["class": "field"]) { page in
      page.tag("label", ["for": id], label)
      var attributes: [(StaticString, String)] = [
        ("id", id), ("name", name), ("type", type), ("value", value),
        ("autocomplete", type == "password" ? "current-password" : name == "user" ? "username" : "off"),
      ]
      if isRequired { attributes.append(("required", "required")) }
      if let list { attributes.append(("list", list)) }
      if hint != nil { attributes.append(("aria-describedby", "\(id)-hint")) }
      page.html.begin("input", attributes, isEmpty: true)
      if let hint { page.tag("small", ["id": "\(id)-hint"], hint) }
    }
  }

  mutating func textArea(_ label: String, name: String, isRequired: Bool = false, rows: Int = 3) {
    tag("div", ["class": "field"]) { page in
      page.tag("label", ["for": "f-\(name)"], label)
      var attributes: [(StaticString, String)] = [
        ("id", "f-\(name)"), ("name", name), ("rows", String(rows)),
      ]
      if isRequired { attributes.append(("required", "required")) }
      page.html.begin("textarea", attributes)
      page.html.end("textarea")
    }
  }

  /// A choice of one from a few: value and label.
  mutating func select(_ label: String, name: String, chosen: String, options: [(String, String)]) {
    tag("div", ["class": "field"]) { page in
      page.tag("label", ["for": "f-\(name)"], label)
      page.tag("select", ["id": "f-\(name)", "name": name]) { page in
        for (value, text) in options {
          if value == chosen {
            page.tag("option", ["value": value, "selected": "selected"], text)
          } else {
            page.tag("option", ["value": value], text)
          }
        }
      }
    }
  }

  /// The way to the rows before and after those shown.
  /// - Parameter step: rows of a page.
  mutating func pager(_ path: String, query: String?, offset: Int, shown: Int, total: Int, step: Int = 50) {
    guard offset > 0 || offset + shown < total else { return }
    func address(_ offset: Int) -> String {
      path + "?" + (query.map { "\($0)&" } ?? "") + "offset=\(offset)"
    }
    tag("nav", ["class": "pager", "aria-label": say("pager")]) { page in
      if offset > 0 {
        page.tag("a", ["href": address(max(0, offset - step)), "rel": "prev"], page.say("pager.back"))
      }
      page.tag(
        "span",
        page.say(
          "pager.range", Number.grouped(offset + 1), Number.grouped(offset + shown), Number.grouped(total)))
      if offset + shown < total {
        page.tag("a", ["href": address(offset + shown), "rel": "next"], page.say("pager.on"))
      }
    }
  }
}
