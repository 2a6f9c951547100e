// SPDX-License-Identifier: Apache-2.0

import ControlLaw
import LawCompiler
import TradeModel

/// Compiles a law folder given on the command line, or ends the run with its diagnostics.
func lawBook(from folder: String) throws -> LawBook {
  let result = LawCompiler().compile(folder: folder)
  for diagnostic in result.diagnostics where diagnostic.severity >= .warning {
    Terminal.note(diagnostic.rendered)
  }
  guard let tables = result.tables else {
    throw couldNotRun("\(folder): error: the law does not compile; mend the places above")
  }
  return LawBook(tables)
}
