#include "kernels.h"
#include "vectors.h"

#include <math.h>
#include <string.h>

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
                              size_t rows, size_t heads, size_t width, size_t half) {
  for (size_t row = 0; row < rows; row++) {
    const float *c = cosine + (size_t)positions[row] * half;
    const float *s = sine + (size_t)positions[row] * half;
    for (size_t head = 0; head < heads; head++) {
      float *first = x + (row * heads + head) * width;
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
