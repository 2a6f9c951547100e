// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// Bytes to be saved, never shown as a page of this server.
  static func attachment(
    _ bytes: [UInt8], name: String, type: String = "application/octet-stream",
    status: HTTPResponse.Status = .ok
  ) -> Response {
    var fields: HTTPFields = [.contentType: type]
    fields[.contentDisposition] = "attachment; filename*=UTF-8''\(percentEncoded(name))"
    // Should a browser show it all the same, it stands alone: no script, no origin.
    fields[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: out.append(byte)
      default: out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

/// Files in one stream in the form of POSIX.1-1988 (`ustar`), which every system unpacks.
enum TarArchive {
  /// - Parameters:
  ///   - files: paths of at most 99 bytes, as a package of a case has, with their content.
  ///   - seconds: the time of all files since 1970; given, so that the same files make the same bytes.
  static func bytes(_ files: [(path: String, content: [UInt8])], seconds: Int64) -> [UInt8] {
    var out: [UInt8] = []
    for file in files {
      out += header(file.path, size: file.content.count, seconds: seconds)
      out += file.content
      out += padding(file.content.count)
    }
    return out + [UInt8](repeating: 0, count: 1024)
  }

  private static func padding(_ size: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: (512 - size % 512) % 512)
  }

  private static func header(_ path: String, size: Int, seconds: Int64) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int, most: Int) {
      for (index, byte) in text.utf8.prefix(most).enumerated() { block[offset + index] = byte }
    }
    func octal(_ value: Int64, digits: Int) -> String {
      let text = String(max(0, value), radix: 8)
      return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
    put(path, at: 0, most: 99)
    put("0000644", at: 100, most: 7)
    put("0000000", at: 108, most: 7)
    put("0000000", at: 116, most: 7)
    put(octal(Int64(size), digits: 11), at: 124, most: 11)
    put(octal(seconds, digits: 11), at: 136, most: 11)
    put("        ", at: 148, most: 8)
    put("0", at: 156, most: 1)
    put("ustar", at: 257, most: 5)
    put("00", at: 263, most: 2)
    let sum = block.reduce(0) { $0 + Int64($1) }
    put(octal(sum, digits: 6), at: 148, most: 6)
    block[154] = 0
    return block
  }
}
