// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import Hummingbird
import NIOCore
import TradeModel

extension Response {
  /// An answer in JSON.
  public static func json(
    _ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    var fields = headers
    if fields[.contentType] == nil { fields[.contentType] = "application/json" }
    return Response(
      status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: value.bytes)))
  }

  /// An answer that a client may keep and ask about again by its tag.
  static func tagged(_ value: JSON, for request: Request) -> Response {
    let bytes = value.bytes
    let tag = "\"\(SHA256.hexDigest(of: bytes).prefix(32))\""
    let known = request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",")
      .map { $0.drop { $0 == " " } }
    if known.contains(where: { $0 == tag || $0 == "W/\(tag)" || $0 == "*" }) {
      return Response(status: .notModified, headers: [.eTag: tag])
    }
    return Response(
      status: .ok,
      headers: [.contentType: "application/json", .eTag: tag, .cacheControl: "private, no-cache"],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// A page of a list, with the tag of its bytes.
  static func page(_ items: [JSON], total: Int, offset: Int, limit: Int, for request: Request) -> Response {
    tagged(
      ["items": .array(items), "total": .int(total), "offset": .int(offset), "limit": .int(limit)],
      for: request)
  }
}
