// SPDX-License-Identifier: Apache-2.0

/// Registry numbers of the Chemical Abstracts Service, such as `7440-55-3`.
public enum CASNumber {
  /// Whether a text has the shape of a registry number and its last digit checks.
  ///
  /// The check digit is the sum of the other digits, each times its place from the right, modulo 10.
  public static func isValid(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, (2...7).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts[2].utf8.count == 1
    else { return false }
    let digits = parts.joined().utf8.map { Int($0) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }), let check = digits.last else { return false }
    let sum = digits.dropLast().reversed().enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
    return sum % 10 == check
  }
}
