#pragma once
#include <stdint.h>
#include <string.h>

/* Two versions of each loop, chosen when the program starts: one for processors with AVX2 and FMA,
   one for every other. ThreadSanitizer starts after the choice is made and cannot have it. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SINGLE_VERSION
#endif
#endif
#if !defined(__x86_64__) && !defined(SINGLE_VERSION)
#define SINGLE_VERSION
#endif
#ifdef SINGLE_VERSION
#define VECTORISED
#else
#define VECTORISED __attribute__((target_clones("arch=x86-64-v3", "default")))
#endif
#define INLINED static inline __attribute__((always_inline))

/* exp(x) to 2 units in the last place over the range of float, without a branch: x = n ln 2 + r,
   exp(r) by its Taylor series to degree 7 on |r| <= ln 2 / 2 with an error below 2^-25, 2^n by the
   exponent's bits. Rounding to the nearest n adds and takes away 1.5 * 2^23. */
INLINED float exponential(float x) {
  x = x > -87.3f ? x : -87.3f; /* also for NaN, which has no integer part */
  x = x < 88.3f ? x : 88.3f;
  float n = (x * 1.44269504f + 12582912.0f) - 12582912.0f;
  float r = x - n * 0.693145752f; /* the leading 15 bits of ln 2, so that n times it is exact */
  r = r - n * 1.42860677e-6f;     /* the rest of ln 2 */
  float p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  int32_t bits = ((int32_t)n + 127) << 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return p * power;
}
