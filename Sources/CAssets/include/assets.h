#pragma once
#include <stddef.h>

/// One file of Templates/ or Hooks/, embedded when the program is built.
typedef struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} embedded_file;

const embedded_file *embedded_file_at(size_t index);
size_t embedded_file_count(void);
