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
#embed "../../Templates/blank/contract.yaml" suffix(,)
  0
};

static const unsigned char file5[] = {
#embed "../../Templates/blank/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file6[] = {
#embed "../../Templates/blank/en/log.md" suffix(,)
  0
};

static const unsigned char file7[] = {
#embed "../../Templates/blank/en/report.md" suffix(,)
  0
};

static const unsigned char file8[] = {
#embed "../../Templates/blank/template.yaml" suffix(,)
  0
};

static const unsigned char file9[] = {
#embed "../../Templates/mats-existing-work/contract.yaml" suffix(,)
  0
};

static const unsigned char file10[] = {
#embed "../../Templates/mats-existing-work/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file11[] = {
#embed "../../Templates/mats-existing-work/en/form.md" suffix(,)
  0
};

static const unsigned char file12[] = {
#embed "../../Templates/mats-existing-work/en/report.md" suffix(,)
  0
};

static const unsigned char file13[] = {
#embed "../../Templates/mats-existing-work/template.yaml" suffix(,)
  0
};

static const unsigned char file14[] = {
#embed "../../Templates/mats-neel-nanda/contract.yaml" suffix(,)
  0
};

static const unsigned char file15[] = {
#embed "../../Templates/mats-neel-nanda/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file16[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file17[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/locate/experiment.yaml" suffix(,)
  0
};

static const unsigned char file18[] = {
#embed "../../Templates/mats-neel-nanda/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file19[] = {
#embed "../../Templates/mats-neel-nanda/en/form.md" suffix(,)
  0
};

static const unsigned char file20[] = {
#embed "../../Templates/mats-neel-nanda/en/log.md" suffix(,)
  0
};

static const unsigned char file21[] = {
#embed "../../Templates/mats-neel-nanda/en/report.md" suffix(,)
  0
};

static const unsigned char file22[] = {
#embed "../../Templates/mats-neel-nanda/starters/abliteration/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file23[] = {
#embed "../../Templates/mats-neel-nanda/starters/abliteration/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file24[] = {
#embed "../../Templates/mats-neel-nanda/starters/abliteration/en/starter.md" suffix(,)
  0
};

static const unsigned char file25[] = {
#embed "../../Templates/mats-neel-nanda/starters/abliteration/starter.yaml" suffix(,)
  0
};

static const unsigned char file26[] = {
#embed "../../Templates/mats-neel-nanda/starters/abliteration/zh/starter.md" suffix(,)
  0
};

static const unsigned char file27[] = {
#embed "../../Templates/mats-neel-nanda/starters/attribution-graphs/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file28[] = {
#embed "../../Templates/mats-neel-nanda/starters/attribution-graphs/en/experiments/patch/experiment.yaml" suffix(,)
  0
};

static const unsigned char file29[] = {
#embed "../../Templates/mats-neel-nanda/starters/attribution-graphs/en/starter.md" suffix(,)
  0
};

static const unsigned char file30[] = {
#embed "../../Templates/mats-neel-nanda/starters/attribution-graphs/starter.yaml" suffix(,)
  0
};

static const unsigned char file31[] = {
#embed "../../Templates/mats-neel-nanda/starters/attribution-graphs/zh/starter.md" suffix(,)
  0
};

static const unsigned char file32[] = {
#embed "../../Templates/mats-neel-nanda/starters/automation/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file33[] = {
#embed "../../Templates/mats-neel-nanda/starters/automation/en/starter.md" suffix(,)
  0
};

static const unsigned char file34[] = {
#embed "../../Templates/mats-neel-nanda/starters/automation/starter.yaml" suffix(,)
  0
};

static const unsigned char file35[] = {
#embed "../../Templates/mats-neel-nanda/starters/automation/zh/starter.md" suffix(,)
  0
};

static const unsigned char file36[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-cot/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file37[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-cot/en/starter.md" suffix(,)
  0
};

static const unsigned char file38[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-cot/starter.yaml" suffix(,)
  0
};

static const unsigned char file39[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-cot/zh/starter.md" suffix(,)
  0
};

static const unsigned char file40[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-probes/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file41[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-probes/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file42[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-probes/en/starter.md" suffix(,)
  0
};

static const unsigned char file43[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-probes/starter.yaml" suffix(,)
  0
};

static const unsigned char file44[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-probes/zh/starter.md" suffix(,)
  0
};

static const unsigned char file45[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-prompts/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file46[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-prompts/en/starter.md" suffix(,)
  0
};

static const unsigned char file47[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-prompts/starter.yaml" suffix(,)
  0
};

static const unsigned char file48[] = {
#embed "../../Templates/mats-neel-nanda/starters/baseline-prompts/zh/starter.md" suffix(,)
  0
};

static const unsigned char file49[] = {
#embed "../../Templates/mats-neel-nanda/starters/circuit-tools/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file50[] = {
#embed "../../Templates/mats-neel-nanda/starters/circuit-tools/en/experiments/patch/experiment.yaml" suffix(,)
  0
};

static const unsigned char file51[] = {
#embed "../../Templates/mats-neel-nanda/starters/circuit-tools/en/starter.md" suffix(,)
  0
};

static const unsigned char file52[] = {
#embed "../../Templates/mats-neel-nanda/starters/circuit-tools/starter.yaml" suffix(,)
  0
};

static const unsigned char file53[] = {
#embed "../../Templates/mats-neel-nanda/starters/circuit-tools/zh/starter.md" suffix(,)
  0
};

static const unsigned char file54[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-deception/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file55[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-deception/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file56[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-deception/en/starter.md" suffix(,)
  0
};

static const unsigned char file57[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-deception/starter.yaml" suffix(,)
  0
};

static const unsigned char file58[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-deception/zh/starter.md" suffix(,)
  0
};

static const unsigned char file59[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-evaluation/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file60[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-evaluation/en/starter.md" suffix(,)
  0
};

static const unsigned char file61[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-evaluation/starter.yaml" suffix(,)
  0
};

static const unsigned char file62[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-evaluation/zh/starter.md" suffix(,)
  0
};

static const unsigned char file63[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-misalignment/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file64[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-misalignment/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file65[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-misalignment/en/starter.md" suffix(,)
  0
};

static const unsigned char file66[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-misalignment/starter.yaml" suffix(,)
  0
};

static const unsigned char file67[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-misalignment/zh/starter.md" suffix(,)
  0
};

static const unsigned char file68[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file69[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file70[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/en/starter.md" suffix(,)
  0
};

static const unsigned char file71[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/starter.yaml" suffix(,)
  0
};

static const unsigned char file72[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-truth/zh/starter.md" suffix(,)
  0
};

static const unsigned char file73[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-uncertainty/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file74[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-uncertainty/en/starter.md" suffix(,)
  0
};

static const unsigned char file75[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-uncertainty/starter.yaml" suffix(,)
  0
};

static const unsigned char file76[] = {
#embed "../../Templates/mats-neel-nanda/starters/concept-uncertainty/zh/starter.md" suffix(,)
  0
};

static const unsigned char file77[] = {
#embed "../../Templates/mats-neel-nanda/starters/conditional-steering/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file78[] = {
#embed "../../Templates/mats-neel-nanda/starters/conditional-steering/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file79[] = {
#embed "../../Templates/mats-neel-nanda/starters/conditional-steering/en/starter.md" suffix(,)
  0
};

static const unsigned char file80[] = {
#embed "../../Templates/mats-neel-nanda/starters/conditional-steering/starter.yaml" suffix(,)
  0
};

static const unsigned char file81[] = {
#embed "../../Templates/mats-neel-nanda/starters/conditional-steering/zh/starter.md" suffix(,)
  0
};

static const unsigned char file82[] = {
#embed "../../Templates/mats-neel-nanda/starters/conflict/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file83[] = {
#embed "../../Templates/mats-neel-nanda/starters/conflict/en/starter.md" suffix(,)
  0
};

static const unsigned char file84[] = {
#embed "../../Templates/mats-neel-nanda/starters/conflict/starter.yaml" suffix(,)
  0
};

static const unsigned char file85[] = {
#embed "../../Templates/mats-neel-nanda/starters/conflict/zh/starter.md" suffix(,)
  0
};

static const unsigned char file86[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-causal/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file87[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-causal/en/starter.md" suffix(,)
  0
};

static const unsigned char file88[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-causal/starter.yaml" suffix(,)
  0
};

static const unsigned char file89[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-causal/zh/starter.md" suffix(,)
  0
};

static const unsigned char file90[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-edit-repair/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file91[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-edit-repair/en/starter.md" suffix(,)
  0
};

static const unsigned char file92[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-edit-repair/starter.yaml" suffix(,)
  0
};

static const unsigned char file93[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-edit-repair/zh/starter.md" suffix(,)
  0
};

static const unsigned char file94[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-monitor/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file95[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-monitor/en/starter.md" suffix(,)
  0
};

static const unsigned char file96[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-monitor/starter.yaml" suffix(,)
  0
};

static const unsigned char file97[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-monitor/zh/starter.md" suffix(,)
  0
};

static const unsigned char file98[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-suspicious/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file99[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-suspicious/en/starter.md" suffix(,)
  0
};

static const unsigned char file100[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-suspicious/starter.yaml" suffix(,)
  0
};

static const unsigned char file101[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-suspicious/zh/starter.md" suffix(,)
  0
};

static const unsigned char file102[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file103[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/starter.md" suffix(,)
  0
};

static const unsigned char file104[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-unfaithful-cases/starter.yaml" suffix(,)
  0
};

static const unsigned char file105[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-unfaithful-cases/zh/starter.md" suffix(,)
  0
};

static const unsigned char file106[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-use/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file107[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-use/en/starter.md" suffix(,)
  0
};

static const unsigned char file108[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-use/starter.yaml" suffix(,)
  0
};

static const unsigned char file109[] = {
#embed "../../Templates/mats-neel-nanda/starters/cot-use/zh/starter.md" suffix(,)
  0
};

static const unsigned char file110[] = {
#embed "../../Templates/mats-neel-nanda/starters/debug/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file111[] = {
#embed "../../Templates/mats-neel-nanda/starters/debug/en/starter.md" suffix(,)
  0
};

static const unsigned char file112[] = {
#embed "../../Templates/mats-neel-nanda/starters/debug/starter.yaml" suffix(,)
  0
};

static const unsigned char file113[] = {
#embed "../../Templates/mats-neel-nanda/starters/debug/zh/starter.md" suffix(,)
  0
};

static const unsigned char file114[] = {
#embed "../../Templates/mats-neel-nanda/starters/downstream/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file115[] = {
#embed "../../Templates/mats-neel-nanda/starters/downstream/en/starter.md" suffix(,)
  0
};

static const unsigned char file116[] = {
#embed "../../Templates/mats-neel-nanda/starters/downstream/starter.yaml" suffix(,)
  0
};

static const unsigned char file117[] = {
#embed "../../Templates/mats-neel-nanda/starters/downstream/zh/starter.md" suffix(,)
  0
};

static const unsigned char file118[] = {
#embed "../../Templates/mats-neel-nanda/starters/elk/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file119[] = {
#embed "../../Templates/mats-neel-nanda/starters/elk/en/starter.md" suffix(,)
  0
};

static const unsigned char file120[] = {
#embed "../../Templates/mats-neel-nanda/starters/elk/starter.yaml" suffix(,)
  0
};

static const unsigned char file121[] = {
#embed "../../Templates/mats-neel-nanda/starters/elk/zh/starter.md" suffix(,)
  0
};

static const unsigned char file122[] = {
#embed "../../Templates/mats-neel-nanda/starters/guided-finetuning/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file123[] = {
#embed "../../Templates/mats-neel-nanda/starters/guided-finetuning/en/starter.md" suffix(,)
  0
};

static const unsigned char file124[] = {
#embed "../../Templates/mats-neel-nanda/starters/guided-finetuning/starter.yaml" suffix(,)
  0
};

static const unsigned char file125[] = {
#embed "../../Templates/mats-neel-nanda/starters/guided-finetuning/zh/starter.md" suffix(,)
  0
};

static const unsigned char file126[] = {
#embed "../../Templates/mats-neel-nanda/starters/matryoshka/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file127[] = {
#embed "../../Templates/mats-neel-nanda/starters/matryoshka/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file128[] = {
#embed "../../Templates/mats-neel-nanda/starters/matryoshka/en/starter.md" suffix(,)
  0
};

static const unsigned char file129[] = {
#embed "../../Templates/mats-neel-nanda/starters/matryoshka/starter.yaml" suffix(,)
  0
};

static const unsigned char file130[] = {
#embed "../../Templates/mats-neel-nanda/starters/matryoshka/zh/starter.md" suffix(,)
  0
};

static const unsigned char file131[] = {
#embed "../../Templates/mats-neel-nanda/starters/model-diff/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file132[] = {
#embed "../../Templates/mats-neel-nanda/starters/model-diff/en/starter.md" suffix(,)
  0
};

static const unsigned char file133[] = {
#embed "../../Templates/mats-neel-nanda/starters/model-diff/starter.yaml" suffix(,)
  0
};

static const unsigned char file134[] = {
#embed "../../Templates/mats-neel-nanda/starters/model-diff/zh/starter.md" suffix(,)
  0
};

static const unsigned char file135[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file136[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file137[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/en/starter.md" suffix(,)
  0
};

static const unsigned char file138[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/starter.yaml" suffix(,)
  0
};

static const unsigned char file139[] = {
#embed "../../Templates/mats-neel-nanda/starters/monitoring/zh/starter.md" suffix(,)
  0
};

static const unsigned char file140[] = {
#embed "../../Templates/mats-neel-nanda/starters/nonlinear/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file141[] = {
#embed "../../Templates/mats-neel-nanda/starters/nonlinear/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file142[] = {
#embed "../../Templates/mats-neel-nanda/starters/nonlinear/en/starter.md" suffix(,)
  0
};

static const unsigned char file143[] = {
#embed "../../Templates/mats-neel-nanda/starters/nonlinear/starter.yaml" suffix(,)
  0
};

static const unsigned char file144[] = {
#embed "../../Templates/mats-neel-nanda/starters/nonlinear/zh/starter.md" suffix(,)
  0
};

static const unsigned char file145[] = {
#embed "../../Templates/mats-neel-nanda/starters/novel/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file146[] = {
#embed "../../Templates/mats-neel-nanda/starters/novel/en/starter.md" suffix(,)
  0
};

static const unsigned char file147[] = {
#embed "../../Templates/mats-neel-nanda/starters/novel/starter.yaml" suffix(,)
  0
};

static const unsigned char file148[] = {
#embed "../../Templates/mats-neel-nanda/starters/novel/zh/starter.md" suffix(,)
  0
};

static const unsigned char file149[] = {
#embed "../../Templates/mats-neel-nanda/starters/oocr/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file150[] = {
#embed "../../Templates/mats-neel-nanda/starters/oocr/en/starter.md" suffix(,)
  0
};

static const unsigned char file151[] = {
#embed "../../Templates/mats-neel-nanda/starters/oocr/starter.yaml" suffix(,)
  0
};

static const unsigned char file152[] = {
#embed "../../Templates/mats-neel-nanda/starters/oocr/zh/starter.md" suffix(,)
  0
};

static const unsigned char file153[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-diff/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file154[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-diff/en/starter.md" suffix(,)
  0
};

static const unsigned char file155[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-diff/starter.yaml" suffix(,)
  0
};

static const unsigned char file156[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-diff/zh/starter.md" suffix(,)
  0
};

static const unsigned char file157[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-internals/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file158[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-internals/en/experiments/lens/experiment.yaml" suffix(,)
  0
};

static const unsigned char file159[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-internals/en/starter.md" suffix(,)
  0
};

static const unsigned char file160[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-internals/starter.yaml" suffix(,)
  0
};

static const unsigned char file161[] = {
#embed "../../Templates/mats-neel-nanda/starters/reasoning-internals/zh/starter.md" suffix(,)
  0
};

static const unsigned char file162[] = {
#embed "../../Templates/mats-neel-nanda/starters/rl-vs-distil/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file163[] = {
#embed "../../Templates/mats-neel-nanda/starters/rl-vs-distil/en/starter.md" suffix(,)
  0
};

static const unsigned char file164[] = {
#embed "../../Templates/mats-neel-nanda/starters/rl-vs-distil/starter.yaml" suffix(,)
  0
};

static const unsigned char file165[] = {
#embed "../../Templates/mats-neel-nanda/starters/rl-vs-distil/zh/starter.md" suffix(,)
  0
};

static const unsigned char file166[] = {
#embed "../../Templates/mats-neel-nanda/starters/sae-science/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file167[] = {
#embed "../../Templates/mats-neel-nanda/starters/sae-science/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file168[] = {
#embed "../../Templates/mats-neel-nanda/starters/sae-science/en/starter.md" suffix(,)
  0
};

static const unsigned char file169[] = {
#embed "../../Templates/mats-neel-nanda/starters/sae-science/starter.yaml" suffix(,)
  0
};

static const unsigned char file170[] = {
#embed "../../Templates/mats-neel-nanda/starters/sae-science/zh/starter.md" suffix(,)
  0
};

static const unsigned char file171[] = {
#embed "../../Templates/mats-neel-nanda/starters/shared/en/report.md" suffix(,)
  0
};

static const unsigned char file172[] = {
#embed "../../Templates/mats-neel-nanda/starters/shared/zh/report.md" suffix(,)
  0
};

static const unsigned char file173[] = {
#embed "../../Templates/mats-neel-nanda/starters/steganography/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file174[] = {
#embed "../../Templates/mats-neel-nanda/starters/steganography/en/starter.md" suffix(,)
  0
};

static const unsigned char file175[] = {
#embed "../../Templates/mats-neel-nanda/starters/steganography/starter.yaml" suffix(,)
  0
};

static const unsigned char file176[] = {
#embed "../../Templates/mats-neel-nanda/starters/steganography/zh/starter.md" suffix(,)
  0
};

static const unsigned char file177[] = {
#embed "../../Templates/mats-neel-nanda/starters/superposition/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file178[] = {
#embed "../../Templates/mats-neel-nanda/starters/superposition/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file179[] = {
#embed "../../Templates/mats-neel-nanda/starters/superposition/en/starter.md" suffix(,)
  0
};

static const unsigned char file180[] = {
#embed "../../Templates/mats-neel-nanda/starters/superposition/starter.yaml" suffix(,)
  0
};

static const unsigned char file181[] = {
#embed "../../Templates/mats-neel-nanda/starters/superposition/zh/starter.md" suffix(,)
  0
};

static const unsigned char file182[] = {
#embed "../../Templates/mats-neel-nanda/starters/tda/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file183[] = {
#embed "../../Templates/mats-neel-nanda/starters/tda/en/starter.md" suffix(,)
  0
};

static const unsigned char file184[] = {
#embed "../../Templates/mats-neel-nanda/starters/tda/starter.yaml" suffix(,)
  0
};

static const unsigned char file185[] = {
#embed "../../Templates/mats-neel-nanda/starters/tda/zh/starter.md" suffix(,)
  0
};

static const unsigned char file186[] = {
#embed "../../Templates/mats-neel-nanda/starters/thought-anchors/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file187[] = {
#embed "../../Templates/mats-neel-nanda/starters/thought-anchors/en/starter.md" suffix(,)
  0
};

static const unsigned char file188[] = {
#embed "../../Templates/mats-neel-nanda/starters/thought-anchors/starter.yaml" suffix(,)
  0
};

static const unsigned char file189[] = {
#embed "../../Templates/mats-neel-nanda/starters/thought-anchors/zh/starter.md" suffix(,)
  0
};

static const unsigned char file190[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file191[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/en/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file192[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/en/starter.md" suffix(,)
  0
};

static const unsigned char file193[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/starter.yaml" suffix(,)
  0
};

static const unsigned char file194[] = {
#embed "../../Templates/mats-neel-nanda/starters/user-models/zh/starter.md" suffix(,)
  0
};

static const unsigned char file195[] = {
#embed "../../Templates/mats-neel-nanda/starters/weird-behaviour/en/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file196[] = {
#embed "../../Templates/mats-neel-nanda/starters/weird-behaviour/en/starter.md" suffix(,)
  0
};

static const unsigned char file197[] = {
#embed "../../Templates/mats-neel-nanda/starters/weird-behaviour/starter.yaml" suffix(,)
  0
};

static const unsigned char file198[] = {
#embed "../../Templates/mats-neel-nanda/starters/weird-behaviour/zh/starter.md" suffix(,)
  0
};

static const unsigned char file199[] = {
#embed "../../Templates/mats-neel-nanda/template.yaml" suffix(,)
  0
};

static const unsigned char file200[] = {
#embed "../../Templates/mats-neel-nanda/zh/dossier.yaml" suffix(,)
  0
};

static const unsigned char file201[] = {
#embed "../../Templates/mats-neel-nanda/zh/experiments/exists/experiment.yaml" suffix(,)
  0
};

static const unsigned char file202[] = {
#embed "../../Templates/mats-neel-nanda/zh/experiments/locate/experiment.yaml" suffix(,)
  0
};

static const unsigned char file203[] = {
#embed "../../Templates/mats-neel-nanda/zh/experiments/probe/experiment.yaml" suffix(,)
  0
};

static const unsigned char file204[] = {
#embed "../../Templates/mats-neel-nanda/zh/form.md" suffix(,)
  0
};

static const unsigned char file205[] = {
#embed "../../Templates/mats-neel-nanda/zh/log.md" suffix(,)
  0
};

static const unsigned char file206[] = {
#embed "../../Templates/mats-neel-nanda/zh/report.md" suffix(,)
  0
};

static const unsigned char file207[] = {
#embed "../../Templates/mini-project/contract.yaml" suffix(,)
  0
};

static const unsigned char file208[] = {
#embed "../../Templates/mini-project/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file209[] = {
#embed "../../Templates/mini-project/en/log.md" suffix(,)
  0
};

static const unsigned char file210[] = {
#embed "../../Templates/mini-project/en/report.md" suffix(,)
  0
};

static const unsigned char file211[] = {
#embed "../../Templates/mini-project/template.yaml" suffix(,)
  0
};

static const unsigned char file212[] = {
#embed "../../Templates/research-sprint/contract.yaml" suffix(,)
  0
};

static const unsigned char file213[] = {
#embed "../../Templates/research-sprint/en/dossier.yaml" suffix(,)
  0
};

static const unsigned char file214[] = {
#embed "../../Templates/research-sprint/en/log.md" suffix(,)
  0
};

static const unsigned char file215[] = {
#embed "../../Templates/research-sprint/en/report.md" suffix(,)
  0
};

static const unsigned char file216[] = {
#embed "../../Templates/research-sprint/en/talk.md" suffix(,)
  0
};

static const unsigned char file217[] = {
#embed "../../Templates/research-sprint/template.yaml" suffix(,)
  0
};

static const embedded_file files[] = {
  {"Docs/Formats/contract.schema.json", file0, sizeof file0 - 1},
  {"Hooks/commit-msg", file1, sizeof file1 - 1},
  {"Hooks/post-commit", file2, sizeof file2 - 1},
  {"Hooks/pre-commit", file3, sizeof file3 - 1},
  {"Templates/blank/contract.yaml", file4, sizeof file4 - 1},
  {"Templates/blank/en/dossier.yaml", file5, sizeof file5 - 1},
  {"Templates/blank/en/log.md", file6, sizeof file6 - 1},
  {"Templates/blank/en/report.md", file7, sizeof file7 - 1},
  {"Templates/blank/template.yaml", file8, sizeof file8 - 1},
  {"Templates/mats-existing-work/contract.yaml", file9, sizeof file9 - 1},
  {"Templates/mats-existing-work/en/dossier.yaml", file10, sizeof file10 - 1},
  {"Templates/mats-existing-work/en/form.md", file11, sizeof file11 - 1},
  {"Templates/mats-existing-work/en/report.md", file12, sizeof file12 - 1},
  {"Templates/mats-existing-work/template.yaml", file13, sizeof file13 - 1},
  {"Templates/mats-neel-nanda/contract.yaml", file14, sizeof file14 - 1},
  {"Templates/mats-neel-nanda/en/dossier.yaml", file15, sizeof file15 - 1},
  {"Templates/mats-neel-nanda/en/experiments/exists/experiment.yaml", file16, sizeof file16 - 1},
  {"Templates/mats-neel-nanda/en/experiments/locate/experiment.yaml", file17, sizeof file17 - 1},
  {"Templates/mats-neel-nanda/en/experiments/probe/experiment.yaml", file18, sizeof file18 - 1},
  {"Templates/mats-neel-nanda/en/form.md", file19, sizeof file19 - 1},
  {"Templates/mats-neel-nanda/en/log.md", file20, sizeof file20 - 1},
  {"Templates/mats-neel-nanda/en/report.md", file21, sizeof file21 - 1},
  {"Templates/mats-neel-nanda/starters/abliteration/en/experiments/exists/experiment.yaml", file22, sizeof file22 - 1},
  {"Templates/mats-neel-nanda/starters/abliteration/en/experiments/probe/experiment.yaml", file23, sizeof file23 - 1},
  {"Templates/mats-neel-nanda/starters/abliteration/en/starter.md", file24, sizeof file24 - 1},
  {"Templates/mats-neel-nanda/starters/abliteration/starter.yaml", file25, sizeof file25 - 1},
  {"Templates/mats-neel-nanda/starters/abliteration/zh/starter.md", file26, sizeof file26 - 1},
  {"Templates/mats-neel-nanda/starters/attribution-graphs/en/experiments/exists/experiment.yaml", file27, sizeof file27 - 1},
  {"Templates/mats-neel-nanda/starters/attribution-graphs/en/experiments/patch/experiment.yaml", file28, sizeof file28 - 1},
  {"Templates/mats-neel-nanda/starters/attribution-graphs/en/starter.md", file29, sizeof file29 - 1},
  {"Templates/mats-neel-nanda/starters/attribution-graphs/starter.yaml", file30, sizeof file30 - 1},
  {"Templates/mats-neel-nanda/starters/attribution-graphs/zh/starter.md", file31, sizeof file31 - 1},
  {"Templates/mats-neel-nanda/starters/automation/en/experiments/exists/experiment.yaml", file32, sizeof file32 - 1},
  {"Templates/mats-neel-nanda/starters/automation/en/starter.md", file33, sizeof file33 - 1},
  {"Templates/mats-neel-nanda/starters/automation/starter.yaml", file34, sizeof file34 - 1},
  {"Templates/mats-neel-nanda/starters/automation/zh/starter.md", file35, sizeof file35 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-cot/en/experiments/exists/experiment.yaml", file36, sizeof file36 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-cot/en/starter.md", file37, sizeof file37 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-cot/starter.yaml", file38, sizeof file38 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-cot/zh/starter.md", file39, sizeof file39 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-probes/en/experiments/exists/experiment.yaml", file40, sizeof file40 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-probes/en/experiments/probe/experiment.yaml", file41, sizeof file41 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-probes/en/starter.md", file42, sizeof file42 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-probes/starter.yaml", file43, sizeof file43 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-probes/zh/starter.md", file44, sizeof file44 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-prompts/en/experiments/exists/experiment.yaml", file45, sizeof file45 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-prompts/en/starter.md", file46, sizeof file46 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-prompts/starter.yaml", file47, sizeof file47 - 1},
  {"Templates/mats-neel-nanda/starters/baseline-prompts/zh/starter.md", file48, sizeof file48 - 1},
  {"Templates/mats-neel-nanda/starters/circuit-tools/en/experiments/exists/experiment.yaml", file49, sizeof file49 - 1},
  {"Templates/mats-neel-nanda/starters/circuit-tools/en/experiments/patch/experiment.yaml", file50, sizeof file50 - 1},
  {"Templates/mats-neel-nanda/starters/circuit-tools/en/starter.md", file51, sizeof file51 - 1},
  {"Templates/mats-neel-nanda/starters/circuit-tools/starter.yaml", file52, sizeof file52 - 1},
  {"Templates/mats-neel-nanda/starters/circuit-tools/zh/starter.md", file53, sizeof file53 - 1},
  {"Templates/mats-neel-nanda/starters/concept-deception/en/experiments/exists/experiment.yaml", file54, sizeof file54 - 1},
  {"Templates/mats-neel-nanda/starters/concept-deception/en/experiments/probe/experiment.yaml", file55, sizeof file55 - 1},
  {"Templates/mats-neel-nanda/starters/concept-deception/en/starter.md", file56, sizeof file56 - 1},
  {"Templates/mats-neel-nanda/starters/concept-deception/starter.yaml", file57, sizeof file57 - 1},
  {"Templates/mats-neel-nanda/starters/concept-deception/zh/starter.md", file58, sizeof file58 - 1},
  {"Templates/mats-neel-nanda/starters/concept-evaluation/en/experiments/exists/experiment.yaml", file59, sizeof file59 - 1},
  {"Templates/mats-neel-nanda/starters/concept-evaluation/en/starter.md", file60, sizeof file60 - 1},
  {"Templates/mats-neel-nanda/starters/concept-evaluation/starter.yaml", file61, sizeof file61 - 1},
  {"Templates/mats-neel-nanda/starters/concept-evaluation/zh/starter.md", file62, sizeof file62 - 1},
  {"Templates/mats-neel-nanda/starters/concept-misalignment/en/experiments/exists/experiment.yaml", file63, sizeof file63 - 1},
  {"Templates/mats-neel-nanda/starters/concept-misalignment/en/experiments/probe/experiment.yaml", file64, sizeof file64 - 1},
  {"Templates/mats-neel-nanda/starters/concept-misalignment/en/starter.md", file65, sizeof file65 - 1},
  {"Templates/mats-neel-nanda/starters/concept-misalignment/starter.yaml", file66, sizeof file66 - 1},
  {"Templates/mats-neel-nanda/starters/concept-misalignment/zh/starter.md", file67, sizeof file67 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/en/experiments/exists/experiment.yaml", file68, sizeof file68 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/en/experiments/probe/experiment.yaml", file69, sizeof file69 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/en/starter.md", file70, sizeof file70 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/starter.yaml", file71, sizeof file71 - 1},
  {"Templates/mats-neel-nanda/starters/concept-truth/zh/starter.md", file72, sizeof file72 - 1},
  {"Templates/mats-neel-nanda/starters/concept-uncertainty/en/experiments/exists/experiment.yaml", file73, sizeof file73 - 1},
  {"Templates/mats-neel-nanda/starters/concept-uncertainty/en/starter.md", file74, sizeof file74 - 1},
  {"Templates/mats-neel-nanda/starters/concept-uncertainty/starter.yaml", file75, sizeof file75 - 1},
  {"Templates/mats-neel-nanda/starters/concept-uncertainty/zh/starter.md", file76, sizeof file76 - 1},
  {"Templates/mats-neel-nanda/starters/conditional-steering/en/experiments/exists/experiment.yaml", file77, sizeof file77 - 1},
  {"Templates/mats-neel-nanda/starters/conditional-steering/en/experiments/probe/experiment.yaml", file78, sizeof file78 - 1},
  {"Templates/mats-neel-nanda/starters/conditional-steering/en/starter.md", file79, sizeof file79 - 1},
  {"Templates/mats-neel-nanda/starters/conditional-steering/starter.yaml", file80, sizeof file80 - 1},
  {"Templates/mats-neel-nanda/starters/conditional-steering/zh/starter.md", file81, sizeof file81 - 1},
  {"Templates/mats-neel-nanda/starters/conflict/en/experiments/exists/experiment.yaml", file82, sizeof file82 - 1},
  {"Templates/mats-neel-nanda/starters/conflict/en/starter.md", file83, sizeof file83 - 1},
  {"Templates/mats-neel-nanda/starters/conflict/starter.yaml", file84, sizeof file84 - 1},
  {"Templates/mats-neel-nanda/starters/conflict/zh/starter.md", file85, sizeof file85 - 1},
  {"Templates/mats-neel-nanda/starters/cot-causal/en/experiments/exists/experiment.yaml", file86, sizeof file86 - 1},
  {"Templates/mats-neel-nanda/starters/cot-causal/en/starter.md", file87, sizeof file87 - 1},
  {"Templates/mats-neel-nanda/starters/cot-causal/starter.yaml", file88, sizeof file88 - 1},
  {"Templates/mats-neel-nanda/starters/cot-causal/zh/starter.md", file89, sizeof file89 - 1},
  {"Templates/mats-neel-nanda/starters/cot-edit-repair/en/experiments/exists/experiment.yaml", file90, sizeof file90 - 1},
  {"Templates/mats-neel-nanda/starters/cot-edit-repair/en/starter.md", file91, sizeof file91 - 1},
  {"Templates/mats-neel-nanda/starters/cot-edit-repair/starter.yaml", file92, sizeof file92 - 1},
  {"Templates/mats-neel-nanda/starters/cot-edit-repair/zh/starter.md", file93, sizeof file93 - 1},
  {"Templates/mats-neel-nanda/starters/cot-monitor/en/experiments/exists/experiment.yaml", file94, sizeof file94 - 1},
  {"Templates/mats-neel-nanda/starters/cot-monitor/en/starter.md", file95, sizeof file95 - 1},
  {"Templates/mats-neel-nanda/starters/cot-monitor/starter.yaml", file96, sizeof file96 - 1},
  {"Templates/mats-neel-nanda/starters/cot-monitor/zh/starter.md", file97, sizeof file97 - 1},
  {"Templates/mats-neel-nanda/starters/cot-suspicious/en/experiments/exists/experiment.yaml", file98, sizeof file98 - 1},
  {"Templates/mats-neel-nanda/starters/cot-suspicious/en/starter.md", file99, sizeof file99 - 1},
  {"Templates/mats-neel-nanda/starters/cot-suspicious/starter.yaml", file100, sizeof file100 - 1},
  {"Templates/mats-neel-nanda/starters/cot-suspicious/zh/starter.md", file101, sizeof file101 - 1},
  {"Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/experiments/exists/experiment.yaml", file102, sizeof file102 - 1},
  {"Templates/mats-neel-nanda/starters/cot-unfaithful-cases/en/starter.md", file103, sizeof file103 - 1},
  {"Templates/mats-neel-nanda/starters/cot-unfaithful-cases/starter.yaml", file104, sizeof file104 - 1},
  {"Templates/mats-neel-nanda/starters/cot-unfaithful-cases/zh/starter.md", file105, sizeof file105 - 1},
  {"Templates/mats-neel-nanda/starters/cot-use/en/experiments/exists/experiment.yaml", file106, sizeof file106 - 1},
  {"Templates/mats-neel-nanda/starters/cot-use/en/starter.md", file107, sizeof file107 - 1},
  {"Templates/mats-neel-nanda/starters/cot-use/starter.yaml", file108, sizeof file108 - 1},
  {"Templates/mats-neel-nanda/starters/cot-use/zh/starter.md", file109, sizeof file109 - 1},
  {"Templates/mats-neel-nanda/starters/debug/en/experiments/exists/experiment.yaml", file110, sizeof file110 - 1},
  {"Templates/mats-neel-nanda/starters/debug/en/starter.md", file111, sizeof file111 - 1},
  {"Templates/mats-neel-nanda/starters/debug/starter.yaml", file112, sizeof file112 - 1},
  {"Templates/mats-neel-nanda/starters/debug/zh/starter.md", file113, sizeof file113 - 1},
  {"Templates/mats-neel-nanda/starters/downstream/en/experiments/exists/experiment.yaml", file114, sizeof file114 - 1},
  {"Templates/mats-neel-nanda/starters/downstream/en/starter.md", file115, sizeof file115 - 1},
  {"Templates/mats-neel-nanda/starters/downstream/starter.yaml", file116, sizeof file116 - 1},
  {"Templates/mats-neel-nanda/starters/downstream/zh/starter.md", file117, sizeof file117 - 1},
  {"Templates/mats-neel-nanda/starters/elk/en/experiments/exists/experiment.yaml", file118, sizeof file118 - 1},
  {"Templates/mats-neel-nanda/starters/elk/en/starter.md", file119, sizeof file119 - 1},
  {"Templates/mats-neel-nanda/starters/elk/starter.yaml", file120, sizeof file120 - 1},
  {"Templates/mats-neel-nanda/starters/elk/zh/starter.md", file121, sizeof file121 - 1},
  {"Templates/mats-neel-nanda/starters/guided-finetuning/en/experiments/exists/experiment.yaml", file122, sizeof file122 - 1},
  {"Templates/mats-neel-nanda/starters/guided-finetuning/en/starter.md", file123, sizeof file123 - 1},
  {"Templates/mats-neel-nanda/starters/guided-finetuning/starter.yaml", file124, sizeof file124 - 1},
  {"Templates/mats-neel-nanda/starters/guided-finetuning/zh/starter.md", file125, sizeof file125 - 1},
  {"Templates/mats-neel-nanda/starters/matryoshka/en/experiments/exists/experiment.yaml", file126, sizeof file126 - 1},
  {"Templates/mats-neel-nanda/starters/matryoshka/en/experiments/probe/experiment.yaml", file127, sizeof file127 - 1},
  {"Templates/mats-neel-nanda/starters/matryoshka/en/starter.md", file128, sizeof file128 - 1},
  {"Templates/mats-neel-nanda/starters/matryoshka/starter.yaml", file129, sizeof file129 - 1},
  {"Templates/mats-neel-nanda/starters/matryoshka/zh/starter.md", file130, sizeof file130 - 1},
  {"Templates/mats-neel-nanda/starters/model-diff/en/experiments/exists/experiment.yaml", file131, sizeof file131 - 1},
  {"Templates/mats-neel-nanda/starters/model-diff/en/starter.md", file132, sizeof file132 - 1},
  {"Templates/mats-neel-nanda/starters/model-diff/starter.yaml", file133, sizeof file133 - 1},
  {"Templates/mats-neel-nanda/starters/model-diff/zh/starter.md", file134, sizeof file134 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/en/experiments/exists/experiment.yaml", file135, sizeof file135 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/en/experiments/probe/experiment.yaml", file136, sizeof file136 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/en/starter.md", file137, sizeof file137 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/starter.yaml", file138, sizeof file138 - 1},
  {"Templates/mats-neel-nanda/starters/monitoring/zh/starter.md", file139, sizeof file139 - 1},
  {"Templates/mats-neel-nanda/starters/nonlinear/en/experiments/exists/experiment.yaml", file140, sizeof file140 - 1},
  {"Templates/mats-neel-nanda/starters/nonlinear/en/experiments/probe/experiment.yaml", file141, sizeof file141 - 1},
  {"Templates/mats-neel-nanda/starters/nonlinear/en/starter.md", file142, sizeof file142 - 1},
  {"Templates/mats-neel-nanda/starters/nonlinear/starter.yaml", file143, sizeof file143 - 1},
  {"Templates/mats-neel-nanda/starters/nonlinear/zh/starter.md", file144, sizeof file144 - 1},
  {"Templates/mats-neel-nanda/starters/novel/en/experiments/exists/experiment.yaml", file145, sizeof file145 - 1},
  {"Templates/mats-neel-nanda/starters/novel/en/starter.md", file146, sizeof file146 - 1},
  {"Templates/mats-neel-nanda/starters/novel/starter.yaml", file147, sizeof file147 - 1},
  {"Templates/mats-neel-nanda/starters/novel/zh/starter.md", file148, sizeof file148 - 1},
  {"Templates/mats-neel-nanda/starters/oocr/en/experiments/exists/experiment.yaml", file149, sizeof file149 - 1},
  {"Templates/mats-neel-nanda/starters/oocr/en/starter.md", file150, sizeof file150 - 1},
  {"Templates/mats-neel-nanda/starters/oocr/starter.yaml", file151, sizeof file151 - 1},
  {"Templates/mats-neel-nanda/starters/oocr/zh/starter.md", file152, sizeof file152 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-diff/en/experiments/exists/experiment.yaml", file153, sizeof file153 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-diff/en/starter.md", file154, sizeof file154 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-diff/starter.yaml", file155, sizeof file155 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-diff/zh/starter.md", file156, sizeof file156 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-internals/en/experiments/exists/experiment.yaml", file157, sizeof file157 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-internals/en/experiments/lens/experiment.yaml", file158, sizeof file158 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-internals/en/starter.md", file159, sizeof file159 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-internals/starter.yaml", file160, sizeof file160 - 1},
  {"Templates/mats-neel-nanda/starters/reasoning-internals/zh/starter.md", file161, sizeof file161 - 1},
  {"Templates/mats-neel-nanda/starters/rl-vs-distil/en/experiments/exists/experiment.yaml", file162, sizeof file162 - 1},
  {"Templates/mats-neel-nanda/starters/rl-vs-distil/en/starter.md", file163, sizeof file163 - 1},
  {"Templates/mats-neel-nanda/starters/rl-vs-distil/starter.yaml", file164, sizeof file164 - 1},
  {"Templates/mats-neel-nanda/starters/rl-vs-distil/zh/starter.md", file165, sizeof file165 - 1},
  {"Templates/mats-neel-nanda/starters/sae-science/en/experiments/exists/experiment.yaml", file166, sizeof file166 - 1},
  {"Templates/mats-neel-nanda/starters/sae-science/en/experiments/probe/experiment.yaml", file167, sizeof file167 - 1},
  {"Templates/mats-neel-nanda/starters/sae-science/en/starter.md", file168, sizeof file168 - 1},
  {"Templates/mats-neel-nanda/starters/sae-science/starter.yaml", file169, sizeof file169 - 1},
  {"Templates/mats-neel-nanda/starters/sae-science/zh/starter.md", file170, sizeof file170 - 1},
  {"Templates/mats-neel-nanda/starters/shared/en/report.md", file171, sizeof file171 - 1},
  {"Templates/mats-neel-nanda/starters/shared/zh/report.md", file172, sizeof file172 - 1},
  {"Templates/mats-neel-nanda/starters/steganography/en/experiments/exists/experiment.yaml", file173, sizeof file173 - 1},
  {"Templates/mats-neel-nanda/starters/steganography/en/starter.md", file174, sizeof file174 - 1},
  {"Templates/mats-neel-nanda/starters/steganography/starter.yaml", file175, sizeof file175 - 1},
  {"Templates/mats-neel-nanda/starters/steganography/zh/starter.md", file176, sizeof file176 - 1},
  {"Templates/mats-neel-nanda/starters/superposition/en/experiments/exists/experiment.yaml", file177, sizeof file177 - 1},
  {"Templates/mats-neel-nanda/starters/superposition/en/experiments/probe/experiment.yaml", file178, sizeof file178 - 1},
  {"Templates/mats-neel-nanda/starters/superposition/en/starter.md", file179, sizeof file179 - 1},
  {"Templates/mats-neel-nanda/starters/superposition/starter.yaml", file180, sizeof file180 - 1},
  {"Templates/mats-neel-nanda/starters/superposition/zh/starter.md", file181, sizeof file181 - 1},
  {"Templates/mats-neel-nanda/starters/tda/en/experiments/exists/experiment.yaml", file182, sizeof file182 - 1},
  {"Templates/mats-neel-nanda/starters/tda/en/starter.md", file183, sizeof file183 - 1},
  {"Templates/mats-neel-nanda/starters/tda/starter.yaml", file184, sizeof file184 - 1},
  {"Templates/mats-neel-nanda/starters/tda/zh/starter.md", file185, sizeof file185 - 1},
  {"Templates/mats-neel-nanda/starters/thought-anchors/en/experiments/exists/experiment.yaml", file186, sizeof file186 - 1},
  {"Templates/mats-neel-nanda/starters/thought-anchors/en/starter.md", file187, sizeof file187 - 1},
  {"Templates/mats-neel-nanda/starters/thought-anchors/starter.yaml", file188, sizeof file188 - 1},
  {"Templates/mats-neel-nanda/starters/thought-anchors/zh/starter.md", file189, sizeof file189 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/en/experiments/exists/experiment.yaml", file190, sizeof file190 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/en/experiments/probe/experiment.yaml", file191, sizeof file191 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/en/starter.md", file192, sizeof file192 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/starter.yaml", file193, sizeof file193 - 1},
  {"Templates/mats-neel-nanda/starters/user-models/zh/starter.md", file194, sizeof file194 - 1},
  {"Templates/mats-neel-nanda/starters/weird-behaviour/en/experiments/exists/experiment.yaml", file195, sizeof file195 - 1},
  {"Templates/mats-neel-nanda/starters/weird-behaviour/en/starter.md", file196, sizeof file196 - 1},
  {"Templates/mats-neel-nanda/starters/weird-behaviour/starter.yaml", file197, sizeof file197 - 1},
  {"Templates/mats-neel-nanda/starters/weird-behaviour/zh/starter.md", file198, sizeof file198 - 1},
  {"Templates/mats-neel-nanda/template.yaml", file199, sizeof file199 - 1},
  {"Templates/mats-neel-nanda/zh/dossier.yaml", file200, sizeof file200 - 1},
  {"Templates/mats-neel-nanda/zh/experiments/exists/experiment.yaml", file201, sizeof file201 - 1},
  {"Templates/mats-neel-nanda/zh/experiments/locate/experiment.yaml", file202, sizeof file202 - 1},
  {"Templates/mats-neel-nanda/zh/experiments/probe/experiment.yaml", file203, sizeof file203 - 1},
  {"Templates/mats-neel-nanda/zh/form.md", file204, sizeof file204 - 1},
  {"Templates/mats-neel-nanda/zh/log.md", file205, sizeof file205 - 1},
  {"Templates/mats-neel-nanda/zh/report.md", file206, sizeof file206 - 1},
  {"Templates/mini-project/contract.yaml", file207, sizeof file207 - 1},
  {"Templates/mini-project/en/dossier.yaml", file208, sizeof file208 - 1},
  {"Templates/mini-project/en/log.md", file209, sizeof file209 - 1},
  {"Templates/mini-project/en/report.md", file210, sizeof file210 - 1},
  {"Templates/mini-project/template.yaml", file211, sizeof file211 - 1},
  {"Templates/research-sprint/contract.yaml", file212, sizeof file212 - 1},
  {"Templates/research-sprint/en/dossier.yaml", file213, sizeof file213 - 1},
  {"Templates/research-sprint/en/log.md", file214, sizeof file214 - 1},
  {"Templates/research-sprint/en/report.md", file215, sizeof file215 - 1},
  {"Templates/research-sprint/en/talk.md", file216, sizeof file216 - 1},
  {"Templates/research-sprint/template.yaml", file217, sizeof file217 - 1},
};

const embedded_file *embedded_file_at(size_t index) { return &files[index]; }
size_t embedded_file_count(void) { return sizeof files / sizeof *files; }
