// SPDX-License-Identifier: Apache-2.0
// The name tables of Reference/names, embedded so that the binary needs no file beside it.
#pragma once
#include <stddef.h>

/// One embedded table; the bytes live as long as the program.
typedef struct {
  const unsigned char *_Nonnull bytes;
  size_t size;
} assay_names_table;

assay_names_table assay_names_transliteration(void);
assay_names_table assay_names_legal_forms(void);
assay_names_table assay_names_words(void);
assay_names_table assay_names_own_words(void);
assay_names_table assay_names_han_words(void);
assay_names_table assay_names_frequency(void);
assay_names_table assay_names_countries(void);
assay_names_table assay_names_model(void);
assay_names_table assay_names_address_words(void);

/// Asks for a line of memory and the one behind it, to be read soon.
static inline void assay_names_prefetch(const void *_Nonnull address) {
  __builtin_prefetch(address);
  __builtin_prefetch((const char *)address + 64);
}
