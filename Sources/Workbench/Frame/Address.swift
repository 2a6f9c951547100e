// SPDX-License-Identifier: Apache-2.0

/// Parts of addresses made of data.
public enum Address {
  /// A text as one segment of a path or one value of a query: everything but letters, digits and `-._~` as `%XX`.
  public static func segment(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        out += "%"
        out.unicodeScalars.append(digits[Int(byte >> 4)])
        out.unicodeScalars.append(digits[Int(byte & 15)])
      }
    }
    return out == "." || out == ".." ? out.map { _ in "%2E" }.joined() : out
  }

  /// The address to go back to when it is one of this program, else the first page: no redirect leads elsewhere.
  public static func own(_ text: String) -> String {
    guard text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"), text.utf8.count < 2_000,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return "/" }
    return text
  }
}
