// SPDX-License-Identifier: Apache-2.0
// Byte scanning kernels for the readers. Everything here is inlined into Swift; nothing reads past `count`.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Which of 64 bytes are of each kind; bit i stands for byte i.
typedef struct {
  uint64_t newline;
  uint64_t delimiter;
  uint64_t quote;
  uint64_t nul;
  uint64_t high;
} assay_masks;

#if defined(__SSE2__)
static inline __attribute__((always_inline)) uint64_t assay_mask16(__m128i v, __m128i c) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, c));
}
#endif

/// Classifies the 64 bytes at `p`, all of which must be readable.
static inline __attribute__((always_inline)) assay_masks assay_classify64(const uint8_t *p, uint8_t delimiter) {
  assay_masks m = {0, 0, 0, 0, 0};
#if defined(__SSE2__)
  const __m128i nl = _mm_set1_epi8('\n'), de = _mm_set1_epi8((char)delimiter), qu = _mm_set1_epi8('"'),
                ze = _mm_setzero_si128();
  for (int i = 0; i < 4; i++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(p + 16 * i));
    const int s = 16 * i;
    m.newline |= assay_mask16(v, nl) << s;
    m.delimiter |= assay_mask16(v, de) << s;
    m.quote |= assay_mask16(v, qu) << s;
    m.nul |= assay_mask16(v, ze) << s;
    m.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v) << s;
  }
#else
  for (int i = 0; i < 64; i++) {
    const uint64_t bit = (uint64_t)1 << i;
    if (p[i] == '\n') m.newline |= bit;
    if (p[i] == delimiter) m.delimiter |= bit;
    if (p[i] == '"') m.quote |= bit;
    if (p[i] == 0) m.nul |= bit;
    if (p[i] >= 0x80) m.high |= bit;
  }
#endif
  return m;
}

/// Classifies the first `count` (0 to 64) bytes at `p`; the bits above are zero.
static inline assay_masks assay_classify_tail(const uint8_t *p, size_t count, uint8_t delimiter) {
  uint8_t padded[64];
  memset(padded, ' ', 64);
  if (count > 64) count = 64;
  memcpy(padded, p, count);
  assay_masks m = assay_classify64(padded, delimiter);
  const uint64_t keep = count == 64 ? ~(uint64_t)0 : (((uint64_t)1 << count) - 1);
  m.newline &= keep;
  m.delimiter &= keep;
  m.quote &= keep;
  m.nul &= keep;
  m.high &= keep;
  return m;
}

/// Where the scan of a CSV text stands between two blocks.
typedef struct {
  /// All ones inside a quoted field, else 0.
  uint64_t inside;
  /// 1 where the byte before the block is a delimiter or a line end, or a record begins.
  uint64_t after_separator;
} assay_scan;

/// The ends of fields and records among 64 bytes; bit i stands for byte i.
typedef struct {
  /// Line ends and delimiters outside quotes.
  uint64_t newline;
  uint64_t delimiter;
  /// Line ends inside quotes.
  uint64_t inner;
  /// Bytes that are NUL or not ASCII.
  uint64_t odd;
  uint64_t quote;
  /// Whether every quote opens a field right after a separator or closes one right before a separator; where it is 0 the
  /// other members mean nothing and the scan has not moved.
  int is_plain;
} assay_fields;

/// Reads the first 64 of `left` (more than 64) bytes at `p` as CSV and moves the scan on.
static inline __attribute__((always_inline)) assay_fields assay_fields64(
    const uint8_t *p, size_t left, uint8_t delimiter, int quotes, assay_scan *scan) {
  const assay_masks m = assay_classify64(p, delimiter);
  assay_fields f = {m.newline, m.delimiter, 0, m.nul | m.high, quotes ? m.quote : 0, 1};
  const uint64_t separator = m.newline | m.delimiter;
  if (f.quote == 0) {
    if (scan->inside) {
      f.inner = m.newline;
      f.newline = f.delimiter = 0;
      scan->after_separator = 0;
    } else {
      scan->after_separator = separator >> 63;
    }
    return f;
  }
  // From each opening quote up to, not with, its closing one.
  uint64_t in = f.quote;
  in ^= in << 1;
  in ^= in << 2;
  in ^= in << 4;
  in ^= in << 8;
  in ^= in << 16;
  in ^= in << 32;
  in ^= scan->inside;
  const uint64_t next_is_separator = p[64] == '\n' || p[64] == delimiter;
  uint64_t loose = f.quote & in & ~(separator << 1 | scan->after_separator);
  uint64_t closing = f.quote & ~in & ~(separator >> 1 | next_is_separator << 63);
  // The last field of a line that ends in CRLF.
  while (closing != 0 && loose == 0) {
    const size_t at = (size_t)__builtin_ctzll(closing);
    closing &= closing - 1;
    if (at + 2 >= left || p[at + 1] != '\r' || p[at + 2] != '\n') loose = 1;
  }
  if (loose != 0) {
    f.is_plain = 0;
    return f;
  }
  f.inner = m.newline & in;
  f.newline &= ~in;
  f.delimiter &= ~in;
  scan->inside = (uint64_t)0 - (in >> 63);
  scan->after_separator = separator >> 63 & ~(in >> 63);
  return f;
}

/// The same for the last `count` (at most 64) bytes; a quote that is the very last byte is not taken as plain.
static inline assay_fields assay_fields_tail(
    const uint8_t *p, size_t count, uint8_t delimiter, int quotes, assay_scan *scan) {
  uint8_t padded[66];
  memset(padded, delimiter == ' ' ? 'x' : ' ', 66);
  memcpy(padded, p, count > 64 ? 64 : count);
  return assay_fields64(padded, 66, delimiter, quotes, scan);
}

static inline uint64_t assay_load64(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, 8);
  return v;
}

static inline uint64_t assay_load32(const uint8_t *p) {
  uint32_t v;
  memcpy(&v, p, 4);
  return v;
}

/// Whether `n` bytes are equal; for short runs, where a call costs more than the comparison.
static inline __attribute__((always_inline)) int assay_equal(const uint8_t *p, const uint8_t *q, size_t n) {
  if (n >= 8) {
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
      if (assay_load64(p + i) != assay_load64(q + i)) return 0;
    return assay_load64(p + n - 8) == assay_load64(q + n - 8);
  }
  if (n >= 4) return assay_load32(p) == assay_load32(q) && assay_load32(p + n - 4) == assay_load32(q + n - 4);
  for (size_t i = 0; i < n; i++)
    if (p[i] != q[i]) return 0;
  return 1;
}

/// The first `n` (at most 8) bytes as a number; with `n` it tells short runs apart.
static inline __attribute__((always_inline)) uint64_t assay_short(const uint8_t *p, size_t n) {
  if (n >= 4) return assay_load32(p) | assay_load32(p + n - 4) << 32;
  return n == 0 ? 0 : p[0] | (uint64_t)p[n >> 1] << 8 | (uint64_t)p[n - 1] << 16;
}

/// Whether a text must be quoted in a CSV file: it holds a comma, a quote or a line end.
static inline int assay_needs_quotes(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i co = _mm_set1_epi8(','), qu = _mm_set1_epi8('"'), nl = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  for (; i + 16 <= n; i += 16) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
    const __m128i hit = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(v, co), _mm_cmpeq_epi8(v, qu)),
        _mm_or_si128(_mm_cmpeq_epi8(v, nl), _mm_cmpeq_epi8(v, cr)));
    if (_mm_movemask_epi8(hit) != 0) return 1;
  }
#endif
  for (; i < n; i++)
    if (p[i] == ',' || p[i] == '"' || p[i] == '\n' || p[i] == '\r') return 1;
  return 0;
}

/// Asks for the cache line at `p`, which need not be a valid address.
static inline __attribute__((always_inline)) void assay_prefetch(const void *p) { __builtin_prefetch(p); }

static inline uint64_t assay_mix(uint64_t a, uint64_t b) {
  const __uint128_t product = (__uint128_t)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/// A keyed hash for tables in memory (multiply and fold, after wyhash by Wang Yi); never stored, never shown.
static inline __attribute__((always_inline)) uint64_t assay_hash(const uint8_t *p, size_t n, uint64_t seed) {
  uint64_t a, b;
  uint64_t h = seed ^ (uint64_t)n * 0x9E3779B97F4A7C15u;
  const uint64_t k1 = 0xA0761D6478BD642Fu, k2 = 0xE7037ED1A0B428DBu;
  if (n <= 16) {
    if (n >= 8) {
      a = assay_load64(p);
      b = assay_load64(p + n - 8);
    } else if (n >= 4) {
      a = assay_load32(p);
      b = assay_load32(p + n - 4);
    } else if (n > 0) {
      a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
      b = 0;
    } else {
      a = b = 0;
    }
    return assay_mix(a ^ k1 ^ h, b ^ k2 ^ (h >> 32 | h << 32));
  }
  size_t i = 0;
  while (n - i > 16) {
    h = assay_mix(assay_load64(p + i) ^ k1 ^ h, assay_load64(p + i + 8) ^ k2);
    i += 16;
  }
  return assay_mix(assay_load64(p + n - 16) ^ k1 ^ h, assay_load64(p + n - 8) ^ k2 ^ seed);
}

/// The offset of the first byte that is not well-formed UTF-8 (Unicode table 3-7), or `n`.
static inline size_t assay_utf8_fault(const uint8_t *p, size_t n) {
  size_t i = 0;
  while (i < n) {
    if (p[i] < 0x80) {
#if defined(__SSE2__)
      while (i + 16 <= n && _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(p + i))) == 0) i += 16;
#endif
      while (i + 8 <= n && (assay_load64(p + i) & 0x8080808080808080u) == 0) i += 8;
      while (i < n && p[i] < 0x80) i++;
      continue;
    }
    // Most of what is not ASCII here: three bytes, as of Chinese.
    while (i + 4 <= n && p[i] >= 0xE1 && p[i] <= 0xEF && p[i] != 0xED && (p[i + 1] & 0xC0) == 0x80 &&
           (p[i + 2] & 0xC0) == 0x80)
      i += 3;
    if (i >= n || p[i] < 0x80) continue;
    const uint8_t c = p[i];
    uint8_t low = 0x80, top = 0xBF;
    size_t more;
    if (c >= 0xC2 && c <= 0xDF) {
      more = 1;
    } else if (c >= 0xE0 && c <= 0xEF) {
      more = 2;
      if (c == 0xE0) low = 0xA0;
      if (c == 0xED) top = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
      more = 3;
      if (c == 0xF0) low = 0x90;
      if (c == 0xF4) top = 0x8F;
    } else {
      return i;
    }
    if (more >= n - i) return i;
    if (p[i + 1] < low || p[i + 1] > top) return i;
    for (size_t k = 2; k <= more; k++)
      if (p[i + k] < 0x80 || p[i + k] > 0xBF) return i;
    i += more + 1;
  }
  return n;
}

/// A SHA-256 under way (FIPS 180-4); uses the processor's instructions where it has them.
typedef struct {
  uint32_t state[8];
  uint64_t length;
  uint8_t pending[64];
} assay_sha256;

void assay_sha256_begin(assay_sha256 *h);
void assay_sha256_update(assay_sha256 *h, const uint8_t *p, size_t n);
void assay_sha256_end(assay_sha256 *h, uint8_t digest[32]);

/// A converter from GB 18030 to UTF-8, or null where the system has none.
void *assay_gb18030_open(void);
void assay_gb18030_close(void *converter);

/// Converts as much as fits; gives the bytes written and sets the bytes used. What is no character becomes the byte
/// 0xFF, which no UTF-8 text holds. Without `at_end` an unfinished character at the end is left unused.
size_t assay_gb18030_convert(
    void *converter, const uint8_t *in, size_t in_count, uint8_t *out, size_t out_count, int at_end, size_t *used);

/// Grows memory from `held` to `wanted` bytes, both rounded as `assay_memory_size` does, and keeps what is in it; null when
/// there is none. Large memory is mapped, so that it grows without a copy. New bytes of mapped memory are 0.
void *assay_memory_grow(void *memory, size_t held, size_t wanted);
void assay_memory_free(void *memory, size_t held);
/// Asks the system for the pages of memory that is about to be filled, all at once: two thirds of what they cost one by one.
/// The memory may be of whatever allocator; little is left alone.
void assay_memory_ready(void *memory, size_t bytes);

/// From this size on memory is mapped.
static const size_t assay_memory_mapped_from = (size_t)1 << 20;

/// How many bytes are really taken for so many.
size_t assay_memory_size(size_t bytes);
