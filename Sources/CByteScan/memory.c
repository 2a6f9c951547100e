// SPDX-License-Identifier: Apache-2.0
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CByteScan.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>

static const size_t page = 4096;

size_t assay_memory_size(size_t bytes) {
  if (bytes < assay_memory_mapped_from) return bytes < 64 ? 64 : bytes;
  return (bytes + page - 1) / page * page;
}

void assay_memory_ready(void *memory, size_t bytes) {
#if defined(__linux__) && defined(MADV_POPULATE_WRITE)
  // Not known to systems before Linux 5.14, which is asked once.
  static atomic_bool is_unknown = false;
  if (bytes < 4 * page || atomic_load_explicit(&is_unknown, memory_order_relaxed)) return;
  const uintptr_t first = (uintptr_t)memory / page * page;
  const uintptr_t end = ((uintptr_t)memory + bytes + page - 1) / page * page;
  if (madvise((void *)first, end - first, MADV_POPULATE_WRITE) != 0 && errno == EINVAL)
    atomic_store_explicit(&is_unknown, true, memory_order_relaxed);
#else
  (void)memory;
  (void)bytes;
#endif
}

void *assay_memory_grow(void *memory, size_t held, size_t wanted) {
  if (wanted < assay_memory_mapped_from) return realloc(memory, wanted);
  void *grown = MAP_FAILED;
#if defined(__linux__)
  if (held >= assay_memory_mapped_from) {
    grown = mremap(memory, held, wanted, MREMAP_MAYMOVE);
  } else
#endif
  {
    grown = mmap(NULL, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (grown != MAP_FAILED && held > 0) {
      memcpy(grown, memory, held);
      assay_memory_free(memory, held);
    }
  }
  return grown == MAP_FAILED ? NULL : grown;
}

void assay_memory_free(void *memory, size_t held) {
  if (held >= assay_memory_mapped_from) {
    munmap(memory, held);
  } else {
    free(memory);
  }
}
