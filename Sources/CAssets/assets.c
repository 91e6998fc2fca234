#include "assets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const embedded_file files[] = {
  {"", (const unsigned char *)"", 0},
};

const embedded_file *embedded_file_at(size_t index) { return &files[index]; }
size_t embedded_file_count(void) { return 0; }
