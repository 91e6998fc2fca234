#include "kernels.h"

#include <math.h>
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

VECTORISED void kernel_root_mean_square(float *restrict scale, const float *restrict x, size_t rows,
                                        size_t width, float epsilon) {
#pragma clang fp reassociate(on) contract(fast)
  for (size_t row = 0; row < rows; row++) {
    const float *values = x + row * width;
    float sum = 0;
    for (size_t i = 0; i < width; i++) sum += values[i] * values[i];
    scale[row] = sqrtf(sum / (float)width + epsilon);
  }
}

VECTORISED void kernel_divide_rows(float *restrict y, const float *restrict x,
                                   const float *restrict scale, size_t rows, size_t width) {
  for (size_t row = 0; row < rows; row++)
    for (size_t i = 0; i < width; i++) y[row * width + i] = x[row * width + i] / scale[row];
}

VECTORISED void kernel_multiply_columns(float *restrict y, const float *restrict weight, size_t rows,
                                        size_t width) {
  for (size_t row = 0; row < rows; row++)
    for (size_t i = 0; i < width; i++) y[row * width + i] *= weight[i];
}

VECTORISED void kernel_rotate(float *restrict x, const float *restrict cosine,
                              const float *restrict sine, const int32_t *restrict positions,
                              size_t rows, size_t heads, size_t half) {
  for (size_t row = 0; row < rows; row++) {
    const float *c = cosine + (size_t)positions[row] * half;
    const float *s = sine + (size_t)positions[row] * half;
    for (size_t head = 0; head < heads; head++) {
      float *first = x + (row * heads + head) * 2 * half;
      float *second = first + half;
      for (size_t i = 0; i < half; i++) {
        float a = first[i], b = second[i];
        first[i] = a * c[i] - b * s[i];
        second[i] = b * c[i] + a * s[i];
      }
    }
  }
}

VECTORISED void kernel_silu_multiply(float *restrict y, const float *restrict gate,
                                     const float *restrict up, size_t count) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < count; i++) y[i] = gate[i] / (1.0f + exponential(-gate[i])) * up[i];
}

VECTORISED void kernel_add(float *restrict y, const float *restrict x, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] += x[i];
}

void kernel_mask_causal(float *scores, size_t rows, size_t columns, size_t stride, size_t visible) {
  for (size_t row = 0; row < rows; row++)
    for (size_t i = visible + row; i < columns; i++) scores[row * stride + i] = -INFINITY;
}

/* Softmax of `count` scores in place. */
INLINED void softmax_row(float *scores, size_t count) {
#pragma clang fp reassociate(on) contract(fast)
  float largest = -INFINITY;
  for (size_t i = 0; i < count; i++) largest = scores[i] > largest ? scores[i] : largest;
  float sum = 0;
  for (size_t i = 0; i < count; i++) {
    float e = scores[i] == -INFINITY ? 0.0f : exponential(scores[i] - largest);
    scores[i] = e;
    sum += e;
  }
  float factor = sum > 0 ? 1.0f / sum : 0.0f;
  for (size_t i = 0; i < count; i++) scores[i] *= factor;
}

VECTORISED void kernel_softmax(float *scores, size_t rows, size_t columns, size_t stride) {
  for (size_t row = 0; row < rows; row++) {
    float *values = scores + row * stride;
    /* Leaving out masked scores at the end adds up the same numbers in the same order whatever
       the number of columns. */
    size_t count = columns;
    while (count > 0 && values[count - 1] == -INFINITY) values[--count] = 0;
    softmax_row(values, count);
  }
}

VECTORISED void kernel_dot_rows(float *restrict scores, size_t stride, const float *restrict q,
                                size_t q_stride, const float *restrict k, size_t k_stride,
                                size_t queries, size_t keys, size_t width, float scale) {
#pragma clang fp reassociate(on) contract(fast)
  for (size_t i = 0; i < queries; i++)
    for (size_t j = 0; j < keys; j++) {
      float sum = 0;
      for (size_t d = 0; d < width; d++) sum += q[i * q_stride + d] * k[j * k_stride + d];
      scores[i * stride + j] = sum * scale;
    }
}

VECTORISED void kernel_mix_rows(float *restrict z, size_t z_stride, const float *restrict pattern,
                                size_t stride, const float *restrict v, size_t v_stride,
                                size_t queries, size_t keys, size_t width) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < queries; i++)
    for (size_t j = 0; j < keys; j++) {
      float weight = pattern[i * stride + j];
      for (size_t d = 0; d < width; d++) z[i * z_stride + d] += weight * v[j * v_stride + d];
    }
}
