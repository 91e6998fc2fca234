#include <string.h>

#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Products with stored weights, once for each instruction set. The vectors of 16 numbers are one
   register with AVX-512, two with AVX2 and four elsewhere; the compiler splits them. */

#define INLINED static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

/* Vectors at any address. */
#define VECTOR(type, name, bytes) \
  typedef type name __attribute__((vector_size(bytes), aligned(1), may_alias))
VECTOR(float, four, 16);
VECTOR(float, eight, 32);
VECTOR(float, sixteen, 64);
VECTOR(_Float16, sixteen_halves, 32);
VECTOR(uint16_t, sixteen_words, 32);
VECTOR(uint8_t, sixteen_bytes, 16);
VECTOR(int8_t, sixteen_signed_bytes, 16);
VECTOR(uint32_t, sixteen_codes, 64);
VECTOR(int32_t, sixteen_integers, 64);

enum { MOST_LANES = 16, MOST_VECTORS = 3 };

#define LOAD(type, address) (*(const type *)(address))

/* How many inputs meet all rows at a time: a panel of their weights fits the first-level cache. Decoded
   rows lie a little further apart, for rows a power of two apart would share a few of its lines. */
enum { CHUNK = 192, STRIDE = CHUNK + 16 };

#define first_sixteen ((sixteen_codes){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})

/* How many weights the loops below take at a time, and how many bytes those are. Single numbers go
   by 32; what is left at the end of a row goes by itself. */
enum {
  f32_count = 32, f32_bytes = 128,
  f16_count = 32, f16_bytes = 64,
  bf16_count = 32, bf16_bytes = 64,
  q8_0_count = 32, q8_0_bytes = 34,
  q4_0_count = 32, q4_0_bytes = 18,
  q4_1_count = 32, q4_1_bytes = 20,
  q5_0_count = 32, q5_0_bytes = 22,
  q5_1_count = 32, q5_1_bytes = 24,
  q4_k_count = 256, q4_k_bytes = 144,
  q5_k_count = 256, q5_k_bytes = 176,
  q6_k_count = 256, q6_k_bytes = 210,
};

#define EVERY_FORMAT(USE) \
  USE(f32) USE(f16) USE(bf16) USE(q8_0) USE(q4_0) USE(q4_1) USE(q5_0) USE(q5_1) USE(q4_k) USE(q5_k) \
  USE(q6_k)

/* The sum of 16 numbers: the first half plus the second, and so on. */
INLINED float sum_of(const sixteen *x) {
  float half[8];
  for (int i = 0; i < 8; i++) half[i] = (*x)[i] + (*x)[i + 8];
  for (int i = 0; i < 4; i++) half[i] += half[i + 4];
  return (half[0] + half[2]) + (half[1] + half[3]);
}

INLINED uint16_t word(const uint8_t *bytes) {
  return (uint16_t)(bytes[0] | bytes[1] << 8);
}

#if defined(__x86_64__)
/* A half-precision number, for processors that do not convert it. Shifting its bits into a float leaves an exponent that is 112 too small,
   also for subnormal numbers; infinities and NaNs get theirs back. */
INLINED float from_half(uint16_t half) {
  uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13;
  float value;
  memcpy(&value, &magnitude, sizeof value);
  value *= 0x1p112f;
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  bits |= (half & 0x7c00) == 0x7c00 ? 0x7f800000u : 0u;
  bits |= (uint32_t)(half & 0x8000) << 16;
  memcpy(&value, &bits, sizeof value);
  return value;
}
#endif

/* The scale and the least value of one of the eight groups of a K block: six bits each, in 12 bytes.
   Groups 0 to 3 have a byte each; groups 4 to 7 have their low four bits together in the last four
   bytes and the high two in the top of the first eight. */
INLINED void group_scales(const uint8_t *packed, size_t group, float *scale, float *least) {
  if (group < 4) {
    *scale = (float)(packed[group] & 63);
    *least = (float)(packed[group + 4] & 63);
  } else {
    *scale = (float)((packed[group + 4] & 15) | packed[group - 4] >> 6 << 4);
    *least = (float)(packed[group + 4] >> 4 | packed[group] >> 6 << 4);
  }
}

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#pragma clang attribute push(__attribute__((min_vector_width(512))), apply_to = function)
#define LANES 16
#define ROWS 8
#define VECTORS 3
#define HALVES 1
#define NAME(x) avx512_##x
#include "weights.h"
#pragma clang attribute pop
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LANES 8
#define ROWS 6
#define VECTORS 2
#define HALVES 1
#define NAME(x) avx2_##x
#include "weights.h"
#pragma clang attribute pop

#define LANES 4
#define ROWS 6
#define VECTORS 2
#define HALVES 0
#define NAME(x) plain_##x
#include "weights.h"

enum kernel_instructions kernel_best_instructions(void) {
  if (__builtin_cpu_supports("x86-64-v4")) return kernel_avx512;
  return __builtin_cpu_supports("x86-64-v3") ? kernel_avx2 : kernel_plain;
}

#define CALL(instructions, function)                        \
  ((instructions) == kernel_avx512 ? avx512_##function      \
   : (instructions) == kernel_avx2 ? avx2_##function        \
                                   : plain_##function)
#else
#define LANES 4
#define ROWS 8
#define VECTORS 3
#define HALVES 1
#define NAME(x) plain_##x
#include "weights.h"

enum kernel_instructions kernel_best_instructions(void) { return kernel_plain; }

#define CALL(instructions, function) ((void)(instructions), plain_##function)
#endif

void kernel_decode(enum kernel_instructions instructions, enum kernel_format format, float *y,
                   const uint8_t *bytes, size_t count) {
  CALL(instructions, decode)(format, y, bytes, 0, count);
}

void kernel_multiply_few(enum kernel_instructions instructions,
                         const struct kernel_product *product) {
  CALL(instructions, multiply_few)(product);
}

void kernel_multiply_many(enum kernel_instructions instructions,
                          const struct kernel_product *product) {
  static _Thread_local _Alignas(64) float panel[CHUNK * MOST_VECTORS * MOST_LANES];
  static _Thread_local _Alignas(64) float decoded[MOST_LANES * STRIDE];
  CALL(instructions, multiply_many)(product, panel, decoded);
}

/* Looks at the exponents of two-byte numbers that lie `stride` bytes apart. */
INLINED bool are_finite(const uint8_t *bytes, size_t count, size_t stride, unsigned exponent) {
  unsigned found = 0;
  for (size_t i = 0; i < count; i++) found |= (word(bytes + i * stride) & exponent) == exponent;
  return found == 0;
}

bool kernel_is_finite(enum kernel_format format, const uint8_t *bytes, size_t blocks) {
  switch (format) {
    case kernel_f32: return are_finite(bytes + 2, blocks, 4, 0x7f80);
    case kernel_bf16: return are_finite(bytes, blocks, 2, 0x7f80);
    case kernel_f16: return are_finite(bytes, blocks, 2, 0x7c00);
    case kernel_q6_k: return are_finite(bytes + 208, blocks, 210, 0x7c00);
#define CASE(FORMAT) case kernel_##FORMAT: return are_finite(bytes, blocks, FORMAT##_bytes, 0x7c00)
    CASE(q8_0);
    CASE(q4_0);
    CASE(q5_0);
#undef CASE
#define CASE(FORMAT)                                                \
  case kernel_##FORMAT:                                             \
    return are_finite(bytes, blocks, FORMAT##_bytes, 0x7c00) &&     \
           are_finite(bytes + 2, blocks, FORMAT##_bytes, 0x7c00)
    CASE(q4_1);
    CASE(q5_1);
    CASE(q4_k);
    CASE(q5_k);
#undef CASE
  }
}
