// Written by Scripts/embed-assets.
#include "assets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file0[] = {
#embed "../../Hooks/commit-msg" suffix(,)
  0
};

static const unsigned char file1[] = {
#embed "../../Hooks/post-commit" suffix(,)
  0
};

static const unsigned char file2[] = {
#embed "../../Hooks/pre-commit" suffix(,)
  0
};

static const embedded_file files[] = {
  {"Hooks/commit-msg", file0, sizeof file0 - 1},
  {"Hooks/post-commit", file1, sizeof file1 - 1},
  {"Hooks/pre-commit", file2, sizeof file2 - 1},
};

const embedded_file *embedded_file_at(size_t index) { return &files[index]; }
size_t embedded_file_count(void) { return sizeof files / sizeof *files; }
