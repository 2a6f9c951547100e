// SPDX-License-Identifier: Apache-2.0
// Packs compiled from Law/ and Reference/ by assay-pack, embedded so that the binary needs no file beside it.
#pragma once
#include <stddef.h>

extern const unsigned char assay_law_pack[];
extern const size_t assay_law_pack_size;
extern const unsigned char assay_reference_pack[];
extern const size_t assay_reference_pack_size;

// The packs as pointers: an array of unknown length is not visible to Swift.
static inline const unsigned char *assay_law_pack_bytes(void) { return assay_law_pack; }
static inline const unsigned char *assay_reference_pack_bytes(void) { return assay_reference_pack; }

// Joined from Reference/flows/ by Tools/pack-flow-reference.py.
extern const unsigned char assay_flows_pack[];
extern const size_t assay_flows_pack_size;
static inline const unsigned char *assay_flows_pack_bytes(void) { return assay_flows_pack; }

// Outlines of countries for small maps: Reference/outline/world.csv as it stands.
extern const unsigned char assay_world_outline[];
extern const size_t assay_world_outline_size;
static inline const unsigned char *assay_world_outline_bytes(void) { return assay_world_outline; }
