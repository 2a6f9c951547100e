// SPDX-License-Identifier: Apache-2.0

import PageMarkup

/// Handing in declarations and licences, and what came of earlier files.
public struct UploadPage: WorkbenchPage {
  /// A run of the screening.
  public struct Run: Encodable, Sendable {
    public var id: Int64
    public var at: String
    public var actor: String
    public var inputs: [String]
    public var rows: Int
    public var quarantined: Int
    /// The run that has taken its place.
    public var replacedBy: Int64?

    public init(
      id: Int64, at: String, actor: String, inputs: [String], rows: Int, quarantined: Int,
      replacedBy: Int64? = nil
    ) {
      self.id = id
      self.at = at
      self.actor = actor
      self.inputs = inputs
      self.rows = rows
      self.quarantined = quarantined
      self.replacedBy = replacedBy
    }
  }

  public var runs: [Run]
  public var mayUpload: Bool
  /// The most bytes a file may have.
  public var limit: Int

  public init(runs: [Run], mayUpload: Bool, limit: Int) {
    self.runs = runs
    self.mayUpload = mayUpload
    self.limit = limit
  }

  public var place: Place { .upload }
  public func title(_ words: Words) -> String { words("upload.title") }

  public func body(_ page: inout Page) {
    page.head(page.say("upload.title"), lede: page.say("upload.lede"))
    if mayUpload {
      page.section("file", page.say("upload.file"), class: "panel") { page in
        page.form(
          "/upload",
          [
            "class": "decide", "id": "upload", "data-busy": page.say("upload.busy"),
            "data-progress": page.say("upload.sending"), "data-say-read": page.say("upload.stage.read"),
            "data-say-assessed": page.say("upload.stage.assessed"),
            "data-say-other": page.say("upload.stage.other"),
          ], isUpload: true
        ) { page in
          page.tag("div", ["class": "field"]) { page in
            page.tag("label", ["for": "f-file"], page.say("upload.choose"))
            page.html.empty(
              "input",
              [
                "type": "file", "id": "f-file", "name": "file", "required": "required",
                "aria-describedby": "f-file-hint",
              ])
            page.tag(
              "small", ["id": "f-file-hint"], page.say("upload.hint", Number.grouped(limit / 1_048_576)))
          }
          page.tag("div", ["class": "field"]) { page in
            page.tag("label", ["for": "f-licences"], page.say("upload.licences"))
            page.html.empty(
              "input",
              ["type": "file", "id": "f-licences", "name": "licences", "aria-describedby": "f-licences-hint"])
            page.tag("small", ["id": "f-licences-hint"], page.say("upload.licences.hint"))
          }
          page.tag("div", ["class": "buttons"]) {
            $0.tag("button", ["class": "primary"], $0.say("upload.go"))
          }
        }
      }
    }
    if !mayUpload { page.tag("p", ["class": "note"], page.say("upload.viewer")) }
    page.section("runs", page.say("upload.runs")) { page in
      guard !runs.isEmpty else {
        page.nothing(page.say("upload.runs.none"))
        return
      }
      page.table(
        page.say("upload.runs"),
        [
          "#column.run", "column.at", "column.actor", "column.inputs", "#column.assessed",
          "#column.quarantined",
        ]
      ) { page in
        for run in runs {
          page.tag("tr") { page in
            page.tag("td", ["class": "n"], String(run.id))
            page.tag("td", run.at)
            page.tag("td") { $0.tag("bdi", run.actor) }
            page.tag("td") { page in
              page.tag("bdi", run.inputs.joined(separator: ", "))
              if let later = run.replacedBy {
                page.tag("small", ["class": "label"], page.say("upload.again", String(later)))
              }
            }
            page.tag("td", ["class": "n"], Number.grouped(run.rows))
            page.tag("td", ["class": "n"], Number.grouped(run.quarantined))
          }
        }
      }
    }
  }
}
