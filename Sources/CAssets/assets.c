// Written by Scripts/embed-assets.
#include "assets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file0[] = {
#embed "../../Docs/Formats/contract.schema.json" suffix(,)
  0
};

static const unsigned char file1[] = {
#embed "../../Hooks/commit-msg" suffix(,)
  0
};

static const unsigned char file2[] = {
#embed "../../Hooks/post-commit" suffix(,)
  0
};

static const unsigned char file3[] = {
#embed "../../Hooks/pre-commit" suffix(,)
  0
};

static const unsigned char file4[] = {
#embed "../../Templates/mats-neel-nanda/contract.yaml" suffix(,)
  0
};

static const unsigned char file5[] = {
#embed "../../Templates/mats-neel-nanda/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file6[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file7[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/locate/experiment.yaml" suffix(,)
  0
};

static const unsigned char file8[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file9[] = {
#embed "../../Templates/mats-neel-nanda/en/form.md" suffix(,)
  0
};

static const unsigned char file10[] = {
#embed "../../Templates/mats-neel-nanda/en/log.md" suffix(,)
  0
};

static const unsigned char file11[] = {
#embed "../../Templates/mats-neel-nanda/en/report.md" suffix(,)
  0
};

static const unsigned char file12[] = {
#embed "../../Templates/mats-neel-nanda/template.yaml" suffix(,)
  0
};

static const embedded_file files[] = {
  {"Docs/Formats/contract.schema.json", file0, sizeof file0 - 1},
  {"Hooks/commit-msg", file1, sizeof file1 - 1},
  {"Hooks/post-commit", file2, sizeof file2 - 1},
  {"Hooks/pre-commit", file3, sizeof file3 - 1},
  {"Templates/mats-neel-nanda/contract.yaml", file4, sizeof file4 - 1},
  {"Templates/mats-neel-nanda/en/dossier.yaml", file5, sizeof file5 - 1},
  {"Templates/mats-neel-nanda/en/experiments/exists/experiment.yaml", file6, sizeof file6 - 1},
  {"Templates/mats-neel-nanda/en/experiments/locate/experiment.yaml", file7, sizeof file7 - 1},
  {"Templates/mats-neel-nanda/en/experiments/probe/experiment.yaml", file8, sizeof file8 - 1},
  {"Templates/mats-neel-nanda/en/form.md", file9, sizeof file9 - 1},
  {"Templates/mats-neel-nanda/en/log.md", file10, sizeof file10 - 1},
  {"Templates/mats-neel-nanda/en/report.md", file11, sizeof file11 - 1},
  {"Templates/mats-neel-nanda/template.yaml", file12, sizeof file12 - 1},
};

const embedded_file *embedded_file_at(size_t index) { return &files[index]; }
size_t embedded_file_count(void) { return sizeof files / sizeof *files; }
