// SPDX-License-Identifier: Apache-2.0

import TradeModel

extension PackCoder {
  mutating func code(_ value: inout Day) {
    var number = Int(value.number)
    code(&number)
    if isWriting { return }
    guard let day = Int32(exactly: number) else { return reject() }
    value = Day(number: day)
  }

  mutating func code(_ value: inout Day?) {
    code(&value, of: Day(number: 0)) { $0.code(&$1) }
  }

  mutating func code(_ value: inout CountryCode) {
    var text = value.description
    code(&text)
    if isWriting { return }
    guard let country = CountryCode(text) else { return reject() }
    value = country
  }

  mutating func code(_ values: inout [CountryCode]) {
    code(&values, of: .china) { $0.code(&$1) }
  }

  mutating func code(_ value: inout CommodityCode) {
    var number = Int(value.number)
    var count = Int(value.count)
    code(&number)
    code(&count)
    if isWriting { return }
    guard number >= 0, let code = CommodityCode(number: UInt64(number), count: count) else { return reject() }
    value = code
  }

  mutating func code(_ value: inout Element) {
    var number = Int(value.atomicNumber)
    code(&number)
    if isWriting { return }
    guard let element = Element(atomicNumber: number) else { return reject() }
    value = element
  }

  mutating func code(_ value: inout Bounds) {
    var (lower, upper) = (value.lower, value.upper)
    var (includesLower, includesUpper) = (value.includesLower, value.includesUpper)
    code(&lower)
    code(&upper)
    code(&includesLower)
    code(&includesUpper)
    if isWriting { return }
    guard lower < upper || (lower == upper && includesLower && includesUpper) else { return reject() }
    value = Bounds(lower, upper, includesLower: includesLower, includesUpper: includesUpper)
  }

  mutating func code(_ value: inout Bounds?) {
    code(&value, of: Bounds(exactly: 0)) { $0.code(&$1) }
  }

  mutating func code(_ value: inout Mass?) {
    code(&value, of: Mass(milligrams: 0)) { coder, mass in
      var milligrams = Int(mass.milligrams)
      coder.code(&milligrams)
      mass = Mass(milligrams: Int64(milligrams))
    }
  }
}
