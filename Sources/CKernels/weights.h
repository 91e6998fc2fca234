/* Products with stored weights, for one instruction set: the including file says how many floats a
   register holds (LANES), how many outputs a tile of sums has (OUTPUTS), whether the processor
   converts half precision (HALVES), and how the functions are named (NAME). */

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

/* Writes `count` weights that begin with a block. */
#define DECODE(FORMAT)                                                                            \
  static void NAME(decode_##FORMAT)(float *restrict y, const uint8_t *restrict bytes,             \
                                    size_t count) {                                               \
    sixteen group[2];                                                                             \
    size_t most = FORMAT##_count / 32, place = 0;                                                 \
    for (; place + FORMAT##_count <= count; place += FORMAT##_count, bytes += FORMAT##_bytes)     \
      UNROLLED for (size_t i = 0; i < most; i++) {                                                \
        NAME(FORMAT)(group, bytes, i);                                                            \
        for (size_t j = 0; j < 2; j++) *(sixteen *)(y + place + 32 * i + 16 * j) = group[j];      \
      }                                                                                           \
    if (place < count) {                                                                          \
      float rest[32];                                                                             \
      NAME(tail)(rest, bytes, count - place, kernel_##FORMAT);                                    \
      memcpy(y + place, rest, 4 * (count - place));                                               \
    }                                                                                             \
  }

/* y[row, output] = x[row, :] · weight[output, :] for ROWS rows, decoding in registers. */
#define DOT(FORMAT, ROWS)                                                                         \
  static void NAME(dot_##FORMAT##_##ROWS)(const struct kernel_product *p, const float *x,         \
                                          float *y) {                                             \
    for (size_t output = 0; output < p->outputs; output++) {                                      \
      const uint8_t *bytes = p->weight + output * p->row_bytes;                                   \
      sixteen sum[ROWS][2] = {{{0}}}, group[2];                                                   \
      size_t most = FORMAT##_count / 32, place = 0;                                               \
      for (; place + FORMAT##_count <= p->inputs;                                                 \
           place += FORMAT##_count, bytes += FORMAT##_bytes)                                      \
        UNROLLED for (size_t i = 0; i < most; i++) {                                              \
          NAME(FORMAT)(group, bytes, i);                                                          \
          UNROLLED for (size_t row = 0; row < ROWS; row++) {                                      \
            const sixteen *a = (const sixteen *)(x + row * p->x_stride + place + 32 * i);         \
            sum[row][0] += a[0] * group[0];                                                       \
            sum[row][1] += a[1] * group[1];                                                       \
          }                                                                                       \
        }                                                                                         \
      float last[32];                                                                             \
      if (place < p->inputs) NAME(tail)(last, bytes, p->inputs - place, kernel_##FORMAT);         \
      UNROLLED for (size_t row = 0; row < ROWS; row++) {                                          \
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

static void NAME(decode)(enum kernel_format format, float *y, const uint8_t *bytes, size_t count) {
  switch (format) {
#define CASE(FORMAT) \
    case kernel_##FORMAT: NAME(decode_##FORMAT)(y, bytes, count); break;
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

/* Adds to a tile of sums (output, lane) what CHUNK inputs or fewer bring: x is (input, lane), w
   (output, CHUNK). The sums stay in registers; the rows of w that come next are asked for in time. */
#define TILE(VECTORS)                                                                             \
  static void NAME(tile_##VECTORS)(float *restrict sums, const float *restrict x,                 \
                                   const float *restrict w, size_t inputs, bool isFirst) {        \
    NAME(lanes) sum[OUTPUTS][VECTORS];                                                            \
    UNROLLED for (int n = 0; n < OUTPUTS; n++)                                                    \
      UNROLLED for (int v = 0; v < VECTORS; v++)                                                  \
        sum[n][v] = isFirst ? (NAME(lanes)){0}                                                    \
                            : *(const NAME(lanes) *)(sums + (n * VECTORS + v) * LANES);           \
    for (size_t i = 0; i < inputs; i++) {                                                         \
      if (i % 16 == 0)                                                                            \
        UNROLLED for (int n = 0; n < OUTPUTS; n++)                                                \
          __builtin_prefetch(w + (size_t)(n + OUTPUTS) * CHUNK + i);                              \
      NAME(lanes) a[VECTORS];                                                                     \
      UNROLLED for (int v = 0; v < VECTORS; v++)                                                  \
        a[v] = *(const NAME(lanes) *)(x + (i * VECTORS + (size_t)v) * LANES);                     \
      UNROLLED for (int n = 0; n < OUTPUTS; n++)                                                  \
        UNROLLED for (int v = 0; v < VECTORS; v++)                                                \
          sum[n][v] += a[v] * w[(size_t)n * CHUNK + i];                                           \
    }                                                                                             \
    UNROLLED for (int n = 0; n < OUTPUTS; n++)                                                    \
      UNROLLED for (int v = 0; v < VECTORS; v++)                                                  \
        *(NAME(lanes) *)(sums + (n * VECTORS + v) * LANES) = sum[n][v];                           \
  }
TILE(1)
TILE(2)
#undef TILE

/* How many lanes the rows take that are packed together when `left` are left. */
INLINED size_t NAME(width)(size_t left) { return left <= LANES ? LANES : 2 * LANES; }

static size_t NAME(packed_rows)(size_t rows) {
  size_t rest = rows % (2 * LANES);
  return rows - rest + (rest > 0 ? NAME(width)(rest) : 0);
}

static void NAME(pack)(float *restrict packed, const float *restrict x, size_t rows,
                       size_t inputs) {
  for (size_t first = 0; first < rows; first += 2 * LANES) {
    size_t left = rows - first, lanes = NAME(width)(left), whole = inputs / 4 * 4;
    const float *source = x + first * inputs;
    for (size_t row = 0; row < lanes; row += 4)
      for (size_t i = 0; i < whole; i += 4) {
        four square[4];
        UNROLLED for (size_t j = 0; j < 4; j++)
          square[j] = row + j < left ? *(const four *)(source + (row + j) * inputs + i) : (four){0};
        transpose(square);
        UNROLLED for (size_t j = 0; j < 4; j++) *(four *)(packed + (i + j) * lanes + row) = square[j];
      }
    for (size_t i = whole; i < inputs; i++)
      for (size_t row = 0; row < lanes; row++)
        packed[i * lanes + row] = row < left ? source[row * inputs + i] : 0;
    packed += lanes * inputs;
  }
}

/* Writes a tile of sums (output, lane) to y (row, output). */
INLINED void NAME(unpack)(float *restrict y, size_t stride, const float *restrict sums,
                          size_t lanes, size_t rows, size_t outputs) {
  size_t row = 0;
  for (; row + 4 <= rows; row += 4) {
    size_t n = 0;
    for (; n + 4 <= outputs; n += 4) {
      four square[4];
      UNROLLED for (size_t j = 0; j < 4; j++) square[j] = *(const four *)(sums + (n + j) * lanes + row);
      transpose(square);
      UNROLLED for (size_t j = 0; j < 4; j++) *(four *)(y + (row + j) * stride + n) = square[j];
    }
    for (; n < outputs; n++)
      for (size_t j = 0; j < 4; j++) y[(row + j) * stride + n] = sums[n * lanes + row + j];
  }
  for (; row < rows; row++)
    for (size_t n = 0; n < outputs; n++) y[row * stride + n] = sums[n * lanes + row];
}

/* Many rows: CHUNK inputs of all outputs are decoded and meet all rows before the next are. */
static void NAME(multiply_many)(const struct kernel_product *p, float *restrict weights,
                                float *restrict sums) {
  size_t padded = (p->outputs + OUTPUTS - 1) / OUTPUTS * OUTPUTS;
  memset(weights + p->outputs * CHUNK, 0, 4 * CHUNK * (padded - p->outputs));
  for (size_t start = 0; start < p->inputs; start += CHUNK) {
    size_t inputs = p->inputs - start < CHUNK ? p->inputs - start : CHUNK;
    const uint8_t *bytes = p->weight + start / p->block_length * p->block_bytes;
    for (size_t n = 0; n < p->outputs; n++)
      NAME(decode)(p->format, weights + n * CHUNK, bytes + n * p->row_bytes, inputs);
    const float *x = p->x;
    float *tile = sums;
    for (size_t row = 0; row < p->rows; row += 2 * LANES) {
      size_t left = p->rows - row, lanes = NAME(width)(left);
      for (size_t n = 0; n < padded; n += OUTPUTS)
        (lanes == LANES ? NAME(tile_1) : NAME(tile_2))(
            tile + n * lanes, x + start * lanes, weights + n * CHUNK, inputs, start == 0);
      if (start + inputs == p->inputs)
        NAME(unpack)(p->y + row * p->y_stride, p->y_stride, tile, lanes,
                     left < lanes ? left : lanes, p->outputs);
      x += lanes * p->inputs;
      tile += lanes * padded;
    }
  }
}

#undef NIBBLES
#undef LANES
#undef OUTPUTS
#undef HALVES
#undef NAME
