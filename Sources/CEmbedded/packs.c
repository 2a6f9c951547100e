// SPDX-License-Identifier: Apache-2.0
#include "CEmbedded.h"

const unsigned char assay_law_pack[] = {
#embed "packs/law.pack"
};
const size_t assay_law_pack_size = sizeof(assay_law_pack);

const unsigned char assay_reference_pack[] = {
#embed "packs/reference.pack"
};
const size_t assay_reference_pack_size = sizeof(assay_reference_pack);

const unsigned char assay_flows_pack[] = {
#embed "packs/flows.pack"
};
const size_t assay_flows_pack_size = sizeof(assay_flows_pack);

const unsigned char assay_world_outline[] = {
#embed "../../Reference/outline/world.csv"
};
const size_t assay_world_outline_size = sizeof(assay_world_outline);
