/* Products with stored weights, for one instruction set: the including file says how many floats a
   register holds (LANES), how many rows and vectors a tile of sums has (ROWS, VECTORS), whether the
   processor converts half precision (HALVES), and how the functions are named (NAME). */

typedef float NAME(lanes) __attribute__((vector_size(4 * LANES), aligned(4)));

/* The compiler would load the two bytes into part of a vector register, which then waits for what was
   there before, and runs three times as long; so it may not see where they come from. */
INLINED float NAME(half)(const uint8_t *bytes) {
#if HALVES && defined(__x86_64__)
  int bits = word(bytes);
  __asm__("" : "+r"(bits));
  return _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(bits)));
#elif HALVES
  _Float16 value;
  memcpy(&value, bytes, sizeof value);
  return (float)value;
#else
  return from_half(word(bytes));
#endif
}

/* Two of them that follow each other. */
INLINED void NAME(halves)(const uint8_t *bytes, float *first, float *second) {
#if HALVES && defined(__x86_64__)
  int bits = word(bytes) | word(bytes + 2) << 16;
  __asm__("" : "+r"(bits));
  __m128 both = _mm_cvtph_ps(_mm_cvtsi32_si128(bits));
  *first = _mm_cvtss_f32(both);
  *second = _mm_cvtss_f32(_mm_movehdup_ps(both));
#else
  *first = NAME(half)(bytes);
  *second = NAME(half)(bytes + 2);
#endif
}

/* Each of these reads 32 weights, group `group` of a block; y holds 16 and 16 of them. */

INLINED void NAME(f32)(sixteen y[2], const uint8_t *block, size_t group) {
  for (int i = 0; i < 2; i++) y[i] = LOAD(sixteen, block + 128 * group + 64 * i);
}

INLINED void NAME(f16)(sixteen y[2], const uint8_t *block, size_t group) {
#if HALVES
  for (int i = 0; i < 2; i++)
    y[i] = __builtin_convertvector(LOAD(sixteen_halves, block + 64 * group + 32 * i), sixteen);
#else
  for (int i = 0; i < 32; i++) y[i / 16][i % 16] = from_half(word(block + 64 * group + 2 * i));
#endif
}

INLINED void NAME(bf16)(sixteen y[2], const uint8_t *block, size_t group) {
  for (int i = 0; i < 2; i++) {
    sixteen_words x = LOAD(sixteen_words, block + 64 * group + 32 * i);
    y[i] = (sixteen)(__builtin_convertvector(x, sixteen_codes) << 16);
  }
}

INLINED void NAME(q8_0)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  (void)group;
  float scale = NAME(half)(block);
  for (int i = 0; i < 2; i++)
    y[i] = __builtin_convertvector(LOAD(sixteen_signed_bytes, block + 2 + 16 * i), sixteen) * scale;
}

/* The weights `of` a code, for the codes in the low nibbles of 16 bytes and for those in the high ones.
   Where a register holds 16 numbers, those of all codes are computed once and looked up. */
#if LANES == 16
#define NIBBLES(low, high, bytes, of)                                                             \
  do {                                                                                            \
    sixteen code = __builtin_convertvector(first_sixteen, sixteen), all = (of);                   \
    sixteen_codes places = __builtin_convertvector(bytes, sixteen_codes);                         \
    low = _mm512_permutexvar_ps((__m512i)places, all);                                            \
    high = _mm512_permutexvar_ps((__m512i)(places >> 4), all);                                    \
  } while (0)
#else
#define NIBBLES(low, high, bytes, of)                                                             \
  do {                                                                                            \
    sixteen code = __builtin_convertvector((bytes) & 15, sixteen);                                \
    low = (of);                                                                                   \
    code = __builtin_convertvector((bytes) >> 4, sixteen);                                        \
    high = (of);                                                                                  \
  } while (0)
#endif

INLINED void NAME(q4_0)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  (void)group;
  float scale = NAME(half)(block);
  sixteen_bytes x = LOAD(sixteen_bytes, block + 2);
  NIBBLES(y[0], y[1], x, (code - 8.0f) * scale);
}

INLINED void NAME(q4_1)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  (void)group;
  float scale, least;
  NAME(halves)(block, &scale, &least);
  sixteen_bytes x = LOAD(sixteen_bytes, block + 4);
  NIBBLES(y[0], y[1], x, code * scale + least);
}

/* Nibbles as in Q4_1, and a fifth bit for each weight in `high`. */
INLINED void NAME(five_bits)(sixteen y[2], const uint8_t *nibbles, const uint8_t *high) {
  sixteen_bytes x = LOAD(sixteen_bytes, nibbles);
  uint32_t bits = word(high) | (uint32_t)word(high + 2) << 16;
  sixteen_codes first = __builtin_convertvector(x & 15, sixteen_codes);
  sixteen_codes second = __builtin_convertvector(x >> 4, sixteen_codes);
  first |= ((bits & 0xffff) >> first_sixteen & 1) << 4;
  second |= (bits >> 16 >> first_sixteen & 1) << 4;
  y[0] = __builtin_convertvector((sixteen_integers)first, sixteen);
  y[1] = __builtin_convertvector((sixteen_integers)second, sixteen);
}

INLINED void NAME(q5_0)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  (void)group;
  float scale = NAME(half)(block);
  NAME(five_bits)(y, block + 6, block + 2);
  for (int i = 0; i < 2; i++) y[i] = (y[i] - 16.0f) * scale;
}

INLINED void NAME(q5_1)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  (void)group;
  float scale, least;
  NAME(halves)(block, &scale, &least);
  NAME(five_bits)(y, block + 8, block + 4);
  for (int i = 0; i < 2; i++) y[i] = y[i] * scale + least;
}

INLINED void NAME(q4_k)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  float scale, least, group_scale, group_least;
  NAME(halves)(block, &scale, &least);
  group_scales(block + 4, group, &group_scale, &group_least);
  scale *= group_scale;
  least *= group_least;
  for (int i = 0; i < 2; i++) {
    sixteen_bytes x = LOAD(sixteen_bytes, block + 16 + group / 2 * 32 + 16 * i);
    sixteen low, high;
    NIBBLES(low, high, x, code * scale - least);
    y[i] = group % 2 ? high : low;
  }
}

INLINED void NAME(q5_k)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  float scale, least, group_scale, group_least;
  NAME(halves)(block, &scale, &least);
  group_scales(block + 4, group, &group_scale, &group_least);
  scale *= group_scale;
  least *= group_least;
  for (int i = 0; i < 2; i++) {
    sixteen_bytes x = LOAD(sixteen_bytes, block + 48 + group / 2 * 32 + 16 * i);
    sixteen_bytes high = LOAD(sixteen_bytes, block + 16 + 16 * i);
    sixteen_bytes codes = group % 2 ? x >> 4 : x & 15;
    codes |= (high >> (uint8_t)group & 1) << 4;
    y[i] = __builtin_convertvector(codes, sixteen) * scale - least;
  }
}

INLINED void NAME(q6_k)(sixteen y[2], const uint8_t *block, size_t group) {
#pragma clang fp contract(off)
  float scale = NAME(half)(block + 208);
  for (int i = 0; i < 2; i++) {
    sixteen_bytes low = LOAD(sixteen_bytes, block + group / 4 * 64 + group % 2 * 32 + 16 * i);
    sixteen_bytes high = LOAD(sixteen_bytes, block + 128 + group / 4 * 32 + 16 * i);
    sixteen_bytes codes = group % 4 / 2 ? low >> 4 : low & 15;
    codes |= (high >> (uint8_t)(group % 4 * 2) & 3) << 4;
    float factor = scale * (float)(int8_t)block[192 + group * 2 + (size_t)i];
    y[i] = (__builtin_convertvector(codes, sixteen) - 32.0f) * factor;
  }
}

/* The last of a row of single numbers, fewer than 32: zeros follow them. */
static void NAME(tail)(float y[32], const uint8_t *bytes, size_t count, enum kernel_format format) {
  uint8_t padded[128] = {0};
  sixteen group[2];
  memcpy(padded, bytes, count * (format == kernel_f32 ? 4 : 2));
  switch (format) {
    case kernel_f32: NAME(f32)(group, padded, 0); break;
    case kernel_f16: NAME(f16)(group, padded, 0); break;
    default: NAME(bf16)(group, padded, 0);
  }
  memcpy(y, group, sizeof group);
}

/* Writes `count` weights of a row from weight `start` on, a multiple of 32. */
#define DECODE(FORMAT)                                                                            \
  static void NAME(decode_##FORMAT)(float *restrict y, const uint8_t *restrict row, size_t start, \
                                    size_t count) {                                               \
    sixteen group[2];                                                                             \
    const uint8_t *bytes = row + start / FORMAT##_count * FORMAT##_bytes;                         \
    size_t most = FORMAT##_count / 32, next = start % FORMAT##_count / 32, place = 0;             \
    while (place + 32 <= count)                                                                   \
      if (next == 0 && place + FORMAT##_count <= count) {                                         \
        UNROLLED for (size_t i = 0; i < most; i++, place += 32) {                                 \
          NAME(FORMAT)(group, bytes, i);                                                          \
          memcpy(y + place, group, sizeof group);                                                 \
        }                                                                                         \
        bytes += FORMAT##_bytes;                                                                  \
      } else {                                                                                    \
        NAME(FORMAT)(group, bytes, next);                                                         \
        memcpy(y + place, group, sizeof group);                                                   \
        place += 32;                                                                              \
        next = next + 1 == most ? 0 : next + 1;                                                   \
        bytes += next == 0 ? FORMAT##_bytes : 0;                                                  \
      }                                                                                           \
    if (place < count) {                                                                          \
      float rest[32];                                                                             \
      NAME(tail)(rest, bytes, count - place, kernel_##FORMAT);                                    \
      memcpy(y + place, rest, 4 * (count - place));                                               \
    }                                                                                             \
  }

/* y[row, output] = x[row, :] · weight[output, :] for COUNT rows, decoding in registers. */
#define DOT(FORMAT, COUNT)                                                                        \
  static void NAME(dot_##FORMAT##_##COUNT)(const struct kernel_product *p, const float *x,        \
                                          float *y) {                                             \
    for (size_t output = 0; output < p->outputs; output++) {                                      \
      const uint8_t *bytes = p->weight + output * p->row_bytes;                                   \
      sixteen sum[COUNT][2] = {{{0}}}, group[2];                                                  \
      size_t most = FORMAT##_count / 32, place = 0;                                               \
      for (; place + FORMAT##_count <= p->inputs;                                                 \
           place += FORMAT##_count, bytes += FORMAT##_bytes)                                      \
        UNROLLED for (size_t i = 0; i < most; i++) {                                              \
          NAME(FORMAT)(group, bytes, i);                                                          \
          UNROLLED for (size_t row = 0; row < COUNT; row++) {                                     \
            const sixteen *a = (const sixteen *)(x + row * p->x_stride + place + 32 * i);         \
            sum[row][0] += a[0] * group[0];                                                       \
            sum[row][1] += a[1] * group[1];                                                       \
          }                                                                                       \
        }                                                                                         \
      float last[32];                                                                             \
      if (place < p->inputs) NAME(tail)(last, bytes, p->inputs - place, kernel_##FORMAT);         \
      UNROLLED for (size_t row = 0; row < COUNT; row++) {                                         \
        float rest = 0;                                                                           \
        for (size_t i = 0; i < p->inputs - place; i++)                                            \
          rest += x[row * p->x_stride + place + i] * last[i];                                     \
        sum[row][0] += sum[row][1];                                                               \
        y[row * p->y_stride + output] = sum_of(sum[row]) + rest;                                  \
      }                                                                                           \
    }                                                                                             \
  }

#pragma clang fp contract(fast)
#define FORMAT_KERNELS(FORMAT) DECODE(FORMAT) DOT(FORMAT, 1) DOT(FORMAT, 2) DOT(FORMAT, 4)
EVERY_FORMAT(FORMAT_KERNELS)
#undef FORMAT_KERNELS
#undef DECODE
#undef DOT

static void NAME(decode)(enum kernel_format format, float *y, const uint8_t *row, size_t start,
                         size_t count) {
  switch (format) {
#define CASE(FORMAT) \
    case kernel_##FORMAT: NAME(decode_##FORMAT)(y, row, start, count); break;
    EVERY_FORMAT(CASE)
#undef CASE
  }
}

/* Few rows: every weight is decoded once for up to four of them. */
static void NAME(multiply_few)(const struct kernel_product *p) {
  for (size_t row = 0; row < p->rows;) {
    size_t left = p->rows - row;
    const float *x = p->x + row * p->x_stride;
    float *y = p->y + row * p->y_stride;
    switch (p->format) {
#define CASE(FORMAT)                                          \
    case kernel_##FORMAT:                                     \
      if (left >= 4) NAME(dot_##FORMAT##_4)(p, x, y);         \
      else if (left >= 2) NAME(dot_##FORMAT##_2)(p, x, y);    \
      else NAME(dot_##FORMAT##_1)(p, x, y);                   \
      break;
      EVERY_FORMAT(CASE)
#undef CASE
    }
    row += left >= 4 ? 4 : left >= 2 ? 2 : 1;
  }
}

enum { NAME(panel_outputs) = VECTORS * LANES };

/* Adds to y (row, output), a tile of ROWS rows and as many outputs as a panel has, what some inputs
   bring: x is (row, input), the panel (input, output). The sums stay in registers, and the places that
   they go to are asked for before they are ready. */
#define TILE(COUNT)                                                                               \
  static void NAME(tile_##COUNT)(float *restrict y, size_t y_stride, const float *restrict x,     \
                                 size_t x_stride, const float *restrict panel, size_t inputs,     \
                                 bool isFirst) {                                                  \
    NAME(lanes) sum[COUNT][VECTORS];                                                              \
    UNROLLED for (size_t row = 0; row < COUNT; row++)                                             \
      UNROLLED for (size_t v = 0; v < VECTORS; v++) {                                             \
        sum[row][v] = (NAME(lanes)){0};                                                           \
        __builtin_prefetch(y + row * y_stride + v * LANES, 1);                                    \
      }                                                                                           \
    for (size_t i = 0; i < inputs; i++) {                                                         \
      NAME(lanes) w[VECTORS];                                                                     \
      UNROLLED for (size_t v = 0; v < VECTORS; v++)                                               \
        w[v] = *(const NAME(lanes) *)(panel + (VECTORS * i + v) * LANES);                         \
      UNROLLED for (size_t row = 0; row < COUNT; row++)                                           \
        UNROLLED for (size_t v = 0; v < VECTORS; v++) sum[row][v] += w[v] * x[row * x_stride + i]; \
    }                                                                                             \
    UNROLLED for (size_t row = 0; row < COUNT; row++)                                             \
      UNROLLED for (size_t v = 0; v < VECTORS; v++) {                                             \
        NAME(lanes) *place = (NAME(lanes) *)(y + row * y_stride + v * LANES);                     \
        *place = isFirst ? sum[row][v] : *place + sum[row][v];                                    \
      }                                                                                           \
  }
TILE(1)
TILE(2)
TILE(3)
TILE(4)
TILE(5)
TILE(6)
#if ROWS > 6
TILE(7)
TILE(8)
#endif
#undef TILE

static void NAME(tile)(float *y, size_t y_stride, const float *x, size_t x_stride, size_t rows,
                       const float *panel, size_t inputs, bool isFirst) {
  switch (rows) {
#define CASE(COUNT) \
  case COUNT: NAME(tile_##COUNT)(y, y_stride, x, x_stride, panel, inputs, isFirst); break;
    CASE(1)
    CASE(2)
    CASE(3)
    CASE(4)
    CASE(5)
    CASE(6)
#if ROWS > 6
    CASE(7)
    CASE(8)
#endif
#undef CASE
  }
}

/* A tile at the edge, with fewer outputs: the sums go by way of a whole one. */
static void NAME(narrow_tile)(float *y, size_t y_stride, size_t outputs, const float *x,
                              size_t x_stride, size_t rows, const float *panel, size_t inputs,
                              bool isFirst) {
  float whole[ROWS * NAME(panel_outputs)] = {0};
  for (size_t row = 0; row < rows; row++)
    for (size_t n = 0; n < outputs && !isFirst; n++)
      whole[row * NAME(panel_outputs) + n] = y[row * y_stride + n];
  NAME(tile)(whole, NAME(panel_outputs), x, x_stride, rows, panel, inputs, isFirst);
  for (size_t row = 0; row < rows; row++)
    for (size_t n = 0; n < outputs; n++) y[row * y_stride + n] = whole[row * NAME(panel_outputs) + n];
}

/* Four vectors of which vector r holds, in its j-th four lanes, four weights of row 4 j + r. */
INLINED void NAME(gather)(NAME(lanes) square[4], const float *rows) {
  UNROLLED for (size_t r = 0; r < 4; r++) {
    four part[LANES / 4];
    UNROLLED for (size_t j = 0; j < LANES / 4; j++)
      part[j] = *(const four *)(rows + (4 * j + r) * STRIDE);
#if LANES == 16
    eight low = __builtin_shufflevector(part[0], part[1], 0, 1, 2, 3, 4, 5, 6, 7);
    eight high = __builtin_shufflevector(part[2], part[3], 0, 1, 2, 3, 4, 5, 6, 7);
    square[r] =
        __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#elif LANES == 8
    square[r] = __builtin_shufflevector(part[0], part[1], 0, 1, 2, 3, 4, 5, 6, 7);
#else
    square[r] = part[0];
#endif
  }
}

/* Each four lanes of a vector are made of the same four lanes of two: from LANES on of the second. */
#if LANES == 16
#define SHUFFLE(x, y, a, b, c, d)                                                                 \
  __builtin_shufflevector(x, y, a, b, c, d, a + 4, b + 4, c + 4, d + 4, a + 8, b + 8, c + 8, d + 8, \
                          a + 12, b + 12, c + 12, d + 12)
#elif LANES == 8
#define SHUFFLE(x, y, a, b, c, d) \
  __builtin_shufflevector(x, y, a, b, c, d, a + 4, b + 4, c + 4, d + 4)
#else
#define SHUFFLE(x, y, a, b, c, d) __builtin_shufflevector(x, y, a, b, c, d)
#endif

/* Writes LANES rows (output, STRIDE) of decoded weights to a vector of each line of a panel. */
static void NAME(transpose)(float *restrict panel, const float *restrict rows, size_t inputs) {
  enum { other = LANES };
  for (size_t i = 0; i < inputs; i += 4) {
    NAME(lanes) square[4], turned[4];
    NAME(gather)(square, rows + i);
    NAME(lanes) a = SHUFFLE(square[0], square[1], 0, other, 1, other + 1);
    NAME(lanes) b = SHUFFLE(square[2], square[3], 0, other, 1, other + 1);
    NAME(lanes) c = SHUFFLE(square[0], square[1], 2, other + 2, 3, other + 3);
    NAME(lanes) d = SHUFFLE(square[2], square[3], 2, other + 2, 3, other + 3);
    turned[0] = SHUFFLE(a, b, 0, 1, other, other + 1);
    turned[1] = SHUFFLE(a, b, 2, 3, other + 2, other + 3);
    turned[2] = SHUFFLE(c, d, 0, 1, other, other + 1);
    turned[3] = SHUFFLE(c, d, 2, 3, other + 2, other + 3);
    UNROLLED for (size_t j = 0; j < 4; j++)
      *(NAME(lanes) *)(panel + (i + j) * NAME(panel_outputs)) = turned[j];
  }
}
#undef SHUFFLE

/* Decodes some inputs, beginning with `start`, of a panel's outputs, beginning with `first`. */
static void NAME(fill)(float *restrict panel, float *restrict decoded,
                       const struct kernel_product *p, size_t first, size_t start, size_t inputs) {
  for (size_t v = 0; v < VECTORS; v++, first += LANES) {
    for (size_t n = 0; n < LANES; n++)
      if (first + n < p->outputs)
        NAME(decode)(p->format, decoded + n * STRIDE, p->weight + (first + n) * p->row_bytes, start,
                     inputs);
      else
        memset(decoded + n * STRIDE, 0, 4 * inputs);
    NAME(transpose)(panel + v * LANES, decoded, inputs);
  }
}

/* Many rows: some inputs of some outputs are decoded and meet all rows before the next are. */
static void NAME(multiply_many)(const struct kernel_product *p, float *restrict panel,
                                float *restrict decoded) {
  for (size_t start = 0; start < p->inputs; start += CHUNK) {
    size_t inputs = p->inputs - start < CHUNK ? p->inputs - start : CHUNK;
    for (size_t first = 0; first < p->outputs; first += NAME(panel_outputs)) {
      size_t outputs = p->outputs - first;
      NAME(fill)(panel, decoded, p, first, start, inputs);
      for (size_t row = 0; row < p->rows; row += ROWS) {
        size_t rows = p->rows - row < ROWS ? p->rows - row : ROWS;
        float *y = p->y + row * p->y_stride + first;
        const float *x = p->x + row * p->x_stride + start;
        if (outputs < NAME(panel_outputs))
          NAME(narrow_tile)(y, p->y_stride, outputs, x, p->x_stride, rows, panel, inputs, start == 0);
        else
          NAME(tile)(y, p->y_stride, x, p->x_stride, rows, panel, inputs, start == 0);
      }
    }
  }
}

#undef NIBBLES
#undef LANES
#undef ROWS
#undef VECTORS
#undef HALVES
#undef NAME
