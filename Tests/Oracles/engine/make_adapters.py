"""Writes random LoRA adapters of the tiny models, and what PEFT makes of each model with them."""

import pathlib
import shutil

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

FIXTURES = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers"
OUT = FIXTURES / "Adapters"
# (name, family, options): between them every option that is read.
ADAPTERS = [
    ("plain", "llama", dict(r=4, lora_alpha=6, target_modules=["q_proj", "v_proj", "down_proj"])),
    ("patterns", "llama", dict(
        r=4, lora_alpha=6, use_rslora=True, target_modules=["k_proj", "o_proj", "up_proj"],
        rank_pattern={"layers.1.mlp.up_proj": 2, "k_proj": 3},
        alpha_pattern={"o_proj": 2.5}, modules_to_save=["lm_head", "norm"])),
    ("bias", "llama-bias", dict(
        r=2, lora_alpha=2, bias="lora_only", target_modules=["q_proj", "up_proj"])),
    ("transposed", "gpt2", dict(
        r=3, lora_alpha=3, fan_in_fan_out=True, target_modules=["c_attn", "c_proj", "c_fc"])),
    ("embedding", "llama", dict(r=2, lora_alpha=4, target_modules=["embed_tokens", "gate_proj"])),
]


def main():
    for seed, (name, family, options) in enumerate(ADAPTERS):
        torch.manual_seed(seed)
        folder = FIXTURES / "Families" / family
        base = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        before = {key: value.clone() for key, value in base.state_dict().items()}
        model = get_peft_model(base, LoraConfig(task_type="CAUSAL_LM", **options)).eval()
        with torch.no_grad():
            for key, value in model.named_parameters():
                if value.requires_grad:
                    value.copy_(torch.randn_like(value) / 4)
        shutil.rmtree(OUT / name, ignore_errors=True)
        model.peft_config["default"].base_model_name_or_path = f"tiny/{family}"
        model.save_pretrained(OUT / name)
        (OUT / name / "README.md").unlink(missing_ok=True)
        tokens = torch.arange(9)[None] % base.config.vocab_size
        with torch.no_grad():
            logits = model(tokens).logits[0].clone()
            merged = model.merge_and_unload()
        tensors = {key: value.clone() for key, value in merged.state_dict().items()
                   if not torch.equal(value, before[key])}
        tensors["logits"] = logits
        tensors["tokens"] = tokens[0].to(torch.float32)
        save_file(tensors, OUT / name / "merged.safetensors")


main()
