#include "kernels.h"
#include "vectors.h"

#include <math.h>

/* Slopes, and what else the way back through a forward pass needs. */

VECTORISED void kernel_silu_ratio(float *y, size_t count) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < count; i++) y[i] = 1.0f / (1.0f + exponential(-y[i]));
}

VECTORISED void kernel_silu_slope(float *y, size_t count) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < count; i++) {
    float ratio = 1.0f / (1.0f + exponential(-y[i]));
    y[i] = ratio + y[i] * ratio * (1.0f - ratio);
  }
}

VECTORISED void kernel_gelu_tanh_ratio(float *y, size_t count) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < count; i++) {
    float x = y[i];
    float u = 0.79788456080286536f * (x + 0.044715f * x * x * x);
    y[i] = 1.0f / (1.0f + exponential(-2.0f * u));
  }
}

VECTORISED void kernel_gelu_tanh_slope(float *y, size_t count) {
#pragma clang fp contract(fast)
  for (size_t i = 0; i < count; i++) {
    float x = y[i];
    float u = 0.79788456080286536f * (x + 0.044715f * x * x * x);
    float slope = 0.79788456080286536f * (1.0f + 0.134145f * x * x);
    float ratio = 1.0f / (1.0f + exponential(-2.0f * u));
    y[i] = ratio + 2.0f * x * ratio * (1.0f - ratio) * slope;
  }
}

void kernel_gelu_ratio(float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = 0.5f * (1.0f + erff(y[i] * 0.70710678118654752f));
}

void kernel_gelu_slope(float *y, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float x = y[i];
    float density = 0.39894228040143268f * exponential(-0.5f * x * x);
    y[i] = 0.5f * (1.0f + erff(x * 0.70710678118654752f)) + x * density;
  }
}

VECTORISED void kernel_soft_cap_slope(float *y, float cap, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float tanh = y[i] / cap;
    y[i] = tanh >= -1.0f && tanh <= 1.0f ? 1.0f - tanh * tanh : 0.0f;
  }
}

VECTORISED void kernel_dot_each_row(float *restrict dots, const float *restrict a,
                                    const float *restrict b, size_t rows, size_t width) {
#pragma clang fp reassociate(on) contract(fast)
  for (size_t row = 0; row < rows; row++) {
    float sum = 0;
    for (size_t i = 0; i < width; i++) sum += a[row * width + i] * b[row * width + i];
    dots[row] = sum;
  }
}

VECTORISED void kernel_add_scaled_rows(float *restrict y, const float *restrict x,
                                       const float *restrict factors, size_t rows, size_t width) {
#pragma clang fp contract(fast)
  for (size_t row = 0; row < rows; row++)
    for (size_t i = 0; i < width; i++) y[row * width + i] += factors[row] * x[row * width + i];
}

VECTORISED void kernel_softmax_gradient(float *restrict gradient, const float *restrict pattern,
                                        size_t rows, size_t width) {
#pragma clang fp reassociate(on) contract(fast)
  for (size_t row = 0; row < rows; row++) {
    float *g = gradient + row * width;
    const float *p = pattern + row * width;
    float mean = 0;
    for (size_t i = 0; i < width; i++) mean += p[i] * g[i];
    for (size_t i = 0; i < width; i++) g[i] = p[i] * (g[i] - mean);
  }
}
