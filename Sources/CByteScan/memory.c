// SPDX-License-Identifier: Apache-2.0
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CByteScan.h"

#include <stdlib.h>
#include <sys/mman.h>

static const size_t page = 4096;

size_t assay_memory_size(size_t bytes) {
  if (bytes < assay_memory_mapped_from) return bytes < 64 ? 64 : bytes;
  return (bytes + page - 1) / page * page;
}

#if defined(__linux__)
// Pages of 2 MiB where the system lends them: a page is given and cleared at a fifth of what 512 small ones cost.
static const size_t large_page = (size_t)1 << 21;
static const size_t large_from = (size_t)1 << 22;

void assay_memory_large(void *memory, size_t bytes) {
  if (bytes < large_from) return;
  const uintptr_t first = ((uintptr_t)memory + page - 1) / page * page;
  const uintptr_t end = ((uintptr_t)memory + bytes) / page * page;
  if (end > first) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
}

// Fresh memory that begins where a large page may.
static void *mapped_on_large_pages(size_t wanted) {
  char *raw = mmap(NULL, wanted + large_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) return MAP_FAILED;
  char *start = (char *)(((uintptr_t)raw + large_page - 1) / large_page * large_page);
  if (start > raw) munmap(raw, (size_t)(start - raw));
  munmap(start + wanted, (size_t)(raw + large_page - start));
  assay_memory_large(start, wanted);
  return start;
}

static void *moved(void *memory, size_t held, size_t wanted) {
  if (wanted < large_from) return mremap(memory, held, wanted, MREMAP_MAYMOVE);
  void *same = mremap(memory, held, wanted, 0);
  if (same != MAP_FAILED) {
    assay_memory_large(same, wanted);
    return same;
  }
  void *target = mapped_on_large_pages(wanted);
  if (target == MAP_FAILED) return MAP_FAILED;
  void *grown = mremap(memory, held, wanted, MREMAP_MAYMOVE | MREMAP_FIXED, target);
  if (grown == MAP_FAILED) munmap(target, wanted);
  else assay_memory_large(grown, wanted);
  return grown;
}
#else
void assay_memory_large(void *memory, size_t bytes) {
  (void)memory;
  (void)bytes;
}
#endif

static void *mapped(size_t wanted) {
#if defined(__linux__)
  if (wanted >= large_from) return mapped_on_large_pages(wanted);
#endif
  return mmap(NULL, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void *assay_memory_grow(void *memory, size_t held, size_t wanted) {
  if (wanted < assay_memory_mapped_from) return realloc(memory, wanted);
  void *grown = MAP_FAILED;
#if defined(__linux__)
  if (held >= assay_memory_mapped_from) {
    grown = moved(memory, held, wanted);
  } else
#endif
  {
    grown = mapped(wanted);
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
