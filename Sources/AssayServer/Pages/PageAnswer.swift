// SPDX-License-Identifier: Apache-2.0

import Accounts
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Workbench

extension Response {
  /// A page in the reader's language and light.
  static func page(
    _ model: some WorkbenchPage, _ request: Request, _ caller: Caller?, _ services: Services,
    status: HTTPResponse.Status = .ok, twin: Bool = false
  ) throws -> Response {
    let frame = try PageFrame(request, caller, services, hasTwin: twin)
    return Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .vary: "Accept, Accept-Language, Cookie"],
      body: .init(byteBuffer: ByteBuffer(bytes: model.render(frame))))
  }

  /// The model of a page as JSON, names as in the rest of the interface.
  static func twin(of model: some WorkbenchPage) throws -> Response {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    return .json(.raw(Array(try encoder.encode(model))), headers: [.vary: "Accept, Cookie"])
  }

  /// On to another address of this program, with a GET.
  static func seeOther(_ address: String, cookies: [String] = []) -> Response {
    var fields: HTTPFields = [.location: Address.own(address)]
    for cookie in cookies { fields.append(.init(name: .setCookie, value: cookie)) }
    return Response(status: .seeOther, headers: fields)
  }
}

extension PageFrame {
  static let languageCookie = "assay_language"
  static let themeCookie = "assay_theme"

  init(_ request: Request, _ caller: Caller?, _ services: Services, hasTwin: Bool) throws {
    self.init()
    libraryTag = services.drawing?.tag
    language = Self.language(of: request)
    theme = request.cookies[Self.themeCookie].flatMap { Theme(rawValue: $0.value) } ?? .automatic
    if let caller {
      user = User(
        name: caller.name, role: caller.role.rawValue,
        hasAccount: { if case .session = caller.means { true } else { false } }())
      csrf = services.formToken(for: caller)
      if let store = services.workspace {
        workspace = store.folder.path.split(separator: "/").last.map(String.init) ?? ""
        isGenerated = try store.read { try DecisionStore.holdsGenerated(in: $0) }
      }
    }
    let path = request.uri.path
    let query = request.uri.query.map { "?\($0)" } ?? ""
    address = Address.own(path + query)
    if hasTwin { twin = (path == "/" ? "/today.json" : "\(path).json") + query }
    if let done = request.uri.queryParameters["done"], Words.knows("done.\(done)") {
      notice = Notice(isProblem: false, text: Words(language)("done.\(done)"))
    }
  }

  /// The language chosen, else the first the browser asks for that there is.
  private static func language(of request: Request) -> Language {
    if let chosen = request.cookies[languageCookie].flatMap({ Language(rawValue: $0.value) }) {
      return chosen
    }
    for wanted in (request.headers[.acceptLanguage] ?? "").split(separator: ",") {
      let tag = wanted.drop { $0 == " " }.prefix(2).lowercased()
      if let language = Language(rawValue: tag) { return language }
    }
    return .english
  }
}

extension Problem {
  /// The problem as a page, or the way to sign in; nothing for those who do not ask for pages.
  func page(for request: Request, _ services: Services) throws -> Response? {
    guard request.wantsPage, !request.uri.path.hasPrefix("/v1/") else { return nil }
    if status == .unauthorized, request.method == .get {
      let query = request.uri.query.map { "?\($0)" } ?? ""
      return .seeOther("/sign-in?back=\(Address.segment(Address.own(request.uri.path + query)))")
    }
    let caller = try? Gate.caller(of: request, services)
    let page = MessagePage(status: status.code, text: detail, isForm: request.method == .post)
    var response = try Response.page(page, request, caller, services, status: status)
    for field in headers { response.headers[field.name] = field.value }
    return response
  }
}

extension Instant {
  /// The moment for people, to the minute, in universal time.
  var minute: String { String(description.prefix(16)).replacingOccurrences(of: "T", with: " ") }
}
