#pragma once
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

// What Swift's module of the C library leaves out.

#define CLINUX_HERE (-100)
#define CLINUX_EXCHANGE 2u

// Lets two files take each other's names; 0, or -1 and errno.
static inline int clinux_swap(const char *path, const char *other) {
  return (int)syscall(SYS_renameat2, CLINUX_HERE, path, CLINUX_HERE, other, CLINUX_EXCHANGE);
}
