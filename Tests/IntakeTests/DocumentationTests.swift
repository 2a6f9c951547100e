// SPDX-License-Identifier: Apache-2.0

import AssayTestKit
import Foundation
import Intake
import Testing
import TradeModel

@Suite("The page on input") struct InputPageTests {
  let page: String

  init() throws { page = try String(contentsOfFile: repositoryRoot() + "/docs/input.md", encoding: .utf8) }

  @Test("tells every reason for quarantine", arguments: QuarantineReason.allCases)
  func reasons(_ reason: QuarantineReason) {
    #expect(page.contains("`\(reason.rawValue)`"))
    #expect(!reason.message.isEmpty && !reason.advice.isEmpty)
  }

  @Test("tells every field", arguments: DeclarationField.allCases)
  func fields(_ field: DeclarationField) {
    let name = field.rawValue
    let isParty = ["consignee_", "declarant_", "notify_"].contains { name.hasPrefix($0) }
    #expect(isParty || page.contains("`\(name)`"))
  }

  @Test("tells every error of a whole file", arguments: IntakeError.Code.allCases)
  func errors(_ code: IntakeError.Code) {
    #expect(page.contains("`\(code.rawValue)`"))
  }
}
