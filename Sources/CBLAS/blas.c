// OpenBLAS, opened when the first product is asked for.
//
// Linked the usual way it would start with every command, and choose its kernels before the program
// has a say. A build that does not know the processor then falls back to kernels from 2004, four times
// slower than those the processor can run. So the processor is asked here, and OpenBLAS is told.

#include "blas.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void (*sgemm)(
    CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, blasint, blasint, blasint, float, const float *,
    blasint, const float *, blasint, float, float *, blasint);
static void (*sgemv)(
    CBLAS_ORDER, CBLAS_TRANSPOSE, blasint, blasint, float, const float *, blasint, const float *,
    blasint, float, float *, blasint);
static void (*set_num_threads)(int);

/// The name under which OpenBLAS keeps the fastest kernels that this processor can run.
static const char *kernels(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd"))
    return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return NULL;
}

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (found == NULL) {
    fprintf(stderr, "error: the matrix library lacks '%s'\nhint: apt install libopenblas0\n", name);
    exit(3);
  }
  return found;
}

static void open_library(void) {
  const char *name = kernels();
  if (name != NULL) setenv("OPENBLAS_CORETYPE", name, 0);
  // Its own threads wait by spinning; the work is split outside.
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    fprintf(stderr, "error: %s\nhint: apt install libopenblas0\n", dlerror());
    exit(3);
  }
  *(void **)&sgemm = symbol(library, "cblas_sgemm");
  *(void **)&sgemv = symbol(library, "cblas_sgemv");
  *(void **)&set_num_threads = symbol(library, "openblas_set_num_threads");
}

static void open_once(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_library);
}

void openblas_set_num_threads(int count) {
  open_once();
  set_num_threads(count);
}

void cblas_sgemm(
    OPENBLAS_CONST enum CBLAS_ORDER order, OPENBLAS_CONST enum CBLAS_TRANSPOSE transposeA,
    OPENBLAS_CONST enum CBLAS_TRANSPOSE transposeB, OPENBLAS_CONST blasint m,
    OPENBLAS_CONST blasint n, OPENBLAS_CONST blasint k, OPENBLAS_CONST float alpha,
    OPENBLAS_CONST float *a, OPENBLAS_CONST blasint lda, OPENBLAS_CONST float *b,
    OPENBLAS_CONST blasint ldb, OPENBLAS_CONST float beta, float *c, OPENBLAS_CONST blasint ldc) {
  open_once();
  sgemm(order, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void cblas_sgemv(
    OPENBLAS_CONST enum CBLAS_ORDER order, OPENBLAS_CONST enum CBLAS_TRANSPOSE transpose,
    OPENBLAS_CONST blasint m, OPENBLAS_CONST blasint n, OPENBLAS_CONST float alpha,
    OPENBLAS_CONST float *a, OPENBLAS_CONST blasint lda, OPENBLAS_CONST float *x,
    OPENBLAS_CONST blasint incx, OPENBLAS_CONST float beta, float *y,
    OPENBLAS_CONST blasint incy) {
  open_once();
  sgemv(order, transpose, m, n, alpha, a, lda, x, incx, beta, y, incy);
}
