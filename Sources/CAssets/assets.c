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
#embed "../../Hooks/reference-transaction" suffix(,)
  0
};

static const unsigned char file5[] = {
#embed "../../Templates/blank/contract.yaml" suffix(,)
  0
};

static const unsigned char file6[] = {
#embed "../../Templates/blank/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file7[] = {
#embed "../../Templates/blank/en/log.md" suffix(,)
  0
};

static const unsigned char file8[] = {
#embed "../../Templates/blank/en/report.md" suffix(,)
  0
};

static const unsigned char file9[] = {
#embed "../../Templates/blank/template.yaml" suffix(,)
  0
};

static const unsigned char file10[] = {
#embed "../../Templates/mats-existing-work/contract.yaml" suffix(,)
  0
};

static const unsigned char file11[] = {
#embed "../../Templates/mats-existing-work/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file12[] = {
#embed "../../Templates/mats-existing-work/en/form.md" suffix(,)
  0
};

static const unsigned char file13[] = {
#embed "../../Templates/mats-existing-work/en/report.md" suffix(,)
  0
};

static const unsigned char file14[] = {
#embed "../../Templates/mats-existing-work/template.yaml" suffix(,)
  0
};

static const unsigned char file15[] = {
#embed "../../Templates/mats-neel-nanda/contract.yaml" suffix(,)
  0
};

static const unsigned char file16[] = {
#embed "../../Templates/mats-neel-nanda/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file17[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file18[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/locate/experiment.yaml" suffix(,)
  0
};

static const unsigned char file19[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file20[] = {
#embed "../../Templates/mats-neel-nanda/en/form.md" suffix(,)
  0
};

static const unsigned char file21[] = {
#embed "../../Templates/mats-neel-nanda/en/log.md" suffix(,)
  0
};

static const unsigned char file22[] = {
#embed "../../Templates/mats-neel-nanda/en/report.md" suffix(,)
  0
};

static const unsigned char file23[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-evaluation/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file24[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-evaluation/en/starter.md" suffix(,)
  0
};

static const unsigned char file25[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-evaluation/starter.yaml" suffix(,)
  0
};

static const unsigned char file26[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file27[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file28[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/en/starter.md" suffix(,)
  0
};

static const unsigned char file29[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/starter.yaml" suffix(,)
  0
};

static const unsigned char file30[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-uncertainty/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file31[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-uncertainty/en/starter.md" suffix(,)
  0
};

static const unsigned char file32[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-uncertainty/starter.yaml" suffix(,)
  0
};

static const unsigned char file33[] = {
#embed "../../Templates/mats-neel-nanda/starters/conflict/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file34[] = {
#embed "../../Templates/mats-neel-nanda/starters/conflict/en/starter.md" suffix(,)
  0
};

static const unsigned char file35[] = {
#embed "../../Templates/mats-neel-nanda/starters/conflict/starter.yaml" suffix(,)
  0
};

static const unsigned char file36[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-causal/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file37[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-causal/en/starter.md" suffix(,)
  0
};

static const unsigned char file38[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-causal/starter.yaml" suffix(,)
  0
};

static const unsigned char file39[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file40[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/starter.md" suffix(,)
  0
};

static const unsigned char file41[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-unfaithful-cases/starter.yaml" suffix(,)
  0
};

static const unsigned char file42[] = {
#embed "../../Templates/mats-neel-nanda/starters/debug/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file43[] = {
#embed "../../Templates/mats-neel-nanda/starters/debug/en/starter.md" suffix(,)
  0
};

static const unsigned char file44[] = {
#embed "../../Templates/mats-neel-nanda/starters/debug/starter.yaml" suffix(,)
  0
};

static const unsigned char file45[] = {
#embed "../../Templates/mats-neel-nanda/starters/elk/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file46[] = {
#embed "../../Templates/mats-neel-nanda/starters/elk/en/starter.md" suffix(,)
  0
};

static const unsigned char file47[] = {
#embed "../../Templates/mats-neel-nanda/starters/elk/starter.yaml" suffix(,)
  0
};

static const unsigned char file48[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file49[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file50[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/en/starter.md" suffix(,)
  0
};

static const unsigned char file51[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/starter.yaml" suffix(,)
  0
};

static const unsigned char file52[] = {
#embed "../../Templates/mats-neel-nanda/starters/shared/en/report.md" suffix(,)
  0
};

static const unsigned char file53[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file54[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file55[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/en/starter.md" suffix(,)
  0
};

static const unsigned char file56[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/starter.yaml" suffix(,)
  0
};

static const unsigned char file57[] = {
#embed "../../Templates/mats-neel-nanda/starters/weird-behaviour/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file58[] = {
#embed "../../Templates/mats-neel-nanda/starters/weird-behaviour/en/starter.md" suffix(,)
  0
};

static const unsigned char file59[] = {
#embed "../../Templates/mats-neel-nanda/starters/weird-behaviour/starter.yaml" suffix(,)
  0
};

static const unsigned char file60[] = {
#embed "../../Templates/mats-neel-nanda/template.yaml" suffix(,)
  0
};

static const unsigned char file61[] = {
#embed "../../Templates/mats-neel-nanda/zh/dossier.yaml" suffix(,)
  0
};

static const unsigned char file62[] = {
#embed "../../Templates/mats-neel-nanda/zh/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file63[] = {
#embed "../../Templates/mats-neel-nanda/zh/experiments/locate/experiment.yaml" suffix(,)
  0
};

static const unsigned char file64[] = {
#embed "../../Templates/mats-neel-nanda/zh/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file65[] = {
#embed "../../Templates/mats-neel-nanda/zh/form.md" suffix(,)
  0
};

static const unsigned char file66[] = {
#embed "../../Templates/mats-neel-nanda/zh/log.md" suffix(,)
  0
};

static const unsigned char file67[] = {
#embed "../../Templates/mats-neel-nanda/zh/report.md" suffix(,)
  0
};

static const unsigned char file68[] = {
#embed "../../Templates/mini-project/contract.yaml" suffix(,)
  0
};

static const unsigned char file69[] = {
#embed "../../Templates/mini-project/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file70[] = {
#embed "../../Templates/mini-project/en/log.md" suffix(,)
  0
};

static const unsigned char file71[] = {
#embed "../../Templates/mini-project/en/report.md" suffix(,)
  0
};

static const unsigned char file72[] = {
#embed "../../Templates/mini-project/template.yaml" suffix(,)
  0
};

static const unsigned char file73[] = {
#embed "../../Templates/research-sprint/contract.yaml" suffix(,)
  0
};

static const unsigned char file74[] = {
#embed "../../Templates/research-sprint/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file75[] = {
#embed "../../Templates/research-sprint/en/log.md" suffix(,)
  0
};

static const unsigned char file76[] = {
#embed "../../Templates/research-sprint/en/report.md" suffix(,)
  0
};

static const unsigned char file77[] = {
#embed "../../Templates/research-sprint/en/talk.md" suffix(,)
  0
};

static const unsigned char file78[] = {
#embed "../../Templates/research-sprint/template.yaml" suffix(,)
  0
};

static const embedded_file files[] = {
  {"Docs/Formats/contract.schema.json", file0, sizeof file0 - 1},
  {"Hooks/commit-msg", file1, sizeof file1 - 1},
  {"Hooks/post-commit", file2, sizeof file2 - 1},
  {"Hooks/pre-commit", file3, sizeof file3 - 1},
  {"Hooks/reference-transaction", file4, sizeof file4 - 1},
  {"Templates/blank/contract.yaml", file5, sizeof file5 - 1},
  {"Templates/blank/en/dossier.yaml", file6, sizeof file6 - 1},
  {"Templates/blank/en/log.md", file7, sizeof file7 - 1},
  {"Templates/blank/en/report.md", file8, sizeof file8 - 1},
  {"Templates/blank/template.yaml", file9, sizeof file9 - 1},
  {"Templates/mats-existing-work/contract.yaml", file10, sizeof file10 - 1},
  {"Templates/mats-existing-work/en/dossier.yaml", file11, sizeof file11 - 1},
  {"Templates/mats-existing-work/en/form.md", file12, sizeof file12 - 1},
  {"Templates/mats-existing-work/en/report.md", file13, sizeof file13 - 1},
  {"Templates/mats-existing-work/template.yaml", file14, sizeof file14 - 1},
  {"Templates/mats-neel-nanda/contract.yaml", file15, sizeof file15 - 1},
  {"Templates/mats-neel-nanda/en/dossier.yaml", file16, sizeof file16 - 1},
  {"Templates/mats-neel-nanda/en/experiments/exists/experiment.yaml", file17, sizeof file17 - 1},
  {"Templates/mats-neel-nanda/en/experiments/locate/experiment.yaml", file18, sizeof file18 - 1},
  {"Templates/mats-neel-nanda/en/experiments/probe/experiment.yaml", file19, sizeof file19 - 1},
  {"Templates/mats-neel-nanda/en/form.md", file20, sizeof file20 - 1},
  {"Templates/mats-neel-nanda/en/log.md", file21, sizeof file21 - 1},
  {"Templates/mats-neel-nanda/en/report.md", file22, sizeof file22 - 1},
  {"Templates/mats-neel-nanda/starters/concept-evaluation/en/experiments/exists/experiment.yaml", file23, sizeof file23 - 1},
  {"Templates/mats-neel-nanda/starters/concept-evaluation/en/starter.md", file24, sizeof file24 - 1},
  {"Templates/mats-neel-nanda/starters/concept-evaluation/starter.yaml", file25, sizeof file25 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/en/experiments/exists/experiment.yaml", file26, sizeof file26 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/en/experiments/probe/experiment.yaml", file27, sizeof file27 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/en/starter.md", file28, sizeof file28 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/starter.yaml", file29, sizeof file29 - 1},
  {"Templates/mats-neel-nanda/starters/concept-uncertainty/en/experiments/exists/experiment.yaml", file30, sizeof file30 - 1},
  {"Templates/mats-neel-nanda/starters/concept-uncertainty/en/starter.md", file31, sizeof file31 - 1},
  {"Templates/mats-neel-nanda/starters/concept-uncertainty/starter.yaml", file32, sizeof file32 - 1},
  {"Templates/mats-neel-nanda/starters/conflict/en/experiments/exists/experiment.yaml", file33, sizeof file33 - 1},
  {"Templates/mats-neel-nanda/starters/conflict/en/starter.md", file34, sizeof file34 - 1},
  {"Templates/mats-neel-nanda/starters/conflict/starter.yaml", file35, sizeof file35 - 1},
  {"Templates/mats-neel-nanda/starters/cot-causal/en/experiments/exists/experiment.yaml", file36, sizeof file36 - 1},
  {"Templates/mats-neel-nanda/starters/cot-causal/en/starter.md", file37, sizeof file37 - 1},
  {"Templates/mats-neel-nanda/starters/cot-causal/starter.yaml", file38, sizeof file38 - 1},
  {"Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/experiments/exists/experiment.yaml", file39, sizeof file39 - 1},
  {"Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/starter.md", file40, sizeof file40 - 1},
  {"Templates/mats-neel-nanda/starters/cot-unfaithful-cases/starter.yaml", file41, sizeof file41 - 1},
  {"Templates/mats-neel-nanda/starters/debug/en/experiments/exists/experiment.yaml", file42, sizeof file42 - 1},
  {"Templates/mats-neel-nanda/starters/debug/en/starter.md", file43, sizeof file43 - 1},
  {"Templates/mats-neel-nanda/starters/debug/starter.yaml", file44, sizeof file44 - 1},
  {"Templates/mats-neel-nanda/starters/elk/en/experiments/exists/experiment.yaml", file45, sizeof file45 - 1},
  {"Templates/mats-neel-nanda/starters/elk/en/starter.md", file46, sizeof file46 - 1},
  {"Templates/mats-neel-nanda/starters/elk/starter.yaml", file47, sizeof file47 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/en/experiments/exists/experiment.yaml", file48, sizeof file48 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/en/experiments/probe/experiment.yaml", file49, sizeof file49 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/en/starter.md", file50, sizeof file50 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/starter.yaml", file51, sizeof file51 - 1},
  {"Templates/mats-neel-nanda/starters/shared/en/report.md", file52, sizeof file52 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/en/experiments/exists/experiment.yaml", file53, sizeof file53 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/en/experiments/probe/experiment.yaml", file54, sizeof file54 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/en/starter.md", file55, sizeof file55 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/starter.yaml", file56, sizeof file56 - 1},
  {"Templates/mats-neel-nanda/starters/weird-behaviour/en/experiments/exists/experiment.yaml", file57, sizeof file57 - 1},
  {"Templates/mats-neel-nanda/starters/weird-behaviour/en/starter.md", file58, sizeof file58 - 1},
  {"Templates/mats-neel-nanda/starters/weird-behaviour/starter.yaml", file59, sizeof file59 - 1},
  {"Templates/mats-neel-nanda/template.yaml", file60, sizeof file60 - 1},
  {"Templates/mats-neel-nanda/zh/dossier.yaml", file61, sizeof file61 - 1},
  {"Templates/mats-neel-nanda/zh/experiments/exists/experiment.yaml", file62, sizeof file62 - 1},
  {"Templates/mats-neel-nanda/zh/experiments/locate/experiment.yaml", file63, sizeof file63 - 1},
  {"Templates/mats-neel-nanda/zh/experiments/probe/experiment.yaml", file64, sizeof file64 - 1},
  {"Templates/mats-neel-nanda/zh/form.md", file65, sizeof file65 - 1},
  {"Templates/mats-neel-nanda/zh/log.md", file66, sizeof file66 - 1},
  {"Templates/mats-neel-nanda/zh/report.md", file67, sizeof file67 - 1},
  {"Templates/mini-project/contract.yaml", file68, sizeof file68 - 1},
  {"Templates/mini-project/en/dossier.yaml", file69, sizeof file69 - 1},
  {"Templates/mini-project/en/log.md", file70, sizeof file70 - 1},
  {"Templates/mini-project/en/report.md", file71, sizeof file71 - 1},
  {"Templates/mini-project/template.yaml", file72, sizeof file72 - 1},
  {"Templates/research-sprint/contract.yaml", file73, sizeof file73 - 1},
  {"Templates/research-sprint/en/dossier.yaml", file74, sizeof file74 - 1},
  {"Templates/research-sprint/en/log.md", file75, sizeof file75 - 1},
  {"Templates/research-sprint/en/report.md", file76, sizeof file76 - 1},
  {"Templates/research-sprint/en/talk.md", file77, sizeof file77 - 1},
  {"Templates/research-sprint/template.yaml", file78, sizeof file78 - 1},
};

const embedded_file *embedded_file_at(size_t index) { return &files[index]; }
size_t embedded_file_count(void) { return sizeof files / sizeof *files; }
