// SPDX-License-Identifier: Apache-2.0

import PageMarkup

extension Page {
  mutating func document(_ content: some WorkbenchPage) {
    html.raw("<!DOCTYPE html>\n")
    tag("html", ["lang": say.language.tag, "data-theme": frame.theme.rawValue]) { page in
      page.tag("head") { page in
        page.html.raw(
          "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        )
        page.html.raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
        page.tag("title", "\(content.title(page.say)) · Assay")
        page.html.empty(
          "link", ["rel": "stylesheet", "href": "/assets/workbench.css?\(page.frame.assetTag)"])
        page.html.empty("link", ["rel": "icon", "type": "image/svg+xml", "href": "/assets/icon.svg"])
        if let twin = page.frame.twin {
          page.html.empty("link", ["rel": "alternate", "type": "application/json", "href": twin])
        }
        page.tag("script", ["type": "module", "src": "/assets/workbench.js?\(page.frame.assetTag)"], "")
        if content.hasLivePlots, let library = page.frame.libraryTag {
          page.tag("script", ["defer": "", "src": "/assets/d3.min.js?\(library)"], "")
          page.tag("script", ["type": "module", "src": "/assets/explore.js?\(page.frame.assetTag)"], "")
        }
      }
      page.tag("body", ["data-place": content.place.rawValue]) { page in
        page.tag("a", ["class": "skip", "href": "#main"], page.say("frame.skip"))
        page.navigation(content.place)
        page.tag("main", ["id": "main", "tabindex": "-1"]) { page in
          page.notices()
          content.body(&page)
        }
        page.foot()
        page.keys()
        page.laneShapes()
      }
    }
  }

  private mutating func navigation(_ place: Place) {
    tag("header", ["class": "top"]) { page in
      page.tag("a", ["class": "brand", "href": "/"]) { page in
        page.html.raw(
          "<svg class=\"logo\" viewBox=\"0 0 24 24\" width=\"22\" height=\"22\" aria-hidden=\"true\"><path d=\"M12 2.5 21 7.5v9L12 21.5 3 16.5v-9z\"/><path class=\"facet\" d=\"M3 7.5l9 5 9-5M12 12.5v9\"/></svg>"
        )
        page.tag("span", "Assay")
      }
      guard page.frame.user != nil else { return }
      page.tag("nav", ["aria-label": page.say("frame.navigation")]) { page in
        page.tag("ul") { page in
          for entry in Place.allCases where entry != .none {
            page.tag("li") { page in
              let attributes: KeyValuePairs<StaticString, String> =
                entry == place
                ? ["href": entry.href, "aria-current": "page", "data-go": entry.key]
                : ["href": entry.href, "data-go": entry.key]
              page.tag("a", attributes, page.say("place.\(entry.rawValue)"))
            }
          }
        }
      }
    }
  }

  private mutating func notices() {
    if let notice = frame.notice {
      tag(
        "p",
        [
          "class": notice.isProblem ? "notice problem" : "notice",
          "role": notice.isProblem ? "alert" : "status",
        ],
        notice.text)
    }
    if frame.isGenerated { tag("p", ["class": "generated", "role": "note"], say("frame.generated")) }
  }

  private mutating func foot() {
    tag("footer", ["class": "foot"]) { page in
      if page.frame.user != nil {
        page.tag("div", ["class": "who"]) { page in
          if let user = page.frame.user {
            page.tag("span") { page in
              page.tag("bdi", user.name)
              page.html.text(" · " + page.say.term("role", user.role))
            }
            if user.hasAccount {
              page.form("/sign-out", ["class": "plain"]) { page in
                page.tag("button", ["type": "submit", "class": "link"], page.say("frame.sign-out"))
              }
            }
          }
          if !page.frame.workspace.isEmpty { page.tag("bdi", page.frame.workspace) }
        }
      }
      page.form("/preferences", ["class": "plain preferences"]) { page in
        page.html.empty("input", ["type": "hidden", "name": "back", "value": page.frame.address])
        page.tag("span", ["class": "choice", "role": "group", "aria-label": page.say("frame.language")]) {
          page in
          for language in Language.allCases {
            page.tag(
              "button",
              [
                "name": "language", "value": language.rawValue, "lang": language.tag,
                "aria-pressed": language == page.frame.language ? "true" : "false",
              ], language.name)
          }
        }
        page.tag("span", ["class": "choice", "role": "group", "aria-label": page.say("frame.theme")]) {
          page in
          for theme in PageFrame.Theme.allCases {
            page.tag(
              "button",
              [
                "name": "theme", "value": theme.rawValue, "data-set-theme": theme.rawValue,
                "aria-pressed": theme == page.frame.theme ? "true" : "false",
              ], page.say("theme.\(theme.rawValue)"))
          }
        }
      }
      page.tag("div", ["class": "aside-links"]) { page in
        if let twin = page.frame.twin { page.tag("a", ["href": twin], page.say("frame.twin")) }
        page.tag("a", ["href": "/help", "data-help": ""], page.say("frame.keys"))
      }
      page.tag("p", ["class": "caveat"], page.say("frame.caveat"))
    }
  }

  /// The overlay of keys; the script opens it with `?`, the page `/help` shows the same without script.
  private mutating func keys() {
    tag("dialog", ["id": "keys", "aria-labelledby": "keys-title"]) { page in
      page.tag("h2", ["id": "keys-title"], page.say("keys.title"))
      page.keyTable()
      page.tag("form", ["method": "dialog"]) { page in
        page.tag("button", ["class": "quiet"], page.say("keys.close"))
      }
    }
  }

  mutating func keyTable() {
    tag("dl", ["class": "keys"]) { page in
      for (keys, key) in [
        ("j k", "keys.move"), ("Enter", "keys.open"), ("n p", "keys.step"), ("u", "keys.back"),
        ("/", "keys.find"),
        ("g t", "keys.today"), ("g s", "keys.search"), ("g c", "keys.cases"), ("g l", "keys.licences"),
        ("g w", "keys.law"), ("g f", "keys.flows"), ("g a", "keys.audit"), ("g u", "keys.upload"),
        ("d", "keys.decide"), ("t", "keys.theme"), ("?", "keys.help"), ("Esc", "keys.escape"),
      ] {
        page.tag("div") { page in
          page.tag("dt") { page in
            for part in keys.split(separator: " ") { page.tag("kbd", String(part)) }
          }
          page.tag("dd", page.say(key))
        }
      }
    }
  }

  /// Shapes of the lanes, told apart by outline as well as by tint.
  private mutating func laneShapes() {
    html.raw(
      """
      <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
      <g id="m-green"><circle class="mk-green" r="3"/></g>
      <g id="m-blue"><rect class="mk-blue" x="-3.2" y="-3.2" width="6.4" height="6.4"/></g>
      <g id="m-yellow"><path class="mk-yellow" d="M0-4.4 4.6 3.5-4.6 3.5Z"/></g>
      <g id="m-red"><path class="mk-red" d="M0-5.2 5.2 0 0 5.2-5.2 0Z"/></g>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path class="arrowhead" d="M0 1 8 4 0 7z"/></marker>
      </defs></svg>

      """)
  }
}
