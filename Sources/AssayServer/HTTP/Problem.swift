// SPDX-License-Identifier: Apache-2.0

public import Casework
public import HTTPTypes
public import Hummingbird

/// An error as RFC 9457 describes it: `application/problem+json` with a stable code.
public struct Problem: Error, HTTPResponseError {
  public var status: HTTPResponse.Status
  /// A stable short name, such as `body-too-large`.
  public var code: String
  /// What is wrong and what to do; no names or values of trade.
  public var detail: String
  public var extra: [JSON.Member] = []
  public var headers: HTTPFields = [:]

  public init(_ status: HTTPResponse.Status, _ code: String, _ detail: String) {
    self.status = status
    self.code = code
    self.detail = detail
  }

  public init(_ error: WorkspaceError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .notFound, .noWorkspace: .notFound
      case .invalid: .badRequest
      case .conflict, .ledger, .workspaceExists: .conflict
      case .fourEyes: .forbidden
      case .keyReused: .unprocessableContent
      case .busy, .readOnly: .serviceUnavailable
      case .diskFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
      default: .internalServerError
      }
    // Paths of the machine stay inside: a fault of the store is named by its code alone.
    let isInside = status.code >= 500
    self.init(
      status, error.reason.isEmpty ? error.code.rawValue : error.reason,
      isInside
        ? "the workspace cannot do this now (\(error.code.rawValue)); nothing was changed" : error.message)
  }

  static let notFound = Problem(.notFound, "not-found", "there is nothing here by this name")

  var json: JSON {
    .object(
      [
        .init(name: "type", value: .string("about:blank#\(code)")),
        .init(name: "title", value: .string(status.reasonPhrase)),
        .init(name: "status", value: .int(status.code)), .init(name: "code", value: .string(code)),
        .init(name: "detail", value: .string(detail)),
      ] + extra)
  }

  public func response(from request: Request, context: some RequestContext) throws -> Response {
    var fields = headers
    fields[.contentType] = "application/problem+json"
    return Response(
      status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
  }
}
