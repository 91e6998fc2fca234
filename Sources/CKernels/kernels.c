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

/* A half-precision number. Shifting its bits into a float leaves an exponent that is 112 too small,
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

INLINED uint16_t word(const uint8_t *bytes) {
  return (uint16_t)(bytes[0] | bytes[1] << 8);
}

VECTORISED void kernel_from_f16(float *restrict y, const uint8_t *restrict bytes, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = from_half(word(bytes + 2 * i));
}

VECTORISED void kernel_from_bf16(float *restrict y, const uint8_t *restrict bytes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits = (uint32_t)word(bytes + 2 * i) << 16;
    memcpy(y + i, &bits, sizeof bits);
  }
}

/* 34 bytes: scale (half), 32 signed weights. */
VECTORISED void kernel_from_q8_0(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
#pragma clang fp contract(off)
  for (size_t block = 0; block < blocks; block++, bytes += 34, y += 32) {
    float scale = from_half(word(bytes));
    for (size_t i = 0; i < 32; i++) y[i] = scale * (float)(int8_t)bytes[2 + i];
  }
}

/* 20 bytes: scale and least value (halves), 16 bytes with weights 0 to 15 in their low and 16 to 31
   in their high nibbles. */
VECTORISED void kernel_from_q4_1(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
#pragma clang fp contract(off)
  for (size_t block = 0; block < blocks; block++, bytes += 20, y += 32) {
    float scale = from_half(word(bytes));
    float least = from_half(word(bytes + 2));
    for (size_t i = 0; i < 16; i++) {
      y[i] = scale * (float)(bytes[4 + i] & 15) + least;
      y[i + 16] = scale * (float)(bytes[4 + i] >> 4) + least;
    }
  }
}

/* 18 bytes: scale (half), nibbles as in Q4_1, of which 8 stands for zero. */
VECTORISED void kernel_from_q4_0(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
#pragma clang fp contract(off)
  for (size_t block = 0; block < blocks; block++, bytes += 18, y += 32) {
    float scale = from_half(word(bytes));
    for (size_t i = 0; i < 16; i++) {
      y[i] = scale * (float)((bytes[2 + i] & 15) - 8);
      y[i + 16] = scale * (float)((bytes[2 + i] >> 4) - 8);
    }
  }
}

INLINED uint32_t four_bytes(const uint8_t *bytes) {
  return (uint32_t)word(bytes) | (uint32_t)word(bytes + 2) << 16;
}

/* 32 weights of five bits: nibbles as in Q4_1, and a fifth bit for each in `high`. */
INLINED void five_bits(float *restrict y, const uint8_t *restrict nibbles, uint32_t high,
                       float scale, float offset, float least) {
#pragma clang fp contract(off)
  for (size_t i = 0; i < 16; i++) {
    uint32_t first = (uint32_t)(nibbles[i] & 15) | (high >> i & 1) << 4;
    uint32_t second = (uint32_t)(nibbles[i] >> 4) | (high >> (i + 16) & 1) << 4;
    y[i] = scale * ((float)first - offset) + least;
    y[i + 16] = scale * ((float)second - offset) + least;
  }
}

/* 22 bytes: scale (half), fifth bits, nibbles; 16 stands for zero. */
VECTORISED void kernel_from_q5_0(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
  for (size_t block = 0; block < blocks; block++, bytes += 22, y += 32)
    five_bits(y, bytes + 6, four_bytes(bytes + 2), from_half(word(bytes)), 16, 0);
}

/* 24 bytes: scale and least value (halves), fifth bits, nibbles. */
VECTORISED void kernel_from_q5_1(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
  for (size_t block = 0; block < blocks; block++, bytes += 24, y += 32)
    five_bits(y, bytes + 8, four_bytes(bytes + 4), from_half(word(bytes)), 0,
              from_half(word(bytes + 2)));
}

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

/* 144 bytes: scale of scales and of least values (halves), 12 bytes of both for eight groups of 32
   weights, nibbles: two groups share 32 bytes, the first in their low halves. */
VECTORISED void kernel_from_q4_k(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
#pragma clang fp contract(off)
  for (size_t block = 0; block < blocks; block++, bytes += 144, y += 256) {
    float scale = from_half(word(bytes)), least = from_half(word(bytes + 2));
    for (size_t group = 0; group < 8; group++) {
      const uint8_t *nibbles = bytes + 16 + group / 2 * 32;
      float group_scale, group_least;
      group_scales(bytes + 4, group, &group_scale, &group_least);
      float d = scale * group_scale, m = least * group_least;
      int shift = group % 2 ? 4 : 0;
      for (size_t i = 0; i < 32; i++)
        y[group * 32 + i] = d * (float)(nibbles[i] >> shift & 15) - m;
    }
  }
}

/* 176 bytes: as Q4_K, with 32 bytes of fifth bits before the nibbles, bit `group` of byte i. */
VECTORISED void kernel_from_q5_k(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
#pragma clang fp contract(off)
  for (size_t block = 0; block < blocks; block++, bytes += 176, y += 256) {
    float scale = from_half(word(bytes)), least = from_half(word(bytes + 2));
    const uint8_t *high = bytes + 16;
    for (size_t group = 0; group < 8; group++) {
      const uint8_t *nibbles = bytes + 48 + group / 2 * 32;
      float group_scale, group_least;
      group_scales(bytes + 4, group, &group_scale, &group_least);
      float d = scale * group_scale, m = least * group_least;
      int shift = group % 2 ? 4 : 0;
      for (size_t i = 0; i < 32; i++) {
        int weight = (nibbles[i] >> shift & 15) | (high[i] >> group & 1) << 4;
        y[group * 32 + i] = d * (float)weight - m;
      }
    }
  }
}

/* 210 bytes: 128 bytes of low nibbles, 64 of high pairs of bits, a signed scale for each 16 weights,
   their scale (half); 32 stands for zero. Each half of the block holds four runs of 32 weights: runs
   0 and 1 lie in the low, 2 and 3 in the high nibbles, and bits 2 * run of a byte are on top. */
VECTORISED void kernel_from_q6_k(float *restrict y, const uint8_t *restrict bytes, size_t blocks) {
#pragma clang fp contract(off)
  for (size_t block = 0; block < blocks; block++, bytes += 210, y += 256) {
    float scale = from_half(word(bytes + 208));
    for (size_t run = 0; run < 8; run++) {
      const uint8_t *low = bytes + run / 4 * 64 + run % 2 * 32;
      const uint8_t *high = bytes + 128 + run / 4 * 32;
      int nibble = run % 4 / 2 * 4, pair = (int)(run % 4) * 2;
      for (size_t i = 0; i < 32; i++) {
        int weight = (low[i] >> nibble & 15) | (high[i] >> pair & 3) << 4;
        float d = scale * (float)(int8_t)bytes[192 + run * 2 + i / 16];
        y[run * 32 + i] = d * (float)(weight - 32);
      }
    }
  }
}
