// SPDX-License-Identifier: Apache-2.0

import Casework
import ControlLaw
import FlowWatch
import Indicators
import Parties
import Recording
import Screening
import TradeModel

extension Services {
  /// What a kept decision is made with, and made again with.
  var engines: ScreeningEngines {
    let today = screener
    return ScreeningEngines(
      law: law, parties: lists.entryCount == 0 ? nil : PartyScreening(lists: lists), threads: 2,
      readAlerts: { bytes in
        do throws(ValueError) { return try FlowLeadFile.leads(bytes, file: "alerts") } catch { return [] }
      }
    ) { law, country in
      Screener(
        law: law, reference: today.reference, reader: today.reader, model: today.model, exportCountry: country
      )
    }
  }

  /// Today in China, whose law is asked by default.
  var chinaDay: Day { Day(number: Int32((clock().milliseconds + 8 * 3_600_000) / 86_400_000)) }
}
