// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Workbench

/// The workbench: every page and every form, each with its right.
///
/// A page is a model (`WorkbenchPage`), which is its JSON twin as well, and one `page` here that makes the model. A form
/// is an `action` that does its work and says where to go on. Pages beside these are added to this list.
public enum Pages {
  public static let all: [Endpoint] =
    FramePages.all + TodayPages.all + UploadPages.all + ReferralPages.all + CasePages.all + AuditPages.all
    + LawPages.all + LicencePages.all + PartyPages.all + SearchPages.all + FlowPages.all

  /// A page at a path and, with `.json` behind the path or `Accept: application/json`, its twin.
  static func page<Model: WorkbenchPage>(
    _ path: String, _ access: Access, _ summary: String, parameters: [Endpoint.Parameter] = [],
    _ model: @escaping @Sendable (Request, AssayContext, Services) async throws -> Model
  ) -> [Endpoint] {
    let twin = path == "/" ? "/today.json" : "\(path).json"
    return [
      Endpoint(
        .get, path, access, tag: "pages", summary, parameters: parameters, produces: "text/html"
      ) { request, context, services in
        let made = try await model(request, context, services)
        if request.prefersJSON { return try .twin(of: made) }
        return try .page(made, request, context.caller, services, twin: true)
      },
      Endpoint(.get, twin, access, tag: "pages", "\(summary) As JSON.", parameters: parameters) {
        request, context, services in
        try .twin(of: try await model(request, context, services))
      },
    ]
  }

  /// A form: checked for its token, done, and on to the address it gives.
  static func action(
    _ path: String, _ access: Access, _ summary: String, isUpload: Bool = false, limit: Int = 256 << 10,
    _ act: @escaping @Sendable (Form, AssayContext, Services) async throws -> String
  ) -> Endpoint {
    form(path, access, summary, isUpload: isUpload, limit: limit) { form, context, services in
      .seeOther(try await act(form, context, services))
    }
  }

  /// A form whose answer is its own, such as a file.
  static func form(
    _ path: String, _ access: Access, _ summary: String, isUpload: Bool = false, limit: Int = 256 << 10,
    _ answer: @escaping @Sendable (Form, AssayContext, Services) async throws -> Response
  ) -> Endpoint {
    Endpoint(
      .post, path, access, tag: "pages", summary, body: ["type": "object"],
      consumes: [isUpload ? "multipart/form-data" : "application/x-www-form-urlencoded"],
      produces: "text/html", success: 303, bodyLimit: limit
    ) { request, context, services in
      let form = try await Form(request, upTo: limit)
      try services.checkForm(token: form["csrf_token"], of: try context.requireCaller())
      return try await answer(form, context, services)
    }
  }
}

extension Request {
  /// Whether the other side asks for JSON rather than a page.
  var prefersJSON: Bool {
    let wanted = headers[values: .accept].joined(separator: ",").lowercased()
    guard let json = wanted.range(of: "application/json") else { return false }
    guard let html = wanted.range(of: "text/html") else { return true }
    return json.lowerBound < html.lowerBound
  }

  /// Whether the other side is a browser that shows pages.
  var wantsPage: Bool {
    !prefersJSON && headers[values: .accept].contains { $0.lowercased().contains("text/html") }
  }
}

extension AssayContext {
  /// Whether the caller works on cases.
  var isCaseworker: Bool { caller.map { Access.casework.admits($0.role) } ?? false }
}

extension Services {
  /// The outcome of a form, told once at the head of the page that follows.
  static func with(_ done: String, _ address: String) -> String {
    let (path, fragment) = address.split(atFirst: "#")
    return path + (path.contains("?") ? "&" : "?") + "done=\(done)" + (fragment.map { "#\($0)" } ?? "")
  }
}

extension String {
  fileprivate func split(atFirst mark: Character) -> (String, String?) {
    guard let at = firstIndex(of: mark) else { return (self, nil) }
    return (String(self[..<at]), String(self[index(after: at)...]))
  }
}
