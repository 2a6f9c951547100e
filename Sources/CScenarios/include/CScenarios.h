// SPDX-License-Identifier: Apache-2.0
// Tables of Examples/scenarios, embedded so that the generator needs no file beside the binary.
#pragma once
#include <stddef.h>

struct assay_scenario_table {
  const char *name;
  const unsigned char *bytes;
  size_t size;
};

/// The table at an index below the count.
const struct assay_scenario_table *assay_scenario_table_at(size_t index);
extern const size_t assay_scenario_table_count;
