#pragma once
#include <stddef.h>
#include <stdint.h>

/* Vectorised loops of a transformer. Arrays are dense and row-major; a shape is written (row, column).
   Arrays named `restrict` may not overlap. Nothing here allocates, and nothing checks bounds: the
   caller, Tensors, does. */

/* scale[row] = sqrt(mean(x[row, :]^2) + epsilon) */
void kernel_root_mean_square(float *restrict scale, const float *restrict x, size_t rows,
                             size_t width, float epsilon);

/* y[row, :] = x[row, :] / scale[row] */
void kernel_divide_rows(float *restrict y, const float *restrict x, const float *restrict scale,
                        size_t rows, size_t width);

/* y[row, :] *= weight */
void kernel_multiply_columns(float *restrict y, const float *restrict weight, size_t rows,
                             size_t width);

/* Turns the pairs (i, i + half) of every head of x (row, head, width) by the angles of the row's
   position, given as cosine and sine (position, half); what follows the pairs stays. */
void kernel_rotate(float *restrict x, const float *restrict cosine, const float *restrict sine,
                   const int32_t *restrict positions, size_t rows, size_t heads, size_t width, size_t half);

/* y = gate / (1 + exp(-gate)) * up */
void kernel_silu_multiply(float *restrict y, const float *restrict gate, const float *restrict up,
                          size_t count);

/* y[row, :] = x[row, :] - mean(x[row, :]) */
void kernel_centre_rows(float *restrict y, const float *restrict x, size_t rows, size_t width);

/* y[row, :] += bias */
void kernel_add_columns(float *restrict y, const float *restrict bias, size_t rows, size_t width);

/* y = y / (1 + exp(-y)) */
void kernel_silu(float *y, size_t count);

/* y = y / 2 * (1 + tanh(sqrt(2 / pi) * (y + 0.044715 y^3))) (Hendrycks and Gimpel 2016) */
void kernel_gelu_tanh(float *y, size_t count);

/* y = y / 2 * (1 + erf(y / sqrt(2))) (Hendrycks and Gimpel 2016) */
void kernel_gelu(float *y, size_t count);

/* y *= x */
void kernel_multiply(float *restrict y, const float *restrict x, size_t count);

/* y *= factor */
void kernel_scale(float *y, float factor, size_t count);

/* y = cap * tanh(y / cap) */
void kernel_soft_cap(float *y, float cap, size_t count);

/* Row i loses its first `first + i` scores, if that is above zero: they become minus infinity. */
void kernel_mask_window(float *scores, size_t rows, size_t columns, size_t stride, ptrdiff_t first);

/* y += x */
void kernel_add(float *restrict y, const float *restrict x, size_t count);

/* Row i keeps its first `visible + i` of `columns` scores; the others become minus infinity. */
void kernel_mask_causal(float *scores, size_t rows, size_t columns, size_t stride, size_t visible);

/* Softmax of each row; minus infinity becomes zero, as does every entry of a row that holds nothing
   else. The same scores give the same bits whatever number of masked ones follows. */
void kernel_softmax(float *scores, size_t rows, size_t columns, size_t stride);

/* Attention of one head for few queries: the dot products of `queries` rows of q with the keys, in
   scores (query, stride), starting at `scores`. Rows of q and k are q_stride and k_stride apart. */
void kernel_dot_rows(float *restrict scores, size_t stride, const float *restrict q,
                     size_t q_stride, const float *restrict k, size_t k_stride, size_t queries,
                     size_t keys, size_t width, float scale);

/* z[query, :] += sum over keys of pattern[query, key] * v[key, :] */
void kernel_mix_rows(float *restrict z, size_t z_stride, const float *restrict pattern,
                     size_t stride, const float *restrict v, size_t v_stride, size_t queries,
                     size_t keys, size_t width);

/* y = f(y) / y, and y = f'(y), for the non-linearities above; at zero the ratio is the limit, 1/2. */
void kernel_silu_ratio(float *y, size_t count);
void kernel_silu_slope(float *y, size_t count);
void kernel_gelu_ratio(float *y, size_t count);
void kernel_gelu_slope(float *y, size_t count);
void kernel_gelu_tanh_ratio(float *y, size_t count);
void kernel_gelu_tanh_slope(float *y, size_t count);

/* y = 1 - (y / cap)^2: the slope of the soft cap by what it gave; zero for masked scores. */
void kernel_soft_cap_slope(float *y, float cap, size_t count);

/* dots[row] = sum over i of a[row, i] * b[row, i] */
void kernel_dot_each_row(float *restrict dots, const float *restrict a, const float *restrict b,
                         size_t rows, size_t width);

/* y[row, :] += factors[row] * x[row, :] */
void kernel_add_scaled_rows(float *restrict y, const float *restrict x,
                            const float *restrict factors, size_t rows, size_t width);

/* The way back through a softmax: g[row, :] = p[row, :] * (g[row, :] - sum of p[row, :] g[row, :]) */
void kernel_softmax_gradient(float *restrict gradient, const float *restrict pattern, size_t rows,
                             size_t width);

/* Dequantisers: `blocks` blocks of 32 weights, of 256 for the K formats, or `count` single ones, from
   little-endian bytes at any alignment. */
void kernel_from_f16(float *restrict y, const uint8_t *restrict bytes, size_t count);
void kernel_from_bf16(float *restrict y, const uint8_t *restrict bytes, size_t count);
void kernel_from_q8_0(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
void kernel_from_q4_0(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
void kernel_from_q4_1(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
void kernel_from_q5_0(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
void kernel_from_q5_1(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
void kernel_from_q4_k(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
void kernel_from_q5_k(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
void kernel_from_q6_k(float *restrict y, const uint8_t *restrict bytes, size_t blocks);
