#include "kernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Runs every kernel on numbers made from a seed and prints what comes out, a line for each. Compiled for two
   processors, the lines can be compared. The instruction set is the fastest there is, or that of the argument. */

static uint64_t state = 1;

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t next(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static void fill(float *x, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = (float)(next() >> 40) / (1 << 22) - 2.0f;
}

static void print(const char *name, const float *x, size_t count) {
  printf("%s", name);
  for (size_t i = 0; i < count; i++) printf(" %.9g", x[i]);
  printf("\n");
}

/* A half-precision number between 1/16 and 1/8, of either sign. */
static void put_half(uint8_t *bytes) {
  uint16_t half = (uint16_t)((next() & 0x83ff) | 0x2c00);
  memcpy(bytes, &half, sizeof half);
}

struct format {
  enum kernel_format format;
  const char *name;
  size_t numbers, bytes;     /* of a block */
  int halves[2];             /* where its half-precision numbers begin, or -1 */
};

static const struct format formats[] = {
    {kernel_f32, "f32", 1, 4, {-1, -1}},       {kernel_f16, "f16", 1, 2, {0, -1}},
    {kernel_bf16, "bf16", 1, 2, {-1, -1}},     {kernel_q8_0, "q8_0", 32, 34, {0, -1}},
    {kernel_q4_0, "q4_0", 32, 18, {0, -1}},    {kernel_q4_1, "q4_1", 32, 20, {0, 2}},
    {kernel_q5_0, "q5_0", 32, 22, {0, -1}},    {kernel_q5_1, "q5_1", 32, 24, {0, 2}},
    {kernel_q4_k, "q4_k", 256, 144, {0, 2}},   {kernel_q5_k, "q5_k", 256, 176, {0, 2}},
    {kernel_q6_k, "q6_k", 256, 210, {208, -1}},
};

static void fill_blocks(const struct format *format, uint8_t *bytes, size_t blocks) {
  for (size_t block = 0; block < blocks; block++, bytes += format->bytes) {
    for (size_t i = 0; i < format->bytes; i++) bytes[i] = (uint8_t)next();
    for (int i = 0; i < 2; i++)
      if (format->halves[i] >= 0) put_half(bytes + format->halves[i]);
    float number;
    fill(&number, 1);
    if (format->format == kernel_f32) memcpy(bytes, &number, 4);
    if (format->format == kernel_bf16) memcpy(bytes, (uint8_t *)&number + 2, 2);
  }
}

enum { inputs = 512, outputs = 101, rows = 37 };

static void products(enum kernel_instructions instructions) {
  static uint8_t weights[outputs * inputs * 4];
  static float x[rows * inputs], y[rows * outputs], decoded[inputs];
  fill(x, rows * inputs);
  for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
    const struct format *format = &formats[f];
    size_t row_bytes = inputs / format->numbers * format->bytes;
    fill_blocks(format, weights, outputs * inputs / format->numbers);
    kernel_decode(instructions, format->format, decoded, weights, inputs);
    char name[64];
    snprintf(name, sizeof name, "decode-%s", format->name);
    print(name, decoded, inputs);
    struct kernel_product product = {y,         outputs, x,       inputs, weights,
                                     row_bytes, rows,    outputs, inputs, format->format};
    memset(y, 0, sizeof y);
    kernel_multiply_many(instructions, &product);
    snprintf(name, sizeof name, "many-%s", format->name);
    print(name, y, rows * outputs);
    for (product.rows = 1; product.rows <= 4; product.rows += 3) {
      memset(y, 0, sizeof y);
      kernel_multiply_few(instructions, &product);
      snprintf(name, sizeof name, "few-%zu-%s", product.rows, format->name);
      print(name, y, product.rows * outputs);
    }
    printf("finite-%s %d\n", format->name,
           kernel_is_finite(format->format, weights, outputs * inputs / format->numbers));
  }
}

enum { width = 75, count = rows * width };
static float a[count], b[count], y[count], scale[rows];

typedef void in_place(float *, size_t);

static void in_places(void) {
  const struct {
    const char *name;
    in_place *kernel;
  } kernels[] = {
      {"silu", kernel_silu},
      {"gelu", kernel_gelu},
      {"gelu-tanh", kernel_gelu_tanh},
      {"silu-ratio", kernel_silu_ratio},
      {"silu-slope", kernel_silu_slope},
      {"gelu-ratio", kernel_gelu_ratio},
      {"gelu-slope", kernel_gelu_slope},
      {"gelu-tanh-ratio", kernel_gelu_tanh_ratio},
      {"gelu-tanh-slope", kernel_gelu_tanh_slope},
  };
  for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
    for (size_t j = 0; j < count; j++) y[j] = 4 * a[j];
    kernels[i].kernel(y, count);
    print(kernels[i].name, y, count);
  }
}

static void rowwise(void) {
  kernel_root_mean_square(scale, a, rows, width, 1e-5f);
  print("root-mean-square", scale, rows);
  kernel_divide_rows(y, a, scale, rows, width);
  print("divide-rows", y, count);
  kernel_multiply_columns(y, b, rows, width);
  print("multiply-columns", y, count);
  kernel_centre_rows(y, a, rows, width);
  print("centre-rows", y, count);
  kernel_add_columns(y, b, rows, width);
  print("add-columns", y, count);
  kernel_silu_multiply(y, a, b, count);
  print("silu-multiply", y, count);
  kernel_multiply(y, a, count);
  kernel_add(y, b, count);
  kernel_scale(y, 3, count);
  print("multiply-add-scale", y, count);
  kernel_soft_cap(y, 5, count);
  print("soft-cap", y, count);
  kernel_soft_cap_slope(y, 5, count);
  print("soft-cap-slope", y, count);
  kernel_dot_each_row(scale, a, b, rows, width);
  print("dot-each-row", scale, rows);
  kernel_add_scaled_rows(y, a, scale, rows, width);
  print("add-scaled-rows", y, count);
}

static void attention(void) {
  enum { keys = 50, size = 16 };
  static float scores[rows * keys], gradient[rows * keys], z[rows * size];
  static float cosine[keys * size / 2], sine[keys * size / 2];
  static int32_t positions[rows];
  for (int i = 0; i < keys * size / 2; i++) {
    cosine[i] = cosf((float)i);
    sine[i] = sinf((float)i);
  }
  for (int i = 0; i < rows; i++) positions[i] = (i * 7) % keys;
  memcpy(y, a, sizeof y);
  kernel_rotate(y, cosine, sine, positions, rows, 2, size * 2, size / 2);
  print("rotate", y, rows * 2 * size * 2);
  kernel_dot_rows(scores, keys, a, size, b, size, rows, keys, size, 0.25f);
  print("dot-rows", scores, rows * keys);
  kernel_mask_causal(scores, rows, keys, keys, 14);
  kernel_mask_window(scores, rows, keys, keys, -20);
  kernel_softmax(scores, rows, keys, keys);
  print("softmax", scores, rows * keys);
  memset(z, 0, sizeof z);
  kernel_mix_rows(z, size, scores, keys, b, size, rows, keys, size);
  print("mix-rows", z, rows * size);
  fill(gradient, rows * keys);
  kernel_softmax_gradient(gradient, scores, rows, keys);
  print("softmax-gradient", gradient, rows * keys);
}

int main(int argc, char **argv) {
  products(argc > 1 ? (enum kernel_instructions)atoi(argv[1]) : kernel_best_instructions());
  fill(a, count);
  fill(b, count);
  in_places();
  rowwise();
  attention();
  return 0;
}
