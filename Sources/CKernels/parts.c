#include "kernels.h"
#include "vectors.h"

#include <math.h>

/* The parts that not every family of models has. */

VECTORISED void kernel_centre_rows(float *restrict y, const float *restrict x, size_t rows,
                                   size_t width) {
#pragma clang fp reassociate(on) contract(fast)
  for (size_t row = 0; row < rows; row++) {
    const float *values = x + row * width;
    float sum = 0;
    for (size_t i = 0; i < width; i++) sum += values[i];
    float mean = sum / (float)width;
    for (size_t i = 0; i < width; i++) y[row * width + i] = values[i] - mean;
  }
}

VECTORISED void kernel_add_columns(float *restrict y, const float *restrict bias, size_t rows,
                                   size_t width) {
  for (size_t row = 0; row < rows; row++)
    for (size_t i = 0; i < width; i++) y[row * width + i] += bias[i];
}

VECTORISED void kernel_silu(float *y, size_t count) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < count; i++) y[i] = y[i] / (1.0f + exponential(-y[i]));
}

/* x/2 (1 + tanh(u)) is x / (1 + exp(-2u)). */
VECTORISED void kernel_gelu_tanh(float *y, size_t count) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < count; i++) {
    float x = y[i];
    float u = 0.79788456080286536f * (x + 0.044715f * x * x * x);
    y[i] = x / (1.0f + exponential(-2.0f * u));
  }
}

void kernel_gelu(float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = 0.5f * y[i] * (1.0f + erff(y[i] * 0.70710678118654752f));
}

VECTORISED void kernel_multiply(float *restrict y, const float *restrict x, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] *= x[i];
}

VECTORISED void kernel_scale(float *y, float factor, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] *= factor;
}

void kernel_soft_cap(float *y, float cap, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = cap * tanhf(y[i] / cap);
}

void kernel_mask_window(float *scores, size_t rows, size_t columns, size_t stride, ptrdiff_t first) {
  for (size_t row = 0; row < rows; row++) {
    ptrdiff_t end = first + (ptrdiff_t)row;
    for (ptrdiff_t i = 0; i < end && i < (ptrdiff_t)columns; i++)
      scores[row * stride + (size_t)i] = -INFINITY;
  }
}
