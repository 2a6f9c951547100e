// SPDX-License-Identifier: Apache-2.0
// Style, script and words of the workbench, embedded so that the binary needs no file beside it.
#pragma once
#include <stddef.h>

extern const unsigned char assay_workbench_css[];
extern const size_t assay_workbench_css_size;
extern const unsigned char assay_workbench_js[];
extern const size_t assay_workbench_js_size;
extern const unsigned char assay_explore_js[];
extern const size_t assay_explore_js_size;
extern const unsigned char assay_workbench_words[];
extern const size_t assay_workbench_words_size;

// As pointers: an array of unknown length is not visible to Swift.
static inline const unsigned char *assay_workbench_css_bytes(void) { return assay_workbench_css; }
static inline const unsigned char *assay_workbench_js_bytes(void) { return assay_workbench_js; }
static inline const unsigned char *assay_explore_js_bytes(void) { return assay_explore_js; }
static inline const unsigned char *assay_workbench_words_bytes(void) { return assay_workbench_words; }
