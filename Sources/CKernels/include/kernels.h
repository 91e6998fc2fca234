#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Vectorised loops of a transformer. Arrays are dense and row-major; a shape is written (row, column).
   Arrays named `restrict` may not overlap. Nothing here allocates, and nothing checks bounds: the
   caller, Tensors, does. */

/* Tells the processor that this thread only waits. */
static inline void kernel_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

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

/* How weights are stored: little-endian, at any alignment. Counts below are of numbers. */
enum kernel_format {
  kernel_f32,
  kernel_f16,  /* half precision */
  kernel_bf16, /* the upper half of single precision */
  kernel_q8_0, /* 34 bytes: scale (half), 32 signed weights */
  kernel_q4_0, /* 18 bytes: scale (half), nibbles as in Q4_1, of which 8 stands for zero */
  kernel_q4_1, /* 20 bytes: scale and least value (halves), 16 bytes with weights 0 to 15 in their low
                  and 16 to 31 in their high nibbles */
  kernel_q5_0, /* 22 bytes: scale (half), 32 fifth bits, nibbles; 16 stands for zero */
  kernel_q5_1, /* 24 bytes: scale and least value (halves), 32 fifth bits, nibbles */
  kernel_q4_k, /* 144 bytes: scale of scales and of least values (halves), 12 bytes of both for eight
                  groups of 32 weights, nibbles: two groups share 32 bytes, the first in their low
                  halves */
  kernel_q5_k, /* 176 bytes: as Q4_K, with 32 bytes of fifth bits before the nibbles, bit `group` of
                  byte i */
  kernel_q6_k, /* 210 bytes: 128 bytes of low nibbles, 64 of high pairs of bits, a signed scale for
                  each 16 weights, their scale (half); 32 stands for zero. Each half of the block holds
                  four runs of 32 weights: runs 0 and 1 lie in the low, 2 and 3 in the high nibbles, and
                  bits 2 * run of a byte are on top */
};

/* The instruction sets that there are kernels for; plain is what every processor of the kind has. */
enum kernel_instructions { kernel_plain, kernel_avx2, kernel_avx512 };

/* The fastest of them that this processor runs. */
enum kernel_instructions kernel_best_instructions(void);

/* Reads `count` weights, which must begin and end with a block. */
void kernel_decode(enum kernel_instructions instructions, enum kernel_format format, float *y,
                   const uint8_t *bytes, size_t count);

/* Whether the numbers, or the scales and least values, of some blocks are finite; single numbers are
   blocks of one. */
bool kernel_is_finite(enum kernel_format format, const uint8_t *bytes, size_t blocks);

/* A product y = x * transpose(weight), or a part of its outputs. */
struct kernel_product {
  float *y; /* (row, output), rows y_stride apart */
  size_t y_stride;
  const float *x; /* (row, input), rows x_stride apart */
  size_t x_stride;
  const uint8_t *weight; /* (output, input) as stored, rows row_bytes apart */
  size_t row_bytes;
  size_t rows, outputs, inputs;
  enum kernel_format format;
};

/* A product of few rows: weights are decoded in registers, for up to four rows at once. */
void kernel_multiply_few(enum kernel_instructions instructions,
                         const struct kernel_product *product);

/* A product of many rows: some weights are decoded and meet all rows. Every output is the sum over the
   inputs in their order, however rows and outputs are divided; multiples of 24 rows and of 48 outputs
   fill the registers of every instruction set. */
void kernel_multiply_many(enum kernel_instructions instructions,
                          const struct kernel_product *product);
